//! A report that was published stays as it was, on every leader's tablet; what differs since is told, and opens.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

const YEAR: (&str, &str) = ("2025-01-01", "2025-12-31");

fn over(more: Value) -> Value {
    let mut asked = json!({ "from": YEAR.0, "to": YEAR.1 });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    asked
}

fn publish(leader: &Tablet, name: &str) -> PublishedView {
    leader.does("publish_report", over(json!({ "name": name })))
}

fn view(leader: &Tablet, id: &str) -> PublishedView {
    leader.does("published_report", json!({ "id": id }))
}

fn said<'a>(view: &'a PublishedView, figure: &str) -> &'a str {
    &view.figures.iter().find(|one| one.figure == figure).unwrap().said
}

fn text(view: &PublishedView) -> String {
    view.paragraphs.iter().flat_map(|one| &one.parts).map(|part| part.text.as_str()).collect()
}

fn removed(tablet: &Tablet, many: u32) -> String {
    let found = tablet.find_needles(many).finding;
    let form = tablet.reopen(&found, "correct");
    tablet.save(&tablet.answer(&form, json!({ "action": "removed" })));
    found
}

#[test]
fn what_was_published_stays_and_every_correction_since_is_told_on_each_leaders_tablet() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let [leader, other] = ["Demo leader C", "Demo leader D"].map(|name| world.tablet(name, "leader"));
    let meet = || [&warden, &leader, &other, &warden].iter().for_each(|tablet| drop(tablet.sync()));
    warden.start_patrol("Chatham town centre");
    let found = removed(&warden, 3);
    meet();
    let report: FiguresView = leader.does("figures", over(json!({})));
    assert_eq!((report.publish_as.as_str(), report.published.len()), ("2025 as published", 0));

    let published = publish(&leader, "2025 as published");
    assert_eq!((published.line.by.as_str(), published.line.on.as_str()), ("Demo leader C", "18 March 2025"));
    assert_eq!(said(&published, "LITTER.DRUG.ITEMS"), "3");
    assert!(text(&published).contains("3 drug-related"), "{}", text(&published));
    assert!(published.corrections.is_empty(), "{:?}", published.corrections);
    let named: usize = published.figures.len();
    assert!(named >= report.table.len(), "every figure of the table is kept: {named}");

    // A find comes late, and another is corrected.
    removed(&warden, 4);
    let form = warden.reopen(&found, "correct");
    warden.save(&warden.answer(&form, json!({ "n_needle": 5 })));
    meet();
    for tablet in [&leader, &other] {
        let view = view(tablet, &published.line.id);
        assert_eq!(said(&view, "LITTER.DRUG.ITEMS"), "3", "it stays as it was");
        assert_eq!(text(&view), text(&published));
        let corrected: Vec<_> = view
            .corrections
            .iter()
            .map(|one| (one.figure.as_str(), one.then.as_str(), one.now.as_str(), one.difference.as_str()))
            .collect();
        assert_eq!(
            corrected,
            [
                ("LITTER.DRUG.ITEMS", "3", "9", "+6"),
                ("LITTER.DRUG.SHARPS", "3", "9", "+6"),
                ("LITTER.DRUG.FINDS", "1", "2", "+1")
            ]
        );
        let list: PublishedReports = tablet.does("published_reports", json!({}));
        assert_eq!(
            list.reports.iter().map(|one| (one.name.as_str(), one.corrections)).collect::<Vec<_>>(),
            [("2025 as published", Some(3))]
        );
        let report: FiguresView = tablet.does("figures", over(json!({})));
        assert_eq!(report.published.len(), 1, "the page of that period leads to it");
        let opened: FigureView = tablet.does("figure", over(json!({ "figure": "LITTER.DRUG.ITEMS" })));
        assert_eq!(opened.printed[0].title, "Published as 3 in “2025 as published”");
        assert_eq!(opened.printed[0].text, "It is 9 now (+6). The published figure is kept as it was.");
    }
    // Of another period nothing was published.
    let march: FiguresView = leader.does("figures", json!({ "from": "2025-03-01", "to": "2025-03-31" }));
    assert!(march.published.is_empty());

    let again = leader.refused("publish_report", over(json!({ "name": "2025 AS published" })));
    assert_eq!((again.code, again.field.as_deref()), (ErrorCode::Invalid, Some("name")));
    publish(&other, "2025, corrected");
    other.sync();
    leader.sync();
    let list: PublishedReports = leader.does("published_reports", json!({}));
    assert_eq!(list.reports.len(), 2);
    assert_eq!(list.reports.iter().find(|one| one.name == "2025, corrected").unwrap().corrections, Some(0));
}

#[test]
fn what_was_published_cannot_be_written_again() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    removed(&warden, 3);
    warden.sync();
    leader.sync();
    let published = publish(&leader, "2025 as published");
    let form = leader.reopen(&published.line.id, "correct");
    let wrong = json!({ "draft": form.draft, "answers": { "published": { "figures": [], "paragraphs": [] } } });
    assert_eq!(leader.refused("set_answers", wrong).code, ErrorCode::BadRequest);
    leader.save(&leader.answer(&form, json!({ "name": "2025, as it was published" })));
    let view = view(&leader, &published.line.id);
    assert_eq!((view.line.name.as_str(), said(&view, "LITTER.DRUG.ITEMS")), ("2025, as it was published", "3"));
    let timeline = leader.finding(&published.line.id).timeline;
    assert!(timeline.iter().all(|row| !row.title.contains("published_") && row.title.len() < 400), "{timeline:?}");

    for (command, asked) in [
        ("publish_report", over(json!({ "name": "x" }))),
        ("published_reports", json!({})),
        ("published_report", json!({ "id": published.line.id })),
    ] {
        assert_eq!(warden.refused(command, asked).code, ErrorCode::NotAllowed, "{command}");
    }
    assert_eq!(leader.refused("published_report", json!({ "id": "x" })).code, ErrorCode::NotFound);
    for name in ["", " ", &"x".repeat(121)] {
        assert_eq!(leader.refused("publish_report", over(json!({ "name": name }))).field.as_deref(), Some("name"));
    }
    let _: FindingView = leader.does("withdraw", json!({ "id": published.line.id, "reason": "Too early" }));
    let list: PublishedReports = leader.does("published_reports", json!({}));
    assert!(list.reports.is_empty(), "what was published by mistake is listed no more, and stays in the book");
}

#[test]
fn few_people_are_kept_in_no_published_report() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let register = |number: u32| {
        let entry =
            json!({ "file_reference": format!("BL/{number}"), "status": "active", "active_from": "2025-01-01" });
        leader.save(&leader.answer(&leader.begin("blue_light"), entry));
    };
    (0..3).for_each(register);
    leader.find_needles(1);
    let published = publish(&leader, "Few");
    assert_eq!(said(&published, "BLUELIGHT.STOCK"), "fewer than 5");
    register(3);
    assert!(view(&leader, &published.line.id).corrections.is_empty(), "four are as few as three");
    register(4);
    let view = view(&leader, &published.line.id);
    let [corrected] = view.corrections.as_slice() else { panic!("{:?}", view.corrections) };
    assert_eq!(
        (corrected.then.as_str(), corrected.now.as_str(), corrected.difference.as_str()),
        ("fewer than 5", "5", "–")
    );
}
