//! Records that fit the question that names them, by the answers of both; and what a file may not say of it.

use rstest::rstest;

use super::bad_files::{COMMON, HEAD};
use super::*;

fn fits(kind: &str, question: &str, asking: Value, of: &str, named: Value) -> bool {
    let [kind_of, of_kind] = [kind, of].map(|id| built_in().kind(id).unwrap());
    kind_of.fits(question, &answer(kind, asking, 0), (of_kind, &answer(of, named, 0)))
}

/// The day by which a warning was to be heeded, the last on which it binds, and when the notice was served. The warning was served on
/// 1 March.
#[rstest]
#[case("2025-03-10", None, Some("2025-03-10T23:59:00Z"), false)]
#[case("2025-03-10", None, Some("2025-03-11T00:00:00Z"), true)]
// Half past midnight of the last day of March, in summer time.
#[case("2025-03-30", None, Some("2025-03-30T23:30:00Z"), true)]
#[case("2025-03-30", None, Some("2025-03-30T22:30:00Z"), false)]
#[case("2025-03-10", Some("2025-03-17"), Some("2025-03-17T12:00:00Z"), true)]
#[case("2025-03-10", Some("2025-03-17"), Some("2025-03-18T00:30:00Z"), false)]
#[case("2025-03-10", None, None, true)]
// A warning that names no day: half a year from the day on which it was served, which this one binds to the last.
#[case("2025-03-10", None, Some("2025-08-30T22:59:00Z"), true)]
#[case("2025-03-10", None, Some("2025-08-30T23:00:00Z"), false)]
#[case("2025-03-10", Some("2026-01-31"), Some("2025-12-30T12:00:00Z"), true)]
fn a_notice_relies_on_a_warning_whose_time_is_over_and_that_still_binds(
    #[case] comply_by: &str,
    #[case] expires_on: Option<&str>,
    #[case] served_at: Option<&str>,
    #[case] expected: bool,
) {
    let served = "2025-03-01T10:00:00Z";
    let warning = json!({ "type": "cpw", "comply_by": comply_by, "expires_on": expires_on, "served_at": served });
    let notice = json!({ "type": "cpn", "served_at": served_at });
    assert_eq!(fits("enforcement_action", "prior_warning", notice, "enforcement_action", warning), expected);
}

#[rstest]
#[case("cancelled", false)]
#[case("withdrawn", false)]
#[case("complied", true)]
#[case("breached", true)]
fn a_notice_relies_on_a_warning_that_stands(#[case] outcome: &str, #[case] expected: bool) {
    let warning = json!({ "type": "cpw", "comply_by": "2025-03-10", "outcome": outcome });
    let notice = json!({ "type": "cpn", "served_at": "2025-03-12T12:00:00Z" });
    assert_eq!(fits("enforcement_action", "prior_warning", notice, "enforcement_action", warning), expected);
}

/// When it happened, when it was complained of, and when the review was asked for.
#[rstest]
#[case("2024-09-01T20:00:00Z", Some("2024-10-01"), Some("2025-03-01"), true)]
#[case("2024-09-01T20:00:00Z", Some("2024-10-02"), Some("2025-03-01"), false)]
#[case("2024-09-20T20:00:00Z", Some("2024-09-25"), Some("2025-03-25"), true)]
#[case("2024-09-20T20:00:00Z", Some("2024-09-25"), Some("2025-03-26"), false)]
#[case("2025-02-20T20:00:00Z", Some("2025-03-02"), Some("2025-03-01"), false)]
#[case("2025-02-20T20:00:00Z", None, Some("2025-03-01"), false)]
#[case("2025-02-20T20:00:00Z", Some("2025-02-25"), None, false)]
fn a_complaint_counts_within_a_month_of_what_happened_and_six_months_before_the_application(
    #[case] happened: &str,
    #[case] complained_on: Option<&str>,
    #[case] applied_on: Option<&str>,
    #[case] expected: bool,
) {
    let incident = json!({ "occurred_at": happened, "complained_on": complained_on });
    let review = json!({ "applied_on": applied_on });
    assert_eq!(fits("asb_case_review", "incidents", review, "asb_incident", incident), expected);
}

#[test]
fn a_question_that_takes_all_alike_has_nothing_that_fits() {
    assert!(!fits("asb_case_review", "agencies", json!({}), "asb_incident", json!({})));
}

