//! Figures: what is counted follows what is recorded, corrected, withdrawn and erased, on every tablet alike.

use crate::erasure::erase;
use app::contract::*;
use serde_json::json;
use tests::{Tablet, World};

/// The year around the World's morning.
fn figure(tablet: &Tablet, id: &str) -> FigureView {
    tablet.does("figure", json!({ "figure": id, "from": "2025-01-01", "to": "2025-12-31" }))
}

fn removed(tablet: &Tablet, finding: &str) {
    let form = tablet.reopen(finding, "correct");
    tablet.save(&tablet.answer(&form, json!({ "action": "removed" })));
}

#[test]
fn a_figure_follows_what_is_recorded_corrected_and_withdrawn_and_says_what_is_not_reviewed() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "not recorded", "nothing was ever recorded");
    warden.start_patrol("Chatham town centre");
    let found = warden.find_needles(3).finding;
    warden.find_needles(5);
    let sync = || {
        warden.sync();
        leader.sync();
    };
    sync();
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "0", "nobody has said that they were removed");
    removed(&warden, &found);
    sync();
    let view = figure(&leader, "LITTER.DRUG.ITEMS");
    assert_eq!((view.large.as_str(), view.beside.as_str(), view.findings), ("3", "items", 1));
    assert_eq!(view.reviewed, "0 of 1; 0 in two versions", "whether it is reviewed or not");
    let report: FiguresView = leader.does("figures", json!({ "from": "2025-01-01", "to": "2025-12-31" }));
    assert_eq!(report.unreviewed.as_deref(), Some("Including 2 not yet reviewed"), "that one and the other find");
    let list: FigureFindings = leader
        .does("figure_findings", json!({ "figure": "LITTER.DRUG.ITEMS", "from": "2025-03-01", "to": "2025-03-31" }));
    assert_eq!(list.lines.iter().map(|line| line.id.as_str()).collect::<Vec<_>>(), [found.as_str()]);
    let form = warden.reopen(&found, "correct");
    warden.save(&warden.answer(&form, json!({ "n_needle": 7 })));
    sync();
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "7");
    let _: FindingView = warden.does("withdraw", json!({ "id": found, "reason": "Recorded twice" }));
    sync();
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "0");
    let _: FindingView = warden.does("restore", json!({ "id": found }));
    sync();
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "7");
    assert_eq!(
        figure(&leader, "LITTER.DRUG.ITEMS").months.iter().map(|bar| bar.said.as_str()).collect::<Vec<_>>()[..4],
        ["0", "0", "7", "0"]
    );
}

#[test]
fn what_the_law_erases_goes_on_counting_on_every_tablet_and_says_nothing() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    let finds: Vec<String> = (3..6).map(|many| warden.find_needles(many).finding).collect();
    finds.iter().for_each(|find| removed(&warden, find));
    warden.sync();
    let named: Vec<String> = finds.iter().map(|find| warden.finding(find).reference).collect();
    // The whole of the first, and the count of the second alone.
    erase(&world, &named[0], None);
    erase(&world, &named[1], Some(&["n_needle"]));
    warden.sync();
    leader.sync();
    let later = world.tablet("Demo leader D", "leader");
    later.sync();
    for tablet in [&leader, &later] {
        let view = figure(tablet, "LITTER.DRUG.ITEMS");
        assert_eq!((view.large.as_str(), view.findings), ("12", 3), "3, 4 and 5, as before");
        assert_eq!(view.erased.as_deref(), Some("2 of them were erased by law. They count, and cannot be shown."));
        let list: FigureFindings = tablet.does(
            "figure_findings",
            json!({ "figure": "LITTER.DRUG.ITEMS", "from": "2025-01-01", "to": "2025-12-31" }),
        );
        assert!(
            list.lines.iter().any(|line| line.id == finds[2]) && !list.lines.iter().any(|line| line.id == finds[0])
        );
    }
    // What is said anew, in knowledge of the order, counts in its place.
    let form = warden.reopen(&finds[1], "correct");
    warden.save(&warden.answer(&form, json!({ "n_needle": 6 })));
    warden.sync();
    leader.sync();
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "14", "3, 6 and 5");
    // Where it was goes, and it counts once.
    erase(&world, &named[2], Some(&["place"]));
    warden.sync();
    leader.sync();
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "14");
    // A wrong word that is erased changes no figure.
    erase(&world, &named[2], Some(&["action"]));
    leader.sync();
    assert_eq!(figure(&leader, "LITTER.DRUG.ITEMS").large, "14");
}

