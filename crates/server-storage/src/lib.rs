//! The council office's storage: SQLite, photos in a folder, and the second copy in another.
//!
//! [`open`] gives a [`Centre`] over them. One folder holds everything: `patrolbook.sqlite` and `photos/`. One program at a time
//! serves it ([`serve_alone`]). The second
//! copy should be elsewhere; where it is, is remembered in the database.

mod archive;
mod database;
mod facts_of;
mod folder;
mod migrate;
mod photos;
mod reading;
mod writing;

pub use archive::FolderArchive;
pub use database::Database;
pub use folder::{rename, replace, sync_folder};
pub use photos::FolderPhotos;

use folder::{ensure, failed, private};
use server_core::{Centre, Fault};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

const DATABASE: &str = "patrolbook.sqlite";
const ARCHIVE_SETTING: &str = "archive";

/// Whether a council office's database lies in this folder.
pub fn exists(data: &Path) -> bool {
    data.join(DATABASE).is_file()
}

/// Held by the one program that serves tablets from `data`, until it is dropped or the program ends, however it ends; none
/// while another holds it. Commands beside a server do not ask for it.
pub fn serve_alone(data: &Path) -> Result<Option<File>, Fault> {
    let path = data.join("serving.lock");
    let file = private().truncate(false).open(&path).map_err(|error| failed("open", &path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(failed("lock", &path, error)),
    }
}

/// Opens the council office in `data`, making what is missing. `archive`: where the second copy goes from now on; where
/// none is given, where it went before, and at first `archive` within `data`.
pub fn open(data: &Path, archive: Option<&Path>) -> Result<Centre, Fault> {
    let database = open_database(data)?;
    let archive = match archive {
        Some(folder) => {
            ensure(folder)?;
            let folder = std::fs::canonicalize(folder).map_err(|error| failed("find", folder, error))?;
            let text = folder.to_str().ok_or_else(|| Fault::Damaged("the archive's path is not UTF-8".into()))?;
            database.set(ARCHIVE_SETTING, text)?;
            FolderArchive::create(&folder)?
        }
        None => match database.setting(ARCHIVE_SETTING)? {
            Some(folder) => FolderArchive::open(Path::new(&folder)),
            None => FolderArchive::create(&data.join("archive"))?,
        },
    };
    let photos = FolderPhotos::open(&data.join("photos"))?;
    Ok(Centre::new(Box::new(database), Box::new(photos), Box::new(archive)))
}

/// Where the second copy of the office in `data` goes, and whether that is within `data`, where one fire takes both.
pub fn archive_folder(data: &Path) -> Result<(PathBuf, bool), Fault> {
    let folder = archive_of(data, &open_database(data)?)?;
    let inside = match (std::fs::canonicalize(&folder), std::fs::canonicalize(data)) {
        (Ok(folder), Ok(data)) => folder.starts_with(data),
        _ => folder.starts_with(data),
    };
    Ok((folder, inside))
}

fn open_database(data: &Path) -> Result<Database, Fault> {
    ensure(data)?;
    Database::open(&data.join(DATABASE))
}

fn archive_of(data: &Path, database: &Database) -> Result<PathBuf, Fault> {
    Ok(database.setting(ARCHIVE_SETTING)?.map_or_else(|| data.join("archive"), PathBuf::from))
}
