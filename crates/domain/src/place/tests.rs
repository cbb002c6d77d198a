//! Places: what is refused, what survives being stored, and the published projection check.

use chrono::TimeZone as _;
use rstest::rstest;
use serde_json::json;

use super::*;

fn position(lon: f64, lat: f64, accuracy_m: f64) -> Position {
    Position { lon, lat, accuracy_m }
}

#[rstest]
#[case(0.0, 0.0, 8.0, PlaceError::NoFix)]
#[case(0.0004, -0.0004, 8.0, PlaceError::NoFix)]
#[case(181.0, 51.0, 8.0, PlaceError::OutOfRange)]
#[case(0.5, 91.0, 8.0, PlaceError::OutOfRange)]
#[case(f64::NAN, 51.0, 8.0, PlaceError::OutOfRange)]
#[case(0.5, f64::INFINITY, 8.0, PlaceError::OutOfRange)]
#[case(0.5, 51.0, -1.0, PlaceError::BadAccuracy)]
#[case(0.5, 51.0, f64::NAN, PlaceError::BadAccuracy)]
fn an_impossible_position_never_becomes_a_place(
    #[case] lon: f64,
    #[case] lat: f64,
    #[case] accuracy: f64,
    #[case] expected: PlaceError,
) {
    assert_eq!(Place::at(position(lon, lat, accuracy), Method::Device, None), Err(expected));
}

#[test]
fn greenwich_and_the_equator_are_places_though_null_island_is_not() {
    assert!(Place::at(position(0.0, 51.4779, 5.0), Method::Device, None).is_ok());
    assert!(Place::at(position(32.0, 0.0, 5.0), Method::Device, None).is_ok_and(|place| place.is_outside_uk()));
}

#[test]
fn a_device_position_gets_its_grid_reference() {
    // The published OSTN15 pair of this point is 651409.792, 313177.448.
    let fixed = Utc.with_ymd_and_hms(2025, 3, 18, 9, 44, 0).unwrap();
    let place = Place::at(position(1.716_073_973, 52.658_007_833, 8.0), Method::Device, Some(fixed)).unwrap();
    assert_eq!(place.grid(), Some("TG 51409 13177"));
    assert!(!place.is_rough() && !place.is_outside_uk());
    assert_eq!(place.words(), "TG 51409 13177");
    assert_eq!(place.with_name("Great Lines").unwrap().words(), "Great Lines");
}

#[test]
fn the_south_of_the_isles_of_scilly_has_grid_references_too() {
    let lighthouse = Place::at(position(-6.3455, 49.8925, 8.0), Method::Device, None).unwrap();
    assert_eq!(lighthouse.grid(), Some("SV 88019 08200"));
}

#[test]
fn a_typed_reference_keeps_its_digits_and_its_square_as_accuracy() {
    let place = Place::typed("tq758682").unwrap();
    assert_eq!(place.grid(), Some("TQ 758 682"));
    assert_eq!(place.method(), Method::TypedGrid);
    let found = place.position().unwrap();
    assert_eq!(found.accuracy_m, 100.0);
    assert!((found.lat - 51.385).abs() < 0.01 && (found.lon - 0.526).abs() < 0.01, "{found:?} is in Chatham");
    assert!(place.is_rough(), "100 m is worse than 50 m");
    let stored = serde_json::to_value(&place).unwrap();
    assert_eq!(serde_json::from_value::<Place>(stored).unwrap(), place, "storing must not move it");
}

#[test]
fn every_corner_of_the_grid_survives_degrees_and_back() {
    for text in ["TQ 75800 68200", "NU 29157 23009", "TG 51409 13177", "TQ 30000 80000"] {
        let typed = Place::typed(text).unwrap();
        let (east, north) = metres_of(typed.position().unwrap()).unwrap();
        let (want_east, want_north) = GridRef::parse(text).unwrap().metres();
        assert!((east - f64::from(want_east)).abs() < 0.2 && (north - f64::from(want_north)).abs() < 0.2, "{text}");
        assert_eq!(typed.grid(), Some(text));
    }
}