#[rstest]
#[case(
    "type = \"record\"\nof = \"skip\"",
    "when = \"colour == null || danger == true || asking.colour == colour\"\notherwise = \"No\"",
    None
)]
#[case("type = \"records\"\nmerge = \"set\"\nof = \"skip\"", "when = \"colour == null\"\nsaid = \"So many\"", None)]
#[case(
    "type = \"record\"\nof = \"skip\"",
    "when = \"size == null\"\notherwise = \"No\"",
    Some("names \"size\", which is not a field")
)]
#[case(
    "type = \"record\"\nof = \"skip\"",
    "when = \"asking.size == null\"\notherwise = \"No\"",
    Some("No such key: size")
)]
#[case("type = \"record\"\nof = \"skip\"", "when = \"colour\"\notherwise = \"No\"", Some("not yes or no"))]
#[case("type = \"record\"\nof = \"skip\"", "when = \"colour == (\"\notherwise = \"No\"", Some("cannot be read"))]
#[case("type = \"record\"\nof = \"skip\"", "when = \"true\"", Some("of a record \"otherwise\" says why"))]
#[case(
    "type = \"record\"\nof = \"skip\"",
    "when = \"true\"\nsaid = \"So many\"",
    Some("of a record \"otherwise\" says why")
)]
#[case("type = \"text\"", "when = \"true\"\notherwise = \"No\"", Some("of a record \"otherwise\" says why"))]
#[case(
    "type = \"record\"\nof = \"skip\"",
    "when = \"tools.rows > 0\"\notherwise = \"No\"",
    Some("names \"tools\", which is not a field")
)]
#[case(
    "type = \"record\"\nof = \"skip\"",
    "when = \"asking.tools == null\"\notherwise = \"No\"",
    Some("No such key: tools")
)]
#[case(
    "type = \"record\"\nof = \"skip\"",
    "when = \"asking.twice == null || true\"\notherwise = \"No\"",
    Some("\"twice\" is worked out")
)]
#[case("type = \"record\"\nof = \"finding\"", "when = \"true\"\notherwise = \"No\"", Some("records of one kind"))]
fn what_a_file_says_of_it_is_tried_on_both_kinds(
    #[case] field: &str,
    #[case] fits: &str,
    #[case] refused: Option<&str>,
) {
    let colour = "[[field]]\nid = \"colour\"\ntype = \"text\"\nlabel = \"Colour\"\n";
    let tools = "[[field]]\nid = \"tools\"\ntype = \"rows\"\nlabel = \"Tools\"\n[[field.column]]\nid = \"out\"\ntype = \"count\"\nlabel = \"Out\"\n";
    let twice = "[[field]]\nid = \"twice\"\ntype = \"int\"\nlabel = \"Twice\"\ncomputed = \"2\"\n";
    let kind =
        format!("{HEAD}{colour}{tools}{twice}[[field]]\nid = \"n\"\nlabel = \"N\"\n{field}\n[field.fits]\n{fits}\n");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", kind.as_str())]).err();
    let said: Vec<String> = mistakes.unwrap_or_default().iter().map(ToString::to_string).collect();
    match refused {
        None => assert_eq!(said, [""; 0]),
        Some(reason) => {
            let [mistake] = said.as_slice() else { panic!("{said:?}") };
            assert!(mistake.starts_with("skip.toml:") && mistake.contains(reason), "{mistake}");
        }
    }
}

#[test]
fn it_reads_a_question_by_its_whole_name() {
    let of = built_in().kind("enforcement_action").unwrap().field("prior_warning").unwrap();
    let reads = |question: &str| of.fits.as_ref().unwrap().reads(question);
    assert_eq!(["served_at", "served", "comply_by", ""].map(reads), [true, false, false, false]);
}

#[test]
fn people_who_are_affected_again_and_again_are_counted_from_the_rows() {
    let kind = built_in().kind("asb_incident").unwrap();
    let counted = |object: Value| {
        let (_, facts) = kind.answer_and_facts(&values(object), &moment(), 0, ["recorded", ""], &[]);
        facts.iter().find(|fact| fact.figure == "ASB.REPEAT_VICTIMS").map(|fact| fact.value)
    };
    let row = |again: Value| json!({ "age": "adult", "repeat": again });
    let id = |at: u128| format!("victims/{}", uuid::Uuid::from_u128(at));
    assert_eq!(
        counted(json!({ id(1): row(json!(true)), id(2): row(json!(false)), id(3): row(json!(true)) })),
        Some(2_000)
    );
    assert_eq!(counted(json!({ id(1): row(json!(null)), id(2): row(json!(false)) })), None);
    assert_eq!(counted(json!({})), None);
}
