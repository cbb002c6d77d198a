//! One finding: what it says, what it said before, and who may do what to it.

use crate::App;
use crate::cases::CASE;
use crate::contract::{AnswerRow, CallError, FindingView, PlaceView, QuestionThread};
use crate::findings::timeline::{History, erased_by_law};
use crate::recording::place_view;
use crate::refusals::not_found;
use crate::tasks::given::TASK;
use crate::words::{at, capital, long, short};
use book::{GrantId, RecordId, UserId};
use domain::catalogue::{Field, FieldType, FormAnswer, Kind, Merge, Moment, PlaceNeed};
use domain::roles::{Action, Role, may};
use record::Record;
use serde_json::Value;
use store::ErasedValue;

impl App {
    pub(crate) fn show_finding(&self, id: &str) -> Result<FindingView, CallError> {
        self.unlocked()?;
        let id = RecordId::parse(id).ok_or_else(|| not_found("finding"))?;
        self.look_at(id)?;
        // A record of which every page waits for a check says nothing yet.
        let found = self.found(id)?.filter(|found| !found.kind.is_empty());
        let found = found.ok_or_else(|| not_found("finding"))?;
        let record = self.record(id)?.ok_or_else(|| not_found("finding"))?;
        let kind = self.store.catalogue().kind(&found.kind);
        self.versions_are_open(&record, kind)?;
        let history = History::of(&self.store.entries_about(id)?, id);
        let line = self.finding_lines(std::slice::from_ref(&found))?;
        let line = line.into_iter().next().ok_or_else(|| not_found("finding"))?;
        let erased = self.store.erased(id)?;
        let place = record.value(record::PLACE).and_then(crate::recording::read_place);
        let answer = self.judged(&record, kind);
        let case = self.case_view(&record)?;
        // What belongs to a case stands in it with its photos.
        let linked = if case.is_some() { Vec::new() } else { self.linked(id, kind)? };
        let photos = self.photo_views(&record.photos(), kind)?;
        Ok(FindingView {
            when_long: long(found.occurred),
            thing: thing(kind).to_owned(),
            reference: found.reference.clone(),
            office_reference: record.office_reference().map(str::to_owned),
            marking: answer.marking.clone(),
            patrol: found.patrol.map(|patrol| patrol.to_string()),
            pair: self.pair(&record.photos(), &photos, kind)?,
            photos,
            two_versions: self.versions(&record, kind)?,
            answers: self.answer_rows(&record, kind, &answer, &history, &erased)?,
            place: match kind {
                Some(kind) if kind.place == PlaceNeed::None => PlaceView::default(),
                _ => self.in_areas(
                    place_view(place.as_ref(), false, None),
                    place.as_ref(),
                    record::local_date(found.occurred),
                ),
            },
            questions: self.threads(&record, kind)?,
            matter: self.matter(&record, kind, &answer)?,
            next: self.next_steps(&record, kind, &answer, found.restricted)?,
            offers: self.offers(&record, kind, &answer, &linked)?,
            begins: self.begins(&record, kind, found.restricted)?,
            looks: self.looks(&record)?,
            linked,
            tasks: self.tasks_about(id)?,
            cases: self.cases_of(&record, kind)?,
            cases_to_choose: self.cases_for(&record, kind)?,
            case,
            hand_over_to: self.hand_over_to(&record)?,
            dvla: self.dvla(&record, kind)?,
            sightings: self.sightings(&found, &record)?,
            timeline: self.timeline(&history, &erased, kind)?,
            may: self.may(&record, &line.states, found.restricted)?,
            mistake_reason: record.withdrawn().map(Into::into),
            line,
        })
    }

    /// A name and the code of a book, or "a tablet not known here".
    pub(crate) fn author_name(&self, author: GrantId) -> Result<(String, String), CallError> {
        if author == record::OFFICE {
            return Ok(("Council office".into(), String::new()));
        }
        Ok(self.store.author(author)?.unwrap_or_else(|| ("someone not known here".into(), String::new())))
    }

