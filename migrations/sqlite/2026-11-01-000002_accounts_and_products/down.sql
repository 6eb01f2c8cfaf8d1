DROP TABLE products;
DROP TABLE categories;
DROP TABLE contacts;
DROP TABLE accounts;
