-- What surrounds orders: terms of payment, what can be had, invoices as they are listed, targets.
ALTER TABLE accounts ADD COLUMN payment_terms_days BIGINT;
ALTER TABLE products ADD COLUMN availability TEXT NOT NULL DEFAULT 'available';

-- Nothing has written invoices so far. Credit memos are often numbered apart from invoices, so the kind is
-- part of what names one.
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
    UNIQUE (account_id, source, external_id, kind),
    PRIMARY KEY (account_id, id)
);
CREATE INDEX invoices_by_account ON invoices (account_id, issued_on, id);
CREATE INDEX invoices_by_date ON invoices (issued_on, id);
-- Few of all invoices are open at a time, and they are what alerts ask for.
CREATE INDEX invoices_open ON invoices (account_id, due_on) WHERE open_balance_cents <> 0;

CREATE TABLE targets (
    id BIGINT NOT NULL PRIMARY KEY,
    month DATE NOT NULL,
    rep_id BIGINT REFERENCES reps (id),
    account_id BIGINT REFERENCES accounts (id),
    category_id BIGINT REFERENCES categories (id),
    amount_cents BIGINT NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL
);
CREATE UNIQUE INDEX targets_by_key
    ON targets (month, COALESCE(rep_id, 0), COALESCE(account_id, 0), COALESCE(category_id, 0));
INSERT INTO id_counters (name, next_id) VALUES ('targets', 1);
