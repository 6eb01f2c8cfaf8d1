-- What the rules found, what people did about it, and what was told to whom.
DROP TABLE alerts;

CREATE TABLE alerts (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    product_id BIGINT,
    state TEXT NOT NULL,
    tier TEXT NOT NULL,
    confidence TEXT NOT NULL,
    rule_version BIGINT NOT NULL,
    opened_on DATE NOT NULL,
    as_of DATE NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    snoozed_until DATE,
    dismiss_reason TEXT,
    outcome TEXT,
    was_right BOOLEAN,
    value_cents BIGINT NOT NULL,
    grounds TEXT NOT NULL,
    evidence TEXT NOT NULL
);
CREATE INDEX alerts_by_account ON alerts (account_id, state);
CREATE INDEX alerts_by_value ON alerts (state, value_cents);

CREATE TABLE alert_events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    alert_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    at TIMESTAMP NOT NULL,
    user_id BIGINT,
    author TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX alert_events_by_alert ON alert_events (alert_id);

-- What people answered to "was that right?": one answer an alert, the latest.
CREATE TABLE alert_verdicts (
    alert_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    tier TEXT NOT NULL,
    was_right BOOLEAN NOT NULL,
    silence_days BIGINT,
    evidence TEXT NOT NULL,
    user_id BIGINT,
    author TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    PRIMARY KEY (account_id, alert_id)
);

CREATE TABLE account_closures (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL,
    from_day DATE NOT NULL,
    until_day DATE NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX account_closures_by_account ON account_closures (account_id);

CREATE TABLE webhooks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    is_enabled BOOLEAN NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- Messages on their way, and what became of them. A message with a key is written once only.
CREATE TABLE deliveries (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    user_id BIGINT,
    webhook_id BIGINT,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    next_attempt_at TIMESTAMP,
    leased_until TIMESTAMP,
    sent_at TIMESTAMP,
    error TEXT,
    unique_key TEXT UNIQUE
);
CREATE INDEX deliveries_by_time ON deliveries (status, next_attempt_at);
CREATE INDEX deliveries_by_user ON deliveries (user_id);
CREATE INDEX deliveries_by_webhook ON deliveries (webhook_id, status);

ALTER TABLE users ADD COLUMN view_financials BOOLEAN NOT NULL DEFAULT TRUE;
