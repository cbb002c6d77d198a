//! The exchange as pure functions that both sides run: what the other side lacks, and whether what came may be taken.

use crate::message::{Run, Tips};
use book::{BookId, Broken, Chain, Entry, EntryHash, Malformed};

/// Why a run, or the rest of it, cannot be taken. What came before it in the run can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It begins after a gap; the tips will say from where to send.
    #[error("pages are missing before page {0}")]
    Gap(u64),
    /// It does not go on from what is held: two different pages have one number.
    #[error("page {0} is another than the one held")]
    Fork(u64),
    /// A page cannot be read.
    #[error("page {0} cannot be read")]
    Unreadable(u64, #[source] Malformed),
    /// A page is not what was signed.
    #[error(transparent)]
    Broken(#[from] Broken),
}

/// What of a run can be taken.
#[derive(Debug)]
pub struct Verified {
    /// The book with its tip moved to the last entry taken; none if nothing is held and nothing could be taken.
    pub chain: Option<Chain>,
    /// The entries that are new, verified, in order.
    pub entries: Vec<Entry>,
    /// Why the rest was not taken.
    pub problem: Option<Problem>,
}

/// Verifies a run against the book as `held`. `hash_at` gives the hash of a held entry. Entries already held are
/// skipped when their hash agrees; nothing is stored here.
pub fn verify_run(held: Option<Chain>, run: &Run, mut hash_at: impl FnMut(u64) -> Option<EntryHash>) -> Verified {
    let mut taken = Verified { chain: held, entries: Vec::new(), problem: None };
    let tip = taken.chain.as_ref().map_or(0, |chain| chain.tip.number);
    let starts_right = match run.first {
        0 => false,
        1 => run.previous.0 == [0; 32],
        first if first > tip + 1 => {
            taken.problem = Some(Problem::Gap(first));
            return taken;
        }
        first => hash_at(first - 1) == Some(run.previous),
    };
    if !starts_right {
        taken.problem = Some(Problem::Fork(run.first.saturating_sub(1)));
        return taken;
    }
    let mut previous = run.previous;
    for (number, wire) in (run.first..).zip(&run.entries) {
        match step(&mut taken, run.book, number, previous, wire, &mut hash_at) {
            Ok(hash) => previous = hash,
            Err(problem) => {
                taken.problem = Some(problem);
                break;
            }
        }
    }
    taken
}

fn step(
    taken: &mut Verified,
    book: BookId,
    number: u64,
    previous: EntryHash,
    wire: &[u8],
    hash_at: &mut impl FnMut(u64) -> Option<EntryHash>,
) -> Result<EntryHash, Problem> {
    let entry = Entry::decode_wire(wire, book, number, previous).map_err(|error| Problem::Unreadable(number, error))?;
    let hash = entry.hash();
    let tip = taken.chain.as_ref().map_or(0, |chain| chain.tip.number);
    if number <= tip {
        return if hash_at(number) == Some(hash) { Ok(hash) } else { Err(Problem::Fork(number)) };
    }
    match &mut taken.chain {
        Some(chain) => chain.extend(&entry)?,
        None => {
            let chain = Chain::begin(&entry)?;
            if chain.book != book {
                return Err(Broken::Opening(number).into());
            }
            taken.chain = Some(chain);
        }
    }
    taken.entries.push(entry);
    Ok(hash)
}

/// For each book of which `mine` holds more than `theirs`, the number after which to send. A book that `theirs` holds
/// further, or equally far, is not in the list.
pub fn lacking(mine: &Tips, theirs: &Tips) -> Vec<(BookId, u64)> {
    mine.iter()
        .filter_map(|(book, tip)| {
            let held = theirs.get(book).map_or(0, |tip| tip.number);
            (tip.number > held).then_some((*book, held))
        })
        .collect()
}
