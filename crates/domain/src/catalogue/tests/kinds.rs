//! What each built-in kind asks for now, to finish and to close.

use std::collections::BTreeSet;

use rstest::rstest;

use super::*;

#[test]
fn a_needle_find_needs_one_tap_and_nothing_typed() {
    let found = answer("drug_litter", json!({"n_syringe_needle": 1}), 0);
    assert_eq!(found.missing_now, [], "one count is enough to save");
    assert_eq!(found.summary, "1 item, 1 sharp");
    let empty = answer("drug_litter", json!({}), 0);
    assert_eq!(words(&empty.missing_now), ["Count at least one item"]);
    assert_eq!(empty.summary, "0 items");
}

#[test]
fn the_time_found_is_needed_now_and_never_lies_in_the_future() {
    let missing = answer("drug_litter", json!({"n_needle": 1, "occurred_at": null}), 0);
    assert_eq!(words(&missing.missing_now), ["Enter when it was found"]);
    let later = answer("drug_litter", json!({"n_needle": 1, "occurred_at": "2025-03-18T09:45:01Z"}), 0);
    assert_eq!(words(&later.missing_now), ["Date and time must be now or in the past"]);
    assert_eq!(field(&later, "occurred_at").problem.as_ref().map(|p| p.code), Some(ProblemCode::InTheFuture));
}

#[test]
fn removed_sharps_ask_for_the_box_in_the_wardens_words() {
    let removed = answer(
        "drug_litter",
        json!({"n_needle": 2, "n_foil": 4, "action": "removed", "box_fill": "half",
        "ppe": ["gloves", "tongs"], "place": place(), "setting": "underpass", "count_method": "counted",
        "immediate_danger": false, "safeguarding": "none", "source": "patrol", "land_type": "highway"}),
        3,
    );
    assert_eq!(
        words(&removed.missing_to_finish),
        [
            "Enter the number on the sharps box",
            "Select whether anyone was injured",
            "Select whether children could reach or see it"
        ],
    );
    let sharps_box = field(&removed, "sharps_box_no");
    assert!(sharps_box.shown);
    assert_eq!(sharps_box.because.as_deref(), Some("2 sharps were removed"));
    assert_eq!(sharps_box.required, Required::Finish);
    assert_eq!(removed.summary, "6 items, 2 sharps");
    assert_eq!(field(&removed, "ppe").text, "Needle-resistant gloves, Tongs");
}

#[rstest]
#[case(json!({"n_needle": 2, "action": "left_unsafe"}))]
#[case(json!({"n_foil": 2, "action": "removed"}))]
#[case(json!({"n_needle": 2}))]
fn no_box_is_asked_for_unless_sharps_were_removed(#[case] object: Value) {
    let found = answer("drug_litter", object, 0);
    assert!(!field(&found, "sharps_box_no").shown);
    assert!(!names(&found.missing_to_finish).contains(&"sharps_box_no"));
}

#[test]
fn a_hidden_answer_is_ignored_and_never_dropped() {
    let found = answer("drug_litter", json!({"n_foil": 2, "action": "removed", "sharps_box_no": "B12"}), 0);
    let hidden = field(&found, "sharps_box_no");
    assert_eq!((hidden.shown, &hidden.value, hidden.text.as_str()), (false, &json!("B12"), ""));
}

#[test]
fn an_estimate_is_only_for_more_than_fifty_items() {
    let few = answer("drug_litter", json!({"n_foil": 50, "count_method": "estimated"}), 0);
    assert!(names(&few.missing_to_finish).contains(&"count_method"));
    let many = answer("drug_litter", json!({"n_foil": 51, "count_method": "estimated"}), 0);
    assert!(!names(&many.missing_to_finish).contains(&"count_method"));
}

#[test]
fn nothing_about_injury_danger_or_a_child_is_answered_beforehand() {
    for kind in built_in().kinds() {
        let blank = kind.answer(&BTreeMap::new(), &moment(), 0);
        for (field, asked) in blank.fields.iter().zip(&kind.fields).filter(|(_, asked)| asked.computed.is_none()) {
            assert!(field.value.is_null(), "{} of {} has an answer", asked.id, kind.id);
        }
    }
    for id in ["injury", "child_access", "immediate_danger", "safeguarding"] {
        let found = answer("drug_litter", json!({"n_needle": 1}), 0);
        assert!(names(&found.missing_to_finish).contains(&id), "{id} must be asked before finishing");
    }
}

