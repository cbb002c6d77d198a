//! How far a file is that is being written.

use super::*;

/// See `export_progress`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ExportProgress {
    /// How far it is, 0 to 99; null when none is being written.
    pub percent: Option<u32>,
}
