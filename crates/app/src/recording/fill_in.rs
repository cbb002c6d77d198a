//! A form that a page of its own asks in a line: opened, answered and saved in one go. What is refused leaves nothing behind.

use crate::App;
use crate::contract::{CallError, Form, OpenForm, Saved, SetAnswers};
use serde_json::Value;

/// Answers by their questions.
type Answers = Vec<(&'static str, Value)>;

impl App {
    /// Records something new.
    pub(crate) fn fill_in_new(&self, kind: &str, answers: Answers) -> Result<Saved, CallError> {
        self.fill(OpenForm { kind: Some(kind.to_owned()), ..OpenForm::default() }, answers)
    }

    /// Takes a step of a saved record, or corrects it.
    pub(crate) fn fill_in(&self, id: &str, stage: &str, answers: Answers) -> Result<Saved, CallError> {
        let (finding, stage) = (Some(id.to_owned()), Some(stage.to_owned()));
        self.fill(OpenForm { finding, stage, ..OpenForm::default() }, answers)
    }

    fn fill(&self, open: OpenForm, answers: Answers) -> Result<Saved, CallError> {
        let kept = self.store.drafts()?;
        let Form { draft, .. } = self.begin_form(open)?;
        let answers = answers.into_iter().map(|(field, answer)| (field.to_owned(), answer)).collect();
        let request = SetAnswers { draft: draft.clone(), answers };
        let saved = self.keep_answers(request).and_then(|_| self.save_draft(&draft));
        // What somebody had begun in that form stays theirs.
        if saved.is_err() && !kept.iter().any(|kept| kept.id.to_string() == draft) {
            self.discard_draft(&draft)?;
        }
        saved
    }
}
