//! What is prescribed for the removal of a vehicle, by SI 2008/2095 as amended; and amounts that change on a day.

use rstest::rstest;

use super::*;

/// A vehicle that was removed then, and how it stood: its mass, off the road, upright, damaged, laden.
fn charged(
    removed_at: &str,
    (mass, off, upright, damaged, laden): (&str, bool, bool, bool, Option<bool>),
) -> [Value; 3] {
    let how = json!({
        "removed_at": removed_at, "mam_band": mass, "off_road": off, "upright": upright, "substantially_damaged": damaged,
        "laden": laden,
    });
    let judged = answer("abandoned_vehicle", how, 0);
    ["removal_charge_pence", "storage_charge_pence", "disposal_charge_pence"].map(|id| {
        let worked_out = field(&judged, id);
        assert_eq!(worked_out.problem, None, "{id}");
        worked_out.value.clone()
    })
}

const MASSES: [&str; 4] = ["up_to_3_5", "to_7_5", "to_18", "over_18"];

/// Pounds for the four masses: unladen and laden.
#[rstest]
#[case::on_the_road_and_sound(false, true, false, [(192, 192), (256, 256), (448, 448), (448, 448)])]
#[case::on_the_road_and_not_upright(false, false, false, [(320, 320), (832, 832), (2561, 3842), (3842, 5763)])]
#[case::on_the_road_and_damaged(false, true, true, [(320, 320), (832, 832), (2561, 3842), (3842, 5763)])]
#[case::off_the_road_and_sound(true, true, false, [(256, 256), (512, 512), (1281, 1921), (1921, 2561)])]
#[case::off_the_road_and_not_upright(true, false, false, [(384, 384), (1089, 1089), (3842, 5763), (5763, 7684)])]
#[case::off_the_road_and_both(true, false, true, [(384, 384), (1089, 1089), (3842, 5763), (5763, 7684)])]
fn the_charge_for_a_removal_is_the_prescribed_one(
    #[case] off: bool,
    #[case] upright: bool,
    #[case] damaged: bool,
    #[case] pounds: [(u32, u32); 4],
) {
    for (mass, (unladen, loaded)) in MASSES.into_iter().zip(pounds) {
        for (laden, pounds) in [(false, unladen), (true, loaded)] {
            let [removal, ..] = charged("2025-03-18T08:00:00Z", (mass, off, upright, damaged, Some(laden)));
            assert_eq!(removal, json!(pounds * 100), "{mass}, laden: {laden}");
        }
    }
}

#[test]
fn a_two_wheeler_costs_the_same_wherever_it_lies() {
    for (off, upright, damaged) in [(false, true, false), (false, false, true), (true, false, false)] {
        let all = charged("2025-03-18T08:00:00Z", ("two_wheeled", off, upright, damaged, Some(false)));
        assert_eq!(all, [json!(19_200), json!(1_300), json!(6_400)]);
    }
}

#[test]
fn storage_and_disposal_go_by_the_mass_alone() {
    let pence = MASSES.map(|mass| charged("2025-03-18T08:00:00Z", (mass, true, true, true, None)));
    assert_eq!(pence.clone().map(|[_, storage, _]| storage), [2_600, 3_200, 3_800, 4_500].map(Value::from));
    assert_eq!(pence.map(|[.., disposal]| disposal), [9_600, 12_800, 16_000, 19_200].map(Value::from));
}

#[test]
fn a_charge_that_depends_on_what_was_not_answered_is_none_and_one_that_does_not_is_there() {
    let [removal, ..] = charged("2025-03-18T08:00:00Z", ("to_18", false, false, false, None));
    assert_eq!(removal, Value::Null, "laden or not, says the table");
    let [removal, ..] = charged("2025-03-18T08:00:00Z", ("to_18", false, true, false, None));
    assert_eq!(removal, json!(44_800));
}

#[test]
fn the_charge_is_said_in_pounds_and_only_of_what_was_removed() {
    let removed = json!({
        "removed_at": "2025-03-18T08:00:00Z", "mam_band": "to_7_5", "off_road": true, "upright": false, "substantially_damaged": true,
    });
    assert_eq!(field(&answer("abandoned_vehicle", removed, 0), "removal_charge_pence").text, "£1,089");
    let stands = answer("abandoned_vehicle", json!({ "mam_band": "to_7_5" }), 0);
    assert!(!field(&stands, "removal_charge_pence").shown);
}