#[test]
fn a_vehicle_needs_only_its_type_now() {
    assert_eq!(words(&answer("abandoned_vehicle", json!({}), 0).missing_now), ["Select the type of vehicle"]);
    let found = answer(
        "abandoned_vehicle",
        json!({"vrm": "ab07cde", "vehicle_type": "car", "colour": "silver", "make": "Ford"}),
        0,
    );
    assert_eq!(found.missing_now, []);
    assert_eq!(found.summary, "AB07 CDE, silver Ford, car");
    assert_eq!(field(&found, "vrm").advice.as_deref(), Some("Reads as a mark from 2007"));
    assert_eq!(field(&found, "vrm").value, json!("ab07cde"), "the mark stays as it was typed");
}

#[test]
fn an_odd_mark_warns_and_never_blocks() {
    let found = answer("abandoned_vehicle", json!({"vrm": "W 123 KÖ", "vehicle_type": "car"}), 0);
    assert_eq!(field(&found, "vrm").problem, None);
    assert_eq!(found.missing_now, []);
    let no_plates = answer("abandoned_vehicle", json!({"vehicle_type": "car", "plate_state": "both_missing"}), 0);
    assert!(!names(&no_plates.missing_to_finish).contains(&"vrm"), "a vehicle without plates has no mark to give");
    assert_eq!(no_plates.summary, "no mark, car");
}

#[rstest]
#[case(0, Some("Take 2 photos"), Some("Take 2 photos"))]
#[case(1, Some("Take 1 more photo"), Some("Take 1 more photo"))]
#[case(2, None, Some("Take 2 more photos"))]
#[case(4, None, None)]
fn a_vehicle_takes_two_photos_to_finish_and_four_to_close(
    #[case] photos: usize,
    #[case] finish: Option<&str>,
    #[case] close: Option<&str>,
) {
    let found = answer("abandoned_vehicle", json!({"vehicle_type": "car"}), photos);
    let about_photos =
        |list: &[Missing]| list.iter().find(|missing| missing.field == "photos").map(|missing| missing.message.clone());
    assert_eq!(about_photos(&found.missing_to_finish).as_deref(), finish);
    assert_eq!(about_photos(&found.missing_to_close).as_deref(), close);
    assert_eq!(about_photos(&found.missing_now), None);
}

#[test]
fn too_many_photos_are_refused_at_once() {
    let found = answer("drug_litter", json!({"n_needle": 1}), 13);
    assert_eq!(words(&found.missing_now), ["Keep 12 photos or fewer"]);
}

#[test]
fn a_removed_vehicle_asks_what_sets_the_charge_to_close() {
    let standing = answer("abandoned_vehicle", json!({"vehicle_type": "car"}), 4);
    assert!(!names(&standing.missing_to_close).contains(&"laden"));
    let removed = answer("abandoned_vehicle", json!({"vehicle_type": "car", "removed_at": "2025-03-18T09:44:30Z"}), 4);
    for id in ["police_check_result", "upright", "substantially_damaged", "off_road", "laden", "mam_band", "disposal"] {
        assert!(names(&removed.missing_to_close).contains(&id), "{id} closes a removal");
        assert!(!names(&removed.missing_to_finish).contains(&id), "{id} does not hold up the patrol");
    }
    let lived_in = answer("abandoned_vehicle", json!({"removed_at": "2025-03-18T09:44:30Z", "occupied": true}), 4);
    assert!(words(&lived_in.missing_to_close).contains(&"Removal stops while someone lives in it: check both answers"));
}

#[test]
fn an_issue_needs_its_meeting_its_words_and_its_category_now_but_no_place() {
    let blank = answer("pact_issue", json!({}), 0);
    assert_eq!(words(&blank.missing_now), ["Select the meeting", "Enter what the issue is", "Select what it is about"]);
    let raised = answer(
        "pact_issue",
        json!({"meeting": "01890a5d-ac96-774b-bcce-b302099a8057", "owner": "warden",
        "summary": "Needles on the steps", "category": "drugs"}),
        0,
    );
    assert_eq!(names(&raised.missing_to_finish), ["immediate_danger", "safeguarding", "source"]);
    assert_eq!(raised.summary, "Needles on the steps, Drugs");
    assert_eq!(
        names(&raised.missing_to_close),
        ["outcome", "fed_back_at", "immediate_danger", "safeguarding", "source"]
    );
    let passed_on = answer("pact_issue", json!({"outcome": "referred_partner"}), 0);
    assert!(words(&passed_on.missing_to_close).contains(&"Select to whom it was passed on"));
}

