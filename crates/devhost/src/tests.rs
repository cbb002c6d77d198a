//! The host as a browser meets it: its own pages come in, nothing else does.

use super::*;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const ADDRESS: &str = "127.0.0.1:4321";

/// A host on a new tablet, with a page and a script.
struct Host {
    folder: tempfile::TempDir,
    router: Router,
    _ending: watch::Sender<()>,
}

fn host() -> Host {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    std::fs::write(pages.join("index.html"), "<title>Patrolbook</title>").unwrap();
    std::fs::write(pages.join("app.js"), "start()").unwrap();
    let app = App::open(app::Options::at(folder.path().join("tablet"))).unwrap();
    let (ending, ended) = watch::channel(());
    Host { router: router(app, pages, ADDRESS.parse().unwrap(), ended), folder, _ending: ending }
}

impl Host {
    async fn ask(&self, request: axum::http::request::Builder, body: impl Into<Body>) -> (StatusCode, String, Vec<u8>) {
        let response = self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap();
        let status = response.status();
        let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
        (status, kind.unwrap_or_default(), response.into_body().collect().await.unwrap().to_bytes().to_vec())
    }

    async fn call(&self, name: &str, body: &str) -> (StatusCode, Value) {
        let request = own("POST", &format!("/call/{name}")).header(header::CONTENT_TYPE, "application/json");
        let (status, _, body) = self.ask(request, body.to_owned()).await;
        (status, serde_json::from_slice(&body).unwrap())
    }
}

fn own(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, ADDRESS)
}

#[tokio::test]
async fn a_command_is_answered_as_the_app_answers_it() {
    let (status, answer) = host().call("status", "{}").await;
    assert_eq!((status, &answer["enrolled"]), (StatusCode::OK, &Value::Bool(false)));
}

#[tokio::test]
async fn a_refusal_is_422_with_its_code_and_words() {
    let host = host();
    for (name, body, code) in
        [("findings", "{", "bad_request"), ("no_such_command", "{}", "bad_request"), ("today", "{}", "locked")]
    {
        let (status, refusal) = host.call(name, body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(!refusal["message"].as_str().unwrap().is_empty());
        assert_eq!(refusal["code"], code, "{name}: {refusal}");
    }
}

#[tokio::test]
async fn any_address_of_a_page_gets_the_page_and_a_file_is_itself() {
    let host = host();
    for path in ["/", "/findings", "/findings/0198"] {
        let (status, kind, body) = host.ask(own("GET", path), "").await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "text/html"), "{path}");
        assert_eq!(body, b"<title>Patrolbook</title>");
    }
    let (_, kind, body) = host.ask(own("GET", "/app.js"), "").await;
    assert_eq!((kind.as_str(), body.as_slice()), ("text/javascript", b"start()".as_slice()));
}

#[tokio::test]
async fn nothing_outside_the_folder_of_pages_is_served() {
    let host = host();
    std::fs::write(host.folder.path().join("secret"), "the key").unwrap();
    for path in ["/../secret", "/%2e%2e/secret", "/..%2fsecret"] {
        let (_, _, body) = host.ask(own("GET", path), "").await;
        assert_ne!(body, b"the key", "{path}");
    }
}

#[tokio::test]
async fn a_page_of_another_site_is_not_answered() {
    let host = host();
    let cases = [
        ("127.0.0.1:4321", None, true),
        ("127.0.0.1:4321", Some("http://127.0.0.1:4321"), true),
        ("localhost:4321", Some("http://localhost:4321"), true),
        ("127.0.0.1:4321", Some("http://localhost:4321"), false),
        ("127.0.0.1:4321", Some("https://example.org"), false),
        ("127.0.0.1:4321", Some("null"), false),
        ("127.0.0.1:9999", None, false),
        ("book.example.org:4321", None, false),
    ];
    for (name, origin, answered) in cases {
        let mut request = Request::builder().method("POST").uri("/call/status").header(header::HOST, name);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        let (status, _, _) = host.ask(request.header(header::CONTENT_TYPE, "application/json"), "{}").await;
        assert_eq!(status == StatusCode::OK, answered, "host {name}, origin {origin:?}: {status}");
    }
    let (status, _, _) = host.ask(Request::builder().method("GET").uri("/"), "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_of_another_kind_than_json_runs_no_command() {
    let request = own("POST", "/call/status").header(header::CONTENT_TYPE, "text/plain");
    assert_eq!(host().ask(request, "{}").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_photo_needs_a_draft_and_a_name_that_is_a_hash() {
    let host = host();
    let (status, _, body) = host.ask(own("POST", "/photo"), vec![1, 2, 3]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(String::from_utf8(body).unwrap().contains("bad_request"));
    for path in ["/photo/..%2f..%2fkey?size=full", "/photo/abc?size=thumb"] {
        assert_eq!(host.ask(own("GET", path), "").await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let sizeless = format!("/photo/{}", "a".repeat(64));
    assert_eq!(host.ask(own("GET", &sizeless), "").await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_photo_over_the_limit_is_refused_in_words() {
    let request = own("POST", "/photo").header("x-draft", "0198");
    let (status, _, body) = host().ask(request, vec![0; LARGEST_PHOTO + 1]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()["code"], "bad_photo");
}

#[tokio::test]
async fn only_this_computer_is_listened_on() {
    for address in ["0.0.0.0:0", "192.0.2.1:0", "[::]:0"] {
        assert!(matches!(listen(address.parse().unwrap()).await, Err(CannotListen::NotLoopback(_))), "{address}");
    }
    assert!(listen("127.0.0.1:0".parse().unwrap()).await.unwrap().local_addr().unwrap().ip().is_loopback());
}

#[tokio::test]
async fn a_change_is_told_and_the_end_of_the_server_ends_the_stream() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::open(app::Options::at(folder.path().to_path_buf())).unwrap();
    let (ending, ended) = watch::channel(());
    let router = router(Arc::clone(&app), folder.path().into(), ADDRESS.parse().unwrap(), ended);
    let response = router.oneshot(own("GET", "/events").body(Body::empty()).unwrap()).await.unwrap();
    let mut body = response.into_body();
    app.call("lock", serde_json::json!({})).unwrap();
    let told = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert_eq!(told, b"event: changed\ndata: changed\n\n".as_slice());
    drop(ending);
    assert!(body.frame().await.is_none());
}
