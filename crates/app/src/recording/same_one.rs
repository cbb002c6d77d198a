//! "The same one?": earlier findings that may be what stands in front of the warden, shown before it is recorded anew; and
//! the page that says that one of them was seen again, or is gone. That page is a row of the earlier finding: nothing new is
//! counted.

use crate::App;
use crate::contract::{CallError, ErrorCode, Form, SameAnswer, SameOneView, SaySame};
use crate::recording::rfc3339;
use crate::refusals::refuse;
use crate::words::{local, plural};
use book::RecordId;
use chrono::Days;
use domain::catalogue::{Kind, SameOne, Step};
use domain::place::Place;
use domain::vrm;
use record::{Record, Sighting};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::{Draft, Found};
use uuid::Uuid;

/// Earlier findings that are shown at once.
const SHOWN: usize = 3;
/// The stages of a draft that says that an earlier finding was seen again.
const STILL_THERE: &str = "seen/there";
const GONE: &str = "seen/gone";
/// How the matter stands of what may be seen again.
const OPEN: [&str; 2] = ["open", "waiting"];

/// An earlier finding that may be the same one.
struct Earlier {
    found: Found,
    record: Record,
    metres: Option<f64>,
}

/// What a draft says of an earlier finding that was seen again: the row, and its value.
pub(crate) fn sighting_of(draft: &Draft) -> Option<(&String, Sighting)> {
    let (name, value) = draft.answers.iter().find(|(name, _)| name.starts_with(record::SIGHTING))?;
    Some((name, serde_json::from_value(value.clone()).ok()?))
}

/// Whether a draft says only that: no step is taken, and nothing is corrected.
pub(crate) fn only_seen(draft: &Draft) -> bool {
    [STILL_THERE, GONE].contains(&draft.stage.as_str())
}

impl App {
    /// The earlier findings that a form asks about. A locked tablet asks about none.
    pub(crate) fn same_ones(
        &self,
        draft: &Draft,
        kind: &Kind,
        values: &BTreeMap<String, Value>,
    ) -> Result<Vec<SameOneView>, CallError> {
        let Some(same) = &kind.same_one else { return Ok(Vec::new()) };
        let earlier = self.earlier(draft, kind, same, values)?;
        earlier.iter().map(|one| self.same_one_view(one, kind, same)).collect()
    }

    pub(crate) fn say_same_one(&self, request: SaySame) -> Result<Form, CallError> {
        self.unlocked()?;
        let mut draft = self.my_draft(&request.draft)?;
        let (kind, values) = {
            let drafted = self.drafted(&draft)?;
            (drafted.kind, drafted.values)
        };
        let no_more = || refuse(ErrorCode::NotFound, "That finding is no longer asked about. Go on with the form.");
        let same = kind.same_one.as_ref().ok_or_else(no_more)?;
        let draft = match (request.answer, draft.begun_as.take()) {
            // It was another one after all: what was photographed meanwhile is of this one.
            (SameAnswer::New, Some(begun)) => {
                let place = sighting_of(&draft).and_then(|(_, seen)| seen.place).map(|place| json!(place));
                let mut begun = Draft { id: draft.id, photos: draft.photos, ..*begun };
                begun.answers.extend(place.map(|place| (record::PLACE.to_owned(), place)));
                begun.others.extend(draft.record);
                begun
            }
            (SameAnswer::New, None) => {
                let shown = self.earlier(&draft, kind, same, &values)?;
                draft.others.extend(shown.iter().map(|one| one.found.id));
                draft
            }
            (answer, begun) => {
                draft.begun_as = begun;
                let named = request.finding.as_deref().and_then(RecordId::parse);
                let earlier = self.earlier(&draft, kind, same, &values)?;
                let one = earlier.into_iter().find(|one| Some(one.found.id) == named).ok_or_else(no_more)?;
                self.seen_again(draft, one.record, kind, same, answer == SameAnswer::There)?
            }
        };
        self.store.keep_draft(&draft, self.now())?;
        self.form(&draft)
    }

    /// The draft that says so of the earlier finding, with the photos and the place of the new one that it was begun as.
    fn seen_again(
        &self,
        new: Draft,
        earlier: Record,
        kind: &Kind,
        same: &SameOne,
        there: bool,
    ) -> Result<Draft, CallError> {
        let place = new.answers.get(record::PLACE).and_then(super::read_place);
        let seen = Sighting { at: rfc3339(self.now()), there, place };
        let step = if there { None } else { self.step_when_gone(&earlier, kind, same) };
        let mut answers = step.map(|step| step.sets.clone()).unwrap_or_default();
        answers.insert(format!("{}{}", record::SIGHTING, Uuid::now_v7()), json!(seen));
        Ok(Draft {
            id: new.id,
            kind: new.kind.clone(),
            // It holds what a colleague found: nobody opens it without a PIN.
            user: new.user.or(self.session().map(|session| session.person.user)),
            begun: new.begun,
            patrol: None,
            record: Some(earlier.id),
            stage: match step {
                Some(step) => format!("step/{}", step.id),
                None if there => STILL_THERE.into(),
                None => GONE.into(),
            },
            answers,
            heads: earlier.fields.iter().map(|(name, field)| (name.clone(), field.heads())).collect(),
            opened: super::answering::opened(&earlier, kind, &self.answering_on(Some(earlier.id))?.author()),
            photos: new.photos.clone(),
            others: new.others.clone(),
            begun_as: Some(Box::new(new)),
        })
    }

