//! What a leader should look at, by rule.

use crate::App;
use crate::contract::{CallError, Flag};
use crate::review::duplicates::Compared;
use crate::words::{capital, plural};
use domain::catalogue::PlaceNeed;
use domain::place::ROUGH_M;
use record::Sign;
use store::UnderReview;

impl App {
    /// The flags of one finding; `approved` says that its patrol is.
    pub(crate) fn flags(
        &self,
        found: &UnderReview,
        approved: bool,
        compared: &mut Compared,
    ) -> Result<Vec<Flag>, CallError> {
        let mut flags = Vec::new();
        let mut flag = |rule: &str, text: String| flags.push(Flag { rule: rule.into(), text, other: None });
        if found.withdrawn {
            if found.changed {
                flag("changed", "Recorded by mistake, said after approval".into());
            }
            return Ok(flags);
        }
        let kind = self.store.catalogue().kind(&found.kind);
        // Danger goes before anything that is only about how well it was recorded.
        for sign in &found.signs {
            if let Sign::Danger(noun) = sign {
                flag("danger", capital(noun));
            }
        }
        if found.signs.contains(&Sign::NeedsOfficer)
            && let Some((record, kind)) = self.store.record(found.id)?.as_ref().zip(kind)
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
        if found.signs.contains(&Sign::Estimated) {
            flag("estimate", "Count estimated".into());
        }
        let needed = kind.map_or(0, |kind| kind.photos.to_finish);
        if found.photos < needed {
            flag("photos", plural((needed - found.photos).into(), "photo missing", "photos missing"));
        }
        if found.signs.contains(&Sign::DoubtfulClock) {
            flag("clock", "Tablet's clock was wrong".into());
        }
        if found.unfinished {
            flag("not_finished", "Not finished".into());
        }
        if found.signs.contains(&Sign::TwoOutcomes) {
            flag("two_outcomes", "Two outcomes".into());
        }
        if found.signs.contains(&Sign::TwoVersions) {
            flag("two_versions", "Two versions".into());
        }
        if found.changed {
            flag("changed", "Changed since approval".into());
        }
        if approved && !found.reviewed {
            flag("not_approved", "Not approved with its patrol".into());
        }
        if let Some((other, page)) = self.duplicate_of(found, compared)? {
            let text = format!("Possible duplicate of {page}");
            flags.push(Flag { rule: "duplicate".into(), text, other: Some(other.to_string()) });
        }
        Ok(flags)
    }
}
