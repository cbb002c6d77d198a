//! The records that answers name, held against what their questions are after: see [`domain::catalogue::Fits`].

use crate::App;
use crate::contract::{CallError, FormProblem};
use crate::recording::drafted::Drafted;
use book::RecordId;
use domain::catalogue::{Field, FormAnswer, Kind};
use serde_json::Value;
use store::{Draft, Found};

impl App {
    /// Records that are named and do not fit. What was named before stays, until anything is said that it is held against.
    pub(super) fn not_fitting(&self, draft: &Draft, drafted: &Drafted<'_>) -> Result<Vec<FormProblem>, CallError> {
        let mut problems = Vec::new();
        for (field, judged) in drafted.kind.fields.iter().zip(&drafted.answer.fields) {
            let Some(fits) = field.fits.as_ref().filter(|_| judged.shown) else { continue };
            let Some(message) = &fits.otherwise else { continue };
            let said = draft.answers.keys().any(|answer| *answer == field.id || fits.reads(answer));
            let asking = (drafted.kind, &drafted.answer);
            if said && judged.value.is_string() && !self.fits(field, &judged.value, asking)? {
                problems.push(FormProblem { field: field.id.clone(), message: message.clone() });
            }
        }
        Ok(problems)
    }

    /// "Complaints that count: 2 of 3", of a question whose records are counted, once any are named.
    pub(crate) fn fitting(
        &self,
        field: &Field,
        named: &Value,
        asking: (&Kind, &FormAnswer),
    ) -> Result<Option<String>, CallError> {
        let said = field.fits.as_ref().and_then(|fits| fits.said.as_ref());
        let (Some(said), Some(ids)) = (said, named.as_array().filter(|ids| !ids.is_empty())) else { return Ok(None) };
        let mut many = 0;
        for id in ids {
            many += u32::from(self.fits(field, id, asking)?);
        }
        Ok(Some(format!("{said}: {many} of {}", ids.len())))
    }

    /// Whether a record that is named fits. One that counts no more, or is not on this tablet, does not.
    fn fits(&self, field: &Field, named: &Value, asking: (&Kind, &FormAnswer)) -> Result<bool, CallError> {
        let id = named.as_str().and_then(RecordId::parse);
        let found = id.map(|id| self.store.found(id)).transpose()?.flatten().filter(Found::counts);
        let Some(found) = found.filter(|found| Some(&found.kind) == field.of.as_ref()) else { return Ok(false) };
        let named = self.store.catalogue().kind(&found.kind).zip(self.store.record(found.id)?);
        let (kind, answer) = asking;
        Ok(named.is_some_and(|(of, record)| kind.fits(&field.id, answer, (of, &self.judged(&record, Some(of))))))
    }
}
