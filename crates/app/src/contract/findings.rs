//! Findings: the list, one finding, and where everything is.

use super::*;

/// A finding in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FindingLine {
    /// The finding.
    pub id: String,
    /// The page it was recorded on.
    pub page: u32,
    /// The book of that page, such as `W07`.
    pub book_code: String,
    /// The kind's id.
    pub kind: String,
    /// The kind's name.
    pub name: String,
    /// The kind's icon.
    pub icon: String,
    /// Where: a name, else the patrol's area, else the grid reference, else "".
    pub place: String,
    /// "09:44", "Mon 14:05" or "Sat 15 March".
    pub when: String,
    /// "4 items, 1 sharp".
    pub summary: String,
    /// Who recorded it.
    pub by: String,
    /// `on_this_tablet`, `arrived` or `backed_up`: the worst of its pages and photos.
    pub arrival: String,
    /// Any of `to_finish`, `question`, `two_versions`, `waiting_for_review`, `approved`, `changed_since_approval`,
    /// `recorded_by_mistake`, `waiting_for_a_check`, `restricted`, `same_as_another`, `waiting`, `closed`, `clock_soon`,
    /// `clock_passed`, `raised_again`.
    pub states: Vec<String>,
    /// "Raised three times", with `raised_again`.
    pub again: Option<String>,
    /// What is due first, of what this person can do.
    pub due: Option<DueView>,
    /// What is missing, in words: "3 answers missing: sharps box, gloves and tongs, injury"; null if nothing. On Today a
    /// question that waits, instead: "Demo leader asks: “Was there an address in the bags?”".
    pub missing: Option<String>,
    /// How many answers are missing.
    pub missing_count: u32,
    /// Which, without the number: "Sharps box, gloves and tongs, injury"; null if none.
    pub missing_what: Option<String>,
    /// Photos.
    pub photos: u32,
    /// The place's accuracy in metres.
    pub accuracy_m: Option<f64>,
}

/// See `findings`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct FindingsRequest {
    /// Words to look for.
    pub search: Option<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only with this state (see `FindingLine`). `clock` (something is due), `clock_soon` (it is, today or before) and
    /// `clock_passed` begin with what is due first, everything else with the newest.
    pub state: Option<String>,
    /// From this local date, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// To this local date, included.
    pub to: Option<String>,
    /// Only in this ward, by its code, or in the wards of this task force, by its id.
    pub ward: Option<String>,
    /// Only inside this order area, by its id, or inside `any`.
    pub order_area: Option<String>,
    /// Only of the same place, vehicle or person: `again` of a [`RepeatLine`].
    pub again: Option<String>,
    /// Where the last page ended.
    pub after: Option<String>,
}

/// A page of findings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FindingsPage {
    /// At most 50.
    pub lines: Vec<FindingLine>,
    /// On the first page of a search: cases that it finds.
    pub cases: Vec<FindingLine>,
    /// What `again` asked for, in words.
    pub again: Option<String>,
    /// For the next page; null at the end.
    pub next: Option<String>,
    /// How many match, counted up to 1,000.
    pub total: u32,
    /// Whether there are more than that.
    pub total_capped: bool,
}