/// The clocks went forward on 26 March 2023: 6 April begins at 23:00 in Greenwich.
#[rstest]
#[case("2023-04-05T22:59:59Z", Value::Null)]
#[case("2023-04-05T23:00:00Z", json!(19_200))]
fn before_the_first_rates_there_is_no_charge_and_a_day_begins_in_london(
    #[case] removed_at: &str,
    #[case] pence: Value,
) {
    let [removal, ..] = charged(removed_at, ("up_to_3_5", false, true, false, None));
    assert_eq!(removal, pence);
}

/// A question of money with these keys, after a day and before a colour.
fn skip(charge: &str) -> String {
    let head = bad_files::HEAD;
    format!(
        r#"{head}[[field]]
id = "day"
type = "date"
label = "Day"
[[field]]
id = "charge"
label = "Charge"
{charge}
[[field]]
id = "colour"
type = "text"
label = "Colour"
"#
    )
}

fn read(charge: &str) -> Result<Catalogue, Vec<Mistake>> {
    Catalogue::from_files(&[("common.toml", bad_files::COMMON), ("skip.toml", &skip(charge))])
}

const RATES: &str = r#"type = "money"
rated_on = "day"
rates = [
  { from = "2023-04-01", source = "an order", amounts = [{ when = "true", pence = 10000 }] },
  { from = "2024-04-01", source = "a later order", amounts = [{ when = "true", pence = 12000 }] },
]"#;

#[rstest]
#[case("2023-03-31", Value::Null)]
#[case("2024-03-31", json!(10_000))]
#[case("2024-04-01", json!(12_000))]
#[case("2025-03-18", json!(12_000))]
fn newer_rates_hold_from_their_day_and_older_ones_for_what_is_older(#[case] day: &str, #[case] pence: Value) {
    let judged = read(RATES).unwrap().kind("skip").unwrap().answer(&values(json!({ "day": day })), &moment(), 0);
    assert_eq!(field(&judged, "charge").value, pence);
}

#[rstest]
#[case("money", "text", "rates are of money, and nothing else works it out")]
#[case("rated_on = \"day\"", "", "rates go with \"rated_on\", which says on which day, and it needs them")]
#[case(
    "rated_on = \"day\"",
    "rated_on = \"day\"\ncomputed = \"1\"",
    "rates are of money, and nothing else works it out"
)]
#[case(
    "rated_on = \"day\"",
    "rated_on = \"colour\"",
    "the expression names \"colour\", which is not a field that is asked before"
)]
#[case("rated_on = \"day\"", "rated_on = \"true\"", "the expression gives bool, not a date or time")]
#[case(
    "rated_on = \"day\"",
    "rated_on = \"day\"\nrequired = \"close\"\nmissing = \"Enter it\"",
    "what is computed cannot be required"
)]
#[case(
    "2023-04-01",
    "2024-04-01",
    "the rates stand in the order of their days, the earliest first, and no two begin on one day"
)]
#[case("\"an order\"", "\" \"", "the rates do not say what prescribes them: give their source")]
#[case("[{ when = \"true\", pence = 12000 }]", "[]", "there are rates without an amount")]
#[case(
    "when = \"true\"",
    "when = \"colour == 'red'\"",
    "the rates from 2023-04-01: the expression names \"colour\", which is not a field that is asked before"
)]
#[case("when = \"true\"", "when = \"1\"", "the rates from 2023-04-01: the expression gives int, not yes or no")]
#[case("pence = 10000", "pence = -1", "invalid value: integer `-1`, expected u32")]
fn rates_that_cannot_hold_are_refused_in_words(#[case] right: &str, #[case] wrong: &str, #[case] reason: &str) {
    let broken = RATES.replacen(right, wrong, 1);
    assert_ne!(broken, RATES);
    let mistakes = read(&broken).unwrap_err();
    assert!(
        mistakes.iter().any(|mistake| mistake.file == "skip.toml" && mistake.reason.contains(reason)),
        "{mistakes:?}"
    );
}
