//! What a sync did, and what needs a person.

use book::{BookId, ScopeId};
use chrono::DateTime;
use chrono_tz::Europe::London;
use protocol::PhotoHash;

/// What one sync did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Exchanges made.
    pub exchanges: u32,
    /// Pages sent, whether the office had them or not.
    pub pages_sent: u64,
    /// Pages that the office sent.
    pub pages_received: u64,
    /// Photos for which the office signed after this sync sent them.
    pub photos_sent: u64,
    /// Photos fetched whole.
    pub photos_fetched: u64,
    /// Thumbnails that the office was given.
    pub thumbnails_sent: u64,
    /// Thumbnails of others that came.
    pub thumbnails_fetched: u64,
    /// Originals that left the tablet.
    pub originals_left: u64,
    /// Whether both sides hold the same books.
    pub converged: bool,
    /// What needs a person.
    pub problems: Vec<Problem>,
}

/// Something that a sync could not do and that will not pass by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A book has gone on in two ways: its tablet was put back to an earlier state, or copied. Both are kept, and a tablet
    /// that finds this of its own book has begun a new one.
    Fork {
        /// The book.
        book: BookId,
        /// The first page that may differ.
        page: u64,
        /// Whether it is this tablet's own book.
        own: bool,
    },
    /// The office could not take a book past this page.
    NotTaken {
        /// The book.
        book: BookId,
        /// The page at which it stopped.
        page: u64,
    },
    /// What the office sent of a book could not be taken.
    NotKept {
        /// The book.
        book: BookId,
        /// Why.
        why: protocol::Problem,
    },
    /// The office shows less of a book, or another page, than it had confirmed in a checkpoint.
    NotShown {
        /// The book.
        book: BookId,
        /// Its short code, if it is known.
        code: Option<String>,
        /// The first page that it no longer shows.
        page: u64,
        /// When it had confirmed it, milliseconds since 1970.
        confirmed_at: i64,
        /// Whether this tablet holds the page.
        here: bool,
        /// Whether it shows another page in its place.
        rewritten: bool,
    },
    /// The office signed a checkpoint that is older than the one that this tablet keeps, or another one of the same moment.
    Backdated {
        /// The scope.
        scope: ScopeId,
        /// Of when it says it is, milliseconds since 1970.
        signed_at: i64,
        /// Of when the kept one is.
        kept_at: i64,
    },
    /// The tablet no longer has a part in its team's scope.
    NoPart,
    /// The office no longer has a photo whose original has left this tablet.
    Lost {
        /// The photo.
        hash: PhotoHash,
    },
    /// A photo did not get on.
    Photo {
        /// The photo.
        hash: PhotoHash,
        /// Why, in one sentence.
        why: String,
    },
    /// Something of the kind with a book of the restricted part. Anyone may read this at the tablet; what it was stands in
    /// the log alone.
    Unsaid,
}

impl Problem {
    /// The book that it is about.
    pub(crate) fn book(&self) -> Option<BookId> {
        match self {
            Self::Fork { book, .. }
            | Self::NotTaken { book, .. }
            | Self::NotKept { book, .. }
            | Self::NotShown { book, .. } => Some(*book),
            Self::Backdated { .. } | Self::NoPart | Self::Lost { .. } | Self::Photo { .. } | Self::Unsaid => None,
        }
    }

    /// One sentence for a person.
    pub fn sentence(&self) -> String {
        match self {
            Self::Fork { page, own: true, .. } => format!(
                "This tablet was put back to an earlier state, or copied: its book had already gone on from page {page} \
                 elsewhere. Nothing is lost: both are kept, and it now writes in a new book. Tell your team leader."
            ),
            Self::Fork { page, .. } => format!(
                "A colleague's tablet was put back to an earlier state, or copied: from page {page} on there are two \
                 versions of its book. Both are kept and both count."
            ),
            Self::NotTaken { page, .. } => {
                format!(
                    "The council office could not take page {page}. It stays on this tablet. Tell your team leader."
                )
            }
            Self::NotShown { code, page, confirmed_at, here, rewritten, .. } => {
                let of = code.as_ref().map_or_else(|| "a colleague's book".into(), |code| format!("book {code}"));
                let on = date(*confirmed_at);
                let shows = if *rewritten { "shows another page in place of" } else { "no longer shows" };
                let then = if *here {
                    "Nothing is lost: this tablet is sending its copy."
                } else {
                    "This tablet does not hold it; another may."
                };
                format!(
                    "The council office {shows} page {page} of {of}, which it had confirmed on {on}. {then} Tell \
                     your team leader."
                )
            }
            Self::Backdated { signed_at, kept_at, .. } => {
                let (signed, kept) = (date(*signed_at), date(*kept_at));
                let said = match signed == kept {
                    true => format!("gives another word for {kept} than it gave that day"),
                    false => format!("gives {signed} as the day of its last word, and had given one on {kept}"),
                };
                format!(
                    "The council office {said}. This tablet goes on by the word that it keeps, and nothing saved here is lost. \
                     Tell your team leader."
                )
            }
            Self::NotKept { .. } => "A page from the council office was not as it was signed and was not kept.".into(),
            Self::NoPart => {
                "The council office no longer counts this tablet to the team. Everything is kept here.".into()
            }
            Self::Lost { .. } => {
                "The council office no longer has a photo that it had backed up, and whose full size has \
                                 left this tablet. Its small picture is still here. Tell your team leader."
                    .into()
            }
            Self::Photo { why, .. } => why.clone(),
            Self::Unsaid => {
                "The council office and this tablet do not agree on a page. Nothing saved here is lost. Ask \
                             whoever looks after the tablets: the log says more."
                    .into()
            }
        }
    }
}

/// A day as it is said, such as "3 May".
fn date(millis: i64) -> String {
    let time = DateTime::from_timestamp_millis(millis).unwrap_or_default();
    time.with_timezone(&London).format("%-d %B").to_string()
}

/// How far a running sync is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress<'a> {
    /// Something that people are told, as soon as it is known: the sync may yet end early.
    Problem(&'a Problem),
    /// The office answered, and its signatures are right.
    Reached,
    /// Pages so far.
    Pages {
        /// Sent.
        sent: u64,
        /// Received.
        received: u64,
    },
    /// A photo on its way, either way.
    Photo {
        /// The photo.
        hash: PhotoHash,
        /// Bytes at the other side.
        done: u64,
        /// Its length.
        of: u64,
    },
}
