//! `photo://localhost/<sha256>?size=thumb|full`: how an `<img>` finds a photo. Nothing is cached by the web view, so
//! that a locked tablet shows none.

use app::PhotoSize;
use app::contract::{CallError, ErrorCode};
use tauri::async_runtime::spawn_blocking;
use tauri::http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::opened::Opened;

/// Answers one request, off the window's thread.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let host = context.app_handle().clone();
    spawn_blocking(move || {
        responder.respond(match (host.state::<Opened>().app(), wanted(request.uri())) {
            (Some(app), Some((sha256, size))) => answer(app.photo(&sha256, size)),
            _ => text(StatusCode::NOT_FOUND, "There is no such photo."),
        });
    });
}

/// The photo that an address names; none if it is not the name of a photo.
fn wanted(address: &Uri) -> Option<(String, PhotoSize)> {
    let sha256 = address.path().strip_prefix('/')?;
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let size = match address.query() {
        Some("size=thumb") => PhotoSize::Thumb,
        Some("size=full") => PhotoSize::Full,
        _ => return None,
    };
    is_hash.then(|| (sha256.into(), size))
}

fn answer(photo: Result<(String, Vec<u8>), CallError>) -> Response<Vec<u8>> {
    match photo {
        Ok((mime, bytes)) => match HeaderValue::from_str(&mime) {
            Ok(mime) => respond(StatusCode::OK, mime, bytes),
            Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "This photo cannot be shown."),
        },
        Err(refusal) => text(
            match refusal.code {
                ErrorCode::NotFound => StatusCode::NOT_FOUND,
                ErrorCode::Locked | ErrorCode::NotAllowed => StatusCode::FORBIDDEN,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            },
            &refusal.message,
        ),
    }
}

fn text(status: StatusCode, sentence: &str) -> Response<Vec<u8>> {
    respond(status, HeaderValue::from_static("text/plain; charset=utf-8"), sentence.into())
}

fn respond(status: StatusCode, content_type: HeaderValue, body: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().extend([
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn asked(path_and_query: &str) -> Option<(String, PhotoSize)> {
        wanted(&format!("photo://localhost/{path_and_query}").parse().unwrap())
    }

    #[test]
    fn a_photo_is_named_by_its_hash_and_a_size() {
        assert!(matches!(asked(&format!("{HASH}?size=thumb")), Some((hash, PhotoSize::Thumb)) if hash == HASH));
        assert!(matches!(asked(&format!("{HASH}?size=full")), Some((_, PhotoSize::Full))));
    }

    #[test]
    fn nothing_else_is_a_photo() {
        let upper = HASH.to_uppercase();
        for address in [
            "",
            HASH,
            &format!("{HASH}?size=huge"),
            &format!("{HASH}/?size=full"),
            &format!("{upper}?size=full"),
            "../../etc/passwd?size=full",
            "..%2f..%2fetc%2fpasswd?size=full",
        ] {
            assert!(asked(address).is_none(), "{address}");
        }
    }

    #[test]
    fn a_photo_is_never_kept_by_the_web_view() {
        let response = answer(Ok(("image/png".into(), vec![1, 2, 3])));
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "image/png");
        assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
        assert_eq!(response.body(), &[1, 2, 3]);
    }

    #[test]
    fn an_unknown_photo_is_not_found_and_says_so() {
        let refusal = CallError {
            code: ErrorCode::NotFound,
            message: "There is no such photo.".into(),
            field: None,
            detail: None,
        };
        let response = answer(Err(refusal));
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert_eq!(response.body(), b"There is no such photo.");
    }
}
