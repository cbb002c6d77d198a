//! The catalogue: the kinds of finding and the council's areas as data, read from `catalogue/*.toml` and `*.geojson`.
//!
//! A file that is wrong anywhere is refused whole, with every mistake's file and line, so a council learns of a mistake
//! when it writes the file and never when a warden opens the form. `common.toml` holds the version and the questions
//! that kinds share, `report.toml` the council's report, `wards.geojson`, `task_forces.toml` and
//! `order_areas.geojson` the areas; every other file is one kind. [`Kind::answer`] does the rest.

mod answer;
mod area_changes;
mod areas;
mod changes;
mod check;
mod clock;
mod condition;
mod counts_as;
mod course;
mod definition;
mod figure;
mod fits;
mod held;
mod merge;
mod photos;
mod rates;
mod retention;
mod rows;
mod value;

pub use answer::{FieldAnswer, FormAnswer, Missing, Moment};
pub use areas::{Areas, OrderArea, OrderType, Part, TaskForce, Ward};
pub use changes::{Change, changes, refusals};
pub use check::Mistake;
pub use clock::{Authority, Clock, OfficeHours, Reading, Stay};
pub use condition::ConditionError;
pub use counts_as::CountsAs;
pub use course::{CommonState, Outcome, STEP_OUTCOME, STEP_REASON, Standing, State, Step};
pub use definition::{
    ANY_FINDING, Authorisation, Choice, DvlaCheck, Field, FieldType, Group, Kind, Offer, PlaceNeed, Required, RowRule,
    Rule, SENSITIVE, SameOne, Stage,
};
pub use figure::{Derived, Fact, Figure, Paragraph, Plan, Published, THOUSAND, Tally, Within, WorkingDays, parts_of};
pub use fits::Fits;
pub use merge::{Merge, NONE};
pub use photos::{PhotoRules, PhotoSlot};
pub use rates::{Amount, Rates};
pub use retention::{KeptLonger, RetentionClass};
pub use value::{Problem, ProblemCode, ZONE};

/// Name under which messages about photos stand.
const PHOTOS: &str = "photos";

/// Fields that every record has beside its kind's own; a kind can't ask a question of that name.
const ENVELOPE: [&str; 10] =
    ["kind", "patrol", "withdrawn", "review", "ref", "state", "brought_in", "published", STEP_OUTCOME, STEP_REASON];
/// Sets that every record has, with a path behind the name.
const ENVELOPE_SETS: [&str; 8] =
    ["photo", "note", "question", "answer", "sighting", "dvla_asked", "dvla_said", "dvla_told"];

/// The built-in files, with the names that mistakes in them are reported under.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// Heading over kinds that name no group.
const OTHER_KINDS: &str = "Other kinds";

/// Every kind that this council records.
#[derive(Debug)]
pub struct Catalogue {
    version: u32,
    groups: Vec<Choice>,
    retention: Vec<RetentionClass>,
    kinds: Vec<Kind>,
    areas: Areas,
    plan: Plan,
}

impl Catalogue {
    /// Reads `(file name, text)` pairs: one `common.toml`, a file for each kind, and the areas.
    ///
    /// # Errors
    /// Every mistake found, in the order of the files.
    pub fn from_files(files: &[(&str, &str)]) -> Result<Self, Vec<Mistake>> {
        Self::of(check::read_with_room(files, check::Trial::All))
    }

    fn of(read: check::Read) -> Result<Self, Vec<Mistake>> {
        let (check::Shared { version, groups, retention }, mut kinds, areas, plan) = read?;
        kinds.sort_by_key(|kind| kind.tile);
        Ok(Self { version, groups, retention, kinds, areas, plan })
    }

    /// Reads files that were read by [`Catalogue::from_files`] before, on this computer by this program: their expressions are not
    /// tried again, and each kind's are read when a form first needs them. A catalogue is read at each start, and tried once.
    ///
    /// # Errors
    /// As there, but for what is wrong with an expression.
    pub fn from_tried_files(files: &[(&str, &str)]) -> Result<Self, Vec<Mistake>> {
        Self::of(check::read_with_room(files, check::Trial::None))
    }

    /// The catalogue that comes with this version of Patrolbook. Its expressions were tried when it was made, and are read when a
    /// form first needs them.
    ///
    /// # Errors
    /// Never for a released version: a test reads these very files.
    pub fn built_in() -> Result<Self, Vec<Mistake>> {
        Self::of(check::read_with_room(BUILT_IN, check::Trial::None))
    }

    /// The files of the catalogue that comes with this version: name and text.
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        BUILT_IN
    }

    /// Version of the catalogue, written into every entry.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Every kind in the order of the tiles.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// The council's areas.
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// The council's report.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The figure of this name, and the kind whose records contribute to it.
    pub fn figure(&self, id: &str) -> Option<(&Kind, &Figure)> {
        self.kinds.iter().find_map(|kind| Some((kind, kind.figures.iter().find(|figure| figure.id == id)?)))
    }

    /// The group in which the list of all kinds has this one: its place among the groups, and its heading.
    pub fn group_of(&self, kind: &Kind) -> (usize, &str) {
        let named = |group: &&Choice| Some(&group.id) == kind.group.as_ref();
        let at = self.groups.iter().position(|group| named(&group)).unwrap_or(self.groups.len());
        (at, self.groups.get(at).map_or(OTHER_KINDS, |group| &group.label))
    }

    /// The retention class with this id; none also where the catalogue says of no class how long it is.
    pub fn retention(&self, id: &str) -> Option<&RetentionClass> {
        self.retention.iter().find(|class| class.id == id)
    }

    /// The kind with this id.
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }
}

/// Whether a record's field belongs to its envelope rather than to its kind.
fn is_envelope(key: &str) -> bool {
    ENVELOPE.contains(&key) || key.split_once('/').is_some_and(|(set, _)| ENVELOPE_SETS.contains(&set))
}

#[cfg(test)]
mod tests;
