//! What entries add up to. Pure, and the same sums on tablet and centre.
//!
//! A [`Record`] is the merged fields of one finding, patrol or register entry. Storage keeps one per record, and for each
//! new entry calls [`Record::take`] once; the order of entries never matters (see [`book::merge`]).

mod again;
mod course;
mod dvla;
pub mod edition;
pub mod erasure;
mod fields;
mod figures;
mod kept;
mod line;
mod merge;
mod retention;
pub mod sealed;
mod sighting;
mod signs;
mod state;
pub mod verdict;

pub use again::{KnownBy, SQUARE_M, Spot, same_words};
pub use course::Stood;
pub use domain::erasure::Ground;
pub use dvla::{
    DVLA_ASKED, DVLA_SAID, DVLA_TOLD, DvlaAsked, DvlaOutcome, DvlaSaid, DvlaTold, LONGEST_MARK, OFFICE, Vehicle,
    can_be_asked,
};
pub use edition::Edition;
pub use erasure::{ERASURE, Erasure, Gone, Order};
pub use fields::*;
pub use figures::{BehindRow, Over, Sum, day_number, day_of_number, numbered};
pub use line::{CALLED_OFF, Due, First, Line, begin_of, instant, line, local_date};
pub use merge::{Author, Seen, Step};
pub use retention::Retention;
pub use sealed::{Opened, SEALED, SealingError};
pub use sighting::Sighting;
pub use signs::Sign;
pub use state::{PhotoRow, Question, Record, Review};
pub use verdict::{DECIDED, Decision, Verdict};
