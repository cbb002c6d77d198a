//! The link between a tablet and the office: it loses, doubles, delays and cuts, answers as a café's portal does, and the
//! office may lose power in the middle of a request.

use crate::chance::{below, percent};
use crate::office::Office;
use anyhow::anyhow;
use book::{BookId, ScopeId};
use protocol::{EnrolReply, EnrolRequest, PhotoHash, RefusalCode, Reply, Request, Tips, pack, unpack};
use server_core::Piece;
use std::cell::{Cell, RefCell};
use sync::Trouble;

/// How bad a link is: faults in a hundred requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality(pub usize);

/// A request that comes to the office late, with the token of its tablet.
pub type Late = (String, Vec<u8>);

/// A tablet's link for one sync.
pub struct Link<'a> {
    /// The office.
    pub office: &'a RefCell<Office>,
    /// The tablet's token.
    pub token: &'a str,
    /// The office's time.
    pub now: i64,
    /// How bad it is.
    pub quality: Quality,
    /// Requests on their way for longer than anyone waits.
    pub late: &'a RefCell<Vec<Late>>,
    /// Whether the office withdrew the tablet, so that it may hear nothing of its team.
    pub withdrawn: bool,
    /// What it heard all the same.
    pub leaked: Cell<u64>,
    /// Whether a portal answered.
    pub portal: Cell<bool>,
}

#[derive(PartialEq, Eq)]
enum Fault {
    None,
    RequestLost,
    ReplyLost,
    Twice,
    Late,
    Cut,
    Portal,
    PowerGoes,
}

impl Link<'_> {
    fn fault(&self) -> Fault {
        if !percent(self.quality.0) {
            return Fault::None;
        }
        match below(8) {
            0 => Fault::RequestLost,
            1 | 2 => Fault::ReplyLost,
            3 => Fault::Twice,
            4 => Fault::Late,
            5 => Fault::Cut,
            6 => Fault::Portal,
            _ => Fault::PowerGoes,
        }
    }

    /// Runs something at the office. If its power goes, it comes back, and the tablet hears nothing.
    fn at_office<T>(&self, what: impl Fn(&Office) -> Result<T, Trouble>) -> Result<T, Trouble> {
        let done = what(&self.office.borrow());
        match self.office.borrow_mut().start_if_dead(self.now) {
            Ok(false) => done,
            Ok(true) => Err(Trouble::NoSignal),
            Err(error) => Err(broken(&error)),
        }
    }

    /// Tips in a reply of books that are not this tablet's own, and that it did not name itself.
    fn tips_of_others(&self, said: &Request, heard: &Reply) -> Result<u64, Trouble> {
        let own = || -> anyhow::Result<Vec<BookId>> {
            let office = self.office.borrow();
            let device = office.centre()?.authorise(self.token).map_err(|refusal| anyhow!(refusal.message))?.device;
            let rows = office.storage()?.read()?.books_of_key(&device.key)?;
            Ok(rows.into_iter().map(|row| row.book).collect())
        };
        let own = own().map_err(|error| broken(&error))?;
        let tips = heard.own.iter().filter_map(|state| state.tips.as_ref()).flat_map(Tips::iter);
        let named =
            |book, tip| said.scopes.iter().any(|state| state.tips.as_ref().is_some_and(|tips| tips.has(book, tip)));
        Ok(tips.filter(|(book, tip)| !own.contains(book) && !named(**book, **tip)).count() as u64)
    }

    fn plan_crash(&self) {
        self.office.borrow().plan_crash(Some((below(2) as u32, percent(50))));
    }
}

/// A fault of the simulator or of the office itself: it must not look like a bad link.
fn broken(error: &anyhow::Error) -> Trouble {
    Trouble::BadAddress(format!("the office: {error:#}"))
}

/// One exchange as the office's HTTP side does it.
pub fn exchange(office: &Office, token: &str, packed: &[u8], now: i64) -> Result<Vec<u8>, Trouble> {
    let centre = office.centre().map_err(|error| broken(&error))?;
    let request = Request::decode(&unpack(packed)?).map_err(Trouble::BadReply)?;
    let caller = centre.authorise(token).map_err(Trouble::Refused)?;
    Ok(pack(&centre.exchange(&caller, &request, now).map_err(Trouble::Refused)?.encode()))
}

