//! The council office's rules: what it accepts, judges, promises and keeps. No HTTP, no SQL.
//!
//! [`Centre`] has the use cases, a file for each. It stands on three traits: [`Storage`] (accounts, books, records),
//! [`Photos`] (original bytes by their hash) and [`Archive`] (the second copy). Time is passed in as milliseconds since
//! 1970, so every story can be told in a test without a clock. `docs/sync.md` is the authority on the exchange.

mod accounts;
mod backup;
mod bring;
mod bundle;
mod catalogue;
mod centre;
mod checkpoint;
mod deputy;
mod dvla;
mod enrol;
mod erase;
mod exchange;
mod export;
mod facts;
mod files;
mod fleet;
mod lines;
mod morning;
mod notice;
mod own_book;
mod password;
mod photo;
pub mod policy;
mod projection;
mod reconcile;
mod reference;
mod registers;
mod renew;
mod restricted;
mod secret;
mod sign_in;
mod snapshot;
mod storage;
mod summary;
mod take;
mod thumbnails;
mod verify;

pub use accounts::{AccountError, DeviceReport, NewCode, new_password};
pub use backup::BackUpReport;
pub use bring::{Brought, OldRecord};
pub use bundle::{ImportError, Imported, Stopped};
pub use catalogue::{Affected, CatalogueError, CatalogueInUse, Preview};
pub use centre::Centre;
pub use domain::erasure::Ground;
pub use dvla::{Asking, Dvla, DvlaReply};
pub use erase::{EraseError, Erased, ErasedPage, Named, Wanted};
pub use export::{Became, Recorded, Stretch};
pub use facts::TeamFigures;
pub use files::{Archive, Pages, Photos, Put};
pub use morning::{FromTablet, Morning, TeamMorning};
pub use own_book::Entropy;
pub use photo::{Opened, Piece};
pub use policy::{Action, Caller, Reason};
pub use reconcile::Recovered;
pub use snapshot::{CouncilKey, RestoreError};
pub use storage::{
    Archived, BookRow, BundlePolicy, Change, Changed, Code, Council, Counted, Device, Export, Exports, FactsAt, Fault,
    HeldGrant, Mark, PhotoRow, Reading, Storage, Team, User, Writing,
};
pub use summary::Summary;
pub use verify::Findings;
