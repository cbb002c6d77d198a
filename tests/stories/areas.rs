//! Wards and the areas of orders: worked out on each tablet from position, date and the council's catalogue, anew whenever that
//! changes, and never written into a book.

use app::Clock as _;
use app::contract::*;
use domain::catalogue::Catalogue;
use serde_json::{Value, json};
use server_core::CatalogueError;
use tests::{Tablet, World};

type Files = Vec<(String, String)>;

/// The Pentagon and around it, in River ward, and somewhat to the east.
const SQUARE: [f64; 4] = [0.520, 51.380, 0.530, 51.385];
const EAST: [f64; 4] = [0.530, 51.380, 0.540, 51.385];
const INSIDE: [f64; 2] = [0.5265, 51.3822];
const SENTENCE: &str =
    "Inside the Chatham centre area: no drinking in public and no begging by a cash machine, until 3 October 2027";

/// An order's area as it is published: its box, and its first and last day.
fn area([west, south, east, north]: [f64; 4], from: &str, to: &str) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    json!({
        "type": "Feature",
        "properties": {
            "id": "centre", "title": "Chatham centre", "type": "pspo", "made_on": from, "starts_on": from, "expires_on": to,
            "prohibitions": ["no drinking in public", "no begging by a cash machine"],
        },
        "geometry": { "type": "Polygon", "coordinates": [ring] },
    })
}

/// The built-in catalogue with another version and these order areas.
fn files(raised: u32, areas: &[Value]) -> Files {
    let built_in = Catalogue::built_in().unwrap().version();
    let text = |name: &str, text: &str| match name {
        "order_areas.geojson" => json!({ "type": "FeatureCollection", "features": areas }).to_string(),
        "common.toml" => {
            text.replacen(&format!("\nversion = {built_in}\n"), &format!("\nversion = {}\n", built_in + raised), 1)
        }
        _ => text.to_owned(),
    };
    Catalogue::built_in_files().iter().map(|(name, old)| ((*name).to_owned(), text(name, old))).collect()
}

fn publish(world: &World, files: &Files) {
    world.centre.publish_catalogue(files, world.clock.now()).unwrap();
    world.back_up();
}

fn placed(tablet: &Tablet, [lon, lat]: [f64; 2], accuracy_m: f64) -> Form {
    let form = tablet.begin("drug_litter");
    tablet.answer(&form, json!({ "n_needle": 2 }));
    let device = json!({ "lon": lon, "lat": lat, "accuracy_m": accuracy_m });
    tablet.does("set_place", json!({ "draft": form.draft, "device": device, "typed": null }))
}

fn found(tablet: &Tablet, at: [f64; 2]) -> String {
    tablet.save(&placed(tablet, at, 6.0)).finding
}

fn listed(tablet: &Tablet, request: Value) -> Vec<String> {
    let page: FindingsPage = tablet.does("findings", request);
    page.lines.into_iter().map(|line| line.id).collect()
}

fn orders(leader: &Tablet) -> Vec<OrderAreaLine> {
    leader.does::<OrderAreas>("order_areas", json!({})).areas
}

