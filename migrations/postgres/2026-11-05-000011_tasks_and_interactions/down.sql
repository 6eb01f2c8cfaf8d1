DROP INDEX alerts_by_date;
DROP INDEX orders_by_number;
DROP TABLE tasks;
DROP TABLE interactions;
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
