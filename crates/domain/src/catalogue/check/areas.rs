//! Reads the areas of a catalogue from GeoJSON, and refuses what is wrong in them, with file and line.

use super::fields::is_name;
use super::lines::line_at;
use super::{Areas, Mistake};
use crate::catalogue::areas::{OrderArea, OrderType, Ward};
use crate::place::Shape;
use chrono::{Months, NaiveDate};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// How the files of areas are called.
pub(super) const ENDING: &str = ".geojson";
const WARDS: &str = "wards.geojson";
const ORDERS: &str = "order_areas.geojson";
/// Longest file, in bytes.
const LONGEST_FILE: usize = 1024 * 1024;
/// Most points of a file, each in brackets of its own.
const MOST_POINTS: usize = 20_000;
/// Most areas of a file.
const MOST_AREAS: usize = 500;
/// Longest code, and longest title or prohibition, in characters.
const LONGEST_CODE: usize = 20;
const LONGEST_TEXT: usize = 200;
/// Most prohibitions or exemptions of an order.
const MOST_TEXTS: usize = 20;
/// How long a public spaces protection order may last.
const PSPO: Months = Months::new(36);

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    is: String,
    attribution: Option<String>,
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Map<String, Value>,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    is: String,
    coordinates: Value,
}

/// Geographic programs export more than is asked for.
#[derive(Deserialize)]
struct WardSays {
    code: String,
    name: String,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrderSays {
    id: String,
    title: String,
    #[serde(rename = "type")]
    order: OrderType,
    made_on: NaiveDate,
    starts_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    prohibitions: Vec<String>,
    #[serde(default)]
    exemptions: Vec<String>,
}

/// Adds what a file says to `areas`.
pub(super) fn read(name: &str, text: &str, areas: &mut Areas, mistakes: &mut Vec<Mistake>) {
    let mut refuse = |line, reason: String| mistakes.push(Mistake { file: name.to_owned(), line, reason });
    if ![WARDS, ORDERS].contains(&name) {
        return refuse(1, format!("areas are in {WARDS} and {ORDERS}; there is no other such file"));
    }
    if text.len() > LONGEST_FILE {
        return refuse(1, format!("the file is longer than {LONGEST_FILE} bytes; draw the borders with fewer points"));
    }
    if text.bytes().filter(|byte| *byte == b'[').count() > MOST_POINTS {
        return refuse(1, format!("there are more than {MOST_POINTS} points; draw the borders with fewer"));
    }
    let collection: Collection = match serde_json::from_str(text) {
        Ok(collection) => collection,
        Err(error) => return refuse(error.line().max(1), format!("this is no GeoJSON: {error}")),
    };
    if collection.is != "FeatureCollection" {
        return refuse(1, format!("the type of the whole must be \"FeatureCollection\", not \"{}\"", collection.is));
    }
    if collection.features.len() > MOST_AREAS {
        return refuse(1, format!("there are more than {MOST_AREAS} areas"));
    }
    areas.attributions.extend(collection.attribution.filter(|text| !text.is_empty()));
    // Where each begins, near enough: nothing else has this word.
    let lines: Vec<_> = text.match_indices("\"Feature\"").map(|(at, _)| line_at(text, at)).collect();
    let mut ids = BTreeSet::new();
    for (index, feature) in collection.features.into_iter().enumerate() {
        let read = if name == WARDS {
            ward(feature).map(|ward| (ward.code.clone(), areas.wards.push(ward)))
        } else {
            order(feature).map(|order| (order.id.clone(), areas.orders.push(order)))
        };
        let line = lines.get(index).copied().unwrap_or(1);
        match read {
            Ok((id, ())) if !ids.insert(id.clone()) => refuse(line, format!("there are two areas \"{id}\"")),
            Ok(_) => {}
            Err(reason) => refuse(line, reason),
        }
    }
    areas.wards.sort_by(|one, other| one.name.cmp(&other.name));
    areas.orders.sort_by(|one, other| one.title.cmp(&other.title));
}

fn ward(feature: Feature) -> Result<Ward, String> {
    let WardSays { code, name, from, until } = said(feature.properties)?;
    if code.is_empty() || code.len() > LONGEST_CODE || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(format!("\"{code}\" is no code: letters and digits, {LONGEST_CODE} at most"));
    }
    is_text("name", &name).map_err(|reason| format!("ward {code}: {reason}"))?;
    if let Some((first, last)) = from.zip(until).filter(|(first, last)| last < first) {
        return Err(format!("ward {code}: `until` {last} is before `from` {first}"));
    }
    let shape = shape(feature.geometry).map_err(|reason| format!("ward {code}: {reason}"))?;
    Ok(Ward { code, name, from, until, shape })
}

