//! The Medway year, added up three times: by the facts that the tablet keeps, by plain SQL over the answers, and by DuckDB over a
//! Parquet file of them. All three agree, in all, by month and by ward. And the report of that year, word for word.

use app::contract::*;
use serde_json::json;
use tests::World;
use tests::cross_check::{CrossCheck, FIGURES};
use tests::medway::{AS_AT, records};

const FROM: &str = "2017-11-01";
/// The report as it was last looked at.
const REPORT: &str = include_str!("medway_report.txt");

/// "1,206" or "1,025 kg" in thousandths.
fn number(said: &str) -> i64 {
    let digits: String = said.chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
    (digits.parse::<f64>().unwrap_or_else(|_| panic!("\"{said}\" is no number")) * 1e3).round() as i64
}

#[test]
fn facts_plain_sql_and_duckdb_come_to_the_same_sums_of_the_medway_year() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    let catalogue = domain::catalogue::Catalogue::built_in().unwrap();
    let team = ("Chatham and Rochester", "Demo leader");
    let now = app::Clock::now(&world.clock);
    world.centre.bring_in(team, &catalogue, records(), &mut |_| {}, now).unwrap();
    leader.sync();
    let folder = tempfile::tempdir().unwrap();
    let mut check = CrossCheck::new(folder.path());
    let each = &mut |record: &record::Record, line: record::Line| check.take(&catalogue, record, &line);
    world.centre.each_line(team.0, &catalogue, each).unwrap();
    for figure in FIGURES {
        let view: FigureView = leader.does("figure", json!({ "figure": figure, "from": FROM, "to": AS_AT }));
        check.said(figure, "total|", number(&view.large));
        for bar in &view.months {
            let month: String = bar.from.as_deref().unwrap().chars().filter(char::is_ascii_digit).take(6).collect();
            check.said(figure, &format!("month|{month}"), number(&bar.said));
        }
        if view.wards.is_empty() {
            // Nothing of it lies in a ward.
            check.said(figure, "ward|", number(&view.large));
        }
        for bar in &view.wards {
            check.said(figure, &format!("ward|{}", bar.ward.as_deref().unwrap_or_default()), number(&bar.said));
        }
    }
    let compared = check.run(FROM, AS_AT);
    assert!(compared.rows > 4_000 && compared.nonzero > 100, "{compared:?}");
    assert_eq!(compared.equal, compared.compared, "{compared:#?}");

    let report: FiguresView = leader.does("figures", json!({ "from": FROM, "to": AS_AT }));
    let mut text = String::new();
    for paragraph in &report.paragraphs {
        let said: String = paragraph.parts.iter().map(|part| part.text.as_str()).collect();
        text += &format!("{:5} {said}\n", paragraph.id);
        paragraph.printed.iter().for_each(|printed| text += &format!("      ({printed})\n"));
    }
    assert_eq!(text, REPORT, "look at what changed, and write it into medway_report.txt");
}
