//! A pack for a request under the Freedom of Information Act or the Environmental Information Regulations: the findings without
//! anything that says who or exactly where, their counts by month and kind, and what was withheld and why.
//!
//! What is told is chosen, not what is left out: a question that the catalogue gets tomorrow is not told. Of which kinds there are
//! counts alone, and of which nothing, is told by [`crate::telling`].

use super::months::{month_of, months_of};
use super::running::Running;
use crate::App;
use crate::contract::{CallError, Exported, FoiRequest};
use crate::figures::filter_of;
use crate::files::not_written;
use crate::places::Kept;
use crate::refusals::{invalid, not_found};
use crate::telling::{Telling, telling};
use crate::words::{capital, local};
use chrono::NaiveDate;
use domain::catalogue::{FieldType, Kind, Part, SENSITIVE, Stage};
use domain::place::GridRef;
use domain::roles::Action as Right;
use record::{Record, same_words};
use report::{Cell, Column, Period, Table};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write as _;
use store::Found;

/// Findings read at a time.
const STRETCH: u32 = 500;
/// Fewer findings about people are not told.
const FEW: u64 = 5;
/// Land on which somebody lives, where a place is told less exactly.
const HOMES: [&str; 3] = ["private_dwelling", "private_residential", "council_housing"];
/// Digits of a grid reference: a square of 100 m, and of 1 km where people live.
const FIGURES: u32 = 6;
const FIGURES_AT_HOME: u32 = 4;

/// What is asked for.
struct Asked {
    period: Period,
    part: Option<Part>,
    place: Option<String>,
    /// Those of which something may be told.
    kinds: Vec<&'static Kind>,
    /// Those of which nothing is.
    untold: Vec<&'static Kind>,
}

/// How often something of a kind was found in each month.
type Counts = BTreeMap<String, Vec<u64>>;

impl App {
    pub(crate) fn foi_pack(&self, request: &FoiRequest) -> Result<Exported, CallError> {
        self.allowed(Right::ExportFindings)?;
        let asked = self.foi_asked(request)?;
        let mut filter = filter_of(&asked.period, asked.part.as_ref());
        let running = self.begin_export(self.store.count(&filter, u32::MAX)?.into())?;
        let folder = running.new_folder("foi-pack")?;
        let places = self.places_kept(&[])?;
        let names = asked.place.as_deref().map(|place| wanted_names(place, &places));
        let months = months_of(&asked.period);
        let mut counts: Counts = asked.kinds.iter().map(|kind| (kind.id.clone(), vec![0; months.len()])).collect();
        let mut rows = 0;
        {
            let mut stretch = Vec::new().into_iter();
            let mut is_last = false;
            let findings = std::iter::from_fn(|| {
                loop {
                    let found: Found = match stretch.next() {
                        Some(found) => found,
                        None if is_last => return None,
                        None => match self.store.find(&filter, STRETCH) {
                            Err(error) => return Some(Err(error.into())),
                            Ok(found) => {
                                is_last = found.len() < STRETCH as usize;
                                filter.after = found.last().map(|last| last.cursor);
                                stretch = found.into_iter();
                                continue;
                            }
                        },
                    };
                    if let Err(stopped) = running.step() {
                        return Some(Err(stopped));
                    }
                    match self.foi_row(&found, &asked, &places, names.as_deref(), (&months, &mut counts)) {
                        Ok(None) => {}
                        Ok(Some(mut row)) => {
                            rows += 1;
                            row.insert(0, Cell::from(rows));
                            return Some(Ok(row));
                        }
                        Err(error) => return Some(Err(error)),
                    }
                }
            });
            let mut file = folder.file("findings.csv").map_err(|error| not_written(&error))?;
            let written = findings_table().csv(&mut file, findings).map_err(|error| running.failed(error))?;
            file.finish(written).map_err(|error| not_written(&error))?;
        }
        self.foi_counts(&folder, &running, &asked, &months, &counts)?;
        let readme = self.foi_readme(&asked, rows);
        let mut file = folder.file("README.txt").map_err(|error| not_written(&error))?;
        file.write_all(readme.as_bytes()).map_err(|error| not_written(&error))?;
        file.finish(0).map_err(|error| not_written(&error))?;
        folder.finish(u32::try_from(rows).unwrap_or(u32::MAX)).map_err(|error| not_written(&error))
    }

