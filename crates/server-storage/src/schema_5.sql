-- The last reference that was given, by the year within its century.
CREATE TABLE last_references (year INTEGER PRIMARY KEY, number INTEGER NOT NULL) STRICT;
