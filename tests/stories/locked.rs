//! The lock: wrong PINs wait and erase nothing; a finding goes in without a PIN and nothing can be read out.

use app::contract::*;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tests::{PIN, World, by_people};

#[test]
fn wrong_pins_wait_longer_and_erase_nothing() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let saved = warden.find_needles(2);
    let status: Status = warden.does("lock", json!({}));
    let user = status.people[0].user.clone();
    for _ in 0..3 {
        assert_eq!(warden.refused("unlock", json!({ "user": user, "pin": "999999" })).code, ErrorCode::WrongPin);
    }
    let refused = warden.refused("unlock", json!({ "user": user, "pin": PIN }));
    assert_eq!(refused.code, ErrorCode::WrongPin, "even the right PIN waits");
    assert!(refused.message.contains("30 seconds"), "{}", refused.message);
    world.wait_minutes(1);
    let _: Status = warden.does("unlock", json!({ "user": user, "pin": PIN }));
    assert_eq!(warden.finding(&saved.finding).line.summary, "2 items, 2 sharps");
}

#[test]
fn ten_wrong_pins_lock_and_a_leader_lets_back_in_by_phone_without_signal() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let leader = world.tablet("Demo leader", "leader");
    let saved = warden.find_needles(2);
    warden.sync();
    leader.sync();
    let status: Status = warden.does("lock", json!({}));
    let user = status.people[0].user.clone();
    for _ in 0..10 {
        let _ = warden.refused("unlock", json!({ "user": user, "pin": "999999" }));
        world.wait_minutes(61);
    }
    let refused = warden.refused("unlock", json!({ "user": user, "pin": PIN }));
    assert!(refused.message.contains("ten times"), "the right PIN opens nothing any more: {}", refused.message);
    let status: Status = warden.does("status", json!({}));
    assert!(status.people[0].pin_locked);
    assert!(warden.find_needles(1).page > saved.page, "a finding can still be recorded");

    let shown: UnlockNumber = warden.does("unlock_number", json!({ "user": user }));
    let asked = json!({ "tablet": shown.tablet, "number": shown.number });
    let own = warden.refused("unlock_code", asked.clone());
    assert_eq!(own.code, ErrorCode::Locked, "the locked tablet does not answer itself");
    let _ = leader.unlock();
    let answer: UnlockCode = leader.does("unlock_code", asked);
    let typed = |code: &str, pin: &str| json!({ "user": user, "code": code, "pin": pin });
    let easy = warden.refused("unlock_by_code", typed(&answer.code, "111111"));
    assert_eq!(easy.field.as_deref(), Some("pin"), "an easy PIN uses no code up");
    let wrong = warden.refused("unlock_by_code", typed("0000 0000", "864209"));
    assert_eq!(wrong.field.as_deref(), Some("unlock_code"));
    let soon = warden.refused("unlock_by_code", typed(&answer.code, "864209"));
    assert!(soon.message.contains("half a minute"), "codes cannot be tried out: {}", soon.message);
    world.wait_minutes(1);
    let status: Status = warden.does("unlock_by_code", typed(&answer.code, "864209"));
    assert_eq!(status.session.map(|person| person.user), Some(user.clone()));
    assert_eq!(warden.finding(&saved.finding).line.summary, "2 items, 2 sharps", "nothing was lost");

    let _: Status = warden.does("lock", json!({}));
    let again = warden.refused("unlock_by_code", typed(&answer.code, "135790"));
    assert_eq!(again.field.as_deref(), Some("unlock_code"), "a code is used once");
    let _: Status = warden.does("unlock", json!({ "user": user, "pin": "864209" }));
    let not_theirs = warden.refused("unlock_code", json!({ "tablet": shown.tablet, "number": "123456" }));
    assert_eq!(not_theirs.code, ErrorCode::NotAllowed, "a warden gives no codes");
}

#[test]
fn whoever_came_in_by_a_code_is_who_had_the_tablet_last() {
    let world = World::new();
    let leader = world.tablet("Demo leader C", "leader");
    let tablet = world.tablet("Demo warden A", "warden");
    let status = tablet.enrol(&world.code_for("Demo warden B", "warden"));
    tablet.sync();
    leader.sync();
    let _: Value = leader.does("tablets", json!({}));
    let first = status.people.iter().find(|person| person.name == "Demo warden A").unwrap();
    let _: Status = tablet.does("lock", json!({}));
    let shown: UnlockNumber = tablet.does("unlock_number", json!({ "user": first.user }));
    let answer: UnlockCode = leader.does("unlock_code", json!({ "tablet": shown.tablet, "number": shown.number }));
    let typed = json!({ "user": first.user, "code": answer.code, "pin": "864209" });
    let _: Status = tablet.does("unlock_by_code", typed);
    let _: Status = tablet.does("lock", json!({}));
    let found = tablet.find_needles(1).finding;
    let _: Status = tablet.does("unlock", json!({ "user": first.user, "pin": "864209" }));
    assert_eq!(tablet.finding(&found).line.by, "Demo warden A", "what is recorded while it is locked is theirs");
}

