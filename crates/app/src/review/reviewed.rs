//! Patrols that were reviewed: sent back and not yet in again, or approved.

use crate::App;
use crate::contract::{CallError, ErrorCode, ReviewedLine, ReviewedPatrols, ReviewedRequest};
use crate::refusals::{not_found, refuse};
use crate::words::at;
use book::UserId;
use domain::roles::Action as Right;
use store::{Filter, Found, StateFilter};
use uuid::Uuid;

/// Patrols in one stretch.
const STRETCH: u32 = 50;

impl App {
    pub(crate) fn list_reviewed(&self, request: &ReviewedRequest) -> Result<ReviewedPatrols, CallError> {
        self.allowed(Right::ReviewPatrol)?;
        let mut filter = match request.outcome.as_str() {
            "sent_back" => sent_back(),
            "approved" => patrols(StateFilter::ApprovedOnce),
            _ => return Err(refuse(ErrorCode::BadRequest, "Patrols are either sent back or approved.")),
        };
        if let Some(warden) = request.warden.as_deref().filter(|warden| !warden.is_empty()) {
            filter.user = Some(UserId(Uuid::parse_str(warden).map_err(|_| not_found("warden"))?));
        }
        filter.after = crate::findings::list::after(request.after.as_deref())?;
        let mut found = self.store.find(&filter, STRETCH + 1)?;
        let more = found.len() > STRETCH as usize;
        found.truncate(STRETCH as usize);
        let last = found.last().filter(|_| more);
        Ok(ReviewedPatrols {
            next: last.map(|last| format!("{}.{}", last.cursor.0, last.cursor.1)),
            lines: found.iter().map(|patrol| self.reviewed_line(patrol)).collect::<Result<_, _>>()?,
        })
    }

    fn reviewed_line(&self, patrol: &Found) -> Result<ReviewedLine, CallError> {
        let findings = self.findings_of(patrol.id)?;
        let record = self.store.record(patrol.id)?.ok_or_else(|| not_found("patrol"))?;
        let reviewed_by = match record.shown(record::REVIEW) {
            Some(write) => format!("{}, {}", self.author_name(write.author)?.0, at(write.wall, self.now())),
            None => String::new(),
        };
        let approved = patrol.review.as_deref() == Some("approved");
        let line = self.patrol_line(patrol)?;
        Ok(ReviewedLine {
            id: line.id,
            area: line.area,
            when_and_who: format!("{} · {}", line.when, patrol.by),
            findings: findings.iter().filter(|found| found.counts()).count() as u32,
            photos: findings.iter().filter(|found| !found.withdrawn).map(|found| found.photos).sum(),
            reviewed_by,
            reason: line.sent_back,
            waits: approved && (patrol.changed || findings.iter().any(super::queue::waits)),
        })
    }
}

/// Patrols that lie with their warden again.
pub(super) fn sent_back() -> Filter {
    patrols(StateFilter::SentBack)
}

pub(super) fn patrols(state: StateFilter) -> Filter {
    Filter {
        kind: Some(record::PATROL.into()),
        status: Some("submitted".into()),
        state: Some(state),
        ..Filter::default()
    }
}
