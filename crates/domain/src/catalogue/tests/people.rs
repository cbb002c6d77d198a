//! What the kinds about people, events, cases and enforcement ask and refuse.

use rstest::rstest;

use super::*;

/// What each asks before it can be saved: kind and time, and one count or choice or two.
#[rstest]
#[case("asb_incident", &["asb_category"])]
#[case("rough_sleeper", &["situation"])]
#[case("begging", &["style", "n_people"])]
#[case("noise", &["source_type", "loudness"])]
#[case("insecure_premises", &["premises_type", "insecure_points"])]
#[case("staff_safety_incident", &["type", "injured"])]
#[case("enforcement_action", &["type", "offence"])]
#[case("encampment", &["n_caravans"])]
#[case("tasking_issue", &["summary"])]
#[case("complex_case_referral", &["panel", "subject_type"])]
#[case("payback_nomination", &["project_name", "work_type"])]
#[case("engagement_event", &["title"])]
#[case("school_presentation", &["institution", "institution_type"])]
fn little_is_asked_before_a_save(#[case] kind: &str, #[case] now: &[&str]) {
    assert_eq!(names(&answer(kind, json!({}), 0).missing_now), now);
}

/// A rule of the kind stands in the way of finishing, in these words.
#[rstest]
#[case("rough_sleeper", json!({"apparent_age": "under_18", "safeguarding": "none"}),
    "Someone under 18 is a child at risk: say so, and tell children's services")]
#[case("rough_sleeper", json!({"situation": "bedded_down", "n_people": 0}),
    "Count at least one person, unless you saw only bedding, a tent or a vehicle")]
#[case("begging", json!({"style": "with_child", "safeguarding": "none"}),
    "A child who is with someone begging is a child at risk: say so")]
#[case("enforcement_action", json!({"type": "cpn", "offence": "community_protection", "recipient": "under_16"}),
    "Someone under 16 cannot be given a community protection warning or notice")]
#[case("enforcement_action", json!({"type": "cpn", "offence": "community_protection"}), "Select the warning that went before")]
#[case("enforcement_action", json!({"type": "cpw", "cpn_test": ["detrimental"]}),
    "A community protection warning or notice needs all three parts of the test")]
#[case("enforcement_action", json!({"recipient": "aged_16_17"}), "Select who was told, since they are under 18")]
#[case("staff_safety_incident", json!({"type": "needlestick", "injured": "me"}), "Get medical advice, then enter when you did")]
#[case("insecure_premises", json!({"signs": ["asbestos"]}), "Ring building control, then enter when you did")]
#[case("asb_incident", json!({"complained_on": "2025-03-17"}), "Day of the complaint must not be before it happened")]
#[case("encampment", json!({}), "Select who owns the land")]
#[case("complex_case_referral", json!({"lawful_basis": "consent", "consent": "refused"}),
    "It cannot be shared by consent that was not given: check both answers")]
#[case("noise", json!({"ended_at": "2025-03-18T09:43:00Z"}), "End must be after the start")]
fn what_cannot_be_is_said_so(#[case] kind: &str, #[case] object: Value, #[case] message: &str) {
    let judged = answer(kind, object, 1);
    assert!(words(&judged.missing_to_finish).contains(&message), "{:?}", words(&judged.missing_to_finish));
}

/// The same, in the way of closing.
#[rstest]
#[case("encampment", json!({"direction_served_at": "2025-03-18T09:44:00Z"}),
    "Their needs must be known before the direction to leave is served")]
#[case("encampment", json!({"departure": "order"}), "Enter when the order was made, since they left by it")]
#[case("payback_nomination", json!({"submitted_at": "2025-03-18T09:44:00Z", "excluders": ["asbestos"]}),
    "It cannot be sent while something rules it out")]
#[case("payback_nomination", json!({"submitted_at": "2025-03-18T09:44:00Z", "not_paid_work": false}),
    "It cannot be sent: it must be nobody's paid work, make no profit and benefit the public")]
#[case("enforcement_action", json!({"type": "fpn", "served_at": "2025-03-18T09:44:00Z", "pay_by": "2025-03-31"}),
    "The day to pay by must be 14 days or more after it was served")]
