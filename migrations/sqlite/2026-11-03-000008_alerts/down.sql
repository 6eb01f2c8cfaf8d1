ALTER TABLE users DROP COLUMN view_financials;
DROP TABLE deliveries;
DROP TABLE webhooks;
DROP TABLE account_closures;
DROP TABLE alert_verdicts;
DROP TABLE alert_events;
DROP TABLE alerts;

CREATE TABLE alerts (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    severity TEXT NOT NULL,
    opened_on DATE NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    snoozed_until DATE,
    dismiss_reason TEXT,
    value_cents BIGINT,
    body TEXT NOT NULL
);
CREATE INDEX alerts_by_account ON alerts (account_id, state);
