//! The hotspots: which are looked at, and how far away they are.

use crate::App;
use crate::contract::{CallError, HotspotLine, HotspotsRequest};
use crate::rounds::HOTSPOT;
use crate::rounds::register::is_active;
use crate::words::local;
use book::RecordId;
use chrono::NaiveDate;
use domain::place::{Place, Position};
use record::Record;
use store::Filter;

/// Hotspots that are looked at, those that ended too.
const MOST: u32 = 3000;
/// From here on a distance is given in kilometres.
const KILOMETRE: f64 = 1000.0;

/// Whether a hotspot is looked at on a day: one that ended is until the day on which it did.
pub(crate) fn is_at(hotspot: &Record, day: NaiveDate) -> bool {
    let until = hotspot.text("active_to").and_then(|day| day.parse::<NaiveDate>().ok());
    let ended = hotspot.text(record::STATUS) == Some("ended");
    hotspot.withdrawn().is_none() && if ended { until.is_some_and(|until| day < until) } else { is_active(hotspot) }
}

pub(crate) fn name_of(hotspot: &Record) -> &str {
    hotspot.text("name").unwrap_or("A hotspot")
}

pub(crate) fn risk_of(hotspot: &Record) -> Option<String> {
    hotspot.text("risk_notes").map(Into::into)
}

impl App {
    /// A hotspot by its id.
    pub(crate) fn hotspot(&self, id: RecordId) -> Result<Option<Record>, CallError> {
        Ok(self.store.record(id)?.filter(|record| record.kind() == Some(HOTSPOT)))
    }

    pub(crate) fn hotspots_to_check(&self, request: HotspotsRequest) -> Result<Vec<HotspotLine>, CallError> {
        self.unlocked()?;
        let here = request.here.map(|here| Position { lon: here.lon, lat: here.lat, accuracy_m: here.accuracy_m });
        let today = local(self.now()).date_naive();
        let patrol = self.patrol_under_way()?;
        let checks = match &patrol {
            Some(patrol) => self.visits_on(patrol)?,
            None => Vec::new(),
        };
        let kind = self.store.catalogue().kind(HOTSPOT);
        let filter = Filter { kind: Some(HOTSPOT.into()), ..Filter::default() };
        let mut lines = Vec::new();
        for found in self.store.find(&filter, MOST)? {
            let Some(hotspot) = self.store.record(found.id)?.filter(|hotspot| is_at(hotspot, today)) else { continue };
            let there = hotspot.value(record::PLACE).and_then(crate::recording::read_place);
            let there = there.as_ref().and_then(Place::position);
            let metres = here.as_ref().zip(there.as_ref()).map(|(here, there)| here.metres_to(there));
            let hazard = kind.and_then(|kind| kind.field("hazard")).zip(hotspot.value("hazard"));
            let check = checks.iter().find(|visit| visit.hotspot == found.id);
            let line = HotspotLine {
                id: found.id.to_string(),
                name: name_of(&hotspot).into(),
                hazard: hazard.map(|(field, value)| field.words(value)).unwrap_or_default(),
                risk: risk_of(&hotspot),
                away: metres.map(away),
                check: check.map(|visit| self.check_view(visit, name_of(&hotspot))).transpose()?,
            };
            lines.push((metres.unwrap_or(f64::INFINITY), line));
        }
        // Those at no known place come last, by name like those equally far.
        lines.sort_by(|(near, one), (far, other)| near.total_cmp(far).then_with(|| one.name.cmp(&other.name)));
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }
}

/// "60 m away", "1.2 km away".
pub(crate) fn away(metres: f64) -> String {
    match (metres / 10.0).round() * 10.0 {
        near if near < KILOMETRE => format!("{near:.0} m away"),
        far => format!("{:.1} km away", far / KILOMETRE),
    }
}

#[cfg(test)]
mod tests {
    use super::away;

    #[test]
    fn a_distance_is_said_as_exactly_as_it_is_known() {
        assert_eq!(
            [3.0, 58.0, 994.0, 996.0, 12_340.0].map(away),
            ["0 m away", "60 m away", "990 m away", "1.0 km away", "12.3 km away"]
        );
    }
}
