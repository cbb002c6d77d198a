//! An enquiry is recorded, and answered: what was sent is kept as it was.

use super::{
    ABOUT, ABOUT_PLACE, ASKED_BY, ASKED_ON, COUNCILLOR, ENQUIRY, FROM, METRES, SENT, SENT_ON, TO, TYPED, WARD,
};
use crate::App;
use crate::contract::{AnswerEnquiry, CallError, EnquiryView, PlaceAsked, PlaceTold, RecordEnquiry};
use crate::refusals::{invalid, not_found};
use crate::words::local;
use book::RecordId;
use domain::roles::Action as Right;
use serde_json::{Value, json};
use store::Found;

impl App {
    pub(crate) fn keep_enquiry(&self, request: RecordEnquiry) -> Result<EnquiryView, CallError> {
        self.allowed(Right::KeepRegister)?;
        let told = self.tell_of_place(&request.over)?;
        let asked_by = request.asked_by.filter(|by| !by.is_empty());
        let asked_by = asked_by.ok_or_else(|| invalid(ASKED_BY, "Select who asks"))?;
        if asked_by == "councillor" && request.councillor.as_deref().is_none_or(|name| name.trim().is_empty()) {
            return Err(invalid(COUNCILLOR, "Enter the councillor's name"));
        }
        if request.about.trim().is_empty() {
            return Err(invalid(ABOUT, "Enter what is asked"));
        }
        let today = local(self.now()).date_naive().to_string();
        let mut answers = vec![(ASKED_BY, json!(asked_by)), (ABOUT, json!(request.about.trim()))];
        if asked_by == "councillor" {
            answers.push((COUNCILLOR, json!(request.councillor.as_deref().map(str::trim))));
        }
        answers.push((ASKED_ON, json!(request.asked_on.filter(|day| !day.is_empty()).unwrap_or(today))));
        answers.extend(place_answers(&told, &request.over));
        let saved = self.fill_in_new(ENQUIRY, answers)?;
        if request.sent {
            return self.send_answer(&AnswerEnquiry { id: saved.finding, over: request.over });
        }
        self.show_enquiry(&saved.finding)
    }

    pub(crate) fn send_answer(&self, request: &AnswerEnquiry) -> Result<EnquiryView, CallError> {
        self.allowed(Right::KeepRegister)?;
        let found = self.enquiry_found(&request.id)?;
        if found.standing.as_deref() == Some("closed") {
            return Err(invalid("id", "This enquiry was answered already. Reopen it if more is asked"));
        }
        let told = self.tell_of_place(&request.over)?;
        let today = local(self.now()).date_naive().to_string();
        let mut answers = vec![(SENT_ON, json!(today)), (SENT, json!(told.text))];
        answers.extend(place_answers(&told, &request.over));
        self.fill_in(&request.id, "step/answer", answers)?;
        self.show_enquiry(&request.id)
    }

    /// An enquiry that was not recorded by mistake.
    pub(super) fn enquiry_found(&self, id: &str) -> Result<Found, CallError> {
        let found = RecordId::parse(id).map(|id| self.store.found(id)).transpose()?.flatten();
        found.filter(|found| found.kind == ENQUIRY && !found.withdrawn).ok_or_else(|| not_found("enquiry"))
    }
}

/// The place and the period, so that the page can be made again.
fn place_answers(told: &PlaceTold, over: &PlaceAsked) -> Vec<(&'static str, Value)> {
    let said = |text: &Option<String>| json!(text.as_deref().map(str::trim).filter(|text| !text.is_empty()));
    vec![
        (ABOUT_PLACE, json!(told.title)),
        (FROM, json!(told.period.from)),
        (TO, json!(told.period.to)),
        (TYPED, said(&over.typed)),
        (WARD, said(&over.ward)),
        (METRES, json!(over.metres)),
    ]
}