#[test]
fn a_finding_has_its_ward_and_is_inside_an_order_in_force_that_day_on_every_tablet() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    let before = found(&warden, INSIDE);
    assert_eq!(warden.finding(&before).place.ward.as_deref(), Some("River ward"), "the wards come with the program");
    assert_eq!(warden.finding(&before).place.order_areas, [""; 0]);
    warden.sync();

    publish(&world, &files(1, &[area(SQUARE, "2025-03-18", "2027-10-03")]));
    for tablet in [&warden, &leader] {
        tablet.sync();
        assert_eq!(tablet.finding(&before).place.order_areas, [SENTENCE], "found on the first day of the order");
    }
    let form = placed(&warden, INSIDE, 6.0);
    assert_eq!(
        (form.place.ward.as_deref(), form.place.order_areas.as_slice()),
        (Some("River ward"), &[SENTENCE.to_owned()][..])
    );
    let inside = warden.save(&form).finding;
    let outside = found(&warden, [0.5499, 51.3866]);
    let nowhere = warden.find_needles(1).finding;
    let perhaps = placed(&warden, [0.5302, 51.3822], 80.0);
    assert_eq!(perhaps.place.order_areas, [SENTENCE.replace("Inside", "Perhaps inside")]);
    let perhaps = warden.save(&perhaps).finding;
    warden.sync();
    leader.sync();
    assert_eq!(leader.finding(&nowhere).place.ward, None);
    for tablet in [&warden, &leader] {
        assert_eq!(listed(tablet, json!({ "order_area": "any" })), [inside.clone(), before.clone()]);
        assert_eq!(listed(tablet, json!({ "order_area": "centre", "ward": "E05002261" })).len(), 2);
        assert_eq!(listed(tablet, json!({ "order_area": "cent" })), [""; 0]);
        assert_eq!(listed(tablet, json!({ "ward": "E05002251" })), [outside.as_str()]);
        assert!(
            !listed(tablet, json!({ "order_area": "any" })).contains(&perhaps),
            "what perhaps is inside is not counted"
        );
    }

    let [line] = &orders(&leader)[..] else { panic!("one area") };
    assert_eq!((line.state.as_str(), line.findings, line.since.as_str()), ("in_force", 2, "2024-03-18"));
    assert_eq!(line.dates, "18 March 2025 to 3 October 2027");
    assert_eq!(warden.refused("order_areas", json!({})).code, ErrorCode::NotAllowed);
    let choices: AreaChoices = warden.does("areas", json!({}));
    assert_eq!((choices.wards.len(), choices.orders[0].name.as_str()), (22, "Chatham centre"));

    let written: Exported = leader.does("export_findings", json!({ "filter": { "order_area": "any" } }));
    let table = std::fs::read_to_string(&written.path).unwrap();
    assert_eq!(written.rows, 2);
    assert!(table.contains(",Ward,Order areas,") && table.contains(",River,Chatham centre,"), "{table}");
    let rough = warden.save(&placed(&warden, [0.5298, 51.3822], 80.0)).finding;
    warden.sync();
    leader.sync();
    assert_eq!(leader.finding(&rough).place.order_areas, [SENTENCE.replace("Inside", "Perhaps inside")]);
    let written: Exported = leader.does("export_findings", json!({ "filter": { "ward": "E05002261" } }));
    let table = std::fs::read_to_string(&written.path).unwrap();
    assert_eq!(table.matches(",River,Chatham centre,").count(), 2, "{table}");
    assert_eq!(
        table.matches(",Perhaps Chatham centre,").count(),
        2,
        "inside or outside of it by less than is known: {table}"
    );
}

#[test]
fn an_area_that_moves_or_ends_changes_what_old_findings_say_and_dates_are_respected() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    publish(&world, &files(1, &[area(SQUARE, "2025-03-18", "2025-03-18")]));
    for tablet in [&warden, &leader] {
        tablet.sync();
    }
    warden.start_patrol("Chatham town centre");
    let on_the_day = found(&warden, INSIDE);
    world.leave_alone_minutes(24 * 60);
    warden.unlock();
    let day_after = found(&warden, INSIDE);
    let east = found(&warden, [0.5350, 51.3822]);
    warden.sync();
    leader.unlock();
    leader.sync();
    let inside = |tablet: &Tablet| listed(tablet, json!({ "order_area": "any" }));
    assert_eq!(inside(&leader), [on_the_day.as_str()], "the order had ended when the others were found");
    assert_eq!(orders(&leader)[0].state, "ended");
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    assert_eq!(queue.order_areas_ending, ["The order for the Chatham centre area ended on 18 March 2025"]);

    // It is prolonged, and moves to the east; and River ward gives its south to another.
    let next = files(2, &[area(EAST, "2025-03-18", "2025-05-01")]);
    let preview = world.centre.preview_catalogue(&next, world.clock.now()).unwrap();
    let said: Vec<_> = preview.changes.iter().map(|change| (change.kind.as_str(), change.says.as_str())).collect();
    assert!(
        said.contains(&("order_areas", "changes `expires_on`: \"2025-03-18\" before, \"2025-05-01\" now")),
        "{said:?}"
    );
    assert!(said.iter().any(|(kind, says)| *kind == "order_areas" && says.starts_with("moves")), "{said:?}");
    let affected = &preview.records["drug_litter"];
    assert_eq!((affected.records, affected.other_areas, affected.other_words), (3, 2, 0));
    publish(&world, &next);
    for tablet in [&warden, &leader] {
        tablet.sync();
        assert_eq!(inside(tablet), [east.as_str()], "worked out anew");
        assert_eq!(tablet.finding(&day_after).place.order_areas, [""; 0]);
    }
    let queue: ReviewQueue = leader.does("review_queue", json!({}));
    assert_eq!(queue.order_areas_ending, ["The order for the Chatham centre area ends in 43 days, on 1 May 2025"]);

    // Nobody drops an order that is in force; when it has ended it may go, and that is told.
    let dropped = files(3, &[]);
    let Err(CatalogueError::Mistakes(mistakes)) = world.centre.preview_catalogue(&dropped, world.clock.now()) else {
        panic!("an order in force is dropped")
    };
    assert!(mistakes[0].to_string().starts_with("order_areas.geojson:1: \"centre\" is gone, and"), "{mistakes:?}");
    world.leave_alone_minutes(60 * 24 * 60);
    publish(&world, &dropped);
    leader.unlock();
    leader.sync();
    assert_eq!(inside(&leader), [""; 0]);
}

