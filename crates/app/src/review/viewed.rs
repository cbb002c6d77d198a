//! What changed of a patrol that no leader has approved since this leader last looked at it: kept on this tablet alone, as how far each
//! book was held then, since nobody keeps when a page arrived.

use crate::App;
use crate::call::team_books_held;
use crate::contract::CallError;
use crate::findings::view::label;
use crate::words::{at, list};
use book::{GrantId, RecordId};
use domain::catalogue::Kind;
use record::Record;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far each book was held at a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Looked {
    books: BTreeMap<String, u64>,
    at: i64,
}

/// When somebody looked at a patrol.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Viewed {
    /// Which opening of the page: as long as it is open, what it is compared with stays.
    opening: String,
    /// The last look before that opening.
    before: Option<Looked>,
    /// The last of it.
    last: Looked,
}

/// What somebody who looked before finds changed.
pub(super) struct Since {
    looked: Looked,
    said_at: String,
    /// Nobody is told of what they wrote themselves.
    own: BTreeSet<GrantId>,
}

impl App {
    /// Since when this leader has not looked at a patrol, before this opening of its page; none if they never did. Notes that they
    /// look now.
    pub(super) fn looked_at(&self, patrol: RecordId, opening: Option<&str>) -> Result<Option<Since>, CallError> {
        let name = self.viewed_name(patrol)?;
        let kept = self.store.setting::<Option<Viewed>>(&name)?.flatten();
        let before = match (&kept, opening) {
            (Some(kept), Some(opening)) if kept.opening == opening => kept.before.clone(),
            _ => kept.as_ref().map(|kept| kept.last.clone()),
        };
        if let Some(opening) = opening {
            let books = team_books_held(self)?;
            let is_same = kept.as_ref().is_some_and(|kept| kept.opening == opening && kept.last.books == books);
            let last = Looked { books, at: self.now() };
            if !is_same {
                let viewed = Viewed { opening: opening.to_owned(), before: before.clone(), last };
                self.store.set_setting(&name, &Some(viewed))?;
            }
        }
        let own = self.answering()?.author().grants.clone();
        Ok(before.map(|looked| Since { said_at: at(looked.at, self.now()), looked, own }))
    }

    /// Forgets when this leader looked at a patrol: from its approval on, that says what changed since.
    pub(super) fn forget_looks(&self, patrol: RecordId) -> Result<(), CallError> {
        let name = self.viewed_name(patrol)?;
        if self.store.setting::<Option<Viewed>>(&name)?.flatten().is_some() {
            self.store.set_setting(&name, &None::<Viewed>)?;
        }
        Ok(())
    }

    fn viewed_name(&self, patrol: RecordId) -> Result<String, CallError> {
        Ok(format!("viewed/{}/{patrol}", self.unlocked()?.person.user))
    }
}

impl Since {
    /// What of a record changed, in words: "Changed since you looked, today 09:02: needles and place".
    pub(super) fn changed(&self, record: &Record, kind: Option<&Kind>) -> Option<String> {
        let mut fields = Vec::new();
        for (name, field) in record.reviewed_fields(kind) {
            if !field.standing().iter().any(|write| self.is_later(write)) {
                continue;
            }
            if name == record::KIND {
                return Some(format!("New since you looked, {}", self.said_at));
            }
            let label = label(kind, name).to_lowercase();
            if !fields.contains(&label) {
                fields.push(label);
            }
        }
        (!fields.is_empty()).then(|| format!("Changed since you looked, {}: {}", self.said_at, list(&fields)))
    }

    fn is_later<V>(&self, write: &book::StandingWrite<V>) -> bool {
        let held = self.looked.books.get(&crate::call::book_name(write.book)).copied().unwrap_or_default();
        write.number > held && !self.own.contains(&write.author)
    }
}
