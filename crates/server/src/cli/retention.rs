//! `retention`: the records of a team whose time to be kept is over, which `erase` can take. Changes nothing.

use super::show;
use crate::now;
use clap::Args;
use serde::Serialize;
use server_core::Centre;

/// Of which team, and as at when.
#[derive(Debug, Args)]
pub(super) struct Line {
    /// The team.
    #[arg(long)]
    team: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A record whose time is over.
#[derive(Serialize)]
struct Over {
    reference: String,
    record: String,
    kind: String,
    class: String,
    since: String,
    until: String,
}

pub(super) fn retention(centre: &Centre, line: &Line) -> anyhow::Result<()> {
    let (catalogue, today) = (centre.catalogue()?, record::local_date(now()));
    let mut over = Vec::new();
    centre.each_line(&line.team, &catalogue, &mut |record, of| {
        let kept = record.retention(&catalogue).filter(|kept| kept.is_over(today) && !record.is_gone());
        let Some(((kept, since), until)) = kept.as_ref().and_then(|kept| Some(((kept, kept.since?), kept.until()?)))
        else {
            return;
        };
        over.push(Over {
            reference: of.reference,
            record: record.id.0.to_string(),
            kind: of.kind,
            class: kept.class.id.clone(),
            since: since.to_string(),
            until: until.to_string(),
        });
    })?;
    over.sort_by(|one, other| (&one.until, &one.record).cmp(&(&other.until, &other.record)));
    show(line.json, &over, || {
        let said = over.iter().map(|one| {
            let name =
                if one.reference.is_empty() { format!("--record {}", one.record) } else { one.reference.clone() };
            format!("{name:40} {:24} {:12} closed {}, kept until {}", one.kind, one.class, one.since, one.until)
        });
        match over.len() {
            0 => "Of no record the time to be kept is over.".to_owned(),
            many => said
                .chain([format!("{many} in all. `erase NAME --ground retention_ended` erases one.")])
                .collect::<Vec<_>>()
                .join("\n"),
        }
    })
}
