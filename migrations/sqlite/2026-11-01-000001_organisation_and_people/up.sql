-- One organisation per installation: one row of settings, the people in it and how they sign in.
CREATE TABLE organisation (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    currency TEXT NOT NULL,
    week_start BIGINT NOT NULL,
    fiscal_year_start_month BIGINT NOT NULL,
    price_editing BOOLEAN NOT NULL,
    live_feed BOOLEAN NOT NULL,
    covers_up_to DATE,
    pinned_as_of DATE,
    instance_secret TEXT,
    extra TEXT NOT NULL
);
INSERT INTO organisation (id, name, time_zone, currency, week_start, fiscal_year_start_month, price_editing, live_feed, extra)
    VALUES (1, 'My organisation', 'America/New_York', 'USD', 0, 1, FALSE, FALSE, '{}');

-- Ids of facts are handed out by the writer from here, so that bulk loads know them beforehand and
-- no id is ever used twice, not even after an undo.
CREATE TABLE id_counters (
    name TEXT NOT NULL PRIMARY KEY,
    next_id BIGINT NOT NULL
);
INSERT INTO id_counters (name, next_id) VALUES
    ('accounts', 1),
    ('alerts', 1),
    ('categories', 1),
    ('changes', 1),
    ('contacts', 1),
    ('deals', 1),
    ('interactions', 1),
    ('invoices', 1),
    ('order_lines', 1),
    ('orders', 1),
    ('products', 1),
    ('regions', 1),
    ('reps', 1),
    ('revisions', 1);

CREATE TABLE regions (
    id INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    import_id BIGINT
);

CREATE TABLE territories (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    region_id BIGINT NOT NULL REFERENCES regions (id),
    name TEXT NOT NULL,
    shape TEXT,
    UNIQUE (region_id, name)
);

CREATE TABLE reps (
    id INTEGER NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    region_id BIGINT REFERENCES regions (id),
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (source, external_id)
);

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT,
    password_hash TEXT,
    role TEXT NOT NULL,
    rep_id BIGINT REFERENCES reps (id),
    view_margin BOOLEAN NOT NULL,
    view_contacts BOOLEAN NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    preferences TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);

CREATE TABLE user_regions (
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    region_id BIGINT NOT NULL REFERENCES regions (id),
    PRIMARY KEY (user_id, region_id)
);

CREATE TABLE sessions (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_sha256 TEXT NOT NULL UNIQUE,
    csrf_token TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    user_agent TEXT NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE api_keys (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    key_sha256 TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP,
    last_used_at TIMESTAMP,
    revoked_at TIMESTAMP
);

CREATE TABLE audit_log (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TIMESTAMP NOT NULL,
    user_id BIGINT,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    detail TEXT NOT NULL,
    request_id TEXT NOT NULL
);
