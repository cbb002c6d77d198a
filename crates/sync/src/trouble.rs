//! Why a sync did not get to its end, each with one plain sentence for the person who holds the tablet.

use protocol::{NotOurs, Refusal, RefusalCode};
use std::time::Duration;
use store::StoreError;

/// Why a sync stopped. What was saved or signed for before it stays so.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Nothing answered, or the answer broke off.
    #[error("the council office could not be reached")]
    NoSignal,
    /// Something answered that is not the council office: a portal's page, a proxy, a wrong signature.
    #[error("what answered is not the council office")]
    NotTheOffice,
    /// The office refused.
    #[error("the council office refused: {}", .0.message)]
    Refused(Refusal),
    /// The office is full or restarting.
    #[error("the council office is busy")]
    Busy {
        /// How long it asked to wait.
        retry_after: Option<Duration>,
    },
    /// The office's own answer cannot be read.
    #[error("the council office's answer cannot be read")]
    BadReply(#[source] book::Malformed),
    /// The tablet's store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The tablet belongs to no council yet.
    #[error("the tablet is not enrolled")]
    NotEnrolled,
    /// The address of the council office is not one.
    #[error("{0} is not the address of a council office")]
    BadAddress(String),
    /// A photo's pieces were lost again and again while other requests got through.
    #[error("the photo was cut off each time")]
    CutOff,
    /// The bytes that came are not those of the photo's name.
    #[error("what came is not the photo")]
    WrongPhoto,
    /// The app is closing, or the engine has ended.
    #[error("the sync was stopped")]
    Stopped,
}

impl Trouble {
    /// One sentence for the person who holds the tablet.
    pub fn sentence(&self) -> String {
        match self {
            Self::NoSignal => "No signal. Everything is kept on this tablet and will be sent later.".into(),
            Self::NotTheOffice => {
                "Something answered, but it was not the council office. If this is a public Wi-Fi, sign \
                                   in to it first. Nothing was sent."
                    .into()
            }
            Self::Refused(refusal) => match refusal.code {
                RefusalCode::UnknownTablet => {
                    "The council office does not know this tablet. Everything is kept here; ask \
                                               your team leader to enrol it again."
                        .into()
                }
                RefusalCode::Fault => {
                    "The council office has a fault. Everything is kept on this tablet and will be sent \
                                       later."
                        .into()
                }
                _ => refusal.message.clone(),
            },
            Self::Busy { .. } => "The council office is busy. The tablet will try again by itself.".into(),
            Self::BadReply(_) => "The council office's answer could not be read. Patrolbook may need an update.".into(),
            Self::Store(StoreError::DiskFull) => "This tablet's disk is full, so nothing more could be fetched.".into(),
            Self::Store(StoreError::PhotoDamaged(_)) => "The photo is missing or damaged on this tablet.".into(),
            Self::Store(_) => {
                "This tablet's own store failed. Restart Patrolbook; if it happens again, tell your team \
                               leader."
                    .into()
            }
            Self::NotEnrolled => "This tablet is not enrolled yet.".into(),
            Self::BadAddress(address) => format!("{address} is not the address of a council office."),
            Self::CutOff => "The photo was cut off each time. The tablet will try again by itself.".into(),
            Self::WrongPhoto => "What came from the council office is not the photo, so it was not kept.".into(),
            Self::Stopped => "Sending was stopped.".into(),
        }
    }

    /// Whether it is the connection that failed, so that nothing else is worth trying now.
    pub(crate) fn ends_the_sync(&self) -> bool {
        match self {
            Self::NoSignal | Self::NotTheOffice | Self::Busy { .. } | Self::Stopped | Self::NotEnrolled => true,
            Self::BadAddress(_) | Self::Store(StoreError::DiskFull | StoreError::Database(_)) => true,
            Self::Refused(refusal) => refusal.code == RefusalCode::UnknownTablet,
            Self::BadReply(_) | Self::CutOff | Self::WrongPhoto | Self::Store(_) => false,
        }
    }
}

impl From<NotOurs> for Trouble {
    fn from(_: NotOurs) -> Self {
        Self::NotTheOffice
    }
}
