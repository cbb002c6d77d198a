//! Opens and closes a person's session.

use crate::App;
use crate::app::Session;
use crate::contract::{CallError, ErrorCode, Status, UnlockRequest};
use crate::pin;
use crate::refusals::refuse;
use domain::roles::Role;
use store::KnownPerson;

impl Session {
    /// The session of a person whose role this version knows.
    pub(crate) fn of(person: KnownPerson) -> Option<Self> {
        let role = match person.role.as_str() {
            "warden" => Role::Warden,
            "leader" => Role::Leader,
            _ => return None,
        };
        Some(Self { person, role, deputy_until: None })
    }
}

impl App {
    pub(crate) fn unlock_person(&self, request: UnlockRequest) -> Result<Status, CallError> {
        let person = self
            .store
            .people()?
            .into_iter()
            .find(|person| person.user.to_string() == request.user)
            .ok_or_else(|| refuse(ErrorCode::NotFound, "That person does not use this tablet."))?;
        if person.failures >= pin::LOCKS_AFTER {
            return Err(locked_out());
        }
        let now = self.now();
        let waiting = person.wait_until - now;
        // A wait never outlasts its length, whatever was done to the clock meanwhile.
        if waiting > 0 && waiting <= pin::wait_seconds(person.failures) * 1000 {
            return Err(wait(waiting));
        }
        if !pin::matches(&request.pin, &person.pin) {
            let seconds = pin::wait_seconds(person.failures + 1);
            self.store.pin_was_wrong(person.user, now + seconds * 1000)?;
            return Err(if person.failures + 1 >= pin::LOCKS_AFTER {
                locked_out()
            } else if seconds > 0 {
                wait(seconds * 1000)
            } else {
                refuse(ErrorCode::WrongPin, "That PIN is wrong. Try again. Nothing is ever erased.")
            });
        }
        self.store.pin_was_right(person.user)?;
        let session = Session::of(person).ok_or_else(|| {
            refuse(ErrorCode::NotAllowed, "Your role is not one that uses a tablet. Ask your team leader.")
        })?;
        self.set_session(Some(session));
        self.told("session");
        self.session_status()
    }

    pub(crate) fn lock_tablet(&self) -> Result<Status, CallError> {
        self.set_session(None);
        *crate::app::held(&self.last_saved) = None;
        self.told("session");
        self.session_status()
    }

    /// In the demo, opens the session that `PLACE:PIN` names, so that a newcomer sees the pages at once.
    pub(crate) fn unlock_demo(&self, asked: &str) {
        if !self.store.enrolment().ok().flatten().is_some_and(|enrolment| enrolment.demo) {
            return;
        }
        let Some((place, pin)) = asked.split_once(':') else { return };
        let person = place.parse().ok().and_then(|place: usize| self.store.people().ok()?.into_iter().nth(place));
        let person = person.filter(|person| pin::matches(pin, &person.pin));
        self.set_session(person.and_then(Session::of));
    }
}

fn locked_out() -> CallError {
    refuse(
        ErrorCode::WrongPin,
        "Wrong PIN ten times: it opens nothing any more. Choose a new one, with a code from your team leader by phone or with \
         your password. Nothing is ever erased, and you can still record a finding.",
    )
}

fn wait(millis: i64) -> CallError {
    let seconds = (millis + 999) / 1000;
    let length = if seconds < 120 { format!("{seconds} seconds") } else { format!("{} minutes", (seconds + 59) / 60) };
    refuse(
        ErrorCode::WrongPin,
        format!(
            "Wrong PIN too often. Wait {length}, then try again. Nothing is ever erased, and you can still record a finding."
        ),
    )
}
