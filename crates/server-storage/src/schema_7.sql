-- What records contribute to figures: it follows from the records and the catalogue, and is worked out from them when it is asked
-- for. A team has a number here, since it stands in every row.
CREATE TABLE fact_team (
    team INTEGER PRIMARY KEY,
    scope BLOB NOT NULL UNIQUE,
    by_catalogue TEXT NOT NULL,      -- by which catalogue and program the facts were worked out
    change INTEGER NOT NULL,         -- the change up to which they go,
    change_record BLOB NOT NULL,     -- and within it the record
    anew_after BLOB,                 -- while all are worked out anew: the record up to which they are,
    anew_done INTEGER,               -- and how many that is
    erasures INTEGER NOT NULL        -- how many there were since there are facts
) STRICT;
-- As on a tablet, but that `seq` is the record's id, which orders records by when they were begun wherever they are.
CREATE TABLE fact (
    team INTEGER NOT NULL,
    figure TEXT NOT NULL,
    day INTEGER NOT NULL,            -- as 20180314; 0: since ever
    seq BLOB NOT NULL,               -- the record
    n INTEGER NOT NULL,              -- of the record's facts of this figure the first is 0
    record BLOB NOT NULL,            -- the record; of what was erased, the one that contributed it
    until INTEGER,                   -- the last day, of what counts on a date
    value INTEGER NOT NULL,          -- thousandths
    key TEXT NOT NULL,
    through BLOB,                    -- the record through which it counts
    ward TEXT,
    unreviewed INTEGER NOT NULL,     -- 1 = no leader has approved the record
    two_versions INTEGER NOT NULL,
    erased INTEGER NOT NULL,         -- 1 = it is all that is left of a record
    parts TEXT NOT NULL,             -- by which answers the figure is told apart
    PRIMARY KEY (team, figure, day, seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_of ON fact (team, seq);
-- Few are of what was erased, and only those ask what else there is of their record.
CREATE INDEX fact_record ON fact (team, record, figure, erased);
CREATE INDEX fact_through ON fact (team, through, figure) WHERE through IS NOT NULL;
-- What a report says of a record.
CREATE TABLE fact_line (
    team INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    day INTEGER NOT NULL,
    finding INTEGER NOT NULL,
    gone INTEGER NOT NULL,           -- 1 = a mistake, the same as another, or called off
    unreviewed INTEGER NOT NULL,
    two_versions INTEGER NOT NULL,
    first_day INTEGER,               -- of its facts that count through nothing else
    last_day INTEGER,
    ward TEXT,
    reference TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (team, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_line_kind ON fact_line (team, kind, day);
CREATE INDEX fact_line_finding ON fact_line (team, day) WHERE finding = 1;
CREATE INDEX fact_line_unreviewed ON fact_line (team, first_day, last_day, ward) WHERE unreviewed = 1;
CREATE INDEX fact_line_two_versions ON fact_line (team, first_day, last_day, ward) WHERE two_versions = 1;
