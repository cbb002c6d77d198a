//! The shape of a kind of finding: what a file in `catalogue/` says and what the page is sent to render a form from.
//!
//! One set of types serves both, so the page can show any kind without knowing it. Unknown keys are refused. The
//! expressions (`*_when`, `computed`, `summary`, `holds`) are CEL and run only here (see [`super::condition`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::clock::Clock;
use super::condition::Compiled;
use super::counts_as::CountsAs;
use super::course::{State, Step};
use super::figure::Figure;
use super::fits::Fits;
use super::merge::Merge;
use super::photos::PhotoRules;
use super::rates::Rates;
use super::retention::KeptLonger;
use crate::roles::{Action, Role, may};

/// When a question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// While standing there, before the first save.
    Now,
    /// Later, from the *To finish* list, before the patrol is submitted.
    #[default]
    Finish,
    /// When the matter is over.
    Close,
}

/// Up to which stage a question may stay unanswered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    /// It may stay unanswered for good.
    #[default]
    Never,
    /// Needed for the first save.
    Now,
    /// Needed to finish the finding.
    Finish,
    /// Needed to close the finding.
    Close,
}

/// What sort of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// A whole number from 0 shown as a counter tile; unanswered counts as 0 in sums.
    Count,
    /// A whole number.
    Int,
    /// A number with decimals.
    Decimal,
    /// An amount of money, kept in whole pence.
    Money,
    /// One line of text.
    Text,
    /// Several lines of text.
    Longtext,
    /// Yes or no, never answered beforehand.
    Bool,
    /// One of `choices`.
    Choice,
    /// Any of `choices`.
    Multi,
    /// A calendar date, `2025-03-18`.
    Date,
    /// An instant, RFC 3339.
    Datetime,
    /// A vehicle registration mark, kept as typed (see [`crate::vrm`]).
    Vrm,
    /// The id of a record of the kind named in `of`.
    Record,
    /// A list of such ids.
    Records,
    /// The name of a warden; any other name is welcome.
    Person,
    /// A list of such names.
    People,
    /// A list of short texts, each typed.
    Texts,
    /// Repeated rows of `columns`; each row is a value of its own under `<field>/<row id>`.
    Rows,
    /// A place (see [`crate::place::Place`]).
    Place,
}

/// Where a tile or question stands: at once, or behind "more".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Shown at once.
    #[default]
    Main,
    /// Behind "8 more kinds of item".
    More,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stored value; never reused for another meaning.
    pub id: String,
    /// Words on screen.
    pub label: String,
    /// Fewer words, for a chip.
    #[serde(default)]
    pub short: Option<String>,
    /// Cannot be chosen together with another ("none of these").
    #[serde(default)]
    pub exclusive: bool,
    /// Colour dot beside the words, `#rrggbb`.
    #[serde(default)]
    pub swatch: Option<String>,
    /// Offered no more: shown only where it was chosen.
    #[serde(default)]
    pub retired: bool,
    /// What else it is called: it is found by these names too.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The first day on which it is there to be chosen.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(default)]
    #[ts(type = "string | null")]
    pub until: Option<NaiveDate>,
}

