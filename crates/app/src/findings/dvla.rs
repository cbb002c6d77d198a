//! What the DVLA says of a finding's mark: asked with a lawful purpose, answered through the council office, or typed by whoever
//! was told it. It stands beside what the warden saw and never in its place; under another mark it stays under that one.

use crate::App;
use crate::contract::{
    AskDvla, CallError, ChoiceView, DvlaFact, DvlaTyped, DvlaView, DvlaWord, ErrorCode, FindingView,
};
use crate::refusals::{invalid, not_found, refuse};
use crate::words::{at, local};
use book::RecordId;
use domain::catalogue::{Choice, DvlaCheck, Field, Kind};
use domain::roles::{Action as Right, may};
use domain::vrm;
use record::{DVLA_ASKED, DVLA_TOLD, DvlaAsked, DvlaOutcome, DvlaSaid, DvlaTold, Record, Vehicle, can_be_asked};
use serde_json::{Value, json};
use std::cmp::Reverse;
use uuid::Uuid;

/// After this time an answer says nothing of the tax today.
const STALE_MS: i64 = 24 * 60 * 60_000;
/// The choice of who could not tell.
const NOT_KNOWN: &str = "not_known";
/// The longest answer that is typed, in characters.
const LONGEST: usize = 60;
/// What the DVLA says of tax and of the MOT, in its own words.
const TAX: [&str; 4] = ["Taxed", "Untaxed", "SORN", "Not Taxed for on Road Use"];
const MOT: [&str; 4] = ["Valid", "Not valid", "No details held by DVLA", "No results returned"];

/// A finding that the DVLA may be asked about.
struct Checked<'a> {
    record: &'a Record,
    kind: &'a Kind,
    check: &'a DvlaCheck,
    /// The mark as it stands, normalised.
    mark: Option<String>,
}

impl App {
    /// What is known from the DVLA of a finding; null for a kind that it is not asked about.
    pub(crate) fn dvla(&self, record: &Record, kind: Option<&Kind>) -> Result<Option<DvlaView>, CallError> {
        let Some(checked) = kind.and_then(|kind| Checked::of(record, kind)) else { return Ok(None) };
        let (check, mark) = (checked.check, checked.mark.as_deref());
        let mut words = Vec::new();
        let mut waits = None;
        for (id, asked, write) in record.dvla_asked() {
            match record.dvla_said(id) {
                Some((said, write)) => words.push((write.clock, checked.said(&said, write.wall, self.now()))),
                None if Some(asked.mark.as_str()) == mark => {
                    let by = self.author_name(write.author)?.0;
                    waits =
                        Some(format!("Asked by {by}, {}: {}.", at(write.wall, self.now()), checked.why(&asked.why)));
                }
                None => {}
            }
        }
        for (_, told, write) in record.dvla_told() {
            let by = self.author_name(write.author)?.0;
            let heading = format!("As told to {by}, {}", at(write.wall, self.now()));
            let (under, facts) = (checked.under(&told.mark), checked.facts(&told.vehicle));
            words.push((write.clock, DvlaWord { heading, under, facts, problem: None, advice: None }));
        }
        words.sort_by_key(|(clock, _)| Reverse(*clock));
        let allowed = may(self.unlocked()?.role, Right::AskDvla) && record.withdrawn().is_none();
        Ok(Some(DvlaView {
            may_ask: allowed && waits.is_none() && mark.is_some_and(can_be_asked),
            may_type: allowed && mark.is_some(),
            mark: mark.map(vrm::display),
            purposes: check.purposes.iter().map(|one| ChoiceView::plain(one.id.clone(), one.label.clone())).collect(),
            tax: TAX.map(Into::into).to_vec(),
            mot: MOT.map(Into::into).to_vec(),
            waits,
            words: words.into_iter().map(|(_, word)| word).collect(),
        }))
    }

    pub(crate) fn ask_the_dvla(&self, request: AskDvla) -> Result<FindingView, CallError> {
        let record = self.asked_about(&request.id)?;
        let (check, mark) = self.check_of(&record)?;
        let purpose = check.purposes.iter().find(|purpose| purpose.id == request.purpose);
        let purpose = purpose.ok_or_else(|| invalid("purpose", "Select why you ask: it must be lawful"))?;
        if !can_be_asked(&mark) {
            return Err(invalid("mark", "The DVLA knows no mark like that. Correct it, or type what you are told"));
        }
        let mut asked = record.dvla_asked().into_iter();
        if asked.any(|(id, asked, _)| asked.mark == mark && record.dvla_said(id).is_none()) {
            return Err(refuse(
                ErrorCode::Invalid,
                "It was asked about this mark already. The answer comes by itself.",
            ));
        }
        let asked = DvlaAsked { mark, why: purpose.id.clone() };
        self.write_of_dvla(&request.id, DVLA_ASKED, json!(asked))
    }

