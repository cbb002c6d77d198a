//! Tasks: given by a leader, done by a warden without signal, seen with what was done; and who covers for whom. It is Tuesday
//! 18 March 2025, 07:12.

use crate::closing::{matter, steps};
use app::contract::*;
use serde_json::{Value, json};
use tests::{Tablet, World, by_people, jpeg};

const DAY: i64 = 24 * 60;

fn exchange(tablets: &[&Tablet]) {
    tablets.iter().chain(tablets).for_each(|tablet| drop(tablet.sync()));
}

/// A task about a finding, or about none, as its giver begins it.
fn given(tablet: &Tablet, follows: Option<&str>, answers: Value) -> Form {
    let blank: Form = tablet.does("open_form", json!({ "kind": "task", "follows": follows }));
    tablet.answer(&blank, answers)
}

fn give(tablet: &Tablet, to: &str, what: &str, due: &str) -> String {
    let form = given(tablet, None, json!({ "what": what, "assigned_to": to, "due_on": due }));
    tablet.save(&form).finding
}

/// What somebody's Today tells them to do.
fn for_you(tablet: &Tablet) -> Vec<String> {
    let today: Today = tablet.does("today", json!({}));
    today.tasks.into_iter().map(|task| task.line.summary).collect()
}

fn tasks(tablet: &Tablet, warden: Option<&str>) -> Tasks {
    tablet.does("tasks", json!({ "warden": warden }))
}

fn named(tasks: &[TaskLine]) -> Vec<[&str; 3]> {
    tasks.iter().map(|task| [&*task.line.summary, &*task.who, &*task.stands]).collect()
}

fn answer<'a>(view: &'a FindingView, field: &str) -> Option<&'a AnswerRow> {
    view.answers.iter().find(|row| row.field == field)
}

struct Team {
    world: World,
    leader: Tablet,
    warden: Tablet,
    other: Tablet,
}

fn team() -> Team {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let [warden, other] = ["Demo warden A", "Demo warden B"].map(|name| world.tablet(name, "warden"));
    exchange(&[&leader, &warden, &other]);
    Team { world, leader, warden, other }
}

/// One step of a task.
fn step(tablet: &Tablet, task: &str, id: &str, answers: Value) -> Saved {
    let form = tablet.reopen(task, &format!("step/{id}"));
    tablet.save(&tablet.answer(&form, answers))
}

#[test]
fn a_task_about_a_finding_is_done_without_signal_and_the_leader_sees_the_evidence() {
    let Team { world: _world, leader, warden, .. } = team();
    let finding = warden.find_needles(3).finding;
    exchange(&[&warden, &leader]);
    assert!(leader.finding(&finding).may.contains(&"give_task".to_owned()));

    let answers = json!({ "what": "Look behind the bins too", "assigned_to": "Demo warden A", "due_on": "2025-03-19",
        "due_at": "2025-03-19T15:00:00Z", "why": "A resident saw more" });
    let task = leader.save(&given(&leader, Some(&finding), answers)).finding;
    let about = leader.finding(&finding).tasks;
    assert_eq!(named(&about), [["Look behind the bins too", "Demo warden A", "Given"]]);
    exchange(&[&leader, &warden]);

    warden.link.cut(true);
    assert_eq!(for_you(&warden), ["Look behind the bins too"]);
    let view = warden.finding(&task);
    assert_eq!(view.line.due.as_ref().unwrap().until, "By 15:00 tomorrow");
    assert_eq!(steps(&view), ["take_on", "done", "impossible"], "a warden calls nothing off");
    assert_eq!(warden.finding(&finding).tasks.len(), 1, "the finding tells of it here too");
    step(&warden, &task, "take_on", json!({}));

    let form = warden.reopen(&task, "step/done");
    assert_eq!(form.photos_most, 12, "the form takes photos");
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    assert_eq!((refused.code, &*refused.message), (ErrorCode::Invalid, "Enter what was done"));
    let form = warden.photo(&warden.answer(&form, json!({ "done_note": "Two more, removed" })), jpeg(7, 64, 48));
    let saved = warden.save(&form);
    assert_eq!(saved.undo_seconds, 10);
    let back: Form = warden.does("undo_save", json!({ "id": task }));
    assert_eq!(matter(&warden.finding(&task)).0, "Taken on");
    warden.save(&back);
    assert!(for_you(&warden).is_empty());

    warden.link.cut(false);
    exchange(&[&warden, &leader]);
    let all = tasks(&leader, None);
    assert!(all.open.is_empty());
    assert_eq!(named(&all.done), [["Look behind the bins too", "Demo warden A", "Done by Demo warden A, today 07:12"]]);
    let view = leader.finding(&task);
    assert_eq!((matter(&view), view.photos.len()), (("Done", "closed", "Resolved by wardens"), 1));
    assert_eq!(answer(&view, "done_note").unwrap().text, "Demo warden A: Two more, removed");
}

