//! What the rules need of folders: photos as they come in, and the second copy.

use crate::storage::Fault;
use book::{BookId, ScopeId};
use protocol::PhotoHash;
use std::io::Read;

/// What became of a piece of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is durable; so many bytes are held now.
    At(u64),
    /// It does not begin where the held bytes end; so many are held.
    WrongOffset(u64),
}

/// Original photos by their hash. Parts belong to a scope, so that no scope learns of another's photos.
pub trait Photos: Send + Sync {
    /// How many bytes of a photo on its way are durable: the length of the file itself.
    fn held(&self, scope: ScopeId, hash: PhotoHash) -> Result<u64, Fault>;
    /// Appends a piece and makes it durable. Two at once for one photo: the second finds a wrong offset.
    fn put(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<Put, Fault>;
    /// Throws a part away.
    fn discard(&self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault>;
    /// Makes a part the whole photo if its bytes have this hash; otherwise throws it away and says false.
    fn finish(&self, scope: ScopeId, hash: PhotoHash) -> Result<bool, Fault>;
    /// The thumbnail of a photo that a tablet of this scope brought.
    fn thumbnail(&self, scope: ScopeId, hash: PhotoHash) -> Result<Option<Vec<u8>>, Fault>;
    /// Keeps a thumbnail, unless there is one.
    fn put_thumbnail(&self, scope: ScopeId, hash: PhotoHash, jpeg: &[u8]) -> Result<(), Fault>;
    /// Throws a thumbnail away, durably.
    fn drop_thumbnail(&self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault>;
    /// Takes a whole photo from the second copy; false if its bytes have another hash.
    fn restore(&self, hash: PhotoHash, bytes: &mut dyn Read) -> Result<bool, Fault>;
    /// The length of a whole photo.
    fn length(&self, hash: PhotoHash) -> Result<Option<u64>, Fault>;
    /// Bytes of a whole photo from `from`, at most `most`.
    fn read(&self, hash: PhotoHash, from: u64, most: usize) -> Result<Vec<u8>, Fault>;
    /// A whole photo to read through.
    fn open(&self, hash: PhotoHash) -> Result<Option<Box<dyn Read + Send>>, Fault>;
    /// Removes a whole photo, and whatever was left of it on its way, durably.
    fn erase(&self, hash: PhotoHash) -> Result<(), Fault>;
    /// Whether a whole photo's bytes still have its hash.
    fn check(&self, hash: PhotoHash) -> Result<bool, Fault>;
}

/// The records of one book's file in the second copy.
#[derive(Debug, Default)]
pub struct Pages {
    /// The wire form of each page, in order.
    pub wires: Vec<Vec<u8>>,
    /// Whether bytes that are no whole page follow.
    pub torn: bool,
}

/// The second copy: one append-only file a book, photos by hash, the accounts. It never overwrites or deletes what it
/// holds; a file that turns out damaged is set aside under another name. Only what the law had erased goes.
pub trait Archive: Send + Sync {
    /// Keeps other writers out, in this process or another, until dropped.
    fn lock(&self) -> Result<Box<dyn Send>, Fault>;
    /// Every book that has a file.
    fn books(&self) -> Result<Vec<BookId>, Fault>;
    /// The length of a book's file; 0 if there is none.
    fn length(&self, book: BookId) -> Result<u64, Fault>;
    /// Reads a book's pages from the disk, from this byte on.
    fn read(&self, book: BookId, from: u64) -> Result<Pages, Fault>;
    /// Appends pages to a file that must be `at` bytes long, through fsync, and gives its new length.
    fn append(&self, book: BookId, at: u64, wires: &[Vec<u8>]) -> Result<u64, Fault>;
    /// Renames a book's file, so that a new one can be begun.
    fn set_aside(&self, book: BookId) -> Result<(), Fault>;
    /// Puts a new file with these pages in place of a book's, all at once and through fsync, removes the files of it that
    /// were set aside, and gives its length.
    fn replace(&self, book: BookId, wires: &[Vec<u8>]) -> Result<u64, Fault>;
    /// Removes a photo, and whatever was left of it on its way, durably.
    fn erase_photo(&self, hash: PhotoHash) -> Result<(), Fault>;
    /// Copies a photo, through fsync, and reads it back: false if its bytes have another hash.
    fn put_photo(&self, hash: PhotoHash, bytes: &mut dyn Read) -> Result<bool, Fault>;
    /// The length of a photo.
    fn photo_length(&self, hash: PhotoHash) -> Result<Option<u64>, Fault>;
    /// A photo to read through.
    fn open_photo(&self, hash: PhotoHash) -> Result<Option<Box<dyn Read + Send>>, Fault>;
    /// Whether a photo's bytes still have its hash.
    fn check_photo(&self, hash: PhotoHash) -> Result<bool, Fault>;
    /// Replaces the copy of the accounts, all at once.
    fn put_accounts(&self, bytes: &[u8]) -> Result<(), Fault>;
    /// The copy of the accounts.
    fn accounts(&self) -> Result<Option<Vec<u8>>, Fault>;
}
