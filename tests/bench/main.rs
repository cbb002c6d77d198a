//! The bench: measures what Patrolbook promises of speed and size and prints each figure beside its limit.
//!
//! `cargo xtask bench` builds it for release and runs it. It measures and does not judge: it ends well also when a figure
//! is over its limit, and says so. Words after the command choose parts: `save`, `lists`, `kinds`, `figures`, `central`, `wire`, `photos-cut`, `sync`, `rates`,
//! `herd`, `window`.

mod author;
mod batches;
mod bulk;
mod central;
mod cut;
mod facts;
mod figures;
mod findings;
mod herd;
mod kinds;
mod lists;
mod office;
mod photos;
mod rates;
mod reports;
mod saving;
mod screen;
mod tablet;
mod window;
mod wire;

use anyhow::Result;
use figures::Figures;
use std::path::Path;

/// A part, and what it measures.
type Part = (&'static str, fn(&mut Figures) -> Result<()>);

const PARTS: &[Part] = &[
    ("save", saving::measure),
    ("lists", lists::measure),
    ("kinds", kinds::measure),
    ("figures", reports::measure),
    ("central", central::measure),
    ("wire", wire::measure),
    ("photos-cut", cut::measure),
    ("sync", sync),
    ("rates", rates),
    ("herd", herd::measure),
    ("window", window::measure),
];

/// Whatever sync promises: what travels, what a link that breaks costs, and how fast it is taken in.
fn sync(figures: &mut Figures) -> Result<()> {
    batches::measure(figures)?;
    cut::measure(figures)?;
    rates(figures)?;
    herd::measure(figures)
}

fn rates(figures: &mut Figures) -> Result<()> {
    rates::tablet(figures)?;
    rates::centre(figures)
}

fn main() -> Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder] = &asked[..]
        && word == "traced-saves"
    {
        return saving::traced_saves(Path::new(folder));
    }
    if let [word, folder, format] = &asked[..]
        && word == reports::EXPORT
    {
        return reports::export_of(Path::new(folder), format);
    }
    if let [word, tablets] = &asked[..]
        && word == "herd"
    {
        return herd::all_at_once(tablets.parse()?);
    }
    let mut figures = Figures::default();
    for (name, measure) in PARTS {
        // These are parts of `sync`.
        let wanted = asked.is_empty() && !["photos-cut", "rates", "herd"].contains(name);
        if wanted || asked.iter().any(|word| word == name) {
            eprintln!("· {name}");
            measure(&mut figures)?;
        }
    }
    println!("\n{}", figures.table());
    Ok(())
}
