-- Format 3: until when something of a matter is due, and which time limit of the kind says so: of what wardens can do, and of
-- everything, also what only a leader can do. Both follow from the pages: the lines are worked out anew when the newer
-- catalogue is first opened.
ALTER TABLE record ADD COLUMN due INTEGER;
ALTER TABLE record ADD COLUMN due_clock TEXT;
ALTER TABLE record ADD COLUMN leader_due INTEGER;
ALTER TABLE record ADD COLUMN leader_due_clock TEXT;
CREATE INDEX record_due ON record (due, seq, finding, kind, author) WHERE due IS NOT NULL;
CREATE INDEX record_leader_due ON record (leader_due, seq, finding, kind, author) WHERE leader_due IS NOT NULL;