    fn may(&self, record: &Record, states: &[String], restricted: bool) -> Result<Vec<String>, CallError> {
        let role = if restricted { Role::Safeguarding } else { self.unlocked()?.role };
        let is = |state: &str| states.iter().any(|held| held == state);
        let withdrawn = record.withdrawn().is_some();
        let kind = record.kind().and_then(|kind| self.store.catalogue().kind(kind));
        let says = self.may_say(kind, Some(record)).is_ok();
        let keeps = kind.is_none_or(|kind| kind.is_kept_by(role));
        let corrects = says || kind.is_none_or(|kind| !kind.fields.iter().all(|field| kind.is_leaders(field)));
        let gives = kind.is_some_and(|kind| kind.finding) && !restricted && may(role, Action::GiveTasks);
        let actions = [
            ("finish", keeps && is("to_finish") && may(role, Action::CorrectFinding)),
            ("correct", !withdrawn && keeps && corrects && may(role, Action::CorrectFinding)),
            ("withdraw", !withdrawn && says && may(role, Action::WithdrawFinding)),
            ("restore", withdrawn && says && may(role, Action::WithdrawFinding)),
            ("settle", is("two_versions") && may(role, Action::SettleVersions)),
            ("ask", !withdrawn && may(role, Action::AskQuestion)),
            ("give_task", !withdrawn && gives),
            ("answer", is("question") && may(role, Action::AnswerQuestion)),
        ];
        Ok(actions.into_iter().filter(|(_, may)| *may).map(|(action, _)| action.to_owned()).collect())
    }

    /// Everybody's note under their name, oldest first.
    fn notes(&self, record: &Record, field: &Field) -> Result<String, CallError> {
        let standing = record.fields.get(&field.id).map(|held| held.standing()).unwrap_or_default();
        let notes = standing.iter().rev().filter(|write| !write.value.is_null());
        let notes: Vec<_> = notes
            .map(|write| Ok(format!("{}: {}", self.author_name(write.author)?.0, field.words(&write.value))))
            .collect::<Result<_, CallError>>()?;
        Ok(notes.join("\n\n"))
    }

    /// The handling marking of a record; of a kind that is not known here, none.
    pub(crate) fn marking_of(&self, record: &Record, kind: Option<&Kind>) -> String {
        let moment = Moment { now: crate::words::local(self.now()).to_utc() };
        kind.map(|kind| kind.marking_of(&record.values(Some(kind)), &moment, record.photos().len())).unwrap_or_default()
    }

    /// The answers of a record, judged as of now; of a kind that is not known here, nothing.
    pub(crate) fn judged(&self, record: &Record, kind: Option<&Kind>) -> FormAnswer {
        let moment = Moment { now: crate::words::local(self.now()).to_utc() };
        kind.map(|kind| kind.answer(&record.values(Some(kind)), &moment, record.photos().len())).unwrap_or_default()
    }

