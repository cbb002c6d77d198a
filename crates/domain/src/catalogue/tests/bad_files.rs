//! Files that are refused, each with the file, the line and the reason.

use rstest::rstest;

use super::*;

pub(super) const COMMON: &str = r#"version = 3
[[first]]
id = "occurred_at"
type = "datetime"
label = "When?"
[[last]]
id = "danger"
type = "bool"
label = "Danger?"
"#;

/// Lines 1 to 12 of every kind file below; what a test adds starts at line 13.
pub(super) const HEAD: &str = r#"id = "skip"
name = "Skip"
plural = "skips"
icon = "box"
tile = 1
finding = true
place = "none"
common = true
occurred_label = "When?"
summary = "text.colour"
retention = "R1"
marking = "OFFICIAL"
"#;

const COLOUR: &str = "[[field]]\nid = \"colour\"\ntype = \"text\"\nlabel = \"Colour\"\n";

#[track_caller]
fn check(kind_file: &str, expected: &[&str]) {
    let outcome = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", kind_file)]);
    let mistakes: Vec<String> = outcome.err().unwrap_or_default().iter().map(ToString::to_string).collect();
    assert_eq!(mistakes, expected);
}

#[test]
fn a_good_file_is_read() {
    let text = format!("{HEAD}{COLOUR}");
    let catalogue = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap();
    assert_eq!(catalogue.version(), 3);
    let fields: Vec<_> = catalogue.kind("skip").unwrap().fields.iter().map(|field| field.id.as_str()).collect();
    assert_eq!(fields, ["occurred_at", "colour", "danger"]);
}

#[test]
fn an_unknown_type_is_refused_where_it_stands() {
    let text = format!("{HEAD}{COLOUR}\n[[field]]\nid = \"size\"\ntype = \"colour_wheel\"\nlabel = \"Size\"\n");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!((mistakes.len(), mistakes[0].file.as_str(), mistakes[0].line), (1, "skip.toml", 20));
    assert!(mistakes[0].reason.contains("colour_wheel"), "{}", mistakes[0]);
}

#[test]
fn an_unknown_key_is_refused_where_it_stands() {
    let text = format!("{HEAD}{COLOUR}default = \"red\"\n");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!((mistakes[0].file.as_str(), mistakes[0].line), ("skip.toml", 17));
    assert!(mistakes[0].reason.contains("default"), "{}", mistakes[0]);
}

#[test]
fn text_that_is_no_toml_is_refused_where_it_breaks() {
    let mistakes =
        Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", "id = \"skip\"\nname = \n")]).unwrap_err();
    assert_eq!((mistakes[0].file.as_str(), mistakes[0].line), ("skip.toml", 2));
}

#[test]
fn a_duplicate_field_is_refused() {
    check(&format!("{HEAD}{COLOUR}{COLOUR}"), &["skip.toml:18: the field \"colour\" exists already"]);
}

#[test]
fn a_field_that_common_asks_already_is_refused() {
    let text = format!("{HEAD}{COLOUR}[[field]]\nid = \"danger\"\ntype = \"bool\"\nlabel = \"Danger?\"\n");
    check(&text, &["skip.toml:18: \"danger\" is asked by common.toml already"]);
}

#[rstest]
#[case("shown_when = \"colour ==\"", "cannot be read")]
#[case("shown_when = \"colur == null\"", "names \"colur\"")]
#[case("shown_when = \"late == null\"", "names \"late\"")]
#[case("shown_when = \"[1].exists(x, x == 1)\"", "a catalogue may not use")]
#[case("shown_when = \"string(1).matches('1')\"", "calls \"matches\"")]
#[case("shown_when = \"1 + 1\"", "gives int, not yes or no")]
#[case("shown_when = \"colour + 1 == 2\"", "cannot be worked out")]
#[case("computed = \"text.colour\"", "names \"text\"")]
#[case("because = \"text.shape\"", "cannot be worked out")]
#[case("shown_when = \"answered(colour) && colour > 3\"", "cannot be worked out")]
fn a_bad_expression_is_refused_with_its_line(#[case] line: &str, #[case] reason: &str) {
    let late = "[[field]]\nid = \"late\"\ntype = \"text\"\nlabel = \"Late\"\n";
    let text = format!("{HEAD}{COLOUR}[[field]]\nid = \"b\"\ntype = \"text\"\nlabel = \"B\"\n{line}\n{late}");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!((mistakes.len(), mistakes[0].file.as_str(), mistakes[0].line), (1, "skip.toml", 21), "{mistakes:?}");
    assert!(mistakes[0].reason.contains(reason), "{}", mistakes[0]);
}

