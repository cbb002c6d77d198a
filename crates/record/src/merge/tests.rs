//! The rules' laws: on any history, in any order, and what answers given without knowing of each other come to.

use super::*;
use book::{BookId, Clock, RecordId};
use proptest::prelude::*;
use serde_json::json;
use std::cell::Cell;
use uuid::Uuid;

/// A question under this rule.
fn question(rule: Merge) -> Field {
    let of = match rule {
        Merge::Tally => "count",
        Merge::Set => "multi",
        Merge::Notes => "longtext",
        Merge::Sticky => "bool",
        Merge::Register | Merge::Workflow => "choice",
    };
    serde_json::from_value(json!({ "id": "asked", "label": "Asked?", "type": of, "merge": rule })).unwrap()
}

#[derive(Debug, Clone)]
struct Written {
    field: &'static str,
    write: StandingWrite<Value>,
    replaces: Vec<EntryHash>,
}

fn write(id: u8, author: u8, field: &'static str, value: Value, replaces: &[u8]) -> Written {
    let write = StandingWrite {
        entry: EntryHash([id; 32]),
        book: BookId([author; 32]),
        number: u64::from(id),
        clock: Clock(u64::from(id / 2)),
        wall: 0,
        author: GrantId([author; 32]),
        value,
        erased: false,
    };
    Written { field, write, replaces: replaces.iter().map(|id| EntryHash([*id; 32])).collect() }
}

fn merged<'a>(history: impl IntoIterator<Item = &'a Written>) -> Record {
    let mut record = Record::new(RecordId(Uuid::nil()));
    for one in history {
        record.fields.entry(one.field.to_owned()).or_default().take(one.write.clone(), &one.replaces);
    }
    record
}

/// What each rule is tried with.
fn value(rule: Merge, number: u8) -> Value {
    match (rule, number) {
        (_, 0) => Value::Null,
        (Merge::Tally, _) => json!(i64::from(number) - 3),
        (Merge::Sticky, _) => json!(number > 3),
        _ => json!(format!("answer {number}")),
    }
}

/// Up to eight writes by three people; each may replace any earlier write of its field or row.
fn histories(rule: Merge) -> impl Strategy<Value = Vec<Written>> {
    let fields: &[&str] = if rule == Merge::Set { &["asked/000-a", "asked/001-b"] } else { &["asked"] };
    proptest::collection::vec((0u8..6, any::<u8>(), 0u8..3, 0..fields.len()), 1..8).prop_map(move |made| {
        let mut history: Vec<Written> = Vec::new();
        for (index, (number, mask, author, field)) in made.into_iter().enumerate() {
            let id = index as u8 + 1;
            let before =
                |earlier: &u8| mask >> earlier & 1 == 1 && history[*earlier as usize - 1].field == fields[field];
            let replaces: Vec<u8> = (1..id).filter(before).collect();
            history.push(write(id, author, fields[field], value(rule, number), &replaces));
        }
        history
    })
}

/// What stands by the law of `book::merge`, worked out from the whole set at once.
fn standing(history: &[Written]) -> Vec<&Written> {
    let replaced = |one: &Written| {
        history.iter().any(|other| other.field == one.field && other.replaces.contains(&one.write.entry))
    };
    history.iter().filter(|one| !replaced(one)).collect()
}

/// Whether the answer is what the rule's law says of the writes that stand, and whether they put the law to the test.
fn lawful(rule: Merge, answer: &Value, stands: &[&Written]) -> (bool, bool) {
    let said: Vec<_> = stands.iter().map(|one| &one.write.value).filter(|value| !value.is_null()).collect();
    let differ = said.iter().any(|value| *value != said[0]);
    match rule {
        Merge::Tally => {
            let sum = (!said.is_empty()).then(|| said.iter().filter_map(|value| value.as_i64()).sum::<i64>());
            (*answer == json!(sum), said.len() > 1 && said.iter().any(|value| value.as_i64() < Some(0)))
        }
        Merge::Set => {
            let held = answer.as_array().cloned().unwrap_or_default();
            let nulls_of = |row: &str| -> Vec<bool> {
                stands.iter().filter(|one| one.field == row).map(|one| one.write.value.is_null()).collect()
            };
            let added_beside_removed = ["asked/000-a", "asked/001-b"].map(nulls_of);
            let added_beside_removed =
                added_beside_removed.iter().any(|nulls| nulls.contains(&true) && nulls.contains(&false));
            (
                said.iter().all(|value| held.contains(value)) && held.iter().all(|one| said.contains(&one)),
                added_beside_removed,
            )
        }
        Merge::Notes => {
            let notes = match answer {
                Value::Null => Vec::new(),
                Value::Array(notes) => notes.clone(),
                one => vec![one.clone()],
            };
            (notes.len() == said.len() && said.iter().all(|note| notes.contains(note)), said.len() > 1)
        }
        Merge::Sticky => {
            let given = said.contains(&&json!(true));
            ((*answer == json!(true)) == given, given && differ)
        }
        Merge::Register | Merge::Workflow => {
            let one_of_them = stands.iter().any(|one| one.write.value == *answer);
            (one_of_them || stands.is_empty() && answer.is_null(), differ)
        }
    }
}

