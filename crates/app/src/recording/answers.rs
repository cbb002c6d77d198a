//! Keeps answers in the draft as they are given.

use crate::App;
use crate::contract::{CallError, ErrorCode, Form, SetAnswers};
use crate::recording::step::{is_its_own, step_of};
use crate::refusals::refuse;
use serde_json::Value;

/// The most answers that a draft keeps, rows included.
const MOST_ANSWERS: usize = 500;
/// The most bytes of one answer.
const LONGEST_ANSWER: usize = 20_000;

impl App {
    pub(crate) fn keep_answers(&self, request: SetAnswers) -> Result<Form, CallError> {
        let mut draft = self.my_draft(&request.draft)?;
        let kind = self.store.catalogue().kind(&draft.kind);
        for (field, value) in request.answers {
            let name = field.split_once('/').map_or(field.as_str(), |(name, _)| name);
            let asked = kind.and_then(|kind| kind.field(name)).is_some_and(|asked| !asked.is_worked_out());
            let asked = asked || step_of(&draft).is_some() && is_its_own(name);
            let asked =
                asked && (is_its_own(name) || step_of(&draft).is_none() || self.drafted(&draft)?.takes(&draft, name));
            if !asked || field == record::PLACE || field.len() > book::entry::MAX_FIELD {
                return Err(refuse(ErrorCode::BadRequest, "The page answered something that the form does not ask."));
            }
            if value.to_string().len() > LONGEST_ANSWER {
                return Err(crate::refusals::invalid(name, "That is too long. Shorten it"));
            }
            let empty = value.as_str().is_some_and(|text| text.trim().is_empty())
                || value.as_array().is_some_and(Vec::is_empty);
            draft.answers.insert(field, if empty { Value::Null } else { value });
        }
        if draft.answers.len() > MOST_ANSWERS {
            return Err(refuse(ErrorCode::Invalid, "That is too much for one page. Save it and begin another."));
        }
        self.store.keep_draft(&draft, self.now())?;
        self.form(&draft)
    }
}
