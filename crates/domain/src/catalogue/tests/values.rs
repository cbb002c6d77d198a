//! Single values: what is refused, and how they are said in words.

use rstest::rstest;

use super::*;

#[test]
fn rows_of_equipment_are_read_one_by_one() {
    let good = answer(
        "community_cleanup",
        json!({"title": "River path",
        "equipment/1": {"item": "litter_picker", "out": 20, "back": 19, "lost": 1}, "equipment/2": null}),
        0,
    );
    let equipment = field(&good, "equipment");
    assert_eq!((equipment.text.as_str(), &equipment.problem), ("Litter picker, out 20, back 19, lost 1", &None));
    assert_eq!(equipment.value, json!({"1": {"item": "litter_picker", "out": 20, "back": 19, "lost": 1}}));
    assert_eq!(good.unknown, Vec::<String>::new());
    let none = answer("community_cleanup", json!({"title": "River path", "equipment/2": null}), 0);
    assert_eq!(field(&none, "equipment").text, "", "what was not recorded says nothing");
    for (row, words) in [
        (json!({"out": 2}), "Equipment, row 1: select the item"),
        (json!({"item": "spade"}), "Equipment, row 1: Item must be one of the answers shown"),
        (json!({"item": "signs", "out": -1}), "Equipment, row 1: Out must be 0 or more"),
        (
            json!({"item": "signs", "out": 4, "back": 3, "lost": 2}),
            "Equipment, row 1: back and lost together must not be more than went out",
        ),
        (json!("signs"), "Equipment, row 1: it cannot be read"),
    ] {
        let bad = answer("community_cleanup", json!({"equipment/1": row}), 0);
        assert_eq!(field(&bad, "equipment").problem.as_ref().map(|p| p.message.as_str()), Some(words));
    }
}

#[rstest]
#[case("n_needle", json!(10_000), "Loose needles must be 9,999 or fewer")]
#[case("n_needle", json!(-1), "Loose needles must be 0 or more")]
#[case("n_needle", json!(1.5), "Loose needles must be a whole number, like 12")]
#[case("n_needle", json!("two"), "Loose needles must be a number, like 12")]
#[case("action", json!("burnt"), "What was done must be one of the answers shown")]
#[case("injury", json!("yes"), "Injury must be yes or no")]
#[case("injecting_site", json!(["none", "blood"]), "Signs of use here: choose \"None of these\" alone, or choose the others")]
#[case("removed_at", json!("yesterday"), "Time of removal must be a real date and time")]
#[case("description", json!("x".repeat(2_001)), "Description must be 2,000 characters or fewer")]
#[case("place", json!({"lon": 0, "lat": 0, "accuracy_m": 5, "method": "device"}),
    "The tablet gave no real position. Type a grid reference or the name of the place")]
fn a_wrong_answer_is_refused_in_plain_words(#[case] id: &str, #[case] value: Value, #[case] message: &str) {
    let found = answer("drug_litter", json!({"n_foil": 1, (id): value}), 0);
    assert_eq!(field(&found, id).problem.as_ref().map(|p| p.message.as_str()), Some(message));
    assert!(words(&found.missing_to_close).contains(&message), "a wrong answer holds up its stage");
}

#[rstest]
#[case(json!("A".repeat(201)), "Registration mark")]
#[case(json!(7), "Registration mark")]
#[case(json!(["AB07CDE"]), "Registration mark")]
fn a_mark_out_of_range_is_refused_in_a_sentence(#[case] mark: Value, #[case] begins: &str) {
    let found = answer("abandoned_vehicle", json!({"vrm": mark}), 0);
    let problem = field(&found, "vrm").problem.as_ref().map(|p| p.message.clone()).unwrap_or_default();
    assert!(problem.starts_with(begins), "{problem:?}");
    assert!(words(&found.missing_to_close).contains(&problem.as_str()), "a wrong mark holds up its stage");
}

