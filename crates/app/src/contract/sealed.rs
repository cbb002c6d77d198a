//! Figures of the restricted part, for who may read it.

use super::*;

/// See `sealed_figures`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct SealedRequest {
    /// From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
    pub from: Option<String>,
    /// To this day, included.
    pub to: Option<String>,
    /// The figure whose findings are listed; none: the first that has any.
    pub figure: Option<String>,
}

/// What the restricted part comes to. It stands in no report and no file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealedFigures {
    /// The period.
    pub period: PeriodView,
    /// "today 08:58".
    pub as_at: String,
    /// The figures.
    pub figures: Vec<SealedFigure>,
    /// The one whose findings are listed.
    pub shown: String,
    /// Its findings in the period, the newest first.
    pub findings: Vec<FindingLine>,
}

/// A figure of what is sealed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SealedFigure {
    /// The figure, such as `SAFEGUARD.CHANNEL`.
    pub figure: String,
    /// What it is called.
    pub label: String,
    /// What it counts, as a sentence.
    pub counts: String,
    /// "4 concerns".
    pub said: String,
    /// "2 A child at risk", the most first; empty where it is told apart by nothing.
    pub parts: Vec<String>,
}
