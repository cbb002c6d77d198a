//! What the header, the lock page and the tab bar show.

use crate::App;
use crate::contract::{CallError, KeyPlace, KindsInUse, Person, Status};
use crate::findings::due::day;
use crate::pin;
use crate::session::idle::lock_after_minutes;
use crate::words::local;
use domain::roles::Role;
use store::KnownPerson;

impl App {
    pub(crate) fn session_status(&self) -> Result<Status, CallError> {
        let enrolment = self.store.enrolment()?;
        let now = self.now();
        let session = self.session();
        let deputy_until = session.as_ref().and_then(|session| session.deputy_until);
        let person = |person: KnownPerson| Person {
            user: person.user.to_string(),
            wait_seconds: u32::try_from((person.wait_until - now + 999) / 1000).unwrap_or_default().min(3600),
            name: person.name,
            role: person.role,
            pin_digits: person.pin_digits,
            pin_locked: person.failures >= pin::LOCKS_AFTER,
        };
        let (to_review, tablets_in_need) = match &session {
            Some(session) if session.role == Role::Leader => (self.count_to_review()?, self.count_tablets_in_need()?),
            _ => (0, 0),
        };
        let missed_check_ins = session.as_ref().map_or(Ok(0), |session| self.count_missed_now(session.role))?;
        let checks_pages = self.checks_pages()?;
        let to_check = if checks_pages { self.count_to_check()? } else { 0 };
        let engine = self.engine.state();
        let counts = self.store.whereabouts()?;
        let [pages, ..] = counts.pages;
        let [sealed, ..] = self.sealed_whereabouts()?.pages;
        let pages = pages + sealed;
        let [photos, ..] = counts.photos;
        let catalogue = self.store.catalogue_in_use();
        let on_patrol = self.patrol_under_way()?.is_some();
        Ok(Status {
            enrolled: enrolment.is_some(),
            book_code: enrolment.as_ref().map(|enrolment| enrolment.book_code.clone()),
            team: enrolment.as_ref().map(|enrolment| enrolment.team.clone()),
            people: self.store.people()?.into_iter().map(person).collect(),
            deputy_until: deputy_until.map(|until| day(local(until - 1).date_naive(), now)),
            session: session.map(|session| person(session.person)),
            demo: enrolment.is_some_and(|enrolment| enrolment.demo),
            demo_no_signal: engine.signal_off,
            office_reached_at: engine.last_reached.map(|at| local(at).to_rfc3339()),
            office_reachable: !engine.signal_off
                && engine.last_reached.is_some()
                && engine.last_trouble_sentence.is_none(),
            syncing: engine.syncing,
            sync_stopped: engine.stopped,
            to_arrive: u32::try_from(pages + photos).unwrap_or(u32::MAX),
            on_patrol,
            check_in: self.check_in()?,
            missed_check_ins,
            next_page: u32::try_from(self.store.next_page()?).unwrap_or(u32::MAX),
            to_review,
            reads_restricted: self.reads_restricted()?.is_some(),
            checks_pages,
            to_check,
            tablets_in_need,
            now: local(now).to_rfc3339(),
            lock_after_minutes: lock_after_minutes(on_patrol),
            key_kept: if self.store.key_in_keychain() { KeyPlace::Keychain } else { KeyPlace::File },
            kinds: KindsInUse { version: catalogue.version, published: catalogue.published, unread: catalogue.unread },
        })
    }
}
