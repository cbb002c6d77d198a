"""Sums of findings by other means than the program's: by plain SQL over their answers as JSON (SQLite), and by DuckDB over a
Parquet file that is written of them. Each is held against what the program says; the last line is JSON.

    cross_check.py FOLDER FROM TO

FOLDER has rows.jsonl (a finding a line: kind, day, ward, counts, answers) and cells.json (what the program says: "figure|part" and
thousandths).
"""

import json
import os
import sqlite3
import sys
import time
from datetime import datetime, timedelta, timezone

import duckdb

ITEMS = """n_syringe_needle n_needle n_syringe_no_needle n_cap_plunger n_cooker n_foil n_wrap n_pipe n_paraphernalia n_pill_pack
 n_nos_small n_nos_large n_balloon n_other""".split()
HELD = "{organiser} = 'wardens' AND {actual_end} IS NOT NULL AND {weight_method} IS NOT NULL"
REMOVED = "{action} = 'removed'"

# Each figure: the kind, the answer on whose day it counts (none: when it was found), which count, and how much each counts.
FIGURES = {
    "LITTER.DRUG.ITEMS": ("drug_litter", None, REMOVED, " + ".join("{%s}" % item for item in ITEMS)),
    "LITTER.DRUG.SHARPS": ("drug_litter", None, REMOVED, "{n_syringe_needle} + {n_needle}"),
    "LITTER.DRUG.FINDS": ("drug_litter", None, "1 = 1", "1"),
    "VEH.ABANDONED.REPORTED": ("abandoned_vehicle", None, "1 = 1", "1"),
    "VEH.ABANDONED.REMOVED": ("abandoned_vehicle", "removed_at", "{removed_at} IS NOT NULL", "1"),
    "CLEANUP.EVENTS": ("community_cleanup", None, HELD, "1"),
    "CLEANUP.CAMPAIGN": ("community_cleanup", None, HELD + " AND {campaign} = 'spring_clean'", "1"),
    "CLEANUP.PUBLIC": ("community_cleanup", None, HELD, "{volunteers_public}"),
    "CLEANUP.MEMBERS": ("community_cleanup", None, HELD, "{volunteers_elected_members}"),
    "CLEANUP.SACKS": ("community_cleanup", None, HELD, "{sacks_black}"),
    "CLEANUP.WEIGHT": ("community_cleanup", None, HELD, "{weight_kg}"),
}
NUMBERS = ITEMS + ["volunteers_public", "volunteers_elected_members", "sacks_black", "weight_kg"]
TEXTS = ["action", "organiser", "actual_end", "weight_method", "campaign", "removed_at", "removed_at_day"]


def in_london(text):
    """The day of a moment in London: in summer an hour ahead, from the last Sunday of March to that of October, one o'clock."""
    if text is None or len(text) <= 10:
        return text
    at = datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)
    begins, ends = (datetime(at.year, month, 31, 1, tzinfo=timezone.utc) for month in (3, 10))
    begins, ends = (day - timedelta(days=day.isoweekday() % 7) for day in (begins, ends))
    return (at + timedelta(hours=begins <= at < ends)).date().isoformat()


