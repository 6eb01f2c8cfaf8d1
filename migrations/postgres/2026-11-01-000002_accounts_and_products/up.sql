-- Who buys and what is bought: the dimensions that every order refers to.
CREATE TABLE accounts (
    id BIGINT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    status TEXT NOT NULL,
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    latitude DOUBLE PRECISION,
    longitude DOUBLE PRECISION,
    geocode_precision TEXT NOT NULL,
    industry TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    rep_id BIGINT REFERENCES reps (id),
    region_id BIGINT REFERENCES regions (id),
    parent_id BIGINT REFERENCES accounts (id),
    bill_to_id BIGINT REFERENCES accounts (id),
    custom_fields TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (source, external_id)
);
CREATE INDEX accounts_by_rep ON accounts (rep_id);
CREATE INDEX accounts_by_region ON accounts (region_id);
CREATE INDEX accounts_by_parent ON accounts (parent_id);
CREATE INDEX accounts_by_bill_to ON accounts (bill_to_id);

CREATE TABLE contacts (
    id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (account_id, source, external_id),
    PRIMARY KEY (account_id, id)
);

CREATE TABLE categories (
    id BIGINT NOT NULL PRIMARY KEY,
    parent_id BIGINT REFERENCES categories (id),
    name TEXT NOT NULL,
    import_id BIGINT
);
CREATE UNIQUE INDEX categories_by_name ON categories (COALESCE(parent_id, 0), name);

CREATE TABLE products (
    id BIGINT NOT NULL PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    name TEXT NOT NULL,
    search_key TEXT NOT NULL,
    category_id BIGINT REFERENCES categories (id),
    unit TEXT NOT NULL,
    cost_cents BIGINT,
    supersedes_id BIGINT REFERENCES products (id),
    custom_fields TEXT NOT NULL,
    import_id BIGINT,
    revision BIGINT NOT NULL,
    UNIQUE (source, external_id)
);
CREATE INDEX products_by_category ON products (category_id);
