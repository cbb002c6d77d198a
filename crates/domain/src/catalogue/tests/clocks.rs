//! Time limits against worked dates, and the laws that they keep. Times are those of London.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

const COMMON: &str = "version = 1\noffice_hours = { from = \"09:00\", until = \"17:00\" }\n[[first]]\nid = \"occurred_at\"\ntype = \"datetime\"\nlabel = \"When?\"\n";

/// A kind with states to be in, and one clock of which the test gives the length.
fn kind(clock: &str) -> Catalogue {
    let states = ["recorded", "triaged", "actioned", "monitoring", "resolved", "reopened"];
    let states = states.map(|is| format!("[[state]]\nid = \"{is}\"\nis = \"{is}\"\nlabel = \"{is}\"\n")).concat();
    let text = format!(
        "id = \"skip\"\nname = \"Skip\"\nplural = \"skips\"\nicon = \"box\"\ntile = 1\nfinding = true\nplace = \"none\"\n\
         common = true\noccurred_label = \"When?\"\nsummary = \"string(photos)\"\nretention = \"R1\"\nmarking = \"OFFICIAL\"\n\
         [[field]]\nid = \"served_on\"\ntype = \"date\"\nlabel = \"Served?\"\nfuture = true\n\
         [[field]]\nid = \"told\"\ntype = \"text\"\nlabel = \"Told?\"\n\
         [[field]]\nid = \"seen_at\"\ntype = \"datetime\"\nlabel = \"Seen?\"\n\
         [[field]]\nid = \"held_up\"\ntype = \"rows\"\nlabel = \"Held up?\"\n\
         [[field.column]]\nid = \"from\"\ntype = \"date\"\nlabel = \"From\"\n\
         [[field.column]]\nid = \"until\"\ntype = \"date\"\nlabel = \"Until\"\n{states}\
         [[clock]]\nid = \"look\"\nlabel = \"Look\"\nrule = \"default\"\nsource = \"Ours\"\n\
         runs = [\"recorded\", \"triaged\", \"reopened\"]\npauses = [\"monitoring\"]\n{clock}\n"
    );
    Catalogue::from_files(&[("common.toml", COMMON), ("skip.toml", &text)]).unwrap_or_else(|error| panic!("{error:#?}"))
}

/// "2025-03-18 09:00" in London.
fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_local_timezone(ZONE).earliest().unwrap().to_utc()
}

/// "recorded 2025-03-18 09:00, monitoring 2025-03-21 12:00".
fn stays(text: &str) -> Vec<Stay> {
    let stay = |text: &str| {
        let (state, since) = text.trim().split_once(' ').unwrap();
        Stay { state: state.to_owned(), since: at(since) }
    };
    text.split(',').map(stay).collect()
}

fn reading(catalogue: &Catalogue, stays: &[Stay], answers: Value) -> Option<Reading> {
    let kind = catalogue.kind("skip").unwrap();
    let answer = kind.answer(&values(answers), &Moment { now: at("2030-01-01 00:00") }, 0);
    kind.readings(stays, &answer).into_iter().next().map(|(_, reading)| reading)
}

#[track_caller]
fn check(clock: &str, course: &str, answers: Value, expected: &str) {
    let shown = match reading(&kind(clock), &stays(course), answers) {
        None => "not begun".to_owned(),
        Some(Reading::Due(due)) => format!("due {}", due.with_timezone(&ZONE).format("%Y-%m-%d %H:%M")),
        Some(Reading::Paused(since)) => format!("paused {}", since.with_timezone(&ZONE).format("%Y-%m-%d %H:%M")),
        Some(Reading::Met { late: true, .. }) => "met late".to_owned(),
        Some(Reading::Met { late: false, .. }) => "met".to_owned(),
    };
    assert_eq!(shown, expected);
}