#[test]
fn only_leaders_see_figures_and_periods_that_cannot_be_are_refused() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    for command in ["figures", "figure", "figure_findings"] {
        let asked = json!({ "figure": "LITTER.DRUG.ITEMS", "from": "2025-03-02", "to": "2025-03-01" });
        assert_eq!(warden.refused(command, asked.clone()).code, ErrorCode::NotAllowed);
        assert_eq!(leader.refused(command, asked).field.as_deref(), Some("to"));
    }
    for wrong in ["31 March", "2025-02-30", "0001-01-01", "99999-01-01"] {
        assert_eq!(leader.refused("figures", json!({ "from": wrong })).message, "Enter a real date");
    }
    assert_eq!(leader.refused("figures", json!({ "ward": "Elsewhere" })).message, "There is no such ward");
    assert_eq!(leader.refused("figure", json!({ "figure": "NO.SUCH" })).message, "That figure is not on this tablet.");
    // A year that crosses both changes of the clocks, and a day on which it changes.
    for (from, to) in [("2024-03-31", "2025-03-30"), ("2025-10-26", "2025-10-26")] {
        let view: FiguresView = leader.does("figures", json!({ "from": from, "to": to }));
        assert_eq!((view.period.from.as_str(), view.period.to.as_str()), (from, to));
    }
}

#[test]
fn the_report_is_written_as_a_spreadsheet_and_a_table_and_half_a_one_never_stays() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    removed(&warden, &warden.find_needles(3).finding);
    warden.sync();
    leader.sync();
    let ask = |format: &str| json!({ "from": "2025-01-01", "to": "2025-12-31", "format": format });
    assert_eq!(warden.refused("write_report", ask("xlsx")).code, ErrorCode::NotAllowed);
    assert_eq!(leader.refused("write_report", ask("pdf")).code, ErrorCode::BadRequest);
    let written: Exported = leader.does("write_report", ask("xlsx"));
    assert_eq!(written.rows, 3, "the find, its items and its sharps");
    assert!(std::fs::read(&written.path).unwrap().starts_with(b"PK"), "it is a spreadsheet");
    let table: Exported = leader.does("write_report", ask("csv"));
    let text = std::fs::read_to_string(&table.path).unwrap();
    assert!(text.contains("LITTER.DRUG.ITEMS,Drug-related items removed,3,not recorded,–"), "{text}");
    assert_eq!(leader.exports(), 2);
}

#[test]
fn issues_go_on_counting_at_a_meeting_that_was_erased() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let save = |kind: &str, answers: serde_json::Value| {
        let form = leader.answer(&leader.begin(kind), answers);
        leader.save(&form).finding
    };
    let panel =
        save("pact_panel", json!({ "name": "Luton PACT", "panel_type": "pact", "wards": "Luton", "status": "active" }));
    let meeting = json!({ "pact": panel, "venue": "Church hall", "format": "in_person", "wardens": ["Demo warden A"] });
    let meeting = save("pact_meeting", meeting);
    save("pact_issue", json!({ "meeting": meeting, "summary": "Sacks in the alley", "category": "litter" }));
    leader.sync();
    let both = || ["PACT.MEETINGS", "PACT.ISSUES"].map(|id| figure(&leader, id).large);
    assert_eq!(both(), ["1", "1"]);
    erase(&world, &leader.finding(&meeting).reference, Some(&["wardens"]));
    leader.sync();
    assert_eq!(both(), ["1", "1"], "who was there is nobody's any more; that wardens were is");
    let form = leader.reopen(&meeting, "correct");
    leader.save(&leader.answer(&form, json!({ "wardens": ["Demo warden B"] })));
    assert_eq!(both(), ["1", "1"], "said anew it counts in place of what was erased, and its issues once");
}

