-- Results that must be remembered, and the work that makes them.
CREATE TABLE jobs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    parameters TEXT NOT NULL,
    unique_key TEXT,
    import_id BIGINT,
    progress_done BIGINT NOT NULL,
    progress_total BIGINT NOT NULL,
    result TEXT,
    error TEXT,
    attempts BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    run_after TIMESTAMP NOT NULL,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    worker TEXT,
    leased_until TIMESTAMP
);
CREATE INDEX jobs_by_status ON jobs (status, run_after);

CREATE TABLE score_runs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    model_version TEXT NOT NULL,
    as_of DATE NOT NULL,
    job_id BIGINT,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    account_count BIGINT NOT NULL
);

CREATE TABLE scores (
    account_id BIGINT NOT NULL PRIMARY KEY,
    run_id BIGINT NOT NULL,
    as_of DATE NOT NULL,
    model_version TEXT NOT NULL,
    segment TEXT NOT NULL,
    churn_risk DOUBLE,
    health DOUBLE,
    window_from DATE,
    window_until DATE,
    window_likely DATE,
    outreach_on DATE,
    body TEXT NOT NULL
);

CREATE TABLE score_history (
    account_id BIGINT NOT NULL,
    run_id BIGINT NOT NULL,
    as_of DATE NOT NULL,
    model_version TEXT NOT NULL,
    segment TEXT NOT NULL,
    churn_risk DOUBLE,
    health DOUBLE,
    PRIMARY KEY (account_id, run_id)
);

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