def with_days(rows, dated):
    """The same rows with the day in London of each answer that is a moment, as another answer."""
    out = rows + ".dated"
    with open(rows, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as written:
        for line in lines:
            one = json.loads(line)
            one["answers"].update({f"{name}_day": in_london(one["answers"].get(name)) for name in dated})
            written.write(json.dumps(one) + "\n")
    return out


def by_sqlite(rows, first, last):
    """Over the answers as they were recorded."""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE finding (kind TEXT, day TEXT, ward TEXT, counts INTEGER, answers TEXT)")
    with open(rows, encoding="utf-8") as lines:
        found = (json.loads(line) for line in lines)
        db.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?)",
            ((one["kind"], one["day"], one["ward"], one["counts"], json.dumps(one["answers"])) for one in found),
        )
    names = {name: f"coalesce(json_extract(answers, '$.{name}'), 0)" for name in NUMBERS}
    names.update({name: f"json_extract(answers, '$.{name}')" for name in TEXTS})
    parts = {"total": "''", "month": "replace(substr({day}, 1, 7), '-', '')", "ward": "coalesce(ward, '')"}
    cells = {}
    began = time.monotonic()
    for figure, (kind, dated, when, value) in FIGURES.items():
        day = names[f"{dated}_day"] if dated else "day"
        for part, named in parts.items():
            query = f"""SELECT {named.format(day=day)} AS part, cast(round(1000 * sum({value.format(**names)})) AS INTEGER)
                FROM finding WHERE kind = ? AND counts AND {when.format(**names)} AND {day} BETWEEN ? AND ? GROUP BY part"""
            for name, total in db.execute(query, (kind, first, last)):
                cells[f"{figure}|{part}|{name}"] = total
    return cells, time.monotonic() - began


def by_duckdb(rows, parquet, first, last):
    """Over columns, a type each, in a Parquet file."""
    db = duckdb.connect()
    numbers = [f"coalesce(try_cast(answers->>'$.{name}' AS DOUBLE), 0) AS {name}" for name in NUMBERS]
    texts = [f"answers->>'$.{name}' AS {name}" for name in TEXTS]
    read = f"""read_json('{rows}', format = 'newline_delimited', columns = {{kind: 'VARCHAR', day: 'DATE', ward: 'VARCHAR',
        counts: 'BOOLEAN', answers: 'JSON'}})"""
    columns = ", ".join(["kind", "day", "ward", "counts"] + numbers + texts)
    db.execute(f"COPY (SELECT {columns} FROM {read}) TO '{parquet}' (FORMAT parquet)")
    names = {name: name for name in NUMBERS + TEXTS}
    parts = {"total": "''", "month": "strftime({day}, '%Y%m')", "ward": "coalesce(ward, '')"}
    cells = {}
    began = time.monotonic()
    for figure, (kind, dated, when, value) in FIGURES.items():
        day = f"try_cast({dated}_day AS DATE)" if dated else "day"
        for part, named in parts.items():
            query = f"""SELECT {named.format(day=day)} AS part, cast(round(1000 * sum({value.format(**names)})) AS BIGINT)
                FROM read_parquet('{parquet}') WHERE kind = ? AND counts AND {when.format(**names)}
                AND {day} BETWEEN cast(? AS DATE) AND cast(? AS DATE) GROUP BY part"""
            for name, total in db.execute(query, [kind, first, last]).fetchall():
                cells[f"{figure}|{part}|{name}"] = total
    return cells, time.monotonic() - began


def main(folder, first, last):
    rows, parquet = os.path.join(folder, "rows.jsonl"), os.path.join(folder, "findings.parquet")
    with open(os.path.join(folder, "cells.json"), encoding="utf-8") as file:
        said = json.load(file)
    with open(rows, "rb") as lines:
        many = sum(1 for _ in lines)
    rows = with_days(rows, {dated for _, dated, *_ in FIGURES.values() if dated})
    plain, plain_s = by_sqlite(rows, first, last)
    columns, columns_s = by_duckdb(rows, parquet, first, last)
    # A part that one of them has not got is nothing there.
    known = sorted(set(said) | set(plain) | set(columns))
    different = [
        f"{cell}: said {said.get(cell, 0)}, SQLite {plain.get(cell, 0)}, DuckDB {columns.get(cell, 0)}"
        for cell in known
        if not said.get(cell, 0) == plain.get(cell, 0) == columns.get(cell, 0)
    ]
    print(
        json.dumps(
            {
                "rows": many,
                "compared": len(known),
                "nonzero": sum(1 for cell in known if said.get(cell, 0)),
                "equal": len(known) - len(different),
                "different": different[:10],
                "sqlite_s": plain_s,
                "duckdb_s": columns_s,
                "parquet_bytes": os.path.getsize(parquet),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
