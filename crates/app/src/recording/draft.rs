//! Opens a form: makes, finds or throws away the draft that keeps its answers.

use crate::App;
use crate::call::CALL;
use crate::contract::{CallError, ErrorCode, Form, Nothing, OpenForm};
use crate::recording::answering::opened;
use crate::recording::kinds::while_locked;
use crate::refusals::{not_found, refuse};
use crate::rounds::VISIT;
use crate::rounds::{BY_CHECK, HOTSPOT};
use book::RecordId;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::catalogue::{Field, FieldType};
use domain::roles::Action as Right;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Draft, Found, StoreError};
use uuid::Uuid;

impl App {
    pub(crate) fn begin_form(&self, request: OpenForm) -> Result<Form, CallError> {
        match (request.kind, request.draft, request.finding) {
            (Some(kind), None, None) => match self.unsaved(&kind)?.filter(|_| request.go_on) {
                Some(draft) => self.form(&draft),
                None => self.new_draft(&kind, request.follows.as_deref(), request.hotspot.as_deref()),
            },
            (None, Some(draft), None) => self.form(&self.my_draft(&draft)?),
            (None, None, Some(finding)) => self.draft_of(&finding, request.stage.as_deref().unwrap_or("correct")),
            _ => Err(refuse(ErrorCode::BadRequest, "The page did not say which form to open.")),
        }
    }

    pub(crate) fn discard_draft(&self, id: &str) -> Result<Nothing, CallError> {
        let draft = self.my_draft(id)?;
        self.store.drop_draft(draft.id)?;
        self.changed("draft");
        Ok(Nothing {})
    }

    /// A draft that the person at the tablet may touch: their own, or one begun on the lock page.
    pub(crate) fn my_draft(&self, id: &str) -> Result<Draft, CallError> {
        let draft = Uuid::parse_str(id).ok().map(|id| self.store.draft(id)).transpose()?.flatten();
        let draft = draft.ok_or_else(|| not_found("draft"))?;
        match (self.session(), draft.user) {
            (Some(session), Some(user)) if session.person.user != user => Err(not_found("draft")),
            (None, Some(_)) => Err(refuse(ErrorCode::Locked, "Enter your PIN to go on.")),
            (None, None) if draft.begun_as.is_some() => Err(refuse(ErrorCode::Locked, "Enter your PIN to go on.")),
            _ => Ok(draft),
        }
    }

    /// The new finding of a kind that whoever is at the tablet began last and has not saved.
    fn unsaved(&self, kind: &str) -> Result<Option<Draft>, CallError> {
        let user = self.session().map(|session| session.person.user);
        let begun = |draft: &Draft| draft.kind == kind && draft.record.is_none() && draft.begun_as.is_none();
        let drafts = self.store.drafts()?.into_iter();
        Ok(drafts.filter(|draft| begun(draft) && draft.user == user).max_by_key(|draft| draft.begun))
    }

