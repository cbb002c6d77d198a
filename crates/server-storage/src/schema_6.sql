-- Which change began a record and which was its last, of the numbered order of all changes. A record of which nothing counts
-- any more has an empty state. While a scope is added up anew, `was` and `was_changed` are how it stood before.
ALTER TABLE records ADD COLUMN began INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE records ADD COLUMN was TEXT;
ALTER TABLE records ADD COLUMN was_changed INTEGER;
CREATE INDEX records_by_change ON records (changed);
-- How many changes there had been at a moment.
CREATE TABLE marks (at INTEGER PRIMARY KEY, change INTEGER NOT NULL) STRICT;
