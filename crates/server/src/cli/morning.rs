//! `morning`: what arrived overnight, and what did not.

use super::show;
use crate::morning::{evening_before, words};
use crate::now;
use anyhow::{Context as _, ensure};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone as _};
use chrono_tz::Europe::London;
use clap::Args;
use server_core::Centre;

/// Since when.
#[derive(Debug, Args)]
pub(super) struct Line {
    /// Since a day or a time of London, such as 2025-03-17 or 2025-03-17T16:00. Unless said, since 18:00 of the day before.
    #[arg(long)]
    since: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn morning(centre: &Centre, line: &Line) -> anyhow::Result<()> {
    let now = now();
    let since = line.since.as_deref().map(moment).transpose()?.unwrap_or_else(|| evening_before(now));
    ensure!(since <= now, "--since lies ahead; name a time that has passed");
    let catalogue = centre.catalogue()?;
    let morning = centre.morning(&catalogue, since, now)?;
    show(line.json, &morning, || words(&morning).trim_end().to_owned())
}

/// A moment of London; where the clocks go back, the first of two.
fn moment(text: &str) -> anyhow::Result<i64> {
    let day = || text.parse::<NaiveDate>().map(|day| day.and_time(NaiveTime::MIN));
    let time = || NaiveDateTime::parse_from_str(&text.replace(' ', "T"), "%Y-%m-%dT%H:%M");
    let local = time().or_else(|_| day()).ok().and_then(|local| London.from_local_datetime(&local).earliest());
    let moment = local.with_context(|| format!("\"{text}\" is no day or time; say 2025-03-17 or 2025-03-17T16:00"))?;
    Ok(moment.timestamp_millis())
}
