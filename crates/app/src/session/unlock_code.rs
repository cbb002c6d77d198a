//! Unlock codes by phone: the number that a locked tablet shows, the code with which a leader answers it, and the new PIN
//! that the person then chooses. Needs no signal on either side.

use crate::App;
use crate::app::Session;
use crate::contract::{AnswerNumber, CallError, ErrorCode, ForPerson, Status, UnlockByCode, UnlockCode, UnlockNumber};
use crate::pin;
use crate::refusals::{invalid, not_found, refuse};
use domain::roles::Action;
use protocol::UnlockKey;
use protocol::unlock::{CODE_DIGITS, NUMBER_DIGITS, token_hash};
use store::{Enrolment, KnownPerson, StoreError};

/// After a wrong code no other is taken for so long. There are a hundred million of them.
const WAIT_MS: i64 = 30_000;

impl App {
    pub(crate) fn number_to_read_out(&self, request: &ForPerson) -> Result<UnlockNumber, CallError> {
        let (enrolment, key, person) = self.who_unlocks(&request.user)?;
        let number = key.number(person.user, self.store.unlocks(person.user)?);
        Ok(UnlockNumber { tablet: enrolment.book_code, name: person.name, number: in_groups(&number) })
    }

    pub(crate) fn unlock_with_code(&self, request: &UnlockByCode) -> Result<Status, CallError> {
        if let Some(problem) = pin::problem(&request.pin) {
            return Err(invalid("pin", problem));
        }
        let (_, key, person) = self.who_unlocks(&request.user)?;
        let (now, wait) = (self.now(), format!("unlock_wait/{}", person.user.0));
        let until: i64 = self.store.setting(&wait)?.unwrap_or_default();
        // A wait never outlasts its length, whatever was done to the clock meanwhile.
        if (1..=WAIT_MS).contains(&(until - now)) {
            return Err(invalid("unlock_code", "That code was wrong. Wait half a minute, then try again"));
        }
        if !key.opens(&key.number(person.user, self.store.unlocks(person.user)?), &request.code) {
            self.store.set_setting(&wait, &(now + WAIT_MS))?;
            return Err(invalid(
                "unlock_code",
                format!(
                    "That is not the code for the number above. Read the number out again; the code has {CODE_DIGITS} digits"
                ),
            ));
        }
        self.store.unlock_with_new_pin(person.user, &pin::kept(&request.pin)?, pin::DIGITS as u32)?;
        self.set_session(Session::of(person));
        self.told("session");
        self.session_status()
    }

    pub(crate) fn answer_number(&self, request: &AnswerNumber) -> Result<UnlockCode, CallError> {
        self.allowed(Action::GiveUnlockCode)?;
        let told = self.store.tablets()?;
        let tablet = told.iter().flat_map(|told| &told.tablets).find(|tablet| tablet.code == request.tablet);
        let key = tablet.ok_or_else(|| not_found("tablet"))?.unlock.as_ref().ok_or_else(|| {
            refuse(ErrorCode::NotAllowed, "The council office withdrew that tablet. It has no unlock codes.")
        })?;
        let code = key.code(&request.number).ok_or_else(|| {
            invalid("number", format!("Enter the {NUMBER_DIGITS} digits that stand on the locked tablet"))
        })?;
        Ok(UnlockCode { code: in_groups(&code) })
    }

    fn who_unlocks(&self, user: &str) -> Result<(Enrolment, UnlockKey, KnownPerson), CallError> {
        let enrolment = self.store.enrolment()?.ok_or(StoreError::NoBook)?;
        let hash = token_hash(&enrolment.token).ok_or(StoreError::Unreadable("the tablet's token"))?;
        let person = self.store.people()?.into_iter().find(|person| person.user.to_string() == user);
        let person = person.ok_or_else(|| refuse(ErrorCode::NotFound, "That person does not use this tablet."))?;
        Ok((enrolment, UnlockKey::of(&hash), person))
    }
}

/// As it is read out: in groups of three digits, or of four.
fn in_groups(digits: &str) -> String {
    let group = if digits.len().is_multiple_of(4) { 4 } else { 3 };
    let (mut grouped, mut count) = (String::new(), 0);
    for digit in digits.chars() {
        if count > 0 && count % group == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
        count += 1;
    }
    grouped
}
