//! Cases: findings of several places that belong together, what was done, what came of it, and where it moved to.

use crate::closing::matter;
use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World, jpeg};

fn exchange(tablets: &[&Tablet]) {
    tablets.iter().chain(tablets).for_each(|tablet| drop(tablet.sync()));
}

fn open_case(leader: &Tablet, name: &str, review: &str) -> String {
    let answers =
        json!({ "name": name, "case_type": "location", "lead_officer": "Demo leader C", "review_on": review });
    leader.save(&leader.answer(&leader.begin("case"), answers)).finding
}

fn put(tablet: &Tablet, finding: &str, case: &str, belongs: bool) -> FindingView {
    tablet.does("put_in_case", json!({ "id": finding, "case": case, "belongs": belongs }))
}

/// A note on a case, begun from its page.
fn tell(tablet: &Tablet, case: &str, answers: Value) -> Form {
    let blank: Form = tablet.does("open_form", json!({ "kind": "case_note", "follows": case }));
    tablet.answer(&blank, answers)
}

fn case_of(tablet: &Tablet, case: &str) -> CaseView {
    tablet.finding(case).case.unwrap()
}

fn findings(case: &CaseView) -> Vec<&str> {
    case.findings.iter().map(|finding| &*finding.line.id).collect()
}

fn told(case: &CaseView) -> Vec<(&str, &str)> {
    case.story.iter().map(|part| (&*part.title, &*part.text)).collect()
}

#[test]
fn a_case_gathers_findings_of_two_wardens_and_its_story_reaches_everyone() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let [warden, other] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    let road = open_case(&leader, "Youths in the road", "2025-04-01");
    let park = open_case(&leader, "Youths in the park", "2025-03-20");
    exchange(&[&leader, &warden, &other]);

    // At the finish, or from the finding's page; each on a tablet of its own, of one finding too.
    let first = warden.find_needles(1).finding;
    let form = warden.reopen(&first, "finish");
    let asked = form.fields.iter().find(|field| field.id == "cases").unwrap();
    let names: Vec<_> = asked.choices.iter().map(|choice| &*choice.label).collect();
    assert_eq!(names, ["Youths in the park", "Youths in the road"]);
    let form = warden.reopen(&first, "correct");
    warden.save(&warden.photo(&warden.answer(&form, json!({ "cases": [road] })), jpeg(3, 64, 48)));
    world.wait_minutes(5);
    let second = other.find_needles(2).finding;
    let view = put(&other, &second, &road, true);
    assert_eq!(view.cases, [Named { id: road.clone(), name: "Youths in the road".into() }]);
    assert_eq!(view.cases_to_choose.iter().map(|one| &*one.name).collect::<Vec<_>>(), ["Youths in the park"]);
    exchange(&[&warden, &other, &leader]);
    put(&other, &first, &park, true);
    put(&warden, &first, &road, false);
    exchange(&[&warden, &other, &leader]);
    let cases: Vec<_> = leader.finding(&first).cases.into_iter().map(|one| one.id).collect();
    assert_eq!(cases, [park.as_str()], "one put it in, the other took it out: each element is for itself");
    put(&warden, &first, &road, true);

    warden.save(&tell(&warden, &road, json!({ "what": "done", "told": "Six warnings given" })));
    world.wait_minutes(60);
    let moved = json!({ "what": "moved", "told": "They went to the park", "moved_to": "Great Lines",
        "moved_case": park, "moved_findings": [second] });
    other.save(&other.photo(&tell(&other, &road, moved), jpeg(4, 64, 48)));
    exchange(&[&warden, &other, &leader]);
    for tablet in [&leader, &warden, &other] {
        let case = case_of(tablet, &road);
        assert_eq!(findings(&case), [second.as_str(), first.as_str()], "newest first");
        assert_eq!(case.findings[1].photos.len(), 1);
        let parts = [
            ("It moved elsewhere: Great Lines", "They went to the park"),
            ("Something was done", "Six warnings given"),
        ];
        assert_eq!(told(&case), parts);
        let part = &case.story[0];
        assert!(part.moved && part.by.starts_with("Demo warden B · Tuesday 18 March 2025"), "{part:?}");
        assert_eq!((part.photos.len(), &*part.there[0].name), (1, "Youths in the park"));
        assert!(part.there[1].name.starts_with("Drug litter"), "{:?}", part.there);
        let there = case_of(tablet, &park);
        assert_eq!(told(&there), [("It moved here from Youths in the road", "They went to the park")]);
        assert_eq!(there.story[0].there, [Named { id: road.clone(), name: "Youths in the road".into() }]);
    }

    let listed: Cases = leader.does("cases", json!({}));
    let lines: Vec<_> =
        listed.open.iter().map(|case| (&*case.line.summary, &*case.about, &*case.lead, case.findings)).collect();
    assert_eq!(
        lines,
        [("Youths in the park", "A place", "Demo leader C", 1), ("Youths in the road", "A place", "Demo leader C", 2)]
    );
    assert_eq!(listed.open[0].line.due.as_ref().unwrap().until, "By the end of Thursday 20 March");
    let page: FindingsPage = warden.does("findings", json!({ "search": "youths road" }));
    assert_eq!(page.cases.iter().map(|case| &*case.id).collect::<Vec<_>>(), [road.as_str()], "a search opens it");
}

