//! What a file says of a finding: the same in whichever form. Read stretch by stretch, since a file may be larger than the memory
//! that there is.

use crate::App;
use crate::contract::CallError;
use crate::words::{capital, clock, local};
use domain::catalogue::{Field, FieldType, Kind};
use domain::place::Position;
use rayon::prelude::*;
use record::Record;
use report::{Cell, Column, Feature, Holds, LayerField, Table};
use serde_json::Value;
use std::sync::mpsc::{SyncSender, sync_channel};
use store::{Filter, Found};

/// Findings read at a time.
const STRETCH: u32 = 500;
/// Stretches that are read before the one that is written.
const AHEAD: usize = 2;
/// What a program of maps calls its own.
const TAKEN: [&str; 2] = ["fid", "geom"];

/// A finding as files have it, or why it cannot be read.
type Row = Result<Feature, CallError>;

/// What is said of every finding: how a program calls it, its head, how wide it is, what stands in it.
const COMMON: [(&str, &str, f64, Holds); 23] = [
    ("reference", "Reference", 20.0, Holds::Text),
    ("council_reference", "Council reference", 20.0, Holds::Text),
    ("kind", "Kind", 26.0, Holds::Text),
    ("date", "Date", 12.0, Holds::Day),
    ("time", "Time", 8.0, Holds::Text),
    ("place", "Place", 34.0, Holds::Text),
    ("grid_reference", "Grid reference", 18.0, Holds::Text),
    ("longitude", "Longitude", 12.0, Holds::Number),
    ("latitude", "Latitude", 12.0, Holds::Number),
    ("good_to_m", "Good to (m)", 12.0, Holds::Whole),
    ("ward", "Ward", 26.0, Holds::Text),
    ("order_areas", "Order areas", 26.0, Holds::Text),
    ("summary", "Summary", 44.0, Holds::Text),
    ("recorded_by", "Recorded by", 24.0, Holds::Text),
    ("page", "Page", 14.0, Holds::Text),
    ("photos", "Photos", 8.0, Holds::Whole),
    ("review", "Review", 14.0, Holds::Text),
    ("recorded_by_mistake", "Recorded by mistake", 14.0, Holds::Yes),
    ("same_as_another", "Same as another", 14.0, Holds::Yes),
    ("state", "State", 24.0, Holds::Text),
    ("outcome", "Outcome", 24.0, Holds::Text),
    ("marking", "Marking", 20.0, Holds::Text),
    ("lgsl", "Service (LGSL)", 16.0, Holds::Text),
];

/// The columns: what every finding has, and the questions of one kind.
pub(super) fn table(kind: Option<&Kind>) -> Table {
    let own = kind.into_iter().flat_map(|kind| &kind.fields).map(|field| Column::new(field.noun(), 24.0));
    let columns = COMMON.iter().map(|(_, head, width, _)| Column::new(*head, *width)).chain(own).collect();
    Table { name: "Findings".into(), columns }
}

/// The same for a program of maps.
pub(super) fn fields(kind: Option<&Kind>) -> Vec<LayerField> {
    let mut fields: Vec<_> = COMMON.iter().map(|(name, _, _, holds)| LayerField::new(*name, *holds)).collect();
    for field in kind.into_iter().flat_map(|kind| &kind.fields) {
        let taken = TAKEN.contains(&field.id.as_str()) || fields.iter().any(|one| one.name == field.id);
        let name = if taken { format!("answer_{}", field.id) } else { field.id.clone() };
        let holds = match field.field_type {
            FieldType::Count | FieldType::Int => Holds::Whole,
            FieldType::Decimal => Holds::Number,
            _ => Holds::Text,
        };
        fields.push(LayerField::new(name, holds));
    }
    fields
}

/// Reads the findings of a list, as files have them, while `write` writes those before: stretch by stretch, a stretch on all
/// processors. What `write` does not take is read no further.
pub(super) fn with_rows<T>(
    app: &App,
    filter: Filter,
    kind: Option<&Kind>,
    write: impl FnOnce(&mut dyn Iterator<Item = Row>) -> T,
) -> T {
    std::thread::scope(|threads| {
        let (give, take) = sync_channel(AHEAD);
        threads.spawn(move || read(app, filter, kind, &give));
        write(&mut take.into_iter().flatten())
    })
}

