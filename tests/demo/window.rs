//! The app's window from its opening to its closing, and what is kept when something in it goes wrong.

use anyhow::{Context, Result, bail};
use fantoccini::ClientBuilder;
use fantoccini::wd::Capabilities;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tokio::select;
use tokio::signal::ctrl_c;
use tokio::time::sleep_until;

use crate::Stage;
use crate::album::Album;
use crate::driver::Driver;
use crate::page::Page;

/// Opens the window of a tablet, lets `story` use it, and closes it whatever came of that.
pub(crate) async fn used<T>(
    stage: &Stage,
    album: &Album,
    tablet: &str,
    story: impl AsyncFnOnce(&Page<'_>) -> Result<T>,
) -> Result<T> {
    let log = stage.folder.join(format!("{tablet}-window.log"));
    let driver = Driver::start(stage.folder.join(tablet).as_os_str(), &log).await?;
    let done = in_window(stage, album, &driver, story).await;
    let stopped = driver.stop().await;
    let told = done.with_context(|| format!("the window's log is {}", log.display()))?;
    stopped.map(|()| told)
}

async fn in_window<T>(
    stage: &Stage,
    album: &Album,
    driver: &Driver,
    story: impl AsyncFnOnce(&Page<'_>) -> Result<T>,
) -> Result<T> {
    let application = stage.app.to_str().context("the app's path is no text")?;
    let wanted = json!({ "browserName": "wry", "tauri:options": { "application": application } });
    let wanted: Capabilities = serde_json::from_value(wanted)?;
    let client = ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(&driver.address()).await;
    let client = client.context("the window does not open")?;
    let page = Page::new(&client, album);
    let done = select! {
        done = story(&page) => done,
        () = sleep_until(stage.until) => bail_with("the play took longer than it may"),
        _ = ctrl_c() => bail_with("stopped by Ctrl-C"),
    };
    if done.is_err() {
        page.report().await;
    }
    let closed = client.close().await;
    let told = done?;
    closed.context("the window does not close")?;
    Ok(told)
}

fn bail_with<T>(why: &'static str) -> Result<T> {
    bail!(why)
}
