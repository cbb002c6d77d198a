//! `erase`: what the law has erased. Without `--yes` it only says what would go.

use super::show;
use crate::now;
use anyhow::{bail, ensure};
use book::RecordId;
use clap::Args;
use server_core::{Centre, Erased, Ground, Named, Wanted};

/// What to erase, and why.
#[derive(Debug, Args)]
pub(super) struct Erase {
    /// The finding's short reference, such as W07-250318-004.
    #[arg(required_unless_present = "record", conflicts_with = "record")]
    reference: Option<String>,
    /// The record's id, for one that has no reference or shares it.
    #[arg(long)]
    record: Option<String>,
    /// A field, with all its rows; may be said several times. Without it, the whole record but its kind, patrol, reference and
    /// status, so that the gap can be seen.
    #[arg(long)]
    field: Vec<String>,
    /// Why: retention_ended, right_to_erasure, recorded_unlawfully or order (of a court or the Information Commissioner).
    #[arg(long)]
    ground: String,
    /// Which office or function ordered it, without the name of a private person.
    #[arg(long)]
    ordered_by: String,
    /// Do it. It cannot be taken back.
    #[arg(long)]
    yes: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn erase(centre: &Centre, asked: Erase) -> anyhow::Result<()> {
    let what = match (&asked.record, asked.reference) {
        (Some(id), _) => match RecordId::parse(id) {
            Some(id) => Named::Record(id),
            None => bail!("{id} is no id of a record"),
        },
        (None, Some(reference)) => Named::Reference(reference),
        (None, None) => bail!("name a finding by its reference, or a record by --record"),
    };
    let Some(ground) = Ground::named(&asked.ground) else {
        let words: Vec<_> = Ground::ALL.iter().map(|ground| ground.word()).collect();
        bail!("{} is no ground; the grounds are: {}", asked.ground, words.join(", "));
    };
    let fields = (!asked.field.is_empty()).then_some(asked.field);
    let wanted = Wanted { what, fields, ground, ordered_by: asked.ordered_by };
    if !asked.yes {
        let plan = centre.plan_erasure(&wanted, now())?;
        return show(asked.json, &plan, || {
            format!(
                "{}\nNothing was erased yet. To erase it for good, say the same with --yes.",
                words(&plan, "Would go")
            )
        });
    }
    let erased = centre.erase(&wanted, now())?;
    let report = centre.back_up(now())?;
    show(asked.json, &erased, || {
        format!("{}\nGround: {}. Tablets follow with their next sync.", words(&erased, "Erased"), ground.said())
    })?;
    ensure!(
        report.failed == 0,
        "it is erased here, but not yet out of every file or the second copy; the log above says why, and `backup` goes on"
    );
    Ok(())
}

fn words(erased: &Erased, verb: &str) -> String {
    let Erased { record, kind, reference, pages, photos, left, .. } = erased;
    let name = if reference.is_empty() { String::new() } else { format!("{reference}, ") };
    let mut words = format!("{name}{kind}, record {record}.");
    for page in pages {
        words += &format!("\n{verb}: page {} of {}: {}", page.page, page.tablet, page.fields.join(", "));
    }
    for photo in photos {
        words += &format!("\n{verb}: the bytes of photo {photo}, unless another finding has it");
    }
    words + &format!("\nStays: {}", if left.is_empty() { "nothing".to_owned() } else { left.join(", ") })
}
