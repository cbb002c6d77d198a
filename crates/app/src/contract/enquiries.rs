//! Enquiries: what was recorded at a place over a period, as one page that may leave the team, and who asked for it.

use super::*;

/// See `place_told` and `write_place_told`: a place, and a period.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct PlaceAsked {
    /// A grid reference, coordinates, a place of the register by any of its names, or the name of a street.
    pub typed: Option<String>,
    /// How far around it, if its position is known; 250 unless said.
    pub metres: Option<u32>,
    /// Only in this ward, by its code, or in the wards of this task force, by its id.
    pub ward: Option<String>,
    /// From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
    pub from: Option<String>,
    /// To this day, included.
    pub to: Option<String>,
}

/// What was recorded at a place: counts, what was done, and dates. It has no name of a person and no word that was typed of a
/// finding.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlaceTold {
    /// "Within 250 m of Medway Street underpass", "Luton and Wayfield", "Rope Walk".
    pub title: String,
    /// How the place was understood, as a sentence.
    pub how: String,
    /// The period.
    pub period: PeriodView,
    /// "4 July 2026, 08:58".
    pub as_at: String,
    /// How many findings the page tells of exactly.
    pub total: u32,
    /// "Including 14 not yet reviewed"; null if all of it was.
    pub unreviewed: Option<String>,
    /// Each kind of which there was any, the most frequent first.
    pub kinds: Vec<PlaceKind>,
    /// Kinds that are often recorded, and were not here: "Nothing was recorded of: dog fouling and graffiti."; null: none.
    pub nothing_of: Option<String>,
    /// By month, every month of the period in order; empty where it is shorter than two.
    pub months: Vec<FigureBar>,
    /// What is not on the page, and why, a sentence each.
    pub left_out: Vec<String>,
    /// The page as text.
    pub text: String,
}

/// How often a kind was recorded at a place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlaceKind {
    /// The kind's id.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its icon.
    pub icon: String,
    /// "31", or "fewer than 5".
    pub said: String,
    /// "28 removed by wardens, 2 made safe, 3 still open"; "" where that would tell of people.
    pub done: String,
    /// "14 Nov 2017 to 3 Oct 2018"; "" where that would tell of people.
    pub dates: String,
}

/// See `write_place_told`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WritePlaceTold {
    /// As in `place_told`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: PlaceAsked,
    /// The enquiry whose answer was sent: that is written as it was sent, as text. Null: what is recorded now.
    pub enquiry: Option<String>,
    /// `txt` or `csv`.
    pub format: String,
}

/// See `record_enquiry`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordEnquiry {
    /// As in `place_told`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: PlaceAsked,
    /// `councillor`, `member_of_parliament` or `public`.
    pub asked_by: Option<String>,
    /// Which councillor.
    pub councillor: Option<String>,
    /// What is asked.
    pub about: String,
    /// When, `YYYY-MM-DD`; null: today.
    pub asked_on: Option<String>,
    /// Whether the page as it is now was sent already.
    pub sent: bool,
}

/// See `answer_enquiry`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnswerEnquiry {
    /// The enquiry.
    pub id: String,
    /// As in `place_told`: what was sent.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: PlaceAsked,
}

/// The team's enquiries.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Enquiries {
    /// Those to be answered, what is due first on top; at most 200.
    pub open: Vec<EnquiryView>,
    /// Those that were answered, the newest first; at most 100.
    pub answered: Vec<EnquiryView>,
    /// The places of the register, by name; at most 200.
    pub places: Vec<String>,
    /// The wards.
    pub wards: Vec<AreaChoice>,
    /// The task forces.
    pub task_forces: Vec<AreaChoice>,
    /// The period that is meant unless another is chosen.
    pub period: PeriodView,
}

/// An enquiry.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EnquiryView {
    /// The record.
    pub id: String,
    /// The page it was recorded on.
    pub page: u32,
    /// The book of that page.
    pub book_code: String,
    /// "Councillor A. Member", "A member of the public".
    pub asked_by: String,
    /// What is asked.
    pub about: String,
    /// About which place, as the page has it.
    pub place: String,
    /// "1 Nov 2017 to 31 Oct 2018".
    pub period: String,
    /// "18 March 2025".
    pub asked_on: String,
    /// By when the reply is due; null once it was sent.
    pub due: Option<DueView>,
    /// "20 March 2025"; null: not sent yet.
    pub sent_on: Option<String>,
    /// What was sent.
    pub sent: Option<String>,
    /// Two people wrote different things without knowing of each other.
    pub two_versions: bool,
    /// The place and the period, to make the page again.
    pub over: PlaceAsked,
}
