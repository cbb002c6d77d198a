//! What a question says of the records that fit it, held against both kinds as they are with what kinds share.

use super::Step::{Item, Key};
use super::{Mistake, Source, expressions};
use crate::catalogue::definition::Kind;
use crate::catalogue::fits::objection;

/// Checks it in each kind; `sources` stand beside the `kinds`.
pub(super) fn check(sources: &[Source<'_>], kinds: &[Kind], mistakes: &mut Vec<Mistake>) {
    for (source, kind) in sources.iter().zip(kinds) {
        for (field, fits) in kind.fields.iter().filter_map(|field| Some((field, field.fits.as_ref()?))) {
            let mut refuse = |reason: String| {
                let at = Item(source.index_of("field", &field.id));
                mistakes.push(source.mistake(&[Key("field"), at, Key("fits")], reason));
            };
            if let Some(objection) = objection(field) {
                refuse(objection.to_owned());
                continue;
            }
            if let Some(asked) = kind.fields.iter().find(|asked| asked.is_worked_out() && fits.reads(&asked.id)) {
                refuse(format!("\"{}\" is worked out: name what it is worked out from", asked.id));
            }
            match kinds.iter().find(|named| Some(&named.id) == field.of.as_ref()) {
                None => refuse("it goes with a question for records of one kind".to_owned()),
                Some(named) => {
                    if let Err(error) = fits.tried([named, kind], expressions::sample) {
                        refuse(error.to_string());
                    }
                }
            }
        }
    }
}