/// One finding.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FindingView {
    /// As in a list.
    pub line: FindingLine,
    /// "Tuesday 18 March, 07:38".
    pub when_long: String,
    /// What it is, in the middle of a sentence: "finding", "task", "case" or "entry".
    pub thing: String,
    /// The tablet's reference, `W07-250318-004`.
    pub reference: String,
    /// The council office's, `26-004512-KD`; null until it has arrived and the tablet has heard of it.
    pub office_reference: Option<String>,
    /// Its handling marking: "OFFICIAL" or "OFFICIAL-SENSITIVE"; "" of a kind that this catalogue does not know.
    pub marking: String,
    /// Its patrol.
    pub patrol: Option<String>,
    /// Its photos.
    pub photos: Vec<PhotoView>,
    /// Those of before and after, for a kind that wants both; null while there are none.
    pub pair: Option<PhotoPair>,
    /// Fields with two versions.
    pub two_versions: Vec<TwoVersions>,
    /// Its answers, in the order of the form.
    pub answers: Vec<AnswerRow>,
    /// The place.
    pub place: PlaceView,
    /// Questions and their answers, oldest first.
    pub questions: Vec<QuestionThread>,
    /// What the DVLA says of its mark; null for a kind that it is not asked about.
    pub dvla: Option<DvlaView>,
    /// When it was seen again, newest first.
    pub sightings: Vec<SightingView>,
    /// Pages about this finding, newest first.
    pub timeline: Vec<TimelineRow>,
    /// Where its matter stands; null where nothing follows from its kind.
    pub matter: Option<Matter>,
    /// The steps that can be taken now, in the order of the catalogue.
    pub next: Vec<NextStep>,
    /// What is offered to be recorded beside it.
    pub offers: Vec<OfferView>,
    /// Kinds that can be begun from it, such as a referral.
    pub begins: Vec<BeginView>,
    /// Who looked at it, where each look is logged; the last first.
    pub looks: Vec<LookView>,
    /// What says that it belongs to this one: findings, referrals, and the meetings of a register entry.
    pub linked: Vec<FindingLine>,
    /// Tasks about it.
    pub tasks: Vec<TaskLine>,
    /// The cases that it belongs to.
    pub cases: Vec<Named>,
    /// Open cases into which this person can put it.
    pub cases_to_choose: Vec<Named>,
    /// Of a case: what it holds.
    pub case: Option<CaseView>,
    /// Of a task: to whom it can be handed over; empty if this person may not.
    pub hand_over_to: Vec<String>,
    /// What this person may do: any of `finish`, `correct`, `withdraw`, `restore`, `settle`, `ask`, `answer`,
    /// `give_task`.
    pub may: Vec<String>,
    /// Why it was recorded by mistake.
    pub mistake_reason: Option<String>,
}

/// A kind that can be begun from a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BeginView {
    /// The kind, for `open_form`.
    pub kind: String,
    /// "Refer it to a partner".
    pub label: String,
    /// The kind's icon.
    pub icon: String,
}

/// That somebody looked at a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LookView {
    /// "Demo lead".
    pub by: String,
    /// "today 09:12".
    pub at: String,
}

/// How it was and how it is since, side by side.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhotoPair {
    /// How it was.
    pub before: PhotoSide,
    /// How it is since.
    pub after: PhotoSide,
}

/// One side of it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhotoSide {
    /// "Before".
    pub label: String,
    /// The photos of that view, as they were taken.
    pub photos: Vec<PhotoView>,
    /// When each was taken: "18 March, 07:38".
    pub times: Vec<String>,
}

/// That a finding was seen again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SightingView {
    /// Whether it was still there.
    pub there: bool,
    /// "Still there, 12 m from where it was found".
    pub text: String,
    /// "Demo warden B · today 09:12".
    pub by: String,
}

/// A field that two people answered differently without knowing of each other.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TwoVersions {
    /// The field.
    pub field: String,
    /// Its short name.
    pub label: String,
    /// Whether they are outcomes: until one of two is chosen, the finding has no outcome.
    pub outcomes: bool,
    /// The versions, the later first.
    pub versions: Vec<Version>,
}

/// One version.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Version {
    /// The entry that wrote it, for `settle`.
    pub entry: String,
    /// The answer in words.
    pub text: String,
    /// By whom.
    pub by: String,
    /// The book, such as `W11`.
    pub book_code: String,
    /// The page.
    pub page: u32,
    /// "18 March, 08:20".
    pub at: String,
    /// Whether the tablet's clock was known to be wrong then.
    pub doubtful: bool,
}

/// One answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnswerRow {
    /// The field.
    pub field: String,
    /// Its label.
    pub label: String,
    /// The answer in words.
    pub text: String,
    /// What is said of it by other records: "Complaints that count: 2 of 3".
    pub beside: Option<String>,
    /// Whether it counts things: it stands in one line with those beside it that do.
    pub counted: bool,
    /// What it was before, oldest first: struck through but legible.
    pub struck: Vec<String>,
    /// "Demo warden A, 09:33, p. 411", where it was corrected.
    pub corrected_by: Option<String>,
    /// "Erased by law on 3 October 2026: right to erasure", where the answer was and none was given since.
    pub erased: Option<String>,
}

