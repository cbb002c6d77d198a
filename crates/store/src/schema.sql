-- Format 1 of the tablet's store. Times are milliseconds since 1970 (UTC); ids and hashes are raw bytes.

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- One row a line of a book: the book itself, under its own id, or a branch, under the hash of its first page. Whatever else
-- says `book` means a line's id.
CREATE TABLE book (
  id BLOB PRIMARY KEY,
  trunk BLOB NOT NULL,             -- the book
  base_line BLOB,                  -- where a branch leaves another line
  base_number INTEGER,
  base_hash BLOB,
  follows BLOB,                    -- the earlier book of the same tablet, and the last page of it that both sides hold
  follows_number INTEGER,
  noticed INTEGER NOT NULL,        -- when its first page came here or was written
  scope BLOB NOT NULL,
  own INTEGER NOT NULL,            -- 1 = this tablet writes in it, 2 = it wrote it before, 3 = it writes in it in the restricted part
  tip_number INTEGER NOT NULL,
  tip_hash BLOB NOT NULL,
  arrived INTEGER NOT NULL DEFAULT 0,    -- the page up to which the office has signed that it holds it
  backed_up INTEGER NOT NULL DEFAULT 0   -- the page up to which it has it in a second place
) STRICT, WITHOUT ROWID;

CREATE INDEX book_scope ON book (scope);
CREATE INDEX book_trunk ON book (trunk);

CREATE TABLE entry (
  book BLOB NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL,
  wire BLOB NOT NULL,
  opaque INTEGER NOT NULL,         -- 1 = this build cannot read it; it is read anew at each start
  PRIMARY KEY (book, number)
) STRICT;
CREATE UNIQUE INDEX entry_hash ON entry (hash);
CREATE INDEX entry_opaque ON entry (book, number) WHERE opaque = 1;

