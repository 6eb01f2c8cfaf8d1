-- What came in, what became of every row, how to take it out again, and what others must reload.
CREATE TABLE imports (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT,
    file_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    mapping TEXT NOT NULL,
    rows_read BIGINT NOT NULL,
    rows_added BIGINT NOT NULL,
    rows_updated BIGINT NOT NULL,
    rows_unchanged BIGINT NOT NULL,
    rows_rejected BIGINT NOT NULL,
    accounts_added BIGINT NOT NULL,
    orders_added BIGINT NOT NULL,
    products_added BIGINT NOT NULL,
    amount_cents BIGINT NOT NULL,
    rejections TEXT NOT NULL,
    bytes_read BIGINT NOT NULL,
    bytes_total BIGINT NOT NULL,
    covers_up_to DATE,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    failure TEXT,
    job_id BIGINT,
    -- The writer's revision and the first and last ids it handed out (JSON): what undo looks at.
    revision BIGINT,
    id_ranges TEXT
);

CREATE TABLE import_errors (
    import_id BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    row_number BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    value TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    remedy TEXT NOT NULL,
    PRIMARY KEY (import_id, number)
);

CREATE TABLE import_before (
    import_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    row_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    image TEXT NOT NULL,
    PRIMARY KEY (import_id, account_id, kind, row_id)
);

CREATE TABLE mappings (
    name TEXT NOT NULL PRIMARY KEY,
    mapping TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL
);

CREATE TABLE changes (
    seq BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    account_id BIGINT,
    at TIMESTAMP NOT NULL
);
