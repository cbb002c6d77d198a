//! The one source of chance of a seed. Each step of a history begins it anew from its own number, so that a history from
//! which steps were dropped goes on as before.

use std::cell::RefCell;

thread_local!(static CHANCE: RefCell<fastrand::Rng> = const { RefCell::new(fastrand::Rng::with_seed(0)) });

/// Begins anew.
pub fn begin(seed: u64) {
    CHANCE.with_borrow_mut(|chance| *chance = fastrand::Rng::with_seed(seed));
}

/// A number from 0 up to, without, `below`; 0 if that is 0.
pub fn below(below: usize) -> usize {
    CHANCE.with_borrow_mut(|chance| if below == 0 { 0 } else { chance.usize(..below) })
}

/// True in `percent` of a hundred cases.
pub fn percent(percent: usize) -> bool {
    below(100) < percent
}

/// Any number.
pub fn number() -> u64 {
    CHANCE.with_borrow_mut(|chance| chance.u64(..))
}

/// Fills a buffer.
pub fn fill(buffer: &mut [u8]) {
    CHANCE.with_borrow_mut(|chance| chance.fill(buffer));
}

/// Random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

/// For `server_core::Centre::with_entropy`.
pub fn for_centre(buffer: &mut [u8]) -> Result<(), getrandom::Error> {
    fill(buffer);
    Ok(())
}
