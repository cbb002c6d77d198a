//! A finding in a list.

use crate::App;
use crate::contract::{CallError, FindingLine};
use crate::recording::arrival;
use crate::words::{capital, list, plural, short};
use domain::place::Place;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::Found;

impl App {
    pub(crate) fn finding_lines(&self, found: &[Found]) -> Result<Vec<FindingLine>, CallError> {
        let mut patrols = HashMap::new();
        for patrol in found.iter().filter_map(|one| one.patrol) {
            if let Entry::Vacant(unknown) = patrols.entry(patrol) {
                unknown.insert(self.store.found(patrol)?);
            }
        }
        let on = |one: &Found| one.patrol.and_then(|patrol| patrols.get(&patrol)?.as_ref());
        let mut again = self.raised_again_of(found)?;
        Ok(found.iter().map(|one| self.finding_line(one, on(one), again.remove(&one.id))).collect())
    }

    /// Where a finding is, in a name.
    pub(crate) fn place_named(&self, found: &Found) -> Result<String, CallError> {
        let patrol = found.patrol.map(|patrol| self.store.found(patrol)).transpose()?.flatten();
        Ok(named(&found.place, patrol.as_ref().map(|patrol| patrol.place.as_str())))
    }

    fn finding_line(&self, found: &Found, patrol: Option<&Found>, again: Option<String>) -> FindingLine {
        let kind = self.store.catalogue().kind(&found.kind);
        let with_leader = match found.patrol {
            // No leader's queue has it, nor what is no finding.
            _ if found.restricted || kind.is_none_or(|kind| !kind.finding) => false,
            None => true,
            Some(_) => patrol.is_some_and(|patrol| {
                patrol.status.as_deref() == Some("submitted") && patrol.review.as_deref() != Some("sent_back")
            }),
        };
        let standing = found.standing.as_deref().unwrap_or_default();
        let due = self.due_of(found);
        let is_due = |state: &str| due.as_ref().is_some_and(|due| due.state == state);
        let states = [
            ("restricted", found.restricted),
            ("recorded_by_mistake", found.withdrawn),
            ("waiting_for_a_check", found.held_back),
            ("same_as_another", found.duplicate),
            ("waiting", standing == "waiting" && !found.withdrawn),
            ("closed", ["closed", record::CALLED_OFF].contains(&standing) && !found.withdrawn),
            ("raised_again", again.is_some()),
            ("clock_passed", is_due("clock_passed")),
            ("clock_soon", is_due("clock_soon")),
            ("two_versions", found.two_versions),
            ("question", found.open_questions > 0 && !found.withdrawn),
            ("to_finish", !found.missing.is_empty() && !found.withdrawn),
            ("changed_since_approval", found.changed),
            ("approved", found.review.as_deref() == Some("approved") && !found.changed),
            ("waiting_for_review", found.review.is_none() && with_leader && !found.withdrawn),
        ];
        FindingLine {
            id: found.id.to_string(),
            page: u32::try_from(found.page).unwrap_or(u32::MAX),
            book_code: found.book_code.clone(),
            kind: found.kind.clone(),
            name: kind.map_or_else(|| found.kind.clone(), |kind| kind.name.clone()),
            icon: kind.map(|kind| kind.icon.clone()).unwrap_or_default(),
            place: named(&found.place, patrol.map(|patrol| patrol.place.as_str())),
            when: short(found.occurred, self.now()),
            summary: found.summary.clone(),
            by: found.by.clone(),
            arrival: arrival(found.arrival).into(),
            again,
            due: due.clone(),
            states: states.into_iter().filter(|(_, is)| *is).map(|(state, _)| state.to_owned()).collect(),
            missing: what_is_missing(&found.missing).map(|what| {
                format!("{}: {what}", plural(found.missing.len() as u64, "answer missing", "answers missing"))
            }),
            missing_count: u32::try_from(found.missing.len()).unwrap_or(u32::MAX),
            missing_what: what_is_missing(&found.missing).map(|what| capital(&what)),
            photos: found.photos,
            accuracy_m: found.position.map(|position| position.accuracy_m),
        }
    }
}

/// A place by its name. A position alone says nothing to a person: then it is the patrol's area, if there is one.
pub(crate) fn named(place: &str, area: Option<&str>) -> String {
    match area.filter(|area| !area.is_empty() && Place::typed(place).is_ok()) {
        Some(area) => area.into(),
        None => place.into(),
    }
}

/// "sharps box, gloves and injury".
fn what_is_missing(nouns: &[String]) -> Option<String> {
    if nouns.is_empty() {
        return None;
    }
    let mut named: Vec<_> = nouns.iter().take(3).cloned().collect();
    if nouns.len() > 3 {
        named.push(format!("{} more", nouns.len() - 3));
    }
    Some(list(&named))
}
