//! A question that took another's place: figures over the day of the change are one, records show what was asked.

use super::*;
use crate::catalogue::Mistake;

const COMMON: &str = "version = 1\n[[first]]\nid = \"occurred_at\"\ntype = \"datetime\"\nlabel = \"When?\"\n";

/// Before April 2024 "taken" and "left" were told, and a number under another name; since then what was done.
const KIND: &str = r#"id = "k"
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
[[figure]]
id = "K.REMOVED"
label = "Removed"
counts = "What was removed."
when = 'action == "removed"'
value = "num(many)"
unit = ["item", "items"]
tally = "sum"
[[field]]
id = "fate"
type = "choice"
label = "Fate"
retired = true
counts_as = { field = "action", before = "2024-04-01", choices = { taken = "removed" } }
choices = [{ id = "taken", label = "Taken" }, { id = "left", label = "Left" }]
[[field]]
id = "pieces"
type = "int"
label = "Pieces"
retired = true
counts_as = { field = "many", before = "2024-04-01" }
[[field]]
id = "action"
type = "choice"
label = "Action"
choices = [{ id = "removed", label = "Removed" }, { id = "left", label = "Left" }]
[[field]]
id = "many"
type = "int"
label = "How many?"
"#;

fn read(kind: &str) -> Result<Catalogue, Vec<Mistake>> {
    Catalogue::from_files(&[("common.toml", COMMON), ("k.toml", kind)])
}

/// The sum that a record with these answers brings, and the questions that it shows as answered.
fn counted(object: Value) -> (Option<i64>, Vec<String>) {
    let catalogue = read(KIND).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"));
    let kind = catalogue.kind("k").unwrap();
    let (answer, facts) = kind.answer_and_facts(&values(object), &moment(), 0, ["", ""], &[]);
    let answered = answer.fields.into_iter().filter(|field| field.shown && !field.value.is_null());
    (facts.first().map(|fact| fact.value / THOUSAND), answered.map(|field| field.id).collect())
}

#[test]
fn what_was_told_before_the_change_counts_as_the_new_question_and_is_shown_as_it_was_asked() {
    let before = json!({ "occurred_at": "2024-03-31T22:59:00Z", "fate": "taken", "pieces": 3 });
    let (sum, shown) = counted(before);
    assert_eq!(sum, Some(3), "the last evening of March, which in London is the 31st");
    assert_eq!(shown, ["occurred_at", "fate", "pieces"]);
    assert_eq!(counted(json!({ "occurred_at": "2024-03-01T09:00:00Z", "fate": "left", "pieces": 3 })).0, None);
    assert_eq!(
        counted(json!({ "occurred_at": "2024-03-31T23:01:00Z", "fate": "taken", "pieces": 3 })).0,
        None,
        "it is the first of April in London: the new question was asked"
    );
    let cleared = json!({ "occurred_at": "2024-03-01T09:00:00Z", "fate": "taken", "action": null, "pieces": 3 });
    assert_eq!(counted(cleared).0, Some(3), "an answer that was cleared is none");
    let both =
        json!({ "occurred_at": "2024-03-01T09:00:00Z", "fate": "left", "action": "removed", "pieces": 3, "many": 5 });
    assert_eq!(counted(both).0, Some(5), "who was asked both has answered the new one");
    assert_eq!(counted(json!({ "occurred_at": "2024-04-02T09:00:00Z", "action": "removed", "many": 4 })).0, Some(4));
}

#[test]
fn a_question_counts_as_another_only_where_every_answer_of_it_has_its_place_there() {
    let said = |from: &str, to: &str| {
        assert!(KIND.contains(from), "{from}");
        read(&KIND.replacen(from, to, 1)).unwrap_err().first().map(ToString::to_string).unwrap_or_default()
    };
    for (from, to, reason) in [
        ("choices = { taken = \"removed\" }", "choices = {}", "say which choice of \"action\" \"taken\" counts as"),
        ("choices = { taken = ", "choices = { gone = ", "\"fate\" has no choice \"gone\""),
        ("field = \"action\"", "field = \"deed\"", "there is no field \"deed\""),
        ("field = \"action\"", "field = \"many\"", "\"many\" takes another sort of answer"),
        ("retired = true\n", "", "what counts as another question is retired, and that other is asked"),
    ] {
        assert!(said(from, to).ends_with(reason), "{}", said(from, to));
    }
    assert!(
        said("before = \"2024-04-01\"", "before = \"2024-04-31\"").starts_with("k.toml:"),
        "a day that there is not"
    );
}