#[rstest]
#[case("true && ".repeat(200) + "true", "longer than")]
#[case("(".repeat(60) + "true" + &")".repeat(60), "more than 12 brackets")]
#[case("[".repeat(480) + &"]".repeat(480), "more than 12 brackets")]
#[case("!".repeat(900) + "true", "more than 12 brackets")]
#[case("true ? true : ".repeat(40) + "true", "more than 12 brackets")]
#[case("text".to_owned() + &".a".repeat(400) + " == 1", "more than 12 brackets")]
#[case("1".to_owned() + &"+1".repeat(30), "gives int")]
#[case("-".repeat(30) + "1", "gives int")]
#[case("!".repeat(30) + "1", "gives int")]
#[case("true ? 1 : ".repeat(30) + "1", "gives int")]
#[case("false ? true : ".repeat(30) + "1", "gives int")]
#[case("text".to_owned() + &".a".repeat(30) + " == 1", "more than 12 brackets")]
#[case("danger".to_owned() + &".a".repeat(30), "names")]
#[case("occurred_at".to_owned() + &".a".repeat(30), "cannot be worked out")]
#[case("[".repeat(12) + &"]".repeat(12), "gives list")]
#[case("(".repeat(12) + &"-".repeat(30) + "1" + &")".repeat(12), "gives int")]
#[case("true".to_owned() + &"&&1".repeat(15), "cannot be worked out")]
fn an_expression_too_long_or_too_deep_is_refused_and_the_rest_is_survived(
    #[case] expression: String,
    #[case] reason: &str,
) {
    let text = format!("{HEAD}{COLOUR}shown_when = \"{expression}\"\n");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!(mistakes[0].line, 17, "{mistakes:?}");
    assert!(mistakes[0].reason.contains(reason), "{}", mistakes[0]);
}

#[rstest]
#[case("id = \"n\"\ntype = \"int\"\nlabel = \"N\"\nmin = 5\nmax = 4", 17, "min 5 is above max 4")]
#[case("id = \"n\"\ntype = \"text\"\nlabel = \"N\"\nmin = 5", 17, "min and max go with numbers")]
#[case("id = \"n\"\ntype = \"money\"\nlabel = \"N\"\ncomputed = \"1\"", 17, "money is typed, or goes by rates")]
#[case("id = \"n\"\ntype = \"choice\"\nlabel = \"N\"", 15, "there are no choices")]
#[case(
    "id = \"n\"\ntype = \"multi\"\nlabel = \"N\"\nchoices = [\n{ id = \"a\", label = \"A\" },\n{ id = \"a\", label = \"B\" }]",
    19,
    "the choice \"a\" exists already"
)]
#[case("id = \"n\"\ntype = \"record\"\nlabel = \"N\"\nof = \"boat\"", 17, "there is no kind \"boat\"")]
#[case(
    "id = \"Number\"\ntype = \"text\"\nlabel = \"N\"",
    14,
    "\"Number\" is not a name of lower-case letters, digits and _"
)]
#[case("id = \"review\"\ntype = \"text\"\nlabel = \"N\"", 14, "\"review\" is a name that Patrolbook uses itself")]
#[case(
    "id = \"n\"\ntype = \"text\"\nlabel = \"N\"\nrequired = \"finish\"",
    17,
    "a required field needs the words for \"missing\""
)]
#[case(
    "id = \"n\"\ntype = \"text\"\nlabel = \"N\"\nstage = \"close\"\nmissing = \"N\"\nrequired = \"finish\"",
    19,
    "it is required before it is asked"
)]
#[case(
    "id = \"n\"\ntype = \"text\"\nlabel = \"N\"\npattern = \"[\"",
    17,
    "the pattern cannot be read, or the type is not text"
)]
#[case("id = \"n\"\ntype = \"rows\"\nlabel = \"N\"", 15, "columns go with the type rows, and rows need columns")]
#[case(
    "id = \"n\"\ntype = \"rows\"\nlabel = \"N\"\n[[field.column]]\nid = \"a\"\ntype = \"choice\"\nlabel = \"A\"",
    19,
    "there are no choices"
)]
fn a_question_that_does_not_add_up_is_refused(#[case] lines: &str, #[case] line: usize, #[case] reason: &str) {
    check(&format!("{HEAD}[[field]]\n{lines}\n"), &[&format!("skip.toml:{line}: {reason}")]);
}

