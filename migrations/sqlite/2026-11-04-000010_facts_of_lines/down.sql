DROP INDEX order_lines_backordered;
DROP INDEX orders_crediting;
ALTER TABLE imports DROP COLUMN warning;
ALTER TABLE products DROP COLUMN pack_size_milli;
ALTER TABLE products DROP COLUMN pack_of_id;
ALTER TABLE order_lines DROP COLUMN backordered_milli;
ALTER TABLE orders DROP COLUMN credits_order;