#[test]
fn a_clean_up_counts_people_and_minutes() {
    let held = answer(
        "community_cleanup",
        json!({"title": "River path", "occurred_at": "2025-03-15T10:00:00Z",
        "actual_end": "2025-03-15T12:30:00Z", "volunteers_public": 12, "volunteers_elected_members": 2,
        "sacks_black": 22, "partner_staff/1": {"partner": "probation", "people": 3},
        "partner_staff/2": {"partner": "cleansing_contractor", "people": 2}}),
        0,
    );
    assert_eq!(field(&held, "people_total").value, json!(19), "each partner's staff counts");
    assert_eq!(field(&held, "volunteer_minutes").value, json!(19 * 150));
    let earlier = answer("community_cleanup", json!({"volunteers_public": 12, "volunteers_partners": 5}), 0);
    assert_eq!(field(&earlier, "people_total").value, json!(17), "as they were counted before");
    assert_eq!(held.summary, "River path, 19 people, 22 sacks");
    assert_eq!(held.missing_now, []);
    let planned = answer("community_cleanup", json!({"title": "River path", "volunteers_public": 12}), 0);
    assert!(field(&planned, "volunteer_minutes").value.is_null(), "without an end the minutes are not recorded, not 0");
}

#[rstest]
#[case(json!({"volunteers_public": 3, "volunteers_under18": 4}), "Those under 18 cannot be more than the members of the public")]
#[case(json!({"occurred_at": "2025-03-15T10:00:00Z", "actual_end": "2025-03-15T10:00:00Z"}), "End must be after the start")]
#[case(json!({"occurred_at": "2025-03-15T10:00:00Z", "actual_end": "2025-03-15T22:01:00Z"}),
    "A clean-up lasts 12 hours at most: check the start and the end")]
fn a_clean_up_that_cannot_be_is_said_so(#[case] object: Value, #[case] message: &str) {
    assert!(words(&answer("community_cleanup", object, 0).missing_to_finish).contains(&message));
}

#[test]
fn the_now_stage_of_drug_litter_is_the_picture() {
    let catalogue = built_in();
    let counts: Vec<_> = catalogue
        .kind("drug_litter")
        .unwrap()
        .fields
        .iter()
        .filter(|field| field.field_type == FieldType::Count)
        .collect();
    assert!(counts.iter().all(|field| field.stage == Stage::Now));
    assert_eq!(counts.iter().filter(|field| field.group == Group::Main).count(), 6, "six tiles at once");
    assert_eq!(counts.iter().filter(|field| field.group == Group::More).count(), 8, "8 more kinds of item");
}

#[test]
fn every_file_is_a_kind_that_stands_under_a_heading_of_its_own() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogue");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let shared = |file: &std::path::PathBuf| {
        ["common.toml", "report.toml", "task_forces.toml"].iter().any(|name| file.ends_with(name))
    };
    let files = files.filter(|file| file.extension().is_some_and(|end| end == "toml") && !shared(file));
    let ids: BTreeSet<String> = files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let kinds: BTreeSet<String> = built_in().kinds().iter().map(|kind| kind.id.clone()).collect();
    assert_eq!(kinds, ids);
    let loose: Vec<_> = built_in().kinds().iter().filter(|kind| kind.group.is_none()).map(|kind| &kind.id).collect();
    assert!(loose.is_empty(), "under no heading: {loose:?}");
}

#[test]
fn meetings_and_registers_are_not_findings() {
    let catalogue = built_in();
    let kind = |id: &str| catalogue.kind(id).unwrap();
    for id in ["drug_litter", "abandoned_vehicle", "pact_issue", "community_cleanup", "vulnerability_concern"] {
        assert!(kind(id).finding && !kind(id).register, "{id}");
    }
    assert!(!kind("pact_meeting").finding && !kind("pact_meeting").register);
    assert!(!kind("pact_panel").finding && kind("pact_panel").register);
    assert!(kind("vulnerability_concern").restricted && !kind("drug_litter").restricted);
    assert_eq!(catalogue.version(), 16);
}