/// A question and its answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct QuestionThread {
    /// The question.
    pub id: String,
    /// The field it is about.
    pub field: Option<String>,
    /// That field's label.
    pub label: Option<String>,
    /// The question.
    pub text: String,
    /// Who asked.
    pub by: String,
    /// When, "today 08:41".
    pub at: String,
    /// The answer.
    pub answer: Option<String>,
    /// Who answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<String>,
    /// Whether this person may answer it: nobody answers their own question.
    pub may_answer: bool,
}

/// One page about a finding.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TimelineRow {
    /// The page; none for what the council office wrote.
    pub page: Option<u32>,
    /// Whether it is an order of the council office to erase.
    pub erases: bool,
    /// The book.
    pub book_code: String,
    /// What it did: "Recorded on patrol", "Caps, tips, plungers", "Photo 3 added", "Approved".
    pub title: String,
    /// For a correction: what it was.
    pub struck: Option<String>,
    /// For a correction: what it is now.
    pub now: Option<String>,
    /// "Demo warden A · 09:33"; of an erasure, what it took.
    pub by: String,
}

/// See `withdraw`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Withdraw {
    /// The finding.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// See `settle`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Settle {
    /// The finding.
    pub id: String,
    /// The field.
    pub field: String,
    /// The version that is right.
    pub entry: String,
    /// All versions that were shown; one that came in since is not settled by this.
    pub versions: Vec<String>,
}

/// See `ask`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Ask {
    /// The finding.
    pub id: String,
    /// The field, if it is about one.
    pub field: Option<String>,
    /// The question.
    pub text: String,
}

/// See `answer`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Answer {
    /// The finding.
    pub id: String,
    /// The question.
    pub question: String,
    /// The answer.
    pub text: String,
}

/// See `arrived`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ArrivedRequest {
    /// Also what is backed up.
    pub all: bool,
    /// Pages before this number (for the next stretch).
    pub before: Option<u32>,
}

/// Where every page and photo is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Arrived {
    /// Pages in this book.
    pub pages: u32,
    /// The totals.
    pub whereabouts: Whereabouts,
    /// Pages that this person sealed: "1 sealed page: only a safeguarding lead can read it"; null if none.
    pub sealed: Option<String>,
    /// They, newest first, at most 50.
    pub sealed_rows: Vec<SealedRow>,
    /// What is stuck, and why.
    pub stuck: Vec<Stuck>,
    /// Page by page, newest first, at most 50.
    pub rows: Vec<ArrivedRow>,
    /// For the next stretch.
    pub next: Option<u32>,
    /// What photos wait for: "2 photos wait for Wi-Fi. Their small pictures go ahead."
    pub photos_wait: Option<String>,
    /// "Last reached the council office at 09:31." or "Not yet reached."
    pub reached: String,
    /// When the nightly slot is: "Tonight at 02:47".
    pub tonight: String,
}

/// A page that the person at the tablet sealed, and where it is. What it says can only the safeguarding lead read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealedRow {
    /// The page, in the restricted book.
    pub page: u32,
    /// `on_this_tablet`, `arrived` or `backed_up`.
    pub arrival: String,
}

/// Something that did not get through.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Stuck {
    /// "Photo 2 of page 391".
    pub what: String,
    /// Why, where it is safe, and what happens next.
    pub why: String,
    /// The photo, if it is one.
    pub sha256: Option<String>,
}

/// One page and where it is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ArrivedRow {
    /// The page.
    pub page: u32,
    /// "Great Lines steps", "Correction to p. 405", "Patrol started".
    pub title: String,
    /// "Drug litter · 2 photos".
    pub detail: String,
    /// The kind's icon.
    pub icon: String,
    /// The finding or patrol it is about.
    pub finding: Option<String>,
    /// `on_this_tablet`, `arrived` or `backed_up`: page and photos together.
    pub arrival: String,
    /// Whether something of it is stuck.
    pub stuck: bool,
}
