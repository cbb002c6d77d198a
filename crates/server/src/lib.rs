//! The council office over HTTP, and its operator's commands. Rules live in `server-core`; here is only what carries them:
//! the route table ([`http`]), the accept loop ([`serve`]) and the command line ([`cli`]). TLS is a reverse proxy's work.

pub mod cli;
pub mod dvla;
pub mod export;
pub mod http;
pub mod morning;
pub mod serve;

mod accept;
mod disk;
mod figures;
mod import;
mod worker;

/// Milliseconds since 1970.
pub(crate) fn now() -> i64 {
    chrono::Utc::now().timestamp_millis()
}
