//! Enrolment and its refusals.

use crate::NOW;
use crate::tablet::*;
use book::SecretKey;
use protocol::RefusalCode::{self, *};
use server_core::Action;
use std::net::{IpAddr, Ipv4Addr};

#[track_caller]
fn refused(office: &Office, key: &SecretKey, code: &str, token: Option<&str>, now: i64) -> RefusalCode {
    office.centre.enrol(&request(key, code), token, HERE, now).expect_err("it should be refused").code
}

#[test]
fn a_tablet_gets_a_token_a_book_code_and_a_grant_that_the_pinned_key_signed() {
    let office = an_office();
    let warden = office.enrolled(1, "Team 1", "Demo warden A");
    let leader = office.enrolled(2, "Team 1", "Demo leader");
    let second = office.enrolled(3, "Team 2", "Demo warden B");
    assert_eq!(warden.reply.book_code, "W01");
    assert_eq!(leader.reply.book_code, "L01");
    assert_eq!(second.reply.book_code, "W02", "codes are the council's, not the team's");
    assert!(warden.grant.verifies(&warden.reply.root));
    assert_eq!(warden.grant.grant.device_key, warden.key.public());
    assert_eq!(warden.grant.grant.until - warden.grant.grant.from, 400 * DAY);
    assert_eq!(
        (warden.reply.council.as_str(), warden.reply.team.as_str(), warden.reply.demo),
        ("Demo council", "Team 1", true)
    );
    assert_eq!(warden.caller(&office).device.id, warden.reply.device);
}

#[test]
fn wrong_used_and_expired_codes_are_told_apart() {
    let office = an_office();
    let (key, other) = (SecretKey::from_bytes(&[1; 32]), SecretKey::from_bytes(&[2; 32]));
    let code = office.code("Team 1", "Demo warden A");
    assert_eq!(refused(&office, &key, "AAAA-BBBB-CCCC", None, NOW), WrongCode);
    assert_eq!(refused(&office, &key, &code, None, NOW + DAY), ExpiredCode);
    office.centre.enrol(&request(&key, &code), None, HERE, NOW).unwrap();
    assert_eq!(refused(&office, &other, &code, None, NOW), UsedCode);
}

#[test]
fn a_request_that_another_key_signed_is_refused_and_does_not_use_the_code_up() {
    let office = an_office();
    let key = SecretKey::from_bytes(&[1; 32]);
    let code = office.code("Team 1", "Demo warden A");
    let mut forged = request(&SecretKey::from_bytes(&[2; 32]), &code);
    forged.device_key = key.public();
    assert_eq!(office.centre.enrol(&forged, None, HERE, NOW).unwrap_err().code, Malformed);
    office.centre.enrol(&request(&key, &code), None, HERE, NOW).unwrap();
}

#[test]
fn a_tablet_whose_reply_was_lost_may_ask_again_with_the_same_code_for_ten_minutes() {
    let office = an_office();
    let key = SecretKey::from_bytes(&[1; 32]);
    let code = office.code("Team 1", "Demo warden A");
    let lost = office.centre.enrol(&request(&key, &code), None, HERE, NOW).unwrap();
    let again = office.centre.enrol(&request(&key, &code), None, HERE, NOW + 60_000).unwrap();
    assert_eq!((again.device, &again.book_code, &again.grant), (lost.device, &lost.book_code, &lost.grant));
    assert!(office.centre.authorise(&again.token).is_ok());
    assert_eq!(office.centre.authorise(&lost.token).unwrap_err().code, UnknownTablet, "the lost token is void");
    assert_eq!(refused(&office, &key, &code, None, NOW + 11 * 60_000), UsedCode);
}

#[test]
fn a_second_person_joins_an_enrolled_tablet_without_changing_its_token_or_code() {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    let code = office.code("Team 2", "Demo leader");
    let token = Some(tablet.reply.token.as_str());
    let joined = office.centre.enrol(&request(&tablet.key, &code), token, HERE, NOW).unwrap();
    assert_eq!(
        (joined.device, &joined.book_code, &joined.token),
        (tablet.reply.device, &tablet.reply.book_code, &tablet.reply.token)
    );
    assert_eq!(tablet.caller(&office).grants.len(), 2);
    let unused = office.code("Team 1", "Demo warden B");
    let stranger = SecretKey::from_bytes(&[9; 32]);
    assert_eq!(refused(&office, &stranger, &unused, token, NOW), UnknownTablet, "a token of another tablet");
}

#[test]
fn after_ten_wrong_codes_that_address_waits_ten_minutes_and_others_do_not() {
    let office = an_office();
    let key = SecretKey::from_bytes(&[1; 32]);
    let code = office.code("Team 1", "Demo warden A");
    for _ in 0..10 {
        assert_eq!(refused(&office, &key, "AAAA-BBBB-CCCC", None, NOW), WrongCode);
    }
    assert_eq!(refused(&office, &key, &code, None, NOW), TooMany, "even the right code waits");
    let elsewhere = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    office.centre.enrol(&request(&key, &code), None, elsewhere, NOW).unwrap();
    let later = office.code("Team 1", "Demo warden B");
    office.centre.enrol(&request(&key, &later), None, HERE, NOW + 11 * 60_000).unwrap();
}

#[test]
fn accounts_refuse_what_makes_no_sense() {
    let office = an_office();
    assert!(office.centre.init("Another", false).is_err(), "one folder, one council");
    assert!(office.centre.add_team("Team 1").is_err(), "taken");
    assert!(office.centre.add_team("  ").is_err());
    assert!(office.centre.add_user("Demo warden A", "warden").is_err(), "taken");
    assert!(office.centre.add_user("Somebody", "admin").is_err(), "no such role");
    assert!(office.centre.new_code("Team 9", "Demo warden A", DAY, NOW).is_err());
    assert!(office.centre.authorise("0").is_err());
    assert!(office.centre.authorise(&"0".repeat(64)).is_err());
}

#[test]
fn a_withdrawn_tablet_that_repeats_its_code_stays_withdrawn_until_it_gets_a_new_one() {
    let office = an_office();
    let key = SecretKey::from_bytes(&[1; 32]);
    let reads = |token: &str, now| !office.centre.authorise(token).unwrap().scopes(Action::ReadPages, now).is_empty();
    let code = office.code("Team 1", "Demo warden A");
    let first = office.centre.enrol(&request(&key, &code), None, HERE, NOW).unwrap();
    office.centre.withdraw_device("W01", NOW).unwrap();
    assert_eq!(refused(&office, &key, &code, None, NOW + 60_000), UsedCode);
    assert!(!reads(&first.token, NOW + 60_000), "its token is the same, and reads nothing");
    let code = office.code("Team 1", "Demo warden A");
    for now in [NOW + 120_000, NOW + 180_000] {
        let reply = office.centre.enrol(&request(&key, &code), None, HERE, now).unwrap();
        assert!(reads(&reply.token, now), "a new code, and its repeat, give a new grant");
    }
}
