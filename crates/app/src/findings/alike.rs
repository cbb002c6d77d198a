//! Findings that may be of the same thing: with the same registration mark, or near a place.

use crate::App;
use crate::contract::CallError;
use chrono::NaiveDate;
use domain::catalogue::FieldType;
use domain::place::Position;
use domain::vrm;
use record::Record;
use store::{Again, Filter, Found, Near};

/// Findings of one kind that are looked at.
const MOST: u32 = 200;

impl App {
    /// The findings of a kind that count and have this mark, as normalised, found between two days.
    pub(crate) fn with_mark(
        &self,
        kind: &str,
        mark: &str,
        from: Option<NaiveDate>,
        to: NaiveDate,
    ) -> Result<Vec<Found>, CallError> {
        let again = Some(Again::Mark(mark.into()));
        Ok(self
            .store
            .find(&Filter { kind: Some(kind.into()), again, from, to: Some(to), ..Filter::default() }, MOST)?)
    }

    /// The findings of a kind within so many metres, found since a day.
    pub(crate) fn near(
        &self,
        kind: &str,
        position: Position,
        metres: u32,
        from: Option<NaiveDate>,
    ) -> Result<Vec<Found>, CallError> {
        let metres = f64::from(metres);
        let near = Some(Near { position, metres });
        let mut found = self.store.find(&Filter { kind: Some(kind.into()), near, from, ..Filter::default() }, MOST)?;
        found.retain(|one| one.position.is_some_and(|there| position.metres_to(&there) <= metres));
        Ok(found)
    }

    /// The registration mark, in the form to compare by.
    pub(crate) fn mark_of(&self, record: &Record) -> Option<String> {
        let kind = self.store.catalogue().kind(record.kind()?)?;
        let mut marks = kind.fields.iter().filter(|field| field.field_type == FieldType::Vrm);
        let mark = marks.find_map(|field| record.text(&field.id)).map(vrm::normalise);
        mark.filter(|mark| !mark.is_empty())
    }
}
