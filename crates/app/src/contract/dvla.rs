//! What the DVLA says of a finding's mark.

use super::*;

/// What is known from the DVLA of a finding, and what can be asked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DvlaView {
    /// The mark as it stands, as on a plate; null if there is none.
    pub mark: Option<String>,
    /// Whether this person may ask about it now.
    pub may_ask: bool,
    /// Whether they may type what they were told.
    pub may_type: bool,
    /// The lawful purposes, one of which is chosen.
    pub purposes: Vec<ChoiceView>,
    /// What can be said of the tax.
    pub tax: Vec<String>,
    /// What can be said of the MOT.
    pub mot: Vec<String>,
    /// "Asked by Demo warden A, today 10:02: to decide whether it is abandoned."; null if no answer is waited for.
    pub waits: Option<String>,
    /// What was said, the latest first.
    pub words: Vec<DvlaWord>,
}

/// What the DVLA said, or somebody was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DvlaWord {
    /// "DVLA, 18 March 10:02", "As told to Demo warden A, today 10:05".
    pub heading: String,
    /// The mark that it is about, where the finding now has another.
    pub under: Option<String>,
    /// What is known of the vehicle.
    pub facts: Vec<DvlaFact>,
    /// Why nothing is known.
    pub problem: Option<String>,
    /// What to do about it.
    pub advice: Option<String>,
}

/// One thing that is known of a vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DvlaFact {
    /// "Colour".
    pub label: String,
    /// "SILVER"; where it differs from what was seen, "DVLA says blue".
    pub text: String,
    /// Whether it differs.
    pub differs: bool,
}

/// See `ask_dvla`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AskDvla {
    /// The finding.
    pub id: String,
    /// The lawful purpose, by its id.
    pub purpose: String,
}

/// See `type_dvla`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DvlaTyped {
    /// The finding.
    pub id: String,
    /// The make.
    pub make: Option<String>,
    /// The colour.
    pub colour: Option<String>,
    /// One of `DvlaView.tax`.
    pub tax_status: Option<String>,
    /// One of `DvlaView.mot`.
    pub mot_status: Option<String>,
}