#[test]
fn two_who_do_one_task_merge_and_nothing_is_lost() {
    let Team { world: _world, leader, warden, other } = team();
    let task = give(&leader, "Demo warden A", "Check the gate", "2025-03-18");
    exchange(&[&leader, &warden, &other]);
    for (tablet, seed) in [(&warden, 1), (&other, 2)] {
        let form = tablet.reopen(&task, "step/done");
        let note = format!("Locked, photo {seed}");
        tablet.save(&tablet.photo(&tablet.answer(&form, json!({ "done_note": note })), jpeg(seed, 64, 48)));
    }
    exchange(&[&warden, &other, &leader]);
    for tablet in [&leader, &warden, &other] {
        let view = tablet.finding(&task);
        assert_eq!((matter(&view).0, view.photos.len(), view.two_versions.len()), ("Done", 2, 0));
        let note = &answer(&view, "done_note").unwrap().text;
        assert!(note.contains("Demo warden A: Locked, photo 1") && note.contains("Demo warden B: Locked, photo 2"));
    }
}

#[test]
fn one_who_does_it_and_one_who_cannot_are_two_outcomes_that_the_leader_settles() {
    let Team { world: _world, leader, warden, other } = team();
    let task = give(&leader, "Demo warden A", "Check the gate", "2025-03-18");
    exchange(&[&leader, &warden, &other]);
    step(&warden, &task, "done", json!({ "done_note": "Locked" }));
    let form = other.reopen(&task, "step/impossible");
    other.refused("save_form", json!({ "id": form.draft }));
    other.save(&other.answer(&form, json!({ "state_reason": "Nobody has the key" })));
    exchange(&[&warden, &other, &leader]);
    let view = leader.finding(&task);
    assert_eq!(view.two_versions.len(), 1);
    let both = &view.two_versions[0];
    let done = both.versions.iter().find(|version| version.by == "Demo warden A").unwrap();
    let all: Vec<_> = both.versions.iter().map(|version| &version.entry).collect();
    let settled: FindingView =
        leader.does("settle", json!({ "id": task, "field": both.field, "entry": done.entry, "versions": all }));
    assert_eq!(matter(&settled).0, "Done");
}

#[test]
fn what_runs_out_stands_on_top_and_the_list_can_be_one_warden_s() {
    let Team { world, leader, warden, .. } = team();
    give(&leader, "Demo warden A", "Later", "2025-03-28");
    give(&leader, "Demo warden B", "Soon", "2025-03-19");
    give(&leader, "Demo warden A", "Now", "2025-03-18");
    exchange(&[&leader, &warden]);
    assert_eq!(for_you(&warden), ["Now", "Later"]);
    world.wait_minutes(DAY);
    let all = tasks(&leader, None);
    assert_eq!(all.open.iter().map(|task| &*task.line.summary).collect::<Vec<_>>(), ["Now", "Soon", "Later"]);
    let due: Vec<_> = all.open.iter().map(|task| &*task.line.due.as_ref().unwrap().state).collect();
    assert_eq!(due, ["clock_passed", "clock_soon", "clock"]);
    let many = |name: &str| all.wardens.iter().find(|one| one.name == name).map(|one| (one.open, one.late));
    assert_eq!(
        [many("Demo warden A"), many("Demo warden B"), many("Demo leader C")],
        [Some((2, 1)), Some((1, 0)), Some((0, 0))]
    );
    assert_eq!(named(&tasks(&leader, Some("Demo warden B")).open), [["Soon", "Demo warden B", "Given"]]);
    let today: Today = warden.does("today", json!({}));
    assert_eq!(today.tasks[0].line.due.as_ref().unwrap().left, "Ran out yesterday");
}