    pub(crate) fn type_what_was_told(&self, request: DvlaTyped) -> Result<FindingView, CallError> {
        let record = self.asked_about(&request.id)?;
        let (_, mark) = self.check_of(&record)?;
        let typed = |field: &str, said: Option<String>| -> Result<Option<String>, CallError> {
            let said = said.map(|said| said.trim().to_owned()).filter(|said| !said.is_empty());
            let long = said.as_ref().is_some_and(|said| said.chars().count() > LONGEST);
            if long { Err(invalid(field, "Keep it to 60 characters")) } else { Ok(said) }
        };
        let one_of = |field: &str, said: Option<String>, known: &[&str]| {
            let said = typed(field, said)?;
            let strange = said.as_ref().is_some_and(|said| !known.contains(&said.as_str()));
            if strange { Err(invalid(field, "Select one of the answers")) } else { Ok(said) }
        };
        let vehicle = Vehicle {
            make: typed("make", request.make)?,
            colour: typed("colour", request.colour)?,
            tax_status: one_of("tax_status", request.tax_status, &TAX)?,
            mot_status: one_of("mot_status", request.mot_status, &MOT)?,
            ..Vehicle::default()
        };
        if vehicle == Vehicle::default() {
            return Err(invalid("make", "Enter what you were told"));
        }
        self.write_of_dvla(&request.id, DVLA_TOLD, json!(DvlaTold { mark, vehicle }))
    }

    /// The finding that is asked about, for whom that may be done.
    fn asked_about(&self, id: &str) -> Result<Record, CallError> {
        self.allowed(Right::AskDvla)?;
        let record = RecordId::parse(id).map(|id| self.store.record(id)).transpose()?.flatten();
        let record = record.ok_or_else(|| not_found("finding"))?;
        if record.withdrawn().is_some() {
            return Err(refuse(ErrorCode::Invalid, "This finding was recorded by mistake. Restore it first."));
        }
        Ok(record)
    }

    fn check_of(&self, record: &Record) -> Result<(&DvlaCheck, String), CallError> {
        let kind = record.kind().and_then(|kind| self.store.catalogue().kind(kind));
        let check = kind.and_then(|kind| kind.dvla.as_ref());
        let check = check.ok_or_else(|| refuse(ErrorCode::BadRequest, "The DVLA is not asked about this kind."))?;
        let mark = mark_of(record, check).ok_or_else(|| invalid("mark", "Enter the registration mark first"))?;
        Ok((check, mark))
    }

    fn write_of_dvla(&self, id: &str, rows: &str, value: Value) -> Result<FindingView, CallError> {
        let acting = self.acting(Right::AskDvla, RecordId::parse(id))?;
        self.change_finding(id, &acting, &format!("{rows}{}", Uuid::now_v7()), value)
    }
}

impl<'a> Checked<'a> {
    fn of(record: &'a Record, kind: &'a Kind) -> Option<Self> {
        let check = kind.dvla.as_ref()?;
        Some(Self { record, kind, check, mark: mark_of(record, check) })
    }

    /// A purpose in words, as it goes on in a sentence.
    fn why(&self, id: &str) -> String {
        purpose(self.check, id)
    }

    /// The mark that a word is about, where it is another than the finding has now.
    fn under(&self, about: &str) -> Option<String> {
        (Some(about) != self.mark.as_deref()).then(|| vrm::display(about))
    }

    fn said(&self, said: &DvlaSaid, wall: i64, now: i64) -> DvlaWord {
        let problem = match said.outcome {
            DvlaOutcome::Found => None,
            DvlaOutcome::NotFound => Some("The DVLA has no vehicle with this mark. Look at the plate again."),
            DvlaOutcome::BadMark => Some("The DVLA takes this for no mark that it gave out. Look at the plate again."),
            DvlaOutcome::NoKey => Some(
                "The council office has no key to the DVLA’s service, so nobody was asked. Ring, and type what you are told.",
            ),
            DvlaOutcome::KeyRefused => {
                Some("The DVLA does not take the council office’s key. Ring, and type what you are told.")
            }
            DvlaOutcome::NoAnswer => {
                Some("The DVLA gave no answer for a day. Ask again, or ring and type what you are told.")
            }
        };
        let facts = self.facts(&said.vehicle);
        let differs = facts.iter().any(|fact| fact.differs);
        let stale = now - wall > STALE_MS && said.outcome == DvlaOutcome::Found;
        let advice = match (differs, stale) {
            (true, _) => Some("It differs from what was seen: the plates may be another vehicle’s. Tell the police."),
            (false, true) => Some("This is more than a day old: ask again before anything is decided on the tax."),
            (false, false) => None,
        };
        let under = self.under(&said.mark);
        let who = if said.outcome == DvlaOutcome::NoKey { "Council office" } else { "DVLA" };
        DvlaWord {
            heading: format!("{who}, {}", local(wall).format("%-d %B %H:%M")),
            facts,
            problem: problem.map(Into::into),
            advice: advice.filter(|_| under.is_none()).map(Into::into),
            under,
        }
    }

