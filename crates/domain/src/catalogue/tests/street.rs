//! Vehicles, litter, damage and dogs: what must hold before something may be done about them.

use rstest::rstest;

use super::*;

/// What keeps a record of this kind from being closed.
fn to_close(kind: &str, object: Value) -> Vec<String> {
    let found = answer(kind, object, 4);
    found.missing_to_close.into_iter().map(|missing| missing.message).collect()
}

#[rstest]
#[case("stray_dog", json!({"seized_at": "2025-03-10T09:00:00Z", "outcome": "sold", "outcome_at": "2025-03-17T09:00:00Z"}),
    "A seized dog is kept for 7 clear days: it goes into other hands no earlier than the eighth day after the seizure")]
#[case("stray_dog", json!({"notice_served_on": "owner", "notice_served_at": "2025-03-11T09:00:00Z", "outcome": "rehomed",
    "outcome_at": "2025-03-18T09:00:00Z"}),
    "The owner has 7 clear days from the notice: it goes into other hands no earlier than the eighth day after it")]
#[case("stray_dog", json!({"chip_scan": "found", "chip_number": "98100001234567"}), "Chip number does not look right. 15 digits.")]
#[case("surrendered_vehicle", json!({"finance_declared": "unknown", "hpi_asked_at": "2025-03-18T09:44:00Z", "hpi_clear": false}),
    "Money is owed on it, so it is not destroyed: close it as not surrendered, and tell who gives it up")]
#[case("surrendered_vehicle", json!({"collection_fee_pence": -1}), "Fee must be £0 or more")]
#[case("untaxed_vehicle", json!({"on_public_road": false, "reported_to_dvla_at": "2025-03-18T09:44:30Z"}),
    "A vehicle off the road, or with foreign or trade plates, cannot be reported: check those answers")]
#[case("cleanliness_grade", json!({"grade_litter": "d", "regrade": "c"}), "It is not clean: ask for cleaning again")]
#[case("cleanliness_grade", json!({"transect_m": 120}), "Length must be 100 m or fewer")]
#[case("defacement", json!({"asset_owner": "private", "consent_disclaimer": false, "removed_at": "2025-03-18T09:44:30Z"}),
    "Private property is cleaned only once its owner has signed the disclaimer")]
#[case("dog_fouling", json!({"deposits": 201}), "Deposits must be 200 or fewer")]
#[case("dog_fouling", json!({"deposits": 0}), "Count at least one deposit")]
#[case("sex_litter", json!({}), "Count at least one item")]
#[case("fly_tip", json!({"evidence_found": ["receipt"]}), "Add each piece of evidence")]
#[case("fly_tip", json!({"evidence_found": ["none", "receipt"]}), "Evidence: choose \"Nothing\" alone, or choose the others")]
#[case("litter_pick", json!({"risk_assessment": "standing", "risk_assessed_on": "2024-03-10"}),
    "A risk assessment is good for 12 months: have a new one done")]
#[case("litter_pick", json!({"occurred_at": "2025-03-15T10:00:00Z", "ended_at": "2025-03-15T22:01:00Z"}),
    "A litter pick lasts 12 hours at most: check the start and the end")]
fn what_must_not_be_is_said_so(#[case] kind: &str, #[case] object: Value, #[case] message: &str) {
    let said = to_close(kind, object);
    assert!(said.iter().any(|said| said == message), "{said:#?}");
}

#[test]
fn a_dog_may_go_into_other_hands_on_the_eighth_day_and_to_its_owner_at_once() {
    let kept = json!({"seized_at": "2025-03-10T09:00:00Z", "outcome": "rehomed", "outcome_at": "2025-03-18T09:00:00Z"});
    let back =
        json!({"seized_at": "2025-03-17T09:00:00Z", "outcome": "returned", "outcome_at": "2025-03-18T09:00:00Z"});
    for dog in [kept, back] {
        assert!(!to_close("stray_dog", dog).iter().any(|said| said.contains("clear days")));
    }
}

#[rstest]
#[case(json!({}), "")]
#[case(json!({"content": ["not_offensive"]}), "Not offensive")]
#[case(json!({"content": ["political", "gang_drug"]}), "Not offensive")]
#[case(json!({"content": ["political", "threat"]}), "Offensive: within 24 hours")]
fn what_offends_comes_first(#[case] object: Value, #[case] priority: &str) {
    assert_eq!(field(&answer("defacement", object, 1), "priority").text, priority);
}

