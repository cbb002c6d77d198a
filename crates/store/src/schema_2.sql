-- Format 2: how the matter of a finding stands, and whether it is the same as another. Both follow from the pages: the lines are
-- worked out anew when the newer catalogue is first opened.
ALTER TABLE record ADD COLUMN duplicate INTEGER NOT NULL DEFAULT 0; -- the same as another finding: not counted
ALTER TABLE record ADD COLUMN standing TEXT;                        -- open, waiting, closed or called_off; null where nothing follows
CREATE INDEX record_open_matter ON record (occurred DESC, seq DESC, finding, kind, withdrawn) WHERE standing = 'open';
CREATE INDEX record_waiting ON record (occurred DESC, seq DESC, finding, kind) WHERE standing = 'waiting';
