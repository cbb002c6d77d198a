//! Where this tablet's book lies.

use std::path::PathBuf;

/// The system names no folder for this user's data, and none was given.
#[derive(Debug, thiserror::Error)]
#[error("Patrolbook cannot tell where to keep its book. Start it with --data-dir and a folder.")]
pub struct NoFolder;

/// The folder that was given, else the app's own.
///
/// The local data folder and not the roaming one: a book belongs to one device, and two devices that write in one
/// book would fork it.
///
/// # Errors
/// [`NoFolder`], on a system without a home folder.
pub fn choose(given: Option<PathBuf>) -> Result<PathBuf, NoFolder> {
    given.or_else(|| dirs::data_local_dir().map(|data| data.join("patrolbook"))).ok_or(NoFolder)
}
