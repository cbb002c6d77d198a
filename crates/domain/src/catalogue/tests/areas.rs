//! The areas: the real wards, which files are refused, and what a newer catalogue changes in them.

use super::super::{OrderType, changes, refusals};
use super::*;
use crate::place::{Inside, Position};
use chrono::NaiveDate;
use rstest::rstest;

const COMMON: &str = "version = 3\n";
const SQUARE: &str = "[[[0.52, 51.38], [0.54, 51.38], [0.54, 51.39], [0.52, 51.39], [0.52, 51.38]]]";

fn at(lat: f64, lon: f64) -> Position {
    Position { lat, lon, accuracy_m: 8.0 }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A file of one order's area on line 2, with another end and coordinates.
fn order(expires: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type": "FeatureCollection", "attribution": "Drawn by hand", "features": [
{{"type": "Feature", "properties": {{"id": "high_street", "title": "High Street", "type": "pspo", "made_on": "2024-09-20",
"starts_on": "2024-10-04", "expires_on": "{expires}", "prohibitions": ["no drinking in public"], "exemptions": ["licensed premises"]}},
"geometry": {{"type": "Polygon", "coordinates": {coordinates}}}}}]}}"#
    )
}

fn read(file: &str, text: &str) -> Result<Catalogue, Vec<String>> {
    Catalogue::from_files(&[("common.toml", COMMON), (file, text)])
        .map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

#[rstest]
#[case::chatham_station(51.3802, 0.5213, Some("Chatham Central"))]
#[case::pentagon(51.3822, 0.5265, Some("River"))]
#[case::luton_arches(51.3735, 0.5390, Some("Luton and Wayfield"))]
#[case::gillingham_station(51.3866, 0.5499, Some("Gillingham North"))]
#[case::gillingham_high_street(51.3870, 0.5440, Some("Gillingham South"))]
#[case::rochester_castle(51.3898, 0.5014, Some("Rochester West"))]
#[case::strood_station(51.3965, 0.5003, Some("Strood North"))]
#[case::strood_high_street(51.3945, 0.4950, Some("Strood South"))]
#[case::rainham_station(51.3663, 0.6113, Some("Rainham North"))]
#[case::maidstone(51.2720, 0.5227, None)]
fn a_place_is_in_its_ward(#[case] lat: f64, #[case] lon: f64, #[case] ward: Option<&str>) {
    let areas = built_in().areas();
    assert_eq!(areas.ward_at(&at(lat, lon), date("2025-03-18")).map(|ward| ward.name.as_str()), ward);
    assert_eq!(areas.wards().len(), 22);
    assert!(areas.attributions()[0].contains("Open Government Licence"));
}

#[test]
fn no_place_of_the_council_is_in_two_wards() {
    let wards = built_in().areas().wards();
    let mut inside = 0;
    for step in 0..40_000 {
        let position = at(51.33 + f64::from(step / 200) * 0.0007, 0.39 + f64::from(step % 200) * 0.0017);
        let holding = wards.iter().filter(|ward| ward.shape.holds(&position)).count();
        assert!(holding <= 1, "{position:?}");
        inside += holding;
    }
    assert!(inside > 10_000, "{inside}");
}

#[test]
fn an_order_holds_from_its_first_day_to_its_last() {
    let catalogue = read("order_areas.geojson", &order("2027-10-03", SQUARE)).unwrap();
    let inside = |day, position| {
        catalogue.areas().orders_at(&position, date(day)).map(|order| order.title.clone()).collect::<Vec<_>>()
    };
    let spot = at(51.385, 0.53);
    for (day, holds) in [("2024-10-03", false), ("2024-10-04", true), ("2027-10-03", true), ("2027-10-04", false)] {
        assert_eq!(!inside(day, spot).is_empty(), holds, "{day}");
    }
    assert_eq!(inside("2025-03-18", at(51.385, 0.56)), [""; 0]);
    let order = catalogue.areas().order("high_street").unwrap();
    assert_eq!((order.order, order.exemptions.len()), (OrderType::Pspo, 1));
    let rough = Position { accuracy_m: 300.0, ..at(51.385, 0.541) };
    let about: Vec<_> = catalogue.areas().orders_about(&rough, date("2025-03-18")).map(|(_, inside)| inside).collect();
    assert_eq!(about, [Inside::Perhaps]);
}

#[rstest]
#[case::no_json("{\n\"type\": ", "order_areas.geojson:2: this is no GeoJSON")]
#[case::another_type("{\"type\": \"Topology\", \"features\": []}", "order_areas.geojson:1: the type of the whole")]
#[case::a_line(&order("2027-10-03", SQUARE).replace("Polygon", "LineString"), "order_areas.geojson:2: area \"high_street\": an area is a Polygon")]
#[case::three_points(&order("2027-10-03", "[[[0.52, 51.38], [0.54, 51.38], [0.52, 51.38]]]"), "order_areas.geojson:2: area \"high_street\": a ring needs at least 4")]
#[case::open(&order("2027-10-03", "[[[0.52, 51.38], [0.54, 51.38], [0.54, 51.39], [0.52, 51.39]]]"), "order_areas.geojson:2: area \"high_street\": a ring must end")]
#[case::swapped(&order("2027-10-03", "[[[51.38, 0.52], [51.38, 0.54], [51.39, 0.54], [51.38, 0.52]]]"), "order_areas.geojson:2: area \"high_street\": 51.38, 0.52 is outside Great Britain; longitude comes first")]
#[case::off_earth(&order("2027-10-03", "[[[0.52, 151.38], [0.54, 51.38], [0.54, 51.39], [0.52, 151.38]]]"), "order_areas.geojson:2: area \"high_street\": 0.52, 151.38 is no longitude and latitude")]
#[case::deep(&order("2027-10-03", "[[[[0.52, 51.38]]]]"), "order_areas.geojson:2: area \"high_street\": its coordinates")]
#[case::backwards(&order("2024-01-01", SQUARE), "order_areas.geojson:2: area \"high_street\": `expires_on` 2024-01-01 is before")]
#[case::too_long(&order("2027-10-05", SQUARE), "order_areas.geojson:2: area \"high_street\": a public spaces protection order lasts three years at most")]
#[case::for_ever(&order("2027-10-03", SQUARE).replace("\"expires_on\": \"2027-10-03\", ", ""), "order_areas.geojson:2: area \"high_street\": a public spaces protection order ends")]
#[case::no_date(&order("soon", SQUARE), "order_areas.geojson:2: area \"high_street\": its properties: ")]
#[case::unknown_key(&order("2027-10-03", SQUARE).replace("made_on", "maid_on"), "order_areas.geojson:2: area \"high_street\": its properties: unknown field `maid_on`")]
#[case::no_title(&order("2027-10-03", SQUARE).replace("\"title\": \"High Street\", ", ""), "order_areas.geojson:2: area \"high_street\": its properties: missing field `title`")]
#[case::empty_title(&order("2027-10-03", SQUARE).replace("High Street", " "), "order_areas.geojson:2: area \"high_street\": its title is empty")]
#[case::forbids_nothing(&order("2027-10-03", SQUARE).replace("\"no drinking in public\"", ""), "order_areas.geojson:2: area \"high_street\": an order forbids something")]
#[case::made_late(&order("2027-10-03", SQUARE).replace("2024-09-20", "2025-09-20"), "order_areas.geojson:2: area \"high_street\": it was made on 2025-09-20, after")]
#[case::id(&order("2027-10-03", SQUARE).replace("high_street", "High Street"), "order_areas.geojson:2: \"High Street\" is no id")]
fn a_file_with_a_mistake_is_refused_with_its_line(#[case] text: &str, #[case] expected: &str) {
    let mistakes = read("order_areas.geojson", text).unwrap_err();
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(mistakes[0].starts_with(expected), "{mistakes:?}");
}

#[test]
fn wards_need_codes_of_their_own_and_files_a_known_name_and_a_size() {
    let ward = |code: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"code": "{code}", "name": "A"}}, "geometry": {{"type": "Polygon", "coordinates": {SQUARE}}}}}"#
        )
    };
    let wards =
        |list: &[String]| format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{}\n]}}", list.join(",\n"));
    assert!(read("wards.geojson", &wards(&[ward("E1"), ward("E2")])).is_ok());
    let twice = read("wards.geojson", &wards(&[ward("E1"), ward("E2"), ward("E1")])).unwrap_err();
    assert_eq!(twice, ["wards.geojson:4: there are two areas \"E1\""]);
    let code = read("wards.geojson", &wards(&[ward("E 1")])).unwrap_err();
    assert!(code[0].starts_with("wards.geojson:2: \"E 1\" is no code"), "{code:?}");
    let parks = read("parks.geojson", &wards(&[])).unwrap_err();
    assert!(parks[0].starts_with("parks.geojson:1: areas are in wards.geojson and"), "{parks:?}");
    let crowded = read("wards.geojson", &"[".repeat(20_001)).unwrap_err();
    assert!(crowded[0].starts_with("wards.geojson:1: there are more than 20000 points"), "{crowded:?}");
    let long = read("wards.geojson", &" ".repeat(1024 * 1024 + 1)).unwrap_err();
    assert!(long[0].starts_with("wards.geojson:1: the file is longer"), "{long:?}");
}

