//! How far a side holds each book, and what follows from both sides' tips: which pages to send.

use book::{BookId, Line, Tip};
use std::collections::{BTreeMap, BTreeSet};

/// The tips of all books of a scope. A book has one; one that has branches has several. Which of its lines a side counts as
/// the branch depends on what came first and is nobody else's business: the set of tips is the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tips(BTreeSet<(BookId, Tip)>);

impl Tips {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is one of them.
    pub fn has(&self, book: BookId, tip: Tip) -> bool {
        self.0.contains(&(book, tip))
    }

    /// The tips of a book, in ascending order.
    pub fn of(&self, book: BookId) -> impl Iterator<Item = Tip> {
        let first = Tip { number: 0, hash: book::EntryHash([0; 32]) };
        self.0.range((book, first)..).take_while(move |(of, _)| *of == book).map(|(_, tip)| *tip)
    }

    /// All, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (&BookId, &Tip)> {
        self.0.iter().map(|(book, tip)| (book, tip))
    }

    /// See [`book::digest`].
    pub fn digest(&self) -> [u8; 32] {
        book::digest(self.iter())
    }
}

impl FromIterator<(BookId, Tip)> for Tips {
    fn from_iter<I: IntoIterator<Item = (BookId, Tip)>>(tips: I) -> Self {
        Self(tips.into_iter().collect())
    }
}

impl<'a> FromIterator<&'a Line> for Tips {
    fn from_iter<I: IntoIterator<Item = &'a Line>>(lines: I) -> Self {
        lines.into_iter().map(|line| (line.book, line.tip)).collect()
    }
}

impl<const N: usize> From<[(BookId, Tip); N]> for Tips {
    fn from(tips: [(BookId, Tip); N]) -> Self {
        tips.into_iter().collect()
    }
}

/// What the other side lacks, as far as its tips tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lacking {
    /// Lines, and the number after which to send each; a line goes before its branches.
    pub after: Vec<(BookId, u64)>,
    /// Lines of which the other side may lack pages: of their book it has pages that this side lacks, and its tips do not
    /// tell where the two part.
    pub unclear: Vec<BookId>,
}

/// What a side that holds `mine` has to send to one that holds `theirs`. `line_of` tells on which line this side holds a
/// page of the other's tips, if it does.
pub fn lacking<E>(
    mine: &[Line],
    theirs: &Tips,
    mut line_of: impl FnMut(BookId, Tip) -> Result<Option<BookId>, E>,
) -> Result<Lacking, E> {
    let by_id: BTreeMap<BookId, &Line> = mine.iter().map(|line| (line.line, line)).collect();
    let mut lacking = Lacking::default();
    for line in mine.iter().filter(|line| !theirs.has(line.book, line.tip)) {
        let path = path(&by_id, line.line, line.tip.number);
        let (mut any, mut shared) = (false, None);
        for tip in theirs.of(line.book) {
            any = true;
            if let Some(on) = line_of(line.book, tip)? {
                shared = shared.max(meet(&path, &self::path(&by_id, on, tip.number)));
            }
        }
        let after = match shared {
            Some(number) => number,
            None if any => {
                lacking.unclear.push(line.line);
                continue;
            }
            None => 0,
        };
        // What a branch shares with its line goes with the line.
        let after = after.max(line.base.map_or(0, |base| base.tip.number));
        if after < line.tip.number {
            lacking.after.push((line.line, after));
        }
    }
    lacking.after.sort_by_key(|(id, _)| by_id.get(id).and_then(|line| line.base).map(|base| base.tip.number));
    Ok(lacking)
}

/// The way from page `number` of a line back to the opening: each line on it, and its last page on the way.
fn path(lines: &BTreeMap<BookId, &Line>, line: BookId, number: u64) -> Vec<(BookId, u64)> {
    let mut path = vec![(line, number)];
    let mut at = line;
    // A line's base lies on an older line, so the way ends; the bound holds for damaged rows too.
    while let Some(base) = lines.get(&at).and_then(|line| line.base).filter(|_| path.len() <= lines.len()) {
        path.push((base.line, base.tip.number));
        at = base.line;
    }
    path
}

/// The number of the last page that two ways share.
fn meet(one: &[(BookId, u64)], other: &[(BookId, u64)]) -> Option<u64> {
    let on = |(line, number): &(BookId, u64)| {
        let there = other.iter().find(|(other, _)| other == line);
        there.map(|(_, there)| *number.min(there))
    };
    one.iter().filter_map(on).max()
}
