-- Orders and their lines, the millions of rows. They carry no foreign keys: one check per row costs a
-- bulk load several times its own time (measured on PostgreSQL: 30 s instead of 6 s a million lines).
-- The import writer is the only one who inserts here and makes every id itself, and a test counts orphans.
CREATE TABLE orders (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    status TEXT NOT NULL,
    placed_on DATE NOT NULL,
    placed_at TIMESTAMP,
    started_by_id BIGINT,
    line_count BIGINT NOT NULL,
    quantity_milli BIGINT NOT NULL,
    revenue_cents BIGINT NOT NULL,
    cost_cents BIGINT NOT NULL,
    costed_revenue_cents BIGINT NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX orders_by_key ON orders (account_id, source, external_id);
-- Rows lie in id order, so a few kilobytes find any range of ids.
CREATE INDEX orders_by_id ON orders USING brin (id) WITH (pages_per_range = 32);

CREATE TABLE order_lines (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    order_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    line_key TEXT,
    quantity_milli BIGINT NOT NULL,
    revenue_cents BIGINT NOT NULL,
    cost_cents BIGINT,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (account_id, order_id, id)
);
-- Rows lie in id order, so a few kilobytes find any range of ids.
CREATE INDEX order_lines_by_id ON order_lines USING brin (id) WITH (pages_per_range = 32);

CREATE TABLE invoices (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    order_id BIGINT,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    issued_on DATE NOT NULL,
    due_on DATE,
    currency TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    open_balance_cents BIGINT NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (account_id, source, external_id),
    PRIMARY KEY (account_id, id)
);

CREATE TABLE deals (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    name TEXT NOT NULL,
    stage TEXT NOT NULL,
    amount_cents BIGINT NOT NULL,
    probability DOUBLE PRECISION,
    opened_on DATE NOT NULL,
    expected_on DATE,
    closed_on DATE,
    outcome TEXT NOT NULL,
    custom_fields TEXT NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (account_id, source, external_id),
    PRIMARY KEY (account_id, id)
);

CREATE TABLE interactions (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    contact_id BIGINT,
    user_id BIGINT,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    happened_on DATE NOT NULL,
    happened_at TIMESTAMP,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    outcome TEXT NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (account_id, source, external_id),
    PRIMARY KEY (account_id, id)
);
