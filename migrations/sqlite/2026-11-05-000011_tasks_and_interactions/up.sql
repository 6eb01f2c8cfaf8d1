-- Calls and visits as people log them, and tasks. Nothing has written interactions so far.
DROP TABLE interactions;
CREATE TABLE interactions (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    contact_id BIGINT,
    user_id BIGINT,
    author TEXT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    direction TEXT NOT NULL,
    happened_on DATE NOT NULL,
    happened_at TIMESTAMP,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    promised TEXT NOT NULL,
    outcome TEXT NOT NULL,
    logged_at TIMESTAMP NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (account_id, source, external_id)
);
CREATE INDEX interactions_by_account ON interactions (account_id, happened_on, id);

CREATE TABLE tasks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    account_id BIGINT,
    alert_id BIGINT,
    due_on DATE,
    assignee_id BIGINT NOT NULL REFERENCES users (id),
    author_id BIGINT NOT NULL REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    done_at TIMESTAMP,
    done_on DATE,
    done_by_id BIGINT REFERENCES users (id)
);
CREATE INDEX tasks_by_assignee ON tasks (assignee_id, done_on, due_on);
CREATE INDEX tasks_by_account ON tasks (account_id, done_on, due_on);

-- What search and the weekly comparison ask for.
CREATE INDEX orders_by_number ON orders (lower(external_id));
CREATE INDEX alerts_by_date ON alerts (opened_on);
