//! The tablet's engine: runs the exchange with the council office, carries photos, and knows when to try again.
//!
//! [`sync_once`] is one whole sync over an [`Office`]; [`HttpOffice`] is the real one; [`Engine`] runs syncs in the
//! background. `docs/sync.md` is the authority. One door lets a photo's original leave the tablet, and only as *backed up*;
//! nothing else here deletes anything, but for what the council had erased, which the store sees to.

mod bundle;
mod checkpoint;
mod engine;
mod exchange;
mod http;
mod notebook;
mod office;
pub mod originals;
mod outcome;
mod photos;
pub mod policy;
pub mod schedule;
mod sending;
mod thumbnails;
mod trouble;

pub use bundle::{BundleProgress, BundleTrouble, Bundled, write_bundle};
pub use engine::{Engine, Hooks, State};
pub use exchange::{Options, sync_once};
pub use http::HttpOffice;
pub use notebook::Notebook;
pub use office::Office;
pub use outcome::{Outcome, Problem, Progress};
pub use policy::{Link, Network, PhotoPolicy, SystemNetwork, Waits};
pub use trouble::Trouble;
