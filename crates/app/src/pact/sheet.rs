//! "You said, we did": what was raised at the last meeting and since, and what of earlier meetings is not yet told, with what
//! was done and by whom. The sheet leaves the team: it has no name that is known here, and nothing of a place.

use super::ISSUE;
use super::panels::{Meeting, day, is_open};
use crate::App;
use crate::contract::{ById, CallError, PactSheet, SheetPart, SheetRow};
use crate::words::local;
use domain::catalogue::Kind;
use domain::roles::Action as Right;
use record::Record;
use store::Found;

impl App {
    pub(crate) fn sheet_of(&self, request: &ById) -> Result<PactSheet, CallError> {
        self.allowed(Right::KeepRegister)?;
        let panel = self.panel_named(&request.id)?;
        let parts = match panel.meetings.split_first() {
            Some((last, before)) => self.parts(last, before)?,
            None => Vec::new(),
        };
        let many = |outcome: &str| {
            let rows = parts.iter().flat_map(|part| &part.rows);
            u32::try_from(rows.filter(|row| outcome.is_empty() || row.outcome == outcome).count()).unwrap_or(u32::MAX)
        };
        Ok(PactSheet {
            panel: self.panel_line(&panel)?,
            marking: self.store.catalogue().kind(super::ISSUE).map(|kind| kind.marking.clone()).unwrap_or_default(),
            raised: many(""),
            resolved: many("resolved"),
            passed_on: many("passed_on"),
            in_hand: many("in_hand"),
            otherwise: many("otherwise"),
            parts,
        })
    }

    fn parts(&self, last: &Meeting, before: &[Meeting]) -> Result<Vec<SheetPart>, CallError> {
        let met = local(last.found.occurred).date_naive();
        let since = day(met, local(self.now()).date_naive());
        let (new, raised): (Vec<_>, Vec<_>) =
            last.issues.iter().partition(|issue| local(issue.occurred).date_naive() > met);
        let mut earlier = Vec::new();
        for issue in before.iter().flat_map(|meeting| &meeting.issues) {
            // What the panel was told at the last meeting is not told again.
            let record = self.store.record(issue.id)?;
            let stepped = record.as_ref().and_then(|record| record.shown(record::STATE)).map(|step| step.wall);
            if is_open(issue) || stepped.is_some_and(|wall| local(wall).date_naive() > met) {
                earlier.push(issue);
            }
        }
        let mut parts = Vec::new();
        for (title, issues) in [
            (format!("Raised on {since}"), raised),
            ("From before".to_owned(), earlier),
            (format!("New since {since}"), new),
        ] {
            let mut rows = issues.into_iter().map(|issue| self.sheet_row(issue)).collect::<Result<Vec<_>, _>>()?;
            // Otherwise they stay in the order of the list: newest first.
            rows.sort_by_key(|row| !row.priority);
            if !rows.is_empty() {
                parts.push(SheetPart { title, rows });
            }
        }
        Ok(parts)
    }

    fn sheet_row(&self, issue: &Found) -> Result<SheetRow, CallError> {
        let record = self.store.record(issue.id)?.unwrap_or_else(|| Record::new(issue.id));
        let text = |field: &str| record.text(field).unwrap_or_default().trim().to_owned();
        let (said, did) = (text("summary"), text("what_we_did"));
        let kind = self.store.catalogue().kind(ISSUE);
        let (outcome, outcome_text) = outcome(&record, kind);
        let linked = kind.and_then(|kind| kind.field("linked_findings")).map(|field| record.answer(field));
        let findings = linked.as_ref().and_then(|ids| ids.as_array()).map_or(0, Vec::len);
        Ok(SheetRow {
            id: issue.id.to_string(),
            names: self.named_in(&[&said, &did])?,
            said,
            priority: record.value("priority") == Some(&true.into()),
            again: self.raised_again(issue)?,
            did,
            outcome: outcome.into(),
            outcome_text,
            findings: u32::try_from(findings).unwrap_or(u32::MAX),
        })
    }

    /// Somebody of the team whose name stands in these words.
    pub(crate) fn named_in(&self, words: &[&String]) -> Result<Option<String>, CallError> {
        let mut names = self.store.grants()?.into_iter().map(|held| held.grant.name);
        Ok(names.find(|name| words.iter().any(|text| text.to_lowercase().contains(&name.to_lowercase()))))
    }
}

/// What became of an issue, and in words by whom.
fn outcome(record: &Record, kind: Option<&Kind>) -> (&'static str, String) {
    let words = |field: &str| {
        let asked = kind.and_then(|kind| kind.field(field));
        asked.zip(record.value(field)).map(|(asked, value)| asked.words(value)).filter(|words| !words.is_empty())
    };
    // In two outcomes it is open until the leader has settled which.
    let apart = record.two_versions(kind).iter().any(|name| ["outcome", record::STATE].contains(name));
    match record.text("outcome").filter(|_| !apart) {
        Some("resolved_by_wardens") => ("resolved", "Resolved by wardens".into()),
        Some("referred_department" | "referred_partner") => {
            let to = words("recipient").map(|to| format!("Passed on to {to}"));
            ("passed_on", to.unwrap_or_else(|| "Passed on".into()))
        }
        Some(_) => ("otherwise", words("outcome").unwrap_or_default()),
        None => {
            let with = words("owner_name").or_else(|| words("owner").map(|owner| owner.to_lowercase()));
            ("in_hand", with.map_or("Still in hand".into(), |with| format!("Still in hand: {with}")))
        }
    }
}
