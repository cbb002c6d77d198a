//! What the law has erased: the page of the finding says so plainly, and holds no more than that.

use crate::closing::step;
use app::contract::*;
use serde_json::json;
use server_core::{Ground, Named, Wanted};
use tests::{Tablet, World, jpeg};

/// A find with a word too much and a photo, at the office and with a colleague.
fn found(world: &World, warden: &Tablet, colleague: &Tablet) -> String {
    let form = warden.begin("drug_litter");
    let form = warden.answer(&form, json!({ "n_needle": 3, "description": "seen by Canary of Rope Walk" }));
    warden.photo(&form, jpeg(1, 64, 48));
    let finding = warden.save(&form).finding;
    let form = warden.reopen(&finding, "correct");
    warden.save(&warden.answer(&form, json!({ "description": "seen by Canary of 4 Rope Walk" })));
    for tablet in [warden, colleague] {
        tablet.sync();
    }
    world.back_up();
    assert_eq!(colleague.finding(&finding).photos.len(), 1);
    finding
}

pub(crate) fn erase(world: &World, reference: &str, fields: Option<&[&str]>) {
    erase_named(world, Named::Reference(reference.to_owned()), fields);
}

pub(crate) fn erase_named(world: &World, what: Named, fields: Option<&[&str]>) {
    let wanted = Wanted {
        what,
        fields: fields.map(|fields| fields.iter().map(|field| (*field).to_owned()).collect()),
        ground: Ground::RightToErasure,
        ordered_by: "Information governance".into(),
    };
    world.centre.erase(&wanted, app::Clock::now(&world.clock)).unwrap();
    world.back_up();
}

fn answer<'a>(view: &'a FindingView, field: &str) -> Option<&'a AnswerRow> {
    view.answers.iter().find(|answer| answer.field == field)
}

#[test]
fn one_answer_goes_and_the_finding_says_when_and_why() {
    let world = World::new();
    let [warden, colleague] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    let finding = found(&world, &warden, &colleague);
    let before = warden.finding(&finding);
    world.wait_minutes(60);
    erase(&world, &before.reference, Some(&["description"]));
    warden.sync();
    colleague.sync();
    for tablet in [&warden, &colleague] {
        let view = tablet.finding(&finding);
        assert!(!serde_json::to_string(&view).unwrap().contains("Canary"), "{view:?}");
        let said = "Erased by law on 18 March 2025: right to erasure";
        let gap = answer(&view, "description").unwrap();
        assert_eq!((gap.text.as_str(), gap.erased.as_deref()), ("", Some(said)));
        assert_eq!(gap.struck, [""; 0], "nor what it was before");
        assert_eq!(answer(&view, "n_needle").unwrap().text, "3");
        let titles: Vec<_> = view.timeline.iter().map(|row| (row.page.is_some(), row.title.as_str())).collect();
        assert_eq!(titles[0], (false, said), "newest first: {titles:?}");
        assert!(titles[1].1.contains("erased by law"), "{titles:?}");
        assert_eq!((titles.len(), view.photos.len()), (4, 1), "the office's reference is one of them");
        assert_eq!(view.line.missing, before.line.missing, "it is not asked for again");
        let search =
            json!({ "search": "Canary", "kind": null, "state": null, "from": null, "to": null, "after": null });
        assert_eq!(tablet.does::<FindingsPage>("findings", search).total, 0);
    }
    let form = warden.reopen(&finding, "correct");
    warden.save(&warden.answer(&form, json!({ "description": "seen by a resident" })));
    let view = warden.finding(&finding);
    let again = answer(&view, "description").unwrap();
    assert_eq!((again.text.as_str(), &again.erased), ("seen by a resident", &None), "it can be said lawfully");
}

#[test]
fn a_whole_finding_leaves_a_gap_that_still_counts() {
    let world = World::new();
    let [warden, colleague] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    let finding = found(&world, &warden, &colleague);
    let reference = warden.finding(&finding).reference;
    world.wait_minutes(60);
    erase(&world, &reference, None);
    warden.sync();
    colleague.sync();
    let warden = warden.restart();
    warden.unlock();
    for tablet in [&warden, &colleague] {
        let view = tablet.finding(&finding);
        assert_eq!((view.line.name.as_str(), &view.reference, view.photos.len()), ("Drug litter", &reference, 0));
        assert!(view.answers.iter().all(|answer| answer.text.is_empty() && answer.erased.is_some()), "{view:?}");
        assert_eq!(
            (view.line.summary.as_str(), view.line.missing),
            ("Erased by law", None),
            "nor is it asked for again"
        );
        assert!(view.matter.is_none() && view.next.is_empty(), "nothing follows from a gap");
        let open: FindingsPage = tablet.does("findings", json!({ "state": "open" }));
        assert_eq!(open.total, 0, "a gap is no work");
    }
    assert_eq!(world.centre.summary().unwrap().findings, 1);
    assert_eq!(world.centre.verify().unwrap().problems, [""; 0]);
}

/// A fly-tip that is closed, with what shows who left it.
fn cleared(world: &World, warden: &Tablet, evidence: &str) -> String {
    let form = warden.answer(&warden.begin("fly_tip"), json!({ "size": "car_boot", "waste_types": ["tyres"] }));
    let finding = warden.save(&form).finding;
    let seen = json!({ "evidence_found": [evidence] });
    warden.save(&warden.answer(&warden.reopen(&finding, "correct"), seen));
    let at = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap().to_rfc3339();
    let passed = json!({ "passed_to": "cleansing_contractor", "passed_at": at });
    step(warden, &finding, "order_clearance", passed);
    step(warden, &finding, "not_there", json!({}));
    finding
}

#[test]
fn what_an_answer_keeps_longer_is_not_erased_at_the_end_of_its_kinds_class() {
    const YEAR: i64 = 365 * 24 * 60;
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Chatham town centre");
    let [nothing, witness] = ["none", "witness"].map(|evidence| cleared(&world, &warden, evidence));
    let open = warden.find_needles(3).finding;
    warden.sync();
    world.back_up();
    let ends = |finding: &str, fields: Option<Vec<String>>| {
        let what = Named::Record(book::RecordId::parse(finding).unwrap());
        let wanted = Wanted { what, fields, ground: Ground::RetentionEnded, ordered_by: "Records".into() };
        world.centre.plan_erasure(&wanted, app::Clock::now(&world.clock)).map(drop).map_err(|error| error.to_string())
    };
    let refused = ends(&nothing, None).unwrap_err();
    let class = "R1 (Finds in the environment, without a person) is kept for 3 years after it was closed, so until 18 March 2028";
    assert!(refused.starts_with(class), "{refused}");
    assert_eq!(ends(&nothing, Some(vec!["evidence_found".into()])), Ok(()), "a field may be kept shorter");
    world.wait_minutes(3 * YEAR + 24 * 60);
    assert_eq!(ends(&nothing, None), Ok(()), "three years are over");
    let refused = ends(&witness, None).unwrap_err();
    assert!(refused.contains("R3") && refused.contains("6 years") && refused.contains("18 March 2031"), "{refused}");
    assert!(ends(&open, None).unwrap_err().contains("and it is not closed yet"));
    world.wait_minutes(3 * YEAR + 24 * 60);
    assert_eq!(ends(&witness, None), Ok(()), "six years are over");
}