    fn answer_rows(
        &self,
        record: &Record,
        kind: Option<&Kind>,
        answer: &FormAnswer,
        history: &History,
        erased: &[ErasedValue],
    ) -> Result<Vec<AnswerRow>, CallError> {
        let Some(kind) = kind else { return Ok(Vec::new()) };
        let mut rows = Vec::new();
        for (field, judged) in kind.fields.iter().zip(&answer.fields) {
            let before: Vec<_> = history.before(field).collect();
            let asked = judged.shown && !judged.text.is_empty();
            let zero = match field.field_type {
                FieldType::Count => judged.value.as_u64().unwrap_or_default() == 0,
                FieldType::Rows => judged.value.as_object().is_none_or(serde_json::Map::is_empty),
                _ => false,
            };
            let skip = [record::PLACE, record::OCCURRED_AT].contains(&field.id.as_str());
            let gone = erased.iter().find(|one| record.is_erased(&field.id) && is_of(&one.field, &field.id));
            if gone.is_none() && field.is_worked_out() && (record.is_gone() || record.lacks_numbers(kind)) {
                continue;
            }
            if (!asked || zero || skip) && before.is_empty() && gone.is_none() {
                continue;
            }
            let corrected_by = match record.shown(&field.id).filter(|_| !before.is_empty()) {
                Some(write) => {
                    let by = self.author_name(write.author)?.0;
                    Some(format!("{by}, {}, p. {}", short(write.wall, self.now()), write.number))
                }
                None => None,
            };
            let struck = before.into_iter().map(|value| self.written(field, value)).collect::<Result<Vec<_>, _>>()?;
            let struck = struck.into_iter().filter(|text| !text.is_empty()).collect();
            rows.push(AnswerRow {
                field: field.id.clone(),
                label: capital(field.noun()),
                text: match field.merge {
                    Merge::Notes => self.notes(record, field)?,
                    _ if matches!(field.field_type, FieldType::Record | FieldType::Records) => {
                        self.field_words(field, &judged.value)?
                    }
                    _ => judged.text.clone(),
                },
                beside: self.fitting(field, &judged.value, (kind, answer))?,
                counted: field.field_type == FieldType::Count,
                struck,
                corrected_by,
                erased: gone.map(|gone| erased_by_law(gone.at, gone.ground.said())),
            });
        }
        Ok(rows)
    }

    /// Whether a grant is that person's.
    pub(crate) fn is_by(&self, author: GrantId, user: UserId) -> Result<bool, CallError> {
        Ok(self.store.grants()?.iter().any(|held| held.grant.id() == author && held.grant.user == user))
    }

    fn threads(&self, record: &Record, kind: Option<&Kind>) -> Result<Vec<QuestionThread>, CallError> {
        let text = |value: &Value| value.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
        let now = self.now();
        let session = self.unlocked()?;
        record
            .questions()
            .into_iter()
            .map(|question| {
                let answered_by = match question.answered {
                    Some(write) => Some(self.author_name(write.author)?.0),
                    None => None,
                };
                Ok(QuestionThread {
                    id: question.id.to_owned(),
                    field: question.field.map(Into::into),
                    label: question.field.map(|field| label(kind, field)),
                    text: text(&question.asked.value),
                    by: self.author_name(question.asked.author)?.0,
                    at: at(question.asked.wall, now),
                    answer: question.answered.map(|write| text(&write.value)),
                    answered_by,
                    may_answer: question.answered.is_none()
                        && may(session.role, Action::AnswerQuestion)
                        && !self.is_by(question.asked.author, session.person.user)?,
                    answered_at: question.answered.map(|write| at(write.wall, now)),
                })
            })
            .collect()
    }
}

/// What a record of a kind is, in the middle of a sentence.
fn thing(kind: Option<&Kind>) -> &'static str {
    match kind {
        Some(kind) if kind.id == TASK => "task",
        Some(kind) if kind.id == CASE => "case",
        Some(kind) if !kind.finding => "entry",
        _ => "finding",
    }
}

/// Whether a field is this one, or a row of it.
fn is_of(field: &str, named: &str) -> bool {
    field.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The short name of a field.
pub(crate) fn label(kind: Option<&Kind>, field: &str) -> String {
    let name = field.split_once('/').map_or(field, |(name, _)| name);
    let known = kind.and_then(|kind| kind.field(name)).map(|field| capital(field.noun()));
    known.unwrap_or_else(|| match name {
        record::STATUS => "Status".into(),
        record::REVIEW => "Review".into(),
        record::WITHDRAWN => "Recorded by mistake".into(),
        record::STATE => "What happened".into(),
        record::OFFICE_REFERENCE => "Reference of the council office".into(),
        "sighting" => "Seen again".into(),
        "look" => "Looked at".into(),
        "dvla_asked" => "Question to the DVLA".into(),
        "dvla_said" => "Answer of the DVLA".into(),
        "dvla_told" => "What was told of the DVLA".into(),
        other => capital(&other.replace('_', " ")),
    })
}