#[test]
fn a_mistake_takes_what_was_erased_of_it_with_it_and_two_orders_count_once() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let erased = |needles: u32| {
        let saved = leader.find_needles(needles);
        removed(&leader, &saved.finding);
        leader.sync();
        erase(&world, &leader.finding(&saved.finding).reference, Some(&["n_needle"]));
        leader.sync();
        saved.finding
    };
    let items = || figure(&leader, "LITTER.DRUG.ITEMS").large;
    let (mistake, twice) = (erased(3), erased(4));
    assert_eq!(items(), "7");
    let _: FindingView = leader.does("withdraw", json!({ "id": mistake, "reason": "It was a pen." }));
    assert_eq!(items(), "4", "nothing of a mistake counts");
    let form = leader.reopen(&twice, "correct");
    leader.save(&leader.answer(&form, json!({ "n_needle": 4 })));
    leader.sync();
    assert_eq!(items(), "4", "said anew");
    erase(&world, &leader.finding(&twice).reference, Some(&["n_needle"]));
    leader.sync();
    assert_eq!(items(), "4", "and taken again");
}

#[test]
fn a_school_that_was_visited_twice_is_one_school_whichever_visit_is_erased() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let visit = |school: &str| {
        let form = leader.begin("school_presentation");
        let answers = json!({ "institution": school, "institution_type": "junior", "topics": ["personal_safety"],
            "year_groups": ["year_5"], "sessions": 1 });
        let form = leader.answer(&form, answers);
        let saved = leader.save(&form);
        let held = leader.reopen(&saved.finding, "step/hold");
        leader.save(&held);
        saved.finding
    };
    let visits = [visit("St John's"), visit("St John's"), visit("Delce Academy")];
    leader.sync();
    let schools = || figure(&leader, "SCHOOL.COUNT").large;
    assert_eq!(schools(), "2");
    for visit in &visits {
        erase(&world, &leader.finding(visit).reference, None);
        leader.sync();
        assert_eq!(schools(), "2", "the year's count stays true");
    }
}

#[test]
fn fewer_than_five_people_are_told_nowhere() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    for number in 0..3 {
        let entry =
            json!({ "file_reference": format!("BL/{number}"), "status": "active", "active_from": "2025-01-01" });
        leader.save(&leader.answer(&leader.begin("blue_light"), entry));
    }
    leader.find_needles(1);
    let view = figure(&leader, "BLUELIGHT.STOCK");
    assert_eq!((view.large.as_str(), view.few, view.findings), ("fewer than 5", true, 0));
    assert!(view.reviewed.is_empty() && view.months.is_empty() && view.wards.is_empty(), "{view:?}");
    let asked = json!({ "figure": "BLUELIGHT.STOCK", "from": "2025-01-01", "to": "2025-12-31" });
    assert!(leader.does::<FigureFindings>("figure_findings", asked).lines.is_empty());
    let file = json!({ "from": "2025-01-01", "to": "2025-12-31", "format": "xlsx" });
    assert_eq!(leader.does::<Exported>("write_report", file).rows, 1, "the needles found, and nothing of the people");
    for number in 3..5 {
        let entry =
            json!({ "file_reference": format!("BL/{number}"), "status": "active", "active_from": "2025-01-01" });
        leader.save(&leader.answer(&leader.begin("blue_light"), entry));
    }
    assert_eq!(figure(&leader, "BLUELIGHT.STOCK").large, "5");
    let ward = json!({ "figure": "BLUELIGHT.STOCK", "from": "2025-01-01", "to": "2025-12-31", "ward": "E05002261" });
    assert_eq!(
        leader.does::<FigureView>("figure", ward).large,
        "not recorded",
        "a register is in no ward, which is not zero"
    );
}

