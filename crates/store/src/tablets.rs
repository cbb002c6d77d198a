//! What this tablet says of itself, and what the council office told of the team's tablets.

use crate::books::own_book;
use crate::columns::{number, one};
use crate::{Store, StoreError};
use protocol::{TabletReport, TabletState};
use record::{ENDED_AT, PATROL, STATUS};
use serde::{Deserialize, Serialize};

const TABLETS: &str = "tablets";
/// Free space is said in steps of so many MB, so that it is news only when it matters.
const STEP_MB: u64 = 100;

/// The team's tablets as the council office told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TabletsTold {
    /// When, by the office's clock; milliseconds since 1970.
    pub at: i64,
    /// They, by code.
    pub tablets: Vec<TabletReport>,
}

impl Store {
    /// What this tablet says of itself with a request that carries its own pages up to `sent`.
    pub fn tablet_state(&self, sent: u64) -> Result<TabletState, StoreError> {
        let free = fs4::available_space(&self.folder).ok().map(|bytes| bytes / 1_000_000 / STEP_MB * STEP_MB);
        self.read(|db| {
            let own = own_book(db)?;
            let known = own.map_or(0, |own| own.arrived.max(sent));
            let pages = own.map_or(0, |own| own.tip.number.saturating_sub(known));
            let page = match own.filter(|_| pages > 0) {
                Some(own) => crate::books::entry(db, own.book, known + 1)?.map(|entry| entry.header.wall),
                None => None,
            };
            let (photos, photo) = one(
                db,
                "SELECT count(*) AS many, min((SELECT min(r.first_wall) FROM photo_on o JOIN record r ON r.id = o.record
                                               WHERE o.photo = p.hash)) AS oldest
                 FROM photo p WHERE p.own = 1 AND p.state = 0 AND p.here = 1 AND EXISTS (SELECT 1 FROM photo_on WHERE photo = p.hash)",
                [],
                |row| Ok((number(row, "many")?, row.get::<_, Option<i64>>("oldest")?)),
            )?
            .unwrap_or_default();
            let last = one(
                db,
                "SELECT s.state FROM record r JOIN record_state s ON s.seq = r.seq
                 WHERE r.kind = ?1 AND r.own_last > 0 ORDER BY r.occurred DESC, r.seq DESC LIMIT 1",
                [PATROL],
                |row| Ok(serde_json::from_str::<record::Record>(&row.get::<_, String>("state")?).ok()),
            )?;
            let ended = last.flatten().filter(|patrol| pages + photos > 0 && patrol.text(STATUS) != Some("active"));
            let ended = ended.as_ref().and_then(|patrol| patrol.text(ENDED_AT)).and_then(record::instant);
            Ok(TabletState {
                pages,
                photos,
                oldest: page.into_iter().chain(photo).min(),
                patrol_ended: ended.map(|at| at.timestamp_millis()),
                free_mb: free,
                version: env!("CARGO_PKG_VERSION").into(),
            })
        })
    }

    /// Keeps what the office told of the team's tablets.
    pub fn keep_tablets(&self, at: i64, tablets: &[TabletReport]) -> Result<(), StoreError> {
        self.set_setting(TABLETS, &TabletsTold { at, tablets: tablets.to_vec() })
    }

    /// The team's tablets, as last told.
    pub fn tablets(&self) -> Result<Option<TabletsTold>, StoreError> {
        self.setting(TABLETS)
    }
}
