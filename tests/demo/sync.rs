//! What both people do on the page "What has arrived": press Sync now until it says what they wait for.

use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::time::Instant;

use crate::page::Page;

/// How long sending and the second copy may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Goes to that page and syncs, again if need be, until it shows `words`.
pub(crate) async fn sync_until(page: &Page<'_>, words: &str) -> Result<()> {
    let began = Instant::now();
    loop {
        page.press("Sync now").await?;
        page.see(&["Sync now"]).await?;
        if page.shows_within(words, Duration::from_secs(2)).await? {
            return Ok(());
        }
        ensure!(began.elapsed() < PATIENCE, "the page should show: {words}");
    }
}