// Due "2025-03-20 00:00" is due by the end of the 19th.
#[rstest]
#[case::the_next_day("working_days = 1", "recorded 2025-03-18 09:00", "due 2025-03-20 00:00")]
#[case::friday_to_monday("working_days = 1", "recorded 2025-03-14 17:00", "due 2025-03-18 00:00")]
#[case::begun_on_a_saturday("working_days = 1", "recorded 2025-03-15 11:00", "due 2025-03-18 00:00")]
#[case::four_working_hours("working_hours = 4", "recorded 2025-03-18 10:30", "due 2025-03-18 14:30")]
#[case::until_the_office_closes("working_hours = 4", "recorded 2025-03-18 13:00", "due 2025-03-18 17:00")]
#[case::over_a_night("working_hours = 4", "recorded 2025-03-18 16:30", "due 2025-03-19 12:30")]
#[case::before_the_office_opens("working_hours = 4", "recorded 2025-03-18 07:40", "due 2025-03-18 13:00")]
#[case::over_a_weekend("working_hours = 4", "recorded 2025-03-14 16:00", "due 2025-03-17 12:00")]
#[case::hours_over_easter("working_hours = 4", "recorded 2025-04-17 15:00", "due 2025-04-22 11:00")]
#[case::hours_over_the_change_to_summer_time("working_hours = 10", "recorded 2026-03-27 16:00", "due 2026-03-31 10:00")]
#[case::hours_paused(
    "working_hours = 4",
    "recorded 2025-03-18 10:00, monitoring 2025-03-18 12:00, triaged 2025-03-19 16:00",
    "due 2025-03-20 10:00"
)]
#[case::hours_stand_still(
    "working_hours = 4",
    "recorded 2025-03-18 10:00, monitoring 2025-03-18 12:00",
    "paused 2025-03-18 12:00"
)]
#[case::hours_of_another_office(
    "working_hours = 4\noffice = { from = \"08:00\", until = \"20:00\" }",
    "recorded 2025-03-18 15:30",
    "due 2025-03-18 19:30"
)]
#[case::the_same_working_day("working_days = 0", "recorded 2025-03-14 11:00", "due 2025-03-15 00:00")]
#[case::the_same_working_day_on_a_sunday("working_days = 0", "recorded 2025-03-16 11:00", "due 2025-03-18 00:00")]
#[case::the_first_day_counts("working_days = 2\nfirst_day = true", "recorded 2025-03-14 11:00", "due 2025-03-18 00:00")]
// Good Friday 18 April, Easter Monday 21 April 2025.
#[case::over_easter("working_days = 2", "recorded 2025-04-16 10:00", "due 2025-04-23 00:00")]
#[case::early_may("working_days = 1", "recorded 2025-05-02 10:00", "due 2025-05-07 00:00")]
#[case::days_know_no_easter("days = 2", "recorded 2025-04-16 10:00", "due 2025-04-19 00:00")]
// Christmas Day and Boxing Day 2025 are a Thursday and a Friday, New Year's Day a Thursday.
#[case::over_christmas("working_days = 2", "recorded 2025-12-23 15:00", "due 2025-12-30 00:00")]
#[case::over_new_year("working_days = 1", "recorded 2025-12-31 15:00", "due 2026-01-03 00:00")]
// 26 December 2026 is a Saturday: Boxing Day is kept on Monday the 28th.
#[case::a_substitute_day("working_days = 1", "recorded 2026-12-24 15:00", "due 2026-12-30 00:00")]
// Scotland keeps 2 January and the first Monday in August; England and Wales do not.
#[case::not_a_holiday_of_scotland("working_days = 1", "recorded 2026-01-01 09:00", "due 2026-01-03 00:00")]
#[case::by_a_time("days = 0\nat = \"18:00\"", "recorded 2025-03-18 09:00", "due 2025-03-18 18:00")]
#[case::by_a_time_that_is_over("days = 0\nat = \"18:00\"", "recorded 2025-03-18 19:00", "due 2025-03-19 18:00")]
#[case::by_a_time_of_the_next_working_day(
    "working_days = 1\nat = \"13:00\"",
    "recorded 2025-03-14 15:00",
    "due 2025-03-17 13:00"
)]
#[case::in_summer("days = 1\nat = \"18:00\"", "recorded 2025-03-29 09:00", "due 2025-03-30 18:00")]
#[case::left_after_it("days = 0\nat = \"18:00\"", "recorded 2025-03-18 09:00, resolved 2025-03-18 20:00", "met late")]
#[case::left_before_it("days = 0\nat = \"18:00\"", "recorded 2025-03-18 09:00, resolved 2025-03-18 17:00", "met")]
#[case::seven_days("days = 7", "recorded 2025-03-18 16:00", "due 2025-03-26 00:00")]
#[case::fifteen_days_over_a_leap_day("days = 15", "recorded 2024-02-20 16:00", "due 2024-03-07 00:00")]
// Summer time began on 29 March 2026 at 01:00 and ended on 25 October 2026 at 02:00.
#[case::hours_while_clocks_go_forward("hours = 24", "recorded 2026-03-28 12:00", "due 2026-03-29 13:00")]
#[case::hours_while_clocks_go_back("hours = 24", "recorded 2026-10-24 12:00", "due 2026-10-25 11:00")]
#[case::a_day_of_23_hours("days = 1", "recorded 2026-03-28 12:00", "due 2026-03-30 00:00")]
#[case::a_day_of_25_hours("days = 1", "recorded 2026-10-24 12:00", "due 2026-10-26 00:00")]
#[case::just_before_a_midnight_of_summer("days = 0", "recorded 2026-07-01 23:30", "due 2026-07-02 00:00")]
// An instant late on 30 March in UTC is 31 March in London.
#[case::just_after_a_midnight_of_summer("days = 0", "recorded 2026-03-31 00:30", "due 2026-04-01 00:00")]
#[case::a_pause_of_hours(
    "hours = 24",
    "recorded 2025-03-18 09:00, monitoring 2025-03-18 12:00, triaged 2025-03-18 15:00",
    "due 2025-03-19 12:00"
)]
#[case::a_pause_within_a_day(
    "working_days = 2",
    "recorded 2025-03-18 09:00, monitoring 2025-03-19 09:00, triaged 2025-03-19 15:00",
    "due 2025-03-21 00:00"
)]
#[case::a_pause_from_noon_to_noon(
    "working_days = 2",
    "recorded 2025-03-18 09:00, monitoring 2025-03-19 12:00, triaged 2025-03-20 12:00",
    "due 2025-03-22 00:00"
)]
#[case::a_pause_over_a_weekend(
    "working_days = 2",
    "recorded 2025-03-13 09:00, monitoring 2025-03-15 10:00, triaged 2025-03-17 08:00",
    "due 2025-03-18 00:00"
)]
#[case::a_pause_from_friday_to_monday(
    "working_days = 2",
    "recorded 2025-03-13 09:00, monitoring 2025-03-14 16:00, triaged 2025-03-17 08:00",
    "due 2025-03-19 00:00"
)]
#[case::days_in_a_pause_over_a_weekend(
    "days = 3",
    "recorded 2025-03-13 09:00, monitoring 2025-03-14 16:00, triaged 2025-03-17 08:00",
    "due 2025-03-20 00:00"
)]
#[case::a_pause_while_clocks_go_forward(
    "hours = 24",
    "recorded 2026-03-28 12:00, monitoring 2026-03-28 18:00, triaged 2026-03-29 18:00",
    "due 2026-03-30 12:00"
)]
#[case::standing_still(
    "working_days = 2",
    "recorded 2025-03-13 09:00, monitoring 2025-03-14 16:00",
    "paused 2025-03-14 16:00"
)]
#[case::a_pause_after_it_had_run_out(
    "working_days = 1",
    "recorded 2025-03-13 09:00, monitoring 2025-03-19 16:00",
    "due 2025-03-15 00:00"
)]
#[case::it_goes_on_in_another_of_its_states(
    "working_days = 2",
    "recorded 2025-03-17 09:00, triaged 2025-03-18 09:00",
    "due 2025-03-20 00:00"
)]
#[case::left_in_time("working_days = 1", "recorded 2025-03-18 09:00, actioned 2025-03-19 23:59", "met")]
#[case::left_late("working_days = 1", "recorded 2025-03-18 09:00, actioned 2025-03-20 00:00", "met late")]
#[case::left_from_a_pause(
    "hours = 1",
    "recorded 2025-03-18 09:00, monitoring 2025-03-18 09:30, resolved 2025-04-01 09:00",
    "met"
)]
#[case::reopened_it_starts_anew(
    "working_days = 1",
    "recorded 2025-03-03 09:00, resolved 2025-03-04 09:00, reopened 2025-03-18 09:00",
    "due 2025-03-20 00:00"
)]
#[case::in_a_pause_nothing_starts(
    "working_days = 1",
    "actioned 2025-03-03 09:00, monitoring 2025-03-04 09:00",
    "not begun"
)]
#[case::a_pause_before_it_starts(
    "working_days = 1",
    "actioned 2025-03-03 09:00, monitoring 2025-03-04 09:00, triaged 2025-03-18 09:00",
    "due 2025-03-20 00:00"
)]
fn a_worked_date(#[case] clock: &str, #[case] course: &str, #[case] expected: &str) {
    check(clock, course, json!({}), expected);
}

