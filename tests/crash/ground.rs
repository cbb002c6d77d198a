//! The folder of a flow: an office and its tablets, opened as the programs open them.

use crate::acks::{Ack, Acks};
use crate::office::Telling;
use crate::plan::{NOW, Plan};
use anyhow::{Context, Result, ensure};
use book::SignedGrant;
use domain::catalogue::Catalogue;
use protocol::{Credential, PhotoHash};
use server_core::Centre;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use store::{Enrolment, PhotoAt, Store, StoreError};
use sync::{Office, Options, Outcome};
use tests::{Link, TestClock};

/// The warden's tablet.
pub(crate) const WARDEN: &str = "warden";
/// The leader's, which fetches photos.
pub(crate) const LEADER: &str = "leader";
const TEAM: &str = "Demo team";
const HOUR: i64 = 3_600_000;

/// A flow's folder.
pub(crate) struct Ground {
    folder: PathBuf,
}

impl Ground {
    /// A folder, which may be empty.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Sets an office up, an hour ago.
    pub(crate) fn found(&self) -> Result<Arc<Centre>> {
        let centre = server_storage::open(&self.path("office"), None)?;
        centre.init("Demo council", true)?;
        centre.add_team(TEAM)?;
        Ok(Arc::new(centre))
    }

    /// The office, started as `serve` starts it.
    pub(crate) fn office(&self) -> Result<Arc<Centre>> {
        let centre = server_storage::open(&self.path("office"), None)?;
        centre.recover(NOW)?;
        Ok(Arc::new(centre))
    }

    /// A one-time code for a new person with this role.
    pub(crate) fn code(&self, centre: &Centre, role: &str) -> Result<String> {
        let name = format!("Demo {role}");
        centre.add_user(&name, role)?;
        Ok(centre.new_code(TEAM, &name, 24 * HOUR, NOW - HOUR)?.code)
    }

    /// Opens a tablet, new or not.
    pub(crate) fn tablet(&self, name: &str) -> Result<Store> {
        self.tablet_with(name, Catalogue::built_in().ok().context("the built-in catalogue is wrong")?)
    }

    /// The same under another catalogue.
    pub(crate) fn tablet_with(&self, name: &str, catalogue: Catalogue) -> Result<Store> {
        let entropy: store::Entropy = Arc::new(|bytes| getrandom::fill(bytes).map_err(|_| StoreError::NoEntropy));
        Store::open(&self.path(name), Arc::new(catalogue), entropy).with_context(|| format!("the {name}'s tablet"))
    }

    /// Those of the two tablets that this flow has, open.
    pub(crate) fn tablets(&self) -> Result<Vec<(&'static str, Store)>> {
        let there = [WARDEN, LEADER].into_iter().filter(|name| self.path(name).is_dir());
        there.map(|name| Ok((name, self.tablet(name)?))).collect()
    }

    /// Enrols a tablet as the app does, unless it is enrolled.
    pub(crate) fn enrol(&self, name: &str, store: &Store, centre: &Arc<Centre>, code: &str, now: i64) -> Result<()> {
        if store.enrolment()?.is_some() {
            return Ok(());
        }
        let link = Link::new(Arc::clone(centre), TestClock::at(now));
        let reply = link.enrol(&store.ask_to_enrol(Credential::code(code)), None)?;
        let grant = SignedGrant::decode(&hex::decode(&reply.grant)?)?;
        ensure!(grant.verifies(&reply.root), "the {name}'s grant is not signed by the office");
        let enrolment = Enrolment {
            office: "https://office.example".into(),
            device: reply.device,
            book_code: reply.book_code,
            token: reply.token,
            root: reply.root,
            council: reply.council,
            team: reply.team,
            scope: grant.grant.scope,
            demo: reply.demo,
        };
        Ok(store.enrol(&enrolment, &grant, "hash of a PIN", 6, now)?)
    }

    /// A tablet that was enrolled an hour ago and has recorded this.
    pub(crate) fn enrolled(&self, name: &str, centre: &Arc<Centre>, plan: Plan) -> Result<Store> {
        let store = self.tablet(name)?;
        self.enrol(name, &store, centre, &self.code(centre, name)?, NOW - HOUR)?;
        plan.record(name, &store, &Acks::quiet())?;
        Ok(store)
    }

    /// One sync, telling what each side holds as it goes.
    pub(crate) fn sync(
        &self,
        name: &str,
        store: &Store,
        centre: &Arc<Centre>,
        plan: Plan,
        acks: &Acks,
    ) -> Result<Outcome> {
        let token = store.enrolment()?.context("the tablet is not enrolled")?.token;
        let link = Link::new(Arc::clone(centre), TestClock::at(NOW)).with_token(Some(&token));
        let untold = RefCell::new(Ok(()));
        let outcome = sync::sync_once(
            store,
            &Telling { link, acks, untold: &untold },
            &|| NOW,
            &Options {
                photos: true,
                fetch_photos: name == LEADER,
                originals: &|| true,
                short_of: 0,
                is_thumbnail: &|bytes| bytes == b"small",
                thumbnailer: &|_| b"small".to_vec(),
                stop: &AtomicBool::new(false),
                progress: &|_| {
                    if let Err(error) = tell_all(name, store, plan, acks) {
                        *untold.borrow_mut() = Err(error);
                    }
                },
            },
        )?;
        untold.into_inner()?;
        tell_all(name, store, plan, acks)?;
        Ok(outcome)
    }
}

/// The hexadecimal SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Tells the last page that a tablet holds of each book.
pub(crate) fn tell_pages(tablet: &str, store: &Store, acks: &Acks) -> Result<()> {
    let Some(enrolment) = store.enrolment()? else { return Ok(()) };
    for (book, tip) in store.tips(enrolment.scope)?.iter() {
        let run = store.run(*book, tip.number - 1, 1, usize::MAX)?.context("a tip without its page")?;
        let wire = run.entries.first().context("a run without pages")?;
        let (tablet, book) = (tablet.into(), book.to_string());
        acks.tell(Ack::Page { tablet, book, number: tip.number, sha256: sha256(wire) })?;
    }
    Ok(())
}

/// Tells all that a tablet holds: pages, photos, receipts.
fn tell_all(tablet: &str, store: &Store, plan: Plan, acks: &Acks) -> Result<()> {
    tell_pages(tablet, store, acks)?;
    if let Some(own) = store.own_book()? {
        acks.tell(Ack::Receipts { tablet: tablet.into(), arrived: own.arrived, backed_up: own.backed_up })?;
    }
    for bytes in plan.all_photos() {
        let hash = PhotoHash(Sha256::digest(&bytes).into());
        if let Some(info) = store.photo_info(hash)?.filter(|info| info.here) {
            acks.tell(Ack::Photo { tablet: tablet.into(), sha256: hash.to_string(), at: rank(info.at) })?;
        }
    }
    Ok(())
}

/// A photo's state as a number.
pub(crate) fn rank(at: PhotoAt) -> u8 {
    match at {
        PhotoAt::OnThisTablet => 0,
        PhotoAt::Arrived => 1,
        PhotoAt::BackedUp => 2,
    }
}