    /// What is known of the vehicle, beside what was seen.
    fn facts(&self, vehicle: &Vehicle) -> Vec<DvlaFact> {
        let seen = |field: &Option<String>| {
            let field = self.kind.field(field.as_ref()?)?;
            let value = self.record.value(&field.id)?;
            (value != NOT_KNOWN).then_some((field, value))
        };
        let until = |status: &Option<String>, date: &Option<String>| {
            let status = status.as_ref()?;
            let day = date.as_ref().and_then(|date| date.parse::<chrono::NaiveDate>().ok());
            Some(day.map_or_else(|| status.clone(), |day| format!("{status}, until {}", day.format("%-d %B %Y"))))
        };
        let fact = |label: &str, said: Option<String>, seen: Option<(&Field, &Value)>| {
            let said = said?;
            let differs = seen.is_some_and(|(field, value)| differs(field, value, &said));
            let text = if differs { format!("DVLA says {}", said.to_lowercase()) } else { said };
            Some(DvlaFact { label: label.into(), text, differs })
        };
        let facts = [
            fact("Make", vehicle.make.clone(), seen(&self.check.make)),
            fact("Colour", vehicle.colour.clone(), seen(&self.check.colour)),
            fact("Tax", until(&vehicle.tax_status, &vehicle.tax_due), None),
            fact("MOT", until(&vehicle.mot_status, &vehicle.mot_expiry), None),
        ];
        facts.into_iter().flatten().collect()
    }
}

/// The mark as it stands, normalised.
fn mark_of(record: &Record, check: &DvlaCheck) -> Option<String> {
    record.text(&check.mark).map(vrm::normalise).filter(|mark| !mark.is_empty())
}

fn purpose(check: &DvlaCheck, id: &str) -> String {
    let label = check.purposes.iter().find(|purpose| purpose.id == id).map_or(id, |purpose| &purpose.label);
    let mut letters = label.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Whether the DVLA says otherwise than what was seen. A choice is compared by its words and by its id; a word of the DVLA's
/// that is like none of the choices could not be chosen, so it says nothing against what was.
fn differs(field: &Field, value: &Value, said: &str) -> bool {
    let like_said = |words: &str| alike(&plain(words), &plain(said));
    let like = |choice: &Choice| choice.id != NOT_KNOWN && (like_said(&choice.label) || like_said(&choice.id));
    match value.as_str().and_then(|id| field.choice(id)) {
        Some(chosen) => !like(chosen) && field.choices.iter().any(like),
        None => !like_said(&field.words(value)),
    }
}

/// Whether two words may well mean the same: a make is often said short.
fn alike(seen: &str, said: &str) -> bool {
    let seen = if seen == "vw" { "volkswagen" } else { seen };
    ["notknown", ""].contains(&seen) || seen.starts_with(said) || said.starts_with(seen)
}

/// Small letters without accents, and digits: a make is written in many ways.
fn plain(text: &str) -> String {
    let bare = |letter: char| match letter {
        'à'..='å' => 'a',
        'ç' | 'č' => 'c',
        'è'..='ë' | 'ě' => 'e',
        'ì'..='ï' => 'i',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        'š' => 's',
        other => other,
    };
    text.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).map(bare).collect()
}

/// On the timeline: what a page asked, answered or was told.
pub(crate) fn dvla_words(field: &str, value: &Value, kind: Option<&Kind>) -> Option<String> {
    let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let mark = vrm::display(part("mark"));
    if field.starts_with(DVLA_ASKED) {
        let check = kind.and_then(|kind| kind.dvla.as_ref());
        let why = check.map_or_else(|| part("why").to_owned(), |check| purpose(check, part("why")));
        return Some(format!("Asked the DVLA about {mark}: {why}"));
    }
    if field.starts_with(DVLA_TOLD) {
        return Some(format!("Told what the DVLA says of {mark}"));
    }
    let said = if part("outcome") == "found" { "The DVLA answered about" } else { "No answer of the DVLA about" };
    field.starts_with(record::DVLA_SAID).then(|| format!("{said} {mark}"))
}