#[rstest]
#[case::from_the_day_after_the_day_of_service("days = 7\nfrom = \"served_on\"", json!({"served_on": "2025-03-10"}), "due 2025-03-18 00:00")]
#[case::that_very_day("days = 0\nfrom = \"served_on\"", json!({"served_on": "2025-03-25"}), "due 2025-03-26 00:00")]
#[case::a_day_that_is_no_working_day("working_days = 0\nfrom = \"served_on\"", json!({"served_on": "2025-03-23"}), "due 2025-03-25 00:00")]
#[case::that_very_moment("hours = 0\nfrom = \"seen_at\"", json!({"seen_at": "2025-03-20T16:00:00Z"}), "due 2025-03-20 16:00")]
#[case::unanswered("days = 7\nfrom = \"served_on\"", json!({}), "not begun")]
#[case::answered_with_nonsense("days = 7\nfrom = \"served_on\"", json!({"served_on": 7}), "not begun")]
#[case::a_year_beyond_the_calendar("days = 7\nfrom = \"served_on\"", json!({"served_on": "+262142-12-31"}), "not begun")]
#[case::met_by_an_answer("days = 1\nuntil = \"told\"", json!({"told": "By phone"}), "met")]
#[case::met_by_an_answer_in_time("days = 1\nuntil = \"seen_at\"", json!({"seen_at": "2025-03-19T23:59:00Z"}), "met")]
#[case::met_by_an_answer_late("days = 1\nuntil = \"seen_at\"", json!({"seen_at": "2025-03-20T00:00:00Z"}), "met late")]
#[case::held_up_for_two_days("working_days = 3\nwithout = \"held_up\"", json!({"held_up/a": {"from": "2025-03-19", "until": "2025-03-20"}}), "due 2025-03-26 00:00")]
#[case::held_up_over_a_weekend("working_days = 3\nwithout = \"held_up\"", json!({"held_up/a": {"from": "2025-03-22", "until": "2025-03-23"}}), "due 2025-03-22 00:00")]
#[case::held_up_twice_on_one_day("working_days = 1\nwithout = \"held_up\"", json!({"held_up/a": {"from": "2025-03-19", "until": "2025-03-19"}, "held_up/b": {"from": "2025-03-19", "until": "2025-03-19"}}), "due 2025-03-21 00:00")]
#[case::held_up_without_an_end("days = 3\nwithout = \"held_up\"", json!({"held_up/a": {"from": "2025-03-20"}}), "paused 2025-03-20 00:00")]
#[case::held_up_after_it_was_due("days = 1\nwithout = \"held_up\"", json!({"held_up/a": {"from": "2025-03-20"}}), "due 2025-03-20 00:00")]
#[case::held_up_by_a_row_that_says_nothing("days = 1\nwithout = \"held_up\"", json!({"held_up/a": {}}), "due 2025-03-20 00:00")]
#[case::five_working_days_before("working_days = 5\nbefore = true\nfrom = \"served_on\"", json!({"served_on": "2025-03-25"}), "due 2025-03-19 00:00")]
#[case::before_over_easter("working_days = 2\nbefore = true\nfrom = \"served_on\"", json!({"served_on": "2025-04-22"}), "due 2025-04-17 00:00")]
#[case::days_before("days = 2\nbefore = true\nat = \"12:00\"\nfrom = \"served_on\"", json!({"served_on": "2025-03-25"}), "due 2025-03-23 12:00")]
#[case::before_a_day_that_is_over("working_days = 5\nbefore = true\nfrom = \"served_on\"", json!({"served_on": "2025-03-10"}), "due 2025-03-04 00:00")]
#[case::before_and_met("working_days = 5\nbefore = true\nfrom = \"served_on\"\nuntil = \"seen_at\"", json!({"served_on": "2025-03-25", "seen_at": "2025-03-18T12:00:00Z"}), "met")]
#[case::before_and_met_late("working_days = 5\nbefore = true\nfrom = \"served_on\"\nuntil = \"seen_at\"", json!({"served_on": "2025-03-25", "seen_at": "2025-03-19T12:00:00Z"}), "met late")]
#[case::not_there("days = 1\nwhen = \"told != 'no need'\"", json!({"told": "no need"}), "not begun")]
fn an_answer_starts_it_or_meets_it(#[case] clock: &str, #[case] answers: Value, #[case] expected: &str) {
    check(clock, "recorded 2025-03-18 09:00", answers, expected);
}