#[test]
fn a_task_is_handed_over_or_called_off_and_the_old_name_stays_legible() {
    let Team { world: _world, leader, warden, other } = team();
    let task = give(&leader, "Demo warden A", "Check the gate", "2025-03-18");
    let view = leader.finding(&task);
    assert_eq!(view.hand_over_to, ["Demo leader C", "Demo warden B"]);
    let view: FindingView = leader.does("hand_over", json!({ "id": task, "to": "Demo warden B" }));
    let row = answer(&view, "assigned_to").unwrap();
    assert_eq!((&*row.text, row.struck.as_slice()), ("Demo warden B", &["Demo warden A".to_owned()][..]));
    let page = by_people(&view.timeline)[0];
    assert_eq!(
        (&*page.title, page.struck.as_deref(), page.now.as_deref()),
        ("For", Some("Demo warden A"), Some("Demo warden B"))
    );
    exchange(&[&leader, &warden, &other]);
    assert_eq!((for_you(&warden).len(), for_you(&other).len()), (0, 1));

    for (to, said) in [("Demo warden B", "given to Demo warden B already"), ("Nobody known", "somebody of your team")] {
        let refused = leader.refused("hand_over", json!({ "id": task, "to": to }));
        assert!(refused.message.contains(said), "{}", refused.message);
    }
    step(&leader, &task, "call_off", json!({ "state_reason": "The gate was replaced" }));
    let refused = leader.refused("hand_over", json!({ "id": task, "to": "Demo warden A" }));
    assert!(refused.message.contains("Reopen it first"), "{}", refused.message);
    exchange(&[&leader, &other]);
    assert!(for_you(&other).is_empty());
    assert_eq!(tasks(&leader, None).done[0].detail, "The gate was replaced");
}

#[test]
fn a_warden_gives_tasks_to_nobody_else_and_changes_none_that_was_given() {
    let Team { world: _world, leader, warden, other } = team();
    let task = give(&leader, "Demo warden A", "Check the gate", "2025-03-18");
    exchange(&[&leader, &warden, &other]);

    for (command, request) in [
        ("tasks", json!({ "warden": null })),
        ("hand_over", json!({ "id": task, "to": "Demo warden B" })),
        ("open_form", json!({ "kind": "cover" })),
        ("withdraw", json!({ "id": task, "reason": "Not mine" })),
    ] {
        assert_eq!(warden.refused(command, request).code, ErrorCode::NotAllowed, "{command}");
    }
    assert!(!warden.finding(&task).may.contains(&"withdraw".to_owned()));
    let form = warden.reopen(&task, "correct");
    assert!(!form.fields.iter().any(|field| ["assigned_to", "due_on", "what"].contains(&&*field.id)), "none is asked");
    let form = warden.answer(&form, json!({ "due_on": "2025-04-30" }));
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::NotAllowed);

    let mine = json!({ "what": "Bring the cones back", "assigned_to": "Demo warden B", "due_on": "2025-03-19" });
    let form = given(&warden, None, mine);
    let asked = form.fields.iter().find(|field| field.id == "assigned_to").unwrap();
    assert_eq!(asked.choices.iter().map(|choice| &*choice.label).collect::<Vec<_>>(), ["Demo warden A"]);
    let refused = warden.refused("save_form", json!({ "id": form.draft }));
    let said = "Only a team leader can choose somebody else. Select yourself: Demo warden A";
    assert_eq!(
        (refused.code, &*refused.message, refused.field.as_deref()),
        (ErrorCode::Invalid, said, Some("assigned_to"))
    );
    warden.save(&warden.answer(&form, json!({ "assigned_to": "Demo warden A" })));
    assert_eq!(for_you(&warden), ["Check the gate", "Bring the cones back"]);

    let form = given(&leader, None, json!({ "what": "X", "assigned_to": "Nobody known", "due_on": "2025-03-19" }));
    assert_eq!(leader.refused("save_form", json!({ "id": form.draft })).message, "Select somebody of your team");
    for wrong in
        [json!({ "due_on": "2025-03-17" }), json!({ "due_on": "2025-03-20", "due_at": "2025-03-21T09:00:00Z" })]
    {
        let form = given(&leader, None, json!({ "what": "X", "assigned_to": "Demo warden A" }));
        let form = leader.answer(&form, wrong.clone());
        assert_eq!(leader.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::Invalid, "{wrong}");
    }
}

