//! The app's use cases by noun and verb. Every command is declared once, in [`contract`]; a page, a window, a browser test
//! and the command line all come in by [`App::call`].
//!
//! Nothing here knows of Tauri or HTTP. Authority is checked here (`domain::roles`), never in a page.

mod app;
mod areas;
mod arrived;
mod bundle;
mod call;
mod cases;
mod check_in;
mod commands;
pub mod contract;
pub mod demo;
mod directory;
mod enquiries;
mod error;
mod exports;
mod figures;
mod files;
mod findings;
pub mod location;
mod looks;
mod pact;
mod patrols;
mod photos;
mod pin;
mod places;
mod recording;
mod referrals;
mod refusals;
mod repeats;
mod restricted;
mod review;
mod rounds;
mod sealed;
mod session;
mod tasks;
mod telling;
mod today;
mod words;

pub use app::{App, Clock, OfficeMaker, Options, SystemClock, move_key_to_keychain};
pub use error::Error;
pub use recording::{PhotoMeta, PhotoSize};
#[cfg(unix)]
pub use session::beside::ask_to_sync;
pub use session::sync::Synced;
pub use store::{Anew, Keychain, Moved};
pub use sync::{Link, Network, SystemNetwork};
