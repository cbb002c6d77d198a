-- Format 7: by which answers a figure is told apart. It follows from the pages: it is worked out anew when this is first opened.
ALTER TABLE fact ADD COLUMN parts TEXT NOT NULL DEFAULT '';
