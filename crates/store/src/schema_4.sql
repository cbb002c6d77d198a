-- Format 4: what names what, and where things are. All of it follows from the pages: the lines are worked out anew when the newer
-- catalogue is first opened.
CREATE TABLE refers (
  target BLOB NOT NULL,            -- the record that is named
  seq INTEGER NOT NULL,            -- of the record that names it
  PRIMARY KEY (target, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX refers_from ON refers (seq);
ALTER TABLE record ADD COLUMN lat REAL;    -- degrees, WGS 84
ALTER TABLE record ADD COLUMN lon REAL;
-- By latitude first: of a council's findings a few hundred metres are one in a hundred.
CREATE INDEX record_spot ON record (lat, lon, finding, kind) WHERE lat IS NOT NULL;
ALTER TABLE record ADD COLUMN ward TEXT;         -- the code of the ward in which that is
ALTER TABLE record ADD COLUMN order_areas TEXT;  -- the ids of the order areas around it, each between spaces; none: null
-- A ward has a large part of all findings, so that what else they are narrowed by stands in the index too.
CREATE INDEX record_ward ON record (ward, occurred DESC, seq DESC, finding, kind, order_areas, withdrawn, missing_count,
  open_questions, two_versions, review, changed, standing) WHERE ward IS NOT NULL;
CREATE INDEX record_order_area ON record (occurred DESC, seq DESC, finding, kind, order_areas, ward, withdrawn, missing_count,
  open_questions, two_versions, review, changed, standing) WHERE order_areas IS NOT NULL;
-- The catalogues that the council published; of two with one version the later.
CREATE TABLE edition (
  version INTEGER PRIMARY KEY,
  clock INTEGER NOT NULL,
  packed BLOB NOT NULL
) STRICT;
