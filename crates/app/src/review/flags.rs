//! What a leader should look at, by rule.

use crate::App;
use crate::contract::{CallError, Flag};
use crate::review::duplicates::Compared;
use crate::words::{capital, plural};
use book::ClockQuality;
use domain::catalogue::{Merge, NONE, PlaceNeed};
use domain::place::ROUGH_M;
use serde_json::Value;
use store::Found;

impl App {
    /// The flags of one finding; `approved` says that its patrol is.
    pub(crate) fn flags(&self, found: &Found, approved: bool, compared: &mut Compared) -> Result<Vec<Flag>, CallError> {
        let mut flags = Vec::new();
        let mut flag = |rule: &str, text: String| flags.push(Flag { rule: rule.into(), text, other: None });
        if found.withdrawn {
            if found.changed {
                flag("changed", "Recorded by mistake, said after approval".into());
            }
            return Ok(flags);
        }
        let kind = self.store.catalogue().kind(&found.kind);
        let record = self.store.record(found.id)?;
        // Danger goes before anything that is only about how well it was recorded.
        for sign in kind.iter().flat_map(|kind| &kind.fields).filter(|field| field.merge == Merge::Sticky) {
            if record.as_ref().is_some_and(|record| is_given(&record.answer(sign))) {
                flag("danger", capital(sign.noun()));
            }
        }
        if let Some((record, kind)) = record.as_ref().zip(kind)
            && self.stands_without_authority(record, kind)?.is_some()
        {
            flag("authority", "Done without an officer who is authorised for it".into());
        }
        if found.held_back {
            flag("held_back", "A page waits for a check".into());
        }
        if found.open_questions > 0 {
            flag("question", plural(found.open_questions.into(), "open question", "open questions"));
        }
        if kind.is_some_and(|kind| kind.place == PlaceNeed::Required) {
            match found.position.map(|position| position.accuracy_m) {
                None => flag("place", "No position".into()),
                Some(metres) if metres > ROUGH_M => flag("place", format!("Place good to {metres:.0} m")),
                Some(_) => {}
            }
        }
        if record.as_ref().and_then(|record| record.text("count_method")) == Some("estimated") {
            flag("estimate", "Count estimated".into());
        }
        let needed = kind.map_or(0, |kind| kind.photos.to_finish);
        if found.photos < needed {
            flag("photos", plural((needed - found.photos).into(), "photo missing", "photos missing"));
        }
        let first = record.as_ref().and_then(|record| record.shown(record::KIND).cloned());
        let first = first.map(|write| self.store.entry_of(write.entry)).transpose()?.flatten();
        if first.is_some_and(|entry| entry.header.quality == ClockQuality::Doubtful) {
            flag("clock", "Tablet's clock was wrong".into());
        }
        if !found.missing.is_empty() {
            flag("not_finished", "Not finished".into());
        }
        let apart = record.as_ref().map(|record| record.two_versions(kind)).unwrap_or_default();
        let is_outcome = |name: &&&str| {
            let asked = kind.and_then(|kind| kind.field(name));
            **name == record::STATE || asked.is_some_and(|field| field.merge == Merge::Workflow)
        };
        let outcomes = apart.iter().filter(is_outcome).count();
        if outcomes > 0 {
            flag("two_outcomes", "Two outcomes".into());
        }
        if apart.len() > outcomes {
            flag("two_versions", "Two versions".into());
        }
        if found.changed {
            flag("changed", "Changed since approval".into());
        }
        if approved && found.review.is_none() {
            flag("not_approved", "Not approved with its patrol".into());
        }
        if let Some(record) = &record
            && let Some((other, page)) = self.duplicate_of(found, record, compared)?
        {
            let text = format!("Possible duplicate of {page}");
            flags.push(Flag { rule: "duplicate".into(), text, other: Some(other.to_string()) });
        }
        Ok(flags)
    }
}

/// Whether somebody gave a warning sign.
fn is_given(sign: &Value) -> bool {
    sign.as_bool() == Some(true) || sign.as_str().is_some_and(|choice| choice != NONE)
}