#[rstest]
#[case("defacement", json!({"content": ["political"]}), "notify_police", false)]
#[case("defacement", json!({"content": ["racist"]}), "notify_police", true)]
#[case("defacement", json!({"height_m": 2.1}), "remove", false)]
#[case("untaxed_vehicle", json!({"on_public_road": true, "foreign_or_trade": false, "tax_status": "taxed"}), "report", false)]
#[case("untaxed_vehicle", json!({"on_public_road": true, "foreign_or_trade": false, "tax_status": "sorn"}), "report", true)]
#[case("nuisance_vehicle", json!({"subtype": "for_sale", "distance_m": 501, "business_evidence": ["advert"]}), "recommend_fpn", false)]
#[case("nuisance_vehicle", json!({"subtype": "for_sale", "distance_m": 500, "business_evidence": ["advert"]}), "recommend_fpn", true)]
#[case("nuisance_vehicle", json!({"subtype": "repairs", "business_evidence": ["none"]}), "recommend_fpn", false)]
#[case("nuisance_vehicle", json!({"subtype": "idling"}), "recommend_fpn", false)]
#[case("cleanliness_grade", json!({"grade_litter": "b_minus"}), "request_cleansing", false)]
#[case("cleanliness_grade", json!({"grade_litter": "c_minus"}), "close_clean", false)]
#[case("stray_dog", json!({"status": "dead"}), "seize", false)]
fn a_step_can_be_taken_only_where_it_makes_sense(
    #[case] kind: &str,
    #[case] object: Value,
    #[case] step: &str,
    #[case] open: bool,
) {
    assert!(built_in().kind(kind).unwrap().step(step).is_some());
    assert_eq!(answer(kind, object, 1).steps.iter().any(|id| id == step), open);
}

#[test]
fn a_litter_pick_counts_its_own_people_and_names_no_clean_up() {
    let pick = answer(
        "litter_pick",
        json!({"group_type": "school", "volunteers_public": 20, "volunteers_elected_members": 1}),
        0,
    );
    assert_eq!((pick.summary.as_str(), &field(&pick, "people_total").value), ("A school, 21 people", &json!(21)));
    assert_eq!(pick.missing_now, []);
}

#[rstest]
#[case("sex_litter", json!({"n_condom": 1}))]
#[case("dog_fouling", json!({"deposits": 1}))]
#[case("fly_tip", json!({"size": "car_boot"}))]
#[case("defacement", json!({"type": "tag"}))]
#[case("untaxed_vehicle", json!({"vrm": "AB12 CDE"}))]
#[case("nuisance_vehicle", json!({"subtype": "idling"}))]
#[case("surrendered_vehicle", json!({"surrendered_by": "keeper"}))]
#[case("stray_dog", json!({"status": "roaming"}))]
#[case("cleanliness_grade", json!({"grade_litter": "b"}))]
#[case("litter_pick", json!({"group_type": "residents"}))]
fn one_answer_is_enough_now(#[case] kind: &str, #[case] object: Value) {
    assert_eq!(answer(kind, object, 0).missing_now, []);
    assert_ne!(answer(kind, json!({}), 0).missing_now, [], "and without it there is nothing to save");
}

/// The clocks of the kind's own that run for what was found on Friday 14 March 2025 at 15:00, with the day before which each is due.
fn due(kind: &str, state: &str, answers: Value) -> Vec<String> {
    let since = Utc.with_ymd_and_hms(2025, 3, 14, 15, 0, 0).unwrap();
    let found = json!({ "occurred_at": since.to_rfc3339() });
    let all = found.as_object().unwrap().iter().chain(answers.as_object().unwrap());
    let kind = built_in().kind(kind).unwrap();
    let answer = kind.answer(&values(all.map(|(id, value)| (id.clone(), value.clone())).collect()), &moment(), 0);
    let readings = kind.readings(&[Stay { state: state.to_owned(), since }], &answer).into_iter();
    let own = readings.filter(|(clock, _)| clock.id != "accept" && !clock.source.contains("a referral is"));
    let shown = own.filter_map(|(clock, reading)| match reading {
        Reading::Due(due) => Some(format!("{} {}", clock.id, due.with_timezone(&ZONE).format("%-d %b %H:%M"))),
        _ => None,
    });
    shown.collect()
}

#[rstest]
#[case("sex_litter", "recorded", json!({"action": "left_unsafe"}), &["removal 17 Mar 11:00"])]
#[case("drug_litter", "recorded", json!({"action": "left_unsafe", "n_foil": 2}), &["removal 17 Mar 11:00"])]
#[case("drug_litter", "recorded", json!({"action": "left_unsafe", "n_needle": 2}), &["same_day 15 Mar 00:00"])]
#[case("drug_litter", "recorded", json!({"action": "left_unsafe", "n_foil": 2, "child_access": "residential"}), &["children 14 Mar 17:00"])]
#[case("sex_litter", "recorded", json!({"action": "removed"}), &[])]
#[case("dog_fouling", "marked", json!({"action": "marked", "surface": "play_area"}), &["play_area 15 Mar 00:00"])]
#[case("dog_fouling", "marked", json!({"action": "marked", "surface": "grass"}), &["clearing 19 Mar 00:00"])]
#[case("fly_tip", "recorded", json!({"hazard": ["asbestos"]}), &["danger 18 Mar 00:00"])]
#[case("fly_tip", "recorded", json!({"hazard": ["none"]}), &["clearing 19 Mar 00:00"])]
#[case("fly_tip", "recorded", json!({"hazard": ["none"], "on_private_land": true}), &[])]
#[case("defacement", "recorded", json!({"content": ["racist"]}), &["offensive 15 Mar 15:00"])]
#[case("defacement", "recorded", json!({"content": ["political"]}), &["removal 22 Mar 00:00"])]
#[case("stray_dog", "kennelled", json!({"seized_at": "2025-03-14T15:00:00Z"}), &["kept 22 Mar 00:00"])]
#[case("untaxed_vehicle", "reported", json!({"reported_to_dvla_at": "2025-03-14T15:00:00Z"}), &["chase 13 Jun 00:00"])]
#[case("surrendered_vehicle", "disclaimer_signed", json!({"disclaimer_signed_at": "2025-03-14T15:00:00Z"}), &["collection 22 Mar 00:00"])]
#[case("nuisance_vehicle", "recorded", json!({"subtype": "repairs", "repair_started_at": "2025-03-14T12:00:00Z"}),
    &["breakdown 17 Mar 12:00"])]