#[test]
fn a_finding_goes_in_while_locked_and_nothing_comes_out() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("Secret area");
    let before = warden.find_needles(2);
    let _: Status = warden.does("lock", json!({}));
    for (command, request) in [
        ("findings", json!({ "search": null, "kind": null, "state": null, "from": null, "to": null, "after": null })),
        ("finding", json!({ "id": before.finding })),
        ("today", json!({})),
        ("arrived", json!({ "all": true, "before": null })),
        (
            "export_findings",
            json!({ "filter": { "search": null, "kind": null, "state": null, "from": null, "to": null, "after": null } }),
        ),
        ("open_form", json!({ "kind": null, "draft": null, "finding": before.finding, "stage": "correct" })),
    ] {
        assert_eq!(warden.refused(command, request).code, ErrorCode::Locked, "{command} answered while locked");
    }
    let blank = warden.begin("drug_litter");
    assert!(!format!("{blank:?}").contains("Secret area"), "a locked form says nothing of the patrol");
    let kinds: Vec<KindTile> = warden.does("kinds", json!({}));
    assert!(kinds.iter().all(|kind| kind.group == "finding" && kind.count == 0), "a locked tablet says nothing");
    assert!(kinds.iter().all(|kind| kind.id != "pact_issue"), "a meeting cannot be chosen while locked");
    let issue = json!({ "kind": "pact_issue", "draft": null, "finding": null, "stage": null });
    assert_eq!(warden.refused("open_form", issue).code, ErrorCode::Locked);
    let saved = warden.find_needles(7);
    let _ = warden.unlock();
    let view = warden.finding(&saved.finding);
    assert_eq!(view.line.summary, "7 items, 7 sharps");
    assert!(by_people(&view.timeline)[0].title.contains("without a PIN"));
}

#[test]
fn codes_are_used_once_and_wrong_ones_are_told_apart() {
    let world = World::new();
    let code = world.code_for("Demo warden A", "warden");
    let first = world.blank_tablet("one");
    let wrong =
        first.refused("enrol", json!({ "office": "https://office.example", "code": "ABCDEFGHJKLM", "pin": PIN }));
    assert_eq!(wrong.code, ErrorCode::WrongCode);
    first.enrol(&code);
    let second = world.blank_tablet("two");
    let used = second.refused("enrol", json!({ "office": "https://office.example", "code": code, "pin": PIN }));
    assert_eq!(used.code, ErrorCode::WrongCode);
    assert!(used.message.contains("used"), "{}", used.message);
    let late = world.code_for("Demo warden B", "warden");
    world.wait_minutes(2 * 24 * 60);
    let expired = second.refused("enrol", json!({ "office": "https://office.example", "code": late, "pin": PIN }));
    assert!(expired.message.contains("out of date"), "{}", expired.message);
}

#[test]
fn two_wardens_share_a_tablet_each_with_their_own_drafts() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let draft = tablet.begin("drug_litter");
    let status = tablet.enrol(&world.code_for("Demo warden B", "warden"));
    assert_eq!(status.people.len(), 2);
    assert_eq!(status.session.unwrap().name, "Demo warden B");
    assert_eq!(tablet.refused("save_form", json!({ "id": draft.draft })).code, ErrorCode::NotFound);
    let saved = tablet.find_needles(1);
    assert_eq!(tablet.finding(&saved.finding).line.by, "Demo warden B");
}

#[test]
fn a_tablet_that_nobody_uses_locks_itself_and_keeps_the_draft() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.answer(&warden.begin("drug_litter"), json!({ "n_needle": 3 }));
    world.leave_alone_minutes(4);
    let _: Value = warden.does("read_mark", json!({ "typed": "AB12 CDE" }));
    world.leave_alone_minutes(4);
    assert!(warden.does::<Status>("status", json!({})).session.is_some(), "a person was there in between");
    world.leave_alone_minutes(1);
    assert_eq!(warden.refused("save_form", json!({ "id": form.draft })).code, ErrorCode::Locked);
    assert_eq!(warden.refused("today", json!({})).code, ErrorCode::Locked);
    assert!(warden.does::<Status>("status", json!({})).session.is_none());
    let locked = warden.find_needles(7);
    let _ = warden.unlock();
    assert_eq!(warden.finding(&locked.finding).line.summary, "7 items, 7 sharps", "Record works while it is locked");
    let saved = warden.save(&form);
    assert_eq!(warden.finding(&saved.finding).line.summary, "3 items, 3 sharps", "the draft was kept");
}

