//! A council office and tablets enrolled with it, in folders that go with the test.

use crate::wire::Wire;
use book::{GrantId, RecordId, ScopeId, SignedGrant};
use domain::catalogue::Catalogue;
use protocol::{Credential, EnrolReply, EnrolRequest};
use serde_json::Value;
use server_core::Centre;
use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use store::{Action, Change, DeviceKeys, Enrolment, Entropy, Store, StoreError};
use sync::{Office, Options, Outcome, Trouble, sync_once};
use tempfile::TempDir;
use uuid::Uuid;

/// 18 March 2025, 10:00 UTC.
pub(crate) const NOW: i64 = 1_742_292_000_000;
pub(crate) const TEAM: &str = "Demo team";

pub(crate) struct World {
    data: TempDir,
    centre: RefCell<Option<Arc<Centre>>>,
}

pub(crate) struct Tablet {
    pub(crate) folder: TempDir,
    pub(crate) store: Arc<Store>,
    pub(crate) token: String,
    pub(crate) scope: ScopeId,
    grant: GrantId,
}

impl World {
    pub(crate) fn new() -> Self {
        let data = TempDir::new().unwrap();
        let world = Self { data, centre: RefCell::default() };
        let centre = world.centre();
        centre.init("Demo council", true).unwrap();
        centre.add_team(TEAM).unwrap();
        world
    }

    pub(crate) fn centre(&self) -> Arc<Centre> {
        let mut open = self.centre.borrow_mut();
        open.get_or_insert_with(|| Arc::new(server_storage::open(self.data.path(), None).unwrap())).clone()
    }

    /// A copy of all that the office has now.
    pub(crate) fn backup(&self) -> TempDir {
        self.centre.borrow_mut().take();
        let copy = TempDir::new().unwrap();
        copy_folder(self.data.path(), copy.path());
        copy
    }

    /// Puts the office back to an earlier copy, as an operator would who tells no one.
    pub(crate) fn put_back(&self, copy: &TempDir) {
        self.centre.borrow_mut().take();
        std::fs::remove_dir_all(self.data.path()).unwrap();
        copy_folder(copy.path(), self.data.path());
    }

    /// The same with the second copy, which stood elsewhere, as it is now.
    pub(crate) fn put_back_beside_its_second_copy(&self, copy: &TempDir) {
        let second = TempDir::new().unwrap();
        copy_folder(&self.data.path().join("archive"), second.path());
        self.put_back(copy);
        std::fs::remove_dir_all(self.data.path().join("archive")).unwrap();
        copy_folder(second.path(), &self.data.path().join("archive"));
    }

    /// All that the office's database holds, as text.
    pub(crate) fn reads_in_the_database(&self) -> String {
        self.centre.borrow_mut().take();
        let files = std::fs::read_dir(self.data.path()).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.is_file());
        files.map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()).collect()
    }

    /// The second copy's files of books in which these words stand.
    pub(crate) fn files_with(&self, words: &str) -> usize {
        let folders = std::fs::read_dir(self.data.path().join("archive/books")).unwrap();
        let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
        let bytes = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        bytes.filter(|bytes| bytes.windows(words.len()).any(|window| window == words.as_bytes())).count()
    }

    /// A tablet enrolled for a new person.
    pub(crate) fn tablet(&self, name: &str, role: &str) -> Tablet {
        let centre = self.centre();
        centre.add_user(name, role).unwrap();
        let code = centre.new_code(TEAM, name, 60_000, NOW).unwrap().code;
        Tablet::enrol(&Wire::to(&centre, ""), "http://office.example", &code)
    }

    pub(crate) fn wire(&self, tablet: &Tablet) -> Wire {
        Wire::to(&self.centre(), &tablet.token)
    }

    /// One sync without faults.
    pub(crate) fn sync(&self, tablet: &Tablet) -> Outcome {
        tablet.sync(&self.wire(tablet)).unwrap()
    }

    pub(crate) fn sync_all(&self, tablets: &[&Tablet]) {
        for tablet in tablets {
            self.sync(tablet);
        }
    }
}

impl Tablet {
    pub(crate) fn enrol(office: &dyn Office, address: &str, code: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(folder.path());
        let key = DeviceKeys::load_or_make(folder.path(), &entropy()).unwrap().signing();
        let request = EnrolRequest::new(&key, Credential::code(code));
        let EnrolReply { device, book_code, token, root, council, team, grant, demo } =
            office.enrol(&request, None).unwrap();
        let signed = hex(&grant);
        assert!(signed.verifies(&root));
        let scope = signed.grant.scope;
        let office = address.into();
        let enrolment = Enrolment { office, device, book_code, token: token.clone(), root, council, team, scope, demo };
        store.enrol(&enrolment, &signed, "hash of a PIN", 6, NOW).unwrap();
        Self { folder, store: Arc::new(store), token, scope, grant: signed.grant.id() }
    }