impl sync::Office for Link<'_> {
    fn enrol(&self, _: &EnrolRequest, _: Option<&str>) -> Result<EnrolReply, Trouble> {
        Err(Trouble::NotEnrolled)
    }

    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let fault = self.fault();
        match fault {
            Fault::RequestLost => return Err(Trouble::NoSignal),
            Fault::Portal => {
                self.portal.set(true);
                return Ok(b"<!doctype html><title>Welcome to the cafe</title>".to_vec());
            }
            Fault::Late => {
                self.late.borrow_mut().push((self.token.to_owned(), packed.to_vec()));
                return Err(Trouble::NoSignal);
            }
            Fault::PowerGoes => self.plan_crash(),
            _ => {}
        }
        let mut reply = self.at_office(|office| exchange(office, self.token, packed, self.now))?;
        self.office.borrow().plan_crash(None);
        if fault == Fault::Twice {
            reply = self.at_office(|office| exchange(office, self.token, packed, self.now))?;
        }
        if self.withdrawn {
            let said = Request::decode(&unpack(packed)?).map_err(Trouble::BadReply)?;
            let heard = Reply::decode(&unpack(&reply)?).map_err(Trouble::BadReply)?;
            let told = heard.runs.len() + heard.scopes.len() + heard.grants.len() + heard.checkpoints.len();
            self.leaked.set(self.leaked.get() + told as u64 + self.tips_of_others(&said, &heard)?);
        }
        match fault {
            Fault::ReplyLost => Err(Trouble::NoSignal),
            Fault::Cut => Ok(reply.get(..below(reply.len())).unwrap_or_default().to_vec()),
            _ => Ok(reply),
        }
    }

    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble> {
        if percent(self.quality.0) {
            return Err(Trouble::NoSignal);
        }
        self.at_office(|office| {
            let centre = office.centre().map_err(|error| broken(&error))?;
            let caller = centre.authorise(self.token).map_err(Trouble::Refused)?;
            Ok(centre.open_photo(&caller, scope, hash, length, self.now).map_err(Trouble::Refused)?.offset)
        })
    }

    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, offset: u64, bytes: &[u8]) -> Result<u64, Trouble> {
        let fault = self.fault();
        let mut bytes = bytes.to_vec();
        match fault {
            Fault::RequestLost | Fault::Late => return Err(Trouble::NoSignal),
            Fault::Portal => return Err(Trouble::NotTheOffice),
            Fault::Cut => bytes.truncate(below(bytes.len())),
            Fault::PowerGoes => self.plan_crash(),
            Fault::None | Fault::ReplyLost | Fault::Twice => {}
        }
        // A radio that flips a bit of a photo, once in a while.
        let flipped = below(bytes.len());
        if fault == Fault::Twice
            && let Some(byte) = bytes.get_mut(flipped)
        {
            *byte ^= u8::from(percent(50));
        }
        let put = |office: &Office| {
            let centre = office.centre().map_err(|error| broken(&error))?;
            let caller = centre.authorise(self.token).map_err(Trouble::Refused)?;
            let put = centre.put_piece(&caller, scope, hash, offset, &bytes, self.now).map_err(Trouble::Refused)?;
            let (Piece::Taken(held) | Piece::WrongOffset(held)) = put;
            Ok(held)
        };
        let mut held = self.at_office(put)?;
        self.office.borrow().plan_crash(None);
        if fault == Fault::Twice {
            held = self.at_office(put)?;
        }
        if matches!(fault, Fault::ReplyLost | Fault::Cut) { Err(Trouble::NoSignal) } else { Ok(held) }
    }

    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble> {
        let fault = self.fault();
        if matches!(fault, Fault::RequestLost | Fault::Late | Fault::Portal) {
            return Err(Trouble::NoSignal);
        }
        let bytes = self.at_office(|office| {
            let centre = office.centre().map_err(|error| broken(&error))?;
            let caller = centre.authorise(self.token).map_err(Trouble::Refused)?;
            centre.photo_bytes(&caller, (scope, hash), from, up_to - from, self.now).map_err(Trouble::Refused)
        });
        match (fault, bytes) {
            (Fault::ReplyLost, Ok(_)) => Err(Trouble::NoSignal),
            (Fault::Cut, Ok(mut bytes)) => {
                bytes.truncate(below(bytes.len()).max(1));
                Ok(bytes)
            }
            (_, Err(Trouble::Refused(refusal))) if self.withdrawn => {
                if refusal.code != RefusalCode::NotFound {
                    self.leaked.set(self.leaked.get() + 1);
                }
                Err(Trouble::Refused(refusal))
            }
            (_, Ok(bytes)) => {
                self.leaked.set(self.leaked.get() + u64::from(self.withdrawn));
                Ok(bytes)
            }
            (_, trouble) => trouble,
        }
    }

    fn thumbnails(&self, _: ScopeId, _: &[u8]) -> Result<Vec<u8>, Trouble> {
        // The tablets of the simulator draw none.
        Err(Trouble::NoSignal)
    }
}