#[test]
fn a_rule_about_a_field_that_is_not_there_is_refused() {
    let rule = "[[rule]]\nfield = \"size\"\nstage = \"now\"\nholds = \"true\"\nmessage = \"No\"\n";
    check(&format!("{HEAD}{COLOUR}{rule}"), &["skip.toml:18: there is no field \"size\""]);
}

#[test]
fn every_mistake_of_a_pass_is_reported_at_once() {
    let text = format!("{}{COLOUR}{COLOUR}", HEAD.replace("R1", "R99").replace("\"OFFICIAL\"", "\"SECRET\""));
    check(
        &text,
        &[
            "skip.toml:11: \"R99\" is not a retention class (R1 to R12)",
            "skip.toml:12: \"SECRET\" is not a marking (OFFICIAL, OFFICIAL-SENSITIVE)",
            "skip.toml:18: the field \"colour\" exists already",
        ],
    );
}

#[test]
fn a_retention_class_that_is_not_there_or_shorter_than_the_kinds_is_refused() {
    let classes = format!(
        "retention = [\n{{ id = \"R1\", label = \"Finds\", months = 36 }},\n{{ id = \"R6\", label = \"Told\", months = 12 }}]\n{COMMON}"
    );
    let refused = |common: &str, lines: &str| {
        let text = format!("{HEAD}{lines}\n{COLOUR}");
        let outcome = Catalogue::from_files(&[("common.toml", common), ("skip.toml", &text)]);
        outcome.err().unwrap_or_default().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let kept = |when: &str, class: &str| format!("retention_when = [{{ when = '{when}', class = \"{class}\" }}]");
    assert_eq!(refused(&classes, &kept("answered(colour)", "R1")), [""; 0]);
    for (when, class, reason) in [
        ("answered(colour)", "R9", "skip.toml:13: common.toml has no retention class \"R9\""),
        (
            "answered(colour)",
            "R6",
            "skip.toml:13: \"R6\" is shorter than the class of the kind: an answer keeps it longer",
        ),
        ("colour", "R1", "skip.toml:13: the expression gives null, not yes or no"),
    ] {
        assert_eq!(refused(&classes, &kept(when, class)), [reason], "{when} {class}");
    }
    let forever = classes.replace("months = 36", "months = 0").replace("R6", "R1");
    let wrong = ["common.toml:2: months is 1 to 1200", "common.toml:3: the retention class \"R1\" exists already"];
    assert_eq!(refused(&forever, ""), wrong);
}

#[test]
fn a_kind_is_found_under_its_own_name_and_only_once() {
    let good = format!("{HEAD}{COLOUR}");
    let twice =
        Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &good), ("skip.toml", &good)]).unwrap_err();
    assert_eq!(twice[0].to_string(), "skip.toml:1: the kind \"skip\" exists already");
    let renamed = Catalogue::from_files(&[("common.toml", COMMON), ("boat.toml", &good)]).unwrap_err();
    assert_eq!(renamed[0].to_string(), "boat.toml:1: the file of the kind \"skip\" must be called skip.toml");
    let alone = Catalogue::from_files(&[("skip.toml", &good)]).unwrap_err();
    assert_eq!(alone[0].to_string(), "common.toml:1: the catalogue has no common.toml");
}

