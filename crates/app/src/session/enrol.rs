//! Enrols the tablet with a one-time code, or adds a person to an enrolled one, with a code or with name and password.

use crate::App;
use crate::app::Session;
use crate::contract::{CallError, EnrolRequest, ErrorCode, Status};
use crate::pin;
use crate::refusals::{invalid, refuse};
use book::SignedGrant;
use protocol::Credential;
use store::Enrolment;
use sync::Trouble;

impl App {
    pub(crate) fn enrol_tablet(&self, request: EnrolRequest) -> Result<Status, CallError> {
        if let Some(problem) = pin::problem(&request.pin) {
            return Err(invalid("pin", problem));
        }
        let before = self.store.enrolment()?;
        let (by, field) = credential(&request, before.as_ref())?;
        let office = match (&before, request.office.trim()) {
            (Some(enrolment), _) => enrolment.office.clone(),
            (None, "") => return Err(invalid("office", "Enter the council office's address")),
            (None, typed) => address(typed)?,
        };
        let token = before.as_ref().map(|enrolment| enrolment.token.as_str());
        let asked = self.store.ask_to_enrol(by);
        let reply = (self.office)(&office, token)?.enrol(&asked, token).map_err(|trouble| at(field, trouble))?;
        let grant = hex::decode(&reply.grant)
            .ok()
            .and_then(|bytes| SignedGrant::decode(&bytes).ok())
            .filter(|grant| grant.verifies(&reply.root))
            .ok_or_else(not_the_office)?;
        if before.as_ref().is_some_and(|enrolment| enrolment.root != reply.root) {
            return Err(not_the_office());
        }
        if before.as_ref().is_some_and(|enrolment| enrolment.scope != grant.grant.scope) {
            return Err(invalid("code", "This code is for another team. Ask for one for this tablet's team"));
        }
        let kept = pin::kept(&request.pin)?;
        let enrolment = Enrolment {
            office,
            device: reply.device,
            book_code: reply.book_code,
            token: reply.token,
            root: reply.root,
            council: reply.council,
            team: reply.team,
            scope: grant.grant.scope,
            demo: reply.demo,
        };
        self.store.enrol(&enrolment, &grant, &kept, pin::DIGITS as u32, self.now())?;
        let person = self.store.people()?.into_iter().find(|person| person.user == grant.grant.user);
        self.set_session(person.and_then(Session::of));
        self.changed("session");
        self.session_status()
    }
}

/// What the person shows, and the field that is wrong if the council office does not accept it.
fn credential(request: &EnrolRequest, before: Option<&Enrolment>) -> Result<(Credential, &'static str), CallError> {
    let name = request.name.trim();
    if let Some(enrolment) = before.filter(|_| !name.is_empty() || !request.password.is_empty()) {
        if name.is_empty() {
            return Err(invalid("name", "Enter your name as the council office knows it"));
        }
        if request.password.is_empty() {
            return Err(invalid("password", "Enter your password"));
        }
        let password = request.password.clone();
        return Ok((Credential::Password { name: name.to_owned(), password, scope: enrolment.scope }, "password"));
    }
    let code: String = request.code.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect();
    if code.is_empty() {
        return Err(invalid("code", "Enter the code from your team leader"));
    }
    Ok((Credential::code(&code.to_uppercase()), "code"))
}

/// What the council office does not accept stands at the field that it is about.
fn at(field: &str, trouble: Trouble) -> CallError {
    let error = CallError::from(trouble);
    let field = (error.code == ErrorCode::WrongCode).then(|| field.to_owned());
    CallError { field, ..error }
}

fn not_the_office() -> CallError {
    refuse(
        ErrorCode::NotTheOffice,
        "What answered is not the council office. Check the address, and that you are not on a public Wi-Fi that asks you to sign in.",
    )
}

/// A typed address as one to call: https unless it says otherwise, and plain http only to this computer.
fn address(typed: &str) -> Result<String, CallError> {
    let full = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let full = full.trim_end_matches('/').to_owned();
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|start| {
        full.strip_prefix(start).is_some_and(|rest| {
            rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
        })
    });
    if full.starts_with("https://") || local {
        return Ok(full);
    }
    Err(invalid("office", "Enter an address that begins with https://"))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_is_https_unless_it_is_this_computer() {
        assert_eq!(address("patrol.example.gov.uk/").unwrap(), "https://patrol.example.gov.uk");
        assert_eq!(address("http://127.0.0.1:8460").unwrap(), "http://127.0.0.1:8460");
        assert!(address("http://patrol.example.gov.uk").is_err());
        assert!(address("http://localhost.example.org").is_err());
        assert!(address("http://127.0.0.1:1@evil.example").is_err());
        assert!(address("ftp://x").is_err());
    }
}