impl Choice {
    /// Whether it is there to be chosen on a day.
    pub fn is_there(&self, day: NaiveDate) -> bool {
        !self.retired && self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// The names by which it is found, its own first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.label].into_iter().chain(&self.short).chain(&self.aliases).map(String::as_str)
    }
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name of the value in the record, snake_case; never reused for another meaning.
    pub id: String,
    /// The plain question, in the wardens' words.
    pub label: String,
    /// The noun for it: on tiles and at the head of problems ("Sharps box number").
    #[serde(default)]
    pub short: Option<String>,
    /// A line of help under the question.
    #[serde(default)]
    pub hint: Option<String>,
    /// What sort of answer it takes.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Unit behind a number ("m", "kg").
    #[serde(default)]
    pub unit: Option<String>,
    /// The possible answers of a choice or multi.
    #[serde(default, alias = "choice")]
    pub choices: Vec<Choice>,
    /// The possible answers are the partners of `common.toml`, as far as `choices` names none.
    #[serde(default)]
    pub partners: bool,
    /// Every possible answer is shown at once, however many they are.
    #[serde(default)]
    pub all: bool,
    /// Asked no more: shown only where it was answered.
    #[serde(default)]
    pub retired: bool,
    /// Of a retired question: what its answers count as in figures.
    #[serde(default)]
    pub counts_as: Option<CountsAs>,
    /// Common answers offered as chips beside a text; any other text is welcome.
    #[serde(default)]
    pub suggestions: Vec<String>,
    /// Smallest number.
    #[serde(default)]
    pub min: Option<f64>,
    /// Largest number.
    #[serde(default)]
    pub max: Option<f64>,
    /// Most characters of a text; most names or rows of a list.
    #[serde(default)]
    pub max_length: Option<u32>,
    /// Regular expression that the whole text, in capitals, must match.
    #[serde(default)]
    pub pattern: Option<String>,
    /// A date or time may lie in the future.
    #[serde(default)]
    pub future: bool,
    /// Kind of record that a `record` refers to, or `finding` for any finding.
    #[serde(default)]
    pub of: Option<String>,
    /// Two questions joined by a dot, `meeting.panel`: only a record of the same kind is chosen of which the record that the
    /// first names has the same answer to the second.
    #[serde(default)]
    pub same: Option<String>,
    /// A figure of the kind in `of`: only a record that counts in it is chosen ("a warning that was served").
    #[serde(default)]
    pub counted_in: Option<String>,
    /// Which of the records that it names fit, by their answers and this one's.
    #[serde(default)]
    pub fits: Option<Fits>,
    /// It names an earlier record about the same; about which there are so many, it is flagged.
    #[serde(default)]
    pub again: Option<u32>,
    /// Columns of `rows`.
    #[serde(default, alias = "column")]
    pub columns: Vec<Field>,
    /// What must hold in each row of `rows`.
    #[serde(default, alias = "row_rule")]
    pub row_rules: Vec<RowRule>,
    /// When it is asked.
    #[serde(default)]
    pub stage: Stage,
    /// Up to which stage it may stay unanswered.
    #[serde(default)]
    pub required: Required,
    /// CEL: `required` applies only while this is true.
    #[serde(default)]
    pub required_when: Option<String>,
    /// CEL over questions asked earlier: asked only while this is true.
    #[serde(default)]
    pub shown_when: Option<String>,
    /// CEL giving what follows "Asked because" ("2 sharps were removed").
    #[serde(default)]
    pub because: Option<String>,
    /// CEL over questions asked earlier: the value is worked out, never typed.
    #[serde(default)]
    pub computed: Option<String>,
    /// CEL over questions asked earlier, giving a date or time: the value is the amount of `rates` on its day, never typed.
    #[serde(default)]
    pub rated_on: Option<String>,
    /// What the amount is, of money.
    #[serde(default, alias = "rate")]
    pub rates: Vec<Rates>,
    /// CEL giving a word of advice that never blocks; "" for none.
    #[serde(default)]
    pub advice: Option<String>,
    /// What to say when it is required and unanswered ("Enter the number on the sharps box").
    #[serde(default)]
    pub missing: Option<String>,
    /// Whom or what only a leader says. Anyone else answers it in a record that they begin themselves, where a `person` is
    /// nobody but them.
    #[serde(default)]
    pub leader: bool,
    /// The `person` is somebody of the team.
    #[serde(default)]
    pub team: bool,
    /// At once or behind "more".
    #[serde(default)]
    pub group: Group,
    /// What the answers of several people come to.
    #[serde(default)]
    pub merge: Merge,
}

/// Something that must hold between the columns of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RowRule {
    /// CEL over the columns, true when all is well.
    pub holds: String,
    /// What to say at the row when it is not.
    pub message: String,
}

/// Another kind that is offered once a record of this kind is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The kind that is offered.
    pub kind: String,
    /// CEL: offered only while this is true.
    pub when: String,
    /// Why, as a sentence.
    pub because: String,
    /// What both ask alike (`place` among it), and the new one begins with as this one has it: the same vehicle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<String>,
}

/// Who may take a step: an officer whom a register authorises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// The question that names the officer.
    pub officer: String,
    /// The register of who is authorised; it asks all of [`Authorisation::ASKED`].
    pub register: String,
    /// The steps that wait for it.
    pub steps: Vec<String>,
    /// The date or time on whose day they must be authorised, once it is answered; until then it is the day of the step.
    #[serde(default)]
    pub on: Option<String>,
    /// Which power is needed when; of several the first. Where none holds, anybody may.
    pub needs: Vec<Need>,
}

