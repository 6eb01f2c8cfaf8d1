DROP TABLE interactions;
DROP TABLE deals;
DROP TABLE invoices;
DROP TABLE order_lines;
DROP TABLE orders;
