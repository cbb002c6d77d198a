//! The second copy in a folder: `books/<aa>/<id>.book`, `photos/<aa>/<hash>`, `accounts.json`.
//!
//! A book's file is its pages in the form that travels, each behind its length in four bytes, big end first. Nothing in
//! the folder is ever overwritten or deleted but `accounts.json` and a photo that lost its hash, which are replaced whole,
//! and what the law had erased.

use crate::folder::{
    HashFolder, discard, ensure, failed, length, name, names, open, private, rename, replace, sync_folder,
};
use book::BookId;
use book::page::MAX_PAGE;
use protocol::PhotoHash;
use server_core::{Archive, Fault, Pages};
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A second copy in a folder.
pub struct FolderArchive {
    root: PathBuf,
    photos: HashFolder,
}

impl FolderArchive {
    /// Makes the folder if it is missing.
    pub fn create(folder: &Path) -> Result<Self, Fault> {
        ensure(&folder.join("books"))?;
        ensure(&folder.join("photos"))?;
        Ok(Self::open(folder))
    }

    /// Opens a folder that was made before. If it is not there now (a disk that is not mounted), the second copy fails
    /// until it is, and is never begun anew in the wrong place.
    pub fn open(folder: &Path) -> Self {
        Self { root: folder.to_owned(), photos: HashFolder(folder.join("photos")) }
    }

    fn path(&self, book: BookId) -> PathBuf {
        let name = book.to_string();
        self.root.join("books").join(name.get(..2).unwrap_or_default()).join(format!("{name}.book"))
    }
}

impl Archive for FolderArchive {
    fn lock(&self) -> Result<Box<dyn Send>, Fault> {
        let books = self.root.join("books");
        if !books.is_dir() {
            return Err(failed("find the second copy in", &self.root, ErrorKind::NotFound.into()));
        }
        let path = self.root.join("writing.lock");
        let file = private().truncate(false).open(&path).map_err(|error| failed("open", &path, error))?;
        file.lock().map_err(|error| failed("lock", &path, error))?;
        Ok(Box::new(file))
    }

    fn books(&self) -> Result<Vec<BookId>, Fault> {
        let mut books = Vec::new();
        for folder in names(&self.root.join("books"))? {
            // Only what is named as `path` names it: the rest may not even be readable, such as `lost+found`.
            if name(&folder).len() != 2 || !folder.is_dir() {
                tracing::warn!(path = %folder.display(), "this is no folder of books and was passed over");
                continue;
            }
            for file in names(&folder)? {
                match name(&file).strip_suffix(".book").and_then(BookId::from_hex) {
                    Some(book) if self.path(book) == file => books.push(book),
                    _ if name(&file).contains(".aside-") => {}
                    _ => tracing::warn!(path = %file.display(), "this is no book and was passed over"),
                }
            }
        }
        Ok(books)
    }

    fn length(&self, book: BookId) -> Result<u64, Fault> {
        Ok(length(&self.path(book))?.unwrap_or(0))
    }

    fn read(&self, book: BookId, from: u64) -> Result<Pages, Fault> {
        let path = self.path(book);
        let mut pages = Pages::default();
        let Some(mut file) = open(&path)? else { return Ok(pages) };
        file.seek(SeekFrom::Start(from)).map_err(|error| failed("read", &path, error))?;
        let mut file = BufReader::new(file);
        loop {
            match page(&mut file) {
                Ok(Some(wire)) => pages.wires.push(wire),
                Ok(None) => return Ok(pages),
                Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::InvalidData) => {
                    pages.torn = true;
                    return Ok(pages);
                }
                Err(error) => return Err(failed("read", &path, error)),
            }
        }
    }

    fn append(&self, book: BookId, at: u64, wires: &[Vec<u8>]) -> Result<u64, Fault> {
        let path = self.path(book);
        let held = length(&path)?;
        if held.unwrap_or(0) != at {
            return Err(Fault::Damaged(format!("the second copy of book {book} is not {at} bytes long")));
        }
        let folder = path.parent().unwrap_or(&self.root);
        ensure(folder)?;
        let bytes = framed(book, wires)?;
        let mut file = private().append(true).open(&path).map_err(|error| failed("open", &path, error))?;
        file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(|error| failed("write", &path, error))?;
        if held.is_none() {
            sync_folder(folder)?;
        }
        Ok(at + bytes.len() as u64)
    }

    fn set_aside(&self, book: BookId) -> Result<(), Fault> {
        let path = self.path(book);
        let mut free = (1..).map(|number: u32| path.with_extension(format!("aside-{number}")));
        match free.find(|name| !name.exists()) {
            Some(name) if path.exists() => rename(&path, &name),
            _ => Ok(()),
        }
    }

    fn replace(&self, book: BookId, wires: &[Vec<u8>]) -> Result<u64, Fault> {
        let path = self.path(book);
        let bytes = framed(book, wires)?;
        replace(&path, &bytes)?;
        let folder = path.parent().unwrap_or(&self.root);
        for file in names(folder)? {
            let aside = name(&file).strip_prefix(&book.to_string()).is_some_and(|rest| rest.starts_with(".aside-"));
            if aside {
                discard(&file)?;
            }
        }
        sync_folder(folder)?;
        Ok(bytes.len() as u64)
    }

    fn erase_photo(&self, hash: PhotoHash) -> Result<(), Fault> {
        self.photos.erase(hash)
    }

    fn put_photo(&self, hash: PhotoHash, bytes: &mut dyn Read) -> Result<bool, Fault> {
        self.photos.put(hash, bytes)
    }

    fn photo_length(&self, hash: PhotoHash) -> Result<Option<u64>, Fault> {
        self.photos.length(hash)
    }

    fn open_photo(&self, hash: PhotoHash) -> Result<Option<Box<dyn Read + Send>>, Fault> {
        Ok(self.photos.open(hash)?.map(|file| Box::new(file) as Box<dyn Read + Send>))
    }

    fn check_photo(&self, hash: PhotoHash) -> Result<bool, Fault> {
        self.photos.check(hash)
    }

    fn put_accounts(&self, bytes: &[u8]) -> Result<(), Fault> {
        replace(&self.root.join("accounts.json"), bytes)
    }

    fn accounts(&self) -> Result<Option<Vec<u8>>, Fault> {
        let path = self.root.join("accounts.json");
        let Some(mut file) = open(&path)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| failed("read", &path, error))?;
        Ok(Some(bytes))
    }
}

/// Pages as a book's file has them.
fn framed(book: BookId, wires: &[Vec<u8>]) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    for wire in wires {
        let count = u32::try_from(wire.len()).map_err(|_| Fault::Damaged(format!("a page of book {book}")))?;
        bytes.extend(count.to_be_bytes());
        bytes.extend(wire);
    }
    Ok(bytes)
}

/// The next page; none at the end of the file.
fn page(file: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut count = [0; 4];
    match file.read(&mut count)? {
        0 => return Ok(None),
        read => file.read_exact(count.get_mut(read..).unwrap_or_default())?,
    }
    let count = usize::try_from(u32::from_be_bytes(count)).unwrap_or(usize::MAX);
    if count > MAX_PAGE {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut wire = vec![0; count];
    file.read_exact(&mut wire)?;
    Ok(Some(wire))
}
