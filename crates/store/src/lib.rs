//! The tablet's store: SQLCipher and a folder of sealed photos. Everything that is *on this tablet* went through here and
//! through fsync.
//!
//! One door for change: [`Store::write`] makes one entry of the tablet's own book, or [`Store::write_whole`] several, with
//! the current records, lines and search words that follow from it, in one transaction. What arrives by sync comes in by
//! [`Store::receive`], a page in one transaction or not at all. Nothing here knows what a form asks or who may do what.

mod anew;
mod begun;
mod books;
mod bundle;
mod checkpoint;
mod columns;
mod coming;
mod decisions;
mod drafts;
mod edition;
mod erase;
mod error;
mod exchange;
mod figures;
mod filter;
mod find;
mod keychain;
mod keys;
mod opaque;
mod open;
mod originals;
mod parting;
mod people;
mod photos;
mod project;
mod repeats;
mod restricted;
mod review;
mod says;
mod settings;
mod sums;
mod tablets;
mod thumbnails;
mod verify;
mod versions;
mod whereabouts;
mod write;

pub use anew::Anew;
pub use bundle::NotBackedUp;
pub use decisions::HeldBack;
pub use drafts::{Draft, DraftPhoto};
pub use edition::{CatalogueInUse, lines_of_built_in};
pub use erase::ErasedValue;
pub use error::StoreError;
pub use exchange::{OwnBook, PhotoToSend};
pub use filter::{Filter, Near, OrderArea, StateFilter};
pub use find::Found;
pub use keychain::Keychain;
pub use keys::{DeviceKeys, Moved, move_key_to_keychain};
pub use open::{Entropy, Store};
pub use parting::Parting;
pub use people::KnownPerson;
pub use photos::{NewPhoto, PhotoAt, PhotoInfo, SealedPhoto};
pub use record::{BehindRow, Over, Sum};
pub use repeats::{Again, InCase, RankedBy, Repeat, SamePerson, Window};
pub use review::{Beside, OfPatrol, UnderReview};
pub use settings::Enrolment;
pub use tablets::TabletsTold;
pub use whereabouts::{Counts, PageRow};
pub use write::{Action, Change, Written};