#[test]
fn a_mistake_in_a_shared_question_is_reported_in_common_and_once() {
    let common = format!("{COMMON}[[last]]\nid = \"x\"\ntype = \"text\"\nlabel = \"X\"\nshown_when = \"nothing\"\n");
    let other = HEAD.replace("\"skip\"", "\"tip\"").replace("tile = 1", "tile = 2");
    let files = [
        ("common.toml", common.as_str()),
        ("skip.toml", &format!("{HEAD}{COLOUR}")),
        ("tip.toml", &format!("{other}{COLOUR}")),
    ];
    let mistakes = Catalogue::from_files(&files).unwrap_err();
    assert_eq!((mistakes.len(), mistakes[0].file.as_str(), mistakes[0].line), (1, "common.toml", 14), "{mistakes:?}");
}

#[test]
fn a_group_that_common_does_not_have_is_refused_where_it_stands() {
    check(&format!("{HEAD}group = \"bins\"\n{COLOUR}"), &["skip.toml:13: common.toml has no group \"bins\""]);
}

#[test]
fn a_kind_asks_a_shared_question_itself_in_the_place_of_it() {
    let own = "[[field]]\nid = \"danger\"\ntype = \"bool\"\nlabel = \"Danger to you?\"\n";
    check(&format!("{HEAD}without = [\"danger\"]\n{COLOUR}{own}"), &[]);
}

#[test]
fn what_is_found_cannot_be_planned() {
    let reason = "skip.toml:13: only what is held can be planned: planned goes with event";
    check(&format!("{HEAD}planned = true\n{COLOUR}"), &[reason]);
    check(&format!("{HEAD}event = true\nplanned = true\n{COLOUR}"), &[]);
}

#[test]
fn what_is_a_leader_s_to_say_and_what_a_kind_leaves_out_is_held_to_what_there_is() {
    let own_page = format!("{HEAD}own_page = true\n{COLOUR}");
    check(&own_page, &["skip.toml:13: what has a page of its own is no finding"]);
    check(&own_page.replace("finding = true", "finding = false"), &[]);
    check(&format!("{HEAD}{COLOUR}leader = true\n"), &[]);
    check(&format!("{HEAD}{COLOUR}team = true\n"), &["skip.toml:17: team goes with the type person"]);
    let left = format!("{HEAD}without = [\"lighten\"]\n{COLOUR}");
    check(&left, &["skip.toml:13: common.toml has no \"lighten\""]);
    let step = "[[state]]\nid = \"recorded\"\nis = \"recorded\"\nlabel = \"Seen\"\n[[state]]\nid = \"done\"\n\
                is = \"actioned\"\nlabel = \"Done\"\n[[step]]\nid = \"do\"\nlabel = \"Do\"\nto = \"done\"\nphotos = true\n";
    check(&format!("{HEAD}{COLOUR}{step}"), &["skip.toml:29: the kind takes no photos"]);
}

#[test]
fn an_unknown_merge_rule_is_refused_where_it_stands() {
    let text = format!("{HEAD}{COLOUR}merge = \"newest\"\n");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!((mistakes.len(), mistakes[0].file.as_str(), mistakes[0].line), (1, "skip.toml", 17));
    assert!(mistakes[0].reason.contains("newest"), "{}", mistakes[0]);
}

#[rstest]
#[case("type = \"int\"\nmerge = \"tally\"", 19, "the merge rule tally goes with the type count")]
#[case(
    "type = \"text\"\nmerge = \"set\"",
    19,
    "the merge rule set goes with the types multi, people, texts and records"
)]
#[case("type = \"text\"\nmerge = \"workflow\"", 19, "the merge rule workflow goes with the type choice")]
#[case(
    "type = \"longtext\"\nmerge = \"notes\"\nrequired = \"finish\"\nmissing = \"Enter a note\"",
    19,
    "the merge rule notes goes with the type longtext, and nobody is required to write one"
)]
#[case(
    "type = \"choice\"\nmerge = \"sticky\"\nchoices = [{ id = \"child\", label = \"A child\" }]",
    19,
    "the merge rule sticky goes with the type bool, or with a choice \"none\""
)]
#[case(
    "type = \"count\"\nmerge = \"tally\"\ncomputed = \"1\"",
    19,
    "no merge rule goes with columns and what is computed"
)]
fn a_merge_rule_that_does_not_suit_its_question_is_refused(
    #[case] lines: &str,
    #[case] line: usize,
    #[case] reason: &str,
) {
    let text = format!("{HEAD}{COLOUR}[[field]]\nid = \"b\"\n{lines}\nlabel = \"B\"\n");
    check(&text, &[&format!("skip.toml:{}: {reason}", line + 1)]);
}

