//! Recording: the one generic form.

use super::*;
use serde_json::Value;
use std::collections::BTreeMap;

/// A kind that can be recorded.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct KindTile {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// A lucide icon name.
    pub icon: String,
    /// Findings of it on the patrol under way.
    pub count: u32,
    /// `finding`, or `register` for panels and meetings.
    pub group: String,
    /// Whether it has a tile on the patrol's page.
    pub tile: bool,
    /// The heading under which the list of all kinds has it.
    pub heading: String,
    /// Its place in that list.
    pub rank: u32,
    /// It is sealed, and only a safeguarding lead reads it.
    pub restricted: bool,
}

/// See `open_form`. Exactly one of the three is given.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct OpenForm {
    /// A new finding of this kind.
    pub kind: Option<String>,
    /// A kept draft.
    pub draft: Option<String>,
    /// A saved finding, to finish or correct.
    pub finding: Option<String>,
    /// With `finding`: `finish`, `correct`, or `step/<id>` for a step of its matter.
    pub stage: Option<String>,
    /// With `kind`: the finding that offered it, to which it will belong.
    pub follows: Option<String>,
    /// With `kind`: the hotspot at which it is found, whose check it is part of.
    pub hotspot: Option<String>,
    /// With `kind`: whether one that this person began and did not save is gone on with, where there is one.
    #[serde(default)]
    pub go_on: bool,
}

/// A form as the page draws it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Form {
    /// The draft that keeps the answers.
    pub draft: String,
    /// `now`, `finish`, `correct` or `step/<id>`.
    pub stage: String,
    /// The saved finding that is finished or corrected.
    pub finding: Option<String>,
    /// The kind's id.
    pub kind: String,
    /// The kind's name.
    pub name: String,
    /// The kind's icon.
    pub icon: String,
    /// For a saved finding: its title, such as "Drug litter, Medway Street underpass".
    pub title: Option<String>,
    /// "8 items, 2 sharps".
    pub summary: String,
    /// "Found now, 09:44 · with Demo warden B".
    pub subtitle: String,
    /// The number of the page that saving makes; while a finding is finished, the page that it was recorded on.
    pub page: u32,
    /// Whether it is sealed when it is saved, so that only the safeguarding lead can read it.
    pub restricted: bool,
    /// Whether it says that a life is in danger: 999 comes first.
    pub danger: bool,
    /// The fields of this stage, in order. Those with `shown` false are not drawn.
    pub fields: Vec<FormField>,
    /// The place.
    pub place: PlaceView,
    /// The photos so far.
    pub photos: Vec<PhotoView>,
    /// The most photos that it may have; 0 if none are asked for.
    pub photos_most: u32,
    /// Photo slots of the kind, such as "Front, plate"; empty if any photo will do.
    pub photo_slots: Vec<String>,
    /// "2 taken; 4 are wanted for the file", or null.
    pub photo_note: Option<String>,
    /// What must be answered before this stage can be saved.
    pub missing: Vec<FormProblem>,
    /// "Sharps box, gloves, injury and children nearby are asked later", or null.
    pub later: Option<String>,
    /// Earlier findings that may be the same one, the likeliest first.
    pub same_ones: Vec<SameOneView>,
    /// Whether it says that an earlier finding was seen again; `say_same` with `new` makes it the new one again.
    pub seen_again: bool,
}

/// An earlier finding that may be the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SameOneView {
    /// The finding.
    pub finding: String,
    /// The page it was recorded on.
    pub page: u32,
    /// The book of that page, such as `W07`.
    pub book_code: String,
    /// A photo of it of which there is a small picture here.
    pub photo: Option<String>,
    /// "AB07 CDE, silver Ford, car".
    pub summary: String,
    /// "12 m from here, on 11 March, 7 days ago. Notice on it.".
    pub sentence: String,
    /// The step that is taken of it when it is gone; null if that is only noted.
    pub gone: Option<String>,
}

/// See `say_same`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaySame {
    /// The draft.
    pub draft: String,
    /// The earlier finding; null with `new`.
    pub finding: Option<String>,
    /// What it is.
    pub answer: SameAnswer,
}

/// The answer to "The same one?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SameAnswer {
    /// Another than those that were shown.
    New,
    /// The same, still there.
    There,
    /// The same, and it is gone.
    Gone,
}

/// A problem with an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FormProblem {
    /// The field.
    pub field: String,
    /// The sentence for it.
    pub message: String,
}

/// One question of a form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FormField {
    /// The field's id.
    pub id: String,
    /// The question.
    pub label: String,
    /// The short name for a tile.
    pub short: String,
    /// A line of help.
    pub hint: Option<String>,
    /// `count`, `int`, `decimal`, `money` (in pence), `text`, `longtext`, `bool`, `choice`, `multi`, `date`, `datetime`,
    /// `vrm`, `record`, `person`, `people`, `texts`, `records` or `rows`.
    #[serde(rename = "type")]
    pub field_type: String,
    /// Such as "kg".
    pub unit: Option<String>,
    /// What can be chosen; for `record` and `records`, the records.
    pub choices: Vec<ChoiceView>,
    /// For `record`: the kind that the records are of.
    pub of: Option<OfKind>,
    /// Whether a choice may be typed that is not in the list.
    pub other_allowed: bool,
    /// Whether the order of several answers matters.
    pub ordered: bool,
    /// The columns of `rows`.
    pub columns: Vec<FormField>,
    /// `main`, or `more` for what stands behind "8 more kinds of item".
    pub group: String,
    /// Least value.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
    /// Most characters.
    pub max_length: Option<u32>,
    /// Whether the question is asked now.
    pub shown: bool,
    /// Why it is asked ("Asked because 2 sharps were removed"), or null.
    pub because: Option<String>,
    /// A word of advice on the answer that never blocks, or null.
    pub advice: Option<String>,
    /// Whether this stage needs an answer.
    pub required: bool,
    /// Whether the value is worked out and cannot be typed.
    pub computed: bool,
    /// The answer; null = not answered.
    #[ts(type = "unknown")]
    pub value: Value,
    /// What is wrong with the answer.
    pub problem: Option<String>,
    /// The row that is wrong, if it is one.
    pub problem_row: Option<String>,
    /// Whether all choices are shown at once, however many.
    pub all: bool,
}

