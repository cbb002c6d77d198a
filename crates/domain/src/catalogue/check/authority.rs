//! Whether `[authority]` names what is there: a question for the officer, steps, and a register that can say who is authorised.

use super::super::definition::{Authorisation, Field, FieldType, Kind};
use super::{Mistake, Source, Step};

pub(super) fn check(source: &Source<'_>, kind: &Kind, kinds: &[(Source<'_>, Kind)], mistakes: &mut Vec<Mistake>) {
    use Step::{Item, Key};
    let Some(authority) = &kind.authority else { return };
    let mut refuse = |path: &[Step<'_>], reason: String| {
        let path = [&[Key("authority")], path].concat();
        mistakes.push(source.mistake(&path, reason));
    };
    if !kind.fields.iter().any(|field| field.id == authority.officer && field.field_type == FieldType::Person) {
        refuse(&[Key("officer")], format!("there is no question \"{}\" that asks for a person", authority.officer));
    }
    let dated = |field: &Field| matches!(field.field_type, FieldType::Date | FieldType::Datetime);
    if let Some(on) =
        authority.on.as_ref().filter(|on| !kind.fields.iter().any(|field| field.id == **on && dated(field)))
    {
        refuse(&[Key("on")], format!("there is no question \"{on}\" that asks for a date"));
    }
    for (at, id) in authority.steps.iter().enumerate() {
        if kind.step(id).is_some_and(|step| step.at_once.is_some()) {
            refuse(
                &[Key("steps"), Item(at)],
                format!("the step \"{id}\" is taken at once, so nothing can wait for it"),
            );
        }
    }
    for (at, id) in authority.steps.iter().enumerate().filter(|(_, id)| kind.step(id).is_none()) {
        refuse(&[Key("steps"), Item(at)], format!("there is no step \"{id}\""));
    }
    let Some((_, register)) = kinds.iter().find(|(_, other)| other.id == authority.register && other.register) else {
        refuse(&[Key("register")], format!("there is no register \"{}\"", authority.register));
        return;
    };
    for (asked, of) in Authorisation::ASKED {
        if !register.fields.iter().any(|field| field.id == asked && field.field_type == of) {
            refuse(&[Key("register")], format!("the register \"{}\" does not ask \"{asked}\"", register.id));
        }
    }
    let known = |power: &str| register.fields.iter().any(|field| field.id == "powers" && field.choice(power).is_some());
    for (at, need) in authority.needs.iter().enumerate().filter(|(_, need)| !known(&need.power)) {
        let reason = format!("the register \"{}\" knows no power \"{}\"", register.id, need.power);
        refuse(&[Key("needs"), Item(at), Key("power")], reason);
    }
}
