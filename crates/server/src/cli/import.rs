//! `import`: records of before from a CSV file. Without `--yes` it only says what would be brought in, and what is wrong.

use super::show;
use crate::import::{Encoding, Import, Judged, MOST_ROWS, Map, RowError};
use crate::now;
use anyhow::{Context, bail, ensure};
use clap::Args;
use domain::catalogue::{Catalogue, FieldType, Kind};
use serde_json::json;
use server_core::Centre;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// Mistakes that are shown; all of them go to `--errors`.
const SHOWN: usize = 20;
/// Rows between two words on how far it is.
const STEP: u64 = 5_000;

/// Which file, and what its rows are.
#[derive(Debug, Args)]
pub(super) struct Line {
    /// The CSV file. Its first line names the columns: by the question's id or words, or as the map says.
    #[arg(required_unless_present = "columns")]
    file: Option<PathBuf>,
    /// The kind of all its rows, such as drug_litter.
    #[arg(long)]
    kind: String,
    /// The team whose records they are.
    #[arg(long, required_unless_present = "columns")]
    team: Option<String>,
    /// The team leader who answers for them; they count as approved by this person.
    #[arg(long, required_unless_present = "columns")]
    by: Option<String>,
    /// A TOML file: [columns] head = "question", [always] question = "cell", [choices.question] word = "choice".
    #[arg(long)]
    map: Option<PathBuf>,
    /// How the letters of the file are written.
    #[arg(long, value_enum, default_value = "utf8")]
    encoding: Encoding,
    /// Write what is wrong with which row into this new CSV file.
    #[arg(long)]
    errors: Option<PathBuf>,
    /// List what a column can answer for this kind, and do nothing else.
    #[arg(long)]
    columns: bool,
    /// Bring them in. What was brought in can only be erased or recorded by mistake one by one.
    #[arg(long)]
    yes: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn import(centre: &Centre, line: Line) -> anyhow::Result<ExitCode> {
    let catalogue = centre.catalogue()?;
    let kind = known(&catalogue, &line.kind)?;
    if line.columns {
        let listed = columns(kind);
        let words =
            || listed.iter().map(|(id, words)| format!("{id:28} {words}\n")).collect::<String>().trim_end().to_owned();
        show(line.json, &listed, words)?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(file), Some(team), Some(by)) = (&line.file, &line.team, &line.by) else {
        bail!("say which file, --team and --by");
    };
    let map = match &line.map {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
            toml::from_str(&text).with_context(|| format!("the map {} has a mistake", path.display()))?
        }
        None => Map::default(),
    };
    centre.may_bring_in(team, by)?;
    let import = Import { file, encoding: line.encoding, kind, map: &map, most: MOST_ROWS, now: now() };
    let judged = import.judge(&mut progress("rows read"))?;
    if let Some(path) = &line.errors {
        write_errors(path, &judged.errors)?;
    }
    if judged.wrong > 0 || !line.yes {
        show(line.json, &json!({ "judged": judged, "brought_in": null }), || said(&judged, kind))?;
        return Ok(if judged.wrong > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    let brought = import.bring(centre, (team, by), &catalogue, &mut progress("rows brought in"))?;
    let report = centre.back_up(now())?;
    show(line.json, &json!({ "judged": judged, "brought_in": brought }), || {
        let known = match brought.known {
            0 => String::new(),
            1 => " One row was here already and is left as it is.".to_owned(),
            known => format!(" {known} rows were here already and are left as they are."),
        };
        format!("Brought in: {} of {} rows.{known} Tablets get them with their next sync.", brought.new, judged.rows)
    })?;
    ensure!(report.failed == 0, "they are brought in, but not all is in the second copy yet; the log above says why");
    Ok(ExitCode::SUCCESS)
}

fn known<'a>(catalogue: &'a Catalogue, id: &str) -> anyhow::Result<&'a Kind> {
    let kinds = || catalogue.kinds().iter().filter(|kind| !kind.restricted);
    match catalogue.kind(id) {
        Some(kind) if kind.restricted => {
            bail!("{} is sealed on the tablet that records it, so it cannot be imported", kind.name)
        }
        Some(kind) => Ok(kind),
        None => bail!(
            "\"{id}\" is no kind; there are {}",
            kinds().map(|kind| kind.id.as_str()).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// What a column can answer.
fn columns(kind: &Kind) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = [
        ("reference", "the council's reference of before; the same one is never brought in twice"),
        ("place", "the name of the place"),
        ("place.position", "a grid reference, or latitude and longitude"),
        ("place.latitude", "degrees north"),
        ("place.longitude", "degrees east"),
        ("step", "what happened next, if anything did"),
        ("outcome", "how it ended, where that step can end in several ways"),
    ]
    .map(|(name, words)| (name.to_owned(), words.to_owned()))
    .to_vec();
    for field in kind.fields.iter().filter(|field| crate::import::takes(field)) {
        let words = match field.field_type {
            FieldType::Choice | FieldType::Multi => {
                let ids: Vec<&str> = field.choices.iter().map(|choice| choice.id.as_str()).collect();
                format!("{} ({})", field.label, ids.join(", "))
            }
            FieldType::Datetime => format!("{} (or {id}.date and {id}.time)", field.label, id = field.id),
            _ => field.label.clone(),
        };
        all.push((field.id.clone(), words));
    }
    all
}

fn said(judged: &Judged, kind: &Kind) -> String {
    let mut text = match judged.rows {
        1 => format!("1 row, {}.\n", kind.name.to_lowercase()),
        rows => format!("{rows} rows, {}.\n", kind.plural),
    };
    for (head, question) in &judged.columns {
        let _ = writeln!(text, "  {head} -> {question}");
    }
    if !judged.left_out.is_empty() {
        let _ = writeln!(text, "Left out: {}.", judged.left_out.join(", "));
    }
    for error in judged.errors.iter().take(SHOWN) {
        let cell =
            if error.column.is_empty() { String::new() } else { format!(", {}: \"{}\"", error.column, error.value) };
        let _ = writeln!(text, "line {}{cell}: {}", error.line, error.reason);
    }
    if judged.errors.len() > SHOWN {
        let _ = writeln!(text, "and more; --errors FILE writes them all");
    }
    if judged.unfinished > 0 {
        let lacking = judged.unfinished;
        let _ = writeln!(
            text,
            "Without an answer that a new one would need: {lacking}. They can be brought in all the same."
        );
    }
    text + &match judged.wrong {
        0 => "Nothing was brought in yet. To bring them in, say the same with --yes.".to_owned(),
        wrong => format!("Rows that cannot be brought in: {wrong}. So none was. Put them right and say it again."),
    }
}

fn write_errors(path: &PathBuf, errors: &[RowError]) -> anyhow::Result<()> {
    let file = std::fs::File::create_new(path)
        .with_context(|| format!("{} cannot be written; name a new file", path.display()))?;
    let mut out = csv::Writer::from_writer(file);
    out.write_record(["line", "column", "value", "reason"])?;
    for error in errors {
        // A spreadsheet must not take what stands in a cell for a formula.
        let safe = if error.value.starts_with(['=', '+', '-', '@', '\t']) {
            format!("'{}", error.value)
        } else {
            error.value.clone()
        };
        out.write_record([&error.line.to_string(), &error.column, &safe, &error.reason])?;
    }
    Ok(out.flush()?)
}

/// Says on a terminal how far it is.
fn progress(what: &'static str) -> impl FnMut(u64) {
    let shown = std::io::stderr().is_terminal();
    move |count| {
        if shown && count % STEP == 0 {
            let _ = write!(std::io::stderr(), "\r{count} {what}");
        }
    }
}
