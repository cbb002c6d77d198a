//! The council office's machine: its disks, in memory or real, and the office that runs on them.

use crate::centre::{MemoryArchive, MemoryDatabase, MemoryPhotos};
use crate::chance;
use anyhow::{Context, Result};
use book::{ScopeId, SecretKey};
use protocol::PhotoHash;
use server_core::{Archive, Centre, Council, CouncilKey, Device, HeldGrant, Photos, Storage, Team, User};
use server_storage::Database;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// The machine.
pub struct Office {
    disk: Disk,
    copy: Option<Disk>,
    centre: Option<Centre>,
    key: CouncilKey,
}

enum Disk {
    Memory { database: MemoryDatabase, photos: MemoryPhotos, archive: MemoryArchive },
    Real { folder: TempDir },
}

/// What the office knows from the beginning.
pub struct Accounts {
    /// The council.
    pub council: Council,
    /// Its teams.
    pub teams: Vec<Team>,
    /// Its people.
    pub users: Vec<User>,
    /// Its tablets.
    pub devices: Vec<Device>,
    /// Their grants.
    pub grants: Vec<HeldGrant>,
}

impl Disk {
    fn new(real: bool) -> Result<Self> {
        Ok(if real {
            Self::Real { folder: TempDir::new()? }
        } else {
            Self::Memory {
                database: MemoryDatabase::default(),
                photos: MemoryPhotos::default(),
                archive: MemoryArchive::default(),
            }
        })
    }

    fn storage(&self) -> Result<Box<dyn Storage>> {
        Ok(match self {
            Self::Memory { database, .. } => Box::new(database.clone()),
            Self::Real { folder } => {
                fs::create_dir_all(folder.path().join("data"))?;
                Box::new(Database::open(&folder.path().join("data/patrolbook.sqlite"))?)
            }
        })
    }

    fn centre(&self) -> Result<Centre> {
        let centre = match self {
            Self::Memory { database, photos, archive } => {
                database.restart();
                Centre::new(Box::new(database.clone()), Box::new(photos.clone()), Box::new(archive.clone()))
            }
            Self::Real { folder } => {
                server_storage::open(&folder.path().join("data"), Some(&folder.path().join("copy")))?
            }
        };
        Ok(centre.with_entropy(chance::for_centre))
    }

    /// The office's own disk as it is; the second copy is elsewhere.
    fn copy(&self) -> Result<Self> {
        Ok(match self {
            Self::Memory { database, photos, archive } => {
                Self::Memory { database: database.copy(), photos: photos.copy(), archive: archive.copy() }
            }
            Self::Real { folder } => {
                let copy = TempDir::new()?;
                copy_folder(folder.path(), copy.path())?;
                Self::Real { folder: copy }
            }
        })
    }

    /// Puts another's second copy in place of its own.
    fn with_archive_of(self, other: &Self) -> Result<Self> {
        Ok(match (self, other) {
            (Self::Memory { database, photos, .. }, Self::Memory { archive, .. }) => {
                Self::Memory { database, photos, archive: archive.copy() }
            }
            (Self::Real { folder }, Self::Real { folder: other }) => {
                let target = folder.path().join("copy");
                if target.exists() {
                    fs::remove_dir_all(&target)?;
                }
                copy_folder(&other.path().join("copy"), &target)?;
                Self::Real { folder }
            }
            (disk, _) => disk,
        })
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for file in fs::read_dir(from)? {
        let file = file?;
        let target = to.join(file.file_name());
        if file.file_type()?.is_dir() {
            copy_folder(&file.path(), &target)?;
        } else {
            fs::copy(file.path(), target)?;
        }
    }
    Ok(())
}

impl Office {
    /// A new office with these accounts.
    pub fn new(real: bool, accounts: &Accounts) -> Result<Self> {
        let disk = Disk::new(real)?;
        let storage = disk.storage()?;
        let mut writing = storage.write()?;
        writing.put_council(&accounts.council)?;
        accounts.teams.iter().try_for_each(|team| writing.put_team(team))?;
        accounts.users.iter().try_for_each(|user| writing.put_user(user))?;
        accounts.devices.iter().try_for_each(|device| writing.put_device(device))?;
        accounts.grants.iter().try_for_each(|grant| writing.put_grant(grant))?;
        writing.commit()?;
        drop(storage);
        let Council { name, root_bytes, .. } = &accounts.council;
        let key = CouncilKey { council: name.clone(), root_secret: hex::encode(root_bytes) };
        let mut office = Self { disk, copy: None, centre: None, key };
        office.restart(0)?;
        Ok(office)
    }

