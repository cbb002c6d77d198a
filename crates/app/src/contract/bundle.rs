//! The bundle: everything that is not backed up in one file that only the council office opens.

use super::*;

/// Whether bundles can be written here, and how far one is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct BundleState {
    /// Whether the council office allows them.
    pub allowed: bool,
    /// How far the one being written is, 0 to 100; null when none is.
    pub percent: Option<u32>,
}

/// A bundle that is whole and on its disk.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BundleWritten {
    /// The file, in full.
    pub path: String,
    /// Pages in it.
    pub pages: u32,
    /// Photos in it.
    pub photos: u32,
    /// Photos that are damaged on this tablet and so are not in it.
    pub left_out: u32,
    /// What is in it, in one sentence.
    pub sentence: String,
}
