//! Two people change one finding without knowing of each other: both versions are kept, shown, and settled.

use app::contract::*;
use serde_json::json;
use tests::World;

#[test]
fn two_answers_to_one_question_are_both_kept_until_a_leader_settles_them() {
    let world = World::new();
    let one = world.tablet("Demo warden A", "warden");
    let two = world.tablet("Demo warden B", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let saved = one.find_needles(2);
    one.sync();
    two.sync();
    for (tablet, setting) in [(&one, "underpass"), (&two, "stairwell")] {
        let form = tablet.reopen(&saved.finding, "correct");
        world.wait_minutes(5);
        tablet.save(&tablet.answer(&form, json!({ "setting": setting })));
    }
    one.sync();
    two.sync();
    one.sync();
    leader.sync();
    for tablet in [&one, &two, &leader] {
        let view = tablet.finding(&saved.finding);
        let versions: Vec<_> = view.two_versions[0].versions.iter().map(|version| version.by.as_str()).collect();
        assert_eq!(versions, ["Demo warden B", "Demo warden A"], "both are shown, the later first, everywhere alike");
    }
    let view = leader.finding(&saved.finding);
    let earlier = &view.two_versions[0].versions[1];
    assert_eq!(
        one.refused("settle", json!({ "id": saved.finding, "field": "setting", "entry": earlier.entry })).code,
        ErrorCode::NotAllowed
    );
    let settled: FindingView =
        leader.does("settle", json!({ "id": saved.finding, "field": "setting", "entry": earlier.entry }));
    assert!(settled.two_versions.is_empty());
    leader.sync();
    for tablet in [&one, &two] {
        tablet.sync();
        let view = tablet.finding(&saved.finding);
        assert!(view.two_versions.is_empty());
        let row = view.answers.iter().find(|row| row.field == "setting").unwrap();
        assert_eq!(row.text, earlier.text);
    }
}

#[test]
fn changes_to_different_fields_merge_without_a_word() {
    let world = World::new();
    let one = world.tablet("Demo warden A", "warden");
    let two = world.tablet("Demo warden B", "warden");
    let saved = one.find_needles(2);
    one.sync();
    two.sync();
    one.save(&one.answer(&one.reopen(&saved.finding, "correct"), json!({ "setting": "park" })));
    two.save(&two.answer(&two.reopen(&saved.finding, "correct"), json!({ "n_needle": 5 })));
    one.sync();
    two.sync();
    one.sync();
    for tablet in [&one, &two] {
        let view = tablet.finding(&saved.finding);
        assert!(view.two_versions.is_empty());
        assert_eq!(view.line.summary, "5 items, 5 sharps");
        assert!(view.answers.iter().any(|row| row.field == "setting"));
    }
}
