//! `cargo xtask medway`: brings the Medway year in at a council office, lets a leader's tablet sync, and prints each figure of the
//! report as that tablet says it, beside the printed one. The last line is `measures=M matched=M`; anything else ends with 1.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program that checks and prints")]

use app::contract::{FigureView, FiguresView, SealedFigures};
use chrono::NaiveDate;
use clap::Parser;
use domain::catalogue::{Catalogue, Figure};
use report::{Period, Source, Sum};
use serde_json::json;
use server_core::{Fault, TeamFigures};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use store::Over;
use tests::World;
use tests::medway::{expected, records};

/// The Medway year.
#[derive(Parser)]
struct Arguments {
    /// Only brings the year in, at the office whose data are here.
    #[arg(long, requires = "team", requires = "by")]
    into: Option<PathBuf>,
    /// For this team.
    #[arg(long)]
    team: Option<String>,
    /// Under the name of this leader.
    #[arg(long)]
    by: Option<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(folder) = &arguments.into {
        let (team, by) = (arguments.team.unwrap_or_default(), arguments.by.unwrap_or_default());
        let centre = server_storage::open(folder, None).expect("the office's data");
        let catalogue = centre.catalogue().expect("the catalogue in use");
        let now = app::Clock::now(&app::SystemClock);
        let brought = centre.bring_in((&team, &by), &catalogue, records(), &mut |_| {}, now).expect("brought in");
        println!("records={}", brought.new + brought.known);
        return ExitCode::SUCCESS;
    }
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let catalogue = Catalogue::built_in().expect("the catalogue");
    let now = app::Clock::now(&world.clock);
    let begun = Instant::now();
    let records = records();
    let many = records.len();
    let team = ("Chatham and Rochester", "Demo leader");
    let brought = world.centre.bring_in(team, &catalogue, records, &mut |_| {}, now).expect("the year is brought in");
    println!("brought in: {} of {many} records, {:.1} s", brought.new, begun.elapsed().as_secs_f64());
    let begun = Instant::now();
    leader.sync();
    println!("on the leader's tablet: {:.1} s\n", begun.elapsed().as_secs_f64());

    let all = expected();
    let mut matched = 0;
    println!("{:28} {:24} {:>12} {:>12}", "figure", "period", "printed", "counted");
    for one in &all {
        let (from, to) = one.period;
        let figure: FigureView = leader.does("figure", json!({ "figure": one.figure, "from": from, "to": to }));
        let counted = in_table(&figure);
        matched += usize::from(counted == one.said);
        let mark = if counted == one.said { "" } else { "  DIFFERS" };
        println!("{:28} {from} {to} {:>14} {counted:>12}{mark}", one.figure, one.said);
    }
    let sealed = channel(&world);
    let channel_matches = sealed == CHANNEL.1;
    matched += usize::from(channel_matches);
    let mark = if channel_matches { "" } else { "  DIFFERS" };
    let (from, to) = CHANNEL_OVER;
    println!("{:28} {from} {to} {:>14} {sealed:>12}{mark}", CHANNEL.0, CHANNEL.1);
    println!();
    let report: FiguresView = leader.does("figures", json!({ "from": "2017-11-01", "to": tests::medway::AS_AT }));
    for paragraph in &report.paragraphs {
        let text: String = paragraph.parts.iter().map(|part| part.text.as_str()).collect();
        println!("{:5} {text}", paragraph.id);
        paragraph.printed.iter().for_each(|printed| println!("      ({printed})"));
    }
    // The office works it out by itself, and must say the same.
    let office = office_report(&world, &catalogue);
    let said = |paragraph: &app::contract::ReportParagraph| -> String {
        paragraph.parts.iter().map(|part| part.text.as_str()).collect()
    };
    let same = report.paragraphs.iter().map(said).eq(office.paragraphs.iter().map(report::Paragraph::text))
        && report.table.iter().map(|line| &line.now).eq(office
            .table
            .iter()
            .map(|line| line.now.in_table())
            .collect::<Vec<_>>()
            .iter());
    println!("\nthe office says {}", if same { "the same" } else { "SOMETHING ELSE" });
    let measures = all.len() + 1;
    println!("measures={measures} matched={matched}");
    ExitCode::from(u8::from(matched != measures || !same))
}

/// The figure of section 12.3, which is for the team's safeguarding lead alone, and the days that it is of.
const CHANNEL: (&str, &str) = ("SAFEGUARD.CHANNEL", "4 concerns");
const CHANNEL_OVER: (&str, &str) = ("2018-01-01", "2018-10-31");

/// What a safeguarding lead's tablet says of concerns that a warden sealed: four, one of the year before and one of another sort.
fn channel(world: &World) -> String {
    let warden = world.tablet("Demo warden A", "warden");
    let lead = world.tablet("Demo warden B", "warden");
    world.centre.set_safeguarding("Demo warden B", true, app::Clock::now(&world.clock)).expect("a safeguarding lead");
    world.wait_minutes(1);
    lead.sync();
    warden.sync();
    let days = ["2018-01-01", "2018-03-05", "2018-06-20", "2018-10-31", "2017-12-31"];
    let mut concerns: Vec<_> = days.map(|day| ("radicalisation", day)).into();
    concerns.push(("cuckooing", "2018-04-04"));
    for (concern, day) in concerns {
        let answers = json!({
            "immediate_danger": false, "concern": concern, "person": "A person", "what_seen": "What was seen",
            "told_person": "yes", "consent": "not_asked", "occurred_at": format!("{day}T12:00:00Z"),
        });
        warden.save(&warden.answer(&warden.begin("vulnerability_concern"), answers));
    }
    warden.sync();
    lead.sync();
    let (from, to) = CHANNEL_OVER;
    let view: SealedFigures = lead.does("sealed_figures", json!({ "from": from, "to": to, "figure": CHANNEL.0 }));
    view.figures.into_iter().find(|one| one.figure == CHANNEL.0).map(|one| one.said).unwrap_or_default()
}

/// The report as the office works it out from its own records.
fn office_report(world: &World, catalogue: &Catalogue) -> report::Report {
    let by = world.centre.catalogue_in_use().expect("the office's catalogue");
    let told = &mut |_, _| ControlFlow::Continue(());
    let team = world.centre.figures("Chatham and Rochester", &by, told).expect("the office's facts").expect("whole");
    let day = |text: &str| text.parse().expect("a date");
    let period = Period::new(day("2017-11-01"), day(tests::medway::AS_AT)).expect("a period");
    report::write(catalogue, &Office(team), &period, &period.before(), true).expect("the office's report")
}

/// The sums of the office's facts.
struct Office<'a>(TeamFigures<'a>);

impl Source for Office<'_> {
    type Error = Fault;

    fn sum(&self, figure: &Figure, period: &Period) -> Result<Sum, Fault> {
        let store::Sum { value, records, unreviewed, two_versions, erased } =
            self.0.sum(&Over::of(figure, period.from, period.to, None))?;
        Ok(Sum { value, records, unreviewed, two_versions, erased })
    }

    fn names(&self, figure: &Figure, period: &Period) -> Result<Vec<String>, Fault> {
        self.0.names(&Over::of(figure, period.from, period.to, None))
    }

    fn first_day(&self, kind: Option<&str>) -> Result<Option<NaiveDate>, Fault> {
        self.0.first_day(kind)
    }
}

/// A figure as a table has it.
fn in_table(figure: &FigureView) -> String {
    match figure.beside.strip_prefix("of ") {
        Some(rest) => format!("{} of {}", figure.large, rest.split(' ').next().unwrap_or_default()),
        None => figure.large.clone(),
    }
}
