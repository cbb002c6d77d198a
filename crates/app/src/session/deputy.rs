//! Deputies on the tablet: who was named leads here for the days that the council office signed for, also without signal, and
//! no longer; nor once the naming was taken back.

use crate::App;
use crate::app::Session;
use crate::contract::{CallError, CoverLine, ErrorCode, Tasks, TasksRequest};
use crate::findings::due::day;
use crate::refusals::refuse;
use crate::words::local;
use book::{Grant, RecordId};
use chrono::NaiveDate;
use domain::roles::{Action as Right, Role};
use domain::working_day::begin_of;
use serde_json::json;
use store::{Action, Change, Filter};

/// Namings that are looked at, the last first.
const MOST: u32 = 100;

/// Somebody who leads in a leader's place.
struct Naming {
    id: RecordId,
    name: String,
    from: NaiveDate,
    until: NaiveDate,
}

impl Naming {
    /// Whether a grant is the one that follows from it.
    fn gives(&self, grant: &Grant) -> bool {
        let begins = |day: NaiveDate| begin_of(day).timestamp_millis();
        let days = (begins(self.from), self.until.succ_opt().map(begins));
        self.name == grant.name && days == (grant.from, Some(grant.until))
    }
}

impl App {
    /// The session as it is now: a deputy's is a leader's, under the grant that says so.
    pub(crate) fn as_deputy(&self, mut session: Session) -> Session {
        if session.role != Role::Warden {
            return session;
        }
        // What cannot be read gives nobody a leader's role. A grant of a naming that was changed or taken back is held still.
        let grants = self.store.deputy_grants(session.person.user, self.now()).unwrap_or_default();
        let namings = if grants.is_empty() { Vec::new() } else { self.namings().unwrap_or_default() };
        let follows = |grant: &&Grant| namings.iter().any(|naming| naming.gives(grant));
        if let Some(grant) = grants.iter().map(|signed| &signed.grant).find(follows) {
            session.person.grant = grant.id();
            session.person.role = "leader".to_owned();
            session.role = Role::Leader;
            session.deputy_until = Some(grant.until);
        }
        session
    }

    /// Refuses a deputy who names another.
    pub(crate) fn may_name(&self, kind: &str) -> Result<(), CallError> {
        let deputy = self.session().is_some_and(|session| session.deputy_until.is_some());
        if deputy && kind == record::DEPUTY {
            return Err(refuse(ErrorCode::NotAllowed, "A deputy names no other deputy. Your team leader does."));
        }
        Ok(())
    }

    /// Those who lead now or later; none where the person at the tablet is a deputy.
    pub(crate) fn deputy_lines(&self) -> Result<Option<Vec<CoverLine>>, CallError> {
        if self.may_name(record::DEPUTY).is_err() {
            return Ok(None);
        }
        let now = self.now();
        let today = local(now).date_naive();
        let line = |one: Naming| CoverLine {
            id: one.id.to_string(),
            who: one.name,
            when: format!("From {} until {}", day(one.from, now), day(one.until, now)),
            now: one.from <= today,
        };
        Ok(Some(self.namings()?.into_iter().map(line).collect()))
    }

    /// Takes a naming back. The council office takes the leave back when it hears of it, and so does the deputy's tablet.
    pub(crate) fn end_deputy_now(&self, id: &str) -> Result<Tasks, CallError> {
        let session = self.allowed(Right::GiveTasks)?;
        self.may_name(record::DEPUTY)?;
        let naming = self.namings()?.into_iter().find(|one| one.id.to_string() == id);
        let naming = naming.ok_or_else(|| refuse(ErrorCode::Invalid, "They are no deputy any more."))?;
        let change = Change::new(naming.id, record::WITHDRAWN, json!({ "reason": "Ended by a team leader" }));
        let action = Action { author: session.person.grant, changes: vec![change], completes: None };
        self.store.write(action, self.now())?;
        self.changed("finding");
        self.list_tasks(TasksRequest::default())
    }

    /// The namings that stand and have not run out, the first to begin first.
    fn namings(&self) -> Result<Vec<Naming>, CallError> {
        let today = local(self.now()).date_naive();
        let mut namings = Vec::new();
        for found in self.store.find(&Filter { kind: Some(record::DEPUTY.into()), ..Filter::default() }, MOST)? {
            let Some(record) = self.store.record(found.id)?.filter(|_| !found.withdrawn) else { continue };
            let date = |field: &str| record.text(field)?.parse::<NaiveDate>().ok();
            let (from, until) = (date(record::DEPUTY_FROM), date(record::DEPUTY_UNTIL));
            if let (Some(name), Some(from), Some(until)) = (record.text(record::DEPUTY), from, until)
                && today <= until
            {
                namings.push(Naming { id: found.id, name: name.to_owned(), from, until });
            }
        }
        namings.sort_by_key(|one| one.from);
        Ok(namings)
    }
}
