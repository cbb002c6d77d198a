//! Takes a bundle that a tablet wrote for the day when it cannot reach the office. Its pages are verified, judged and
//! stored exactly as in an exchange, its photos by their hash; receipts follow with the tablet's next sync, if there ever
//! is one. Taking it again changes nothing.
//!
//! The file is read to its end before anything of it is taken: of one that was cut or changed nothing is, unless the
//! operator asks for what is whole in front of the damage. That part is as good as any: each page proves itself.

use crate::centre::Centre;
use crate::notice::opening_key;
use crate::photo::Piece;
use crate::policy::{Action, Caller};
use crate::storage::{Council, Fault};
use book::{BookId, ScopeId};
use protocol::bundle::{BadBundle, BundleOpener, FRAME, HEAD, Origin, Part};
use protocol::{PhotoHash, Refusal, RefusalCode, Request};
use serde::Serialize;
use std::io::{ErrorKind, Read, Seek};

/// What came of a bundle.
#[derive(Debug, Clone, Serialize)]
pub struct Imported {
    /// The short code of the tablet that wrote it.
    pub tablet: String,
    /// When, by the tablet's clock, milliseconds since 1970.
    pub written_at: i64,
    /// Whether the file is whole; if not, what follows counts what is whole in front of the damage.
    pub whole: bool,
    /// Pages in it.
    pub pages: u64,
    /// Those of them that the office lacked.
    pub new_pages: u64,
    /// Photos in it.
    pub photos: u64,
    /// Those of them that the office lacked.
    pub new_photos: u64,
    /// Books that could not be taken, and the page at which it stopped.
    pub books_not_taken: Vec<Stopped>,
    /// The names of photos that could not be taken.
    pub photos_not_taken: Vec<String>,
}

/// A book that could not be taken whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// The book.
    pub book: BookId,
    /// The page that is missing, or was not as it was signed.
    pub page: u64,
}

/// Why nothing of a bundle was taken, or, after [`ImportError::Fault`] and [`ImportError::Office`], perhaps only a part;
/// the same file can be taken again.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is no bundle of this council, or not whole.
    #[error(transparent)]
    Bad(#[from] BadBundle),
    /// The office knows no tablet of that key.
    #[error("the tablet that wrote this bundle, {0}, is not enrolled with this council office")]
    UnknownTablet(String),
    /// The file cannot be read.
    #[error("the bundle cannot be read")]
    Read(#[source] std::io::Error),
    /// The office failed.
    #[error("{}", .0.message)]
    Office(Refusal),
    /// See [`Fault`].
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A bundle being read.
struct Parts<'a> {
    input: &'a mut dyn Read,
    opener: BundleOpener,
}

/// A photo of which bytes are coming.
struct Coming {
    scope: ScopeId,
    hash: PhotoHash,
    length: u64,
    /// Bytes of it that were read.
    read: u64,
    /// Bytes of it that the office holds.
    held: u64,
    /// Whether the office lacked some of it.
    new: bool,
}

impl Centre {
    /// Takes a bundle. With `what_is_whole` also of one that is damaged, up to the damage.
    pub fn import_bundle(
        &self,
        mut file: impl Read + Seek,
        what_is_whole: bool,
        now: i64,
    ) -> Result<Imported, ImportError> {
        let council = self.council()?;
        let (mut parts, origin) = Parts::begin(&mut file, &council)?;
        let device = self.storage.read()?.device_by_key(&origin.key)?;
        let device = device.ok_or_else(|| ImportError::UnknownTablet(origin.code.clone()))?;
        let grants = self.storage.read()?.grants_of_device(device.id)?;
        let (good, damage) = parts.count();
        match damage {
            None => {}
            Some(ImportError::Bad(ref bad)) if what_is_whole => {
                tracing::warn!(tablet = origin.code, parts = good, damage = %bad, "a bundle is taken up to its damage");
            }
            Some(damage) => return Err(damage),
        }
        let whole = damage.is_none();
        let mut import = Import {
            centre: self,
            caller: Caller { device, grants },
            coming: None,
            done: Imported {
                tablet: origin.code,
                written_at: origin.written_at,
                whole,
                pages: 0,
                new_pages: 0,
                photos: 0,
                new_photos: 0,
                books_not_taken: Vec::new(),
                photos_not_taken: Vec::new(),
            },
            now,
        };
        file.rewind().map_err(ImportError::Read)?;
        let (mut parts, _) = Parts::begin(&mut file, &council)?;
        for _ in 0..good {
            import.take(parts.next()?)?;
        }
        Ok(import.done)
    }
}

impl<'a> Parts<'a> {
    /// Reads the head and who wrote it.
    fn begin(input: &'a mut dyn Read, council: &Council) -> Result<(Self, Origin), ImportError> {
        let head: [u8; HEAD] = exactly(input)?.ok_or(BadBundle::NotABundle)?;
        let opener = BundleOpener::begin(head, &council.root.public(), &opening_key(council))?;
        let mut parts = Self { input, opener };
        match parts.next()? {
            Part::Tablet(origin) => Ok((parts, origin)),
            _ => Err(BadBundle::Damaged.into()),
        }
    }

    fn next(&mut self) -> Result<Part, ImportError> {
        let frame: [u8; FRAME] = exactly(self.input)?.ok_or(BadBundle::Cut)?;
        let mut sealed = vec![0; BundleOpener::length(&frame)?];
        match self.input.read_exact(&mut sealed) {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Err(BadBundle::Cut.into()),
            Err(error) => Err(ImportError::Read(error)),
            Ok(()) => Ok(self.opener.part(&frame, &sealed)?),
        }
    }

    /// Reads to the end. Gives how many parts are whole, and what is wrong with the next.
    fn count(&mut self) -> (u64, Option<ImportError>) {
        let mut good = 0;
        loop {
            match self.next() {
                Err(damage) => return (good, Some(damage)),
                Ok(Part::End) => {
                    let more = exactly::<1>(self.input).transpose().is_some();
                    return (good, more.then(|| BadBundle::Damaged.into()));
                }
                Ok(_) => good += 1,
            }
        }
    }
}

/// A bundle being taken.
struct Import<'a> {
    centre: &'a Centre,
    caller: Caller,
    coming: Option<Coming>,
    done: Imported,
    now: i64,
}

