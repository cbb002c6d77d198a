//! The page of the call, put together.

use super::day::{Call, moment, working_day};
use super::issues::{Issue, Stands};
use super::{CALL, CHAIR, ENDED_AT, ISSUE, OWNER, PRESENT};
use crate::App;
use crate::contract::{CallError, CallPartner, CallTablet, CallView, Named, TabletRow};
use crate::findings::due;
use crate::words::{capital, clock, local, plural};
use chrono::{Days, NaiveDate};
use domain::catalogue::Outcome;
use domain::roles::Action as Right;
use record::Record;
use serde_json::Value;
use std::collections::BTreeSet;
use store::Filter;

/// The forum of which the register knows who belongs to the call, and its questions.
const FORUM: &str = "forum";
const FORUM_TYPE: (&str, &str) = ("forum_type", "daily_call");
const FORUM_STATUS: (&str, &str) = ("status", "active");
const MEMBERS: &str = "members";
/// Forums that are looked at.
const FORUMS: u32 = 100;
/// Who is expected where the register has no such forum: those who raise issues (B19).
const USUAL: [&str; 4] = ["police", "fire", "council_housing", "community_wardens"];
/// Working days that are offered to be done by.
const DAYS: usize = 10;
/// So long before it begins the minutes are told.
const SOON_MS: i64 = 2 * 60 * MINUTE_MS;
const MINUTE_MS: i64 = 60_000;

impl App {
    pub(crate) fn call_page(&self) -> Result<CallView, CallError> {
        self.allowed(Right::HoldCall)?;
        let call = self.call_of_today()?;
        let issues = self.issues()?;
        let (news, news_count) = self.news(&call, &self.in_issues(&call, &issues))?;
        let [own, earlier] = self.issues_of(&call, &issues)?;
        let (partners, others) = self.partners_of(&call)?;
        let tablets = self.list_tablets()?;
        let now = self.now();
        let stands = match &call.record {
            None => "ready",
            Some(_) if call.under_way() => "under_way",
            Some(_) => "held",
        };
        Ok(CallView {
            day: call.day.format("%A %-d %B").to_string(),
            since: since(call.since(), now),
            stands: stands.into(),
            sentence: sentence(&call, now),
            record: call.record.as_ref().map(|record| record.id.to_string()),
            late: u32::try_from(news.iter().filter(|one| one.late).count()).unwrap_or(u32::MAX),
            news,
            news_count,
            issues: own,
            partners,
            others,
            silent: silent(&tablets.tablets),
            tablets_told: tablets.told.is_some(),
            earlier_title: earlier_title(&call),
            earlier,
            owners: self.choices(ISSUE, OWNER),
            days: days(now),
            outcomes: self.outcomes(),
            sheets: self.partners_with_actions(&issues),
        })
    }

    /// Who is expected on the call, in the order of the catalogue, and the other partners.
    fn partners_of(&self, call: &Call) -> Result<(Vec<CallPartner>, Vec<Named>), CallError> {
        let present = call.record.as_ref().map(|record| self.named(record, CALL, PRESENT)).unwrap_or_default();
        let mut expected: BTreeSet<String> = call.calls.iter().flat_map(|one| self.named(one, CALL, PRESENT)).collect();
        let mut registered = false;
        let forums = Filter { kind: Some(FORUM.into()), ..Filter::default() };
        for found in self.store.find(&forums, FORUMS)?.into_iter().filter(|found| !found.withdrawn) {
            let forum = self.store.record(found.id)?;
            let is = |(field, choice): (&str, &str)| forum.as_ref().and_then(|forum| forum.text(field)) == Some(choice);
            if is(FORUM_TYPE) && is(FORUM_STATUS) {
                registered = true;
                expected.extend(forum.iter().flat_map(|forum| self.named(forum, FORUM, MEMBERS)));
            }
        }
        if !registered {
            expected.extend(USUAL.map(str::to_owned));
        }
        let (partners, others): (Vec<_>, Vec<_>) =
            self.choices(CALL, PRESENT).into_iter().partition(|one| expected.contains(&one.id));
        let partner = |Named { id, name }| CallPartner { present: present.contains(&id), id, name };
        Ok((partners.into_iter().map(partner).collect(), others))
    }