fn order(feature: Feature) -> Result<OrderArea, String> {
    let said: OrderSays = said(feature.properties)?;
    let OrderSays { id, title, order, made_on, starts_on, expires_on, prohibitions, exemptions } = said;
    if !is_name(&id) {
        return Err(format!("\"{id}\" is no id: small letters, digits and _, a letter first"));
    }
    let about = |reason: String| format!("area \"{id}\": {reason}");
    is_text("title", &title).map_err(about)?;
    if prohibitions.is_empty() {
        return Err(about("an order forbids something: write its `prohibitions`".to_owned()));
    }
    if prohibitions.len().max(exemptions.len()) > MOST_TEXTS {
        return Err(about(format!("more than {MOST_TEXTS} prohibitions or exemptions")));
    }
    for (what, texts) in [("prohibition", &prohibitions), ("exemption", &exemptions)] {
        texts.iter().try_for_each(|text| is_text(what, text)).map_err(about)?;
    }
    if made_on > starts_on {
        return Err(about(format!("it was made on {made_on}, after it started on {starts_on}")));
    }
    if let Some(last) = expires_on.filter(|last| *last < starts_on) {
        return Err(about(format!("`expires_on` {last} is before `starts_on` {starts_on}")));
    }
    if order == OrderType::Pspo {
        let last =
            expires_on.ok_or_else(|| about("a public spaces protection order ends: write `expires_on`".to_owned()))?;
        // The last day counts: three years from 4 October end on 3 October.
        if starts_on.checked_add_months(PSPO).is_some_and(|longest| last >= longest) {
            let reason = "lasts three years at most; an extension is another area with an id of its own";
            return Err(about(format!("a public spaces protection order {reason}")));
        }
    }
    let replaced = matches!(order, OrderType::DppoHistoric | OrderType::Gating | OrderType::DogOrder);
    if replaced && expires_on.is_none_or(|last| Some(last) > NaiveDate::from_ymd_opt(2020, 10, 20)) {
        let reason = "became a public spaces protection order in October 2017, and ended by 20 October 2020: write that \
                      `expires_on`, and the order that followed as an area of its own";
        return Err(about(format!("an order of this type {reason}")));
    }
    let shape = shape(feature.geometry).map_err(about)?;
    Ok(OrderArea { id, title, order, made_on, starts_on, expires_on, prohibitions, exemptions, shape })
}

/// The properties of an area, of which a date or a name that is not right is named.
fn said<T: DeserializeOwned>(properties: Map<String, Value>) -> Result<T, String> {
    let named = ["code", "id"].iter().find_map(|key| properties.get(*key)).and_then(Value::as_str);
    let about = named.map(|named| format!("area \"{named}\": ")).unwrap_or_default();
    serde_json::from_value(Value::Object(properties)).map_err(|error| format!("{about}its properties: {error}"))
}

fn is_text(what: &str, text: &str) -> Result<(), String> {
    match text.trim().chars().count() {
        0 => Err(format!("its {what} is empty")),
        many if many > LONGEST_TEXT => Err(format!("its {what} is longer than {LONGEST_TEXT} characters")),
        _ => Ok(()),
    }
}

fn shape(Geometry { is, coordinates }: Geometry) -> Result<Shape, String> {
    let read = match is.as_str() {
        "Polygon" => serde_json::from_value(coordinates).map(|rings| vec![rings]),
        "MultiPolygon" => serde_json::from_value(coordinates),
        other => return Err(format!("an area is a Polygon or a MultiPolygon, not \"{other}\"")),
    };
    let parts: Vec<Vec<Vec<[f64; 2]>>> = read.map_err(|error| format!("its coordinates: {error}"))?;
    Shape::new(&parts).map_err(|error| error.to_string())
}