#[test]
fn a_restricted_kind_is_a_finding_without_photos_and_sensitive_and_nothing_refers_to_it() {
    let text =
        format!("{}restricted = true\n[photos]\nmost = 2\n{COLOUR}", HEAD.replace("true\nplace", "false\nplace"));
    check(
        &text,
        &[
            "skip.toml:13: only a finding can be restricted, and no register",
            "skip.toml:14: a restricted kind takes no photos: they are not sealed",
            "skip.toml:12: a restricted kind is OFFICIAL-SENSITIVE",
        ],
    );
    let refers = format!(
        "{}restricted = true\n{COLOUR}[[field]]\nid = \"other\"\ntype = \"record\"\nof = \"skip\"\nlabel = \"Other\"\n",
        HEAD.replace("OFFICIAL", "OFFICIAL-SENSITIVE")
    );
    check(&refers, &["skip.toml:21: \"skip\" is restricted: nothing can refer to it"]);
}

/// A course of its own after the one question.
const COURSE: &str = "[[state]]\nid = \"recorded\"\nis = \"recorded\"\nlabel = \"Recorded\"\n[[state]]\nid = \"over\"\n\
    is = \"resolved\"\nlabel = \"Over\"\n[[state]]\nid = \"nothing\"\nis = \"no_further_action\"\nlabel = \"Nothing\"\n\
    [[step]]\nid = \"end\"\nlabel = \"End\"\nfrom = [\"recorded\"]\n";

#[rstest]
#[case("to = \"gone\"", "there is no state \"gone\"")]
#[case("to = \"over\"", "a step that resolves needs an outcome")]
#[case("to = \"over\"\noutcomes = [\"complied\"]\nasks = [\"size\"]", "there is no field \"size\"")]
#[case("to = \"over\"\noutcomes = [\"complied\"]\nsets = { colour = 3 }", "\"colour\" does not take that answer")]
#[case("to = \"over\"\noutcomes = [\"complied\"]\nwhen = \"colour\"", "end: the expression gives null, not yes or no")]
#[case("to = \"nothing\"\nreason = true", "\"nothing\" cannot follow on \"recorded\"")]
fn a_step_that_cannot_be_taken_is_refused(#[case] lines: &str, #[case] reason: &str) {
    let text = format!("{HEAD}{COLOUR}{COURSE}{lines}\n");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert!(mistakes.len() == 1 && mistakes[0].line > 28, "{mistakes:?}");
    assert_eq!(mistakes[0].reason, reason);
}

/// The rest of its step, a question for a day, and the head of a clock.
const CLOCK: &str = "to = \"over\"\noutcomes = [\"complied\"]\n[[field]]\nid = \"on\"\ntype = \"date\"\nlabel = \"On?\"\n\
    [[clock]]\nid = \"look\"\nlabel = \"Look at it\"\nrule = \"default\"\nsource = \"Patrolbook's own\"\n";

