//! What a sync did, and what needs a person.

use book::BookId;
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
    /// Whether both sides hold the same books.
    pub converged: bool,
    /// What needs a person.
    pub problems: Vec<Problem>,
}

/// Something that a sync could not do and that will not pass by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The office holds another page of this number: this tablet, or a copy of it, was put back to an earlier state.
    /// Nothing was overwritten on either side.
    Fork {
        /// The book.
        book: BookId,
        /// A page that differs.
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
    /// The tablet no longer has a part in its team's scope.
    NoPart,
    /// A photo did not get on.
    Photo {
        /// The photo.
        hash: PhotoHash,
        /// Why, in one sentence.
        why: String,
    },
}

impl Problem {
    /// One sentence for a person.
    pub fn sentence(&self) -> String {
        match self {
            Self::Fork { page, own: true, .. } => format!(
                "The council office holds another page {page} of this tablet's book. Nothing is lost: both are kept. Tell \
                 your team leader before you record more."
            ),
            Self::Fork { page, .. } => {
                format!("The council office holds another page {page} of a colleague's book. Both are kept.")
            }
            Self::NotTaken { page, .. } => {
                format!(
                    "The council office could not take page {page}. It stays on this tablet. Tell your team leader."
                )
            }
            Self::NotKept { .. } => "A page from the council office was not as it was signed and was not kept.".into(),
            Self::NoPart => {
                "The council office no longer counts this tablet to the team. Everything is kept here.".into()
            }
            Self::Photo { why, .. } => why.clone(),
        }
    }
}

/// How far a running sync is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
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
