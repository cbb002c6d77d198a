//! The policy, printed as one table that a reviewer reads, and the judging of entries.

use super::*;
use book::{
    BookId, Clock, ClockQuality, DeviceId, Draft, EntryHash, FieldWrite, Grant, GrantId, RecordId, SecretKey, Tip,
    UserId,
};
use uuid::Uuid;

const NOW: i64 = 1_000_000;
const SCOPE: ScopeId = ScopeId(Uuid::from_u128(1));

fn key() -> SecretKey {
    SecretKey::from_bytes(&[2; 32])
}

fn grant(role: &str, from: i64, until: i64, withdrawn_at: Option<i64>) -> HeldGrant {
    let grant = Grant {
        user: UserId(Uuid::from_u128(5)),
        name: "Demo warden A".into(),
        device: DeviceId(Uuid::from_u128(6)),
        device_key: key().public(),
        code: "W01".into(),
        role: role.into(),
        scope: SCOPE,
        from,
        until,
    };
    HeldGrant { signed: grant.sign(&SecretKey::from_bytes(&[1; 32])), withdrawn_at }
}

fn caller(grants: Vec<HeldGrant>) -> Caller {
    let device = Device {
        id: DeviceId(Uuid::from_u128(6)),
        key: key().public(),
        code: "W01".into(),
        token: [0; 32],
        enrolled_at: 0,
        heard_at: 0,
    };
    Caller { device, grants }
}

fn entry(field: &str, value: &str, wall: i64) -> Entry {
    entry_of(&[(9, field, value)], wall)
}

/// An entry of record, field and value.
fn entry_of(writes: &[(u128, &str, &str)], wall: i64) -> Entry {
    let writes = writes.iter().map(|(record, field, value)| {
        let write = FieldWrite { field: (*field).into(), replaces: vec![] };
        (RecordId(Uuid::from_u128(*record)), write, (*value).into())
    });
    let draft = Draft {
        clock: Clock(1),
        wall,
        quality: ClockQuality::Unchecked,
        author: GrantId([0; 32]),
        catalogue: 1,
        writes: writes.collect(),
        key: [0; 16],
    };
    Entry::write(&key(), BookId([3; 32]), Tip { number: 1, hash: EntryHash([4; 32]) }, draft).unwrap()
}

#[test]
fn the_printed_matrix_is_the_committed_one() {
    let grants = [
        ("warden", vec![grant("warden", 0, NOW + 1, None)]),
        ("leader", vec![grant("leader", 0, NOW + 1, None)]),
        ("run out", vec![grant("warden", 0, NOW, None)]),
        ("not begun", vec![grant("warden", NOW + 1, NOW + 2, None)]),
        ("withdrawn", vec![grant("leader", 0, NOW + 1, Some(NOW))]),
        ("unknown role", vec![grant("visitor", 0, NOW + 1, None)]),
        ("none", vec![]),
    ];
    let actions = [Action::SendPages, Action::ReadPages, Action::SendPhotos, Action::ReadPhotos, Action::AddPerson];
    let mut table =
        format!("{:<14}", "grant") + &actions.map(|action| format!("{:<12}", format!("{action:?}"))).concat();
    for (name, grants) in grants {
        let caller = caller(grants);
        let cells = actions.map(|action| if caller.may(action, SCOPE, NOW) { "yes" } else { "-" });
        table = format!("{}\n{name:<14}{}", table.trim_end(), cells.map(|cell| format!("{cell:<12}")).concat());
        let elsewhere = ScopeId(Uuid::from_u128(2));
        assert!(!actions.iter().any(|action| caller.may(*action, elsewhere, NOW)), "{name} reached another team");
    }
    let table = table.trim_end().to_owned() + "\n";
    assert_eq!(table, include_str!("../../tests/policy_matrix.txt"), "the policy changed: commit the new table");
}

#[test]
fn an_entry_counts_only_under_a_grant_that_covers_it() {
    let good = grant("warden", 0, NOW, None);
    let plain = entry("count", "1", NOW - 1);
    let judge = |entry: &Entry, key: &SecretKey, scope, grant: Option<&HeldGrant>| {
        super::judge(entry, &key.public(), scope, grant, true)
    };
    assert_eq!(judge(&plain, &key(), SCOPE, Some(&good)), None);
    assert_eq!(judge(&plain, &key(), SCOPE, None), Some(Reason::UnknownGrant));
    let other_key = SecretKey::from_bytes(&[8; 32]);
    assert_eq!(judge(&plain, &other_key, SCOPE, Some(&good)), Some(Reason::OtherTablet));
    assert_eq!(judge(&plain, &key(), ScopeId(Uuid::from_u128(2)), Some(&good)), Some(Reason::OtherTeam));
    assert_eq!(judge(&entry("count", "1", NOW), &key(), SCOPE, Some(&good)), Some(Reason::OutOfDate));
    let withdrawn = grant("warden", 0, NOW, Some(5));
    assert_eq!(judge(&plain, &key(), SCOPE, Some(&withdrawn)), Some(Reason::Withdrawn));
    let replayed = super::judge(&plain, &key().public(), SCOPE, Some(&withdrawn), false);
    assert_eq!(replayed, None, "a page out of the second copy was judged when it came");
}

#[test]
fn only_a_leader_reviews_and_asks_and_takes_that_back_but_a_warden_may_answer() {
    let (warden, leader) = (grant("warden", 0, NOW, None), grant("leader", 0, NOW, None));
    let outcome = |field: &str, value: &str, held: &HeldGrant| {
        super::judge(&entry(field, value, 1), &key().public(), SCOPE, Some(held), true)
    };
    for field in ["review", "question/1"] {
        for value in ["{}", "null"] {
            assert_eq!(outcome(field, value, &warden), Some(Reason::NotAllowed), "{field} {value}");
            assert_eq!(outcome(field, value, &leader), None, "{field} {value}");
        }
    }
    assert_eq!(outcome("answer/1", "{}", &warden), None);
}

#[test]
fn a_warden_clears_a_review_only_by_handing_the_same_patrol_in_again() {
    let warden = grant("warden", 0, NOW, None);
    let outcome =
        |writes: &[(u128, &str, &str)]| super::judge(&entry_of(writes, 1), &key().public(), SCOPE, Some(&warden), true);
    let submitted = "\"submitted\"";
    assert_eq!(outcome(&[(9, "review", "null"), (9, "status", submitted)]), None);
    for refused in [
        [(9, "review", "{}"), (9, "status", submitted)],
        [(9, "review", "null"), (9, "status", "\"ended\"")],
        [(8, "review", "null"), (9, "status", submitted)],
        [(9, "question/1", "null"), (9, "status", submitted)],
    ] {
        assert_eq!(outcome(&refused), Some(Reason::NotAllowed), "{refused:?}");
    }
}

#[test]
fn only_the_council_orders_an_erasure_and_never_of_its_own_word() {
    let kinds = ["drug_litter", "patrol", "pact_panel", "verdict", "verdict_decision", "erasure"];
    let mut table = format!("{:<18}{:<12}another's\n", "record", "council's");
    for kind in kinds {
        let cells = [true, false].map(|by_council| if may_erase(kind, by_council) { "yes" } else { "-" });
        table += &format!("{kind:<18}{:<12}{}\n", cells[0], cells[1]);
    }
    assert_eq!(table, include_str!("../../tests/erasure_matrix.txt"), "the policy changed: commit the new table");
}
