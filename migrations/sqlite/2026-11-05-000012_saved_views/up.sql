-- Filters, columns and order of a page under a name, of one person or shared with all.
CREATE TABLE saved_views (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_id BIGINT NOT NULL REFERENCES users (id),
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    is_shared BOOLEAN NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    UNIQUE (owner_id, page, name)
);