    fn foi_asked(&self, request: &FoiRequest) -> Result<Asked, CallError> {
        let period = self.period_asked(&request.from, &request.to)?;
        let part = self.part_asked(request.ward.as_deref())?;
        let all = self.store.catalogue().kinds().iter().filter(|kind| kind.finding && !kind.restricted);
        let all: Vec<_> = all.filter(|kind| request.kinds.is_empty() || request.kinds.contains(&kind.id)).collect();
        if all.is_empty() || !request.kinds.is_empty() && all.len() < request.kinds.len() {
            return Err(not_found("kind"));
        }
        let (kinds, untold): (Vec<_>, Vec<_>) = all.into_iter().partition(|kind| telling(kind) < Telling::Nothing);
        if kinds.is_empty() {
            return Err(invalid("kinds", "Nothing of these kinds may be told in a pack. Choose others as well"));
        }
        let place = request.place.as_deref().map(str::trim).filter(|place| !place.is_empty()).map(str::to_owned);
        Ok(Asked { period, part, place, kinds, untold })
    }

    /// Counts a finding, and gives what is told of it; nothing of one about people, or that was not asked for.
    fn foi_row(
        &self,
        found: &Found,
        asked: &Asked,
        places: &[Kept],
        names: Option<&[String]>,
        (months, counts): (&[NaiveDate], &mut Counts),
    ) -> Result<Option<Vec<Cell>>, CallError> {
        let called = same_words(&found.place);
        let there = names.is_none_or(|names| names.iter().any(|name| has_words(&called, name)));
        let Some(kind) = asked.kinds.iter().find(|kind| kind.id == found.kind) else { return Ok(None) };
        if !there || !found.counts() {
            return Ok(None);
        }
        let day = record::local_date(found.occurred);
        let month = months.iter().position(|month| *month == month_of(day));
        if let Some(count) = month.and_then(|month| counts.get_mut(&kind.id)?.get_mut(month)) {
            *count += 1;
        }
        if telling(kind) > Telling::Whole {
            return Ok(None);
        }
        let Some(record) = self.store.record(found.id)? else { return Ok(None) };
        if self.judged(&record, Some(kind)).marking == SENSITIVE {
            return Ok(None);
        }
        let named = places.iter().find(|place| place.names.iter().any(|name| same_words(name) == called));
        let at_home = record.text("land_type").is_some_and(|land| HOMES.contains(&land))
            || record.text("land_class").is_some_and(|land| HOMES.contains(&land));
        let grid = found.position.and_then(|position| position.national_grid());
        let grid = grid.and_then(|(east, north)| GridRef::from_metres(east, north).ok());
        let grid = grid.map(|grid| grid.at_figures(if at_home { FIGURES_AT_HOME } else { FIGURES }).to_string());
        let ward = found
            .position
            .and_then(|position| Some(self.store.catalogue().areas().ward_at(&position, day)?.name.clone()));
        let state = record.state_of(kind).map(|state| state.label.clone());
        let outcome = record.stood().and_then(|stood| stood.outcome).map(|outcome| capital(&outcome.replace('_', " ")));
        Ok(Some(vec![
            Cell::from(kind.name.clone()),
            Cell::Day(day),
            Cell::from(ward.unwrap_or_default()),
            Cell::from(named.filter(|_| !at_home).map(|place| place.name().to_owned()).unwrap_or_default()),
            Cell::from(grid.unwrap_or_default()),
            Cell::from(told(&record, kind)),
            Cell::from(state.unwrap_or_default()),
            Cell::from(outcome.unwrap_or_default()),
        ]))
    }

