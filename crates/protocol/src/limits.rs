//! The one table of limits. Every one is checked before anything of the size that it bounds is allocated.

/// Entries in one request or reply.
pub const PAGE_ENTRIES: usize = 500;
/// Bytes of entries, before compression, in one request or reply.
pub const PAGE_BYTES: usize = 1024 * 1024;
/// Bytes of one compressed body.
pub const BODY_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of one body after decompression.
pub const UNPACKED_BYTES: usize = 16 * 1024 * 1024;
/// Scopes in one request.
pub const SCOPES: usize = 16;
/// Books in one list of tips.
pub const BOOKS: usize = 20_000;
/// Runs in one request or reply.
pub const RUNS: usize = 500;
/// Photos asked about in one request.
pub const PHOTOS: usize = 200;
/// Receipts in one reply.
pub const RECEIPTS: usize = 4 * RUNS + PHOTOS;
/// Grants in one reply.
pub const GRANTS: usize = 5_000;
/// Bytes of one grant.
pub const GRANT_BYTES: usize = 1_000;
/// Tablets of a team in one reply.
pub const TABLETS: usize = 2_000;
/// Bytes of the program's version that a tablet tells.
pub const VERSION_BYTES: usize = 32;
/// Bytes of the short code of a tablet's book.
pub const CODE_BYTES: usize = 16;
/// Bytes of a notice of the office.
pub const NOTICE_BYTES: usize = 200;
/// Bytes of one photo.
pub const PHOTO_BYTES: u64 = 40 * 1024 * 1024;
/// Bytes of a photo's thumbnail.
pub const THUMBNAIL_BYTES: usize = 32 * 1024;
/// Bytes of thumbnails in one message: what a connection that breaks off soon still carries.
pub const THUMBNAILS_BYTES: usize = 256 * 1024;
/// Bytes in one PATCH of a photo.
pub const PHOTO_PIECE: usize = 1024 * 1024;
/// Requests in one sync; a sync that needs more goes on at the next.
pub const ROUNDS: usize = 400;
/// Bytes of an enrolment body.
pub const ENROL_BYTES: usize = 16 * 1024;
/// People on one tablet who may read the restricted part.
pub const READERS: usize = 100;
/// Bytes of the office's word on the restricted part.
pub const PART_BYTES: usize = 200 + 32 * READERS;