#[test]
fn what_areas_are_new_moved_or_gone_is_told_and_one_in_force_stays() {
    let none = read("order_areas.geojson", "{\"type\": \"FeatureCollection\", \"features\": []}").unwrap();
    let one = read("order_areas.geojson", &order("2027-10-03", SQUARE)).unwrap();
    let wider = read("order_areas.geojson", &order("2026-10-03", &SQUARE.replace("0.54", "0.55"))).unwrap();
    let said = |old: &Catalogue, new: &Catalogue, today: &str| {
        let changes = changes(old, new, date(today));
        changes.iter().map(|one| (one.kind.clone(), one.says.clone(), one.refused)).collect::<Vec<_>>()
    };
    let orders = |says: &str, refused| ("order_areas".to_owned(), says.to_owned(), refused);
    assert_eq!(
        said(&none, &one, "2025-03-18"),
        [orders("is new: \"High Street\", from 4 October 2024, until 3 October 2027", false)]
    );
    assert_eq!(
        said(&one, &wider, "2025-03-18"),
        [
            orders("changes `expires_on`: \"2027-10-03\" before, \"2026-10-03\" now", false),
            orders("moves: its border is another, around 154.3 hectares before, 231.5 now", false)
        ]
    );
    let ended = said(&one, &none, "2027-10-04");
    assert_eq!(
        ended,
        [orders(
            "is gone: \"High Street\" ended on 3 October 2027; what was found inside it does not say so any more",
            false
        )]
    );
    assert_eq!(said(&one, &none, "2024-10-03"), [orders("is gone before it started: \"High Street\"", false)]);
    let gone = changes(&one, &none, date("2027-10-03"));
    let text = "{\"type\": \"FeatureCollection\", \"features\": []}";
    let refused = refusals(&gone, &[("order_areas.geojson", text)], &[]);
    assert!(refused[0].to_string().starts_with("order_areas.geojson:1: \"high_street\" is gone, and"), "{refused:?}");
    let wards = changes(built_in(), &none, date("2025-03-18"));
    let wards: Vec<_> = wards.iter().filter(|one| one.kind == "wards").collect();
    assert_eq!(wards.len(), 22);
    assert!(wards.iter().any(|one| one.about == ["E05002249"]
        && one.says.contains("\"Chatham Central\" does not say so any more. Keep it")
        && !one.refused));
}