    fn new_draft(&self, kind: &str, follows: Option<&str>, hotspot: Option<&str>) -> Result<Form, CallError> {
        let definition = self.store.catalogue().kind(kind).filter(|kind| ![VISIT, CALL].contains(&kind.id.as_str()));
        let definition = definition.ok_or_else(|| not_found("kind"))?;
        if definition.retired {
            let said = format!("{} is recorded no more. What was recorded stays as it is.", definition.name);
            return Err(refuse(ErrorCode::BadRequest, &said));
        }
        let session = self.session();
        if session.is_some() {
            let right = match definition {
                kind if kind.restricted => Right::RecordRestricted,
                kind if kind.register => Right::KeepRegister,
                _ => Right::RecordFinding,
            };
            self.allowed(right)?;
            self.may_name(kind)?;
            if definition.restricted && self.store.restricted_part()?.is_none() {
                return Err(StoreError::NoRestrictedPart.into());
            }
        } else if self.writer()?.is_none() {
            return Err(refuse(ErrorCode::NotEnrolled, "Enrol this tablet first."));
        } else if !while_locked(definition) {
            return Err(refuse(ErrorCode::Locked, "Enter your PIN to go on."));
        }
        let now = self.now();
        let mut answers = BTreeMap::from([(record::OCCURRED_AT.to_owned(), Value::from(rfc3339(now)))]);
        // How it came to notice is known when a patrol is under way. Nothing else is ever answered beforehand.
        let patrol = self.patrol_under_way()?.map(|patrol| patrol.id).filter(|_| !definition.restricted);
        if patrol.is_some() && definition.field("source").is_some_and(|source| source.choice("patrol").is_some()) {
            answers.insert("source".into(), "patrol".into());
        }
        if let Some(hotspot) = hotspot.filter(|_| definition.field(HOTSPOT).is_some()) {
            self.unlocked()?;
            let (_, hotspot) = self.at_hotspot(hotspot)?;
            answers.insert("source".into(), BY_CHECK.into());
            answers.insert(HOTSPOT.into(), hotspot.id.to_string().into());
        }
        if let Some(follows) = follows {
            let found = RecordId::parse(follows).map(|id| self.found(id)).transpose()?.flatten();
            // Nothing that the team reads names what it may not.
            let names = |found: &Found| session.is_some() && (!found.restricted || definition.restricted);
            let found = found.filter(names).ok_or_else(|| not_found("finding"))?;
            let names = |field: &&Field| field.of.as_ref() == Some(&found.kind) && !field.retired;
            let linking = definition.fields.iter().find(names).or(definition.field(record::RELATED_TO));
            if let Some(linking) = linking {
                let id = found.id.to_string();
                let answer = if linking.field_type == FieldType::Record { id.into() } else { vec![id].into() };
                answers.insert(linking.id.clone(), answer);
            }
            let offers = self.store.catalogue().kind(&found.kind).map_or(&[][..], |from| &from.offers);
            if let Some(offer) = offers.iter().find(|offer| offer.kind == kind)
                && let Some(record) = self.record(found.id)?
            {
                let copied = offer.copies.iter().filter_map(|name| Some((name.clone(), record.value(name)?.clone())));
                answers.extend(copied);
            }
        }
        let draft = Draft {
            id: Uuid::now_v7(),
            kind: kind.to_owned(),
            user: session.map(|session| session.person.user),
            begun: now,
            patrol,
            record: None,
            stage: "now".into(),
            answers,
            heads: BTreeMap::new(),
            opened: BTreeMap::new(),
            photos: Vec::new(),
            others: Vec::new(),
            begun_as: None,
        };
        self.store.keep_draft(&draft, now)?;
        self.form(&draft)
    }

    fn draft_of(&self, finding: &str, stage: &str) -> Result<Form, CallError> {
        let session = self.unlocked()?;
        self.acting(Right::CorrectFinding, RecordId::parse(finding))?;
        let step = stage.strip_prefix("step/");
        if !["finish", "correct"].contains(&stage) && step.is_none() {
            return Err(refuse(ErrorCode::BadRequest, "The page did not say which form to open."));
        }
        let id = RecordId::parse(finding).ok_or_else(|| not_found("finding"))?;
        self.look_at(id)?;
        // A change that was begun and kept goes on where it stood.
        let kept =
            self.store.drafts()?.into_iter().find(|draft| {
                draft.record == Some(id) && draft.stage == stage && draft.user == Some(session.person.user)
            });
        if let Some(draft) = kept {
            return self.form(&draft);
        }
        let record = self.record(id)?.ok_or_else(|| not_found("finding"))?;
        let kind = record.kind().and_then(|kind| self.store.catalogue().kind(kind));
        let kind = kind.ok_or_else(|| not_found("finding"))?;
        if kind.register {
            self.allowed(Right::KeepRegister)?;
        }
        let step =
            step.map(|step| self.step_now(&record, kind, &self.judged(&record, Some(kind)), step)).transpose()?;
        let now = self.now();
        let draft = Draft {
            id: Uuid::now_v7(),
            kind: kind.id.clone(),
            user: Some(session.person.user),
            begun: now,
            patrol: None,
            record: Some(id),
            stage: stage.to_owned(),
            answers: step.map(|(step, _)| step.sets.clone()).unwrap_or_default(),
            heads: record.fields.iter().map(|(name, field)| (name.clone(), field.heads())).collect(),
            opened: opened(&record, kind, &self.answering_on(Some(id))?.author()),
            photos: Vec::new(),
            others: Vec::new(),
            begun_as: None,
        };
        self.store.keep_draft(&draft, now)?;
        self.form(&draft)
    }
}

/// A moment as records keep it: UTC, to the second.
pub(crate) fn rfc3339(millis: i64) -> String {
    DateTime::<Utc>::from_timestamp_millis(millis).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}