    /// The step by which an earlier finding is gone, if one can be taken now.
    fn step_when_gone<'a>(&self, earlier: &Record, kind: &'a Kind, same: &SameOne) -> Option<&'a Step> {
        let answer = self.judged(earlier, Some(kind));
        same.gone.iter().find_map(|step| self.step_now(earlier, kind, &answer, step).ok()).map(|(step, _)| step)
    }

    /// Open findings of the kind with the same mark, or near enough; those of which it was said that this is another left out.
    fn earlier(
        &self,
        draft: &Draft,
        kind: &Kind,
        same: &SameOne,
        values: &BTreeMap<String, Value>,
    ) -> Result<Vec<Earlier>, CallError> {
        if self.session().is_none() || draft.record.is_some() || draft.stage != "now" {
            return Ok(Vec::new());
        }
        let today = local(self.now()).date_naive();
        let from = today.checked_sub_days(Days::new(same.days.into()));
        let text = |name: &String| values.get(name).and_then(Value::as_str);
        let mark = same.mark.as_ref().and_then(text).map(vrm::normalise).filter(|mark| !mark.is_empty());
        let here = values.get(record::PLACE).and_then(super::read_place).and_then(|place| place.position());
        let mut alike = match &mark {
            Some(mark) => self.with_mark(&kind.id, mark, from, today)?,
            None => Vec::new(),
        };
        if let Some((here, metres)) = here.as_ref().zip(same.metres) {
            alike.extend(self.near(&kind.id, *here, metres, from)?);
        }
        // Most of what lies there was closed long ago: its record is not read.
        alike.retain(|one| one.standing.as_deref().is_none_or(|standing| OPEN.contains(&standing)) && one.counts());
        let mut earlier: Vec<(bool, Earlier)> = Vec::new();
        for found in alike {
            let known = draft.others.contains(&found.id) || earlier.iter().any(|(_, one)| one.found.id == found.id);
            let Some(record) = self.store.record(found.id)?.filter(|_| !known) else { continue };
            let theirs = self.mark_of(&record);
            let another = mark.is_some() && theirs.is_some() && theirs != mark;
            let metres = here.zip(found.position).map(|(here, there)| here.metres_to(&there));
            if !another {
                earlier.push((mark.is_none() || theirs != mark, Earlier { found, record, metres }));
            }
        }
        let far = |one: &Earlier| one.metres.map_or(u64::MAX, |metres| metres as u64);
        earlier.sort_by_key(|(unmarked, one)| (*unmarked, far(one), std::cmp::Reverse(one.found.cursor)));
        earlier.truncate(SHOWN);
        Ok(earlier.into_iter().map(|(_, one)| one).collect())
    }

    fn same_one_view(&self, one: &Earlier, kind: &Kind, same: &SameOne) -> Result<SameOneView, CallError> {
        let Earlier { found, record, metres } = one;
        let photos = self.photo_views(&record.photos(), Some(kind))?;
        let (then, now) = (local(found.occurred), local(self.now()));
        let ago = match now.date_naive().signed_duration_since(then.date_naive()).num_days() {
            ..=0 => then.format("today at %H:%M").to_string(),
            1 => then.format("yesterday at %H:%M").to_string(),
            days => format!("on {}, {} ago", then.format("%-d %B"), plural(days.unsigned_abs(), "day", "days")),
        };
        let found_then = match metres {
            Some(metres) => format!("{} from here, {ago}", distance(*metres)),
            None => format!("Found {ago}"),
        };
        // A position says less than how far it is.
        let place = Some(self.place_named(found)?).filter(|place| !place.is_empty() && Place::typed(place).is_err());
        let place = place.map(|place| format!(" {place}.")).unwrap_or_default();
        let state = record.state_of(kind).map(|state| format!(" {}.", state.label)).unwrap_or_default();
        Ok(SameOneView {
            finding: found.id.to_string(),
            page: u32::try_from(found.page).unwrap_or(u32::MAX),
            book_code: found.book_code.clone(),
            photo: photos.into_iter().find(|photo| photo.thumbnail).map(|photo| photo.sha256),
            summary: found.summary.clone(),
            sentence: format!("{found_then}.{place}{state}"),
            gone: self.step_when_gone(record, kind, same).map(|step| step.label.clone()),
        })
    }
}

/// "12 m", "1.4 km".
pub(crate) fn distance(metres: f64) -> String {
    if metres < 1000.0 { format!("{metres:.0} m") } else { format!("{:.1} km", metres / 1000.0) }
}
