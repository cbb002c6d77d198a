//! A finding in a list.

use crate::App;
use crate::contract::{CallError, FindingLine};
use crate::recording::arrival;
use crate::words::{list, plural, short};
use std::collections::HashMap;
use store::Found;

impl App {
    pub(crate) fn finding_lines(&self, found: &[Found]) -> Result<Vec<FindingLine>, CallError> {
        let mut submitted = HashMap::new();
        found
            .iter()
            .map(|one| {
                let waits = match one.patrol {
                    None => false,
                    Some(patrol) => match submitted.get(&patrol) {
                        Some(known) => *known,
                        None => {
                            let status = self.store.found(patrol)?.and_then(|patrol| patrol.status);
                            let known = status.as_deref() == Some("submitted");
                            submitted.insert(patrol, known);
                            known
                        }
                    },
                };
                Ok(self.finding_line(one, waits))
            })
            .collect()
    }

    fn finding_line(&self, found: &Found, submitted: bool) -> FindingLine {
        let kind = self.store.catalogue().kind(&found.kind);
        let states = [
            ("recorded_by_mistake", found.withdrawn),
            ("waiting_for_a_check", found.held_back),
            ("two_versions", found.two_versions),
            ("question", found.open_questions > 0 && !found.withdrawn),
            ("to_finish", !found.missing.is_empty() && !found.withdrawn),
            ("changed_since_approval", found.changed),
            ("approved", found.review.as_deref() == Some("approved") && !found.changed),
            ("waiting_for_review", found.review.is_none() && submitted && !found.withdrawn),
        ];
        FindingLine {
            id: found.id.to_string(),
            page: u32::try_from(found.page).unwrap_or(u32::MAX),
            book_code: found.book_code.clone(),
            kind: found.kind.clone(),
            name: kind.map_or_else(|| found.kind.clone(), |kind| kind.name.clone()),
            icon: kind.map(|kind| kind.icon.clone()).unwrap_or_default(),
            place: found.place.clone(),
            when: short(found.occurred, self.now()),
            summary: found.summary.clone(),
            by: found.by.clone(),
            arrival: arrival(found.arrival).into(),
            states: states.into_iter().filter(|(_, is)| *is).map(|(state, _)| state.to_owned()).collect(),
            missing: missing(&found.missing),
            photos: found.photos,
            accuracy_m: found.accuracy_m,
        }
    }
}

/// "3 answers missing: sharps box, gloves and injury".
fn missing(nouns: &[String]) -> Option<String> {
    if nouns.is_empty() {
        return None;
    }
    let mut named: Vec<_> = nouns.iter().take(3).cloned().collect();
    if nouns.len() > 3 {
        named.push(format!("{} more", nouns.len() - 3));
    }
    Some(format!("{}: {}", plural(nouns.len() as u64, "answer missing", "answers missing"), list(&named)))
}
