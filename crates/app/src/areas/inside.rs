//! In which areas a place lies, in words.

use crate::App;
use crate::contract::PlaceView;
use crate::words::list;
use chrono::NaiveDate;
use domain::catalogue::{OrderArea, Ward};
use domain::place::{Inside, Place, Position};

/// Longest list of prohibitions in one line; the others are counted.
const SAID: usize = 3;

impl App {
    /// A place as shown, with its ward and the order areas that were in force there on that day.
    pub(crate) fn in_areas(&self, view: PlaceView, place: Option<&Place>, date: NaiveDate) -> PlaceView {
        let Some(position) = place.and_then(Place::position) else { return view };
        let areas = self.store.catalogue().areas();
        let ward = areas.ward_at(&position, date).map(|ward| in_words(ward, &position) + " ward");
        let orders = areas.orders_about(&position, date).map(|(order, inside)| sentence(order, inside)).collect();
        PlaceView { ward, order_areas: orders, ..view }
    }

    /// The ward of a place and the titles of the order areas in force there on that day, each with whether it only perhaps lies
    /// there.
    pub(crate) fn area_cells(&self, place: Option<&Place>, date: NaiveDate) -> [String; 2] {
        let Some(position) = place.and_then(Place::position) else { return [String::new(), String::new()] };
        let areas = self.store.catalogue().areas();
        let titles = areas.orders_about(&position, date).map(|(order, inside)| perhaps(&order.title, inside));
        let ward = areas.ward_at(&position, date).map(|ward| in_words(ward, &position));
        [ward.unwrap_or_default(), titles.collect::<Vec<_>>().join("; ")]
    }
}

/// A ward in which a position lies.
fn in_words(ward: &Ward, position: &Position) -> String {
    perhaps(&ward.name, ward.shape.inside(position).unwrap_or(Inside::Perhaps))
}

fn perhaps(name: &str, inside: Inside) -> String {
    match inside {
        Inside::Surely => name.to_owned(),
        Inside::Perhaps => format!("Perhaps {name}"),
    }
}

/// "Inside the High Street area: no drinking in public and no begging, until 3 October 2027".
fn sentence(order: &OrderArea, inside: Inside) -> String {
    let where_it_is = match inside {
        Inside::Surely => "Inside",
        Inside::Perhaps => "Perhaps inside",
    };
    let mut forbidden: Vec<_> = order.prohibitions.iter().take(SAID).cloned().collect();
    if order.prohibitions.len() > SAID {
        forbidden.push(format!("{} more", order.prohibitions.len() - SAID));
    }
    let until = order.expires_on.map(|last| format!(", until {}", day(last))).unwrap_or_default();
    format!("{where_it_is} the {} area: {}{until}", order.title, list(&forbidden))
}

/// "3 October 2027".
pub(super) fn day(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// "in 12 days", "today".
pub(super) fn in_days(days: i64) -> String {
    match days {
        0 => "today".into(),
        1 => "tomorrow".into(),
        days => format!("in {days} days"),
    }
}
