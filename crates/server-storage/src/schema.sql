-- The council office's database, as the first version made it. Later changes go into migrations of their own.
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE council (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    name TEXT NOT NULL,
    root BLOB NOT NULL,
    demo INTEGER NOT NULL,
    half_restored INTEGER NOT NULL DEFAULT 0,
    bundles INTEGER NOT NULL DEFAULT 1,
    bundles_since INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE teams (scope BLOB PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE users (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    team BLOB,
    password TEXT
) STRICT;
CREATE TABLE devices (
    id BLOB PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    code TEXT NOT NULL UNIQUE,
    token BLOB NOT NULL UNIQUE,
    enrolled_at INTEGER NOT NULL,
    heard_at INTEGER NOT NULL
) STRICT;
-- What each tablet last said of itself, and how far its clock was ahead then.
CREATE TABLE tablet_states (
    device BLOB PRIMARY KEY REFERENCES devices (id),
    ahead_ms INTEGER NOT NULL,
    state BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE grants (
    id BLOB PRIMARY KEY,
    device BLOB NOT NULL REFERENCES devices (id),
    scope BLOB NOT NULL,
    given_at INTEGER NOT NULL,
    signed BLOB NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX grants_by_device ON grants (device);
CREATE INDEX grants_by_scope ON grants (scope, given_at);
CREATE TABLE codes (
    hash BLOB PRIMARY KEY,
    scope BLOB NOT NULL,
    user BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    used_by BLOB,
    used_at INTEGER
) STRICT;

-- One row a line of a book: the book itself, under its own id, or a branch, under the hash of its first page. Whatever else
-- says `book` means a line's id.
CREATE TABLE books (
    id BLOB PRIMARY KEY,
    trunk BLOB NOT NULL,             -- the book
    base_line BLOB,                  -- where a branch leaves another line
    base_number INTEGER,
    base_hash BLOB,
    scope BLOB NOT NULL,
    device_key BLOB NOT NULL,
    tip_number INTEGER NOT NULL,
    tip_hash BLOB NOT NULL,
    archived_number INTEGER NOT NULL DEFAULT 0,
    archived_bytes INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX books_by_scope ON books (scope, id, trunk, base_line, base_number, base_hash, tip_number, tip_hash);
CREATE INDEX books_by_trunk ON books (trunk);
CREATE INDEX books_by_key ON books (device_key);
CREATE INDEX books_behind ON books (id) WHERE archived_number < tip_number;
CREATE TABLE entries (
    book BLOB NOT NULL REFERENCES books (id),
    number INTEGER NOT NULL,
    hash BLOB NOT NULL,
    wire BLOB NOT NULL,
    PRIMARY KEY (book, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE records (
    scope BLOB NOT NULL,
    id BLOB NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE verdicts (
    scope BLOB NOT NULL,
    entry BLOB NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (scope, entry)
) STRICT, WITHOUT ROWID;
CREATE TABLE checkpoints (
    scope BLOB NOT NULL,
    at INTEGER NOT NULL,
    encoded BLOB NOT NULL,
    PRIMARY KEY (scope, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE photos (
    scope BLOB NOT NULL,
    hash BLOB NOT NULL,
    length INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    archived INTEGER NOT NULL,
    PRIMARY KEY (scope, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX photos_behind ON photos (scope, hash) WHERE whole AND NOT archived;

-- What was ordered to be erased of entries, whether they are held or not, and the orders.
CREATE TABLE erased (
    entry BLOB NOT NULL,
    record BLOB NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (entry, record, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE erasure_orders (
    scope BLOB NOT NULL,
    record BLOB NOT NULL,
    said TEXT NOT NULL,
    PRIMARY KEY (scope, record, said)
) STRICT, WITHOUT ROWID;
-- Lines of which a file may still hold what was erased; and erased photos: open = 1 until their bytes are gone.
CREATE TABLE lines_to_erase (line BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE erased_photos (
    scope BLOB NOT NULL,
    hash BLOB NOT NULL,
    open INTEGER NOT NULL,
    PRIMARY KEY (scope, hash)
) STRICT, WITHOUT ROWID;