#[test]
fn a_case_is_reviewed_by_its_day_and_closed_and_takes_nothing_more() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    let home = open_case(&leader, "Nursing home", "2025-03-20");
    open_case(&leader, "Lock-ups", "2025-03-25");
    world.wait_minutes(3 * 24 * 60);
    let listed: Cases = leader.does("cases", json!({}));
    assert_eq!(listed.open[0].line.due.as_ref().unwrap().left, "Ran out yesterday", "what has run out is on top");
    let form = leader.reopen(&home, "step/review");
    leader.save(&leader.answer(&form, json!({ "review_on": "2025-04-20" })));
    let listed: Cases = leader.does("cases", json!({}));
    assert_eq!(&*listed.open[1].line.summary, "Nursing home");
    let form = leader.reopen(&home, "step/close");
    leader.save(&leader.answer(&form, json!({ "state_outcome": "complied", "state_reason": "Secured" })));
    let listed: Cases = leader.does("cases", json!({}));
    assert_eq!((listed.open.len(), &*listed.closed[0].state), (1, "Closed"));
    exchange(&[&leader, &warden]);
    assert_eq!(matter(&warden.finding(&home)).0, "Closed");

    let finding = warden.find_needles(1).finding;
    assert_eq!(warden.finding(&finding).cases_to_choose.len(), 1);
    let refused = warden.refused("put_in_case", json!({ "id": finding, "case": home, "belongs": true }));
    assert_eq!(refused.message, "This case is closed. A team leader can reopen it");
}

#[test]
fn a_warden_tells_to_a_case_and_neither_opens_nor_changes_one() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let warden = world.tablet("Demo warden A", "warden");
    let case = open_case(&leader, "Nursing home", "2025-03-20");
    exchange(&[&leader, &warden]);
    let listed: Cases = warden.does("cases", json!({}));
    assert!(!listed.may_open && listed.open.len() == 1);
    assert_eq!(warden.refused("open_form", json!({ "kind": "case" })).code, ErrorCode::NotAllowed);
    let view = warden.finding(&case);
    assert!(
        view.next.is_empty() && !view.may.iter().any(|may| may == "correct" || may == "withdraw"),
        "{:?}",
        view.may
    );
    let change = json!({ "finding": case, "stage": "correct" });
    assert_eq!(warden.refused("open_form", change).code, ErrorCode::NotAllowed);
    assert!(view.case.unwrap().may_tell);

    let form = tell(&warden, &case, json!({ "what": "moved", "told": "Gone" }));
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).message, "Enter where it moved to");
    let form = warden.answer(&form, json!({ "moved_to": "Great Lines", "moved_case": case }));
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "It cannot have moved to its own case: select another");
    warden.save(&warden.answer(&form, json!({ "what": "result", "moved_to": null, "moved_case": null })));
    exchange(&[&warden, &leader]);
    assert_eq!(told(&case_of(&leader, &case)), [("What came of it", "Gone")]);

    // A finding recorded by mistake, and what is none, belong to no case.
    let finding = warden.find_needles(1).finding;
    for (id, other, said) in
        [(&case, &case, "Only findings belong to a case"), (&finding, &finding, "not on this tablet")]
    {
        let refused = warden.refused("put_in_case", json!({ "id": id, "case": other, "belongs": true }));
        assert!(refused.message.contains(said), "{}", refused.message);
    }
    let refused = warden.refused("put_in_case", json!({ "id": finding, "case": case, "belongs": false }));
    assert_eq!(refused.message, "It does not belong to this case");
}
