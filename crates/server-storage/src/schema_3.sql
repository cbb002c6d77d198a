-- The catalogues that were published, by team.
CREATE TABLE editions (
    scope BLOB NOT NULL,
    version INTEGER NOT NULL,
    clock INTEGER NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (scope, version)
) STRICT, WITHOUT ROWID;