#[test]
fn a_concern_for_a_person_asks_whether_a_life_is_in_danger_and_what_was_seen_before_it_saves() {
    let empty = answer("vulnerability_concern", json!({}), 0);
    assert_eq!(
        words(&empty.missing_now),
        [
            "Select what worries you",
            "Select whether anyone's life is in danger now",
            "Enter what you saw, or what was said"
        ]
    );
    let said = json!({"concern": "fire_risk", "immediate_danger": false, "what_said": "The hob stays on"});
    let said = answer("vulnerability_concern", said, 0);
    assert_eq!((said.missing_now.as_slice(), said.summary.as_str()), (&[][..], "A fire risk at home"));
    assert!(
        !words(&said.missing_to_finish).contains(&"Select to whom it was referred"),
        "that is the lead's, to close"
    );
}

#[test]
fn a_panel_and_a_meeting_are_kept_with_little() {
    let panel = answer("pact_panel", json!({"name": "Luton PACT", "panel_type": "pact", "wards": "Luton"}), 0);
    assert_eq!((panel.missing_now.as_slice(), panel.summary.as_str()), (&[][..], "Luton PACT, Luton"));
    let ended = answer("pact_panel", json!({"status": "ended"}), 0);
    assert!(words(&ended.missing_to_finish).contains(&"Enter until when the panel met"));
    let meeting = answer(
        "pact_meeting",
        json!({"pact": "01890a5d-ac96-774b-bcce-b302099a8057", "format": "online",
        "wardens": ["Demo warden A"], "next_meeting_on": "2025-04-20"}),
        0,
    );
    assert_eq!(meeting.missing_to_finish, []);
    let early = answer("pact_meeting", json!({"next_meeting_on": "2025-03-01"}), 0);
    assert!(words(&early.missing_to_finish).contains(&"Next meeting must be after this one"));
}

#[rstest]
#[case(json!({"removed_at": "2025-03-18T09:44:30Z", "notices/1": {"notice": "hours_24", "served_at": "2025-03-18T09:44:00Z"},
    "notice_ends_at": "2025-03-19T09:44:00Z"}), "Time of removal must be after the last notice ran out")]
#[case(json!({"removed_at": "2025-03-18T09:44:30Z", "police_check_at": "2025-03-18T09:44:40Z"}),
    "Time of the police check must be before the removal")]
#[case(json!({"removed_at": "2025-03-18T09:44:30Z", "disposal": "sold", "disposal_on": "2025-03-16"}),
    "Date of disposal must not be before the removal")]
fn a_removal_that_came_too_early_is_said_so(#[case] object: Value, #[case] message: &str) {
    let found = answer("abandoned_vehicle", object, 4);
    assert!(words(&found.missing_to_close).contains(&message), "{:?}", words(&found.missing_to_close));
}

#[test]
fn a_narrow_way_asks_whether_the_police_know_and_a_notice_when_it_runs_out() {
    let narrow = answer("abandoned_vehicle", json!({"clear_width_m": 1.2}), 2);
    assert!(names(&narrow.missing_to_finish).contains(&"obstruction_told"));
    let wide = answer("abandoned_vehicle", json!({"clear_width_m": 1.5}), 2);
    assert!(!names(&wide.missing_to_finish).contains(&"obstruction_told"));
    assert!(!field(&wide, "notice_ends_at").shown, "no notice, no end");
}

#[test]
fn a_risk_assessment_after_the_start_an_owner_without_a_name_and_a_cancelled_meeting() {
    let late =
        answer("community_cleanup", json!({"risk_assessed": true, "risk_assessed_at": "2025-03-18T09:44:30Z"}), 0);
    assert!(words(&late.missing_to_finish).contains(&"The risk assessment must be done before the start"));
    let owned = answer("pact_issue", json!({"owner": "partner"}), 0);
    assert!(names(&owned.missing_to_finish).contains(&"owner_name"));
    let cancelled = answer("pact_meeting", json!({"format": "in_person", "cancelled": true}), 0);
    assert_eq!(names(&cancelled.missing_to_finish), ["pact", "cancelled_reason"]);
    let four = answer("pact_meeting", json!({"priorities": ["a", "b", "c", "d"]}), 0);
    assert!(words(&four.missing_to_finish).contains(&"Priorities: enter 3 or fewer"));
}

