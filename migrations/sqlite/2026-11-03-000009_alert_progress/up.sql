-- How far the alerts have followed the facts: one row. And who was told of which account when.
CREATE TABLE alert_progress (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    as_of DATE,
    rule_version BIGINT NOT NULL
);
INSERT INTO alert_progress (id, seq, rule_version) VALUES (1, 0, 0);

CREATE TABLE account_notices (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL,
    noticed_on DATE NOT NULL,
    PRIMARY KEY (user_id, account_id)
);