/// A power that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// CEL.
    pub when: String,
    /// One of the choices of the register's `powers`.
    pub power: String,
}

impl Authorisation {
    /// Whether one of its steps leads to a state.
    pub fn guards(&self, kind: &Kind, state: &str) -> bool {
        kind.steps.iter().any(|step| step.to == state && self.steps.contains(&step.id))
    }

    /// What its register asks, and of what type.
    pub const ASKED: [(&'static str, FieldType); 5] = [
        ("officer", FieldType::Person),
        ("powers", FieldType::Multi),
        ("valid_from", FieldType::Date),
        ("valid_until", FieldType::Date),
        ("revoked_on", FieldType::Date),
    ];
}

/// Something that must hold between answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Question that the message stands at.
    pub field: String,
    /// From which stage it must hold.
    pub stage: Stage,
    /// CEL that is true when all is well.
    pub holds: String,
    /// What to say when it is not.
    pub message: String,
}

/// When an earlier finding of the kind may be the same one, seen again: found near it, or with the same mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SameOne {
    /// Found at most so many days before.
    pub days: u32,
    /// Found at most so many metres away.
    #[serde(default)]
    pub metres: Option<u32>,
    /// Or wherever this question of the type `vrm` has the same answer. Two with different marks are never the same.
    #[serde(default)]
    pub mark: Option<String>,
    /// The steps by which the earlier one is gone: the first that can be taken is.
    #[serde(default)]
    pub gone: Vec<String>,
}

/// That the DVLA may be asked about its mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DvlaCheck {
    /// The question of the type `vrm`.
    pub mark: String,
    /// The question for the make, beside which the DVLA's is shown.
    #[serde(default)]
    pub make: Option<String>,
    /// The question for the colour.
    #[serde(default)]
    pub colour: Option<String>,
    /// The lawful purposes of asking.
    pub purposes: Vec<Choice>,
}

/// Whether a kind has a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlaceNeed {
    /// Needed to finish. The tablet fills it in by itself; a save never waits for it.
    Required,
    /// Asked, may stay open.
    Optional,
    /// Not asked.
    None,
}