#[test]
fn on_patrol_it_waits_longer_before_it_locks() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    warden.start_patrol("High Street");
    world.leave_alone_minutes(14);
    assert!(warden.does::<Status>("status", json!({})).session.is_some());
    world.leave_alone_minutes(1);
    assert!(warden.does::<Status>("status", json!({})).session.is_none());
}

#[test]
fn what_a_page_asks_by_itself_keeps_no_tablet_open_and_a_touch_does() {
    let world = World::new();
    let leader = world.tablet("Demo leader", "leader");
    for _ in 0..3 {
        world.leave_alone_minutes(4);
        let _: Value = leader.does("touched", json!({}));
    }
    assert!(leader.does::<Status>("status", json!({})).session.is_some());
    let told = Arc::new(AtomicU32::new(0));
    let heard = Arc::clone(&told);
    leader.app.subscribe(Box::new(move |what| {
        heard.fetch_add(u32::from(what == "session"), Ordering::SeqCst);
    }));
    for _ in 0..5 {
        world.leave_alone_minutes(1);
        for asked in ["status", "today", "kinds", "review_queue", "sync_now"] {
            let _ = leader.app.call(asked, json!({}));
        }
    }
    assert_eq!(leader.refused("review_queue", json!({})).code, ErrorCode::Locked);
    assert_eq!(told.load(Ordering::SeqCst), 1, "the page is told once, so that it shows the lock");
}

#[test]
fn setting_the_clock_neither_locks_nor_keeps_open() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    world.wait_minutes(600);
    assert!(warden.does::<Status>("status", json!({})).session.is_some(), "the clock was set on");
    world.leave_alone_minutes(5);
    world.wait_minutes(-600);
    assert!(warden.does::<Status>("status", json!({})).session.is_none(), "the clock was set back");
}

#[test]
fn photos_are_not_shown_after_it_locked_itself() {
    let world = World::new();
    let warden = world.tablet("Demo warden A", "warden");
    let form = warden.photo(&warden.begin("drug_litter"), tests::jpeg(1, 64, 48));
    let photo = form.photos[0].sha256.clone();
    assert!(warden.app.photo(&photo, app::PhotoSize::Thumb).is_ok());
    world.leave_alone_minutes(5);
    assert_eq!(warden.app.photo(&photo, app::PhotoSize::Thumb).unwrap_err().code, ErrorCode::Locked);
}

#[test]
fn what_was_begun_is_gone_on_with_by_whoever_began_it_until_it_is_saved() {
    let world = World::new();
    let tablet = world.tablet("Demo warden A", "warden");
    let status = tablet.enrol(&world.code_for("Demo warden B", "warden"));
    let user = |name: &str| &status.people.iter().find(|person| person.name == name).expect("a person").user;
    let at_the_tablet = |name: &str| {
        let _: Status = tablet.does("lock", json!({}));
        let _: Status = tablet.does("unlock", json!({ "user": user(name), "pin": PIN }));
    };
    let go_on = || -> Form { tablet.does("open_form", json!({ "kind": "staff_safety_incident", "go_on": true })) };
    let form = go_on();
    assert_eq!(go_on().draft, form.draft, "asked for again, it is the same page");
    assert_ne!(tablet.begin("staff_safety_incident").draft, form.draft, "a new one is begun when it is asked for");

    at_the_tablet("Demo warden A");
    let of_another = go_on();
    assert_ne!(of_another.draft, form.draft, "nobody goes on with the page of another");
    let _: Status = tablet.does("lock", json!({}));
    let locked = go_on();
    assert_ne!(locked.draft, of_another.draft, "nor does the lock page");
    assert_eq!(go_on().draft, locked.draft);

    at_the_tablet("Demo warden B");
    let kept = go_on();
    tablet.save(&tablet.answer(&kept, json!({ "type": "needlestick", "injured": "me" })));
    assert_ne!(go_on().draft, kept.draft, "what is saved is not gone on with");
}

#[test]
fn a_demo_opens_unlocked_for_whom_it_is_asked_and_an_office_in_use_never_does() {
    let right = format!("0:{PIN}");
    let who = |tablet: &tests::Tablet| tablet.does::<Status>("status", json!({})).session.map(|session| session.name);
    let world = World::new();
    let mut warden = world.tablet("Demo warden A", "warden").restart_unlocked(&right);
    assert_eq!(who(&warden).as_deref(), Some("Demo warden A"));
    for wrong in ["0:999999", "7:246802", "0", ""] {
        warden = warden.restart_unlocked(wrong);
        assert_eq!(who(&warden), None, "{wrong:?}");
    }
    let office = World::in_use();
    let in_use = office.tablet("Warden A", "warden").restart_unlocked(&right);
    assert_eq!(who(&in_use), None);
}