    /// The office that runs.
    pub fn centre(&self) -> Result<&Centre> {
        self.centre.as_ref().context("the office is not running")
    }

    /// Its database.
    pub fn storage(&self) -> Result<Box<dyn Storage>> {
        self.disk.storage()
    }

    /// The council's root key.
    pub fn root(&self) -> Result<SecretKey> {
        Ok(self.centre()?.council()?.root)
    }

    /// Starts it, as the program does.
    pub fn restart(&mut self, now: i64) -> Result<()> {
        self.centre = None;
        loop {
            let centre = self.disk.centre()?;
            self.crash_sometimes();
            let done = centre.recover(now).and_then(|_| centre.recover_photos());
            let done = done.and_then(|_| centre.bring_edition_everywhere(now));
            if !self.is_dead() {
                done?;
                self.plan_crash(None);
                self.centre = Some(centre);
                return Ok(());
            }
        }
    }

    /// Its power may go while it starts, or is being restored.
    fn crash_sometimes(&self) {
        self.plan_crash(chance::percent(5).then(|| (chance::below(20) as u32, chance::percent(50))));
    }

    fn is_dead(&self) -> bool {
        matches!(&self.disk, Disk::Memory { database, .. } if database.is_dead())
    }

    /// Plans that its power goes at a commit. A real disk has no such switch.
    pub fn plan_crash(&self, plan: Option<(u32, bool)>) {
        if let Disk::Memory { database, .. } = &self.disk {
            database.plan_crash(plan);
        }
    }

    /// Starts it if its power went; whether it had.
    pub fn start_if_dead(&mut self, now: i64) -> Result<bool> {
        let dead = self.is_dead();
        if dead {
            self.restart(now)?;
        }
        Ok(dead)
    }

    /// Copies its disk and second copy.
    pub fn copy(&mut self, now: i64) -> Result<()> {
        self.centre = None;
        self.copy = Some(self.disk.copy()?);
        self.restart(now)
    }

    /// Puts it back to that copy; with the second copy as it is now, or also as it was. False if there is no copy.
    pub fn put_back(&mut self, archive_too: bool, now: i64) -> Result<bool> {
        let Some(copy) = &self.copy else { return Ok(false) };
        self.centre = None;
        let old = copy.copy()?;
        self.disk = if archive_too { old } else { old.with_archive_of(&self.disk)? };
        self.restart(now)?;
        Ok(true)
    }

    /// A new office, filled from the second copy.
    pub fn restore(&mut self, real: bool, now: i64) -> Result<()> {
        self.centre = None;
        self.disk = Disk::new(real)?.with_archive_of(&self.disk)?;
        loop {
            let centre = self.disk.centre()?;
            self.crash_sometimes();
            let done = centre.restore(&self.key, now);
            if !self.is_dead() {
                done?;
                return self.restart(now);
            }
        }
    }

    /// Loses a photo of its own disk.
    pub fn lose_photo(&self) {
        if let Disk::Memory { photos, .. } = &self.disk {
            photos.lose();
        }
    }

    /// Whether a photo lies whole on its disk or in its second copy.
    pub fn has_photo(&self, scope: ScopeId, hash: PhotoHash) -> Result<bool> {
        let known = self.storage()?.read()?.photo(scope, hash)?.is_some_and(|row| row.whole);
        Ok(match &self.disk {
            Disk::Memory { photos, archive, .. } => {
                known && (photos.length(hash)?.is_some() || archive.photo_length(hash)?.is_some())
            }
            Disk::Real { .. } => known,
        })
    }

    /// Cuts the end off a book's second copy.
    pub fn tear_archive(&self, bytes: usize) -> Result<()> {
        if let Disk::Memory { archive, .. } = &self.disk {
            let books = archive.books()?;
            if let Some(book) = books.get(chance::below(books.len())) {
                archive.tear(*book, bytes);
            }
        }
        Ok(())
    }

    /// All pages of a scope's books: each line and its pages, a line before its branches.
    pub fn pages(&self, scope: ScopeId) -> Result<Vec<(book::Line, Vec<Vec<u8>>)>> {
        let storage = self.storage()?;
        let reading = storage.read()?;
        let mut all = Vec::new();
        let mut lines = reading.lines_of_scope(scope)?;
        lines.sort_by_key(|line| (line.base.map(|base| base.tip.number), line.line));
        for line in lines {
            all.push((line, reading.pages(line.line, 0, usize::MAX >> 1, usize::MAX)?));
        }
        Ok(all)
    }
}
