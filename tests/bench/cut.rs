//! Photos over a connection that breaks: the real server program behind a proxy that ends every connection, wherever it is,
//! after 0.2 to 1.2 MB. What is counted is what the sending side put on the wire, repeats and headers and all.

use crate::figures::Figures;
use crate::office::{CouncilOffice, Counter};
use crate::{tablet, wire};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use store::Store;
use sync::{HttpOffice, Outcome, Trouble, sync_once};

const PHOTOS: u64 = 6;
/// Syncs after which it is given up.
const MOST: u32 = 500;
/// What the repeats may cost.
const LIMIT: f64 = 1.25;

pub(crate) fn measure(figures: &mut Figures) -> Result<()> {
    let office = CouncilOffice::start()?;
    let (warden, leader) = (tablet::scratch()?, tablet::scratch()?);
    wire::enrol(warden.path(), &office.address, &office.code()?)?;
    wire::enrol(leader.path(), &office.address, &office.code_for("Demo leader", "leader")?)?;
    let bytes = wire::record_photos(warden.path(), PHOTOS)?;

    let mut seed = 1_u64;
    let counter = Counter::with(&office.address, move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        200_000 + i64::try_from(seed >> 33).unwrap_or_default() % 1_000_001
    })?;
    let mut row = |name: &str, folder: &Path, leader: bool| -> Result<()> {
        let (done, syncs) = until_done(folder, &counter, leader)?;
        let (up, down) = counter.take();
        let (moved, wire) = if leader { (done.photos_fetched, down) } else { (done.photos_sent, up) };
        figures.add(
            name,
            wire as f64 / bytes as f64,
            LIMIT,
            "x",
            format!(
                "{moved} of {PHOTOS} photos, {bytes} bytes; {up} up, {down} down on {} connections, {syncs} syncs",
                counter.connections()
            ),
        );
        Ok(())
    };
    row("Photos up, every connection cut after 0.2 to 1.2 MB: wire ÷ their bytes", warden.path(), false)?;
    row("Photos down, every connection cut after 0.2 to 1.2 MB: wire ÷ their bytes", leader.path(), true)
}

/// Syncs, each time with the store as the disk has it, until every photo is on the other side.
fn until_done(folder: &Path, counter: &Counter, leader: bool) -> Result<(Outcome, u32)> {
    let mut sum = Outcome::default();
    for syncs in 1..=MOST {
        let store: Store = tablet::open_store(folder)?;
        let token = store.enrolment()?.context("the tablet is enrolled")?.token;
        let office = HttpOffice::new(&counter.address, Some(&token))?;
        let options = sync::Options {
            photos: true,
            fetch_photos: leader,
            originals: &|| true,
            short_of: 0,
            is_thumbnail: &|_| true,
            thumbnailer: &|_| b"small".to_vec(),
            stop: &AtomicBool::new(false),
            progress: &|_| {},
        };
        let before = photos_done(&store, leader)?;
        match sync_once(&store, &office, &|| app::Clock::now(&app::SystemClock), &options) {
            Ok(_) | Err(Trouble::NoSignal) => {}
            Err(other) => return Err(other.into()),
        }
        let after = photos_done(&store, leader)?;
        *(if leader { &mut sum.photos_fetched } else { &mut sum.photos_sent }) += after - before;
        if after == PHOTOS {
            return Ok((sum, syncs));
        }
    }
    ensure!(false, "after {MOST} syncs not all photos were there");
    Ok((sum, MOST))
}

/// Photos that are on the other side.
fn photos_done(store: &Store, leader: bool) -> Result<u64> {
    let mut done = 0;
    for found in store.find(&store::Filter::default(), 10)? {
        for photo in store.record(found.id)?.map(|record| record.photos()).unwrap_or_default() {
            let hash = protocol::PhotoHash::from_hex(&photo.sha256).context("a photo")?;
            let there = store.photo_info(hash)?.is_some_and(|info| match leader {
                true => info.here,
                false => info.at > store::PhotoAt::OnThisTablet,
            });
            done += u64::from(there);
        }
    }
    Ok(done)
}