    /// The same tablet from another folder: a disk put back to an earlier state, or a clone.
    pub(crate) fn on_disk(&self, folder: TempDir) -> Self {
        let store = Arc::new(open(folder.path()));
        Self { folder, store, token: self.token.clone(), scope: self.scope, grant: self.grant }
    }

    /// A copy of the tablet's disk.
    pub(crate) fn disk(&self) -> TempDir {
        let copy = TempDir::new().unwrap();
        copy_folder(self.folder.path(), copy.path());
        copy
    }

    /// The grant of its person.
    pub(crate) fn author(&self) -> GrantId {
        self.grant
    }

    pub(crate) fn write(&self, changes: Vec<Change>) {
        self.store.write(Action { author: self.grant, changes, completes: None }, NOW).unwrap();
    }

    pub(crate) fn finding(&self, id: RecordId, description: &str) {
        self.write(vec![
            Change::new(id, "kind", "drug_litter"),
            Change::new(id, "occurred_at", "2025-03-18T09:00:00Z"),
            Change::new(id, "description", description),
        ]);
    }

    /// A concern for a person, sealed.
    pub(crate) fn seal(&self, id: RecordId, seen: &str) {
        let changes = vec![
            Change::new(id, "kind", "vulnerability_concern"),
            Change::new(id, "occurred_at", "2025-03-18T09:00:00Z"),
            Change::new(id, "what_seen", seen),
        ];
        self.store.write_restricted(Action { author: self.grant, changes, completes: None }, NOW).unwrap();
    }

    pub(crate) fn describe(&self, id: RecordId, description: &str) {
        self.write(vec![Change::new(id, "description", description)]);
    }

    pub(crate) fn description(&self, id: RecordId) -> Option<String> {
        self.store.record(id).unwrap().and_then(|record| record.text("description").map(str::to_owned))
    }

    /// Pages here, and up to which they have arrived.
    pub(crate) fn pages(&self) -> (u64, u64) {
        let own = self.store.own_book().unwrap().unwrap();
        (own.tip.number, own.arrived)
    }

    pub(crate) fn tips(&self) -> protocol::Tips {
        self.store.tips(self.scope).unwrap()
    }

    pub(crate) fn sync(&self, office: &dyn Office) -> Result<Outcome, Trouble> {
        self.sync_at(office, NOW)
    }

    pub(crate) fn sync_at(&self, office: &dyn Office, now: i64) -> Result<Outcome, Trouble> {
        sync_once(&*self.store, office, &|| now, &options(&AtomicBool::new(false), false))
    }

    /// One sync that fetches the photos of others too.
    pub(crate) fn fetch(&self, office: &dyn Office) -> Result<Outcome, Trouble> {
        sync_once(&*self.store, office, &|| NOW, &options(&AtomicBool::new(false), true))
    }
}

pub(crate) fn options(stop: &AtomicBool, fetch_photos: bool) -> Options<'_> {
    let thumbnailer = &|photo: &[u8]| photo[..photo.len().min(4)].to_vec();
    Options {
        photos: true,
        fetch_photos,
        originals: &|| true,
        short_of: 0,
        is_thumbnail: &photo::is_thumbnail,
        thumbnailer,
        stop,
        progress: &|_| {},
    }
}

pub(crate) fn record(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

pub(crate) fn photo_row(hash: protocol::PhotoHash, bytes: usize) -> Value {
    serde_json::json!({
        "sha256": hash.to_string(), "bytes": bytes, "mime": "image/jpeg", "width": 8, "height": 8,
        "taken_at": "2025-03-18T09:00:00Z"
    })
}

fn open(folder: &Path) -> Store {
    Store::open(folder, Arc::new(Catalogue::built_in().unwrap()), entropy()).unwrap()
}

fn entropy() -> Entropy {
    Arc::new(|buffer: &mut [u8]| getrandom::fill(buffer).map_err(|_| StoreError::NoEntropy))
}

fn hex(grant: &str) -> SignedGrant {
    let bytes: Vec<u8> =
        (0..grant.len()).step_by(2).map(|at| u8::from_str_radix(&grant[at..at + 2], 16).unwrap()).collect();
    SignedGrant::decode(&bytes).unwrap()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, target).unwrap();
        }
    }
}