#[rstest]
#[case("51.3905, 0.5214", 51.3905, 0.5214, 11.0)]
#[case("51.390512 0.521433", 51.390_512, 0.521_433, 1.0)]
#[case("51.39°,-0.5", 51.39, -0.5, 11_132.0)]
fn typed_coordinates_are_as_good_as_their_decimals(
    #[case] text: &str,
    #[case] lat: f64,
    #[case] lon: f64,
    #[case] accuracy: f64,
) {
    let place = Place::typed(text).unwrap();
    assert_eq!(place.method(), Method::TypedCoordinates);
    assert_eq!(place.position(), Some(position(lon, lat, accuracy)));
}

#[test]
fn the_full_numeric_form_is_a_grid_reference() {
    assert_eq!(Place::typed("575800,168200").unwrap().grid(), Some("TQ 75800 68200"));
}

#[rstest]
#[case("0,0", "The tablet gave no real position. Type a grid reference or the name of the place")]
#[case("TQ 758 68", "\"TQ 758 68\" is not a grid reference. Enter one like TQ 758 682")]
#[case(
    "12 High Street",
    "\"12 High Street\" is not a place. Enter a grid reference like TQ 758 682, or latitude and longitude like 51.3905, 0.5214"
)]
#[case("95.1, 0.5", "Latitude must be between -90 and 90, and longitude between -180 and 180")]
#[case("975800,168200", "That point is outside the National Grid of Great Britain")]
fn a_wrong_entry_is_refused_in_plain_words(#[case] text: &str, #[case] words: &str) {
    assert_eq!(Place::typed(text).unwrap_err().to_string(), words);
}

#[test]
fn a_name_alone_is_a_place_and_nothing_is_not() {
    let named = Place::named(" Luton Arches ").unwrap();
    assert_eq!(serde_json::to_value(&named).unwrap(), json!({"method": "named", "name": "Luton Arches"}));
    assert!(named.is_rough());
    assert_eq!(Place::named("  "), Err(PlaceError::Nothing));
    assert_eq!(Place::named(&"x".repeat(201)), Err(PlaceError::NameTooLong));
    let patrol: Place = serde_json::from_value(json!({"method": "patrol", "name": "Chatham centre"})).unwrap();
    assert_eq!((patrol.method(), patrol.words().as_str()), (Method::Patrol, "Chatham centre"));
}

#[rstest]
#[case(json!({"lon": 0, "lat": 0, "accuracy_m": 8, "method": "device"}))]
#[case(json!({"lon": 0.5, "method": "device", "accuracy_m": 8}))]
#[case(json!({"lon": 0.5, "lat": 51.4, "method": "device"}))]
#[case(json!({"method": "device"}))]
#[case(json!({"lon": 0.5, "lat": 51.4, "accuracy_m": 8, "method": "guess"}))]
#[case(json!({"lon": "0.5", "lat": 51.4, "accuracy_m": 8, "method": "device"}))]
#[case(json!("TQ 758 682"))]
fn a_stored_value_that_is_no_place_is_refused(#[case] value: serde_json::Value) {
    assert!(serde_json::from_value::<Place>(value.clone()).is_err(), "{value} must be refused");
}

#[test]
fn a_stored_grid_reference_that_contradicts_the_position_is_worked_out_anew() {
    let value =
        json!({"lon": 1.716074, "lat": 52.658008, "accuracy_m": 8, "method": "device", "grid": "TQ 75800 68200"});
    assert_eq!(serde_json::from_value::<Place>(value).unwrap().grid(), Some("TG 51409 13177"));
}

#[test]
fn a_name_is_told_from_a_grid_reference_with_a_slip() {
    for name in ["Great Lines, Fort Amherst steps", "High Street", "Luton", "A2"] {
        assert_eq!(Place::typed(name), Err(PlaceError::NotAPlace(name.into())), "{name}");
    }
    for slip in ["TQ 758 68", "TQ7586812345678"] {
        assert!(matches!(Place::typed(slip), Err(PlaceError::NotAGridReference(_))), "{slip}");
    }
}

#[test]
fn metres_are_right_in_both_directions() {
    let at = |lat, lon| Position { lat, lon, accuracy_m: 5.0 };
    let north = at(51.3842, 0.5242).metres_to(&at(51.3844, 0.5242));
    assert!((north - 22.2).abs() < 0.1, "{north}");
    // A degree of longitude is shorter there by the cosine of the latitude.
    let east = at(51.3842, 0.5242).metres_to(&at(51.3842, 0.5246));
    assert!((east - 27.8).abs() < 0.1, "{east}");
}
