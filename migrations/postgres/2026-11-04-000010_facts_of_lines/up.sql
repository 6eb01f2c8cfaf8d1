-- What lines and products say besides amounts: which order a credit is for, what could not be given, what is a pack
-- of what.
ALTER TABLE orders ADD COLUMN credits_order TEXT;
ALTER TABLE order_lines ADD COLUMN backordered_milli BIGINT;
ALTER TABLE products ADD COLUMN pack_of_id BIGINT;
ALTER TABLE products ADD COLUMN pack_size_milli BIGINT;
-- What deserves a second look in a file that was taken.
ALTER TABLE imports ADD COLUMN warning TEXT;
-- Few credits name an order and few lines are back-ordered: the ledger reads them apart from all others.
CREATE INDEX orders_crediting ON orders (account_id) WHERE credits_order IS NOT NULL;
CREATE INDEX order_lines_backordered ON order_lines (account_id) WHERE backordered_milli > 0;
