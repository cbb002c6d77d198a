//! The one page that the shell draws itself: why the book could not be opened. It can call nothing.

use tauri::Url;
use tauri::http::{HeaderValue, Response, header};

/// The scheme of the page's address.
pub(crate) const SCHEME: &str = "refusal";

/// The address of the page.
pub(crate) fn address() -> Result<Url, tauri::Error> {
    let base =
        if cfg!(any(windows, target_os = "android")) { "http://refusal.localhost/" } else { "refusal://localhost/" };
    Url::parse(base).map_err(tauri::Error::InvalidUrl)
}

/// The page itself.
pub(crate) fn page(sentence: &str) -> Response<Vec<u8>> {
    const BEFORE: &str = "<!doctype html><html lang=en-GB><meta charset=utf-8><title>Patrolbook cannot open</title>\
        <meta name=viewport content='width=device-width'><meta name=color-scheme content='light dark'>\
        <style>body{font:1.25rem/1.5 sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem;color:#1d1a1c}\
        h1{color:#5b1e4f;font-size:2rem}@media(prefers-color-scheme:dark){body{background:#12100f;color:#f3ecdf}\
        h1{color:#e9b8df}}</style><main><div role=alert><h1>Patrolbook cannot open</h1><p>";
    let mut response = Response::new(format!("{BEFORE}{}</p></div></main>", escaped(sentence)).into_bytes());
    response.headers_mut().extend([
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'")),
    ]);
    response
}

fn escaped(sentence: &str) -> String {
    sentence.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_of_a_newer_patrolbook_says_to_install_it() {
        let too_new = app::Error::from(store::StoreError::TooNew { found: 99, known: 7 });
        let page = page(&too_new.to_string());
        let html = std::str::from_utf8(page.body()).unwrap();
        assert!(
            html.contains("<p>This tablet's book was written by a newer Patrolbook. Install the newest version"),
            "{html}"
        );
    }

    #[test]
    fn the_sentence_is_shown_as_text_and_nothing_in_it_runs() {
        let page = page("The folder </p><script>alert(1)</script> & co is in use.");
        let html = std::str::from_utf8(page.body()).unwrap();
        assert!(
            html.contains("The folder &lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; co is in use."),
            "{html}"
        );
        assert!(page.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().starts_with("default-src 'none'"));
    }
}