#[test]
fn what_was_answered_before_neither_starts_nor_meets_a_clock_that_begins_anew() {
    let course = "recorded 2025-03-03 09:00, resolved 2025-03-04 09:00, reopened 2025-03-18 09:00";
    let answers = json!({"served_on": "2025-03-03", "seen_at": "2025-03-03T12:00:00Z", "told": "By phone"});
    check("days = 1\nfrom = \"served_on\"\nuntil = \"seen_at\"", course, answers.clone(), "due 2025-03-20 00:00");
    check("days = 1\nuntil = \"told\"", course, answers, "due 2025-03-20 00:00");
}

#[test]
fn it_has_run_out_from_the_moment_on_at_which_it_is_due() {
    let due = Reading::Due(at("2025-03-20 00:00"));
    assert!(!due.has_run_out(at("2025-03-19 23:59")));
    assert!(due.has_run_out(at("2025-03-20 00:00")));
    assert!(!Reading::Paused(at("2025-03-01 00:00")).has_run_out(at("2025-03-20 00:00")));
}

/// A length, and a matter that is in states for some hours each, from a quarter of an hour of 2026 on.
fn courses() -> impl Strategy<Value = (u8, u32, u32, Vec<(bool, u32)>)> {
    (0u8..3, 0u32..12, 0u32..9_000, proptest::collection::vec((any::<bool>(), 1u32..120), 0..5))
}