#[test]
fn a_ward_is_there_from_its_first_day_to_its_last_and_another_follows_it() {
    let ward = |code: &str, dates: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"code": "{code}", "name": "Luton"{dates}}}, "geometry": {{"type": "Polygon", "coordinates": {SQUARE}}}}}"#
        )
    };
    let wards = |old: &str, new: &str| {
        format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{},\n{}\n]}}", ward("E1", old), ward("E2", new))
    };
    let both = wards(r#", "until": "2027-05-05""#, r#", "from": "2027-05-06""#);
    let catalogue = read("wards.geojson", &both).unwrap();
    let at = |day| catalogue.areas().ward_at(&at(51.385, 0.53), date(day)).map(|ward| ward.code.as_str());
    assert_eq!([at("2020-01-01"), at("2027-05-05"), at("2027-05-06")], [Some("E1"), Some("E1"), Some("E2")]);
    let over = read("wards.geojson", &wards(r#", "from": "2023-05-01", "until": "2023-04-30""#, "")).unwrap_err();
    assert_eq!(over, ["wards.geojson:2: ward E1: `until` 2023-04-30 is before `from` 2023-05-01"]);
    let soon = read("wards.geojson", &wards(r#", "until": "soon""#, "")).unwrap_err();
    assert!(soon[0].starts_with("wards.geojson:2: area \"E1\": its properties: "), "{soon:?}");
    let before = read("wards.geojson", &wards("", "")).unwrap();
    let told: Vec<_> = changes(&before, &catalogue, date("2025-03-18")).into_iter().map(|one| one.says).collect();
    assert_eq!(
        told,
        ["changes `until`: nothing before, \"2027-05-05\" now", "changes `from`: nothing before, \"2027-05-06\" now"]
    );
}

/// Two wards in one place, and task forces of them.
fn with_forces(forces: &str) -> Result<Catalogue, Vec<String>> {
    let ward = |code: &str| {
        format!(
            r#"{{"type": "Feature", "properties": {{"code": "{code}", "name": "{code}"}}, "geometry": {{"type": "Polygon", "coordinates": {SQUARE}}}}}"#
        )
    };
    let wards = format!("{{\"type\": \"FeatureCollection\", \"features\": [\n{},\n{}\n]}}", ward("E1"), ward("E2"));
    let files = [("common.toml", COMMON), ("task_forces.toml", forces), ("wards.geojson", &wards)];
    Catalogue::from_files(&files).map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

const FORCE: &str = "[[task_force]]\nid = \"centre\"\nname = \"Centre\"\nwards = [\"E2\", \"E1\"]\nfrom = \"2018-01-01\"\nuntil = \"2018-06-30\"\n";

#[test]
fn a_task_force_is_wards_together_on_the_days_on_which_it_is_there() {
    let catalogue = with_forces(FORCE).unwrap();
    let areas = catalogue.areas();
    let part = areas.part("centre").unwrap();
    assert_eq!((part.name.as_str(), part.wards.as_slice()), ("Centre", &["E2".to_owned(), "E1".to_owned()][..]));
    assert_eq!([Some("E1"), Some("E3"), None].map(|ward| part.has(ward)), [true, false, false]);
    let days = |from, to| part.days_of(date(from), date(to)).map(|(from, to)| (from.to_string(), to.to_string()));
    let said = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
    assert_eq!(days("2017-11-01", "2018-10-31"), said("2018-01-01", "2018-06-30"));
    assert_eq!(days("2018-06-30", "2018-07-01"), said("2018-06-30", "2018-06-30"));
    assert_eq!([days("2017-11-01", "2017-12-31"), days("2018-07-01", "2018-07-01")], [None, None]);
    let (first, ward) = (&areas.task_forces()[0], areas.ward("E1").unwrap());
    assert_eq!(
        ["2017-12-31", "2018-01-01", "2018-06-30", "2018-07-01"].map(|day| first.has(ward, date(day))),
        [false, true, true, false]
    );
    let ward = areas.part("E1").unwrap();
    assert_eq!((ward.wards.as_slice(), areas.part("nowhere")), (&["E1".to_owned()][..], None));
    let built_in = built_in().areas();
    let named = built_in.task_forces().iter().flat_map(|force| &force.wards);
    assert!(named.clone().count() > 3 && named.clone().all(|code| built_in.ward(code).is_some()));
}

#[test]
fn what_task_forces_are_new_gone_or_of_other_wards_is_told() {
    let (none, one) = (with_forces("").unwrap(), with_forces(FORCE).unwrap());
    let fewer = with_forces(&FORCE.replacen(", \"E1\"", "", 1)).unwrap();
    let said = |old, new| changes(old, new, date("2025-03-18")).into_iter().map(|one| one.says).collect::<Vec<_>>();
    assert_eq!(said(&none, &one), ["is new: \"Centre\", 2 wards"]);
    assert_eq!(said(&one, &none), ["is gone: no figure is told of \"Centre\" any more"]);
    assert_eq!(said(&one, &fewer), [r#"changes `wards`: ["E2","E1"] before, ["E2"] now"#]);
}

#[rstest]
#[case::no_ward("\"E1\"", "\"E9\"", "task_forces.toml:4: wards.geojson has no ward \"E9\"")]
#[case::twice("\"E1\"", "\"E2\"", "task_forces.toml:4: \"E2\" is named twice")]
#[case::nothing("[\"E2\", \"E1\"]", "[]", "task_forces.toml:4: name the codes of its wards")]
#[case::id("\"centre\"", "\"Town centre\"", "task_forces.toml:2: \"Town centre\" is no id")]
#[case::long_id(
    "\"centre\"",
    "\"a_very_long_name_indeed\"",
    "task_forces.toml:2: \"a_very_long_name_indeed\" is no id"
)]
#[case::nameless("\"Centre\"", "\" \"", "task_forces.toml:3: a task force has a name")]
#[case::backwards("2018-06-30", "2017-06-30", "task_forces.toml:6: `until` 2017-06-30 is before `from` 2018-01-01")]
#[case::no_day("2018-06-30", "2018-06-31", "task_forces.toml:")]
#[case::unknown("until", "ends", "task_forces.toml:6")]
fn a_task_force_with_a_mistake_is_refused_with_its_line(#[case] from: &str, #[case] to: &str, #[case] reason: &str) {
    assert!(FORCE.contains(from), "{from}");
    let mistakes = with_forces(&FORCE.replacen(from, to, 1)).unwrap_err();
    assert!(mistakes[0].starts_with(reason), "{mistakes:?}");
    let two = with_forces(&[FORCE, FORCE].concat()).unwrap_err();
    assert_eq!(two, ["task_forces.toml:8: there is another area \"centre\""]);
}
