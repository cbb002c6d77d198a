//! Findings that may be of the same thing: with the same registration mark, or near a place.

use crate::App;
use crate::contract::CallError;
use chrono::NaiveDate;
use domain::catalogue::FieldType;
use domain::place::Position;
use domain::vrm;
use record::Record;
use store::{Filter, Found, StateFilter};

/// Findings of one kind that are looked at, of each standing or spelling.
const MOST: u32 = 200;

impl App {
    /// The findings of a kind with this mark, as normalised, found between two days.
    pub(crate) fn with_mark(
        &self,
        kind: &str,
        mark: &str,
        from: Option<NaiveDate>,
        to: NaiveDate,
    ) -> Result<Vec<(Found, Record)>, CallError> {
        let mut alike: Vec<(Found, Record)> = Vec::new();
        // A mark is found as it was typed: with its space or without.
        for typed in [mark.to_owned(), vrm::display(mark)] {
            let filter =
                Filter { kind: Some(kind.into()), search: Some(typed), from, to: Some(to), ..Filter::default() };
            for found in self.store.find(&filter, MOST)? {
                let Some(record) = self.store.record(found.id)? else { continue };
                let known = alike.iter().any(|(other, _)| other.id == found.id);
                if !known && self.mark_of(&record).as_deref() == Some(mark) {
                    alike.push((found, record));
                }
            }
        }
        Ok(alike)
    }

    /// The open findings of a kind within so many metres, found since a day, and how far off they are.
    pub(crate) fn open_near(
        &self,
        kind: &str,
        here: &Position,
        metres: u32,
        from: Option<NaiveDate>,
    ) -> Result<Vec<(Found, Record)>, CallError> {
        let mut near = Vec::new();
        for state in [StateFilter::Open, StateFilter::Waiting] {
            let filter = Filter { kind: Some(kind.into()), state: Some(state), from, ..Filter::default() };
            for found in self.store.find(&filter, MOST)? {
                let Some(record) = self.store.record(found.id)? else { continue };
                if position(&record).is_some_and(|there| here.metres_to(&there) <= f64::from(metres)) {
                    near.push((found, record));
                }
            }
        }
        Ok(near)
    }

    /// The registration mark, in the form to compare by.
    pub(crate) fn mark_of(&self, record: &Record) -> Option<String> {
        let kind = self.store.catalogue().kind(record.kind()?)?;
        let mut marks = kind.fields.iter().filter(|field| field.field_type == FieldType::Vrm);
        let mark = marks.find_map(|field| record.text(&field.id)).map(vrm::normalise);
        mark.filter(|mark| !mark.is_empty())
    }
}

/// Where it is, as far as a position is known.
pub(crate) fn position(record: &Record) -> Option<Position> {
    record.value(record::PLACE).and_then(crate::recording::read_place)?.position()
}
