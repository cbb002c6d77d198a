-- Questions to the DVLA that may be open.
CREATE TABLE dvla_questions (
    at INTEGER PRIMARY KEY,
    scope BLOB NOT NULL,
    record BLOB NOT NULL,
    id TEXT NOT NULL,
    UNIQUE (scope, record, id)
) STRICT;
