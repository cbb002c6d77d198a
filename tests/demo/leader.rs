//! Demo leader's part: fetches the patrol, looks at its findings and photos, approves it, and sends that.

use anyhow::{Context, Result};

use crate::Stage;
use crate::page::Page;
use crate::sync::sync_until;
use crate::warden::{self, Patrol};

/// Plays it all.
pub(crate) async fn play(page: &Page<'_>, stage: &Stage, patrol: &Patrol) -> Result<()> {
    page.see(&["Locked", "PIN for Demo leader"]).await?;
    page.type_pin(&stage.leader_pin).await?;
    page.see_no_more("Locked").await?;
    what_has_arrived(page).await?;
    sync_until(page, "Everything on this tablet has arrived").await.context("fetching the patrol")?;
    page.go("Review").await?;
    look_at(page, patrol).await.context("looking at the patrol")?;
    approve(page, patrol).await.context("approving the patrol")?;
    what_has_arrived(page).await?;
    sync_until(page, "Everything is backed up").await.context("sending the review")?;
    page.picture("review-backed-up").await
}

async fn look_at(page: &Page<'_>, patrol: &Patrol) -> Result<()> {
    page.see(&["Approve", patrol.area, &patrol.times]).await?;
    page.picture("review").await?;
    page.follow_line(&[patrol.area, &patrol.times, "Demo warden A"]).await?;
    page.see(&["Demo warden A", "with Demo warden B", warden::NOTE, "Tick all"]).await?;
    page.see(&["7 items, 2 sharps", "LA68 XYZ, silver Ford, car", warden::ISSUE, "10 people, 5 sacks"]).await?;
    page.picture("patrol-under-review").await?;
    page.press("Prospect Row").await?;
    page.see(&["LA68 XYZ", "Flat tyre"]).await?;
    page.see_photos(2).await?;
    page.picture_here("finding-under-review").await
}

async fn approve(page: &Page<'_>, patrol: &Patrol) -> Result<()> {
    // What is flagged is ticked by hand.
    page.press("Tick all").await?;
    page.press("Approve all").await?;
    page.see(&[&format!("{} is approved", patrol.area)]).await?;
    page.picture("approved").await
}

/// On a tall screen a leader finds it under "More".
async fn what_has_arrived(page: &Page<'_>) -> Result<()> {
    page.go("More").await?;
    page.click("What has arrived", "//main//a[contains(normalize-space(.), 'What has arrived')]").await
}
