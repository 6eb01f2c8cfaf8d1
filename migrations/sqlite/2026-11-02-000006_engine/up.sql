-- What the engine learnt, how well it did, and the rules people chose.
ALTER TABLE score_runs ADD COLUMN model TEXT;

CREATE TABLE accuracy_reports (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    as_of DATE NOT NULL,
    made_at TIMESTAMP NOT NULL,
    chosen TEXT NOT NULL,
    body TEXT NOT NULL
);

CREATE TABLE rule_versions (
    version BIGINT NOT NULL PRIMARY KEY,
    rules TEXT NOT NULL,
    author_id BIGINT,
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL
);
