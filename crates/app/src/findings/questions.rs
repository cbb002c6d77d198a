//! A leader's question on a finding or a field of it, and the warden's answer.

use crate::App;
use crate::contract::{Answer, Ask, CallError, ErrorCode, FindingView};
use crate::refusals::{invalid, not_found, refuse};
use book::RecordId;
use domain::roles::Action as Right;
use serde_json::json;
use uuid::Uuid;

/// Longest question or answer, in characters.
const LONGEST: usize = 1000;

impl App {
    pub(crate) fn ask_question(&self, request: Ask) -> Result<FindingView, CallError> {
        let acting = self.acting(Right::AskQuestion, RecordId::parse(&request.id))?;
        let text = said(&request.text, "Enter your question")?;
        let field = format!("{}{}", record::QUESTION, Uuid::now_v7());
        self.change_finding(&request.id, &acting, &field, json!({ "field": request.field, "text": text }))
    }

    pub(crate) fn answer_question(&self, request: Answer) -> Result<FindingView, CallError> {
        let session = self.unlocked()?;
        let acting = self.acting(Right::AnswerQuestion, RecordId::parse(&request.id))?;
        let text = said(&request.text, "Enter your answer")?;
        let record = RecordId::parse(&request.id).map(|id| self.store.record(id)).transpose()?.flatten();
        let record = record.ok_or_else(|| not_found("finding"))?;
        let questions = record.questions();
        let question = questions.iter().find(|question| question.id == request.question);
        let question = question.ok_or_else(|| not_found("question"))?;
        if self.is_by(question.asked.author, session.person.user)? {
            return Err(refuse(ErrorCode::NotAllowed, "You asked this. Someone else has to answer it."));
        }
        let field = format!("{}{}", record::ANSWER, request.question);
        self.change_finding(&request.id, &acting, &field, json!({ "text": text }))
    }
}

fn said<'a>(text: &'a str, missing: &str) -> Result<&'a str, CallError> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(invalid("text", missing)),
        length if length > LONGEST => Err(invalid("text", "Keep it to 1,000 characters")),
        _ => Ok(text),
    }
}
