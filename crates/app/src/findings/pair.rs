//! Photos of before and after, side by side.

use crate::App;
use crate::contract::{CallError, PhotoPair, PhotoSide, PhotoView};
use crate::words::at;
use domain::catalogue::{Kind, PhotoSlot};
use record::{PhotoRow, instant};

impl App {
    /// They, for a kind that wants both and as soon as there is one.
    pub(crate) fn pair(
        &self,
        rows: &[PhotoRow],
        views: &[PhotoView],
        kind: Option<&Kind>,
    ) -> Result<Option<PhotoPair>, CallError> {
        let Some((before, after)) = kind.and_then(|kind| kind.photos.pair()) else { return Ok(None) };
        let side = |slot: &PhotoSlot| {
            let taken = rows.iter().zip(views);
            let taken = taken.filter(|(row, _)| row.slot.as_ref().is_some_and(|taken| slot.is_called(taken)));
            let (photos, times) = taken.map(|(row, view)| (view.clone(), self.taken(row))).unzip();
            PhotoSide { label: slot.label.clone(), photos, times }
        };
        let pair = PhotoPair { before: side(before), after: side(after) };
        Ok(Some(pair).filter(|pair| !pair.before.photos.is_empty() || !pair.after.photos.is_empty()))
    }

    fn taken(&self, row: &PhotoRow) -> String {
        instant(&row.taken_at).map(|taken| at(taken.timestamp_millis(), self.now())).unwrap_or_default()
    }
}
