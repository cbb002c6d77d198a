//! The panels: when each met and meets, and what is open.

use super::{ISSUE, MEETING, PANEL};
use crate::App;
use crate::contract::{CallError, PactPanels, PanelLine};
use crate::refusals::not_found;
use crate::words::local;
use book::RecordId;
use chrono::{Datelike as _, NaiveDate};
use domain::roles::Action as Right;
use record::Record;
use store::{Filter, Found};

/// Panels listed.
const MOST: u32 = 200;

/// A panel with its meetings, the last first, and the issues raised at each.
pub(super) struct Panel {
    pub(super) found: Found,
    record: Record,
    pub(super) meetings: Vec<Meeting>,
    /// The days of those that are planned.
    planned: Vec<NaiveDate>,
}

/// A meeting that was held.
pub(super) struct Meeting {
    pub(super) found: Found,
    pub(super) record: Record,
    pub(super) issues: Vec<Found>,
}

impl App {
    pub(crate) fn list_panels(&self) -> Result<PactPanels, CallError> {
        self.allowed(Right::KeepRegister)?;
        let filter = Filter { kind: Some(PANEL.into()), ..Filter::default() };
        let mut panels = Vec::new();
        for found in self.store.find(&filter, MOST)?.into_iter().filter(|found| !found.withdrawn) {
            panels.extend(self.panel(found.id)?);
        }
        let mut lines = panels.iter().map(|panel| self.panel_line(panel)).collect::<Result<Vec<_>, _>>()?;
        lines.sort_by(|a, b| (a.asleep.is_some(), &a.name).cmp(&(b.asleep.is_some(), &b.name)));
        Ok(PactPanels { panels: lines })
    }

    /// The panel of that id, with all that was raised at it.
    pub(super) fn panel_named(&self, id: &str) -> Result<Panel, CallError> {
        let panel = RecordId::parse(id).map(|id| self.panel(id)).transpose()?.flatten();
        panel.ok_or_else(|| not_found("panel"))
    }

    fn panel(&self, id: RecordId) -> Result<Option<Panel>, CallError> {
        let found = self.store.found(id)?.filter(|found| found.kind == PANEL && !found.withdrawn);
        let Some((found, record)) = found.zip(self.store.record(id)?) else { return Ok(None) };
        let (mut meetings, mut planned) = (Vec::new(), Vec::new());
        for held in self.naming(id, MEETING)?.into_iter().filter(Found::counts) {
            let record = self.store.record(held.id)?;
            let record = record.filter(|record| record.value("cancelled") != Some(&true.into()));
            let Some(record) = record else { continue };
            if held.occurred > self.now() {
                planned.push(local(held.occurred).date_naive());
                continue;
            }
            let mut issues = self.naming(held.id, ISSUE)?;
            issues.retain(|issue| !issue.withdrawn && !issue.duplicate);
            meetings.push(Meeting { found: held, record, issues });
        }
        Ok(Some(Panel { found, record, meetings, planned }))
    }

    pub(super) fn panel_line(&self, panel: &Panel) -> Result<PanelLine, CallError> {
        let today = local(self.now()).date_naive();
        let text = |field: &str| panel.record.text(field).unwrap_or_default().to_owned();
        let kind = self.store.catalogue().kind(PANEL);
        let status = kind.and_then(|kind| kind.field("status")?.choice(panel.record.text("status")?));
        let asleep = status.filter(|status| status.id != "active");
        let set = panel.meetings.iter().filter_map(|meeting| meeting.record.text("next_meeting_on")?.parse().ok());
        // What is planned goes before what the last meeting set.
        let next: Option<NaiveDate> = panel.planned.iter().min().copied().or(set.max());
        let last = panel.meetings.first().map(|meeting| local(meeting.found.occurred).date_naive());
        let next = next.filter(|next| last.is_none_or(|last| *next > last));
        let (mut open, mut again) = (0, 0);
        for issue in panel.meetings.iter().flat_map(|meeting| &meeting.issues).filter(|issue| is_open(issue)) {
            open += 1;
            again += u32::from(self.raised_again(issue)?.is_some());
        }
        Ok(PanelLine {
            id: panel.found.id.to_string(),
            name: text("name"),
            wards: text("wards"),
            asleep: asleep.map(|status| status.short.as_ref().unwrap_or(&status.label).clone()),
            last: last.map(|last| day(last, today)),
            next: next.map(|next| format!("{} {}", next.format("%A"), day(next, today))),
            passed: next.is_some_and(|next| next < today),
            open,
            again,
        })
    }
}

/// Whether something is still to be done, or waited for.
pub(super) fn is_open(issue: &Found) -> bool {
    issue.counts() && issue.standing.as_deref() != Some("closed")
}

/// "4 February", with the year if it is another.
pub(super) fn day(day: NaiveDate, today: NaiveDate) -> String {
    let format = if day.year() == today.year() { "%-d %B" } else { "%-d %B %Y" };
    day.format(format).to_string()
}
