//! A newer catalogue: what it may change and what not, and that no sequence of changes that it may make loses an answer.

use super::super::{Change, changes, refusals};
use super::*;
use proptest::prelude::*;
use std::cell::Cell;
use toml::{Table, Value as Toml};

fn today() -> chrono::NaiveDate {
    moment().now.date_naive()
}

/// The built-in files, some of them changed.
fn with(edits: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let mut files: Vec<_> =
        Catalogue::built_in_files().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    for (file, from, to) in edits {
        let (_, text) = files.iter_mut().find(|(name, _)| name == file).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        *text = text.replacen(from, to, 1);
    }
    files
}

fn as_str(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

fn read(files: &[(String, String)]) -> Catalogue {
    Catalogue::from_files(&as_str(files)).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

fn of(edits: &[(&str, &str, &str)]) -> (Vec<Change>, Vec<String>) {
    let files = with(edits);
    let changes = changes(built_in(), &read(&files), today());
    let refused =
        refusals(&changes, &as_str(&files), Catalogue::built_in_files()).iter().map(ToString::to_string).collect();
    (changes, refused)
}

#[test]
fn the_same_catalogue_changes_nothing() {
    assert_eq!(changes(built_in(), &read(&with(&[])), today()), []);
}

#[test]
fn words_limits_and_what_is_new_are_told_and_allowed() {
    let (changes, refused) = of(&[
        ("dog_fouling.toml", "name = \"Dog fouling\"", "name = \"Dog mess\""),
        (
            "hotspot.toml",
            "{ id = \"asb\", label = \"Anti-social behaviour\" }",
            "{ id = \"asb\", label = \"Anti-social behaviour\", retired = true }",
        ),
        ("hotspot.toml", "max_length = 120", "max_length = 90"),
        (
            "hotspot.toml",
            "  { id = \"graffiti\"",
            "  { id = \"bins\", label = \"Overflowing bins\" },\n  { id = \"graffiti\"",
        ),
    ]);
    assert_eq!(refused, [""; 0]);
    let said: Vec<_> =
        changes.iter().map(|change| (change.kind.as_str(), change.about.join("/"), change.says.as_str())).collect();
    assert!(
        said.contains(&("dog_fouling", String::new(), "changes `name`: \"Dog fouling\" before, \"Dog mess\" now")),
        "{said:?}"
    );
    assert!(said.contains(&("hotspot", "hazard/asb".into(), "is offered no more")));
    assert!(said.contains(&("hotspot", "hazard/bins".into(), "can be chosen as well: \"Overflowing bins\"")));
    assert!(said.contains(&("hotspot", "name".into(), "changes `max_length`: 120 before, 90 now")));
}

#[test]
fn what_would_change_the_meaning_of_what_was_recorded_is_refused_with_its_line() {
    let line = |file: &str, text: &str| {
        let (_, whole) = Catalogue::built_in_files().iter().find(|(name, _)| *name == file).unwrap();
        whole.lines().position(|line| line.contains(text)).unwrap() + 1
    };
    for (file, from, to, reason) in [
        (
            "hotspot.toml",
            "id = \"risk_notes\"\ntype = \"longtext\"",
            "id = \"risk_notes\"\ntype = \"text\"",
            "\"risk_notes\" changes its type",
        ),
        ("hotspot.toml", "id = \"risk_notes\"", "id = \"risks\"", "\"risk_notes\" is gone"),
        ("hotspot.toml", "  { id = \"graffiti\", label = \"Graffiti\" },\n", "", "\"hazard\" \"graffiti\" is gone"),
        (
            "hotspot.toml",
            "finding = false\nregister = true",
            "finding = true",
            "the kind counts as a finding otherwise",
        ),
        (
            "drug_litter.toml",
            "id = \"n_other\"\ntype = \"count\"",
            "id = \"n_other\"\ntype = \"count\"\ncomputed = \"n_pipe\"",
            "is worked out in one and typed in the other",
        ),
    ] {
        let (_, refused) = of(&[(file, from, to)]);
        assert!(refused.iter().any(|one| one.contains(reason)), "{reason}: {refused:?}");
        assert!(refused[0].starts_with(&format!("{file}:")), "{refused:?}");
    }
    let (_, refused) =
        of(&[("hotspot.toml", "id = \"risk_notes\"\ntype = \"longtext\"", "id = \"risk_notes\"\ntype = \"text\"")]);
    assert!(
        refused[0].starts_with(&format!("hotspot.toml:{}: ", line("hotspot.toml", "id = \"risk_notes\""))),
        "{refused:?}"
    );
}

#[test]
fn what_kinds_share_is_refused_once_with_its_line_in_the_shared_file() {
    let line = |files: &[(String, String)], text: &str| {
        let (_, whole) = files.iter().find(|(name, _)| name == "common.toml").unwrap();
        whole.lines().position(|line| line.contains(text)).unwrap() + 1
    };
    let typed =
        ("common.toml", "id = \"source\"\ntype = \"choice\"", "id = \"source\"\ntype = \"multi\"\nmerge = \"set\"");
    let (_, refused) = of(&[typed]);
    let at = line(&with(&[typed]), "id = \"source\"");
    let (says, many) = ("\"source\" changes its type", refused.iter().filter(|one| one.contains("its type")).count());
    assert_eq!(many, 1, "{refused:#?}");
    assert!(refused.iter().any(|one| one.starts_with(&format!("common.toml:{at}: {says}"))), "{refused:#?}");
    let (_, refused) = of(&[("common.toml", "id = \"time_spent_min\"", "id = \"minutes\"")]);
    assert!(refused.iter().any(|one| one.starts_with("common.toml:1: \"time_spent_min\" is gone")), "{refused:#?}");
    let gone = ("common.toml", "  { id = \"online_report\", label = \"Online report\" },\n", "");
    let (_, refused) = of(&[gone]);
    let at = line(&with(&[gone]), "id = \"source\"");
    let says = format!("common.toml:{at}: \"source\" \"online_report\" is gone");
    assert!(refused.iter().any(|one| one.starts_with(&says)), "{refused:#?}");
}

#[test]
fn a_question_that_moves_to_or_from_the_close_is_refused_since_what_was_approved_would_wait_again() {
    let says = "moves to or from `stage = \"close\"`: records that were approved would go back to their leaders";
    let staged = |stage: &'static str| ("hotspot.toml", "id = \"risk_notes\"\n", stage);
    let close = staged("id = \"risk_notes\"\nstage = \"close\"\n");
    let (_, refused) = of(&[close]);
    assert!(refused.iter().any(|one| one.contains(says)), "{refused:#?}");
    let back = changes(&read(&with(&[close])), built_in(), today());
    assert!(back.iter().any(|one| one.refused && one.says.contains(says)), "{back:#?}");
    let (_, refused) = of(&[staged("id = \"risk_notes\"\nstage = \"now\"\n")]);
    assert_eq!(refused, [""; 0], "now and finish are both before the approval");
}

#[test]
fn a_kind_a_state_or_a_step_that_is_gone_is_refused() {
    let mut files = with(&[]);
    files.retain(|(name, _)| name != "begging.toml");
    // The report no longer names its figures.
    let report = files.iter_mut().find(|(name, _)| name == "report.toml").unwrap();
    report.1 = report.1.replace(" \"BEGGING.SEEN\",", "").replace(" \"BEGGING.SUPPORT_OFFERED\",", "");
    let less = read(&files);
    let refused = refusals(&changes(built_in(), &less, today()), &as_str(&files), Catalogue::built_in_files());
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(
        refused[0].to_string().split(". ").next().unwrap(),
        "begging.toml:1: the kind is gone: what was recorded needs it"
    );
    // The other way round it is a new kind, and nothing else.
    let more = changes(&less, built_in(), today());
    let says: Vec<_> = more.iter().map(|change| change.says.as_str()).collect();
    assert_eq!(says, ["is new: \"Begging\"", "is written otherwise than before"]);
    let (_, refused) = of(&[("common.toml", "id = \"accept\"\n", "id = \"take_on\"\n")]);
    assert!(
        refused.iter().any(|one| one.contains("\"accept\" is gone: the step stands in what was recorded")),
        "{refused:?}"
    );
}

#[test]
fn a_view_of_photos_keeps_its_id_and_the_words_by_which_photos_were_kept() {
    let was = "{ id = \"before\", label = \"Before\" }";
    let to = |is: &'static str| of(&[("fly_tip.toml", was, is)]).1;
    assert_eq!(to("{ id = \"before\", label = \"As found\", aliases = [\"Before\"] }"), [""; 0]);
    let refused = to("{ id = \"before\", label = \"As found\" }");
    assert!(refused.len() == 1 && refused[0].contains("photos may be kept by \"Before\""), "{refused:?}");
    let (_, refused) = of(&[
        ("fly_tip.toml", was, "{ id = \"found\", label = \"Before\" }"),
        ("fly_tip.toml", "before = \"before\"", "before = \"found\""),
    ]);
    assert!(refused.len() == 1 && refused[0].contains("\"before\" is gone: photos were taken for it"), "{refused:?}");
}

#[test]
fn a_figure_that_was_printed_stays_and_a_change_of_what_it_counts_is_told() {
    let (_, refused) = of(&[
        ("sex_litter.toml", "id = \"LITTER.SEX.ITEMS\"", "id = \"LITTER.SEX.COUNT\""),
        // Of the page, and of the table.
        ("report.toml", " \"LITTER.SEX.ITEMS\",", ""),
        ("report.toml", " \"LITTER.SEX.ITEMS\",", ""),
        ("report.toml", "{LITTER.SEX.ITEMS}", "{LITTER.SEX.COUNT}"),
    ]);
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert!(refused[0].contains("\"LITTER.SEX.ITEMS\" is gone: it was printed"), "{refused:?}");
    let when = "when = 'action == \"removed\"'";
    let (changes, refused) = of(&[("sex_litter.toml", when, "when = 'answered(action)'")]);
    assert_eq!(refused, [""; 0]);
    assert!(changes.iter().any(|change| change.about == ["LITTER.SEX.ITEMS"] && change.says.contains("`when`")));
}

/// A change that an administrator might make to a kind's file.
#[derive(Debug, Clone, Copy)]
enum Edit {
    Relabel,
    RetireField,
    RetireChoice,
    AddField,
    AddChoice,
    Require,
    Limit,
    DropField,
    DropChoice,
    Retype,
}

const EDITS: [Edit; 10] = [
    Edit::Relabel,
    Edit::RetireField,
    Edit::RetireChoice,
    Edit::AddField,
    Edit::AddChoice,
    Edit::Require,
    Edit::Limit,
    Edit::DropField,
    Edit::DropChoice,
    Edit::Retype,
];

/// Makes the change at a place that `at` picks. False if there is no such place.
fn edit(file: &mut Table, edit: Edit, at: usize, number: usize) -> bool {
    let Some(fields) = file.get_mut("field").and_then(Toml::as_array_mut) else { return false };
    if matches!(edit, Edit::AddField) {
        let new = format!("id = \"new_{number}\"\ntype = \"text\"\nlabel = \"What else, {number}?\"");
        fields.push(Toml::Table(new.parse().unwrap()));
        return true;
    }
    let picked = at % fields.len();
    if matches!(edit, Edit::DropField) {
        fields.remove(picked);
        return true;
    }
    let field = fields[picked].as_table_mut().unwrap();
    let choices = |field: &mut Table| field.get("choices").is_some();
    match edit {
        Edit::Relabel => drop(field.insert("label".into(), format!("In other words, {number}?").into())),
        Edit::RetireField => drop(field.insert("retired".into(), true.into())),
        Edit::Limit if field.contains_key("max_length") => drop(field.insert("max_length".into(), 7.into())),
        Edit::Require if !field.contains_key("required") && !field.contains_key("computed") => {
            field.insert("required".into(), "finish".into());
            field.insert("missing".into(), "Answer it".into());
        }
        Edit::Retype if field["type"].as_str() == Some("text") => drop(field.insert("type".into(), "longtext".into())),
        Edit::RetireChoice | Edit::AddChoice | Edit::DropChoice if choices(field) => {
            let choices = field["choices"].as_array_mut().unwrap();
            let one = at / 7 % choices.len();
            match edit {
                Edit::RetireChoice => drop(choices[one].as_table_mut().unwrap().insert("retired".into(), true.into())),
                Edit::DropChoice => drop(choices.remove(one)),
                _ => choices
                    .push(Toml::Table(format!("id = \"c{number}\"\nlabel = \"Another {number}\"").parse().unwrap())),
            }
        }
        _ => return false,
    }
    true
}

/// An answer to every question that takes a simple one.
fn answers(kind: &Kind) -> BTreeMap<String, Value> {
    let mut answers = values(json!({}));
    for (at, field) in kind.fields.iter().enumerate().filter(|(_, field)| field.computed.is_none()) {
        let choice = || field.choices.get(at % field.choices.len().max(1)).map(|choice| json!(choice.id));
        let answer = match field.field_type {
            FieldType::Choice => choice(),
            FieldType::Multi => choice().map(|choice| json!([choice])),
            FieldType::Text | FieldType::Longtext => Some(json!(format!("Words, number {at}"))),
            FieldType::Bool => Some(json!(true)),
            FieldType::Count => Some(json!(at)),
            FieldType::Date => Some(json!("2025-03-17")),
            _ => None,
        };
        answers.extend(answer.map(|answer| (field.id.clone(), answer)));
    }
    answers
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Of a sequence of catalogues each is published only if nothing in it is refused. What was answered under the first then
    /// reads the same under each, in value and in words.
    #[test]
    fn no_sequence_of_published_changes_loses_or_changes_an_answer(
        file in prop::sample::select(vec!["noise.toml", "rough_sleeper.toml", "stray_dog.toml", "premises.toml"]),
        edits in prop::collection::vec((prop::sample::select(EDITS.to_vec()), 0_usize..1_000), 6..14),
    ) {
        let (published, refused) = (Cell::new(0), Cell::new(0));
        // The shared questions offer a kind of their own.
        let mut files = with(&[]);
        files.retain(|(name, _)| ["common.toml", "vulnerability_concern.toml", "intelligence_report.toml", file].contains(&name.as_str()));
        let mut standing = read(&files);
        let id = file.trim_end_matches(".toml");
        let answered = answers(standing.kind(id).unwrap());
        let shown = |catalogue: &Catalogue| -> BTreeMap<String, (Value, String)> {
            let kind = catalogue.kind(id).unwrap();
            let judged = kind.answer(&answered, &moment(), 0);
            let given = judged.fields.into_iter().filter(|field| answered.contains_key(&field.id));
            given.map(|field| (field.id, (field.value, field.text))).collect()
        };
        let first = shown(&standing);
        for (number, (what, at)) in edits.into_iter().enumerate() {
            let mut next = files.clone();
            let (_, text) = next.iter_mut().find(|(name, _)| name == file).unwrap();
            let mut table: Table = text.parse().unwrap();
            if !edit(&mut table, what, at, number) {
                continue;
            }
            *text = toml::to_string(&table).unwrap();
            // What an expression needs cannot be dropped; such a file is refused before anything is compared.
            let Ok(newer) = Catalogue::from_files(&as_str(&next)) else { continue };
            let unlawful = changes(&standing, &newer, today()).iter().any(|change| change.refused);
            prop_assert_eq!(unlawful, matches!(what, Edit::DropField | Edit::DropChoice | Edit::Retype), "{:?}", what);
            if unlawful {
                refused.set(refused.get() + 1);
                continue;
            }
            (files, standing) = (next, newer);
            published.set(published.get() + 1);
            prop_assert_eq!(&shown(&standing), &first, "after {:?}", what);
        }
        prop_assume!(published.get() > 0 && refused.get() > 0);
    }
}
