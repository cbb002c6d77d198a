//! The restricted part of the team's records: what the person at the tablet may see of it, and writing into it. Everything
//! else in this crate asks the store for the team's records alone, and so never comes upon it.

use crate::App;
use crate::app::Session;
use crate::contract::{CallError, ErrorCode};
use crate::refusals::{not_found, refuse};
use book::{GrantId, RecordId};
use domain::roles::{Action as Right, Role, may};
use record::Record;
use store::{Action, Change, Counts, Filter, Found, PageRow, StateFilter};

/// Under which grant somebody acts on a record.
pub(crate) struct Acting {
    pub(crate) author: GrantId,
    pub(crate) restricted: bool,
}

impl App {
    /// The grant under which the person at the tablet reads the restricted part; none for most people.
    pub(crate) fn reads_restricted(&self) -> Result<Option<GrantId>, CallError> {
        let Some(session) = self.session() else { return Ok(None) };
        Ok(self.store.may_read_restricted(session.person.user, self.now())?)
    }

    /// A record as in a list, if the person at the tablet may see it.
    pub(crate) fn found(&self, id: RecordId) -> Result<Option<Found>, CallError> {
        match self.store.found(id)? {
            None if self.reads_restricted()?.is_some() => Ok(self.store.restricted_found(id)?),
            found => Ok(found),
        }
    }

    /// A record with all its fields, if the person at the tablet may see it.
    pub(crate) fn record(&self, id: RecordId) -> Result<Option<Record>, CallError> {
        match self.store.record(id)? {
            None if self.reads_restricted()?.is_some() => Ok(self.store.restricted_record(id)?),
            record => Ok(record),
        }
    }

    /// What is due of the restricted part, first what is due first, and how much: nothing for who may not read it. Whoever may
    /// answers for all of it, also for what only a leader decides elsewhere.
    pub(crate) fn sealed_due(&self, to: i64, most: u32, counted: u32) -> Result<(Vec<Found>, u32), CallError> {
        if self.reads_restricted()?.is_none() {
            return Ok((Vec::new(), 0));
        }
        let due = Filter { state: Some(StateFilter::Due { to, leader: true }), ..Filter::default() };
        Ok(self.store.restricted_find(&due, most, counted)?)
    }

    /// Who acts on a record, if they may.
    pub(crate) fn acting(&self, action: Right, record: Option<RecordId>) -> Result<Acting, CallError> {
        let restricted = record.map(|id| self.store.is_restricted(id)).transpose()?.unwrap_or(false);
        if !restricted {
            let session = self.allowed(action)?;
            return Ok(Acting { author: session.person.grant, restricted });
        }
        self.unlocked()?;
        // Whoever may not read it learns nothing of it.
        let author = self.reads_restricted()?.ok_or_else(|| not_found("finding"))?;
        if !may(Role::Safeguarding, action) {
            return Err(refuse(
                ErrorCode::NotAllowed,
                "That cannot be done to what only the safeguarding lead can read.",
            ));
        }
        Ok(Acting { author, restricted })
    }

    /// Writes changes to one record, into the part that it is of.
    pub(crate) fn write_as(&self, acting: &Acting, changes: Vec<Change>) -> Result<(), CallError> {
        let action = Action { author: acting.author, changes, completes: None };
        match acting.restricted {
            true => self.store.write_restricted(action, self.now())?,
            false => self.store.write(action, self.now())?,
        };
        Ok(())
    }

    /// All grants of the person at the tablet.
    fn own_grants(&self, session: &Session) -> Result<Vec<GrantId>, CallError> {
        let held = self.store.grants()?.into_iter().map(|held| held.grant);
        let mut own: Vec<_> = held.filter(|grant| grant.user == session.person.user).map(|grant| grant.id()).collect();
        own.push(session.person.grant);
        Ok(own)
    }

    /// Where the pages are that the person at the tablet sealed. Nobody else is told of them.
    pub(crate) fn sealed_whereabouts(&self) -> Result<Counts, CallError> {
        match self.session() {
            Some(session) => Ok(self.store.restricted_whereabouts(&self.own_grants(&session)?)?),
            None => Ok(Counts::default()),
        }
    }

    /// They, newest first.
    pub(crate) fn sealed_pages(&self, most: u32) -> Result<Vec<PageRow>, CallError> {
        let session = self.unlocked()?;
        Ok(self.store.restricted_pages(&self.own_grants(&session)?, most)?)
    }
}
