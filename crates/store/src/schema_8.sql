-- Format 8: what a review looks at, so that its queue reads no record. It follows from the pages: it is worked out anew when this is
-- first opened.
ALTER TABLE record ADD COLUMN signs TEXT;    -- JSON; null where there is nothing to look at
ALTER TABLE record ADD COLUMN seen BLOB;     -- what a reader of the record sees, in one digest
-- The pages that were written while the tablet's clock was known to be wrong.
CREATE TABLE doubtful (entry BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
