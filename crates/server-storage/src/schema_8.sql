-- Records of before changes were numbered: all of them came with the first change, and at the beginning of time that was over. So an
-- export has them as new, and no morning does.
INSERT OR IGNORE INTO marks SELECT 0, 1 WHERE EXISTS (SELECT 1 FROM records WHERE began = 0);
-- A mark of the time since, by which nothing had been changed, stands behind all of them too.
UPDATE marks SET change = 1 WHERE change = 0 AND NOT EXISTS (SELECT 1 FROM records WHERE changed > 0)
  AND EXISTS (SELECT 1 FROM records WHERE began = 0);
UPDATE records SET began = 1 WHERE began = 0;
UPDATE records SET changed = 1 WHERE changed = 0;