#[test]
fn a_cover_moves_all_that_is_somebody_s_from_its_day_on_until_it_ends() {
    let Team { world, leader, warden, other } = team();
    give(&leader, "Demo warden A", "Check the gate", "2025-03-21");
    let arrange = |from: &str, to: Value| {
        let form = leader.answer(
            &leader.begin("cover"),
            json!({ "away": "Demo warden A", "covered_by": "Demo warden B", "from_day": from, "to_day": to }),
        );
        leader.save(&form).finding
    };
    arrange("2025-03-19", json!("2025-03-20"));
    give(&leader, "Demo warden A", "Count the cones", "2025-03-22");
    exchange(&[&leader, &warden, &other]);
    assert_eq!((for_you(&warden).len(), for_you(&other).len()), (2, 0), "it begins tomorrow");
    let covers = tasks(&leader, None).covers;
    assert_eq!(
        (&*covers[0].who, &*covers[0].when),
        ("Demo warden B covers for Demo warden A", "From tomorrow until Thursday 20 March")
    );

    world.wait_minutes(DAY);
    assert_eq!((for_you(&warden).len(), for_you(&other).len()), (0, 2));
    let all = tasks(&leader, Some("Demo warden B"));
    assert_eq!(named(&all.open)[0], ["Check the gate", "Demo warden B for Demo warden A", "Given"]);
    world.wait_minutes(2 * DAY);
    assert_eq!((for_you(&warden).len(), for_you(&other).len()), (2, 0), "its last day is over");
    assert!(tasks(&leader, None).covers.is_empty());

    // Taken back within ten seconds, or ended later.
    let cover = arrange("2025-03-21", Value::Null);
    let _: Form = leader.does("undo_save", json!({ "id": cover }));
    assert!(tasks(&leader, None).covers.is_empty());
    let cover = arrange("2025-03-21", Value::Null);
    world.wait_minutes(DAY);
    exchange(&[&leader, &warden, &other]);
    assert_eq!(for_you(&other).len(), 2);
    assert_eq!(other.refused("end_cover", json!({ "id": cover })).code, ErrorCode::NotAllowed);
    let _: Tasks = leader.does("end_cover", json!({ "id": cover }));
    assert_eq!(leader.refused("end_cover", json!({ "id": cover })).message, "This cover has ended already.");
    exchange(&[&leader, &warden, &other]);
    assert_eq!((for_you(&warden).len(), for_you(&other).len()), (2, 0));

    let own = json!({ "away": "Demo warden A", "covered_by": "Demo warden A", "from_day": "2025-03-25" });
    let form = leader.answer(&leader.begin("cover"), own);
    let refused = leader.refused("save_form", json!({ "id": form.draft }));
    assert_eq!(refused.message, "Nobody covers for themselves: select somebody else");
}
