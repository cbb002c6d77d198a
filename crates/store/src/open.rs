//! Opening: one Patrolbook per folder (a file lock), SQLCipher by raw key, migrations whole or not at all.

use crate::edition::InUse;
use crate::keychain::Keychain;
use crate::keys::DeviceKeys;
use crate::{Anew, StoreError};
use domain::catalogue::Catalogue;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, RwLock};

/// Fills a buffer with random bytes. Passed in, so that a simulation can be repeated.
pub type Entropy = Arc<dyn Fn(&mut [u8]) -> Result<(), StoreError> + Send + Sync>;

/// The newest format of the database that this build knows.
pub(crate) const FORMAT: i64 = 8;
/// The file of the database.
pub(crate) const DATABASE: &str = "patrolbook.db";
/// Memory for deciphered pages, KiB, for each of the two connections.
const CACHE_KIB: i64 = 16 * 1024;
pub(crate) const MIGRATIONS: [&str; FORMAT as usize] = [
    include_str!("schema.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
];

/// The tablet's store, open. One writer at a time; readers do not wait for it.
pub struct Store {
    pub(crate) folder: PathBuf,
    pub(crate) keys: DeviceKeys,
    pub(crate) in_use: RwLock<InUse>,
    /// Editions, by version and clock, none of which this program can read.
    pub(crate) tried: Mutex<Vec<(u32, i64)>>,
    pub(crate) entropy: Entropy,
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
    /// Held while a photo's file and its row change together.
    pub(crate) photo_files: Mutex<()>,
    _lock: File,
}

impl Store {
    /// Opens the store of a folder whose key is in a file, making both if there are none. `catalogue` is the one that comes
    /// with the program.
    pub fn open(folder: &Path, catalogue: Arc<Catalogue>, entropy: Entropy) -> Result<Self, StoreError> {
        Self::open_with(folder, catalogue, entropy, &Keychain::none(), &|_| ())
    }

    /// Opens the store of a folder, making it if there is none. Its key may be in the keychain. After an update every line may
    /// have to be worked out anew: `told` hears how far that is. Ended in the middle, it goes on from there.
    pub fn open_with(
        folder: &Path,
        catalogue: Arc<Catalogue>,
        entropy: Entropy,
        keychain: &Keychain,
        told: &dyn Fn(Anew),
    ) -> Result<Self, StoreError> {
        let photos = folder.join("photos");
        std::fs::create_dir_all(&photos).map_err(StoreError::file("created", &photos))?;
        let lock = lock(folder)?;
        let keys = DeviceKeys::load_or_make_with(folder, keychain, &entropy)?;
        let path = folder.join(DATABASE);
        let mut writer = connect(&path, &keys)?;
        migrate(&mut writer)?;
        let reader = connect(&path, &keys)?;
        sync_folder(folder)?;
        let store = Self {
            folder: folder.to_owned(),
            keys,
            in_use: RwLock::new(InUse::built_in(catalogue)),
            tried: Mutex::default(),
            entropy,
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            photo_files: Mutex::default(),
            _lock: lock,
        };
        store.use_newest_edition()?;
        store.note_doubtful_of_before()?;
        store.read_opaque_pages_anew()?;
        store.read_editions_of_before()?;
        store.use_newest_edition()?;
        store.follow_catalogue(None, told)?;
        store.sweep_photos()?;
        store.finish_erasures()?;
        Ok(store)
    }

    /// Whether the tablet's key is in the computer's keychain, and not in a file.
    pub fn key_in_keychain(&self) -> bool {
        self.keys.in_keychain
    }

    /// Runs `action` in one write transaction: all of it is kept, through fsync, or nothing.
    pub(crate) fn transact<T>(
        &self,
        action: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut writer = held(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = action(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Runs `action` on the reading connection.
    pub(crate) fn read<T>(&self, action: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        action(&held(&self.reader))
    }

    /// Runs `action`, which may take long and fail in its own way, on a connection of its own: nobody who reads meanwhile waits for
    /// it.
    pub(crate) fn reading_apart<T, E: From<StoreError>>(
        &self,
        action: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        action(&connect(&self.folder.join(DATABASE), &self.keys)?)
    }

    /// Writes the log into the database and empties it. False if somebody who reads kept that from being done.
    pub(crate) fn truncate_log(&self) -> Result<bool, StoreError> {
        let busy: bool = held(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(!busy)
    }

    pub(crate) fn random<const N: usize>(&self) -> Result<[u8; N], StoreError> {
        let mut bytes = [0; N];
        (self.entropy)(&mut bytes)?;
        Ok(bytes)
    }
}

/// A panic in another thread leaves a rolled-back transaction behind, not a broken connection.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Held by whoever has the folder open.
pub(crate) fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("patrolbook.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(StoreError::file("opened", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StoreError::InUse(folder.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(StoreError::file("locked", &path)(error)),
    }
}

fn connect(path: &Path, keys: &DeviceKeys) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "key", format!("x'{}'", keys.database()))?;
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())).map_err(
        |error| match StoreError::from(error) {
            StoreError::Database(_) => StoreError::WrongKey,
            other => other,
        },
    )?;
    // WAL lets pages be read while a sync writes. FULL fsyncs each commit: a chain whose last page a power cut took
    // back, after the office had it, would fork. secure_delete leaves nothing of erased values in free pages.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Every page that is not in the cache is deciphered anew.
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found > FORMAT {
        return Err(StoreError::TooNew { found, known: FORMAT });
    }
    for step in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or_default()) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()?;
    Ok(())
}

/// Makes a rename or a new file in `folder` last through a power cut.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(StoreError::file("synced", folder))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_the_first_format_is_brought_to_this_one_and_a_newer_one_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let entropy: Entropy = Arc::new(|buffer: &mut [u8]| {
            buffer.fill(7);
            Ok(())
        });
        let keys = DeviceKeys::load_or_make_with(folder.path(), &Keychain::none(), &entropy).unwrap();
        let connection = connect(&folder.path().join(DATABASE), &keys).unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        drop(connection);
        let open = || Store::open(folder.path(), Arc::new(Catalogue::built_in().unwrap()), Arc::clone(&entropy));
        let store = open().unwrap();
        let states = [crate::StateFilter::Waiting, crate::StateFilter::AlsoDue { to: 9, leader: true }];
        let filters = states.map(|state| crate::Filter { state: Some(state), ..crate::Filter::default() });
        let named = crate::Filter { refers_to: Some(book::RecordId(uuid::Uuid::nil())), ..crate::Filter::default() };
        let marked = crate::Filter { again: Some(crate::Again::Mark("AB12CDE".into())), ..crate::Filter::default() };
        for filter in filters.into_iter().chain([named, marked]) {
            assert_eq!(store.count(&filter, 9).unwrap(), 0, "what formats 2 to 7 added is there");
        }
        assert_eq!(store.first_day_of(None).unwrap(), None);
        drop(store);
        let connection = connect(&folder.path().join(DATABASE), &keys).unwrap();
        connection.pragma_update(None, "user_version", FORMAT + 1).unwrap();
        drop(connection);
        assert!(matches!(open(), Err(StoreError::TooNew { .. })));
    }
}
