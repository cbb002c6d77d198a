//! The form as the page draws it: the kind's questions for this stage, judged by the catalogue.

use crate::App;
use crate::contract::{CallError, ChoiceView, Form, FormField, OfKind, PhotoView, PlaceView};
use crate::recording::drafted::Drafted;
use crate::recording::place;
use crate::recording::same_one::{only_seen, sighting_of};
use crate::recording::step::own_fields;
use crate::rounds::{HOTSPOT, name_of};
use crate::words::{capital, clock, list, local};
use book::RecordId;
use domain::catalogue::{
    Choice, Field, FieldAnswer, FieldType, FormAnswer, Group, Kind, Merge, PlaceNeed, Required, Stage,
};
use domain::roles::{Action as Right, may};
use protocol::PhotoHash;
use record::PhotoRow;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{Draft, Filter, Found, PhotoAt};

/// Records that a question offers to choose from.
pub(super) const MOST_CHOICES: u32 = 200;

/// How a list says that a matter is closed.
const CLOSED: &str = "closed";

/// The shared question whether a life is in danger.
const IMMEDIATE_DANGER: &str = "immediate_danger";

/// Shared questions that the way to the form has answered: asked later only where it did not.
const BY_THE_WAY: [&str; 2] = ["source", HOTSPOT];