#[rstest]
#[case(json!("WVWZZZ1JZXW000001"), None)]
#[case(json!("000001"), None)]
#[case(json!("wvwzzz1jzxw000001"), None)]
#[case(json!("IOQ"), Some(ProblemCode::WrongPattern))]
fn a_vin_is_whole_or_its_last_six(#[case] vin: Value, #[case] code: Option<ProblemCode>) {
    let found = answer("abandoned_vehicle", json!({"vin": vin}), 0);
    assert_eq!(field(&found, "vin").problem.as_ref().map(|p| p.code), code);
}

#[test]
fn what_the_kind_does_not_know_is_reported_and_what_every_record_has_is_not() {
    let found = answer(
        "drug_litter",
        json!({"n_needle": 1, "kind": "drug_litter", "patrol": "x", "review": null,
        "withdrawn": null, "photo/abc": {}, "note/1": "n", "colour": "red", "colour/1": 2}),
        0,
    );
    assert_eq!(found.unknown, ["colour", "colour/1"]);
}

#[rstest]
#[case("drug_litter", "action", json!("left_unsafe"), "Left it: unsafe to reach")]
#[case("drug_litter", "action", json!("burnt"), "burnt")]
#[case("drug_litter", "injury", json!(false), "No")]
#[case("drug_litter", "n_foil", json!(1250), "1,250")]
#[case("drug_litter", "n_foil", Value::Null, "")]
#[case("drug_litter", "removed_at", json!("2025-07-18T09:44:00Z"), "18 July 2025, 10:44")]
#[case("abandoned_vehicle", "vrm", json!("ab07cde"), "AB07 CDE")]
#[case("abandoned_vehicle", "clear_width_m", json!(1.4), "1.4 m")]
#[case("community_cleanup", "bulky_items", json!({"1": {"item": "tyre", "number": 3}, "2": null, "3": {"item": "bike"}}),
    "Tyre, how many 3; Bike")]
#[case("abandoned_vehicle", "notices", json!({"1": {"notice": "hours_24", "served_at": "2025-03-18T09:00:00Z"}}),
    "24 hours, 18 March 2025, 09:00")]
#[case("pact_panel", "formed_on", json!("2010-01-05"), "5 January 2010")]
fn any_stored_value_is_said_in_words(#[case] kind: &str, #[case] id: &str, #[case] value: Value, #[case] words: &str) {
    assert_eq!(built_in().kind(kind).unwrap().field(id).unwrap().words(&value), words);
}

#[test]
fn the_definitions_go_to_the_page_as_they_are() {
    let page = serde_json::to_value(built_in().kind("drug_litter").unwrap()).unwrap();
    assert_eq!(page["fields"][1]["id"], json!("n_syringe_needle"));
    assert_eq!(page["fields"][1]["type"], json!("count"));
    assert_eq!(page["photos"]["most"], json!(12));
    assert_eq!(page.get("compiled"), None);
    let declared = <Kind as ts_rs::TS>::decl(&ts_rs::Config::default());
    assert!(declared.contains("fields: Array<Field>") && !declared.contains("compiled"), "{declared}");
}

/// An amount of money as the catalogue asks for it, at most £1,250.
fn money() -> Field {
    let field = json!({ "id": "fee", "label": "What was the fee?", "short": "Fee", "type": "money", "max": 125_000 });
    serde_json::from_value(field).unwrap()
}

#[rstest]
#[case(json!(2_550), Ok("£25.50"))]
#[case(json!(125_000), Ok("£1,250"))]
#[case(json!(0), Ok("£0"))]
#[case(json!(5), Ok("£0.05"))]
#[case(json!(-1), Err("Fee must be £0 or more"))]
#[case(json!(125_001), Err("Fee must be £1,250 or less"))]
#[case(json!(12.5), Err("Fee must be an amount in pounds, like 12.50"))]
#[case(json!("12.505"), Err("Fee must be an amount in pounds, like 12.50"))]
#[case(json!(u64::MAX), Err("Fee must be an amount in pounds, like 12.50"))]
fn money_is_whole_pence_and_said_in_pounds(#[case] value: Value, #[case] said: Result<&str, &str>) {
    let field = money();
    let read = crate::catalogue::value::read(&field, &value, moment().now);
    let words = read.map(|held| held.words(&field)).map_err(|problem| problem.message);
    assert_eq!(words, said.map(str::to_owned).map_err(str::to_owned));
}
