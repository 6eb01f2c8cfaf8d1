DELETE FROM id_counters WHERE name = 'targets';
DROP TABLE targets;
DROP TABLE invoices;
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
ALTER TABLE products DROP COLUMN availability;
ALTER TABLE accounts DROP COLUMN payment_terms_days;