#[case("encampment", "directed", json!({"reported_at": "2025-03-14T15:00:00Z"}), &["vacate 22 Mar 00:00"])]
#[case("encampment", "directed", json!({"reported_at": "2025-03-14T15:00:00Z",
    "clock_pauses/a": {"reason": "court", "from": "2025-03-17", "until": "2025-03-18"}}), &["vacate 26 Mar 00:00"])]
#[case("encampment", "directed", json!({"reported_at": "2025-03-14T15:00:00Z",
    "clock_pauses/a": {"reason": "bailiff", "from": "2025-03-18"}}), &[])]
#[case("encampment", "recorded", json!({"reported_at": "2025-03-14T15:00:00Z"}),
    &["visit 18 Mar 00:00", "assess 15 Mar 15:00", "needs 20 Mar 00:00", "vacate 22 Mar 00:00"])]
#[case("staff_safety_incident", "investigated", json!({"type": "slip_fall"}), &["riddor 25 Mar 00:00"])]
#[case("staff_safety_incident", "investigated", json!({"type": "slip_fall", "riddor": "specified_injury"}), &["riddor 25 Mar 00:00"])]
#[case("staff_safety_incident", "investigated", json!({"type": "slip_fall", "riddor": "over_7_day"}), &["riddor_over_7 30 Mar 00:00"])]
#[case("staff_safety_incident", "investigated", json!({"type": "slip_fall", "riddor": "not_reportable"}), &[])]
#[case("complex_case_referral", "submitted", json!({"meeting_on": "2025-03-25"}), &["papers 19 Mar 00:00", "meeting 26 Mar 00:00"])]
#[case("complex_case_referral", "submitted", json!({"meeting_on": "2025-03-25", "papers_sent_on": "2025-03-17"}), &["meeting 26 Mar 00:00"])]
#[case("cleanliness_grade", "cleansing_requested", json!({"grade_litter": "c", "zone": "medium"}), &["zone_2 15 Mar 18:00"])]
#[case("cleanliness_grade", "recorded", json!({"grade_litter": "d", "zone": "high"}), &["zone_1_late 17 Mar 13:00"])]
#[case("cleanliness_grade", "recorded", json!({"grade_litter": "d", "zone": "high", "occurred_at": "2025-03-14T12:59:00Z"}),
    &["zone_1 14 Mar 18:00"])]
#[case("cleanliness_grade", "recorded", json!({"grade_litter": "d", "zone": "special"}), &["zone_4 12 Apr 00:00"])]
#[case("cleanliness_grade", "recorded", json!({"grade_litter": "b", "zone": "high"}), &[])]
fn what_is_due_is_due_on_its_day(
    #[case] kind: &str,
    #[case] state: &str,
    #[case] answers: Value,
    #[case] expected: &[&str],
) {
    assert_eq!(due(kind, state, answers), expected);
}

#[rstest]
#[case("fly_tip", json!({"witnessed": true, "suspect_seen": true}), "person")]
#[case("dog_fouling", json!({"witnessed": true}), "person")]
#[case("asb_incident", json!({"perpetrators/a": {"known": "described"}}), "person")]
#[case("asb_incident", json!({"hate_element": ["race"]}), "referral")]
#[case("defacement", json!({"content": ["racist"]}), "referral")]
fn who_was_described_and_what_shows_hate_leads_to_where_that_belongs(
    #[case] kind: &str,
    #[case] object: Value,
    #[case] offered: &str,
) {
    let offers = |object| {
        let judged = answer(kind, object, 0);
        let offers = &built_in().kind(kind).unwrap().offers;
        judged.offers.iter().map(|at| offers[*at].kind.clone()).collect::<Vec<_>>()
    };
    assert_eq!(offers(object), [offered]);
    assert_eq!(offers(json!({})), [""; 0], "and not by itself");
}
