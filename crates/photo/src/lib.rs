//! Bytes in, bytes out: check a photo, hash it, and draw its thumbnail.
//!
//! The bytes of a photo are never changed here: they are evidence and are kept as they came. Nothing here reads a file,
//! a clock or a network, and nothing trusts a file's name or what its header claims.

mod container;
mod exposure;
mod inspect;
mod reduced;
mod refused;
mod thumbnail;

use sha2::{Digest, Sha256};

pub use inspect::{Checked, Examined, examine, inspect};
pub use refused::Refused;
pub use thumbnail::{inspect_and_thumbnail, is_thumbnail, thumbnail};

/// The largest file that is kept, in bytes: 40 MB, far above what a tablet's camera writes.
pub const MAX_BYTES: u64 = 40_000_000;

/// The most pixels that are decoded: 100 megapixels, eight times what a tablet takes, 300 MB while it is open.
pub const MAX_PIXELS: u64 = 100_000_000;

/// The largest thumbnail that is drawn, in bytes: eight of them are carried by a connection that breaks off soon.
pub const THUMBNAIL_BYTES: usize = 32 * 1024;

/// The longer side of the largest thumbnail that is taken from another, in pixels.
pub const THUMBNAIL_SIDE: u32 = 640;

/// The SHA-256 of the bytes as they are, by which a photo is named everywhere (`sha256sum` gives the same).
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}