fn bars(view: &FigureView, label: &str) -> Vec<String> {
    let by =
        view.answers.iter().find(|by| by.label == label).unwrap_or_else(|| panic!("{:?} has no {label}", view.answers));
    by.bars.iter().map(|bar| format!("{} {}", bar.label, bar.said)).collect()
}

#[test]
fn a_figure_is_told_apart_by_the_answers_that_the_catalogue_names() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    let tip = |size: &str, waste: &[&str]| {
        let form = warden.answer(&warden.begin("fly_tip"), json!({ "size": size, "waste_types": waste }));
        warden.save(&form).finding
    };
    let first = tip("car_boot", &["tyres", "green"]);
    tip("car_boot", &["tyres"]);
    let last = tip("small_van", &["green"]);
    let land = warden.reopen(&first, "correct");
    warden.save(&warden.answer(&land, json!({ "land_class": "highway" })));
    let sync = || [&warden, &leader].map(|tablet| drop(tablet.sync()));
    sync();
    let view = figure(&leader, "FLYTIP.FINDS");
    let labels: Vec<_> = view.answers.iter().map(|by| (by.label.as_str(), by.several)).collect();
    assert_eq!(labels, [("Size", false), ("Waste", true), ("Land", false)]);
    assert_eq!(bars(&view, "Size"), ["Car boot or less 2", "Small van load 1"]);
    assert_eq!(bars(&view, "Waste"), ["Green waste 2", "Tyres 2"], "one that has two counts in both");
    assert_eq!(bars(&view, "Land"), ["Highway 1", "Not answered 2"], "what nobody answered comes last");
    assert_eq!(view.answers[0].bars.iter().map(|bar| bar.length).collect::<Vec<_>>(), [1_000, 500]);
    // A correction moves it, and what the law erases says no more in which it was.
    let form = warden.reopen(&last, "correct");
    warden.save(&warden.answer(&form, json!({ "size": "transit_van" })));
    erase(&world, &warden.finding(&first).reference, None);
    sync();
    let view = figure(&leader, "FLYTIP.FINDS");
    assert_eq!(view.large, "3");
    assert_eq!(bars(&view, "Size"), ["Car boot or less 1", "Transit van load 1", "Not answered 1"]);
    assert!(view.answers.iter().all(|by| by.label != "Land"), "of none it is known");
    assert!(figure(&leader, "LITTER.DRUG.ITEMS").answers.is_empty(), "one that is told apart by nothing");
}

#[test]
fn clean_ups_are_told_apart_by_their_campaign_and_its_year_whatever_their_date() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let held = |campaign: serde_json::Value| {
        let now = json!({ "title": "Lines", "site": "Lines", "volunteers_public": 4, "volunteers_elected_members": 0, "sacks_black": 2 });
        let finding = leader.save(&leader.answer(&leader.begin("community_cleanup"), now)).finding;
        world.wait_minutes(120);
        let end = chrono::DateTime::from_timestamp_millis(app::Clock::now(&world.clock)).unwrap().to_rfc3339();
        let form = leader.answer(
            &leader.reopen(&finding, "correct"),
            json!({ "organiser": "wardens",
            "weight_method": "not_known", "actual_end": end }),
        );
        leader.save(&leader.answer(&form, campaign));
    };
    held(json!({ "campaign": "spring_clean", "campaign_year": 2025 }));
    held(json!({ "campaign": "spring_clean", "campaign_year": 2025 }));
    held(json!({ "campaign": "spring_clean", "campaign_year": 2024 }));
    held(json!({ "campaign": "local", "campaign_name": "Clean Chatham", "campaign_year": 2025 }));
    held(json!({ "campaign": "none" }));
    let view = figure(&leader, "CLEANUP.SACKS");
    let by = [
        "Great British Spring Clean 2025 4",
        "Clean Chatham 2025 2",
        "Great British Spring Clean 2024 2",
        "No campaign 2",
    ];
    assert_eq!(bars(&view, "Campaign and year"), by);
}
