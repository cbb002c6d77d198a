//! Findings, newest first, page by page.

use crate::App;
use crate::contract::{CallError, ErrorCode, FindingsPage, FindingsRequest};
use crate::refusals::{invalid, refuse};
use chrono::NaiveDate;
use store::{Filter, OrderArea, StateFilter};

/// Findings in one page of the list.
const PAGE: u32 = 50;
/// Counted no further than this.
const COUNTED: u32 = 1000;

impl App {
    pub(crate) fn list_findings(&self, request: FindingsRequest) -> Result<FindingsPage, CallError> {
        self.unlocked()?;
        let filter = Filter { restricted: self.reads_restricted()?.is_some(), ..self.filter(&request)? };
        let (mut found, total) = self.store.find_and_count(&filter, PAGE + 1, COUNTED + 1)?;
        let more = found.len() > PAGE as usize;
        found.truncate(PAGE as usize);
        let searched = filter.search.as_deref().filter(|_| filter.after.is_none() && filter.kind.is_none());
        let cases = searched.map(|search| self.cases_searched(search)).transpose()?.unwrap_or_default();
        let next = found.last().filter(|_| more).map(|last| format!("{}.{}", last.cursor.0, last.cursor.1));
        Ok(FindingsPage {
            lines: self.finding_lines(&found)?,
            cases,
            again: asked(&request.again).map(|again| self.again_words(again)).transpose()?,
            next,
            total: total.min(COUNTED),
            total_capped: total > COUNTED,
        })
    }

    /// The store's filter of a request.
    pub(crate) fn filter(&self, request: &FindingsRequest) -> Result<Filter, CallError> {
        let named = request.state.as_deref().filter(|state| !state.is_empty());
        let state = named.map(|named| self.due_by(named).map_or_else(|| state(named), Ok)).transpose()?;
        let (from, to) = (date("from", request.from.as_deref())?, date("to", request.to.as_deref())?);
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(invalid("to", "The last day must not be before the first"));
        }
        let search = request.search.clone().filter(|search| !search.trim().is_empty());
        Ok(Filter {
            also: search.as_deref().map(|search| self.spelled_otherwise(search)).transpose()?.unwrap_or_default(),
            search,
            kind: request.kind.clone().filter(|kind| !kind.is_empty()),
            state,
            from,
            to,
            wards: asked(&request.ward).map(|id| self.wards_of(id)),
            order_area: request.order_area.as_deref().filter(|area| !area.is_empty()).map(|area| match area {
                "any" => OrderArea::Any,
                id => OrderArea::Of(id.to_owned()),
            }),
            again: asked(&request.again).map(|again| self.again(again)).transpose()?,
            after: after(request.after.as_deref())?,
            ..Filter::default()
        })
    }
}

impl App {
    /// The wards of a task force, or the ward of this code.
    fn wards_of(&self, id: &str) -> Vec<String> {
        self.store.catalogue().areas().part(id).map_or_else(|| vec![id.to_owned()], |part| part.wards)
    }
}

fn asked(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

/// Where a list goes on.
pub(crate) fn after(after: Option<&str>) -> Result<Option<(i64, i64)>, CallError> {
    let Some(after) = after else { return Ok(None) };
    let read = after.split_once('.').and_then(|(at, seq)| Some((at.parse().ok()?, seq.parse().ok()?)));
    let refused = || refuse(ErrorCode::BadRequest, "The list cannot go on from there. Open it again.");
    read.map(Some).ok_or_else(refused)
}

fn state(name: &str) -> Result<StateFilter, CallError> {
    Ok(match name {
        "to_finish" => StateFilter::ToFinish,
        "question" => StateFilter::Question,
        "two_versions" => StateFilter::TwoVersions,
        "waiting_for_review" => StateFilter::WaitsForReview,
        "approved" => StateFilter::Approved,
        "changed_since_approval" => StateFilter::Changed,
        "open" => StateFilter::Open,
        "waiting" => StateFilter::Waiting,
        "closed" => StateFilter::Closed,
        "recorded_by_mistake" => StateFilter::ByMistake,
        "on_this_tablet" => StateFilter::OnThisTablet,
        _ => return Err(refuse(ErrorCode::BadRequest, "The list cannot be filtered by that.")),
    })
}

fn date(field: &str, typed: Option<&str>) -> Result<Option<NaiveDate>, CallError> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty());
    let parsed = typed.map(|typed| typed.parse::<NaiveDate>());
    parsed.transpose().map_err(|_| invalid(field, "Enter a real date"))
}
