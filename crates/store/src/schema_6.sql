-- Format 6: by what a finding is known again. It follows from the pages: it is worked out anew when this is first opened. All of it
-- is null where a record does not count.
ALTER TABLE record ADD COLUMN spot ANY;      -- a square of the National Grid, or the name of a place at no known position
ALTER TABLE record ADD COLUMN named TEXT;    -- the name of its place, as names are compared
ALTER TABLE record ADD COLUMN mark TEXT;     -- a registration mark, normalised
ALTER TABLE record ADD COLUMN person TEXT;   -- of a person, in the restricted part: their name, as names are compared
-- In the order in which they are summed, so that a sum is one way through a narrow index.
CREATE INDEX record_again ON record (spot, kind, occurred, named) WHERE spot IS NOT NULL;
CREATE INDEX record_named ON record (named, kind, occurred) WHERE named IS NOT NULL;
CREATE INDEX record_mark ON record (mark, kind, occurred) WHERE mark IS NOT NULL;
CREATE INDEX record_person ON record (person, occurred) WHERE person IS NOT NULL;