#[test]
fn every_state_is_reached_from_the_first_one_and_leads_on() {
    for kind in built_in().kinds().iter().filter(|kind| !kind.states.is_empty()) {
        let mut reached: Vec<&str> = vec![&kind.first_state(false).unwrap().id];
        let mut at = 0;
        while let Some(state) = reached.get(at).and_then(|id| kind.state(id)) {
            let steps: Vec<_> = kind.steps.iter().filter(|step| kind.follows(step, state)).collect();
            assert!(!steps.is_empty(), "{}: {} leads nowhere", kind.id, state.id);
            for step in steps {
                if !reached.contains(&step.to.as_str()) {
                    reached.push(&step.to);
                }
            }
            at += 1;
        }
        let idle: Vec<_> = kind.states.iter().filter(|state| !reached.contains(&state.id.as_str())).collect();
        assert!(idle.is_empty(), "{}: never reached: {idle:?}", kind.id);
        assert!(reached.iter().any(|id| kind.state(id).unwrap().is == CommonState::Resolved), "{}", kind.id);
    }
}

#[test]
fn each_kind_has_its_own_clocks_and_those_common_ones_that_suit_it() {
    let clocks = |kind: &str| -> Vec<&str> {
        built_in().kind(kind).unwrap().clocks.iter().map(|clock| clock.id.as_str()).collect()
    };
    let own = ["first_look", "notice_ends", "occupier_objects", "collection", "owner_removes", "claimed"];
    assert_eq!(clocks("abandoned_vehicle"), [&own[..], &["accept", "acknowledged", "chase", "revisit"]].concat());
    assert_eq!(
        clocks("drug_litter"),
        ["children", "same_day", "removal", "accept", "acknowledged", "chase", "revisit"]
    );
    assert_eq!(clocks("community_cleanup"), ["results", "sacks", "accept", "revisit"]);
    assert_eq!(clocks("pact_issue"), ["fed_back", "accept", "chase", "revisit"]);
    assert_eq!(clocks("vulnerability_concern"), ["refer_now", "refer", "acknowledged", "accept", "chase", "revisit"]);
    assert_eq!(clocks("pact_panel"), [""; 0], "nothing follows from a panel");
    let hear = built_in().kind("vulnerability_concern").unwrap().clock("acknowledged").unwrap();
    assert_eq!(hear.runs, ["referred"], "its own goes before the common one");
}

#[test]
fn a_removal_waits_for_the_police_check_and_no_vehicle_that_is_lived_in_is_removed() {
    let kind = built_in().kind("abandoned_vehicle").unwrap();
    let step = kind.step("order_removal").unwrap();
    let judged =
        answer("abandoned_vehicle", json!({"assessment": "abandoned_destroy", "occupied": false, "is_road": true}), 2);
    assert!(judged.steps.contains(&step.id));
    let missing = kind.missing_for(step, &judged, None, None);
    assert_eq!(
        words(&missing),
        [
            "Enter who authorised it",
            "Select what the police said before it was removed",
            "Enter when the police were asked",
            "Enter when it was passed on"
        ]
    );
    let lived_in = answer("abandoned_vehicle", json!({"assessment": "abandoned_destroy", "occupied": true}), 2);
    assert!(!lived_in.steps.contains(&step.id));
    let gone = kind.step("close_not_found").unwrap();
    assert_eq!(kind.missing_for(gone, &judged, None, None), [], "what is not there cannot be photographed");
}

#[test]
fn days_without_moving_are_counted_and_a_vehicle_did_not_move_after_it_was_found() {
    let still = answer("abandoned_vehicle", json!({"last_seen_moved": "2025-03-08"}), 0);
    assert_eq!(field(&still, "days_stationary").text, "10 days");
    let unknown = answer("abandoned_vehicle", json!({}), 0);
    assert_eq!(field(&unknown, "days_stationary").text, "");
}

#[test]
fn expressions_that_are_read_when_they_are_first_needed_judge_as_those_that_were_tried() {
    let later = Catalogue::built_in().unwrap();
    let given = json!({ "action": "removed", "n_needle": 2, "type": "fpn", "immediate_danger": true, "state": "x" });
    for kind in built_in().kinds() {
        for values in [values(json!({})), values(given.clone())] {
            let same = later.kind(&kind.id).unwrap();
            let (seen, stood) = (["recorded", ""], ["recorded".to_owned()]);
            assert_eq!(
                same.answer_and_facts(&values, &moment(), 1, seen, &stood),
                kind.answer_and_facts(&values, &moment(), 1, seen, &stood),
                "{}",
                kind.id
            );
        }
    }
}