#[case("rough_sleeper", json!({"alerted_at": "2025-03-18T09:44:00Z", "consent_to_refer": "no"}),
    "Enter why outreach was told without consent")]
#[case("staff_safety_incident", json!({"riddor": "over_7_day"}), "Enter when it was reported under RIDDOR")]
fn what_cannot_be_closed_is_said_so(#[case] kind: &str, #[case] object: Value, #[case] message: &str) {
    let judged = answer(kind, object, 1);
    assert!(words(&judged.missing_to_close).contains(&message), "{:?}", words(&judged.missing_to_close));
}

/// The most that a fixed penalty may be, in pence, by what it is for.
#[rstest]
#[case("litter", 50_000)]
#[case("fly_tipping", 100_000)]
#[case("household_waste", 60_000)]
#[case("abandoning_vehicle", 20_000)]
#[case("nuisance_parking", 10_000)]
#[case("cpn_breach", 10_000)]
#[case("pspo_breach", 10_000)]
fn a_penalty_is_no_higher_than_the_law_allows(#[case] offence: &str, #[case] most: i64) {
    let too_high = "The penalty is higher than the law allows for this offence: check both answers";
    for (pence, refused) in [(most, false), (most + 1, true)] {
        let judged = answer("enforcement_action", json!({"type": "fpn", "offence": offence, "amount_pence": pence}), 0);
        assert_eq!(words(&judged.missing_to_finish).contains(&too_high), refused, "{offence} {pence}");
        assert_eq!(field(&judged, "highest_penalty_pence").value, json!(most), "{offence}");
    }
}

/// The regulations of 2023 began on 31 July: what is older is not held to them, and of what they left alone the limit is older.
#[rstest]
#[case("litter", "2023-07-30T21:00:00Z", json!(null))]
#[case("litter", "2023-07-30T23:00:00Z", json!(50_000))]
#[case("abandoning_vehicle", "2015-03-18T09:00:00Z", json!(20_000))]
#[case("cpn_breach", "2014-10-19T22:00:00Z", json!(null))]
// What the council sets itself, and what the law sets no penalty for.
#[case("litter_from_vehicle", "2025-03-18T09:00:00Z", json!(null))]
#[case("community_protection", "2025-03-18T09:00:00Z", json!(null))]
#[case("other", "2025-03-18T09:00:00Z", json!(null))]
fn the_highest_penalty_is_that_of_its_day(#[case] offence: &str, #[case] day: &str, #[case] most: Value) {
    let penalty = json!({"type": "fpn", "offence": offence, "amount_pence": 90_000, "occurred_at": day});
    let judged = answer("enforcement_action", penalty, 0);
    assert_eq!(field(&judged, "highest_penalty_pence").value, most);
    let too_high = "The penalty is higher than the law allows for this offence: check both answers";
    assert_eq!(words(&judged.missing_to_finish).contains(&too_high), most != json!(null), "{offence} {day}");
}

#[test]
fn an_event_is_recorded_before_it_is_held_and_a_sighting_never_is() {
    let tomorrow = json!({"title": "Safe at home", "occurred_at": "2025-03-19T10:00:00Z"});
    assert_eq!(answer("engagement_event", tomorrow, 0).missing_now, []);
    let sighting = json!({"n_people": 1, "style": "passive", "occurred_at": "2025-03-19T10:00:00Z"});
    assert_eq!(names(&answer("begging", sighting, 0).missing_now), ["occurred_at"]);
    let early = json!({"occurred_at": "2025-03-19T10:00:00Z", "ends_at": "2025-03-18T09:00:00Z"});
    assert!(words(&answer("engagement_event", early, 0).missing_to_finish).contains(&"End must be after the start"));
}