#[rstest]
#[case("runs = [\"recorded\"]", 0, "a clock takes exactly one of hours, working_hours, days and working_days")]
#[case(
    "days = 1\nhours = 2\nruns = [\"recorded\"]",
    0,
    "a clock takes exactly one of hours, working_hours, days and working_days"
)]
#[case("working_days = 2601\nruns = [\"recorded\"]", 4, "working_days is at most 2600")]
#[case("hours = 1\nfirst_day = true\nruns = [\"recorded\"]", 5, "first_day goes with days and working_days")]
#[case(
    "working_hours = 0\noffice = { from = \"09:00\", until = \"17:00\" }\nruns = [\"recorded\"]",
    4,
    "working_hours is 1 or more; 0 hours is that very moment"
)]
#[case(
    "working_hours = 4\nat = \"18:00\"\noffice = { from = \"09:00\", until = \"17:00\" }\nruns = [\"recorded\"]",
    5,
    "at is a time such as \"18:00\", and goes with days and working_days"
)]
#[case(
    "days = 4\noffice = { from = \"09:00\", until = \"17:00\" }\nruns = [\"recorded\"]",
    5,
    "office goes with working_hours"
)]
#[case(
    "working_hours = 4\noffice = { from = \"17:00\", until = \"09:00\" }\nruns = [\"recorded\"]",
    5,
    "office hours are two times such as from = \"09:00\" and until = \"17:00\", the second after the first"
)]
#[case("working_hours = 4\nruns = [\"recorded\"]", 4, "common.toml has no office_hours, and the clock none of its own")]
#[case("days = 1", 0, "a clock needs states to run in: runs, or is")]
#[case("days = 1\nruns = [\"lost\"]", 5, "there is no state \"lost\"")]
#[case("days = 1\nruns = [\"over\"]", 5, "\"over\" is closed: no clock runs or waits there")]
#[case("days = 1\nis = [\"resolved\"]", 5, "no clock runs in what is closed")]
#[case("days = 1\nis = [\"referred\"]", 5, "the kind has no such state")]
#[case(
    "days = 1\nruns = [\"recorded\"]\npauses = [\"recorded\"]",
    6,
    "it cannot both run and stand still in \"recorded\""
)]
#[case("days = 1\nruns = [\"recorded\"]\nfrom = \"size\"", 6, "there is no field \"size\"")]
#[case(
    "days = 1\nruns = [\"recorded\"]\nfrom = \"colour\"",
    6,
    "a clock starts at a date or datetime, and \"colour\" is none"
)]
#[case("hours = 1\nruns = [\"recorded\"]\nfrom = \"on\"", 6, "hours start at a datetime: a date has none")]
#[case("days = 1\nruns = [\"recorded\"]\nfrom = \"on\"\nuntil = \"on\"", 7, "the answer that starts it cannot meet it")]
#[case("days = 1\nruns = [\"recorded\"]\nwhen = \"colour\"", 6, "the expression gives null, not yes or no")]
#[case(
    "hours = 1\nbefore = true\nruns = [\"recorded\"]",
    5,
    "what is counted back is days or working_days before a question"
)]
#[case(
    "days = 1\nwithout = \"on\"\nruns = [\"recorded\"]",
    5,
    "\"on\" is no question for rows with the dates from and until"
)]
fn a_clock_that_cannot_run_is_refused_with_its_line(#[case] lines: &str, #[case] line: usize, #[case] reason: &str) {
    let text = format!("{HEAD}{COLOUR}{COURSE}{CLOCK}{lines}\n");
    let first = 1 + text.lines().position(|line| line == "id = \"look\"").unwrap();
    check(&text, &[&format!("skip.toml:{}: {reason}", first + line)]);
}

#[test]
fn a_rule_of_a_clock_that_nobody_knows_and_a_second_of_its_name_are_refused() {
    let clock = format!("{CLOCK}days = 1\nruns = [\"recorded\"]\n");
    let unknown = format!("{HEAD}{COLOUR}{COURSE}{}", clock.replace("\"default\"", "\"custom\""));
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &unknown)]).unwrap_err();
    assert!(mistakes[0].reason.contains("custom"), "{mistakes:?}");
    let again = clock.split_once("[[clock]]").unwrap().1;
    let text = format!("{HEAD}{COLOUR}{COURSE}{clock}[[clock]]{again}");
    let second = 1 + text.lines().collect::<Vec<_>>().iter().rposition(|line| *line == "id = \"look\"").unwrap();
    check(&text, &[&format!("skip.toml:{second}: the clock \"look\" exists already")]);
}

#[test]
fn a_rule_of_a_row_sees_its_columns_and_nothing_else() {
    let rows = "[[field]]\nid = \"tools\"\ntype = \"rows\"\nlabel = \"Tools\"\n[[field.column]]\nid = \"out\"\ntype = \"count\"\n\
        label = \"Out\"\n[[field.row_rule]]\nholds = \"out < size(colour)\"\nmessage = \"too many\"\n";
    let text = format!("{HEAD}{COLOUR}{rows}");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert!(mistakes[0].reason.contains("names \"colour\""), "{mistakes:?}");
}