#[test]
fn wards_that_are_drawn_anew_give_old_findings_the_new_ward() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    let old = found(&warden, INSIDE);
    warden.sync();
    leader.sync();
    let mut next = files(1, &[]);
    // The task forces are of the wards of before.
    next.retain(|(name, _)| name != "task_forces.toml");
    let (_, wards) = next.iter_mut().find(|(name, _)| name == "wards.geojson").unwrap();
    let [west, south, east, north] = [0.40, 51.30, 0.70, 51.50];
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    let whole = json!({
        "type": "Feature",
        "properties": { "code": "E05015968", "name": "Luton" },
        "geometry": { "type": "Polygon", "coordinates": [ring] },
    });
    *wards = json!({ "type": "FeatureCollection", "features": [whole] }).to_string();
    publish(&world, &next);
    for tablet in [&warden, &leader] {
        assert_eq!(listed(tablet, json!({ "ward": "E05002261" })), [old.as_str()]);
        tablet.sync();
        assert_eq!(tablet.finding(&old).place.ward.as_deref(), Some("Luton ward"));
        assert_eq!(listed(tablet, json!({ "ward": "E05015968" })), [old.as_str()]);
        assert_eq!(listed(tablet, json!({ "ward": "E05002261" })), [""; 0]);
    }
}

#[test]
fn a_finding_lies_in_the_ward_of_its_own_day() {
    let world = World::new();
    let (warden, leader) = (world.tablet("Demo warden A", "warden"), world.tablet("Demo leader C", "leader"));
    warden.start_patrol("Chatham town centre");
    let mut next = files(1, &[]);
    // The task forces are of the wards of before.
    next.retain(|(name, _)| name != "task_forces.toml");
    let (_, wards) = next.iter_mut().find(|(name, _)| name == "wards.geojson").unwrap();
    let ward = |code: &str, properties: Value| {
        let mut feature = area(SQUARE, "", "");
        feature["properties"] = properties;
        feature["properties"]["code"] = code.into();
        feature["properties"]["name"] = "River".into();
        feature
    };
    let both =
        [ward("E05002261", json!({ "until": "2025-03-18" })), ward("E05015968", json!({ "from": "2025-03-19" }))];
    *wards = json!({ "type": "FeatureCollection", "features": both }).to_string();
    publish(&world, &next);
    warden.sync();
    let before = found(&warden, INSIDE);
    world.leave_alone_minutes(24 * 60);
    warden.unlock();
    let after = found(&warden, INSIDE);
    warden.sync();
    leader.unlock();
    leader.sync();
    for tablet in [&warden, &leader] {
        assert_eq!(listed(tablet, json!({ "ward": "E05002261" })), [before.as_str()]);
        assert_eq!(listed(tablet, json!({ "ward": "E05015968" })), [after.as_str()]);
    }
    let choices: AreaChoices = warden.does("areas", json!({}));
    let names: Vec<_> = choices.wards.iter().map(|ward| ward.name.as_str()).collect();
    assert_eq!(names, ["River (until 18 March 2025)", "River (from 19 March 2025)"]);
}