#[test]
fn begging_and_sleeping_rough_are_two_kinds_and_sleeping_rough_leads_to_no_enforcement() {
    let [begging, rough] = ["begging", "rough_sleeper"].map(|id| built_in().kind(id).unwrap());
    let offers = |kind: &Kind| kind.offers.iter().map(|offer| offer.kind.clone()).collect::<Vec<_>>();
    assert_eq!(
        offers(begging),
        ["vulnerability_concern", "rough_sleeper", "vulnerability_concern"],
        "both are recorded, neither becomes the other"
    );
    assert_eq!(offers(rough), ["vulnerability_concern"]);
    assert!(rough.fields.iter().all(|field| field.of.as_deref() != Some("enforcement_action")));
    for field in rough.fields.iter().filter(|field| begging.field(&field.id).is_none()) {
        assert!(!["action", "outcome"].contains(&field.id.as_str()));
    }
}

#[rstest]
#[case("2025-03-18T04:59:00Z", "Overnight")]
#[case("2025-03-18T05:00:00Z", "Early morning")]
#[case("2024-07-01T21:00:00Z", "Overnight")]
#[case("2024-07-01T20:59:00Z", "Evening")]
#[case("2025-03-18T09:00:00Z", "Daytime")]
fn when_someone_was_seen_sleeping_rough_is_told_by_the_clock_in_london(#[case] at: &str, #[case] band: &str) {
    let seen = answer("rough_sleeper", json!({"occurred_at": at}), 0);
    assert_eq!(field(&seen, "seen_overnight").text, band);
}

#[rstest]
#[case("2025-03-17T22:50:00Z", "2025-03-17T22:59:00Z", "No")]
#[case("2025-03-17T22:50:00Z", "2025-03-17T23:10:00Z", "Yes")]
#[case("2025-03-17T06:59:00Z", "2025-03-17T07:30:00Z", "Yes")]
#[case("2025-03-17T07:00:00Z", "2025-03-17T08:00:00Z", "No")]
fn noise_at_night_is_said_so(#[case] from: &str, #[case] until: &str, #[case] night: &str) {
    let heard = answer("noise", json!({"occurred_at": from, "ended_at": until}), 0);
    assert_eq!(field(&heard, "night").text, night);
}

#[rstest]
#[case("2025-03-18", "Yes")]
#[case("2025-04-18", "Yes")]
#[case("2025-04-19", "No")]
fn a_complaint_within_a_month_counts_towards_a_case_review(#[case] complained: &str, #[case] counts: &str) {
    let kind = built_in().kind("asb_incident").unwrap();
    let later = Moment { now: Utc.with_ymd_and_hms(2025, 6, 1, 9, 0, 0).unwrap() };
    let judged = kind.answer(&values(json!({"complained_on": complained})), &later, 0);
    assert_eq!(field(&judged, "case_review_complaint").text, counts);
}

#[test]
fn a_risk_is_a_sum_only_once_all_six_are_answered() {
    let five =
        json!({"risk_harm": 3, "risk_frequency": 3, "risk_escalation": 3, "risk_vulnerability": 3, "risk_agencies": 3});
    assert_eq!(field(&answer("complex_case_referral", five.clone(), 0), "risk_total").text, "");
    let mut six = five;
    six["risk_impact"] = json!(0);
    assert_eq!(field(&answer("complex_case_referral", six, 0), "risk_total").text, "15");
}

#[test]
fn where_the_source_would_be_in_danger_nothing_is_written_down() {
    let told = |risk: &str| {
        let object = json!({"topic": "weapons", "urgency": "low", "source_type": "member_of_public", "immediate_danger": false,
            "risk_if_disclosed": risk, "told_police_at": "2025-03-18T09:44:00Z", "content": "A knife", "persons": "Two adults"});
        answer("intelligence_report", object, 0)
    };
    let real = told("real");
    assert_eq!(real.missing_now, []);
    for id in ["content", "persons", "vehicles", "phones", "source_identity", "source_eval"] {
        assert!(!field(&real, id).shown, "{id} is not asked");
    }
    assert!(field(&told("low"), "content").shown);
    let urgent = answer("intelligence_report", json!({"urgency": "high"}), 0);
    assert!(words(&urgent.missing_now).contains(&"Ring 999 or 101 first, then enter when you did"));
    assert!(built_in().kind("intelligence_report").unwrap().restricted);
}