    fn foi_counts(
        &self,
        folder: &crate::files::NewFolder,
        running: &Running<'_>,
        asked: &Asked,
        months: &[NaiveDate],
        counts: &Counts,
    ) -> Result<(), CallError> {
        let heads = ["Kind".to_owned()].into_iter().chain(months.iter().map(|month| month.format("%Y-%m").to_string()));
        let columns = heads.chain(["Total".to_owned()]).map(|head| Column::new(head, 14.0)).collect();
        let table = Table { name: "Counts".into(), columns };
        let rows = asked.kinds.iter().map(|kind| {
            let by_month = counts.get(&kind.id).map(Vec::as_slice).unwrap_or_default();
            let said = said_counts(by_month, telling(kind) > Telling::Whole);
            Ok(std::iter::once(Cell::from(kind.name.clone())).chain(said).collect())
        });
        let mut file = folder.file("counts.csv").map_err(|error| not_written(&error))?;
        let written = table.csv(&mut file, rows).map_err(|error| running.failed(error))?;
        file.finish(written).map(drop).map_err(|error| not_written(&error))
    }

    fn foi_readme(&self, asked: &Asked, rows: i64) -> String {
        let kinds: Vec<_> = asked.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let people: Vec<_> =
            asked.kinds.iter().filter(|kind| telling(kind) > Telling::Whole).map(|kind| kind.name.as_str()).collect();
        let people = if people.is_empty() { "none of those asked for".to_owned() } else { people.join(", ") };
        let area = asked.part.as_ref().map_or("the whole of the team's area", |part| part.name.as_str());
        let place = asked.place.as_deref().map(|place| format!("Place:      {place}\r\n")).unwrap_or_default();
        let made = local(self.now()).format("%-d %B %Y, %H:%M");
        let text = format!(
            "{title}: information for a request\r\n\
             Made on {made}; data as at {as_at}.\r\n\r\n\
             Period:     {period}\r\n\
             Area:       {area}\r\n\
             {place}\
             Kinds:      {kinds}\r\n\r\n\
             findings.csv  {rows} findings, one a row: kind, day, ward, place, grid square, what was seen at once,\r\n\
             \x20             how it stands and how it ended.\r\n\
             counts.csv    How many findings of each kind there were in each month.\r\n\r\n\
             {WITHHELD}",
            title = self.store.catalogue().plan().title,
            as_at = self.as_at(),
            period = asked.period.words(),
            kinds = kinds.join(", "),
        );
        let untold: Vec<_> = asked.untold.iter().map(|kind| kind.name.as_str()).collect();
        let untold = if untold.is_empty() { "none of those asked for".to_owned() } else { untold.join(", ") };
        text.replace("{people}", &people).replace("{untold}", &untold)
    }
}

/// What the pack says of what is not in it. The rules are those of the domain reference that the app was built to.
const WITHHELD: &str = "\
What was withheld, and why\r\n\
--------------------------\r\n\
- Names of everyone: wardens, officers, residents, volunteers (E1-1: UK GDPR Article 5, data minimisation;\r\n\
\x20 FOIA 2000 section 40; EIR 2004 regulation 13).\r\n\
- Everything in free words: descriptions, notes, summaries (B0.2: they can hold what people said; E1-1).\r\n\
- Registration marks (C2), which lead to a keeper (E1-1).\r\n\
- Exact places (C12): a place is told by its ward, its name in the council's register of places, and a square of\r\n\
\x20 100 m; where people live, by a square of 1 km and without its name.\r\n\
- Times of day, and references, which name the tablet and so the warden (E1-1).\r\n\
- Photographs (C18).\r\n\
- Findings about people, one by one ({people}): they are told as counts alone. A count of fewer than five is not\r\n\
\x20 told; where a month has so few, only the total is told, so that it cannot be worked out (C19).\r\n\
- Findings that what they say makes OFFICIAL-SENSITIVE, such as hateful graffiti: they are counted, and in no row (B9).\r\n\
- What only the police or the council's own staff are told ({untold}): nothing of it is in these files, nor\r\n\
\x20 counted (B21).\r\n\
- Everything that only a safeguarding lead reads: nothing of it is in these files, nor counted (E4).\r\n\
Not counted: what was recorded by mistake, is the same as another finding, or was called off (B0.2).\r\n\
Environmental information is answered within 20 working days (E1-6). Read the files before they leave the council.\r\n";