#[rstest]
#[case("days = 0\nmark = \"mark\"", "days is 1 to 730")]
#[case("days = 20", "the same one is known by metres, by its mark, or by both")]
#[case("days = 20\nmetres = 20", "metres is 1 to 500 and goes with a place")]
#[case("days = 20\nmark = \"colour\"", "\"colour\" is no question of the type vrm")]
fn what_can_never_be_the_same_one_is_refused(#[case] lines: &str, #[case] reason: &str) {
    let text = format!("{HEAD}[same_one]\n{lines}\n{COLOUR}{MARK}");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!(mistakes.iter().map(|mistake| mistake.reason.as_str()).collect::<Vec<_>>(), [reason]);
}

#[test]
fn a_step_for_gone_that_does_not_exist_is_refused() {
    let text = format!("{HEAD}[same_one]\ndays = 20\nmark = \"mark\"\ngone = [\"left\"]\n{COLOUR}{MARK}");
    check(&text, &["skip.toml:16: there is no step \"left\""]);
}

const MARK: &str = "[[field]]\nid = \"mark\"\ntype = \"vrm\"\nlabel = \"Mark\"\n";

#[rstest]
#[case("of = \"finding\"\nagain = 3", "same and again go with a question for a record of the same kind")]
#[case("of = \"skip\"\nagain = 1", "again is 2 or more")]
#[case("of = \"skip\"\nsame = \"colour.panel\"", "\"colour.panel\" does not lead from a record to a record")]
#[case("of = \"skip\"\nsame = \"earlier\"", "\"earlier\" does not lead from a record to a record")]
fn what_cannot_be_raised_again_is_refused(#[case] lines: &str, #[case] reason: &str) {
    let text = format!("{HEAD}{COLOUR}[[field]]\nid = \"earlier\"\ntype = \"record\"\nlabel = \"Before?\"\n{lines}\n");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!(mistakes.iter().map(|mistake| mistake.reason.as_str()).collect::<Vec<_>>(), [reason]);
}

#[rstest]
#[case("mark = \"colour\"", "\"colour\" is no question of the type vrm that the whole team reads")]
#[case("mark = \"mark\"\nmake = \"maker\"", "\"maker\" is no question of the type text or choice")]
#[case("mark = \"mark\"", "the DVLA is asked for a lawful purpose, each with an id and a label")]
fn the_dvla_is_asked_about_a_mark_and_for_a_purpose(#[case] lines: &str, #[case] reason: &str) {
    let purposes = if reason.starts_with("the DVLA") { "" } else { "{ id = \"why\", label = \"Why\" }" };
    let text = format!("{HEAD}[dvla]\n{lines}\npurposes = [{purposes}]\n{COLOUR}{MARK}");
    let mistakes = Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_err();
    assert_eq!(mistakes.iter().map(|mistake| mistake.reason.as_str()).collect::<Vec<_>>(), [reason]);
}

#[test]
fn a_photo_of_before_needs_one_of_after() {
    let slots = "slots = [{ id = \"was\", label = \"Was\" }, { id = \"is\", label = \"Is\" }]";
    let reason = "before and after go together, and name slots";
    for (lines, good) in [
        ("before = \"was\"\nafter = \"is\"", true),
        ("before = \"was\"", false),
        ("before = \"was\"\nafter = \"on\"", false),
    ] {
        let text = format!("{HEAD}[photos]\nmost = 2\n{slots}\n{lines}\n{COLOUR}");
        let mistakes =
            Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).err().unwrap_or_default();
        assert_eq!(
            mistakes.iter().map(|mistake| mistake.reason.as_str()).collect::<Vec<_>>(),
            [reason; 1][usize::from(good)..]
        );
    }
}

#[test]
fn partners_of_one_name_or_that_end_before_they_begin_and_a_kind_that_names_none_of_them_are_refused() {
    let partners = "partners = [\n  { id = \"police\", label = \"Police\", aliases = [\"Kent Police\"] },\n  \
        { id = \"crc\", label = \"Kent police\", from = \"2021-01-02\", until = \"2021-01-01\" },\n]\n";
    let common = COMMON.replacen("version = 3\n", &format!("version = 3\n{partners}"), 1);
    let read = |kind: &str| -> Vec<String> {
        let outcome = Catalogue::from_files(&[("common.toml", &common), ("skip.toml", kind)]);
        outcome.err().unwrap_or_default().iter().map(ToString::to_string).collect()
    };
    let expected = [
        "common.toml:4: \"crc\" ends before it begins",
        "common.toml:4: another partner is called \"Kent police\" too",
    ];
    assert_eq!(read(&format!("{HEAD}{COLOUR}")), expected);
    check(&format!("{HEAD}partners = [\"navy\"]\n{COLOUR}"), &["skip.toml:13: common.toml has no partner \"navy\""]);
}