#[test]
fn every_rule_keeps_its_law_in_any_order_and_its_hard_case_is_reached() {
    for rule in Merge::ALL {
        let question = question(rule);
        let hard = Cell::new(0);
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        runner
            .run(&(histories(rule), any::<u64>()), |(history, seed)| {
                let answer = merged(&history).answer(&question);
                let mut shuffled = history.clone();
                let mut state = seed | 1;
                for index in (1..shuffled.len()).rev() {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    shuffled.swap(index, (state >> 33) as usize % (index + 1));
                }
                prop_assert_eq!(&merged(&shuffled).answer(&question), &answer, "another order, another answer");
                let twice = merged(shuffled.iter().chain(&history)).answer(&question);
                prop_assert_eq!(&twice, &answer, "taking writes twice changed the answer");
                let (kept, tried) = lawful(rule, &answer, &standing(&history));
                prop_assert!(kept, "{answer} is not what {rule:?} says of {history:?}");
                hard.set(hard.get() + usize::from(tried));
                Ok(())
            })
            .unwrap();
        assert!(hard.get() > 10, "{rule:?}: its hard case came up {} times", hard.get());
    }
}

/// Somebody with a form: the answers and heads as they stood when it was opened.
struct Form {
    value: Value,
    heads: BTreeMap<String, Vec<EntryHash>>,
    grants: BTreeSet<GrantId>,
    settles: bool,
}

impl Form {
    fn open(record: &Record, rule: Merge, person: u8) -> Self {
        let heads = record.fields.iter().map(|(name, held)| (name.clone(), held.heads())).collect();
        let grants = BTreeSet::from([GrantId([person; 32])]);
        Self { value: record.answer(&question(rule)), heads, grants, settles: person == 9 }
    }

    /// Saves an answer as entry `id`.
    fn save(&self, record: &mut Record, rule: Merge, id: u8, answer: Value) {
        let author = Author { grants: &self.grants, settles: self.settles, mark: u32::from(id) };
        let seen = Seen { value: &self.value, heads: &self.heads };
        let person = self.grants.first().unwrap().0[0];
        for step in record.clone().steps(&question(rule), &answer, &seen, &author) {
            let written = write(id, person, "", step.value, &[]);
            record.fields.entry(step.field).or_default().take(written.write, &step.replaces);
        }
    }
}

/// What a record that holds `first` comes to when two wardens answer without knowing of each other.
fn apart(rule: Merge, first: Value, one: Value, two: Value) -> Record {
    let mut record = Record::new(RecordId(Uuid::nil()));
    Form::open(&record, rule, 1).save(&mut record, rule, 1, first);
    let (first, second) = (Form::open(&record, rule, 1), Form::open(&record, rule, 2));
    first.save(&mut record, rule, 2, one);
    second.save(&mut record, rule, 4, two);
    record
}

#[test]
fn two_counts_side_by_side_are_added_up_whichever_way_they_went() {
    let record = apart(Merge::Tally, json!(10), json!(15), json!(7));
    assert_eq!(record.answer(&question(Merge::Tally)), json!(12), "10, and 5 more, and 3 fewer");
    assert!(apart(Merge::Tally, Value::Null, json!(0), Value::Null).answer(&question(Merge::Tally)) == json!(0));
}

#[test]
fn an_element_added_stays_while_others_are_taken_away() {
    let record = apart(Merge::Set, json!(["gloves", "tongs"]), json!(["tongs", "boots"]), json!(["gloves"]));
    assert_eq!(record.answer(&question(Merge::Set)), json!(["boots"]), "both removals count, and so does the addition");
    let mut record = apart(Merge::Set, json!(["gloves"]), json!([]), json!(["gloves"]));
    assert_eq!(record.answer(&question(Merge::Set)), Value::Null, "who left it alone did not add it");
    let one = Form::open(&record, Merge::Set, 1);
    one.save(&mut record, Merge::Set, 6, json!(["gloves"]));
    assert_eq!(record.answer(&question(Merge::Set)), json!(["gloves"]), "it can come back");
}

#[test]
fn a_note_never_replaces_anothers_and_its_author_may_rewrite_it() {
    let mut record =
        apart(Merge::Notes, json!("Seen from the bridge"), json!("Seen from the steps"), json!("Dog tied up"));
    assert_eq!(record.answer(&question(Merge::Notes)), json!(["Seen from the steps", "Dog tied up"]));
    let leader = Form::open(&record, Merge::Notes, 9);
    leader.save(&mut record, Merge::Notes, 6, Value::Null);
    assert_eq!(record.answer(&question(Merge::Notes)), json!(["Seen from the steps", "Dog tied up"]));
}

#[test]
fn a_warden_cannot_take_a_warning_sign_back_and_a_leader_can() {
    let mut record = apart(Merge::Sticky, Value::Null, json!(true), json!(false));
    assert_eq!(record.answer(&question(Merge::Sticky)), json!(true), "also when the later says no");
    let warden = Form::open(&record, Merge::Sticky, 2);
    warden.save(&mut record, Merge::Sticky, 6, Value::Null);
    assert_eq!(record.answer(&question(Merge::Sticky)), json!(true));
    let leader = Form::open(&record, Merge::Sticky, 9);
    leader.save(&mut record, Merge::Sticky, 8, json!(false));
    assert_eq!(record.answer(&question(Merge::Sticky)), json!(false));
}

#[test]
fn of_two_versions_a_warden_replaces_their_own_and_a_leader_all() {
    for rule in [Merge::Register, Merge::Workflow] {
        let mut record = apart(rule, Value::Null, json!("removed"), json!("left"));
        let own = Form::open(&record, rule, 1);
        own.save(&mut record, rule, 6, json!("removed by night"));
        let standing: Vec<_> = record.standing_of("asked").iter().map(|write| write.value.clone()).collect();
        assert_eq!(standing, [json!("removed by night"), json!("left")]);
        let leader = Form::open(&record, rule, 9);
        leader.save(&mut record, rule, 8, json!("left for the contractor"));
        assert_eq!(record.standing_of("asked").len(), 1);
    }
}