    /// What a record answers to a question with several answers.
    fn named(&self, record: &Record, kind: &str, field: &str) -> Vec<String> {
        let field = self.store.catalogue().kind(kind).and_then(|kind| kind.field(field));
        let answer = field.map(|field| record.answer(field)).unwrap_or_default();
        answer.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// How an issue can end.
    fn outcomes(&self) -> Vec<Named> {
        let step = self.store.catalogue().kind(ISSUE).and_then(|kind| kind.step("resolve"));
        let outcomes = step.map(|step| step.outcomes.as_slice()).unwrap_or_default();
        let named = |outcome: &Outcome| Named { id: outcome.id(), name: outcome.label().to_owned() };
        outcomes.iter().map(named).collect()
    }

    /// The partners that have something to do, in the order of the catalogue.
    pub(super) fn partners_with_actions(&self, issues: &[Issue]) -> Vec<Named> {
        let open = issues.iter().filter(|issue| issue.stands == Stands::Allocated);
        let owners: BTreeSet<_> = open.filter_map(Issue::owner).collect();
        self.owners_among(|id| owners.contains(id))
    }
}

/// The tablets that have not been heard from.
fn silent(tablets: &[TabletRow]) -> Vec<CallTablet> {
    let silent = tablets.iter().filter_map(|row| {
        let text = match row.state.as_str() {
            "nothing_arrived" => format!("{}, nothing has arrived since {}", row.oldest, row.heard),
            "not_heard" => format!("Last heard {}", row.heard),
            _ => return None,
        };
        Some(CallTablet { code: row.code.clone(), people: row.people.clone(), state: row.state.clone(), text })
    });
    silent.collect()
}

/// "Monday 09:41", with the date if it is longer ago than a week.
fn since(at: i64, now: i64) -> String {
    let week = local(now).date_naive().checked_sub_days(Days::new(6));
    let this_week = week.is_some_and(|week| local(at).date_naive() >= week);
    local(at).format(if this_week { "%A %H:%M" } else { "%A %-d %B, %H:%M" }).to_string()
}

/// How the call stands, in words.
fn sentence(call: &Call, now: i64) -> String {
    let begins = call.begins();
    if let Some(record) = &call.record {
        let chair = record.text(CHAIR).map(|chair| format!(", chaired by {chair}")).unwrap_or_default();
        let began = moment(record, record::OCCURRED_AT).unwrap_or(begins);
        return match moment(record, ENDED_AT) {
            Some(ended) => format!("Held {} to {}{chair}", clock(began), clock(ended)),
            None => format!("Under way since {}{chair}", clock(began)),
        };
    }
    match begins - now {
        ..=0 => format!("Was to begin at {}", clock(begins)),
        left if left <= SOON_MS => {
            let minutes = (left + MINUTE_MS - 1) / MINUTE_MS;
            format!("Starts in {}", plural(minutes.unsigned_abs(), "minute", "minutes"))
        }
        _ => format!("Starts {} at {}", due::day(call.day, now), clock(begins)),
    }
}

/// Of which call the earlier actions are.
fn earlier_title(call: &Call) -> String {
    match &call.last {
        Some(last) if call.day.signed_duration_since(last.day).num_days() < 7 => {
            format!("{}’s actions", last.day.format("%A"))
        }
        _ => "Earlier actions".to_owned(),
    }
}

/// Today if it is a working day, and the working days after it.
fn days(now: i64) -> Vec<Named> {
    let mut next = local(now).date_naive();
    let mut days = Vec::new();
    while days.len() < DAYS {
        let day = working_day(next, NaiveDate::succ_opt);
        days.push(Named { id: day.to_string(), name: capital(&due::day(day, now)) });
        let Some(after) = day.succ_opt() else { break };
        next = after;
    }
    days
}