#[test]
fn the_partners_of_a_kind_stand_first_and_one_that_was_abolished_is_there_on_its_days_only() {
    let ids = |kind: &str, field: &str| -> Vec<&str> {
        built_in().kind(kind).unwrap().field(field).unwrap().choices.iter().map(|choice| choice.id.as_str()).collect()
    };
    assert_eq!(ids("stray_dog", "passed_to")[..3], ["animal_warden", "police", "vet_charity"]);
    assert_eq!(ids("fly_tip", "passed_to")[..2], ["environmental_enforcement", "cleansing_contractor"]);
    assert_eq!(ids("referral", "partner")[0], "police", "which kind it is about, only the form knows");
    let mut all = ids("stray_dog", "passed_to");
    all.sort_unstable();
    let mut others = ids("fly_tip", "passed_to");
    others.sort_unstable();
    assert_eq!(all, others, "nobody is lost");
    let partners = &built_in().kind("referral").unwrap().field("partner").unwrap().choices;
    let crc = partners.iter().find(|partner| partner.id == "crc").unwrap();
    let there = |day: &str| crc.is_there(day.parse().unwrap());
    assert_eq!(["2014-05-31", "2014-06-01", "2021-06-25", "2021-06-26"].map(there), [false, true, true, false]);
    assert!(crc.names().any(|name| name == "KSS CRC"));
}

#[rstest]
#[case("defacement", json!({"content": ["political"]}), "OFFICIAL")]
#[case("defacement", json!({"content": ["racist"]}), "OFFICIAL-SENSITIVE")]
#[case("drug_litter", json!({}), "OFFICIAL")]
#[case("asb_incident", json!({}), "OFFICIAL-SENSITIVE")]
fn a_record_is_marked_by_its_kind_or_by_what_it_says(#[case] kind: &str, #[case] object: Value, #[case] marking: &str) {
    assert_eq!(answer(kind, object, 0).marking, marking);
}

#[rstest]
#[case("nuisance_vehicle", json!({"subtype": "for_sale", "distance_m": 500}), "distance_m", None)]
#[case("nuisance_vehicle", json!({"subtype": "for_sale", "distance_m": 501}), "distance_m", Some("within 500 metres"))]
#[case("community_cleanup", json!({"sacks_black": 7, "weight_method": "estimated"}), "weight_method", Some("24,500 grams"))]
#[case("community_cleanup", json!({"sacks_black": 7, "weight_method": "weighed"}), "weight_method", None)]
fn advice_is_given_where_it_helps_and_never_blocks(
    #[case] kind: &str,
    #[case] object: Value,
    #[case] asked: &str,
    #[case] said: Option<&str>,
) {
    let judged = answer(kind, object, 0);
    let advised = field(&judged, asked);
    assert_eq!(advised.advice.is_some(), said.is_some(), "{:?}", advised.advice);
    assert!(said.is_none_or(|said| advised.advice.as_ref().unwrap().contains(said)));
    assert_eq!(advised.problem, None);
}

#[rstest]
#[case("type = \"records\"\nmerge = \"set\"")]
#[case("type = \"record\"\nsame = \"n.n\"")]
fn what_counts_in_a_figure_is_one_record(#[case] says: &str) {
    let figure = "[[figure]]\nid = \"SKIPS\"\nlabel = \"Skips\"\ncounts = \"Skips.\"\n";
    let field = format!("[[field]]\nid = \"n\"\n{says}\nlabel = \"N\"\nof = \"skip\"\ncounted_in = \"SKIPS\"\n");
    let colour = "[[field]]\nid = \"colour\"\ntype = \"text\"\nlabel = \"Colour\"\n";
    let kind = format!("{}{figure}{field}{colour}", bad_files::HEAD);
    let mistakes = Catalogue::from_files(&[("common.toml", bad_files::COMMON), ("skip.toml", kind.as_str())]);
    let said: Vec<String> = mistakes.unwrap_err().iter().map(ToString::to_string).collect();
    assert!(
        said.iter().any(|said| said.ends_with("counted_in goes with a question for one record, and not with same")),
        "{said:?}"
    );
}

#[test]
fn a_question_for_what_counts_in_a_figure_names_one_of_that_kind() {
    let field = "[[field]]\nid = \"n\"\ntype = \"record\"\nlabel = \"N\"\nof = \"skip\"\ncounted_in = \"SKIPS\"\n";
    let colour = "[[field]]\nid = \"colour\"\ntype = \"text\"\nlabel = \"Colour\"\n";
    let kind = format!("{}{field}{colour}", bad_files::HEAD);
    let mistakes =
        Catalogue::from_files(&[("common.toml", bad_files::COMMON), ("skip.toml", kind.as_str())]).unwrap_err();
    let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["skip.toml:18: \"SKIPS\" is no figure of that kind, or is typed in"]);
}