impl App {
    pub(crate) fn form(&self, draft: &Draft) -> Result<Form, CallError> {
        if let Some(id) = draft.record.filter(|_| self.session().is_some()) {
            // A change that was begun and kept shows what is there, too.
            self.look_at(id)?;
        }
        let drafted = self.drafted(draft)?;
        let Drafted { kind, values, answer, photos, .. } = &drafted;
        // A locked tablet says nothing of the patrol.
        let patrol = draft.patrol.filter(|_| self.session().is_some());
        let patrol = patrol.map(|id| self.store.found(id)).transpose()?.flatten();
        // A finding that was saved keeps its own patrol, whatever is under way now.
        let saved = draft.record.map(|id| self.store.found(id)).transpose()?.flatten();
        let its_patrol = saved.and_then(|found| found.patrol).map(|id| self.store.found(id)).transpose()?.flatten();
        let area = its_patrol.as_ref().or(patrol.as_ref()).map(|patrol| patrol.place.as_str());
        let mut fields = Vec::new();
        let step = drafted.step(draft);
        let links = self.links(draft, kind, values)?;
        let says = self.says_given(drafted.record.as_ref())?;
        let about = self.begun_about(kind, values)?;
        for (field, judged) in kind.fields.iter().zip(&answer.fields) {
            let linkable =
                if field.links() { self.linkable(&field.id, draft, &links, &judged.value)? } else { Vec::new() };
            // A finding that no other can belong to is not asked about it.
            let nothing_to_link = field.links() && linkable.is_empty();
            let asked = match step {
                Some(step) => field.field_type != FieldType::Place && drafted.draws(draft, step, judged),
                None => asked_now(draft, kind, field, judged),
            };
            let no_more = field.retired && judged.text.is_empty() && !draft.answers.contains_key(&field.id);
            if asked && !nothing_to_link && !no_more && (says || !kind.is_leaders(field)) {
                let mut asked = self.form_field(field, judged, values, draft)?;
                if field.links() {
                    asked.choices = linkable;
                }
                if let Some(said) = self.fitting(field, &judged.value, (kind, answer))? {
                    asked.advice = Some(said);
                }
                if let Some(about) = about.filter(|_| field.partners) {
                    about.partners_first(&mut asked.choices, |choice| &choice.id);
                }
                if field.field_type != FieldType::Records || !asked.choices.is_empty() {
                    fields.push(asked);
                }
            }
        }
        if kind.restricted {
            // Whether someone is in danger comes before everything else.
            fields.sort_by_key(|field| field.id != IMMEDIATE_DANGER);
        }
        let held = values.get(record::PLACE).and_then(place::read);
        // Where it was found stays: the place that is asked for is where it was seen again.
        let sighting = sighting_of(draft).map(|(_, sighting)| sighting);
        let asked_place = sighting.as_ref().map_or(held.as_ref(), |sighting| sighting.place.as_ref());
        let missing = self.missing(draft, &drafted)?;
        if let Some(step) = step {
            for field in &mut fields {
                field.required = step.asks.contains(&field.id) || missing.iter().any(|one| one.field == field.id);
            }
            fields.extend(own_fields(draft, step));
        }
        let hotspot = match draft.record {
            None if self.session().is_some() => self.hotspot_of(values)?,
            _ => None,
        };
        let hotspot = hotspot.as_ref().map(|hotspot| name_of(hotspot).to_owned());
        // A step asks for place and photos only where it waits for them.
        let wanted = |what: &str| step.is_none() || sighting.is_some() || missing.iter().any(|one| one.field == what);
        let shows_photos = step.is_some_and(|step| step.photos || step.shows("photos"));
        let takes_photos = wanted("photos") || !draft.photos.is_empty() || shows_photos;
        Ok(Form {
            draft: draft.id.to_string(),
            stage: draft.stage.clone(),
            finding: draft.record.map(|id| id.to_string()),
            kind: kind.id.clone(),
            name: kind.name.clone(),
            icon: kind.icon.clone(),
            title: drafted.record.as_ref().map(|_| {
                let words = held.as_ref().map(domain::place::Place::words).unwrap_or_default();
                let words = crate::findings::named(&words, area);
                if kind.own_page {
                    let label = step.map_or(&kind.name, |step| &step.label);
                    return format!("{label}: {}", answer.summary);
                }
                let title = if words.is_empty() { kind.name.clone() } else { format!("{}, {words}", kind.name) };
                match (step, &sighting) {
                    (Some(step), _) => format!("{}: {title}", step.label),
                    (None, Some(seen)) if seen.there => format!("Seen again: {title}"),
                    (None, Some(_)) => format!("Not there any more: {title}"),
                    (None, None) => title,
                }
            }),
            summary: answer.summary.clone(),
            subtitle: {
                let at = hotspot.iter().map(|name| format!("at {name}"));
                [self.subtitle(draft, kind, values, patrol.as_ref())?]
                    .into_iter()
                    .chain(at)
                    .collect::<Vec<_>>()
                    .join(" · ")
            },
            page: u32::try_from(self.page_of(draft, kind)?).unwrap_or(u32::MAX),
            restricted: kind.restricted,
            danger: values.get(IMMEDIATE_DANGER) == Some(&Value::Bool(true)),
            fields,
            place: match kind.place {
                PlaceNeed::None => PlaceView::default(),
                _ if !wanted(record::PLACE) => PlaceView::default(),
                need => {
                    let view = place::view(asked_place, need == PlaceNeed::Required && sighting.is_none(), area);
                    let view = self.in_areas(view, asked_place, record::local_date(occurred(draft, values)));
                    match hotspot.as_deref().filter(|_| !view.known && sighting.is_none()) {
                        Some(name) => PlaceView {
                            sentence: format!("No place yet. A save uses that of the hotspot: {name}"),
                            ..view
                        },
                        None => view,
                    }
                }
            },
            photo_note: photo_note(kind, photos.len()).filter(|_| sighting.is_none()),
            photos: self.photo_views(photos, Some(kind))?,
            photos_most: if takes_photos { kind.photos.most } else { 0 },
            photo_slots: kind
                .photos
                .slots
                .iter()
                .filter(|_| takes_photos && sighting.is_none())
                .map(|slot| slot.label.clone())
                .collect(),
            later: (draft.stage == "now" && !kind.restricted).then(|| later(kind, answer)).flatten(),
            missing,
            same_ones: self.same_ones(draft, kind, values)?,
            seen_again: draft.begun_as.is_some(),
        })
    }

    /// The kind of the finding that a record is about which is begun from one.
    fn begun_about(&self, kind: &Kind, values: &BTreeMap<String, Value>) -> Result<Option<&Kind>, CallError> {
        let Some(field) = kind.fields.iter().find(|field| kind.from_finding.is_some() && field.links()) else {
            return Ok(None);
        };
        let named = match values.get(&field.id) {
            Some(Value::Array(several)) => several.first().and_then(Value::as_str),
            one => one.and_then(Value::as_str),
        };
        let found = named.and_then(RecordId::parse).map(|id| self.found(id)).transpose()?.flatten();
        Ok(found.and_then(|found| self.store.catalogue().kind(&found.kind)))
    }

