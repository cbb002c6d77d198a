//! Demo warden A's part: a patrol without signal, one finding of each kind, then the signal comes back.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::page::Page;
use crate::sync::sync_until;
use crate::{Stage, photos};

/// The patrol as the leader will find it.
pub(crate) struct Patrol {
    /// The area that was chosen.
    pub(crate) area: &'static str,
    /// From when to when, as the pages write it.
    pub(crate) times: String,
}

/// What the leader reads too.
pub(crate) const ISSUE: &str = "Motorbikes on the Great Lines after school";
/// What the leader reads too.
pub(crate) const NOTE: &str = "The steps at Fort Amherst need another look.";
const AREA: &str = "Great Lines and Brompton";

/// Plays it all.
pub(crate) async fn play(page: &Page<'_>, stage: &Stage) -> Result<Patrol> {
    unlock(page, stage).await.context("unlocking")?;
    page.switch("No signal", true).await?;
    start_patrol(page).await.context("starting the patrol")?;
    let photos = photos::draw(&stage.folder, 5)?;
    let [litter, more_litter, front, nearside, motorbikes] = photos.as_slice() else {
        anyhow::bail!("five photos should be drawn");
    };
    drug_litter(page, [litter, more_litter]).await.context("recording drug litter")?;
    abandoned_vehicle(page, [front, nearside]).await.context("recording an abandoned vehicle")?;
    pact_issue(page, motorbikes).await.context("recording a PACT issue")?;
    clean_up(page).await.context("recording a clean-up")?;
    let times = end_patrol(page).await.context("ending the patrol")?;
    only_here(page).await.context("looking at what has arrived without signal")?;
    all_backed_up(page).await.context("sending it all")?;
    Ok(Patrol { area: AREA, times })
}

async fn unlock(page: &Page<'_>, stage: &Stage) -> Result<()> {
    page.see(&["Locked", "Record a finding", "Who is unlocking?", "Demo: nothing leaves this computer"]).await?;
    page.press("Demo warden A").await?;
    page.see(&["PIN for Demo warden A"]).await?;
    page.picture("lock").await?;
    page.type_pin(&stage.warden_pin).await?;
    page.see(&["Today", "Start patrol"]).await?;
    page.see_no_more("Locked").await?;
    page.picture("today").await
}

async fn start_patrol(page: &Page<'_>) -> Result<()> {
    page.see(&["No signal"]).await?;
    page.follow("Start patrol").await?;
    page.see(&["How are you patrolling?"]).await?;
    page.choose("How are you patrolling?", "On foot").await?;
    page.choose("Where?", AREA).await?;
    page.choose("Who is with you?", "Demo warden B").await?;
    page.choose("Weather", "Dry").await?;
    page.picture("start-patrol").await?;
    page.press("Start at").await?;
    page.see(&["End patrol", AREA, "with Demo warden B", "Nothing found yet"]).await?;
    page.picture("patrol").await
}

async fn drug_litter(page: &Page<'_>, photos: [&PathBuf; 2]) -> Result<()> {
    page.follow("Drug litter").await?;
    page.see(&["Syringes with needle", "Save on page"]).await?;
    for _ in 0..2 {
        page.press("Syringes with needle, add one").await?;
    }
    page.press("add 5, Foil").await?;
    page.see(&["7 items", "2 sharps"]).await?;
    for (number, photo) in (1..).zip(photos) {
        page.add_photo("Add photo", photo).await?;
        page.see_photos(number).await?;
    }
    page.see(&["Good to"]).await?;
    page.picture("drug-litter").await?;
    save(page, "1 finding · 2 photos").await?;
    page.picture("saved").await
}

async fn abandoned_vehicle(page: &Page<'_>, photos: [&PathBuf; 2]) -> Result<()> {
    page.follow("Abandoned vehicle").await?;
    page.see(&["Registration mark", "Save on page"]).await?;
    page.fill("Registration mark", "LA68 XYZ").await?;
    page.leave_field().await?;
    page.choose("Type", "Car").await?;
    page.choose("Make", "Ford").await?;
    page.choose("Colour", "Silver").await?;
    page.choose("Signs that it is abandoned", "Flat tyre").await?;
    for (number, (frame, photo)) in (1..).zip(["Front, plate", "Nearside"].into_iter().zip(photos)) {
        page.add_photo(frame, photo).await?;
        page.see_photos(number).await?;
    }
    place(page, "Prospect Row").await?;
    page.picture("abandoned-vehicle").await?;
    save(page, "2 findings · 4 photos").await
}

