//! The one place where a refusal becomes a status.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use protocol::{Refusal, RefusalCode};

/// A refusal on its way out.
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) Refusal);

impl Refused {
    pub(crate) fn new(code: RefusalCode, message: &str) -> Self {
        Self(Refusal { code, message: message.to_owned() })
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self.0.code {
            RefusalCode::Malformed => StatusCode::BAD_REQUEST,
            RefusalCode::UnknownTablet => StatusCode::UNAUTHORIZED,
            RefusalCode::WrongCode
            | RefusalCode::UsedCode
            | RefusalCode::ExpiredCode
            | RefusalCode::WrongPassword
            | RefusalCode::OtherTeam => StatusCode::FORBIDDEN,
            RefusalCode::NotFound => StatusCode::NOT_FOUND,
            RefusalCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            RefusalCode::WrongHash => StatusCode::UNPROCESSABLE_ENTITY,
            RefusalCode::TooMany => StatusCode::TOO_MANY_REQUESTS,
            RefusalCode::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            RefusalCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        };
        let wait = match self.0.code {
            RefusalCode::TooMany => Some("600"),
            RefusalCode::Busy => Some("10"),
            _ => None,
        };
        (status, wait.map(|seconds| [(RETRY_AFTER, seconds)]), Json(self.0)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `docs/sync.md` lists the refusals; this is what it says of them.
    fn page() -> String {
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sync.md");
        let page = std::fs::read_to_string(page).unwrap_or_default();
        let lines = page.lines().skip_while(|line| !line.starts_with("A refusal is JSON"));
        lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Each code with the status before it on the page: `403 `wrong_code` `used_code``.
    fn codes_on_the_page() -> Vec<(String, u16)> {
        let (mut status, mut codes) = (0, Vec::new());
        for (place, part) in page().split('`').enumerate() {
            if place % 2 == 0 {
                let numbers = part.split(|letter: char| !letter.is_ascii_digit());
                status = numbers.filter_map(|number| number.parse().ok()).next_back().unwrap_or(status);
            } else if status > 0 && !part.contains(' ') && part != "Retry-After" {
                codes.push((part.to_owned(), status));
            }
        }
        codes
    }

    #[test]
    fn every_refusal_has_the_status_that_the_page_says_and_the_page_lists_them_all() {
        let known = [
            RefusalCode::WrongCode,
            RefusalCode::UsedCode,
            RefusalCode::ExpiredCode,
            RefusalCode::WrongPassword,
            RefusalCode::OtherTeam,
            RefusalCode::TooMany,
            RefusalCode::UnknownTablet,
            RefusalCode::NotFound,
            RefusalCode::Malformed,
            RefusalCode::TooLarge,
            RefusalCode::WrongHash,
            RefusalCode::Busy,
            RefusalCode::Fault,
        ];
        let mut code: Vec<_> = known
            .into_iter()
            .map(|code| {
                let answer = Refused::new(code, "").into_response();
                let waits = answer.headers().contains_key(RETRY_AFTER);
                assert_eq!(waits, matches!(code, RefusalCode::TooMany | RefusalCode::Busy), "Retry-After of {code:?}");
                let name = serde_json::to_value(code).unwrap_or_default();
                (name.as_str().unwrap_or_default().to_owned(), answer.status().as_u16())
            })
            .collect();
        let mut said = codes_on_the_page();
        code.sort();
        said.sort();
        assert_eq!(said, code, "the page, then the code");
    }
}