    /// The page that a save makes. What is finished is named by the page that it was recorded on.
    fn page_of(&self, draft: &Draft, kind: &Kind) -> Result<u64, CallError> {
        let finished = draft.record.filter(|_| draft.stage == "finish");
        match finished.map(|id| self.found(id)).transpose()?.flatten() {
            Some(found) => Ok(found.page),
            None if kind.restricted => Ok(self.store.restricted_book()?.map_or(2, |own| own.tip.number + 1)),
            None => Ok(self.store.next_page()?),
        }
    }

    /// Photos as shown, numbered in the order in which they were taken.
    pub(crate) fn photo_views(&self, photos: &[PhotoRow], kind: Option<&Kind>) -> Result<Vec<PhotoView>, CallError> {
        photos.iter().enumerate().map(|(index, row)| photo_view(self, index + 1, row, kind)).collect()
    }

    fn subtitle(
        &self,
        draft: &Draft,
        kind: &Kind,
        values: &BTreeMap<String, Value>,
        patrol: Option<&store::Found>,
    ) -> Result<String, CallError> {
        let at = occurred(draft, values);
        let when = match draft.record {
            Some(_) if sighting_of(draft).is_some() => format!("Looked at now, {}", clock(draft.begun)),
            // What is held at a time asks for it on the page.
            None if !is_found(kind) => String::new(),
            None if local(draft.begun).date_naive() == local(self.now()).date_naive() => {
                format!("{}, {}", kind.begun, clock(at))
            }
            _ => crate::words::long(at),
        };
        let with = match patrol.filter(|_| draft.record.is_none()) {
            Some(patrol) => {
                self.store.record(patrol.id)?.map(|patrol| crate::patrols::view::texts(patrol.value(record::WITH)))
            }
            None => None,
        };
        Ok(match with.filter(|with| !with.is_empty()) {
            Some(with) if when.is_empty() => format!("With {}", list(&with)),
            Some(with) => format!("{when} · with {}", list(&with)),
            None => when,
        })
    }

    fn form_field(
        &self,
        field: &Field,
        judged: &FieldAnswer,
        values: &BTreeMap<String, Value>,
        draft: &Draft,
    ) -> Result<FormField, CallError> {
        let chosen = |id: &str| match &judged.value {
            Value::Array(several) => several.iter().any(|one| one == id),
            one => one == id,
        };
        let day = record::local_date(occurred(draft, values));
        let mut choices: Vec<_> = field
            .choices
            .iter()
            .filter(|choice| choice.is_there(day) || chosen(&choice.id))
            .map(|choice| ChoiceView {
                id: choice.id.clone(),
                label: words_of(choice, draft),
                swatch: choice.swatch.clone(),
                exclusive: choice.exclusive,
            })
            .collect();
        choices.extend(field.suggestions.iter().map(|text| ChoiceView::plain(text.clone(), text.clone())));
        let mut value = judged.value.clone();
        match field.field_type {
            FieldType::Record | FieldType::Records if !field.links() => {
                choices = self.record_choices(field, values, draft, &judged.value)?;
            }
            FieldType::People | FieldType::Person if self.session().is_some() => {
                let names = self.people_for(field)?.map_or_else(|| self.team(), Ok)?;
                choices = names.into_iter().map(|name| ChoiceView::plain(name.clone(), name)).collect();
            }
            FieldType::Rows => value = rows(field, values),
            _ => {}
        }
        let required = match draft.stage.as_str() {
            "finish" => matches!(judged.required, Required::Now | Required::Finish),
            _ => judged.required == Required::Now,
        };
        let columns = field.columns.iter().map(|column| self.column(column, draft)).collect::<Result<_, _>>()?;
        Ok(FormField {
            id: field.id.clone(),
            label: field.label.clone(),
            short: capital(field.noun()),
            hint: field.hint.clone(),
            field_type: json!(field.field_type).as_str().unwrap_or_default().to_owned(),
            unit: field.unit.clone(),
            choices,
            other_allowed: !field.suggestions.is_empty()
                || !field.team && matches!(field.field_type, FieldType::Person | FieldType::People | FieldType::Texts),
            of: self.kind_of(field),
            ordered: field.field_type == FieldType::Records && field.merge == Merge::Register,
            columns,
            group: if field.group == Group::More { "more" } else { "main" }.into(),
            min: field.min,
            max: field.max,
            max_length: field.max_length,
            shown: judged.shown,
            because: judged.because.as_ref().map(|because| format!("Asked because {because}")),
            advice: judged.advice.clone().filter(|_| field.advice.is_some()),
            required,
            computed: field.is_worked_out(),
            value,
            problem: judged.problem.as_ref().map(|problem| problem.message.clone()),
            problem_row: judged.problem.as_ref().and_then(|problem| problem.row.clone()),
            all: field.all,
        })
    }

