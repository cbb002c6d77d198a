//! Our functions in expressions, and what happens when one cannot be worked out.

use rstest::rstest;

use super::*;

/// A kind with one number, one text and one computed value from `computed`; answers its value.
fn worked_out(computed: &str, object: Value) -> FieldAnswer {
    let common = "version = 1\n[[first]]\nid = \"occurred_at\"\ntype = \"datetime\"\nlabel = \"When?\"\n";
    let kind = format!(
        r#"id = "k"
name = "K"
plural = "ks"
icon = "box"
tile = 1
finding = true
place = "none"
common = false
occurred_label = "When?"
summary = "''"
retention = "R1"
marking = "OFFICIAL"
[[field]]
id = "n"
type = "int"
label = "N"
[[field]]
id = "word"
type = "text"
label = "Word"
[[field]]
id = "day"
type = "date"
future = true
label = "Day"
[[field]]
id = "result"
type = "text"
label = "Result"
computed = '{computed}'
"#
    );
    let catalogue = Catalogue::from_files(&[("common.toml", common), ("k.toml", &kind)]).unwrap();
    let answer = catalogue.kind("k").unwrap().answer(&values(object), &moment(), 0);
    field(&answer, "result").clone()
}

#[rstest]
#[case("plural(num(n), \"item\", \"items\")", json!({}), "0 items")]
#[case("plural(num(n), \"item\", \"items\")", json!({"n": 1}), "1 item")]
#[case("plural(num(n), \"item\", \"items\")", json!({"n": 1234}), "1,234 items")]
#[case("join([\"a\", \"\", \"b\"])", json!({}), "a, b")]
#[case("words([\"a\", \"\", \"b\"])", json!({}), "a b")]
#[case("answered(word) ? lower(word) : \"none\"", json!({"word": "ABC"}), "abc")]
#[case("answered(word) ? lower(word) : \"none\"", json!({"word": "  "}), "none")]
#[case("string(num(months(occurred_at, day)))", json!({"day": "2025-03-18"}), "0")]
#[case("string(num(months(occurred_at, day)))", json!({"day": "2025-04-18"}), "1")]
#[case("string(num(months(occurred_at, day)))", json!({"day": "2025-04-19"}), "2")]
#[case("string(num(months(occurred_at, day)))", json!({"day": "2024-12-19"}), "-3")]
#[case("string(num(months(occurred_at, day)))", json!({"occurred_at": "2025-01-31T12:00:00Z", "day": "2025-02-28"}), "1")]
#[case("string(num(months(occurred_at, day)))", json!({"occurred_at": "2025-01-31T12:00:00Z", "day": "2025-03-01"}), "2")]
#[case("string(num(months(day, occurred_at)))", json!({"day": "2024-05-31", "occurred_at": "2024-05-31T23:30:00Z"}), "1")]
#[case("months(occurred_at, day) == null ? \"open\" : \"\"", json!({}), "open")]
#[case("string(num(hour(occurred_at)))", json!({"occurred_at": "2024-12-31T23:30:00Z"}), "23")]
#[case("string(num(hour(occurred_at)))", json!({"occurred_at": "2024-06-30T23:30:00Z"}), "0")]
#[case("recognised(word) ? \"yes\" : \"no\"", json!({"word": "ab51 abc"}), "yes")]
#[case("recognised(word) ? \"yes\" : \"no\"", json!({"word": "BD00ABC"}), "no")]
#[case("recognised(word) ? \"yes\" : \"no\"", json!({}), "yes")]
#[case("string(num(hours(occurred_at, day)))", json!({"occurred_at": "2025-03-17T22:01:00Z", "day": "2025-03-18"}), "1")]
#[case("hour(day) == null ? \"open\" : \"\"", json!({}), "open")]
fn a_function_does_what_it_says(#[case] computed: &str, #[case] object: Value, #[case] text: &str) {
    assert_eq!(worked_out(computed, object).text, text);
}

#[test]
fn a_result_that_cannot_be_worked_out_is_a_problem_in_words() {
    let result = worked_out("string(num(n) * num(n) * num(n))", json!({"n": 1_000_000_000}));
    let problem = result.problem.unwrap();
    assert_eq!(problem.code, ProblemCode::NotWorkedOut);
    assert_eq!(problem.message, "Result cannot be worked out from these answers");
}
