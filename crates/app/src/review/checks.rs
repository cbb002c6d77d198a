//! Waiting for a check: pages that the council office keeps out of the sums, and the decision on each: a leader's for the
//! team's pages, a safeguarding lead's for those of the restricted part.

use crate::App;
use crate::app::Session;
use crate::contract::{CallError, DecidePage, ErrorCode, PageAnswer, PageDecision, PageToCheck, PagesToCheck};
use crate::findings::view::label;
use crate::refusals::{invalid, not_found, refuse};
use crate::words::{at, capital};
use book::{ClockQuality, Entry};
use domain::roles::{Action as Right, may};
use record::Decision;
use std::collections::BTreeMap;
use store::{Action, Change, HeldBack};

/// Pages listed.
const MOST: usize = 500;
/// Answers shown of one page.
const MOST_ANSWERS: usize = 12;
/// Longest reason, in characters.
const LONGEST: usize = 1_000;

impl App {
    pub(crate) fn list_pages_to_check(&self) -> Result<PagesToCheck, CallError> {
        self.checker()?;
        let mut pages = Vec::new();
        for held in self.held_back()? {
            pages.push(self.page_to_check(&held)?);
        }
        pages.sort_by(|a, b| (&a.book_code, b.page).cmp(&(&b.book_code, a.page)));
        let (waiting, decided) = pages.into_iter().partition(|page| page.decision.is_none());
        Ok(PagesToCheck { waiting, decided })
    }

    pub(crate) fn decide_on_page(&self, request: DecidePage) -> Result<PagesToCheck, CallError> {
        let session = self.checker()?;
        let reason = request.reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST {
            return Err(invalid("reason", "Enter why, in 1,000 characters or less"));
        }
        let held = self.held_back()?.into_iter().find(|held| held.entry.to_string() == request.entry);
        let held = held.ok_or_else(|| not_found("page"))?;
        if request.accept && !self.page_to_check(&held)?.may_accept {
            return Err(refuse(
                ErrorCode::NotAllowed,
                "This page cannot be accepted. What it says has to be done anew.",
            ));
        }
        let decision = Decision { entry: request.entry, accepted: request.accept, reason: reason.to_owned() };
        if held.restricted {
            let author = self.reads_restricted()?.ok_or_else(|| not_found("page"))?;
            self.store.decide_restricted(author, held.entry, decision, self.now())?;
        } else {
            let record = Decision::record_of(held.entry);
            let changes = decision.values().map(|(field, value)| Change::new(record, field, value)).into();
            let author = session.person.grant;
            self.store.write(Action { author, changes, completes: None }, self.now())?;
        }
        self.changed("checks");
        self.list_pages_to_check()
    }

    /// How many pages wait for a decision.
    pub(crate) fn count_to_check(&self) -> Result<u32, CallError> {
        let waiting = self.held_back()?.into_iter().filter(|held| held.decision.is_none()).count();
        Ok(u32::try_from(waiting).unwrap_or(u32::MAX))
    }

    /// Whether the person at the tablet decides on pages at all.
    pub(crate) fn checks_pages(&self) -> Result<bool, CallError> {
        let Some(session) = self.session() else { return Ok(false) };
        Ok(may(session.role, Right::CheckPages) || self.reads_restricted()?.is_some())
    }

    /// The session of somebody who decides on pages.
    fn checker(&self) -> Result<Session, CallError> {
        if self.checks_pages()? { self.unlocked() } else { self.allowed(Right::CheckPages) }
    }

    /// What the person at the tablet decides on: the team's pages a leader, those of the restricted part who reads it.
    fn held_back(&self) -> Result<Vec<HeldBack>, CallError> {
        let team = self.session().is_some_and(|session| may(session.role, Right::CheckPages));
        let lead = self.reads_restricted()?.is_some();
        Ok(self.store.held_back(team, lead, MOST)?)
    }

    fn page_to_check(&self, held: &HeldBack) -> Result<PageToCheck, CallError> {
        let entry = self.store.entry(held.book, held.page)?;
        let (by, book_code) = match &entry {
            Some(entry) => self.author_name(entry.header.author)?,
            None => ("someone not known here".into(), String::new()),
        };
        let opened = entry.as_ref().map(|entry| self.store.opened(entry)).transpose()?.flatten();
        let (title, answers) = opened.as_ref().map(|opened| self.says(&opened.entry)).unwrap_or_default();
        Ok(PageToCheck {
            entry: held.entry.to_string(),
            book_code,
            page: u32::try_from(held.page).unwrap_or(u32::MAX),
            by,
            at: entry.as_ref().map(|entry| at(entry.header.wall, self.now())).unwrap_or_default(),
            doubtful: entry.as_ref().is_some_and(|entry| entry.header.quality == ClockQuality::Doubtful),
            title: if title.is_empty() { "A page".into() } else { title },
            answers,
            reason: sentence(&held.reason, entry.is_some()).into(),
            may_accept: entry.is_some_and(|entry| Decision::decided_by(&entry).is_empty()),
            decision: self.decision_shown(held)?,
        })
    }