    fn column(&self, column: &Field, draft: &Draft) -> Result<FormField, CallError> {
        let blank = FieldAnswer {
            id: column.id.clone(),
            shown: true,
            required: column.required,
            value: Value::Null,
            text: String::new(),
            because: None,
            advice: None,
            problem: None,
        };
        self.form_field(column, &blank, &BTreeMap::new(), draft)
    }

    /// The kind of record that a question chooses from, as the page may begin one.
    fn kind_of(&self, field: &Field) -> Option<OfKind> {
        let kind = self.store.catalogue().kind(field.of.as_deref()?)?;
        let role = self.session()?.role;
        let right = if kind.register { Right::KeepRegister } else { Right::RecordFinding };
        Some(OfKind { kind: kind.id.clone(), name: kind.name.clone(), may_begin: may(role, right) })
    }

    fn record_choices(
        &self,
        field: &Field,
        values: &BTreeMap<String, Value>,
        draft: &Draft,
        chosen: &Value,
    ) -> Result<Vec<ChoiceView>, CallError> {
        let Some(kind) = field.of.as_deref().filter(|_| self.session().is_some()) else { return Ok(Vec::new()) };
        let found = match self.of_some(kind, field, values)? {
            Some(some) => some,
            None => self.store.find(&Filter { kind: Some(kind.to_owned()), ..Filter::default() }, MOST_CHOICES)?,
        };
        // Nothing refers to itself.
        let others = found.iter().filter(|found| !found.withdrawn && Some(found.id) != draft.record);
        // Into what is closed nothing more is put; what was in it stays.
        let is_chosen = |found: &Found| chosen.as_array().is_some_and(|ids| ids.contains(&found.id.to_string().into()));
        let takes = |found: &&Found| found.standing.as_deref() != Some(CLOSED) || is_chosen(found);
        let others = others.filter(|found| field.field_type == FieldType::Record || takes(found));
        Ok(others.map(|found| ChoiceView::plain(found.id.to_string(), self.name_of(found))).collect())
    }
}

/// A choice as it is read: in full where there is time to read it, with the year up to which it was there.
fn words_of(choice: &Choice, draft: &Draft) -> String {
    let words = choice.short.as_ref().filter(|_| draft.stage == "now").unwrap_or(&choice.label);
    match choice.until {
        Some(until) => format!("{words} (until {})", until.format("%Y")),
        None => words.clone(),
    }
}

/// When it happened: as answered, else when the form was begun.
fn occurred(draft: &Draft, values: &BTreeMap<String, Value>) -> i64 {
    let at = values.get(record::OCCURRED_AT).and_then(Value::as_str).and_then(record::instant);
    at.map_or(draft.begun, |at| at.timestamp_millis())
}

/// Whether it is found, or given, at the time of the first touch; a meeting or a clean-up is held at a time that is asked for.
fn is_found(kind: &Kind) -> bool {
    (kind.finding || kind.own_page) && !kind.event
}