fn findings_table() -> Table {
    let heads = ["Number", "Kind", "Date", "Ward", "Place", "Grid square", "What was seen", "State", "Outcome"];
    Table { name: "Findings".into(), columns: heads.into_iter().map(|head| Column::new(head, 20.0)).collect() }
}

/// What was seen at once, as far as it was counted or chosen from a list.
fn told(record: &Record, kind: &Kind) -> String {
    let chosen = |field: &&domain::catalogue::Field| {
        field.stage == Stage::Now && matches!(field.field_type, FieldType::Count | FieldType::Choice | FieldType::Multi)
    };
    let answers = kind.fields.iter().filter(chosen).filter_map(|field| {
        let answer = record.answer(field);
        let words = field.words(&answer);
        (answer != Value::Null && !words.is_empty()).then(|| format!("{}: {words}", field.noun()))
    });
    answers.collect::<Vec<_>>().join("; ")
}

/// The counts of each month and their total. Of people a few are not told, nor what they could be worked out from.
fn said_counts(by_month: &[u64], about_people: bool) -> Vec<Cell> {
    let is_few = |count: u64| about_people && (1..FEW).contains(&count);
    let total: u64 = by_month.iter().sum();
    let withheld = by_month.iter().any(|count| is_few(*count));
    let number = |count: u64| Cell::from(i64::try_from(count).unwrap_or(i64::MAX));
    let month = |count: &u64| if withheld { Cell::Text("withheld".into()) } else { number(*count) };
    let total = if is_few(total) { Cell::Text("fewer than 5".into()) } else { number(total) };
    by_month.iter().map(month).chain([total]).collect()
}

/// The names that a place that was asked for goes by, as names are compared.
fn wanted_names(place: &str, places: &[Kept]) -> Vec<String> {
    let asked = same_words(place);
    let known = places.iter().find(|place| place.names.iter().any(|name| same_words(name) == asked));
    let names = known.into_iter().flat_map(|place| &place.names).map(|name| same_words(name));
    std::iter::once(asked.clone()).chain(names).collect()
}

/// Whether a name has these words, one after the other.
fn has_words(name: &str, words: &str) -> bool {
    !words.is_empty() && format!(" {name} ").contains(&format!(" {words} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_are_not_told_and_cannot_be_worked_out() {
        let text = |cells: Vec<Cell>| {
            cells
                .into_iter()
                .map(|cell| match cell {
                    Cell::Number(number, _) => number.to_string(),
                    Cell::Text(text) => text,
                    other => format!("{other:?}"),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(text(said_counts(&[3, 0, 9], false)), ["3", "0", "9", "12"]);
        assert_eq!(text(said_counts(&[5, 0, 9], true)), ["5", "0", "9", "14"], "zero is told");
        assert_eq!(text(said_counts(&[3, 0, 9], true)), ["withheld", "withheld", "withheld", "12"]);
        assert_eq!(text(said_counts(&[1, 0, 2], true)), ["withheld", "withheld", "withheld", "fewer than 5"]);
    }

    #[test]
    fn a_place_is_asked_for_by_whole_words() {
        assert!(has_words("rope walk stairwell", "rope walk"));
        assert!(!has_words("rope walking club", "rope walk"));
        assert!(!has_words("anywhere", ""));
    }
}