async fn pact_issue(page: &Page<'_>, photo: &Path) -> Result<()> {
    page.follow("PACT issue").await?;
    page.see(&["At which meeting was it raised?", "Save on page"]).await?;
    page.choose_first("At which meeting was it raised?").await?;
    page.fill("What is the issue?", ISSUE).await?;
    page.leave_field().await?;
    page.choose("What is it about?", "Speeding").await?;
    page.add_photo("Add photo", photo).await?;
    page.see_photos(1).await?;
    page.picture("pact-issue").await?;
    save(page, "3 findings · 5 photos").await
}

async fn clean_up(page: &Page<'_>) -> Result<()> {
    page.follow("Clean-up").await?;
    page.see(&["What is the clean-up called?", "Save on page"]).await?;
    page.fill("What is the clean-up called?", "Clean-up, Great Lines").await?;
    page.fill("Which site is cleaned?", "Great Lines Heritage Park").await?;
    page.leave_field().await?;
    page.press("add 10, Members of the public").await?;
    page.press("add 5, Black sacks").await?;
    page.see(&["10 people", "5 sacks"]).await?;
    page.press("Sample photo 2").await?;
    page.see_photos(1).await?;
    place(page, "Great Lines, Fort Amherst steps").await?;
    page.picture("clean-up").await?;
    save(page, "4 findings · 6 photos").await?;
    page.picture("patrol-with-findings").await
}

/// Types where it is.
async fn place(page: &Page<'_>, place: &str) -> Result<()> {
    page.press("Change the place").await?;
    page.see(&["Use this place"]).await?;
    page.fill("Grid reference", place).await?;
    page.press("Use this place").await?;
    page.see_no_more("Use this place").await?;
    page.see(&[place]).await
}

/// Saves, and sees the patrol with what it now holds.
async fn save(page: &Page<'_>, counts: &str) -> Result<()> {
    page.press("Save on page").await?;
    page.see(&["End patrol", "is on this tablet", "Undo", counts]).await
}

async fn end_patrol(page: &Page<'_>) -> Result<String> {
    page.press("End patrol").await?;
    page.see(&["End of patrol", "Zeros are part of the record", "Where your pages are"]).await?;
    page.see(&["6 photos", "There is no signal here", "Drug litter", "Abandoned vehicle", "PACT issue", "Clean-up"])
        .await?;
    page.fill("Anything for the next warden?", NOTE).await?;
    page.picture("end-of-patrol").await?;
    let times = times(&page.text().await?).context("the card should say from when to when")?;
    page.press("Submit unfinished").await?;
    page.see(&["Submitted", "Your team leader has it as soon as it arrives"]).await?;
    page.picture("submitted").await?;
    Ok(times)
}

/// The first "21:04 to 21:09" of a text.
fn times(text: &str) -> Option<String> {
    let is_time =
        |word: &str| matches!(word.split_once(':'), Some((hour, minute)) if hour.len() == 2 && minute.len() == 2);
    let words: Vec<_> = text.split(' ').collect();
    let found = words.windows(3).find(|three| matches!(three, [from, "to", to] if is_time(from) && is_time(to)))?;
    Some(found.join(" "))
}

async fn only_here(page: &Page<'_>) -> Result<()> {
    page.go("to arrive").await?;
    page.see(&["What has arrived", "Page by page"]).await?;
    page.see(&["Drug litter · 2 photos", "Abandoned vehicle · 2 photos", "6 photos Saved here"]).await?;
    page.picture("only-on-this-tablet").await
}

async fn all_backed_up(page: &Page<'_>) -> Result<()> {
    page.switch("No signal", false).await?;
    page.see(&["Council office"]).await?;
    sync_until(page, "Everything is backed up").await?;
    page.see(&["All arrived"]).await?;
    page.picture("all-backed-up").await
}
