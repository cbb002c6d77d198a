//! The window: one, with its pages inside the program, and no way out of them.

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::thread;

use app::{Anew, App};
use tauri::webview::{NewWindowResponse, PermissionKind, PermissionResponse};
use tauri::{AppHandle, Emitter, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

use crate::opened::Opened;
use crate::{commands, photos, refusal};

/// What the page hears when anything that it may be showing has changed; the payload is the app's name for it.
const CHANGED: &str = "patrolbook://changed";

/// What the page hears while a book is opened that an update changed; the payload says how far that is.
const OPENING: &str = "patrolbook://opening";

/// Asks how the tablet stands before the page's own script is read: the page takes the answer from there. The page of a
/// refusal may ask nothing.
const ASKS_STATUS: &str = "window.patrolbookStatus = window.__TAURI_INTERNALS__
    ?.invoke('call', { name: 'status', request: {} }).catch(() => undefined);";

/// Of a fault while the book is opened, for which there are no better words.
const FAULT: &str =
    "Something went wrong in Patrolbook. Nothing that was saved is lost. Close the app and open it again.";

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum NoWindow {
    /// Asked before the toolkit is, which would panic.
    #[error("There is no display to open the window on. Start Patrolbook from a desktop.")]
    NoDisplay,
    /// The web view or the toolkit refused.
    #[error("The window cannot be opened. Install Patrolbook again, or ask for support.")]
    Refused(#[from] tauri::Error),
}

/// Opens the window and returns when it is closed. The book is opened by `open`, which tells how far it is, while the window
/// is; one that could not be opened shows why, in words.
///
/// # Errors
/// [`NoWindow`], on a computer without a display or a web view.
pub fn run(
    folder: &Path,
    open: impl FnOnce(Box<dyn Fn(Anew) + Send>) -> Result<Arc<App>, app::Error> + Send + 'static,
) -> Result<(), NoWindow> {
    if cfg!(target_os = "linux") && ["DISPLAY", "WAYLAND_DISPLAY"].iter().all(|name| std::env::var_os(name).is_none()) {
        return Err(NoWindow::NoDisplay);
    }
    let web_view_folder = folder.join("window");
    let host = Arc::new(OnceLock::new());
    let told = Arc::clone(&host);
    let tell = move |far| {
        if let Some(host) = told.get() {
            noted(AppHandle::emit(host, OPENING, far));
        }
    };
    let opening = thread::spawn(move || open(Box::new(tell)));
    let refused = Arc::new(OnceLock::new());
    let why_refused = Arc::clone(&refused);
    tauri::Builder::default()
        .register_asynchronous_uri_scheme_protocol("photo", photos::serve)
        .register_uri_scheme_protocol(refusal::SCHEME, move |_, _| {
            refusal::page(why_refused.get().map_or("", String::as_str))
        })
        .on_permission_request(|web_view, kind| permit(web_view.url().ok().as_ref(), kind))
        .invoke_handler(tauri::generate_handler![commands::call, commands::put_photo])
        .manage(Opened::default())
        .setup(move |built| {
            let window = show(host.get_or_init(|| built.handle().clone()), &web_view_folder)?;
            thread::spawn(move || match opening.join() {
                Ok(Ok(app)) => serve_pages(window.app_handle(), app),
                Ok(Err(error)) => {
                    tracing::error!(error = &error as &dyn Error, "the book cannot be opened");
                    refuse(&window, &refused, error.to_string());
                }
                // What panicked has said so itself.
                Err(_) => refuse(&window, &refused, FAULT.into()),
            });
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// Gives the pages their use cases, and tells them of every change.
fn serve_pages(host: &AppHandle, app: Arc<App>) {
    let told = host.clone();
    app.subscribe(Box::new(move |what| noted(told.emit(CHANGED, what))));
    host.state::<Opened>().with(Some(app));
}

fn noted(told: tauri::Result<()>) {
    if let Err(error) = told {
        tracing::warn!(error = &error as &dyn Error, "the page was not told");
    }
}

/// Shows why there is no book, instead of the pages.
fn refuse(window: &WebviewWindow, refused: &OnceLock<String>, sentence: String) {
    eprintln!("{sentence}");
    let _ = refused.set(sentence);
    window.state::<Opened>().with(None);
    if let Err(error) = refusal::address().and_then(|address| window.navigate(address)) {
        tracing::error!(error = &error as &dyn Error, "the window does not show why");
    }
}

fn show(host: &AppHandle, web_view_folder: &Path) -> tauri::Result<WebviewWindow> {
    let Some(mut window) = host.config().app.windows.first().cloned() else {
        return Err(tauri::Error::WindowNotFound);
    };
    window.url = WebviewUrl::default();
    WebviewWindowBuilder::from_config(host, &window)?
        // Two books on one computer share nothing, not even what a web view remembers.
        .data_directory(web_view_folder.to_path_buf())
        .initialization_script(ASKS_STATUS)
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()
}

/// Only the pages inside the program: a link, a script or a typed address leads nowhere else.
fn is_ours(address: &Url) -> bool {
    match address.scheme() {
        "tauri" | refusal::SCHEME => address.host_str() == Some("localhost"),
        // How Windows and Android spell the same addresses.
        "http" => matches!(address.host_str(), Some("tauri.localhost" | "refusal.localhost")),
        _ => false,
    }
}

/// A warden records where and what: location and camera, for our own pages, and nothing else for anyone.
fn permit(page: Option<&Url>, kind: PermissionKind) -> PermissionResponse {
    let needed = matches!(kind, PermissionKind::Geolocation | PermissionKind::Camera);
    if needed && page.is_some_and(is_ours) { PermissionResponse::Allow } else { PermissionResponse::Deny }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(address: &str) -> Url {
        address.parse().unwrap()
    }

    #[test]
    fn the_window_stays_on_its_own_pages() {
        for ours in [
            "tauri://localhost/",
            "tauri://localhost/findings/1",
            "http://tauri.localhost/today",
            "refusal://localhost/",
        ] {
            assert!(is_ours(&url(ours)), "{ours}");
        }
        for foreign in [
            "https://example.org/",
            "http://localhost/",
            "https://tauri.localhost.example.org/",
            "tauri://example.org/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "about:blank",
        ] {
            assert!(!is_ours(&url(foreign)), "{foreign}");
        }
    }

    #[test]
    fn only_our_pages_get_location_and_camera_and_no_page_the_microphone() {
        let ours = url("tauri://localhost/");
        assert_eq!(permit(Some(&ours), PermissionKind::Geolocation), PermissionResponse::Allow);
        assert_eq!(permit(Some(&ours), PermissionKind::Camera), PermissionResponse::Allow);
        assert_eq!(permit(Some(&ours), PermissionKind::Microphone), PermissionResponse::Deny);
        assert_eq!(permit(Some(&url("https://example.org/")), PermissionKind::Camera), PermissionResponse::Deny);
        assert_eq!(permit(None, PermissionKind::Geolocation), PermissionResponse::Deny);
    }
}
