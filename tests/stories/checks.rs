//! Waiting for a check: what was written without authority counts for nobody until a leader lets it in.

use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World};

fn code_of(tablet: &Tablet) -> String {
    tablet.does::<Status>("status", json!({})).book_code.unwrap()
}

/// A find without signal, by a tablet that is withdrawn before it is heard from again.
fn withdrawn_while_out(world: &World, warden: &Tablet, needles: u32) -> String {
    warden.link.cut(true);
    let finding = warden.find_needles(needles).finding;
    world.centre.withdraw_device(&code_of(warden), tests::MORNING).unwrap();
    warden.link.cut(false);
    warden.sync();
    finding
}

fn to_check(leader: &Tablet) -> PagesToCheck {
    leader.does("pages_to_check", json!({}))
}

fn decide(leader: &Tablet, page: &PageToCheck, accept: bool) -> PagesToCheck {
    leader.does("decide_page", json!({ "entry": page.entry, "accept": accept, "reason": "Phoned the warden" }))
}

#[track_caller]
fn sees(tablet: &Tablet, finding: &str) -> bool {
    match tablet.app.call("finding", json!({ "id": finding })) {
        Ok(_) => true,
        Err(refusal) if refusal.code == ErrorCode::NotFound => false,
        Err(refusal) => panic!("{refusal:?}"),
    }
}

#[test]
fn a_withdrawn_wardens_shift_waits_until_the_leader_lets_it_in_and_then_counts_everywhere() {
    let world = World::new();
    let [warden, colleague] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    let leader = world.tablet("Demo leader", "leader");
    warden.sync();
    let finding = withdrawn_while_out(&world, &warden, 12);
    colleague.sync();
    leader.sync();
    assert!(!sees(&leader, &finding) && !sees(&colleague, &finding));
    assert_eq!(world.centre.summary().unwrap().findings, 0);

    let waiting = to_check(&leader).waiting;
    let [page] = waiting.as_slice() else { panic!("one page should wait: {waiting:?}") };
    assert_eq!(
        (page.title.as_str(), page.by.as_str(), &page.book_code),
        ("Drug litter", "Demo warden A", &code_of(&warden))
    );
    assert!(page.reason.contains("withdrawn"), "{}", page.reason);
    assert!(page.answers.iter().any(|answer| answer.text == "12"), "{:?}", page.answers);
    assert_eq!(leader.does::<Status>("status", json!({})).to_check, 1);

    let decided = decide(&leader, page, true);
    assert!(decided.waiting.is_empty() && decided.decided[0].decision.as_ref().unwrap().accepted);
    assert!(sees(&leader, &finding), "it counts at once on the leader's tablet");
    leader.sync();
    colleague.sync();
    assert!(sees(&colleague, &finding));
    assert_eq!(world.centre.summary().unwrap().findings, 1);

    decide(&leader, page, false);
    leader.sync();
    colleague.sync();
    assert!(!sees(&leader, &finding) && !sees(&colleague, &finding), "a later decision goes before an earlier one");
    assert_eq!(world.centre.summary().unwrap().findings, 0);
    let newcomer = world.tablet("Demo warden C", "warden");
    newcomer.sync();
    assert!(!sees(&newcomer, &finding), "whoever gets it all at once comes to the same");
}

#[test]
fn only_a_leader_decides_and_never_without_a_reason() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    warden.sync();
    withdrawn_while_out(&world, &warden, 1);
    leader.sync();
    let waiting = to_check(&leader).waiting;
    let request = |reason: &str| json!({ "entry": waiting[0].entry, "accept": true, "reason": reason });
    assert_eq!(warden.refused("decide_page", request("I say so")).code, ErrorCode::NotAllowed);
    assert_eq!(warden.refused("pages_to_check", Value::Object(Default::default())).code, ErrorCode::NotAllowed);
    assert_eq!(leader.refused("decide_page", request("  ")).field.as_deref(), Some("reason"));
    assert_eq!(to_check(&leader).waiting.len(), 1);
}
