//! Failures in words for a person, with the detail for the log.

use crate::contract::{CallError, ErrorCode};
use store::StoreError;
use sync::Trouble;

/// A refusal with nothing more to say.
pub(crate) fn refuse(code: ErrorCode, message: impl Into<String>) -> CallError {
    CallError { code, message: message.into(), field: None, detail: None }
}

/// There is no such thing for this person.
pub(crate) fn not_found(what: &str) -> CallError {
    refuse(ErrorCode::NotFound, format!("That {what} is not on this tablet."))
}

/// A field is missing or wrong.
pub(crate) fn invalid(field: &str, message: impl Into<String>) -> CallError {
    CallError { code: ErrorCode::Invalid, message: message.into(), field: Some(field.to_owned()), detail: None }
}

impl From<StoreError> for CallError {
    fn from(error: StoreError) -> Self {
        let (code, message) = match &error {
            StoreError::DiskFull => (
                ErrorCode::DiskFull,
                "The tablet is full. This was not saved; everything saved before is safe. Free some space and try again.",
            ),
            StoreError::NoBook => (ErrorCode::NotEnrolled, "Enrol this tablet first."),
            StoreError::PhotoDamaged(_) => (
                ErrorCode::BadPhoto,
                "This photo's file is missing or damaged on this tablet. The finding is safe. Tell your team leader.",
            ),
            StoreError::NoRestrictedPart => (
                ErrorCode::NoSignal,
                "This tablet cannot seal it yet: it has to reach the council office once. Tell the safeguarding lead yourself, now.",
            ),
            StoreError::TooMuch(_) => {
                (ErrorCode::Invalid, "That is too much for one page. Shorten the longest text and try again.")
            }
            _ => (
                ErrorCode::Fault,
                "The tablet could not save or read this. Everything saved before is safe. Try again; if it happens again, tell your team leader.",
            ),
        };
        Self { code, message: message.into(), field: None, detail: Some(chain(&error)) }
    }
}

impl From<Trouble> for CallError {
    fn from(trouble: Trouble) -> Self {
        use protocol::RefusalCode as Code;
        let code = match &trouble {
            Trouble::NotTheOffice => ErrorCode::NotTheOffice,
            Trouble::Refused(refusal) => match refusal.code {
                Code::WrongCode
                | Code::UsedCode
                | Code::ExpiredCode
                | Code::WrongPassword
                | Code::OtherTeam
                | Code::TooMany => ErrorCode::WrongCode,
                _ => ErrorCode::Fault,
            },
            Trouble::Store(_) => ErrorCode::Fault,
            _ => ErrorCode::NoSignal,
        };
        let detail = Some(chain(&trouble));
        Self { code, message: trouble.sentence(), field: None, detail }
    }
}

/// An error with all its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
