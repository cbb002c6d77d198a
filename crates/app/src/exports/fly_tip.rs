//! The columns of the fly-tip return (domain rules C8), by month: how many, of which waste, size, land and action, and what clearing
//! them cost. What nobody answered has a column of its own, so that each group adds up to the incidents.

use super::months::{month_of, months_of};
use crate::App;
use crate::contract::{CallError, ErrorCode, Exported, FlyTipReturn};
use crate::files::not_written;
use crate::refusals::{not_found, refuse};
use domain::catalogue::{Field, Kind};
use domain::roles::Action as Right;
use record::Record;
use report::{Cell, Column, Table};
use serde_json::Value;
use store::{Filter, Found};

/// The kind, and its questions.
const KIND: &str = "fly_tip";
const WASTE: &str = "waste_types";
const SIZE: &str = "size";
const LAND: &str = "land_class";
const ACTIONS: &str = "enforcement";
const COST: &str = "clearance_cost_pence";
/// Findings read at a time.
const STRETCH: u32 = 500;

/// What is added up in one month, in the order of the columns.
#[derive(Clone)]
struct Month {
    incidents: i64,
    waste: Vec<i64>,
    sizes: Vec<i64>,
    costs: Vec<i64>,
    land: Vec<i64>,
    actions: Vec<i64>,
}

impl App {
    pub(crate) fn fly_tip_return(&self, request: &FlyTipReturn) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let format = request.format.as_deref().unwrap_or("csv");
        if !["csv", "xlsx"].contains(&format) {
            return Err(refuse(ErrorCode::BadRequest, "The return cannot be written in that form."));
        }
        let asked = self.asked(&request.over)?;
        let period = asked.period;
        let kind = self.store.catalogue().kind(KIND).ok_or_else(|| not_found("kind"))?;
        let choices = |field: &str| kind.field(field).map_or(0, |field| field.choices.len());
        let blank = Month {
            incidents: 0,
            waste: vec![0; choices(WASTE) + 1],
            sizes: vec![0; choices(SIZE) + 1],
            costs: vec![0; choices(SIZE) + 1],
            land: vec![0; choices(LAND) + 1],
            actions: vec![0; choices(ACTIONS)],
        };
        let months = months_of(&period);
        let mut sums = vec![blank; months.len()];
        let mut filter = Filter { kind: Some(KIND.into()), ..asked.filter() };
        let running = self.begin_export(self.store.count(&filter, u32::MAX)?.into())?;
        loop {
            let found = self.store.find(&filter, STRETCH)?;
            for one in found.iter().filter(|one| one.counts()) {
                running.step()?;
                let month = month_of(record::local_date(one.occurred));
                let sum = months.iter().position(|one| *one == month).and_then(|at| sums.get_mut(at));
                if let (Some(sum), Some(record)) = (sum, self.store.record(one.id)?) {
                    add(sum, &record, kind);
                }
            }
            match found.last() {
                Some(Found { cursor, .. }) if found.len() == STRETCH as usize => filter.after = Some(*cursor),
                _ => break,
            }
        }
        let table = Table { name: "Fly-tip return".into(), columns: columns(kind) };
        let rows = months
            .iter()
            .zip(&sums)
            .map(|(month, sum)| Ok::<_, CallError>(row(month.format("%Y-%m").to_string(), sum)));
        let mut file = running.new_file("fly-tip-return", format)?;
        let written = if format == "csv" { table.csv(&mut file, rows) } else { table.xlsx(&mut file, rows) };
        file.finish(written.map_err(|error| running.failed(error))?).map_err(|error| not_written(&error))
    }
}

/// Adds one fly-tip to its month.
fn add(sum: &mut Month, record: &Record, kind: &Kind) {
    let answer = |field: &str| kind.field(field).map(|field| (field, record.answer(field)));
    // What nobody answered, and what the catalogue no longer knows, stands last.
    let place = |field: &Field, said: &Value| {
        let known = field.choices.iter().position(|choice| Some(choice.id.as_str()) == said.as_str());
        known.unwrap_or(field.choices.len())
    };
    let count = |counts: &mut Vec<i64>, at: usize, by: i64| {
        if let Some(held) = counts.get_mut(at) {
            *held += by;
        }
    };
    sum.incidents += 1;
    if let Some((field, said)) = answer(WASTE) {
        // The main one stands first.
        count(&mut sum.waste, place(field, said.get(0).unwrap_or(&Value::Null)), 1);
    }
    if let Some((field, said)) = answer(SIZE) {
        let size = place(field, &said);
        count(&mut sum.sizes, size, 1);
        let cost = answer(COST).and_then(|(_, cost)| cost.as_i64()).unwrap_or_default();
        count(&mut sum.costs, size, cost);
    }
    if let Some((field, said)) = answer(LAND) {
        count(&mut sum.land, place(field, &said), 1);
    }
    if let Some((field, said)) = answer(ACTIONS) {
        for action in said.as_array().into_iter().flatten() {
            count(&mut sum.actions, place(field, action), 1);
        }
    }
}

fn columns(kind: &Kind) -> Vec<Column> {
    let labels = |field: &str| {
        kind.field(field).into_iter().flat_map(|field| field.choices.iter().map(|choice| choice.label.as_str()))
    };
    let open = || std::iter::once("not recorded");
    let group =
        |what: &str, labels: Vec<&str>| labels.into_iter().map(|label| format!("{what}: {label}")).collect::<Vec<_>>();
    let mut heads = vec!["Month".to_owned(), "Incidents".to_owned()];
    heads.extend(group("Waste", labels(WASTE).chain(open()).collect()));
    heads.extend(group("Size", labels(SIZE).chain(open()).collect()));
    heads.extend(group("Cost of clearing", labels(SIZE).chain(open()).collect()));
    heads.extend(group("Land", labels(LAND).chain(open()).collect()));
    heads.extend(group("Action", labels(ACTIONS).collect()));
    heads.into_iter().map(|head| Column::new(head, 18.0)).collect()
}

fn row(month: String, sum: &Month) -> Vec<Cell> {
    let counts = |counts: &[i64]| counts.iter().map(|count| Cell::from(*count)).collect::<Vec<_>>();
    let mut cells = vec![Cell::from(month), Cell::from(sum.incidents)];
    cells.extend(counts(&sum.waste));
    cells.extend(counts(&sum.sizes));
    cells.extend(sum.costs.iter().map(|pence| Cell::Pence(*pence)));
    cells.extend(counts(&sum.land));
    cells.extend(counts(&sum.actions));
    cells
}
