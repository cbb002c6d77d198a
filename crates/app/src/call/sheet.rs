//! The sheet of one partner: its open actions, for people without an account, to be printed, copied or saved as a text. It
//! leaves the team: it has no name that is known here, nothing of a place, and no word of a finding.

use super::ISSUE;
use super::issues::{Issue, Stands};
use super::{RESOURCE, URGENCY, WHAT};
use crate::App;
use crate::contract::{CallError, Exported, PartnerAction, PartnerSheet};
use crate::files::not_written;
use crate::refusals::not_found;
use crate::words::local;
use book::RecordId;
use domain::roles::Action as Right;
use std::io::Write as _;

impl App {
    pub(crate) fn sheet_for(&self, partner: &str) -> Result<PartnerSheet, CallError> {
        self.allowed(Right::HoldCall)?;
        let named = self.owners_among(|id| id == partner).into_iter().next();
        let named = named.ok_or_else(|| not_found("partner"))?;
        let mut issues = self.issues()?;
        let partners = self.partners_with_actions(&issues);
        issues.retain(|issue| issue.stands == Stands::Allocated && issue.owner() == Some(partner));
        issues.sort_by_key(|issue| issue.due().unwrap_or(i64::MAX));
        let rows = issues.iter().map(|issue| self.partner_action(issue)).collect::<Result<Vec<_>, _>>()?;
        let title = format!("Actions for {}", named.name);
        let second = format!("Daily call, {}", local(self.now()).format("%A %-d %B %Y"));
        let marking = self.store.catalogue().kind(ISSUE).map(|kind| kind.marking.clone()).unwrap_or_default();
        Ok(PartnerSheet { text: as_text(&title, &second, &rows, &marking), title, second, rows, marking, partners })
    }

    pub(crate) fn save_sheet_for(&self, partner: &str) -> Result<Exported, CallError> {
        let sheet = self.sheet_for(partner)?;
        let rows = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
        let written = self.new_file(&format!("actions-{partner}"), "txt").and_then(|mut file| {
            file.write_all(sheet.text.as_bytes())?;
            file.finish(rows)
        });
        written.map_err(|error| not_written(&error))
    }

    fn partner_action(&self, issue: &Issue) -> Result<PartnerAction, CallError> {
        let kind = self.store.catalogue().kind(ISSUE);
        let words = |field: &str| {
            let asked = kind.and_then(|kind| kind.field(field));
            asked.zip(issue.record.value(field)).map(|(asked, value)| asked.words(value)).unwrap_or_default()
        };
        let (what, resource) = (words(WHAT), words(RESOURCE));
        let names = self.named_in(&[&what, &resource])?;
        let of_finding = self.says_a_finding(issue, &what)?;
        let open = |text: String| if names.is_some() { String::new() } else { text };
        let due = issue.due().map(|due| local(due - 1).format("%A %-d %B %Y").to_string());
        Ok(PartnerAction {
            id: issue.record.id.to_string(),
            what: if of_finding { String::new() } else { open(what) },
            urgency: words(URGENCY),
            resource: open(resource),
            due: due.unwrap_or_default(),
            names,
            of_finding,
        })
    }

    /// Whether the words of an issue are those that a finding gave it: its place, its mark, how many people.
    fn says_a_finding(&self, issue: &Issue, what: &str) -> Result<bool, CallError> {
        let about = self.store.catalogue().kind(ISSUE).map(|kind| issue.about(kind)).unwrap_or_default();
        for id in about.iter().filter_map(|id| RecordId::parse(id)) {
            if let Some(found) = self.store.found(id)?
                && self.begins_as_said_of(&found, what)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn as_text(title: &str, second: &str, rows: &[PartnerAction], marking: &str) -> String {
    let mut text = format!("{title}\n{second}\n");
    if rows.is_empty() {
        text.push_str("\nNothing is open.\n");
    }
    for (number, row) in rows.iter().enumerate() {
        let what = match row {
            _ if row.names.is_some() => "(its words name a person and are left out)",
            _ if row.of_finding => "(its words are those of a finding and are left out)",
            _ => &row.what,
        };
        text.push_str(&format!("\n{}. {what}\n", number + 1));
        for (head, said) in [("How soon", &row.urgency), ("By", &row.due), ("With", &row.resource)] {
            if !said.is_empty() {
                text.push_str(&format!("   {head}: {said}\n"));
            }
        }
    }
    text.push_str(&format!("\n{marking}\n"));
    text
}