#[test]
fn advice_and_a_higher_marking_are_held_to_what_they_have_to_give() {
    check(&format!("{HEAD}{COLOUR}advice = \"photos\"\n"), &["skip.toml:17: the expression gives int, not text"]);
    check(
        &format!("{HEAD}sensitive_when = \"text.colour\"\n{COLOUR}"),
        &["skip.toml:13: the expression gives string, not yes or no"],
    );
}

#[rstest]
#[case("by = [\"colour\"]", 4, "\"colour\" is no question for choices, yes or no, or words that are worked out")]
#[case("by = [\"size\"]", 4, "\"size\" is no question for choices, yes or no, or words that are worked out")]
#[case(
    "people = true\nby = [\"danger\"]",
    5,
    "it is about people: its parts would tell what it hides where they are few"
)]
#[case(
    "tally = \"days\"\nby = [\"danger\"]",
    5,
    "by goes with the tallies records, sum and on_a_date: only they add up"
)]
fn a_figure_that_cannot_be_told_apart_is_refused(#[case] lines: &str, #[case] line: usize, #[case] reason: &str) {
    let text =
        format!("{HEAD}{COLOUR}[[figure]]\nid = \"SKIP.FINDS\"\nlabel = \"Skips\"\ncounts = \"Skips.\"\n{lines}\n");
    let first = 1 + text.lines().position(|line| line == "id = \"SKIP.FINDS\"").unwrap();
    check(&text, &[&format!("skip.toml:{}: {reason}", first + line - 1)]);
}

#[test]
fn two_views_of_photos_are_called_differently() {
    let photos = |second: &str| {
        format!(
            "{HEAD}{COLOUR}[photos]\nmost = 2\nslots = [\n  {{ id = \"before\", label = \"Before\" }},\n  {second},\n]\n"
        )
    };
    check(&photos("{ id = \"after\", label = \"After\", aliases = [\"Since\"] }"), &[]);
    let twice = "another photo is called \"after\" or \"Before\" already";
    check(&photos("{ id = \"after\", label = \"Before\" }"), &[&format!("skip.toml:21: {twice}")]);
    check(
        &photos("{ id = \"After\", label = \"After\" }"),
        &["skip.toml:21: \"After\" is not a name of lower-case letters, digits and _"],
    );
}

#[test]
fn what_is_sealed_contributes_to_sealed_figures_alone_and_nothing_else_to_them() {
    let with = |table: &str, sealed: bool, more: &str| {
        let head = if sealed {
            HEAD.replace("OFFICIAL\"\n", "OFFICIAL-SENSITIVE\"\nrestricted = true\n")
        } else {
            HEAD.to_owned()
        };
        format!("{head}{COLOUR}[[{table}]]\nid = \"SKIP.FINDS\"\nlabel = \"Skips\"\ncounts = \"Skips.\"\n{more}")
    };
    let refused = |text: &str, key: &str, reason: &str| {
        let line = 1 + text.lines().position(|line| line.starts_with(key)).unwrap();
        check(text, &[&format!("skip.toml:{line}: {reason}")]);
    };
    check(&with("sealed_figure", true, "by = [\"danger\"]\n"), &[]);
    refused(
        &with("figure", true, ""),
        "id = \"SKIP.FINDS\"",
        "what is sealed contributes to a [[sealed_figure]] only, which nobody else is told",
    );
    refused(
        &with("sealed_figure", false, ""),
        "id = \"SKIP.FINDS\"",
        "a [[sealed_figure]] is of a kind that is sealed; write [[figure]]",
    );
    refused(
        &with("sealed_figure", true, "tally = \"sum\"\nvalue = \"photos\"\n"),
        "tally",
        "a [[sealed_figure]] counts records, and lies within no other",
    );
}
