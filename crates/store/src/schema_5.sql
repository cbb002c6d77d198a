-- Format 5: what records contribute to figures. It follows from the pages: it is worked out anew when the newer catalogue is
-- first opened.
CREATE TABLE fact (
  figure TEXT NOT NULL,
  day INTEGER NOT NULL,            -- as 20180314; 0: since ever
  seq INTEGER NOT NULL,            -- of the record
  record BLOB NOT NULL,            -- its id; of what was erased, that of the record that contributed it
  n INTEGER NOT NULL,              -- of the record's facts of this figure the first is 0
  until INTEGER,                   -- the last day, of what counts on a date
  value INTEGER NOT NULL,          -- thousandths
  key TEXT NOT NULL,
  through BLOB,                    -- the record through which it counts
  ward TEXT,
  unreviewed INTEGER NOT NULL,     -- 1 = no leader has approved the record
  two_versions INTEGER NOT NULL,
  erased INTEGER NOT NULL,         -- 1 = it is all that is left of a record
  PRIMARY KEY (figure, day, seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_of ON fact (seq);
CREATE INDEX fact_record ON fact (record, figure, erased);
CREATE INDEX fact_through ON fact (through, figure) WHERE through IS NOT NULL;
CREATE INDEX fact_unreviewed ON fact (day, seq) WHERE unreviewed = 1;
CREATE INDEX fact_two_versions ON fact (day, seq) WHERE two_versions = 1;
-- What is due of what is no finding, such as a referral: few among many.
CREATE INDEX record_also_due ON record (due, seq) WHERE finding = 0 AND due IS NOT NULL;
CREATE INDEX record_also_leader_due ON record (leader_due, seq) WHERE finding = 0 AND leader_due IS NOT NULL;
