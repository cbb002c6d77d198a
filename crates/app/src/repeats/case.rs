//! A case opened from what comes back: named, placed, and with the findings of the window in it.

use super::again::Known;
use crate::App;
use crate::cases::CASE;
use crate::contract::{CallError, ErrorCode, OpenRepeatCase, OpenedCase};
use crate::refusals::{invalid, refuse};
use chrono::NaiveDate;
use domain::roles::Action as Right;
use serde_json::{Value, json};
use store::Filter;

/// Findings that are put into it: the newest.
const MOST: u32 = 500;

impl App {
    pub(crate) fn open_case_of_repeat(&self, request: &OpenRepeatCase) -> Result<OpenedCase, CallError> {
        let session = self.allowed(Right::KeepRegister)?;
        let known = self.known(&request.again)?;
        let (about, place) = match &known {
            Known::Mark(_) => ("vehicle", Value::Null),
            Known::Place(_) | Known::Spot(_) => ("location", json!(self.again_words(&request.again)?)),
            // It would tell everyone that these findings are of one person.
            Known::Person(_) => return Err(refuse(ErrorCode::BadRequest, "No case is opened from a person.")),
        };
        let over = self.repeats_over(&request.over)?;
        let filter = Filter {
            again: Some(self.again_of(&known)?),
            from: Some(over.period.from),
            to: Some(over.period.to),
            ..Filter::default()
        };
        let found = self.store.find(&filter, MOST)?;
        if found.is_empty() {
            return Err(refuse(ErrorCode::NotFound, "Nothing was found there within these days. Open the list again."));
        }
        let review_on: NaiveDate =
            request.review_on.parse().map_err(|_| invalid("review_on", "Enter the day on which it is reviewed"))?;
        let saved = self.fill_in_new(
            CASE,
            vec![
                ("name", json!(request.name.trim())),
                ("case_type", json!(about)),
                ("where", place),
                ("lead_officer", json!(request.lead_officer)),
                ("review_on", json!(review_on.to_string())),
            ],
        )?;
        let mut changes = Vec::new();
        let mut findings = 0;
        for one in &found {
            let Some(record) = self.store.record(one.id)? else { continue };
            let into = self.put_in_change(&record, &saved.finding)?;
            findings += u32::from(!into.is_empty());
            changes.extend(into);
        }
        self.store.write_whole(session.person.grant, &changes, self.now())?;
        self.changed("finding");
        Ok(OpenedCase { case: saved.finding, findings })
    }
}