fn read(app: &App, mut filter: Filter, kind: Option<&Kind>, give: &SyncSender<Vec<Row>>) {
    loop {
        let stretch = app.store.find(&filter, STRETCH).and_then(|found| Ok((app.store.records_of(&found)?, found)));
        let (records, found) = match stretch {
            Ok(read) => read,
            Err(error) => {
                // If nobody takes it, nobody waits for it.
                let _ = give.send(vec![Err(error.into())]);
                return;
            }
        };
        filter.after = found.last().map(|last| last.cursor);
        let rows = found.par_iter().zip(&records).map(|(found, record)| app.export_row(found, record.as_ref(), kind));
        if give.send(rows.collect()).is_err() || found.len() < STRETCH as usize {
            return;
        }
    }
}

impl App {
    fn export_row(&self, found: &Found, record: Option<&Record>, kind: Option<&Kind>) -> Row {
        let place = record.and_then(|record| record.value(record::PLACE));
        let place = place.and_then(crate::recording::read_place);
        let position = place.as_ref().and_then(|place| place.position());
        let number = |of: fn(&Position) -> f64, digits: u8| {
            position.as_ref().map_or(Cell::Empty, |position| Cell::Number(of(position), digits))
        };
        let of = self.store.catalogue().kind(&found.kind);
        let name = of.map_or(found.kind.as_str(), |kind| &kind.name);
        let state = record.zip(of).and_then(|(record, of)| Some(record.state_of(of)?.label.clone()));
        let outcome = record.and_then(Record::stood).and_then(|stood| stood.outcome);
        let outcome = outcome.map(|outcome| capital(&outcome.replace('_', " ")));
        let day = record::local_date(found.occurred);
        let [ward, orders] = self.area_cells(place.as_ref(), day);
        let mut cells = vec![
            Cell::from(found.reference.clone()),
            Cell::from(record.and_then(|record| record.office_reference()).unwrap_or_default().to_owned()),
            Cell::from(name.to_owned()),
            Cell::Day(local(found.occurred).date_naive()),
            Cell::from(clock(found.occurred)),
            Cell::from(found.place.clone()),
            Cell::from(place.as_ref().and_then(|place| place.grid()).unwrap_or_default().to_owned()),
            number(|position| position.lon, 6),
            number(|position| position.lat, 6),
            number(|position| position.accuracy_m, 0),
            Cell::from(ward),
            Cell::from(orders),
            Cell::from(found.summary.clone()),
            Cell::from(found.by.clone()),
            Cell::from(format!("{} p. {}", found.book_code, found.page)),
            Cell::from(i64::from(found.photos)),
            Cell::from(found.review.clone().unwrap_or_else(|| "not reviewed".into())),
            Cell::Yes(found.withdrawn),
            Cell::Yes(found.duplicate),
            Cell::from(state.unwrap_or_default()),
            Cell::from(outcome.unwrap_or_default()),
            Cell::from(record.map(|record| self.marking_of(record, of)).unwrap_or_default()),
            Cell::from(
                of.map(|of| of.lgsl.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")).unwrap_or_default(),
            ),
        ];
        for field in kind.into_iter().flat_map(|kind| &kind.fields) {
            cells.push(match record {
                Some(record) => self.export_cell(record, field)?,
                None => Cell::Empty,
            });
        }
        Ok(Feature { position, cells })
    }

    /// What a record answers to a question of its kind: numbers as numbers, the rest in words.
    fn export_cell(&self, record: &Record, field: &Field) -> Result<Cell, CallError> {
        if field.field_type == FieldType::Rows {
            let rows = record.rows_of(&field.id).filter_map(|(_, row)| Some(&row.shown()?.value));
            let words: Vec<_> = rows.filter(|row| !row.is_null()).map(|row| field.row_words(row)).collect();
            return Ok(Cell::from(words.join("; ")));
        }
        let answer = record.answer(field);
        Ok(match (field.field_type, answer.as_f64()) {
            (FieldType::Count | FieldType::Int, Some(number)) => Cell::Number(number, 0),
            (FieldType::Decimal, Some(number)) => Cell::Number(number, 6),
            _ if answer == Value::Null => Cell::Empty,
            _ => Cell::from(self.field_words(field, &answer)?),
        })
    }
}