impl Import<'_> {
    fn take(&mut self, part: Part) -> Result<(), ImportError> {
        match part {
            Part::Tablet(_) | Part::End => Ok(()),
            Part::Pages(request) => self.pages(&request),
            Part::Photo { scope, hash, length } => self.photo(scope, hash, length),
            Part::PhotoBytes(bytes) => self.photo_bytes(&bytes),
        }
    }

    fn pages(&mut self, request: &Request) -> Result<(), ImportError> {
        let may = |scope| self.caller.may(Action::SendPages, scope, self.now);
        let taken = self.centre.take(&request.runs, &may, self.now)?;
        self.done.new_pages += taken.new;
        self.done.books_not_taken.extend(taken.refused.iter().map(|(book, page)| Stopped { book: *book, page: *page }));
        for run in &request.runs {
            let pages = run.entries.len() as u64;
            self.done.pages += pages;
            let said = taken.refused.iter().any(|(book, _)| *book == run.book);
            // An office that holds less than it once signed for cannot go on after a gap, and none goes on after a page that
            // lacks a value of which no order is held.
            let lines = self.centre.storage.read()?.lines(run.book)?;
            let held = lines.iter().map(|line| line.tip.number).max().unwrap_or(0);
            if !said && held + 1 < run.first.saturating_add(pages) {
                self.done.books_not_taken.push(Stopped { book: run.book, page: held + 1 });
            }
        }
        Ok(())
    }

    fn photo(&mut self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<(), ImportError> {
        self.done.photos += 1;
        self.coming = match self.centre.open_photo(&self.caller, scope, hash, length, self.now) {
            Ok(opened) => {
                let new = opened.offset < length;
                Some(Coming { scope, hash, length, read: 0, held: opened.offset, new })
            }
            Err(refusal) => {
                self.refused(hash, refusal)?;
                None
            }
        };
        Ok(())
    }

    fn photo_bytes(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        let Some(mut coming) = self.coming.take() else { return Ok(()) };
        let begin = coming.read;
        coming.read += bytes.len() as u64;
        // What the office has of it is passed over.
        let known = usize::try_from(coming.held.saturating_sub(begin)).unwrap_or(usize::MAX);
        if let Some(rest) = bytes.get(known..).filter(|rest| !rest.is_empty()) {
            let Coming { scope, hash, held, .. } = coming;
            match self.centre.put_piece(&self.caller, scope, hash, held, rest, self.now) {
                // Behind what was read only if another copy of it came in between and was thrown away.
                Ok(Piece::Taken(held) | Piece::WrongOffset(held)) if held >= coming.read => coming.held = held,
                Ok(_) => {
                    self.done.photos_not_taken.push(hash.to_string());
                    return Ok(());
                }
                Err(refusal) => return self.refused(hash, refusal),
            }
        }
        if coming.read < coming.length {
            self.coming = Some(coming);
        } else {
            self.done.new_photos += u64::from(coming.new);
        }
        Ok(())
    }

    fn refused(&mut self, hash: PhotoHash, refusal: Refusal) -> Result<(), ImportError> {
        if refusal.code == RefusalCode::Fault {
            return Err(ImportError::Office(refusal));
        }
        self.done.photos_not_taken.push(hash.to_string());
        Ok(())
    }
}

/// So many bytes; none if the file ends before.
fn exactly<const N: usize>(input: &mut dyn Read) -> Result<Option<[u8; N]>, ImportError> {
    let mut bytes = [0; N];
    match input.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(ImportError::Read(error)),
    }
}
