//! Figures of other services: typed in for a period, marked wherever they stand, corrected, published, and never taken for zero.

use crate::erasure::erase_named;
use app::contract::*;
use domain::catalogue::Catalogue;
use serde_json::{Value, json};
use tests::{Tablet, World};

fn over(more: Value) -> Value {
    let mut asked = json!({ "from": "2024-01-01", "to": "2024-12-31" });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    asked
}

fn type_in(leader: &Tablet, measure: &str, amount: &str, source: &str) -> TypedFigures {
    leader.does("type_figure", over(json!({ "measure": measure, "amount": amount, "source": source })))
}

fn report(leader: &Tablet, more: Value) -> FiguresView {
    leader.does("figures", over(more))
}

fn paragraph<'a>(report: &'a FiguresView, id: &str) -> (String, &'a [String]) {
    let paragraph = report.paragraphs.iter().find(|one| one.id == id).unwrap();
    (paragraph.parts.iter().map(|part| part.text.as_str()).collect(), &paragraph.entered)
}

fn line<'a>(report: &'a FiguresView, figure: &str) -> (&'a str, Option<&'a str>) {
    let line = report.table.iter().find(|line| line.figure == figure).unwrap();
    (&line.now, line.entered.as_deref())
}

#[test]
fn what_another_service_says_stands_in_the_report_of_its_period_with_who_entered_it_and_from_whom() {
    let world = World::new();
    let [leader, other] = ["Demo leader C", "Demo leader D"].map(|name| world.tablet(name, "leader"));
    let empty = report(&leader, json!({}));
    assert_eq!(paragraph(&empty, "7.2").0, "Seizures of illegal tobacco: not recorded, worth not recorded.");
    assert_eq!(line(&empty, "TOBACCO.VALUE"), ("not recorded", None));

    type_in(&leader, "tobacco_value", "£11,500", "Trading standards");
    let typed = type_in(&leader, "tobacco_seizures", "0", "Trading standards");
    let row =
        |typed: &TypedFigures, measure: &str| typed.rows.iter().find(|row| row.measure == measure).unwrap().clone();
    assert_eq!(row(&typed, "tobacco_value").said, "£11,500");
    assert_eq!(
        row(&typed, "tobacco_value").entered.as_deref(),
        Some("Entered by Demo leader C from Trading standards, 18 March 2025")
    );
    assert_eq!(row(&typed, "fraud_loss").said, "not recorded");
    leader.sync();
    other.sync();
    let mark = "Entered by Demo leader C from Trading standards";
    for tablet in [&leader, &other] {
        let report = report(tablet, json!({}));
        let (text, entered) = paragraph(&report, "7.2");
        assert_eq!(text, "Seizures of illegal tobacco: 0, worth £11,500.", "zero is printed, missing is not recorded");
        assert_eq!(entered, [mark], "one mark for what came from one source");
        assert_eq!(line(&report, "TOBACCO.VALUE"), ("£11,500", Some(mark)));
        let opened: FigureView = tablet.does("figure", over(json!({ "figure": "TOBACCO.VALUE" })));
        assert_eq!((opened.large.as_str(), opened.entered.as_deref(), opened.findings), ("£11,500", Some(mark), 1));
        let list: FigureFindings = tablet.does("figure_findings", over(json!({ "figure": "TOBACCO.VALUE" })));
        assert_eq!(list.lines.len(), 1, "it opens to what was typed in");
    }
    // It is of exactly that period, and of no ward.
    for (asked, figure) in [
        (json!({ "from": "2024-01-01", "to": "2024-12-30" }), "TOBACCO.VALUE"),
        (json!({ "from": "2024-07-01", "to": "2024-12-31" }), "TOBACCO.VALUE"),
        (json!({ "ward": "E05002261" }), "TOBACCO.VALUE"),
    ] {
        assert_eq!(line(&report(&leader, asked.clone()), figure), ("not recorded", None), "{asked}");
    }
    // The next year compares with it.
    let next = report(&leader, json!({ "from": "2025-01-01", "to": "2025-12-31" }));
    let value = next.table.iter().find(|line| line.figure == "TOBACCO.VALUE").unwrap();
    assert_eq!((value.now.as_str(), value.before.as_deref()), ("not recorded", Some("£11,500")));

    // Another leader corrects it: then it is theirs, and what was published before is not changed.
    let published: PublishedView = leader.does("publish_report", over(json!({ "name": "2024" })));
    let seen = published.figures.iter().find(|one| one.figure == "TOBACCO.VALUE").unwrap();
    assert_eq!((seen.said.as_str(), seen.entered.as_deref()), ("£11,500", Some(mark)));
    type_in(&other, "tobacco_value", "12000.50", "Trading standards, annual return");
    other.sync();
    leader.sync();
    let theirs = "Entered by Demo leader D from Trading standards, annual return";
    assert_eq!(line(&report(&leader, json!({})), "TOBACCO.VALUE"), ("£12,000.50", Some(theirs)));
    let typed: TypedFigures = leader.does("typed_figures", over(json!({})));
    let record = row(&typed, "tobacco_value").record.unwrap();
    let view = leader.finding(&record);
    let amount = view.answers.iter().find(|row| row.field == "amount").unwrap();
    assert_eq!(amount.struck, ["11,500"], "the old value stays legible");
    let published: PublishedView = leader.does("published_report", json!({ "id": published.line.id }));
    let [corrected] = published.corrections.as_slice() else { panic!("{:?}", published.corrections) };
    assert_eq!(
        (corrected.then.as_str(), corrected.now.as_str(), corrected.difference.as_str()),
        ("£11,500", "£12,000.50", "+£500.50")
    );

    let file: Exported = leader.does("write_report", over(json!({ "format": "csv" })));
    assert!(std::fs::read_to_string(&file.path).unwrap().contains(theirs), "the file says it too");
    let _: FindingView = leader.does("withdraw", json!({ "id": record, "reason": "Another year's" }));
    assert_eq!(line(&report(&leader, json!({})), "TOBACCO.VALUE"), ("not recorded", None));
}

