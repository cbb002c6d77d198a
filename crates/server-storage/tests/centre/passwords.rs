//! Names and passwords: who is added to a tablet by them, what a guesser learns, and grants that are given anew.

use crate::NOW;
use crate::tablet::*;
use book::{PublicKey, ScopeId, SecretKey, SignedGrant};
use protocol::RefusalCode::*;
use protocol::{Credential, EnrolReply, EnrolRequest, Refusal, Tips};
use server_core::{AccountError, Action};

const PASSWORD: &str = "correct horse battery";

/// An office with a tablet of team 1, on which warden A writes, and a newcomer of that team who has a password.
fn an_office_with_a_newcomer() -> (Office, Tablet) {
    let office = an_office();
    let tablet = office.enrolled(1, "Team 1", "Demo warden A");
    office.centre.add_account("Demo newcomer", "warden", Some("Team 1"), Some(PASSWORD)).unwrap();
    (office, tablet)
}

fn asked(key: &SecretKey, name: &str, password: &str, scope: ScopeId) -> EnrolRequest {
    let (name, password) = (name.to_owned(), password.to_owned());
    EnrolRequest::new(key, Credential::Password { name, password, scope })
}

fn sign_in(office: &Office, tablet: &Tablet, name: &str, password: &str, now: i64) -> Result<EnrolReply, Refusal> {
    let request = asked(&tablet.key, name, password, tablet.scope);
    let text = serde_json::to_vec(&request).unwrap();
    let request: EnrolRequest = serde_json::from_slice(&text).unwrap();
    office.centre.enrol(&request, Some(&tablet.reply.token), HERE, now)
}

fn granted(reply: &EnrolReply, root: &PublicKey) -> SignedGrant {
    let grant = SignedGrant::decode(&hex(&reply.grant)).unwrap();
    assert!(grant.verifies(root));
    grant
}

#[test]
fn a_person_is_added_by_name_and_password_to_a_tablet_of_their_team_and_asking_again_changes_nothing() {
    let (office, tablet) = an_office_with_a_newcomer();
    let reply = sign_in(&office, &tablet, "  demo NEWCOMER ", PASSWORD, NOW).unwrap();
    let grant = granted(&reply, &tablet.reply.root).grant;
    assert_eq!((grant.name.as_str(), grant.role.as_str(), grant.scope), ("Demo newcomer", "warden", tablet.scope));
    assert_eq!(
        (reply.device, &reply.token, &reply.book_code),
        (tablet.reply.device, &tablet.reply.token, &"W01".into())
    );
    let again = sign_in(&office, &tablet, "Demo newcomer", PASSWORD, NOW + 60_000).unwrap();
    assert_eq!(again.grant, reply.grant, "the grant that stands");
    assert_eq!(office.centre.devices().unwrap()[0].users, ["Demo newcomer", "Demo warden A"]);
}

#[test]
fn a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words_and_wait_alike() {
    let (office, tablet) = an_office_with_a_newcomer();
    // Warden A is known, and has no password at all.
    for name in ["Demo newcomer", "Demo nobody", "Demo warden A"] {
        let tries: Vec<_> =
            (0..4).map(|_| sign_in(&office, &tablet, name, "some other words", NOW).unwrap_err()).collect();
        for refused in &tries[..3] {
            assert_eq!(
                (refused.code, &*refused.message),
                (WrongPassword, "The name or the password is wrong."),
                "{name}"
            );
        }
        assert_eq!((tries[3].code, tries[3].message.contains("Wait 30 seconds")), (TooMany, true), "{name}");
    }
    assert_eq!(sign_in(&office, &tablet, "Demo newcomer", PASSWORD, NOW + 29_000).unwrap_err().code, TooMany);
    sign_in(&office, &tablet, "Demo newcomer", PASSWORD, NOW + 31_000).unwrap();
}

#[test]
fn a_new_password_opens_at_once_what_the_old_one_no_longer_does() {
    let (office, tablet) = an_office_with_a_newcomer();
    for _ in 0..3 {
        sign_in(&office, &tablet, "Demo newcomer", "forgotten words", NOW).unwrap_err();
    }
    office.centre.set_password("Demo newcomer", "another ten words").unwrap();
    assert_eq!(sign_in(&office, &tablet, "Demo newcomer", PASSWORD, NOW).unwrap_err().code, WrongPassword);
    sign_in(&office, &tablet, "Demo newcomer", "another ten words", NOW).unwrap();
    assert!(matches!(office.centre.set_password("Demo newcomer", "short"), Err(AccountError::BadPassword)));
    assert!(matches!(office.centre.set_password("Demo nobody", PASSWORD), Err(AccountError::Unknown("person", ..))));
}