/// A kind of record that a question chooses from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OfKind {
    /// Its id.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Whether the person at the tablet may begin one.
    pub may_begin: bool,
}

/// A choice.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChoiceView {
    /// What is kept.
    pub id: String,
    /// What is read.
    pub label: String,
    /// A colour beside it, `#rrggbb`.
    pub swatch: Option<String>,
    /// Whether it cannot be chosen together with another ("None of these").
    pub exclusive: bool,
}

impl ChoiceView {
    /// A choice by its words alone.
    pub(crate) fn plain(id: String, label: String) -> Self {
        Self { id, label, swatch: None, exclusive: false }
    }
}

/// A place as shown.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct PlaceView {
    /// Whether there is one.
    pub known: bool,
    /// Whether the kind needs one.
    pub required: bool,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// "TQ 75914 68462".
    pub grid: Option<String>,
    /// Longitude and latitude.
    pub lon: Option<f64>,
    /// See `lon`.
    pub lat: Option<f64>,
    /// Metres.
    pub accuracy_m: Option<f64>,
    /// "Good to 8 m", "From your patrol: Chatham town centre", "No place yet".
    pub sentence: String,
    /// Whether it is worse than 50 m.
    pub poor: bool,
    /// "Chatham Central ward", "Perhaps Chatham Central ward".
    pub ward: Option<String>,
    /// "Inside the High Street area: no drinking in public, until 3 October 2027", for each order in force there then.
    pub order_areas: Vec<String>,
}

/// See `set_answers`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetAnswers {
    /// The draft.
    pub draft: String,
    /// Field → answer.
    #[ts(type = "Record<string, unknown>")]
    pub answers: BTreeMap<String, Value>,
}

/// See `set_place`. A device reading, a typed text, or neither (clears the place).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetPlace {
    /// The draft.
    pub draft: String,
    /// What the device says.
    pub device: Option<DeviceReading>,
    /// A grid reference, "lat, lon", or the name of a place.
    pub typed: Option<String>,
    /// With `typed`, its name: the entry of the register of places that was chosen.
    #[serde(default)]
    pub place: Option<String>,
}

/// See `places`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlacesRequest {
    /// The draft whose place is chosen.
    pub draft: String,
    /// What was typed so far; "" for the nearest.
    pub typed: String,
}

/// A place of the register that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceChoice {
    /// Its entry.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// "Also The Lines, Fort Field"; "" if it has one name only.
    pub also: String,
    /// How far it is from the form's place: "40 m"; null where either is not known.
    pub away: Option<String>,
}

/// A reading of the device's location.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct DeviceReading {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
    /// Metres.
    pub accuracy_m: f64,
}

/// A photo.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhotoView {
    /// SHA-256 of its bytes, hexadecimal: its name.
    pub sha256: String,
    /// "1 · 09:44".
    pub caption: String,
    /// The slot it was taken for.
    pub slot: Option<String>,
    /// Bytes of the original.
    pub bytes: u32,
    /// `on_this_tablet`, `arrived` or `backed_up`.
    pub state: String,
    /// Where its original is, for this tablet.
    pub original: Original,
    /// Whether there is a small picture of it here.
    pub thumbnail: bool,
}

/// Where a photo's original is, for this tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Original {
    /// Here.
    Here,
    /// A colleague's, not here yet.
    NotYet,
    /// It was here, and is at the council office.
    AtOffice,
    /// Asked for, and on its way.
    Coming,
    /// It was here, and the council office has lost it since.
    Lost,
}

/// See `remove_photo`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RemovePhoto {
    /// The draft.
    pub draft: String,
    /// The photo.
    pub sha256: String,
}

/// What was saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Saved {
    /// The finding; empty if it was sealed and this person cannot read it.
    pub finding: String,
    /// The page.
    pub page: u32,
    /// "Page 413 is on this tablet", or "Sealed. Only the safeguarding lead can read it.".
    pub sentence: String,
    /// Seconds in which it can be taken back; 0 = it cannot.
    pub undo_seconds: u32,
}

/// A kept draft in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftLine {
    /// The draft.
    pub id: String,
    /// "Drug litter, begun 09:44".
    pub title: String,
    /// The kind's icon.
    pub icon: String,
}

/// See `read_mark`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadMark {
    /// As typed.
    pub typed: String,
}

/// A registration mark as read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Mark {
    /// Without spaces, upper case.
    pub normal: String,
    /// As on a plate.
    pub display: String,
    /// "Reads as a mark from 2007", or "Not a pattern we know. Save what you see."
    pub sentence: String,
    /// Whether the pattern is known.
    pub known: bool,
    /// Other readings (O for 0).
    pub suggestions: Vec<String>,
}