fn course(begin: u32, turns: &[(bool, u32)]) -> Vec<Stay> {
    let mut since = at("2026-01-01 00:00") + TimeDelta::hours(begin.into());
    let mut stays = vec![Stay { state: "recorded".to_owned(), since }];
    for (pause, hours) in turns {
        since += TimeDelta::hours((*hours).into());
        stays.push(Stay { state: if *pause { "monitoring" } else { "triaged" }.to_owned(), since });
    }
    stays
}

/// When it is due; what stands still is due at no time.
fn due(unit: u8, length: u32, stays: &[Stay]) -> DateTime<Utc> {
    let unit = ["hours", "days", "working_days"][usize::from(unit)];
    match reading(&kind(&format!("{unit} = {length}")), stays, json!({})) {
        Some(Reading::Due(due)) => due,
        Some(Reading::Paused(_)) => DateTime::<Utc>::MAX_UTC,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pause_never_makes_it_due_earlier_nor_does_a_longer_limit_and_working_days_are_no_shorter_than_days() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (later, still) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    runner
        .run(&(courses(), any::<proptest::sample::Index>()), |((unit, length, begin, turns), index)| {
            let stays = course(begin, &turns);
            let was = due(unit, length, &stays);
            let mut paused = stays.clone();
            if let Some(stay) = paused.iter_mut().skip(1).nth(index.index(stays.len()).saturating_sub(1)) {
                stay.state = "monitoring".to_owned();
            }
            let with_pause = due(unit, length, &paused);
            prop_assert!(with_pause >= was, "a pause made it due earlier: {with_pause} and not {was}");
            prop_assert!(due(unit, length + 1, &stays) >= was, "a longer limit is due earlier");
            prop_assert!(due(2, length, &stays) >= due(1, length, &stays), "working days are shorter than days");
            prop_assert!(was >= stays[0].since, "it is due before it starts");
            later.set(later.get() + usize::from(with_pause > was));
            still.set(still.get() + usize::from(with_pause == DateTime::<Utc>::MAX_UTC));
            Ok(())
        })
        .unwrap();
    assert!(later.get() > 20 && still.get() > 10, "pauses hardly ever mattered: {} {}", later.get(), still.get());
}
