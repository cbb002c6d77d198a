//! Which findings a place and a period mean: around a point, in a ward, or wherever the place is called so.

use crate::App;
use crate::contract::{CallError, FiguresRequest, PlaceAsked};
use crate::figures::Asked;
use crate::places::words_of;
use crate::refusals::invalid;
use domain::place::{Place, PlaceError, Position};
use store::{Filter, Found, Near};

/// How far around a point, in metres.
const USUAL_M: u32 = 250;
const METRES: std::ops::RangeInclusive<u32> = 25..=5_000;
/// The longest place that is typed.
const LONGEST: usize = 120;

/// A place as it was understood, with the period.
pub(super) struct Whereabouts {
    pub(super) title: String,
    pub(super) how: String,
    pub(super) asked: Asked,
    pub(super) filter: Filter,
    circle: Option<(Position, f64)>,
    called: Vec<Vec<String>>,
}

impl Whereabouts {
    /// Whether a finding that the filter has lies there: a box has corners, and a word others that it is part of.
    pub(super) fn has(&self, found: &Found) -> bool {
        let near = self.circle.is_none_or(|(middle, metres)| {
            found.position.is_some_and(|position| middle.metres_to(&position) <= metres)
        });
        let name = words_of(&found.place);
        let has = |words: &Vec<String>| words.iter().all(|word| name.iter().any(|held| held.starts_with(word)));
        near && (self.called.is_empty() || self.called.iter().any(has))
    }
}

impl App {
    pub(super) fn place_asked(&self, request: &PlaceAsked) -> Result<Whereabouts, CallError> {
        let PlaceAsked { typed, metres, ward, from, to } = request.clone();
        let asked = self.asked(&FiguresRequest { from, to, compare: None, ward })?;
        let typed = typed.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
        let filter = asked.filter();
        let place = |title: String, how: String, filter| Whereabouts {
            title,
            how,
            asked: asked.clone(),
            filter,
            circle: None,
            called: Vec::new(),
        };
        let Some(typed) = typed else {
            let part = asked.part.as_ref().ok_or_else(|| invalid("typed", "Enter a place, or select a ward"))?;
            let how = if part.wards.len() == 1 {
                "What lies in the ward, by its published border. What has no position is in no ward."
            } else {
                "What lies in the wards of the task-force area, by their published borders. What has no position is in no ward."
            };
            let called = asked.area.as_ref().map_or_else(|| part.name.clone(), |area| area.name.clone());
            return Ok(place(called, how.to_owned(), filter));
        };
        if typed.chars().count() > LONGEST {
            return Err(invalid("typed", format!("Enter a place of {LONGEST} characters or less")));
        }
        let within = asked.area.as_ref().map(|area| format!(", in {}", area.name)).unwrap_or_default();
        let (named, point) = self.point_of(typed)?;
        let Some(position) = point else {
            let words = words_of(typed);
            if words.is_empty() {
                return Err(invalid("typed", "Enter a place, or select a ward"));
            }
            let mut called = vec![words];
            called.extend(self.spelled_otherwise(typed)?.iter().map(|other| words_of(other)));
            let how = "Findings whose place is called so, or by another name of it. Those that have only a position are not among them.";
            let filter = Filter { called: called.clone(), ..filter };
            return Ok(Whereabouts { called, ..place(format!("{named}{within}"), how.to_owned(), filter) });
        };
        let metres = metres.unwrap_or(USUAL_M);
        if !METRES.contains(&metres) {
            return Err(invalid("metres", "Select how far around it: 25 to 5,000 metres"));
        }
        let metres_f = f64::from(metres);
        let filter = Filter { near: Some(Near { position, metres: metres_f }), ..filter };
        let how = "What lies so near, by its position. What has no position is not among it.";
        let title = format!("Within {} m of {named}{within}", crate::words::thousands(metres.into()));
        Ok(Whereabouts { circle: Some((position, metres_f)), ..place(title, how.to_owned(), filter) })
    }

    /// What was typed, by its name, and its position: that of a grid reference, or of a place of the register.
    fn point_of(&self, typed: &str) -> Result<(String, Option<Position>), CallError> {
        match Place::typed(typed) {
            Ok(place) => Ok((place.grid().unwrap_or(typed).to_owned(), place.position())),
            Err(PlaceError::NotAPlace(_)) => {
                let kept = self.place_kept(typed, None, None)?;
                let name = kept.as_ref().and_then(Place::name).unwrap_or(typed);
                Ok((name.to_owned(), kept.as_ref().and_then(Place::position)))
            }
            Err(error) => Err(invalid("typed", error.to_string())),
        }
    }
}
