//! The tablet and who is using it.

use super::*;

/// What the header, the lock page and the tab bar show. Readable while locked: nothing here tells what was found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Status {
    /// Whether the tablet has a book.
    pub enrolled: bool,
    /// The book's short code, such as `W07`.
    pub book_code: Option<String>,
    /// The team's name.
    pub team: Option<String>,
    /// Who can unlock this tablet.
    pub people: Vec<Person>,
    /// Who has unlocked it.
    pub session: Option<Person>,
    /// Until which day they lead as a deputy: "Friday 21 March"; null if they do not.
    pub deputy_until: Option<String>,
    /// Whether this is the demo: "Demo: nothing leaves this computer".
    pub demo: bool,
    /// Demo only: whether the signal is switched off.
    pub demo_no_signal: bool,
    /// When the council office was last reached, RFC 3339; null if never.
    pub office_reached_at: Option<String>,
    /// Whether the last attempt reached it.
    pub office_reachable: bool,
    /// Whether a sync is running.
    pub syncing: bool,
    /// Whether syncing has ended by a fault, until the app is opened again.
    pub sync_stopped: bool,
    /// Pages and photos that have not arrived.
    pub to_arrive: u32,
    /// Whether a patrol of the person (or, while locked, of anyone) is under way.
    pub on_patrol: bool,
    /// How the check-in of a patrol alone stands; null where none was chosen.
    pub check_in: Option<CheckIn>,
    /// Check-ins of the team that were missed and are not answered; leaders only, otherwise 0.
    pub missed_check_ins: u32,
    /// The number that the next page gets.
    pub next_page: u32,
    /// Submitted patrols waiting for review; leaders only, otherwise 0.
    pub to_review: u32,
    /// Whether the person may read the restricted part: a safeguarding lead.
    pub reads_restricted: bool,
    /// Whether the person decides on pages that wait for a check: a leader, or a safeguarding lead.
    pub checks_pages: bool,
    /// Pages waiting for a check by this person.
    pub to_check: u32,
    /// Tablets that need someone; leaders only, otherwise 0.
    pub tablets_in_need: u32,
    /// The device's local time, RFC 3339 with offset.
    pub now: String,
    /// Minutes without a touch after which the tablet locks (15 on patrol, 5 off); the page a little before it.
    pub lock_after_minutes: u32,
    /// Where the key to this tablet's book is.
    pub key_kept: KeyPlace,
    /// The kinds of finding that this tablet records.
    pub kinds: KindsInUse,
}

/// The catalogue of kinds on a tablet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KindsInUse {
    /// Its version.
    pub version: u32,
    /// Whether the council published it; otherwise it came with Patrolbook.
    pub published: bool,
    /// A newer one that the council published and this Patrolbook cannot read.
    pub unread: Option<u32>,
}

/// Where the key to a tablet's book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// In the computer's keychain.
    Keychain,
    /// In a file of the data folder that only its owner may read.
    File,
}

/// Someone who uses this tablet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Person {
    /// Their id.
    pub user: String,
    /// Their name.
    pub name: String,
    /// `warden` or `leader`.
    pub role: String,
    /// How many digits their PIN has.
    pub pin_digits: u32,
    /// Whether their PIN was wrong so often that it opens nothing any more.
    pub pin_locked: bool,
    /// Seconds until a PIN is taken again, after wrong ones; 0 if at once.
    pub wait_seconds: u32,
}

/// See `enrol`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct EnrolRequest {
    /// The council office's address; may be empty on a tablet that is enrolled.
    pub office: String,
    /// The one-time code; empty where name and password are shown instead.
    pub code: String,
    /// On a tablet that is enrolled: the person's name at the council office.
    #[serde(default)]
    pub name: String,
    /// Their password there.
    #[serde(default)]
    pub password: String,
    /// The PIN that the person chooses: 6 digits.
    pub pin: String,
}

/// See `unlock`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnlockRequest {
    /// Who.
    pub user: String,
    /// Their PIN.
    pub pin: String,
}

/// See `unlock_number`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ForPerson {
    /// Who.
    pub user: String,
}

/// What somebody who cannot unlock reads out to their leader.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnlockNumber {
    /// The tablet: the code of its book, such as `W07`.
    pub tablet: String,
    /// The person's name.
    pub name: String,
    /// Six digits, "482 193"; others after each code that was used.
    pub number: String,
}

/// See `unlock_by_code`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnlockByCode {
    /// Who.
    pub user: String,
    /// The leader's code as typed: 8 digits.
    pub code: String,
    /// The new PIN: 6 digits.
    pub pin: String,
}

/// See `unlock_code`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AnswerNumber {
    /// The tablet: the code of its book.
    pub tablet: String,
    /// The number that it shows, as typed.
    pub number: String,
}

/// What the leader reads out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnlockCode {
    /// Eight digits, "4821 9307"; they open that tablet once.
    pub code: String,
}

/// See `demo_signal`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct DemoSignal {
    /// Whether there is signal.
    pub on: bool,
}

/// What came of a sync.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SyncOutcome {
    /// Whether the council office was reached and everything was exchanged.
    pub complete: bool,
    /// One sentence: what came of it, and what to do if it did not work.
    pub sentence: String,
    /// Pages that were sent and signed for.
    pub pages_sent: u32,
    /// Pages that came in.
    pub pages_received: u32,
    /// Photos that were sent whole.
    pub photos_sent: u32,
    /// The status after it.
    pub status: Status,
}

/// Time limits that run out.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RunningOut {
    /// Findings of which something is due, what is due first on top: what a warden began, or somebody for whom they cover, of the
    /// next days; for a leader the team's of the day. At most 4.
    pub clocks: Vec<FindingLine>,
    /// How many there are in all, counted up to 1,000.
    pub clocks_total: u32,
    /// What else is due that is no finding, such as a referral or a meeting; at most 4.
    pub also_due: Vec<FindingLine>,
    /// The state that lists them (see `findings`).
    pub clocks_state: String,
}

/// The Today page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Today {
    /// The patrol under way.
    pub patrol: Option<PatrolView>,
    /// What the last patrol in its area left for it.
    pub note: Option<AreaNote>,
    /// Rounds that are due today.
    pub rounds: Vec<RoundDue>,
    /// Patrols that were sent back, then those that ended and are not submitted.
    pub to_submit: Vec<PatrolLine>,
    /// What is due.
    #[serde(flatten)]
    pub due: RunningOut,
    /// Findings with answers missing or a question open; at most 20, newest first.
    pub to_finish: Vec<FindingLine>,
    /// How many there are in all.
    pub to_finish_total: u32,
    /// Findings of which this person and somebody else wrote different answers, until this person has opened them.
    pub two_versions: Vec<FindingLine>,
    /// What this person is to do, what is due first on top.
    pub tasks: Vec<TaskLine>,
    /// Kept drafts.
    pub drafts: Vec<DraftLine>,
    /// What has not arrived, in one sentence; null when everything has.
    pub not_arrived: Option<String>,
}
