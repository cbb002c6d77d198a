//! What a sync needs of the tablet's store, and nothing else. [`store::Store`] is the real one; the simulator has another in
//! memory, and `tests/notebook.rs` of the simulator holds both to the same behaviour.

use book::{BookId, EntryHash, Line, Predecessor, PublicKey, ScopeId, SignedGrant, Tip};
use protocol::{
    Checkpoint, Notice, PhotoHash, Problem, Receipt, RestrictedPart, Run, TabletReport, TabletState, Thumbnail,
};
use store::{Enrolment, NewPhoto, OwnBook, PhotoInfo, PhotoToSend, Store, StoreError};

/// The setting of [`Notebook::photos_asked_about_at`].
const ASKED_ALL_AT: &str = "photos_asked_about_at";

/// A tablet's store as the exchange sees it. What a method reports as done is durable.
pub trait Notebook {
    /// What enrolment told the tablet, if it is enrolled.
    fn enrolment(&self) -> Result<Option<Enrolment>, StoreError>;
    /// All lines of a scope's books, and how far each is held.
    fn lines(&self, scope: ScopeId) -> Result<Vec<Line>, StoreError>;
    /// The line on which a page of a book is held, if it is.
    fn line_of(&self, book: BookId, page: Tip) -> Result<Option<BookId>, StoreError>;
    /// The books of this tablet's key, each with the page up to which it is known to be backed up.
    fn books_backed_up(&self) -> Result<Vec<(BookId, u64)>, StoreError>;
    /// Opens the tablet's next book if its book has parted and all of it has arrived. Gives the place where it parted.
    fn turn_over(&self, now: i64) -> Result<Option<Predecessor>, StoreError>;
    /// This tablet's own book and how far the office has it.
    fn own_book(&self) -> Result<Option<OwnBook>, StoreError>;
    /// The hash of a page of a line, if it is held.
    fn hash_at(&self, line: BookId, number: u64) -> Result<Option<EntryHash>, StoreError>;
    /// Pages of a line after number `after`, as they travel, within a budget of pages and bytes. None if there are none.
    fn run(&self, line: BookId, after: u64, pages: usize, bytes: usize) -> Result<Option<Run>, StoreError>;
    /// Verifies and applies runs in one transaction. Gives the books that could not be taken whole, and why.
    fn receive(&self, scope: ScopeId, runs: &[Run], now: i64) -> Result<Vec<(BookId, Problem)>, StoreError>;
    /// Keeps receipts whose signature was verified, and moves what they promise.
    fn keep_receipts(&self, receipts: &[Receipt]) -> Result<(), StoreError>;
    /// All grants held.
    fn grants(&self) -> Result<Vec<SignedGrant>, StoreError>;
    /// Keeps grants whose signature was verified.
    fn keep_grants(&self, grants: &[SignedGrant]) -> Result<(), StoreError>;
    /// When the office's notice that is held was given; 0 if none is. A store that writes no bundles needs none.
    fn notice_at(&self) -> Result<i64, StoreError> {
        Ok(0)
    }
    /// Keeps a notice whose signature was verified, unless a later one is held.
    fn keep_notice(&self, _notice: &Notice) -> Result<(), StoreError> {
        Ok(())
    }
    /// The key of this tablet, for whom the office's word on the restricted part must be. A store that keeps none has none.
    fn device_key(&self) -> Result<Option<PublicKey>, StoreError> {
        Ok(None)
    }
    /// The office's word on the restricted part of the team, if one is held.
    fn restricted_part(&self) -> Result<Option<RestrictedPart>, StoreError> {
        Ok(None)
    }
    /// Keeps such a word whose signature was verified, unless a later one is held.
    fn keep_restricted(&self, _part: &RestrictedPart) -> Result<(), StoreError> {
        Ok(())
    }
    /// This tablet's own book in the restricted part, if it has one.
    fn restricted_book(&self) -> Result<Option<OwnBook>, StoreError> {
        Ok(None)
    }
    /// The last checkpoint of the office that was kept for a scope.
    fn checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, StoreError>;
    /// Keeps a checkpoint whose signature was verified, in place of the one before.
    fn keep_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError>;
    /// The short code of a book, if it is known.
    fn book_code(&self, book: BookId) -> Result<Option<String>, StoreError>;
    /// What the tablet says of itself with a request that carries its own pages up to `sent`. A store that is watched by
    /// nobody says nothing.
    fn tablet_state(&self, _sent: u64) -> Result<Option<TabletState>, StoreError> {
        Ok(None)
    }
    /// Keeps what the office told of the team's tablets, at its time.
    fn keep_tablets(&self, _at: i64, _tablets: &[TabletReport]) -> Result<(), StoreError> {
        Ok(())
    }
    /// Keeps how far the tablet's clock was found off (milliseconds; positive = ahead of the office).
    fn clock_was_compared(&self, ahead_ms: i64) -> Result<(), StoreError>;
    /// When all photos held were last asked about, milliseconds since 1970.
    fn photos_asked_about_at(&self) -> Result<Option<i64>, StoreError>;
    /// Keeps that moment.
    fn photos_were_asked_about(&self, at: i64) -> Result<(), StoreError>;
    /// Own photos that stand on a record and have not arrived.
    fn photos_to_send(&self) -> Result<Vec<PhotoToSend>, StoreError>;
    /// Own photos that are not known to be backed up.
    fn photos_to_ask(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError>;
    /// All own photos that stand on a record, those not backed up first, and then those of others whose bytes are here.
    fn photos_held(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError>;
    /// Photos of others that are on records here but whose bytes are not.
    fn photos_to_fetch(&self, most: usize) -> Result<Vec<PhotoToSend>, StoreError>;
    /// What is known of a photo.
    fn photo_info(&self, hash: PhotoHash) -> Result<Option<PhotoInfo>, StoreError>;
    /// A photo's original bytes, checked against its name.
    fn photo_bytes(&self, hash: PhotoHash) -> Result<Vec<u8>, StoreError>;
    /// Keeps a photo's bytes.
    fn add_photo(&self, photo: NewPhoto<'_>) -> Result<PhotoHash, StoreError>;
    /// Notes how much of a photo the office has, or why it did not get on.
    fn photo_progress(&self, hash: PhotoHash, sent: u64, trouble: Option<&str>) -> Result<(), StoreError>;
    /// Thumbnails of own photos that have not arrived, which the office was not given yet. A store without thumbnails, as
    /// the next ones without originals that leave, says nothing.
    fn thumbnails_to_send(&self, _most: usize) -> Result<Vec<Thumbnail>, StoreError> {
        Ok(Vec::new())
    }
    /// Notes that the office was given these.
    fn thumbnails_were_sent(&self, _of: &[PhotoHash]) -> Result<(), StoreError> {
        Ok(())
    }
    /// Photos of others of which not even a thumbnail is here.
    fn thumbnails_to_fetch(&self, _most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        Ok(Vec::new())
    }
    /// Of them, those of findings that are open.
    fn thumbnails_of_open(&self, _most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        Ok(Vec::new())
    }
    /// Keeps a thumbnail that was checked.
    fn keep_thumbnail(&self, _thumbnail: &Thumbnail) -> Result<(), StoreError> {
        Ok(())
    }
    /// The bytes of a photo that have come so far.
    fn photo_so_far(&self, _hash: PhotoHash) -> Result<Vec<u8>, StoreError> {
        Ok(Vec::new())
    }
    /// Keeps bytes that came after the first `at`.
    fn more_of_photo(&self, _hash: PhotoHash, _at: usize, _bytes: &[u8]) -> Result<(), StoreError> {
        Ok(())
    }
    /// Throws away what has come of a photo.
    fn forget_photo_so_far(&self, _hash: PhotoHash) -> Result<(), StoreError> {
        Ok(())
    }
    /// Originals that a person asked for.
    fn originals_asked_for(&self) -> Result<Vec<PhotoToSend>, StoreError> {
        Ok(Vec::new())
    }
    /// Originals that may be asked to leave, here since before `before`.
    fn originals_to_let_go(&self, _before: i64, _most: usize) -> Result<Vec<PhotoToSend>, StoreError> {
        Ok(Vec::new())
    }
    /// Removes an original of which a verified receipt says that it is backed up. Gives whether it left.
    fn let_original_go(&self, _hash: PhotoHash, _now: i64) -> Result<bool, StoreError> {
        Ok(false)
    }
    /// Notes that the office says that it lacks a photo.
    fn photo_is_lacking(&self, _hash: PhotoHash) -> Result<(), StoreError> {
        Ok(())
    }
}

impl Notebook for Store {
    fn enrolment(&self) -> Result<Option<Enrolment>, StoreError> {
        self.enrolment()
    }

    fn lines(&self, scope: ScopeId) -> Result<Vec<Line>, StoreError> {
        self.lines(scope)
    }

    fn line_of(&self, book: BookId, page: Tip) -> Result<Option<BookId>, StoreError> {
        self.line_of(book, page)
    }

    fn books_backed_up(&self) -> Result<Vec<(BookId, u64)>, StoreError> {
        self.books_backed_up()
    }

    fn turn_over(&self, now: i64) -> Result<Option<Predecessor>, StoreError> {
        self.turn_over(now)
    }

    fn own_book(&self) -> Result<Option<OwnBook>, StoreError> {
        self.own_book()
    }

    fn hash_at(&self, line: BookId, number: u64) -> Result<Option<EntryHash>, StoreError> {
        self.hash_at(line, number)
    }

    fn run(&self, line: BookId, after: u64, pages: usize, bytes: usize) -> Result<Option<Run>, StoreError> {
        self.run(line, after, pages, bytes)
    }

    fn receive(&self, scope: ScopeId, runs: &[Run], now: i64) -> Result<Vec<(BookId, Problem)>, StoreError> {
        self.receive(scope, runs, now)
    }

    fn keep_receipts(&self, receipts: &[Receipt]) -> Result<(), StoreError> {
        self.keep_receipts(receipts)
    }

    fn grants(&self) -> Result<Vec<SignedGrant>, StoreError> {
        self.grants()
    }

    fn keep_grants(&self, grants: &[SignedGrant]) -> Result<(), StoreError> {
        self.keep_grants(grants)
    }

    fn notice_at(&self) -> Result<i64, StoreError> {
        Ok(self.notice()?.map_or(0, |notice| notice.at))
    }

    fn keep_notice(&self, notice: &Notice) -> Result<(), StoreError> {
        self.keep_notice(notice)
    }

    fn device_key(&self) -> Result<Option<PublicKey>, StoreError> {
        Ok(Some(self.device_key()))
    }

    fn restricted_part(&self) -> Result<Option<RestrictedPart>, StoreError> {
        self.restricted_part()
    }

    fn keep_restricted(&self, part: &RestrictedPart) -> Result<(), StoreError> {
        self.keep_restricted(part)
    }

    fn restricted_book(&self) -> Result<Option<OwnBook>, StoreError> {
        self.restricted_book()
    }

    fn checkpoint(&self, scope: ScopeId) -> Result<Option<Checkpoint>, StoreError> {
        self.checkpoint(scope)
    }

    fn keep_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.keep_checkpoint(checkpoint)
    }

    fn book_code(&self, book: BookId) -> Result<Option<String>, StoreError> {
        self.book_code(book)
    }

    fn tablet_state(&self, sent: u64) -> Result<Option<TabletState>, StoreError> {
        self.tablet_state(sent).map(Some)
    }

    fn keep_tablets(&self, at: i64, tablets: &[TabletReport]) -> Result<(), StoreError> {
        self.keep_tablets(at, tablets)
    }

    fn clock_was_compared(&self, ahead_ms: i64) -> Result<(), StoreError> {
        self.clock_was_compared(ahead_ms)
    }

    fn photos_asked_about_at(&self) -> Result<Option<i64>, StoreError> {
        self.setting(ASKED_ALL_AT)
    }

    fn photos_were_asked_about(&self, at: i64) -> Result<(), StoreError> {
        self.offer_thumbnails_anew()?;
        self.set_setting(ASKED_ALL_AT, &at)
    }

    fn photos_to_send(&self) -> Result<Vec<PhotoToSend>, StoreError> {
        self.photos_to_send()
    }

    fn photos_to_ask(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.photos_to_ask(most)
    }

    fn photos_held(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.photos_held(most)
    }

    fn photos_to_fetch(&self, most: usize) -> Result<Vec<PhotoToSend>, StoreError> {
        self.photos_to_fetch(most)
    }

    fn photo_info(&self, hash: PhotoHash) -> Result<Option<PhotoInfo>, StoreError> {
        self.photo_info(hash)
    }

    fn photo_bytes(&self, hash: PhotoHash) -> Result<Vec<u8>, StoreError> {
        self.photo_bytes(hash)
    }

    fn add_photo(&self, photo: NewPhoto<'_>) -> Result<PhotoHash, StoreError> {
        self.add_photo(photo)
    }

    fn photo_progress(&self, hash: PhotoHash, sent: u64, trouble: Option<&str>) -> Result<(), StoreError> {
        self.photo_progress(hash, sent, trouble)
    }

    fn thumbnails_to_send(&self, most: usize) -> Result<Vec<Thumbnail>, StoreError> {
        self.thumbnails_to_send(most)
    }

    fn thumbnails_were_sent(&self, of: &[PhotoHash]) -> Result<(), StoreError> {
        self.thumbnails_were_sent(of)
    }

    fn thumbnails_to_fetch(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.thumbnails_to_fetch(most)
    }

    fn thumbnails_of_open(&self, most: usize) -> Result<Vec<PhotoHash>, StoreError> {
        self.thumbnails_of_open(most)
    }

    fn keep_thumbnail(&self, thumbnail: &Thumbnail) -> Result<(), StoreError> {
        self.keep_thumbnail(thumbnail)
    }

    fn photo_so_far(&self, hash: PhotoHash) -> Result<Vec<u8>, StoreError> {
        self.photo_so_far(hash)
    }

    fn more_of_photo(&self, hash: PhotoHash, at: usize, bytes: &[u8]) -> Result<(), StoreError> {
        self.more_of_photo(hash, at, bytes)
    }

    fn forget_photo_so_far(&self, hash: PhotoHash) -> Result<(), StoreError> {
        self.forget_photo_so_far(hash)
    }

    fn originals_asked_for(&self) -> Result<Vec<PhotoToSend>, StoreError> {
        self.originals_asked_for()
    }

    fn originals_to_let_go(&self, before: i64, most: usize) -> Result<Vec<PhotoToSend>, StoreError> {
        self.originals_to_let_go(before, most)
    }

    fn let_original_go(&self, hash: PhotoHash, now: i64) -> Result<bool, StoreError> {
        self.let_original_go(hash, now)
    }

    fn photo_is_lacking(&self, hash: PhotoHash) -> Result<(), StoreError> {
        self.photo_is_lacking(hash)
    }
}