-- Which pages are about a record.
CREATE TABLE about (
  record BLOB NOT NULL,
  clock INTEGER NOT NULL,
  book BLOB NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (record, clock, book, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX about_page ON about (book, number);

-- What a list shows of a record. One of the restricted part stands under a kind of its own and a `finding` of 2, so that
-- no list comes upon it that does not ask for it. The record itself is in `record_state`, so that a list reads short rows.
CREATE TABLE record (
  seq INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  finding INTEGER NOT NULL,
  occurred INTEGER NOT NULL,
  patrol BLOB,
  place TEXT NOT NULL,
  accuracy_m REAL,
  summary TEXT NOT NULL,
  missing TEXT NOT NULL,           -- JSON list of short names
  missing_count INTEGER NOT NULL,
  photos INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL,
  two_versions INTEGER NOT NULL,
  open_questions INTEGER NOT NULL,
  review TEXT,
  changed INTEGER NOT NULL,
  status TEXT,
  reference TEXT NOT NULL,
  first_book BLOB,
  first_number INTEGER,
  first_wall INTEGER,
  author BLOB,
  own_last INTEGER NOT NULL DEFAULT 0    -- the last page of this tablet's own book that is about it
) STRICT;
CREATE TABLE record_state (
  seq INTEGER PRIMARY KEY,         -- of the record
  state TEXT NOT NULL              -- all fields with their standing writes, as JSON
) STRICT;

-- Lists go down one of these. What they are narrowed by stands behind the order, so that rows are read only where they
-- match: a page, or the count of a thousand, costs the same wherever its rows lie.
CREATE INDEX record_newest ON record (finding, occurred DESC, seq DESC, withdrawn, review, changed);
CREATE INDEX record_kind ON record (kind, occurred DESC, seq DESC, withdrawn, review, changed);
-- Findings on which a leader's word is still to come: by patrol, and those on none.
CREATE INDEX record_open ON record (patrol, finding, occurred DESC, seq DESC)
  WHERE changed = 1 OR (review IS NULL AND withdrawn = 0);
CREATE INDEX record_patrol ON record (patrol, finding, occurred DESC, seq DESC) WHERE patrol IS NOT NULL;
CREATE INDEX record_status ON record (kind, status, author, occurred DESC, seq DESC, withdrawn, review) WHERE status IS NOT NULL;
CREATE INDEX record_own ON record (own_last) WHERE own_last > 0;
-- Rare states: `find` names these by the state that it looks for.
CREATE INDEX record_to_finish ON record (occurred DESC, seq DESC, finding, kind, author, withdrawn, missing_count, open_questions)
  WHERE withdrawn = 0 AND (missing_count > 0 OR open_questions > 0);
CREATE INDEX record_question ON record (occurred DESC, seq DESC) WHERE open_questions > 0;
CREATE INDEX record_two_versions ON record (occurred DESC, seq DESC) WHERE two_versions = 1;
CREATE INDEX record_changed ON record (occurred DESC, seq DESC) WHERE changed = 1;
CREATE INDEX record_withdrawn ON record (occurred DESC, seq DESC) WHERE withdrawn = 1;
CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3');

CREATE TABLE photo (
  hash BLOB PRIMARY KEY,
  bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  here INTEGER NOT NULL,           -- 1 = the original lies in the photos folder
  own INTEGER NOT NULL,            -- 1 = taken on this tablet
  state INTEGER NOT NULL,          -- 0 on this tablet, 1 arrived, 2 backed up
  sent INTEGER NOT NULL DEFAULT 0, -- bytes that the office has
  failures INTEGER NOT NULL DEFAULT 0,
  trouble TEXT,
  thumbnail BLOB,
  since INTEGER,                   -- when a page that names it was first taken in here, or a person asked for it
  left_at INTEGER,                 -- when the original left this tablet
  asked INTEGER NOT NULL DEFAULT 0,          -- 1 = a person asked for the original
  thumbnail_sent INTEGER NOT NULL DEFAULT 0  -- 1 = the office was given the thumbnail
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_own ON photo (state) WHERE own = 1;
CREATE INDEX photo_in_trouble ON photo (failures) WHERE own = 1 AND trouble IS NOT NULL;
CREATE INDEX photo_asked ON photo (hash) WHERE asked = 1;
CREATE INDEX photo_here ON photo (since) WHERE here = 1;
CREATE INDEX photo_to_fetch ON photo (failures, hash) WHERE own = 0 AND here = 0;

CREATE TABLE photo_on (
  record BLOB NOT NULL,
  photo BLOB NOT NULL,
  PRIMARY KEY (record, photo)
) STRICT, WITHOUT ROWID;
CREATE INDEX photo_on_photo ON photo_on (photo);

CREATE TABLE draft (
  id BLOB PRIMARY KEY,
  touched INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_held (
  id BLOB PRIMARY KEY,
  user BLOB NOT NULL,
  encoded BLOB NOT NULL,
  name TEXT NOT NULL,
  code TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE receipt (
  subject BLOB NOT NULL,
  promise INTEGER NOT NULL,
  encoded BLOB NOT NULL,
  PRIMARY KEY (subject, promise)
) STRICT, WITHOUT ROWID;

-- The last word of the council office on how far it holds the books of a scope.
CREATE TABLE checkpoint (scope BLOB PRIMARY KEY, encoded BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  user BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  grant_id BLOB NOT NULL,
  pin TEXT NOT NULL,
  pin_digits INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0,
  wait_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Entries that a verdict of the council office keeps out of the state, until a leader accepts them.
CREATE TABLE held_back (
  entry BLOB PRIMARY KEY,
  reason TEXT NOT NULL,
  accepted INTEGER NOT NULL DEFAULT 0    -- 1 = a leader's decision lets it in
) STRICT, WITHOUT ROWID;

-- The two versions that a person has opened, and needs not be told of again.
CREATE TABLE versions_opened (
  user BLOB NOT NULL,
  record BLOB NOT NULL,
  versions TEXT NOT NULL,          -- the standing writes that they saw
  PRIMARY KEY (user, record)
) STRICT, WITHOUT ROWID;

-- What the law had erased of entries, whether they are held or not.
CREATE TABLE erased (
  entry BLOB NOT NULL,
  record BLOB NOT NULL,
  field TEXT NOT NULL,
  at INTEGER NOT NULL,             -- when it was ordered
  ground TEXT NOT NULL,
  PRIMARY KEY (entry, record, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX erased_of ON erased (record);
-- The orders by record: what is written in knowledge of one names it.
CREATE TABLE erasure_order (
  record BLOB NOT NULL,
  said TEXT NOT NULL,              -- JSON
  PRIMARY KEY (record, said)
) STRICT, WITHOUT ROWID;
-- Photos of which the bytes still have to go.
CREATE TABLE photo_to_erase (hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
