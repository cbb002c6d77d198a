-- Who reads the restricted parts of their teams.
ALTER TABLE users ADD COLUMN safeguarding INTEGER NOT NULL DEFAULT 0;
