//! Persons: sealed in the restricted part, where they name the finding; the finding names nobody. Every look at one is written.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

struct Team {
    world: World,
    warden: Tablet,
    leader: Tablet,
    lead: Tablet,
    other: Tablet,
    finding: String,
}

fn team() -> Team {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader C", "leader");
    let [lead, other] = ["Demo lead", "Demo second lead"].map(|name| {
        let tablet = world.tablet(name, "warden");
        world.centre.set_safeguarding(name, true, app::Clock::now(&world.clock)).unwrap();
        tablet
    });
    world.wait_minutes(1);
    for tablet in [&lead, &other, &warden] {
        tablet.sync();
    }
    let finding = warden.find_needles(1).finding;
    Team { world, warden, leader, lead, other, finding }
}

fn write_down(tablet: &Tablet, finding: &str) -> Saved {
    let form: Form = tablet.does("open_form", json!({ "kind": "person", "follows": finding }));
    let named = form.fields.iter().find(|field| field.id == "related_to").unwrap();
    assert_eq!(named.value, json!([finding]), "it names the finding from which it was begun");
    let answers = json!({ "role": "witness", "name": "Quillfeather", "told_why": "yes", "address": "Ambrosine Row" });
    tablet.save(&tablet.answer(&form, answers))
}

fn meet(team: &Team) {
    for tablet in [&team.warden, &team.lead, &team.other, &team.leader, &team.lead, &team.other] {
        tablet.sync();
    }
}

fn belonging(tablet: &Tablet, finding: &str) -> Vec<String> {
    tablet.finding(finding).linked.into_iter().map(|line| line.id).collect()
}

fn looked(view: &FindingView) -> Vec<[&str; 2]> {
    view.looks.iter().map(|look| [&*look.by, &*look.at]).collect()
}

#[test]
fn a_warden_seals_a_person_of_a_finding_and_only_the_lead_sees_that_there_is_one() {
    let team = team();
    let begins = team.warden.finding(&team.finding).begins;
    assert!(begins.iter().any(|begun| begun.kind == "person"), "{begins:?}");
    let saved = write_down(&team.warden, &team.finding);
    assert!(saved.finding.is_empty(), "who may not read it gets no way back");
    meet(&team);
    for tablet in [&team.warden, &team.leader] {
        let said = tablet.app.call("finding", json!({ "id": team.finding })).unwrap().to_string();
        assert!(belonging(tablet, &team.finding).is_empty());
        for word in ["Quillfeather", "Ambrosine", "witness"] {
            assert!(!said.contains(word), "{word}: {said}");
            let found: FindingsPage = tablet.does("findings", json!({ "search": word }));
            assert_eq!(found.total, 0, "{word}");
        }
    }
    let persons = belonging(&team.lead, &team.finding);
    assert_eq!(persons.len(), 1);
    let line = &team.lead.finding(&team.finding).linked[0];
    assert_eq!(
        (&*line.summary, line.states.contains(&"restricted".to_owned())),
        ("Witness", true),
        "no name in a list"
    );
    let person = team.lead.finding(&persons[0]);
    let answer = |field: &str| person.answers.iter().find(|row| row.field == field).map(|row| row.text.clone());
    assert_eq!(answer("name").as_deref(), Some("Quillfeather"));
    assert!(answer("related_to").is_some_and(|found| found.starts_with("Drug litter")));
    assert_eq!(person.begins, [], "nothing that the team reads can be begun from it");
}

#[test]
fn every_look_is_written_and_every_lead_reads_who_looked() {
    let team = team();
    write_down(&team.warden, &team.finding);
    meet(&team);
    let person = belonging(&team.lead, &team.finding).remove(0);
    assert_eq!(looked(&team.lead.finding(&person)), [["Demo lead", "today 07:13"]]);
    // The page asks again by itself: that is no other look.
    team.world.wait_minutes(5);
    assert_eq!(team.lead.finding(&person).looks.len(), 1);
    team.world.wait_minutes(20);
    let _: Form = team.other.does("open_form", json!({ "finding": person, "stage": "correct" }));
    team.world.wait_minutes(1);
    meet(&team);
    let seen = team.lead.finding(&person);
    assert_eq!(
        looked(&seen),
        [["Demo lead", "today 07:39"], ["Demo second lead", "today 07:38"], ["Demo lead", "today 07:13"]],
        "a form that shows it is a look as well"
    );
    assert_eq!(seen.timeline.iter().filter(|row| row.title == "Looked at").count(), 3);
    assert!(seen.two_versions.is_empty());
    // What is only listed is not looked at.
    let _: FindingsPage = team.other.does("findings", json!({ "search": "Quillfeather" }));
    meet(&team);
    assert_eq!(team.lead.finding(&person).looks.len(), 3);
}

#[test]
fn nobody_else_can_look_and_a_concern_is_not_logged() {
    let team = team();
    write_down(&team.warden, &team.finding);
    meet(&team);
    let person = belonging(&team.lead, &team.finding).remove(0);
    for tablet in [&team.warden, &team.leader] {
        assert_eq!(tablet.refused("finding", json!({ "id": person })).code, ErrorCode::NotFound);
        let refused = tablet.refused("open_form", json!({ "finding": person, "stage": "correct" }));
        assert_eq!(refused.code, ErrorCode::NotFound);
    }
    assert_eq!(team.lead.finding(&person).looks.len(), 1, "what was refused is no look");
    let found = team.lead.finding(&team.finding);
    assert_eq!(found.looks, [], "a finding of the team is not logged");
    let about: Value = json!({ "kind": "referral", "follows": person });
    assert_eq!(team.lead.refused("open_form", about).code, ErrorCode::NotFound, "a referral names no person");
}
