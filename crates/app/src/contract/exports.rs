//! How far a file is that is being written.

use super::*;

/// See `export_progress`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ExportProgress {
    /// How far it is, 0 to 99; null when none is being written.
    pub percent: Option<u32>,
}

/// See `write_foi_pack`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct FoiRequest {
    /// From this day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// To this day, included.
    pub to: Option<String>,
    /// Only in this ward, by its code, or in the wards of this task force, by its id.
    pub ward: Option<String>,
    /// Only at a place that has these words in its name, or is called so in the register.
    pub place: Option<String>,
    /// Only these kinds; none: all.
    pub kinds: Vec<String>,
}

/// See `write_fly_tip_return`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct FlyTipReturn {
    /// As in `figures`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: FiguresRequest,
    /// `csv` (unless said) or `xlsx`.
    pub format: Option<String>,
}
