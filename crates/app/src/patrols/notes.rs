//! What a patrol leaves for the next warden in its area.

use crate::App;
use crate::contract::{AreaNote, CallError};
use crate::words::short;
use std::collections::BTreeSet;
use store::Filter;

/// Submitted patrols looked through, newest first.
const MOST: u32 = 200;

impl App {
    /// The note of the last submitted patrol in each area. A patrol without one ends what the patrol before it had left.
    pub(crate) fn notes_for_next(&self) -> Result<Vec<AreaNote>, CallError> {
        let submitted =
            Filter { kind: Some(record::PATROL.into()), status: Some("submitted".into()), ..Filter::default() };
        let mut areas = BTreeSet::new();
        let mut notes = Vec::new();
        for patrol in self.store.find(&submitted, MOST)? {
            if !areas.insert(patrol.place.clone()) {
                continue;
            }
            let record = self.store.record(patrol.id)?;
            if let Some(text) = record.as_ref().and_then(|record| record.text(record::NOTE_FOR_NEXT)) {
                notes.push(AreaNote {
                    area: patrol.place,
                    text: text.into(),
                    by: format!("{}, {}", patrol.by, short(patrol.occurred, self.now())),
                });
            }
        }
        Ok(notes)
    }
}
