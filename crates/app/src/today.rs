//! The Today page.

use crate::App;
use crate::contract::{CallError, DraftLine, FindingLine, PatrolLine, Today};
use crate::words::{plural, short, thousands};
use record::Record;
use store::{Filter, StateFilter};

/// Patrols listed on the page.
const LISTED: u32 = 20;
/// Findings to finish listed on the page: a few, so that what has not arrived stays in sight. The list has them all.
const TO_FINISH: u32 = 4;

impl App {
    pub(crate) fn today_page(&self) -> Result<Today, CallError> {
        let session = self.unlocked()?;
        let patrol = match self.patrol_under_way()? {
            Some(found) if found.status.as_deref() == Some("active") => Some(self.patrol_view(&found)?),
            _ => None,
        };
        let mine = Filter { kind: Some(record::PATROL.into()), user: Some(session.person.user), ..Filter::default() };
        let sent_back = Filter { state: Some(StateFilter::SentBack), status: Some("submitted".into()), ..mine.clone() };
        let ended = Filter { status: Some("ended".into()), ..mine };
        let mut to_submit = self.store.find(&sent_back, LISTED)?;
        to_submit.extend(self.store.find(&ended, LISTED)?);
        let to_submit =
            to_submit.iter().map(|found| self.patrol_line(found)).collect::<Result<Vec<PatrolLine>, _>>()?;
        let unfinished =
            Filter { state: Some(StateFilter::ToFinish), user: Some(session.person.user), ..Filter::default() };
        let to_finish = self.first_to_finish(&unfinished)?;
        let drafts = self.store.drafts()?;
        let drafts = drafts.iter().filter(|draft| draft.user.is_none_or(|user| user == session.person.user));
        let drafts = drafts.filter_map(|draft| {
            let kind = self.store.catalogue().kind(&draft.kind)?;
            let verb = if draft.record.is_some() { "changes begun" } else { "begun" };
            Some(DraftLine {
                id: draft.id.to_string(),
                title: format!("{}, {verb} {}", kind.name, short(draft.begun, self.now())),
                icon: kind.icon.clone(),
            })
        });
        let area = patrol.as_ref().map(|patrol| patrol.area.as_str());
        let note = match area {
            Some(area) => self.notes_for_next()?.into_iter().find(|note| note.area == area),
            None => None,
        };
        Ok(Today {
            patrol,
            note,
            rounds: self.rounds_of_today(&session.person.name)?,
            to_submit,
            due: self.running_out()?,
            to_finish,
            to_finish_total: self.store.count(&unfinished, 1000)?,
            two_versions: self.versions_to_open(&session)?,
            tasks: self.tasks_of(&session.person.name)?,
            drafts: drafts.collect(),
            not_arrived: self.not_arrived()?,
        })
    }

    /// A few of what is to finish, those that somebody asks about first, with the question.
    fn first_to_finish(&self, unfinished: &Filter) -> Result<Vec<FindingLine>, CallError> {
        let asked = Filter { state: Some(StateFilter::Question), ..unfinished.clone() };
        let mut found = self.store.find(&asked, TO_FINISH)?;
        found.retain(|found| !found.withdrawn);
        let asked: Vec<_> = found.iter().map(|found| found.id).collect();
        let rest = self.store.find(unfinished, TO_FINISH + TO_FINISH)?;
        found.extend(rest.into_iter().filter(|found| !asked.contains(&found.id)));
        found.truncate(TO_FINISH as usize);
        let mut lines = self.finding_lines(&found)?;
        for (line, id) in lines.iter_mut().zip(asked) {
            let record = self.store.record(id)?;
            let questions = record.as_ref().map(Record::questions).unwrap_or_default();
            let Some(open) = questions.iter().find(|question| question.answered.is_none()) else { continue };
            let Some(text) = open.asked.value.get("text").and_then(|text| text.as_str()) else { continue };
            line.missing = Some(format!("{} asks: “{text}”", self.author_name(open.asked.author)?.0));
        }
        Ok(lines)
    }

    /// What has not arrived, in one sentence.
    fn not_arrived(&self) -> Result<Option<String>, CallError> {
        let counts = self.store.whereabouts()?;
        let ([pages, ..], [photos, ..]) = (counts.pages, counts.photos);
        let [sealed, ..] = self.sealed_whereabouts()?.pages;
        let pages = pages + sealed;
        let trouble = self.store.photos_in_trouble()?;
        if pages + photos == 0 {
            return Ok(None);
        }
        let what = match (pages, photos) {
            (pages, 0) => format!("{} on this tablet only", plural(pages, "page is", "pages are")),
            (0, photos) => format!("{} on this tablet only", plural(photos, "photo is", "photos are")),
            (pages, photos) => {
                format!(
                    "{} and {} are on this tablet only",
                    plural(pages, "page", "pages"),
                    plural(photos, "photo", "photos")
                )
            }
        };
        let more = match trouble.len() {
            0 => "They go to the council office as soon as there is signal.".to_owned(),
            many => format!("{} of the photos did not get through and will be tried again.", thousands(many as u64)),
        };
        let reached = self.engine.state().last_reached.map(|at| format!(" Last reached: {}.", short(at, self.now())));
        Ok(Some(format!("{what}. {more}{}", reached.unwrap_or_default())))
    }
}
