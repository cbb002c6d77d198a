//! The outside of an exchange body: a mark, then zstd, unpacked under a limit.

use crate::limits;
use std::cell::RefCell;
use std::io::{Error, Read};
use zstd::bulk::Compressor;
use zstd::stream::read::Decoder;
use zstd::zstd_safe::DCtx;

// What a compressor and a decompressor need to begin is more work than most bodies.
thread_local!(static COMPRESSOR: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(3).ok()));
thread_local!(static DECOMPRESSOR: RefCell<Option<DCtx<'static>>> = const { RefCell::new(None) });

/// The largest decompressor that a thread keeps: one that had a large body grew by up to the window of 16 MiB.
const KEPT: usize = 1024 * 1024;

const MARK: &[u8; 4] = b"PBX1";

/// Why a body is not an exchange body.
#[derive(Debug, thiserror::Error)]
pub enum NotOurs {
    /// It does not begin with the mark: a portal's page, a proxy's error, another server.
    #[error("the body does not begin as an exchange body does")]
    Mark,
    /// It is over the limit, packed or unpacked.
    #[error("the body is over its limit of {0} bytes")]
    TooLarge(usize),
    /// The compression is damaged or cut short.
    #[error("the body cannot be unpacked")]
    Damaged(#[source] std::io::Error),
}

/// Packs a body.
pub fn pack(plain: &[u8]) -> Vec<u8> {
    let mut packed = MARK.to_vec();
    // Writing to memory cannot fail; were it to, the receiver would refuse the bare mark.
    COMPRESSOR.with_borrow_mut(|compressor| {
        if let Some(Ok(bytes)) = compressor.as_mut().map(|compressor| compressor.compress(plain)) {
            packed.extend(bytes);
        }
    });
    packed
}

/// Unpacks a body of at most [`limits::UNPACKED_BYTES`].
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>, NotOurs> {
    if packed.len() > limits::BODY_BYTES {
        return Err(NotOurs::TooLarge(limits::BODY_BYTES));
    }
    let squeezed = packed.strip_prefix(MARK).ok_or(NotOurs::Mark)?;
    let no_memory = || NotOurs::Damaged(Error::other("there is no memory to unpack it"));
    let mut context = DECOMPRESSOR.take().or_else(DCtx::try_create).ok_or_else(no_memory)?;
    let plain = unpack_with(&mut context, squeezed).map_err(NotOurs::Damaged)?;
    if context.sizeof() <= KEPT {
        DECOMPRESSOR.set(Some(context));
    }
    if plain.len() > limits::UNPACKED_BYTES {
        return Err(NotOurs::TooLarge(limits::UNPACKED_BYTES));
    }
    Ok(plain)
}

/// The first bytes of the body, at the most one more than are allowed.
fn unpack_with(context: &mut DCtx<'static>, squeezed: &[u8]) -> Result<Vec<u8>, Error> {
    let mut decoder = Decoder::with_context(squeezed, context);
    decoder.window_log_max(24)?;
    let mut plain = Vec::new();
    decoder.take(limits::UNPACKED_BYTES as u64 + 1).read_to_end(&mut plain)?;
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_stopped_at_the_limit() {
        let bomb = pack(&vec![0; limits::UNPACKED_BYTES + 1]);
        assert!(bomb.len() < 10_000, "the bomb should be small when packed");
        assert!(matches!(unpack(&bomb), Err(NotOurs::TooLarge(limits::UNPACKED_BYTES))));
    }

    #[test]
    fn a_portal_page_and_half_a_body_are_refused() {
        assert!(matches!(unpack(b"<html>Welcome to the cafe</html>"), Err(NotOurs::Mark)));
        let whole = pack(&(0..2_000u16).flat_map(u16::to_le_bytes).collect::<Vec<_>>());
        assert_eq!(unpack(&whole).unwrap().len(), 4_000);
        assert!(matches!(unpack(&whole[..whole.len() / 2]), Err(NotOurs::Damaged(_))));
    }
}