#[test]
fn a_password_opens_only_an_enrolled_tablet_of_the_persons_own_team() {
    let (office, tablet) = an_office_with_a_newcomer();
    let other = office.enrolled(2, "Team 2", "Demo warden B");
    assert_eq!(sign_in(&office, &other, "Demo newcomer", PASSWORD, NOW).unwrap_err().code, OtherTeam);
    office.centre.set_password("Demo warden B", PASSWORD).unwrap();
    sign_in(&office, &other, "Demo warden B", PASSWORD, NOW).expect("a grant for the team is as good as its name");

    let request = asked(&tablet.key, "Demo newcomer", PASSWORD, tablet.scope);
    let refused = |request, token: Option<&str>| office.centre.enrol(request, token, HERE, NOW).unwrap_err().code;
    assert_eq!(refused(&request, None), UnknownTablet, "without its token");
    assert_eq!(refused(&request, Some(&other.reply.token)), UnknownTablet, "with another's");
    let elsewhere = asked(&tablet.key, "Demo newcomer", PASSWORD, other.scope);
    assert_eq!(refused(&elsewhere, Some(&tablet.reply.token)), NotFound, "for a team that is not the tablet's");
    let mut forged = request.clone();
    forged.by = asked(&tablet.key, "Demo leader", PASSWORD, tablet.scope).by;
    assert_eq!(refused(&forged, Some(&tablet.reply.token)), Malformed, "with another's proof");

    office.centre.withdraw_device("W01", NOW).unwrap();
    assert_eq!(refused(&request, Some(&tablet.reply.token)), NotFound, "a lost tablet takes nobody in");
}

#[test]
fn a_closed_account_reads_nothing_gets_nothing_anew_and_its_password_opens_nothing() {
    let (office, tablet) = an_office_with_a_newcomer();
    office.centre.set_password("Demo warden A", PASSWORD).unwrap();
    office.centre.close_account("Demo warden A", NOW).unwrap();
    let reads = |now| tablet.caller(&office).may(Action::ReadPages, tablet.scope, now);
    assert!(!reads(NOW));
    assert_eq!(sign_in(&office, &tablet, "Demo warden A", PASSWORD, NOW).unwrap_err().code, NotFound);
    let late = NOW + 350 * DAY;
    office.centre.exchange(&tablet.caller(&office), &tablet.request(&Tips::new(), false, vec![]), late).unwrap();
    assert!(!reads(late), "nothing was given anew");
}

#[test]
fn a_grant_with_less_than_a_hundred_days_left_is_given_anew_when_its_tablet_syncs() {
    let (office, mut tablet) = an_office_with_a_newcomer();
    let sync = |now| {
        let request = tablet.request(&Tips::new(), false, vec![]);
        office.centre.exchange(&tablet.caller(&office), &request, now).unwrap().grants
    };
    assert_eq!(sync(NOW + 299 * DAY).len(), 1, "there is time");
    let late = NOW + 301 * DAY;
    let grants = sync(late);
    let new = grants.iter().find(|signed| signed.grant.id() != tablet.grant.grant.id()).expect("a second grant");
    assert!(grants.contains(&tablet.grant), "the old one stays, for what was written under it");
    assert!(new.verifies(&tablet.reply.root));
    assert_eq!((new.grant.user, new.grant.from, new.grant.until), (tablet.grant.grant.user, late, late + 400 * DAY));
    assert_eq!(sync(late + DAY).len(), 2, "once");

    // Under the new one a page counts that the old one would not cover.
    tablet.author = new.grant.id();
    tablet.write_at(7, &[("kind", "patrol".into())], late + 200 * DAY);
    tablet.send(&office);
    assert_eq!(office.centre.summary().unwrap().patrols, 1);

    office.centre.withdraw_device("W01", late).unwrap();
    let request = tablet.request(&Tips::new(), false, vec![]);
    office.centre.exchange(&tablet.caller(&office), &request, late + 350 * DAY).unwrap();
    assert!(!tablet.caller(&office).may(Action::ReadPages, tablet.scope, late + 350 * DAY), "not a withdrawn one");
}

#[test]
fn passwords_teams_and_renewed_grants_come_back_with_a_restore_and_no_password_is_in_the_second_copy() {
    let (office, tablet) = an_office_with_a_newcomer();
    office.centre.back_up(NOW).unwrap();
    let text = std::fs::read_to_string(office.copy().join("accounts.json")).unwrap();
    assert!(text.contains("$argon2id$") && !text.contains(PASSWORD));
    let folder = tempfile::tempdir().unwrap();
    let centre = server_storage::open(&folder.path().join("data"), Some(&office.copy())).unwrap();
    centre.restore(&office.centre.council_key().unwrap(), NOW).unwrap();
    sign_in(&Office { folder, centre }, &tablet, "Demo newcomer", PASSWORD, NOW).unwrap();
}
