//! The office alone: a tablet's pages in two requests, its photos piece by piece, then the second copy.

use crate::acks::{Ack, Acks};
use crate::ground::Ground;
use crate::office::signed;
use crate::plan::{NOW, Plan};
use anyhow::{Context, Result, anyhow};
use book::ScopeId;
use protocol::{PhotoHash, Refusal, Request};
use server_core::{Caller, Centre, Piece};
use sha2::{Digest, Sha256};
use store::Store;
use uuid::Uuid;

const PIECE: usize = 8 * 1024;
const PAGES_AT_FIRST: usize = 2;

/// Writes down what the tablet will send, so that the flow need not open it.
pub(super) fn prepare(ground: &Ground, store: &Store) -> Result<()> {
    let enrolment = store.enrolment()?.context("the tablet is not enrolled")?;
    let own = store.own_book()?.context("the tablet has no book")?;
    for (name, after, most) in [("first", 0, PAGES_AT_FIRST), ("second", PAGES_AT_FIRST as u64, usize::MAX >> 1)] {
        let run = store.run(own.book, after, most, usize::MAX)?.context("the tablet has too few pages")?;
        let request = Request { runs: vec![run], device_time: NOW, ..Request::default() };
        std::fs::write(ground.path(name), request.encode())?;
    }
    std::fs::write(ground.path("scope"), enrolment.scope.0.to_string())?;
    Ok(std::fs::write(ground.path("token"), enrolment.token)?)
}

pub(super) fn run(ground: &Ground, plan: Plan, acks: &Acks) -> Result<()> {
    let centre = ground.office()?;
    let arriving = Arriving::open(ground, &centre)?;
    arriving.pages(ground, "first", acks)?;
    arriving.pages(ground, "second", acks)?;
    plan.all_photos().try_for_each(|bytes| arriving.photo(&bytes, acks))?;
    centre.back_up(NOW)?;
    arriving.ask(ground, plan, acks)
}

/// What comes to the office, as the tablet would send it.
pub(super) struct Arriving<'a> {
    centre: &'a Centre,
    caller: Caller,
    scope: ScopeId,
}

impl<'a> Arriving<'a> {
    pub(super) fn open(ground: &Ground, centre: &'a Centre) -> Result<Self> {
        let caller = centre.authorise(&std::fs::read_to_string(ground.path("token"))?).map_err(refused)?;
        let scope = ScopeId(Uuid::try_parse(&std::fs::read_to_string(ground.path("scope"))?)?);
        Ok(Self { centre, caller, scope })
    }

    /// One of the two requests with pages.
    pub(super) fn pages(&self, ground: &Ground, name: &str, acks: &Acks) -> Result<()> {
        self.exchange(&Request::decode(&std::fs::read(ground.path(name))?)?, acks)
    }

    /// The last pages again, and what is held of all photos: what is signed now is *backed up*.
    pub(super) fn ask(&self, ground: &Ground, plan: Plan, acks: &Acks) -> Result<()> {
        let request = Request::decode(&std::fs::read(ground.path("second"))?)?;
        let photos = plan.all_photos().map(|bytes| PhotoHash(Sha256::digest(bytes).into())).collect();
        let backed_up = request.runs.iter().map(|run| (run.book, 0)).collect();
        self.exchange(&Request { photos, backed_up, ..request }, acks)
    }

    fn exchange(&self, request: &Request, acks: &Acks) -> Result<()> {
        let reply = self.centre.exchange(&self.caller, request, NOW).map_err(refused)?;
        reply.receipts.iter().try_for_each(|receipt| acks.tell(signed(receipt)))
    }

    /// A photo, piece by piece.
    pub(super) fn photo(&self, bytes: &[u8], acks: &Acks) -> Result<()> {
        let (centre, caller, scope) = (self.centre, &self.caller, self.scope);
        let hash = PhotoHash(Sha256::digest(bytes).into());
        let mut held = centre.open_photo(caller, scope, hash, bytes.len() as u64, NOW).map_err(refused)?.offset;
        loop {
            acks.tell(Ack::Bytes { scope: scope.0, sha256: hash.to_string(), held })?;
            let rest = bytes.get(usize::try_from(held)?..).context("more than the photo is held")?;
            if rest.is_empty() {
                return Ok(());
            }
            let piece = rest.get(..PIECE).unwrap_or(rest);
            let taken = centre.put_piece(caller, scope, hash, held, piece, NOW).map_err(refused)?;
            let (Piece::Taken(now) | Piece::WrongOffset(now)) = taken;
            held = now;
        }
    }
}

fn refused(refusal: Refusal) -> anyhow::Error {
    anyhow!("the office refused: {}", refusal.message)
}
