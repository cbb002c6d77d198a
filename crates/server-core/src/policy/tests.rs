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

/// A safeguarding lead's grant, for the restricted part.
fn reading(from: i64, until: i64, withdrawn_at: Option<i64>) -> HeldGrant {
    let held = grant(SAFEGUARDING, from, until, withdrawn_at);
    let grant = Grant { scope: SCOPE.restricted(), ..held.signed.grant };
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
    entry_at(writes, wall, Clock(1))
}

fn entry_at(writes: &[(u128, &str, &str)], wall: i64, clock: Clock) -> Entry {
    let writes = writes.iter().map(|(record, field, value)| {
        let write = FieldWrite { field: (*field).into(), replaces: vec![] };
        (RecordId(Uuid::from_u128(*record)), write, (*value).into())
    });
    let draft = Draft {
        clock,
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
    let head = |first: &str| {
        let heads = actions.map(|action| format!("{:<12}", format!("{action:?}"))).concat();
        format!("{first:<14}{heads}").trim_end().to_owned() + "\n"
    };
    let row = |name: &str, caller: &Caller, scope| {
        let cells = actions.map(|action| if caller.may(action, scope, NOW) { "yes" } else { "-" });
        format!("{name:<14}{}", cells.map(|cell| format!("{cell:<12}")).concat()).trim_end().to_owned() + "\n"
    };
    let elsewhere = ScopeId(Uuid::from_u128(2));
    let (mut table, mut part) = (head("grant"), head("restricted"));
    for (name, grants) in grants {
        let caller = caller(grants);
        table += &row(name, &caller, SCOPE);
        part += &row(name, &caller, SCOPE.restricted());
        for other in [elsewhere, elsewhere.restricted(), SCOPE.restricted().restricted()] {
            assert!(!actions.iter().any(|action| caller.may(*action, other, NOW)), "{name} reached another team");
        }
    }
    for (name, held) in [
        ("safeguarding", reading(0, NOW + 1, None)),
        ("- run out", reading(0, NOW, None)),
        ("- withdrawn", reading(0, NOW + 1, Some(NOW))),
    ] {
        let caller = caller(vec![held]);
        part += &row(name, &caller, SCOPE.restricted());
        assert!(!actions.iter().any(|action| caller.may(*action, SCOPE, NOW)), "{name} reached the team itself");
    }
    let table = table + "\n" + &part;
    assert_eq!(table, include_str!("../../tests/policy_matrix.txt"), "the policy changed: commit the new table");
}

#[test]
fn an_entry_counts_only_under_a_grant_that_covers_it() {
    let good = grant("warden", 0, NOW, None);
    let plain = entry("count", "1", NOW - 1);
    let judge = |entry: &Entry, key: &SecretKey, scope, grant: Option<&HeldGrant>| {
        super::judge(entry, None, &key.public(), scope, grant, Some(NOW))
    };
    assert_eq!(judge(&plain, &key(), SCOPE, Some(&good)), None);
    assert_eq!(judge(&plain, &key(), SCOPE, None), Some(Reason::UnknownGrant));
    let other_key = SecretKey::from_bytes(&[8; 32]);
    assert_eq!(judge(&plain, &other_key, SCOPE, Some(&good)), Some(Reason::OtherTablet));
    assert_eq!(judge(&plain, &key(), ScopeId(Uuid::from_u128(2)), Some(&good)), Some(Reason::OtherTeam));
    assert_eq!(judge(&entry("count", "1", NOW), &key(), SCOPE, Some(&good)), Some(Reason::OutOfDate));
    let withdrawn = grant("warden", 0, NOW, Some(5));
    assert_eq!(judge(&plain, &key(), SCOPE, Some(&withdrawn)), Some(Reason::Withdrawn));
    let replayed = super::judge(&plain, None, &key().public(), SCOPE, Some(&withdrawn), None);
    assert_eq!(replayed, None, "a page out of the second copy was judged when it came");
}

#[test]
fn only_a_leader_reviews_and_asks_and_takes_that_back_but_a_warden_may_answer() {
    let (warden, leader) = (grant("warden", 0, NOW, None), grant("leader", 0, NOW, None));
    let outcome = |field: &str, value: &str, held: &HeldGrant| {
        super::judge(&entry(field, value, 1), None, &key().public(), SCOPE, Some(held), Some(NOW))
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
    let outcome = |writes: &[(u128, &str, &str)]| {
        super::judge(&entry_of(writes, 1), None, &key().public(), SCOPE, Some(&warden), Some(NOW))
    };
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
fn in_the_restricted_part_wardens_and_leaders_record_what_is_sealed_and_only_its_readers_decide() {
    let part = SCOPE.restricted();
    let (warden, leader, lead) = (grant("warden", 0, NOW, None), grant("leader", 0, NOW, None), reading(0, NOW, None));
    let judge = |entry: &Entry, said: Option<&Entry>, held: &HeldGrant| {
        super::judge(entry, said, &key().public(), part, Some(held), Some(NOW))
    };
    let sealed = entry(record::SEALED, "bytes", 1);
    let said = entry("what_seen", "\"x\"", 1);
    for held in [&warden, &leader, &lead] {
        assert_eq!(judge(&sealed, Some(&said), held), None, "{}", held.signed.grant.role);
        assert_eq!(judge(&sealed, None, held), Some(Reason::Unreadable), "it does not open");
        assert_eq!(judge(&said, None, held), Some(Reason::NotAllowed), "it is said in the clear");
    }
    let asks = entry("question/1", "{}", 1);
    for held in [&warden, &leader, &lead] {
        assert_eq!(
            judge(&sealed, Some(&asks), held),
            Some(Reason::NotAllowed),
            "a leader is no more than a warden there"
        );
    }
    let hash = sealed.hash();
    let decision = Decision { entry: hash.to_string(), accepted: true, reason: "Known".into() };
    let writes = decision.values().map(|(field, value)| {
        (
            Decision::record_of(hash),
            FieldWrite { field: field.into(), replaces: vec![] },
            value.to_string().into_bytes(),
        )
    });
    let draft = Draft {
        clock: Clock(1),
        wall: 1,
        quality: ClockQuality::Unchecked,
        author: GrantId([0; 32]),
        catalogue: 1,
        writes: writes.into(),
        key: [0; 16],
    };
    let decides = Entry::write(&key(), BookId([3; 32]), Tip { number: 1, hash: EntryHash([4; 32]) }, draft).unwrap();
    assert_eq!(judge(&decides, None, &leader), Some(Reason::NotAllowed));
    assert_eq!(judge(&decides, None, &lead), None);
    let elsewhere = super::judge(&sealed, Some(&said), &key().public(), SCOPE, Some(&lead), Some(NOW));
    assert_eq!(elsewhere, Some(Reason::OtherTeam), "leave to read the restricted part is none to write for the team");
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

#[test]
fn a_deputy_leads_between_the_two_dates_and_names_no_deputy() {
    let judged = |role: &str, field: &str, wall: i64| {
        let held = grant(role, 500, 900, None);
        judge(&entry(field, "\"x\"", wall), None, &key().public(), SCOPE, Some(&held), Some(NOW))
    };
    for (role, field, wall, verdict) in [
        (DEPUTY, record::REVIEW, 500, None),
        (DEPUTY, record::REVIEW, 899, None),
        (DEPUTY, record::REVIEW, 499, Some(Reason::OutOfDate)),
        (DEPUTY, record::REVIEW, 900, Some(Reason::OutOfDate)),
        (DEPUTY, record::DEPUTY, 600, Some(Reason::NotAllowed)),
        ("leader", record::DEPUTY_UNTIL, 600, None),
        ("warden", record::DEPUTY_FROM, 600, Some(Reason::NotAllowed)),
        ("warden", record::REVIEW, 600, Some(Reason::NotAllowed)),
    ] {
        assert_eq!(judged(role, field, wall), verdict, "{role} writes {field} at {wall}");
    }
}

#[test]
fn a_deputy_s_grant_is_never_given_anew_and_does_not_keep_another_from_it() {
    let (own, deputy) = (grant("warden", 0, NOW + 1, None), grant(DEPUTY, 10, NOW + 2, None));
    let held = [own.clone(), deputy];
    assert_eq!(ending(&held, NOW), [&own]);
}

#[test]
fn anybody_of_the_team_asks_the_dvla_and_no_tablet_answers_for_it() {
    for role in ["warden", "leader"] {
        let held = grant(role, 0, NOW, None);
        let judge =
            |field: &str| super::judge(&entry(field, "{}", 1), None, &key().public(), SCOPE, Some(&held), Some(NOW));
        assert_eq!(judge("dvla_asked/1"), None);
        assert_eq!(judge("dvla_told/1"), None);
        assert_eq!(judge("dvla_said/1"), Some(Reason::NotAllowed), "{role}");
        assert_eq!(judge(record::OFFICE_REFERENCE), Some(Reason::NotAllowed), "{role}");
    }
}

#[test]
fn an_order_to_erase_stands_in_the_office_s_own_books_only() {
    for role in ["warden", "leader"] {
        let held = grant(role, 0, NOW, None);
        let judge =
            |kind: &str| super::judge(&entry("kind", kind, 1), None, &key().public(), SCOPE, Some(&held), Some(NOW));
        assert_eq!(judge("\"drug_litter\""), None);
        assert_eq!(judge("\"erasure\""), Some(Reason::NotAllowed), "{role}");
    }
}

#[test]
fn a_deputy_whose_tablet_was_set_back_to_the_days_of_the_grant_is_out_of_date() {
    let held = grant(DEPUTY, 500, 900, None);
    let judged = |clock: u64| {
        let said = entry_at(&[(9, record::REVIEW, "\"x\"")], 600, Clock::default().tick(clock));
        judge(&said, None, &key().public(), SCOPE, Some(&held), Some(NOW))
    };
    assert_eq!(judged(600), None);
    assert_eq!(judged(900), Some(Reason::OutOfDate), "its book's clock never goes back");
}

#[test]
fn what_is_at_the_office_before_a_deputy_s_days_begin_is_out_of_date_whatever_its_tablet_says() {
    const DAYS: i64 = 2 * DAY_MS;
    let held = grant(DEPUTY, NOW, NOW + DAYS, None);
    let said = entry(record::REVIEW, "\"x\"", NOW + 1);
    let judged = |came| judge(&said, None, &key().public(), SCOPE, Some(&held), came);
    assert_eq!(judged(Some(NOW - CLOCKS_MS - 1)), Some(Reason::OutOfDate));
    assert_eq!(judged(Some(NOW - CLOCKS_MS)), None, "two clocks that are right may differ by a minute");
    assert_eq!(judged(Some(NOW + 100 * DAYS)), None, "late is late, and honest");
    assert_eq!(judged(None), None, "out of the second copy: it was judged when it came");
}