#[test]
fn a_figure_without_a_name_in_the_catalogue_is_typed_in_under_its_own() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let other = |amount: &str| -> TypedFigures {
        let asked = json!({ "measure": "other", "name": "Residents aged over 65", "amount": amount, "unit": "people", "source": "Public health" });
        leader.does("type_figure", over(asked))
    };
    other("54000");
    let typed = other("54,100");
    let rows: Vec<_> = typed.rows.iter().filter(|row| row.measure == "other").collect();
    assert_eq!(rows.len(), 1, "the second corrects the first: {rows:?}");
    assert_eq!((rows[0].name.as_str(), rows[0].said.as_str()), ("Residents aged over 65", "54,100 people"));
    assert_eq!(rows[0].figure, None);
}

#[test]
fn two_who_type_in_the_same_without_knowing_of_each_other_count_once() {
    let world = World::new();
    let [one, two] = ["Demo leader C", "Demo leader D"].map(|name| world.tablet(name, "leader"));
    type_in(&one, "fraud_incidents", "26", "Trading standards");
    world.wait_minutes(1);
    type_in(&two, "fraud_incidents", "27", "Trading standards");
    for tablet in [&one, &two, &one] {
        tablet.sync();
    }
    for tablet in [&one, &two] {
        assert_eq!(line(&report(tablet, json!({})), "FRAUD.INCIDENTS").0, "27", "the last that was begun");
    }
}

#[test]
fn few_people_are_not_told_and_what_is_no_figure_is_refused() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    type_in(&leader, "rough_offered", "4", "Outreach");
    assert_eq!(line(&report(&leader, json!({})), "ROUGH.OFFERED").0, "fewer than 5");
    for (wrong, field) in [
        (json!({ "measure": "", "amount": "1", "source": "x" }), "measure"),
        (json!({ "measure": "no_such", "amount": "1", "source": "x" }), "measure"),
        (json!({ "measure": "other", "name": " ", "amount": "1", "source": "x" }), "name"),
        (json!({ "measure": "fraud_loss", "amount": "a lot", "source": "x" }), "amount"),
        (json!({ "measure": "fraud_loss", "amount": "-1", "source": "x" }), "amount"),
        (json!({ "measure": "fraud_loss", "amount": "1", "source": " " }), "source"),
        (json!({ "measure": "fraud_loss", "amount": "1", "source": "x".repeat(121) }), "source"),
    ] {
        assert_eq!(leader.refused("type_figure", over(wrong.clone())).field.as_deref(), Some(field), "{wrong}");
        assert_eq!(warden.refused("type_figure", over(wrong)).code, ErrorCode::NotAllowed);
    }
    assert_eq!(warden.refused("typed_figures", over(json!({}))).code, ErrorCode::NotAllowed);
}

