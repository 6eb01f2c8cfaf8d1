DROP TABLE changes;
DROP TABLE mappings;
DROP TABLE import_before;
DROP TABLE import_errors;
DROP TABLE imports;