/// Whether a stage draws a question. To finish also draws what the first save left wrong or open.
fn asked_now(draft: &Draft, kind: &Kind, field: &Field, judged: &FieldAnswer) -> bool {
    // The place has a card of its own; what is worked out stands in the summary.
    if field.field_type == FieldType::Place || (field.is_worked_out() && draft.stage != "correct") {
        return false;
    }
    let own_time = field.id == record::OCCURRED_AT && is_found(kind);
    match draft.stage.as_str() {
        // Whoever records it cannot open it again, so everything is asked at once.
        "now" if kind.restricted => field.stage != Stage::Close,
        "now" => field.stage == Stage::Now && !own_time,
        _ if only_seen(draft) => field.merge == Merge::Notes,
        "finish" => match field.stage {
            Stage::Finish => {
                !BY_THE_WAY.contains(&field.id.as_str())
                    || judged.value.is_null()
                    || draft.answers.contains_key(&field.id)
            }
            Stage::Now => judged.problem.is_some() || draft.answers.contains_key(&field.id),
            Stage::Close => false,
        },
        _ => true,
    }
}

/// "Sharps box number, gloves and anyone injured are asked later".
fn later(kind: &Kind, answer: &FormAnswer) -> Option<String> {
    let now: Vec<_> = answer.missing_now.iter().map(|one| one.field.as_str()).collect();
    let mut nouns: Vec<_> = answer
        .missing_to_finish
        .iter()
        .filter(|one| !now.contains(&one.field.as_str()) && one.field != record::PLACE)
        .filter_map(|one| kind.field(&one.field))
        // What stands open on this very page is not asked later.
        .filter(|field| field.stage == Stage::Finish)
        .map(|field| field.noun().to_lowercase())
        .collect();
    let more = nouns.len().saturating_sub(4);
    nouns.truncate(4);
    if more > 0 {
        nouns.push(format!("{more} more"));
    }
    match nouns.len() {
        0 => None,
        1 => Some(format!("{} is asked later", capital(&list(&nouns)))),
        _ => Some(format!("{} are asked later", capital(&list(&nouns)))),
    }
}

fn photo_note(kind: &Kind, taken: usize) -> Option<String> {
    let (finish, close) = (kind.photos.to_finish as usize, kind.photos.to_close as usize);
    let are = |many| if many == 1 { "is" } else { "are" };
    match taken {
        taken if taken < finish => Some(format!("{taken} taken; {finish} {} needed to finish", are(finish))),
        taken if taken < close => Some(format!("{taken} taken; {close} {} wanted for the file", are(close))),
        _ => None,
    }
}

/// A repeated group as a list of rows with their ids.
fn rows(field: &Field, values: &BTreeMap<String, Value>) -> Value {
    let prefix = format!("{}/", field.id);
    let rows = values.range(prefix.clone()..).map_while(|(name, row)| Some((name.strip_prefix(&prefix)?, row)));
    rows.filter_map(|(id, row)| {
        let mut row = row.as_object()?.clone();
        row.insert("id".into(), id.into());
        Some(Value::Object(row))
    })
    .collect()
}

pub(crate) fn photo_view(
    app: &App,
    number: usize,
    row: &PhotoRow,
    kind: Option<&Kind>,
) -> Result<PhotoView, CallError> {
    let hash = PhotoHash::from_hex(&row.sha256);
    let info = hash.map(|hash| app.store.photo_info(hash)).transpose()?.flatten();
    let taken = record::instant(&row.taken_at).map(|at| at.timestamp_millis()).unwrap_or_default();
    let at = info.as_ref().map_or(PhotoAt::Arrived, |info| info.at);
    let small = hash.map(|hash| app.store.thumbnail(hash)).transpose()?.flatten();
    Ok(PhotoView {
        sha256: row.sha256.clone(),
        caption: format!("{number} · {}", clock(taken)),
        slot: row.slot.as_ref().map(|slot| {
            let view = kind.and_then(|kind| kind.photos.slot(slot));
            view.map_or(slot, |view| &view.label).clone()
        }),
        bytes: u32::try_from(row.bytes).unwrap_or(u32::MAX),
        state: arrival(at).into(),
        original: crate::photos::original(info.as_ref()),
        thumbnail: small.is_some_and(|small| !small.is_empty()),
    })
}

/// The word that the page knows for where something is.
pub(crate) fn arrival(at: PhotoAt) -> &'static str {
    match at {
        PhotoAt::OnThisTablet => "on_this_tablet",
        PhotoAt::Arrived => "arrived",
        PhotoAt::BackedUp => "backed_up",
    }
}
