//! How much of this tablet's book and photos is where, and its pages one by one.

use crate::books::own_book;
use crate::columns::{all, number, record_id};
use crate::photos::PhotoAt;
use crate::{OwnBook, Store, StoreError};
use book::RecordId;
use rusqlite::params;

/// Pages and photos of this tablet by where they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages: on this tablet only, arrived, backed up.
    pub pages: [u64; 3],
    /// Photos: the same.
    pub photos: [u64; 3],
}

/// A page of this tablet's book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    /// Its number.
    pub number: u64,
    /// The records that it is about.
    pub records: Vec<RecordId>,
    /// Where it is.
    pub at: PhotoAt,
}

impl Store {
    /// How much of this tablet's book and photos is where.
    pub fn whereabouts(&self) -> Result<Counts, StoreError> {
        self.read(|db| {
            let mut counts = Counts::default();
            if let Some(own) = own_book(db)? {
                let at_office = own.arrived.saturating_sub(own.backed_up);
                counts.pages = [own.tip.number.saturating_sub(own.arrived), at_office, own.backed_up];
            }
            let sql = "SELECT state, count(*) AS many FROM photo WHERE own = 1 AND (here = 1 OR state > 0)
                       AND EXISTS (SELECT 1 FROM photo_on WHERE photo = hash) GROUP BY state";
            for (state, many) in all(db, sql, [], |row| Ok((number(row, "state")?, number(row, "many")?)))? {
                if let Some(slot) = counts.photos.get_mut(state as usize) {
                    *slot = many;
                }
            }
            Ok(counts)
        })
    }

    /// How much of what this tablet wrote about a patrol and its findings is where.
    pub fn whereabouts_of(&self, patrol: RecordId) -> Result<Counts, StoreError> {
        self.read(|db| {
            let mut counts = Counts::default();
            let Some(OwnBook { book, arrived, backed_up, .. }) = own_book(db)? else { return Ok(counts) };
            let pages = all(
                db,
                "SELECT CASE WHEN number <= ?3 THEN 2 WHEN number <= ?2 THEN 1 ELSE 0 END AS at,
                        count(DISTINCT number) AS many
                 FROM about WHERE book = ?1
                 AND (record = ?4 OR record IN (SELECT id FROM record WHERE patrol = ?4)) GROUP BY at",
                params![book.0, arrived as i64, backed_up as i64, patrol.0.as_bytes()],
                |row| Ok((number(row, "at")?, number(row, "many")?)),
            )?;
            let photos = all(
                db,
                "SELECT p.state AS at, count(*) AS many FROM photo p WHERE p.own = 1 AND (p.here = 1 OR p.state > 0) AND EXISTS (
                   SELECT 1 FROM photo_on o JOIN record r ON r.id = o.record WHERE o.photo = p.hash AND r.patrol = ?1)
                 GROUP BY p.state",
                [patrol.0.as_bytes()],
                |row| Ok((number(row, "at")?, number(row, "many")?)),
            )?;
            for (slots, rows) in [(&mut counts.pages, pages), (&mut counts.photos, photos)] {
                for (at, many) in rows {
                    if let Some(slot) = slots.get_mut(at as usize) {
                        *slot = many;
                    }
                }
            }
            Ok(counts)
        })
    }

    /// Pages of this tablet's book, newest first: those before `before`, and unless `all_pages` only what is not backed up
    /// with its photos.
    pub fn pages(&self, before: Option<u64>, all_pages: bool, most: u32) -> Result<Vec<PageRow>, StoreError> {
        self.read(|db| {
            let Some(OwnBook { book, arrived, backed_up, .. }) = own_book(db)? else { return Ok(Vec::new()) };
            let numbers = all(
                db,
                "SELECT e.number FROM entry e WHERE e.book = ?1 AND e.number < ?2 AND (?3 OR e.number > ?4 OR EXISTS (
                   SELECT 1 FROM about a JOIN photo_on o ON o.record = a.record JOIN photo p ON p.hash = o.photo
                   WHERE a.book = e.book AND a.number = e.number AND p.own = 1 AND p.state < 2))
                 ORDER BY e.number DESC LIMIT ?5",
                params![book.0, before.unwrap_or(i64::MAX as u64) as i64, all_pages, backed_up as i64, most],
                |row| number(row, "number"),
            )?;
            numbers
                .into_iter()
                .map(|page| {
                    let records = all(
                        db,
                        "SELECT record FROM about WHERE book = ?1 AND number = ?2",
                        params![book.0, page as i64],
                        |row| record_id(row, "record"),
                    )?;
                    let at = match page {
                        page if page <= backed_up => PhotoAt::BackedUp,
                        page if page <= arrived => PhotoAt::Arrived,
                        _ => PhotoAt::OnThisTablet,
                    };
                    Ok(PageRow { number: page, records, at })
                })
                .collect()
        })
    }
}
