//! Recording: the one generic form, its draft, its photos, and the save that makes a page.

mod answering;
mod answers;
mod authority;
mod draft;
mod drafted;
mod fill_in;
mod fits;
mod form;
mod given;
mod kinds;
mod links;
mod mark;
mod photos;
pub(crate) mod place;
mod same_one;
mod save;
mod step;
mod undo;

pub(crate) use draft::rfc3339;
pub(crate) use form::arrival;
pub(crate) use kinds::TILES;
pub(crate) use mark::mark;
pub(crate) use photos::THUMBNAIL;
pub use photos::{PhotoMeta, PhotoSize};
pub(crate) use place::{read as read_place, view as place_view};
pub(crate) use same_one::distance;
pub(crate) use undo::{LastSaved, TAKEN_BACK, UNDO_SECONDS};
