//! The team's enquiries: those to be answered, what is due first on top, and those that were.

use super::{
    ABOUT, ABOUT_PLACE, ASKED_BY, ASKED_ON, COUNCILLOR, ENQUIRY, FROM, METRES, SENT, SENT_ON, TO, TYPED, WARD,
};
use crate::App;
use crate::contract::{CallError, Enquiries, EnquiryView, PlaceAsked};
use crate::figures::period_view;
use crate::refusals::not_found;
use chrono::NaiveDate;
use domain::roles::Action as Right;
use report::Period;
use serde_json::Value;
use store::{Filter, Found, StateFilter};

/// Enquiries that are listed.
const OPEN: u32 = 200;
const ANSWERED: u32 = 100;

impl App {
    pub(crate) fn list_enquiries(&self) -> Result<Enquiries, CallError> {
        self.allowed(Right::SeeFigures)?;
        let of = |state| Filter { kind: Some(ENQUIRY.into()), state: Some(state), ..Filter::default() };
        let mut open = self.store.find(&of(StateFilter::Open), OPEN)?;
        open.sort_by_key(|found| found.due_to_leader.as_ref().map_or(i64::MAX, |due| due.at));
        let mut answered = self.store.find(&of(StateFilter::Closed), ANSWERED)?;
        answered.retain(|found| !found.withdrawn);
        let view =
            |found: &[Found]| found.iter().map(|found| self.enquiry_view(found)).collect::<Result<Vec<_>, CallError>>();
        Ok(Enquiries {
            open: view(&open)?,
            answered: view(&answered)?,
            places: self.names_of_places()?,
            wards: self.ward_choices(),
            task_forces: self.task_force_choices(),
            period: period_view(&self.usual_period()),
        })
    }

    pub(crate) fn show_enquiry(&self, id: &str) -> Result<EnquiryView, CallError> {
        self.allowed(Right::SeeFigures)?;
        self.enquiry_view(&self.enquiry_found(id)?)
    }

    fn enquiry_view(&self, found: &Found) -> Result<EnquiryView, CallError> {
        let unknown = || not_found("enquiry");
        let record = self.store.record(found.id)?.ok_or_else(unknown)?;
        let kind = self.store.catalogue().kind(ENQUIRY).ok_or_else(unknown)?;
        let text = |field: &str| record.text(field).map(str::to_owned);
        let words = |field: &str| {
            let asked = kind.field(field).zip(record.value(field));
            asked.map(|(field, value)| field.words(value)).unwrap_or_default()
        };
        let day = |field: &str| record.text(field).and_then(|day| day.parse::<NaiveDate>().ok());
        let period = day(FROM).zip(day(TO)).and_then(|(from, to)| Period::new(from, to));
        let sent = text(SENT).filter(|_| found.standing.as_deref() == Some("closed"));
        Ok(EnquiryView {
            id: found.id.to_string(),
            page: u32::try_from(found.page).unwrap_or(u32::MAX),
            book_code: found.book_code.clone(),
            asked_by: match record.text(COUNCILLOR) {
                Some(name) if record.text(ASKED_BY) == Some("councillor") => format!("Councillor {name}"),
                _ => words(ASKED_BY),
            },
            about: text(ABOUT).unwrap_or_default(),
            place: text(ABOUT_PLACE).unwrap_or_default(),
            period: period.map(|period| period.words()).unwrap_or_default(),
            asked_on: words(ASKED_ON),
            due: self.due_of(found),
            sent_on: sent.as_ref().map(|_| words(SENT_ON)),
            sent,
            two_versions: found.two_versions,
            over: PlaceAsked {
                typed: text(TYPED),
                metres: record.value(METRES).and_then(Value::as_u64).and_then(|metres| u32::try_from(metres).ok()),
                ward: text(WARD),
                from: text(FROM),
                to: text(TO),
            },
        })
    }
}