/// Two leaders typed in the same figure of the same year; of the later one the law took how much, and then it was a mistake.
#[test]
fn an_entry_that_counts_no_more_is_skipped_and_the_one_before_it_counts() {
    let world = World::new();
    let [one, two, late] = ["Demo leader C", "Demo leader D", "Demo leader E"].map(|name| world.tablet(name, "leader"));
    type_in(&one, "fraud_incidents", "26", "Trading standards");
    world.wait_minutes(1);
    let typed = type_in(&two, "fraud_incidents", "27", "Trading standards");
    let theirs =
        typed.rows.into_iter().find(|row| row.measure == "fraud_incidents").and_then(|row| row.record).unwrap();
    for tablet in [&one, &two, &one] {
        tablet.sync();
    }
    let said = |tablet: &Tablet| line(&report(tablet, json!({})), "FRAUD.INCIDENTS").0.to_owned();
    assert_eq!([said(&one), said(&two)], ["27", "27"], "the last that was begun");
    erase_named(&world, server_core::Named::Record(book::RecordId::parse(&theirs).unwrap()), Some(&["amount"]));
    for tablet in [&one, &two, &late] {
        tablet.sync();
        assert_eq!(said(tablet), "27", "what the law took of it goes on counting");
    }
    let _: FindingView = two.does("withdraw", json!({ "id": theirs, "reason": "Of another year" }));
    for tablet in [&two, &one, &late] {
        tablet.sync();
        assert_eq!(said(tablet), "26", "what is left of a mistake does not, and the one before it does");
        let rows: TypedFigures = tablet.does("typed_figures", over(json!({})));
        let row = rows.rows.into_iter().find(|row| row.measure == "fraud_incidents").unwrap();
        assert_eq!(row.amount.as_deref(), Some("26"));
    }
    // The office works it out by itself.
    let catalogue = world.centre.catalogue().unwrap();
    let mut facts = report::Facts::default();
    let each = &mut |record: &record::Record, line: record::Line| {
        let contribution = report::Contribution {
            record: record.id.0.to_string(),
            facts: line.facts,
            erased: line.kind == record::ERASURE,
            gone: line.withdrawn,
            ..report::Contribution::default()
        };
        facts.take(contribution, (&line.kind, line.date, false));
    };
    world.centre.each_line("Chatham and Rochester", &catalogue, each).unwrap();
    let day = |text: &str| text.parse().unwrap();
    let year = report::Period::new(day("2024-01-01"), day("2024-12-31")).unwrap();
    let Ok(counted) = report::measure(&catalogue, &facts, "FRAUD.INCIDENTS", &year, &year.before());
    assert_eq!(counted.amount.in_table(), "26");
}

/// The council's next catalogue: one figure ended with 2023, and another is counted no more.
fn next_catalogue() -> Vec<(String, String)> {
    let built_in = Catalogue::built_in().unwrap().version();
    let changed = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    };
    let text = |name: &str, text: &str| match name {
        "common.toml" => {
            changed(text, &format!("\nversion = {built_in}\n"), &format!("\nversion = {}\n", built_in + 1))
        }
        "typed_figure.toml" => {
            let ended = changed(text, "{ id = \"fraud_loss\", ", "{ id = \"fraud_loss\", until = \"2023-12-31\", ");
            changed(&ended, "when = 'measure == \"tobacco_value\"'", "when = \"false\"")
        }
        _ => text.to_owned(),
    };
    Catalogue::built_in_files().iter().map(|(name, old)| ((*name).to_owned(), text(name, old))).collect()
}

#[test]
fn a_figure_that_ended_is_asked_for_no_more_and_one_that_counts_no_more_is_no_figure() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    type_in(&leader, "fraud_loss", "240,000", "Trading standards");
    type_in(&leader, "tobacco_value", "11,500", "Trading standards");
    assert_eq!(line(&report(&leader, json!({})), "TOBACCO.VALUE").0, "£11,500");
    world.centre.publish_catalogue(&next_catalogue(), app::Clock::now(&world.clock)).unwrap();
    world.back_up();
    leader.sync();
    let of = |from: &str, to: &str| -> TypedFigures { leader.does("typed_figures", json!({ "from": from, "to": to })) };
    let asked = |typed: &TypedFigures| typed.measures.iter().any(|measure| measure.id == "fraud_loss");
    let stands = |typed: &TypedFigures, measure: &str| typed.rows.iter().find(|row| row.measure == measure).cloned();
    let (year, before, after) =
        (of("2024-01-01", "2024-12-31"), of("2023-01-01", "2023-12-31"), of("2025-01-01", "2025-12-31"));
    assert_eq!([asked(&year), asked(&before), asked(&after)], [false, true, false]);
    assert_eq!(stands(&year, "fraud_loss").map(|row| row.said).as_deref(), Some("£240,000"), "what was typed in stays");
    assert_eq!(stands(&before, "fraud_loss").map(|row| row.said).as_deref(), Some("not recorded"));
    assert!(stands(&after, "fraud_loss").is_none());
    let late = over(json!({ "measure": "fraud_loss", "amount": "1", "source": "Trading standards" }));
    assert_eq!(leader.refused("type_figure", late).field.as_deref(), Some("measure"));
    let value = stands(&year, "tobacco_value").unwrap();
    assert_eq!((value.said.as_str(), value.figure), ("11,500", None), "it is of no figure any more");
    assert_eq!(line(&report(&leader, json!({})), "TOBACCO.VALUE").0, "not recorded");
}