/// A kind of finding, meeting or register entry.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Value of the record's `kind`.
    pub id: String,
    /// One of it: "Drug litter".
    pub name: String,
    /// Several, in the middle of a sentence: "drug litter finds".
    pub plural: String,
    /// Name of a Lucide icon.
    pub icon: String,
    /// Order among the tiles, from 1.
    pub tile: u32,
    /// The group of `common.toml` in which the list of all kinds has it.
    #[serde(default)]
    pub group: Option<String>,
    /// Counted as a finding; meetings and register entries are not.
    pub finding: bool,
    /// Recorded no more: what was recorded stays as it is.
    #[serde(default)]
    pub retired: bool,
    /// An entry of a register that leaders keep, not something found on patrol.
    #[serde(default)]
    pub register: bool,
    /// Sealed when it is saved, so that only a safeguarding lead can read it.
    #[serde(default)]
    pub restricted: bool,
    /// Held at a time that is asked for (a clean-up), not found at the time of the first touch.
    #[serde(default)]
    pub event: bool,
    /// May be recorded before it is held: its time may lie ahead.
    #[serde(default)]
    pub planned: bool,
    /// Has a page of its own from which it is begun, and so stands in no list of kinds.
    #[serde(default)]
    pub own_page: bool,
    /// Begun from the page of any finding, and the words there ("Refer it to a partner"); it names the finding.
    #[serde(default)]
    pub from_finding: Option<String>,
    /// Each look at one is written into it.
    #[serde(default)]
    pub logged: bool,
    /// Whether it has a place.
    pub place: PlaceNeed,
    /// Asks the questions of `common.toml` that every finding has.
    pub common: bool,
    /// Those of them that it does not ask, or asks in its own words; and the common steps and clocks that are none of it.
    #[serde(default)]
    pub without: Vec<String>,
    /// At the head of a form that was just begun ("Found now").
    #[serde(default = "found_now")]
    pub begun: String,
    /// Question for `occurred_at`.
    pub occurred_label: String,
    /// CEL giving the one line shown in lists.
    pub summary: String,
    /// Retention class: one of those of `common.toml`.
    pub retention: String,
    /// The longer ones that answers put a record into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retention_when: Vec<KeptLonger>,
    /// Handling marking by default.
    pub marking: String,
    /// CEL: while this is true it is OFFICIAL-SENSITIVE, whatever its kind is.
    #[serde(default)]
    pub sensitive_when: Option<String>,
    /// Numbers in the Local Government Services List.
    #[serde(default)]
    pub lgsl: Vec<u32>,
    /// The partners to whom it is passed on most: they stand first among all.
    #[serde(default)]
    pub partners: Vec<String>,
    /// How many photos, of what.
    #[serde(default)]
    pub photos: PhotoRules,
    /// When an earlier one may be the same.
    #[serde(default)]
    pub same_one: Option<SameOne>,
    /// Whether, and what for, the DVLA may be asked about its mark.
    #[serde(default)]
    pub dvla: Option<DvlaCheck>,
    /// The questions in the order in which they are asked.
    #[serde(default, alias = "field")]
    pub fields: Vec<Field>,
    /// What must hold between answers.
    #[serde(default, alias = "rule")]
    pub rules: Vec<Rule>,
    /// What is offered to be recorded beside it.
    #[serde(default, alias = "offer")]
    pub offers: Vec<Offer>,
    /// The states of its matter; none if nothing follows from it.
    #[serde(default, alias = "state")]
    pub states: Vec<State>,
    /// The steps from one to another.
    #[serde(default, alias = "step")]
    pub steps: Vec<Step>,
    /// Who may take some of them.
    #[serde(default)]
    pub authority: Option<Authorisation>,
    /// How long what follows may take.
    #[serde(default, alias = "clock")]
    pub clocks: Vec<Clock>,
    /// The figures to which its records contribute.
    #[serde(default, alias = "figure")]
    pub figures: Vec<Figure>,
    /// Of what is sealed: what who may read it is told, and nobody else. They stand in no report and no file.
    #[serde(default, alias = "sealed_figure")]
    pub sealed_figures: Vec<Figure>,
    #[serde(skip)]
    #[ts(skip)]
    pub(super) compiled: std::sync::OnceLock<Compiled>,
}

/// The handling marking of what only some may read.
pub const SENSITIVE: &str = "OFFICIAL-SENSITIVE";

/// Any finding, where a question says which records it refers to.
pub const ANY_FINDING: &str = "finding";

fn found_now() -> String {
    "Found now".to_owned()
}

impl Field {
    /// Whether its value is worked out from other answers, and never typed.
    pub fn is_worked_out(&self) -> bool {
        self.computed.is_some() || self.rated_on.is_some()
    }

    /// Whether it refers to any finding.
    pub fn links(&self) -> bool {
        self.of.as_deref() == Some(ANY_FINDING)
    }

    /// The noun for messages: `short`, or the question without its question mark.
    pub fn noun(&self) -> &str {
        self.short.as_deref().unwrap_or_else(|| self.label.trim_end_matches('?'))
    }

    /// The choice with this id.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id == id)
    }
}

impl Kind {
    /// Whether somebody in this role may begin, correct and withdraw a record of it. The tablet refuses what they may not, and the
    /// council office keeps it out.
    pub fn is_kept_by(&self, role: Role) -> bool {
        !self.register || may(role, Action::KeepRegister)
    }

    /// Whether the shared question, step or clock of this id is none of it.
    pub fn leaves_out(&self, id: &str) -> bool {
        self.without.iter().any(|left| left == id)
    }

    /// Whether anything of it only a leader says.
    pub fn is_given(&self) -> bool {
        self.fields.iter().any(|field| field.leader)
    }

    /// Whether only a leader says this of it: where a leader says anything, also when.
    pub fn is_leaders(&self, field: &Field) -> bool {
        field.leader || field.id == "occurred_at" && self.is_given()
    }

    /// Puts the partners to whom it is passed on most before the others, in the order in which it names them.
    pub fn partners_first<T>(&self, partners: &mut [T], id: impl Fn(&T) -> &str) {
        let last = self.partners.len();
        partners.sort_by_key(|one| self.partners.iter().position(|partner| partner == id(one)).unwrap_or(last));
    }

    /// The question with this id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }
}