    /// What an entry is about, and what it says.
    fn says(&self, entry: &Entry) -> (String, Vec<PageAnswer>) {
        let mut kinds = BTreeMap::new();
        let read = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap_or_default();
        for (record, write, bytes) in entry.values() {
            if write.field == record::KIND
                && let Some(kind) = read(bytes).as_str()
            {
                kinds.insert(record, kind.to_owned());
            }
        }
        let mut titles = Vec::new();
        let mut answers = Vec::new();
        for (record, write, bytes) in entry.values() {
            let held = || self.store.found(record).ok().flatten().map(|found| found.kind);
            let kind = kinds.get(&record).cloned().or_else(held).unwrap_or_default();
            let known = self.store.catalogue().kind(&kind);
            let title = match known {
                Some(kind) => kind.name.clone(),
                None if kind == record::PATROL => "Patrol".into(),
                None => continue,
            };
            if !titles.contains(&title) {
                titles.push(title);
            }
            let value = read(bytes);
            // Of what nobody sees without a look being kept, nothing is shown here: a page that does not count keeps none.
            let shown = known.is_none_or(|kind| kind.field(&write.field).is_some() && !kind.logged);
            if write.field != record::KIND && shown && !value.is_null() && answers.len() < MOST_ANSWERS {
                let text = match (&value, known) {
                    _ if write.field == record::PLACE => {
                        crate::recording::read_place(&value).map(|place| place.words()).unwrap_or_default()
                    }
                    (value, Some(_)) => self.value_words(known, &write.field, value).unwrap_or_default(),
                    (value, None) => self.plain(value),
                };
                if text.is_empty() {
                    continue;
                }
                answers.push(PageAnswer { label: label(known, &write.field), text });
            }
        }
        (titles.join(", "), answers)
    }

    /// A value of a patrol: a time, a list of people, or a word.
    fn plain(&self, value: &serde_json::Value) -> String {
        match value.as_str() {
            Some(text) => record::instant(text)
                .map_or_else(|| capital(text), |instant| at(instant.timestamp_millis(), self.now())),
            None => {
                value.as_array().into_iter().flatten().filter_map(|one| one.as_str()).collect::<Vec<_>>().join(", ")
            }
        }
    }

    fn decision_shown(&self, held: &HeldBack) -> Result<Option<PageDecision>, CallError> {
        let Some(decision) = &held.decision else { return Ok(None) };
        let record = self.store.record(Decision::record_of(held.entry))?;
        let by = match record.as_ref().and_then(|record| record.shown(record::DECIDED)) {
            Some(write) => format!("{}, {}", self.author_name(write.author)?.0, at(write.wall, self.now())),
            None => String::new(),
        };
        Ok(Some(PageDecision { accepted: decision.accepted, reason: decision.reason.clone(), by }))
    }
}

/// Why a page is kept out, of which this tablet can read what it says or not. The words are the council office's policy's.
fn sentence(reason: &str, readable: bool) -> &'static str {
    match reason {
        "unknown_grant" => "The council office never gave this person leave to write on this tablet.",
        "other_tablet" => "It cites leave that was given for another tablet.",
        "other_team" => "It cites leave that was given for another team.",
        "out_of_date" => "It was written outside the days for which this person had leave.",
        "withdrawn" => "It arrived after this person's leave to write was withdrawn.",
        "not_allowed" => "It does something that only a team leader may do.",
        "newer_form" if readable => {
            "It was written by a newer Patrolbook than the council office had. It counts once it is accepted here."
        }
        "newer_form" => {
            "It was written by a newer Patrolbook. Once the council office and this tablet are updated it can be read and accepted here."
        }
        "damaged" => "What it says is not what was signed: it was damaged on the tablet or on its way.",
        _ => "The council office cannot read it.",
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_reason_that_this_version_does_not_know_still_has_a_sentence() {
        assert!(sentence("a_reason_of_next_year", true).ends_with('.'));
    }
}
