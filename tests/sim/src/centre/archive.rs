//! The second copy: pages a book, photos, the accounts. A page's record is its length in four bytes and itself, as in the
//! real one.

use super::photos::{has, read};
use book::BookId;
use protocol::PhotoHash;
use server_core::{Archive, Fault, Pages};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The second copy in memory. Clones are the same one.
#[derive(Clone, Default)]
pub struct MemoryArchive(Arc<Mutex<Files>>);

#[derive(Clone, Default)]
struct Files {
    books: BTreeMap<BookId, Arc<Vec<u8>>>,
    photos: BTreeMap<PhotoHash, Arc<[u8]>>,
    accounts: Option<Vec<u8>>,
}

impl MemoryArchive {
    /// A copy of what is on the disk.
    pub fn copy(&self) -> Self {
        Self(Arc::new(Mutex::new(self.files().clone())))
    }

    /// Cuts the last bytes off a book's file, as a power cut in its middle would.
    pub fn tear(&self, book: BookId, bytes: usize) {
        if let Some(file) = self.files().books.get_mut(&book) {
            let length = file.len().saturating_sub(bytes);
            Arc::make_mut(file).truncate(length);
        }
    }

    fn files(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Archive for MemoryArchive {
    fn lock(&self) -> Result<Box<dyn Send>, Fault> {
        Ok(Box::new(()))
    }

    fn books(&self) -> Result<Vec<BookId>, Fault> {
        Ok(self.files().books.keys().copied().collect())
    }

    fn length(&self, book: BookId) -> Result<u64, Fault> {
        Ok(self.files().books.get(&book).map_or(0, |file| file.len() as u64))
    }

    fn read(&self, book: BookId, from: u64) -> Result<Pages, Fault> {
        let files = self.files();
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let mut rest = files.books.get(&book).and_then(|file| file.get(from..)).unwrap_or_default();
        let mut pages = Pages::default();
        while !rest.is_empty() {
            let page = rest.split_first_chunk::<4>().and_then(|(count, rest)| {
                rest.split_at_checked(usize::try_from(u32::from_be_bytes(*count)).unwrap_or(usize::MAX))
            });
            let Some((wire, after)) = page else {
                pages.torn = true;
                break;
            };
            pages.wires.push(wire.to_vec());
            rest = after;
        }
        Ok(pages)
    }

    fn append(&self, book: BookId, at: u64, wires: &[Vec<u8>]) -> Result<u64, Fault> {
        let mut files = self.files();
        let file = Arc::make_mut(files.books.entry(book).or_default());
        if file.len() as u64 != at {
            return Err(Fault::Damaged(format!("the second copy of book {book} is not {at} bytes long")));
        }
        for wire in wires {
            let count = u32::try_from(wire.len()).map_err(|_| Fault::Damaged(format!("a page of book {book}")))?;
            file.extend(count.to_be_bytes());
            file.extend(wire);
        }
        Ok(file.len() as u64)
    }

    fn set_aside(&self, book: BookId) -> Result<(), Fault> {
        self.files().books.remove(&book);
        Ok(())
    }

    fn replace(&self, book: BookId, wires: &[Vec<u8>]) -> Result<u64, Fault> {
        self.files().books.remove(&book);
        self.append(book, 0, wires)
    }

    fn erase_photo(&self, hash: PhotoHash) -> Result<(), Fault> {
        self.files().photos.remove(&hash);
        Ok(())
    }

    fn put_photo(&self, hash: PhotoHash, bytes: &mut dyn Read) -> Result<bool, Fault> {
        let (bytes, right) = read(hash, bytes)?;
        if right {
            self.files().photos.insert(hash, bytes.into());
        }
        Ok(right)
    }

    fn photo_length(&self, hash: PhotoHash) -> Result<Option<u64>, Fault> {
        Ok(self.files().photos.get(&hash).map(|bytes| bytes.len() as u64))
    }

    fn open_photo(&self, hash: PhotoHash) -> Result<Option<Box<dyn Read + Send>>, Fault> {
        let bytes = self.files().photos.get(&hash).cloned();
        Ok(bytes.map(|bytes| Box::new(Cursor::new(bytes)) as Box<dyn Read + Send>))
    }

    fn check_photo(&self, hash: PhotoHash) -> Result<bool, Fault> {
        Ok(self.files().photos.get(&hash).is_some_and(|bytes| has(hash, bytes)))
    }

    fn put_accounts(&self, bytes: &[u8]) -> Result<(), Fault> {
        self.files().accounts = Some(bytes.to_vec());
        Ok(())
    }

    fn accounts(&self) -> Result<Option<Vec<u8>>, Fault> {
        Ok(self.files().accounts.clone())
    }
}
