//! The border with the page: every command declared once, with its request and its response.
//!
//! The list below makes the router ([`crate::App::call`]), the TypeScript map (`ui/src/lib/backend/generated/contract.ts`,
//! compared by a test) and a compile error for a command without a body. To add one: see the README of this crate.

mod areas;
mod bundle;
mod call;
mod cases;
mod check_in;
mod checks;
mod course;
mod directory;
mod dvla;
mod enquiries;
mod exports;
mod figures;
mod findings;
mod pact;
mod patrols;
mod photos;
mod recording;
mod referrals;
mod repeats;
mod review;
mod rounds;
mod sealed;
mod session;
mod tablets;
mod tasks;
pub mod typescript;
mod wardens;

pub use areas::*;
pub use bundle::*;
pub use call::*;
pub use cases::*;
pub use check_in::*;
pub use checks::*;
pub use course::*;
pub use directory::*;
pub use dvla::*;
pub use enquiries::*;
pub use exports::*;
pub use figures::*;
pub use findings::*;
pub use pact::*;
pub use patrols::*;
pub use photos::*;
pub use recording::*;
pub use referrals::*;
pub use repeats::*;
pub use review::*;
pub use rounds::*;
pub use sealed::*;
pub use session::*;
pub use tablets::*;
pub use tasks::*;
pub use wardens::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A request without content.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// A refusal, as the page gets it. The page branches on `code` and shows `message`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct CallError {
    /// What failed, for the page.
    pub code: ErrorCode,
    /// What happened and what to do, in plain English.
    pub message: String,
    /// The field that it is about, if one is.
    pub field: Option<String>,
    /// For the log and for support; never needed to go on.
    pub detail: Option<String>,
}

/// The closed list of failures that a page can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Nobody has unlocked the tablet, or it locked itself.
    Locked,
    /// The tablet is not enrolled.
    NotEnrolled,
    /// The PIN is wrong; the message says how long to wait.
    WrongPin,
    /// The code is wrong, used or out of date.
    WrongCode,
    /// The person's role does not allow it.
    NotAllowed,
    /// An answer is missing or out of range; `field` says which.
    Invalid,
    /// A photo cannot be used; the message says why.
    BadPhoto,
    /// There is no such finding, patrol, draft or photo.
    NotFound,
    /// No patrol is under way, or one already is.
    PatrolState,
    /// The council office cannot be reached.
    NoSignal,
    /// Something answered that is not the council office.
    NotTheOffice,
    /// The disk is full.
    DiskFull,
    /// Somebody stopped it; nothing of it is left.
    Stopped,
    /// The page sent something that this version does not know.
    BadRequest,
    /// A fault of the app; the detail is in the log. Nothing saved is lost.
    Fault,
}

macro_rules! commands {
    (@by_a_person) => { true };
    (@by_a_person unasked) => { false };
    ($($(#[doc = $doc:literal])* $name:ident($request:ty) -> $response:ty $(, $unasked:ident)?;)*) => {
        /// One body for each command. `App` implements it; forgetting one does not compile.
        pub trait Commands {
            $($(#[doc = $doc])* fn $name(&self, request: $request) -> Result<$response, CallError>;)*
        }

        /// The names of all commands, in the order of the list.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        /// Whether the command called `name` shows that a person is at the tablet.
        pub(crate) fn by_a_person(name: &str) -> bool {
            match name {
                $(stringify!($name) => commands!(@by_a_person $($unasked)?),)*
                _ => false,
            }
        }

        /// Decodes the request of the command called `name`, runs it and encodes its response.
        pub fn dispatch(
            commands: &impl Commands,
            name: &str,
            request: serde_json::Value,
        ) -> Result<serde_json::Value, CallError> {
            match name {
                $(stringify!($name) => encode(commands.$name(decode(request)?)?),)*
                other => Err(CallError {
                    code: ErrorCode::BadRequest,
                    message: "This page asked for something that this version of Patrolbook does not have. Close the app and open it again.".into(),
                    field: None,
                    detail: Some(format!("no command named {other}")),
                }),
            }
        }

        /// The TypeScript map of the commands and all the types it names.
        pub(crate) fn typescript_of(collect: &mut typescript::Collector) -> String {
            let mut map = String::from("export interface Commands {\n");
            $(
                map.push_str(&typescript::doc(&[$($doc),*]));
                map.push_str(&format!(
                    "  {}: {{ request: {}; response: {} }};\n",
                    stringify!($name),
                    collect.name::<$request>(),
                    collect.name::<$response>(),
                ));
            )*
            map.push_str("}\n");
            map
        }
    };
}

// What a page also asks by itself, to show what has changed, is `unasked`: it keeps no tablet from locking.
commands! {
    /// What the header, the lock page and the tab bar show.
    status(Nothing) -> Status, unasked;
    /// Enrols the tablet with a one-time code, or adds a person to an enrolled one.
    enrol(EnrolRequest) -> Status;
    /// Opens a person's session.
    unlock(UnlockRequest) -> Status;
    /// The number that somebody who cannot unlock reads out to their leader.
    unlock_number(ForPerson) -> UnlockNumber, unasked;
    /// Opens a person's session by the code with which a leader answered that number, and gives them a new PIN.
    unlock_by_code(UnlockByCode) -> Status;
    /// The code that answers the number on a locked tablet of the team; leaders only.
    unlock_code(AnswerNumber) -> UnlockCode;
    /// Locks the tablet. Drafts and everything recorded stay.
    lock(Nothing) -> Status;
    /// Someone touched the screen; the page says so, but not oftener than it must.
    touched(Nothing) -> Nothing;
    /// Demo only: takes the signal away or gives it back.
    demo_signal(DemoSignal) -> Status;
    /// Syncs now and says what came of it.
    sync_now(Nothing) -> SyncOutcome, unasked;
    /// The Today page.
    today(Nothing) -> Today, unasked;
    /// What can be chosen when a patrol starts.
    start_patrol_choices(Nothing) -> StartChoices, unasked;
    /// Starts a patrol.
    start_patrol(StartPatrol) -> PatrolView;
    /// The patrol under way, or another by its id.
    patrol(PatrolRequest) -> PatrolView, unasked;
    /// Has the patrol under way walk a round from now on.
    walk_round(ById) -> PatrolView;
    /// The hotspots that can be checked, nearest first.
    hotspots(HotspotsRequest) -> Vec<HotspotLine>, unasked;
    /// What a warden needs of the registers: where people can turn, trauma packs, premises to know.
    directory(HotspotsRequest) -> Directory, unasked;
    /// Records that a hotspot was checked and nothing found.
    nothing_found(CheckHotspot) -> Saved;
    /// Takes back such a check of the last ten seconds.
    undo_check(ById) -> Nothing;
    /// The warden of a patrol alone is fine; the next check-in is due anew. Works on a locked tablet.
    im_fine(Nothing) -> Status;
    /// Ends the patrol under way; it can be carried on until it is submitted.
    end_patrol(Nothing) -> PatrolView;
    /// Carries on an ended patrol.
    carry_on_patrol(ById) -> PatrolView;
    /// Hands the patrol to the team leader.
    submit_patrol(SubmitPatrol) -> PatrolView;
    /// The kinds that can be recorded, most used first.
    kinds(Nothing) -> Vec<KindTile>, unasked;
    /// Opens a form: a new finding, a kept draft, or a saved finding to finish or correct.
    open_form(OpenForm) -> Form;
    /// Keeps answers in the draft (a null clears one) and says what the form now asks.
    set_answers(SetAnswers) -> Form;
    /// Where the device is, from a receiver that the page cannot ask; waits at most ten seconds.
    locate(Nothing) -> DeviceReading;
    /// The places of the register that what was typed can mean, by any of their names.
    places(PlacesRequest) -> Vec<PlaceChoice>, unasked;
    /// Sets the place of the draft.
    set_place(SetPlace) -> Form;
    /// Says whether it is an earlier finding that was seen again; then the draft is about that one, and nothing new is counted.
    say_same(SaySame) -> Form;
    /// Takes a photo out of the draft.
    remove_photo(RemovePhoto) -> Form;
    /// Saves the draft as one page of the book.
    save_form(ById) -> Saved;
    /// Throws the draft away.
    discard_form(ById) -> Nothing;
    /// Takes back a save of the last ten seconds; the answers are a draft again.
    undo_save(ById) -> Form;
    /// Reads a registration mark.
    read_mark(ReadMark) -> Mark;
    /// Findings, newest first, page by page.
    findings(FindingsRequest) -> FindingsPage, unasked;
    /// The wards and order areas by which findings can be listed.
    areas(Nothing) -> AreaChoices, unasked;
    /// The areas of orders, how long each holds, and what was found inside; for leaders.
    order_areas(Nothing) -> OrderAreas, unasked;
    /// One finding with its photos, versions, questions and timeline.
    finding(ById) -> FindingView, unasked;
    /// Marks a finding as recorded by mistake.
    withdraw(Withdraw) -> FindingView;
    /// Takes "recorded by mistake" back.
    restore(ById) -> FindingView;
    /// Settles two versions of a field by choosing one.
    settle(Settle) -> FindingView;
    /// A leader asks about a finding, or about one field of it.
    ask(Ask) -> FindingView;
    /// Answers a question.
    answer(Answer) -> FindingView;
    /// Asks the DVLA about a finding's mark, through the council office.
    ask_dvla(AskDvla) -> FindingView;
    /// Writes down what somebody was told of a finding's mark.
    type_dvla(DvlaTyped) -> FindingView;
    /// Where every page and photo is.
    arrived(ArrivedRequest) -> Arrived, unasked;
    /// When photos travel in full size, and which wait now.
    photo_policy(Nothing) -> PhotoPolicyView, unasked;
    /// Chooses when photos travel in full size, for this tablet.
    set_photo_policy(SetPhotoPolicy) -> PhotoPolicyView;
    /// Syncs at once, and sends photos whatever they wait for, this once.
    send_photos_now(Nothing) -> SyncOutcome;
    /// Asks for a photo's original, which comes with the next sync.
    fetch_photo(FetchPhoto) -> Nothing;
    /// Whether a bundle can be written, and how far one is.
    bundle(Nothing) -> BundleState, unasked;
    /// Writes everything that is not backed up to one file that only the council office opens.
    write_bundle(Nothing) -> BundleWritten;
    /// Submitted patrols, and findings on none, that wait for review; flagged ones first.
    review_queue(Nothing) -> ReviewQueue, unasked;
    /// One submitted patrol with its findings, what is flagged, and what changed since this leader last looked at it.
    review_patrol(ReviewOpened) -> ReviewPatrol, unasked;
    /// Patrols that were sent back or approved, newest first, stretch by stretch.
    reviewed(ReviewedRequest) -> ReviewedPatrols, unasked;
    /// Approves patrols whole, or all but some findings, and findings that are on no patrol.
    approve(Approve) -> ReviewQueue;
    /// Sends a patrol back to its warden with a reason.
    send_back(SendBack) -> ReviewQueue;
    /// The rounds of some days: what was walked, and what was not checked; for leaders.
    rounds_walked(RoundsRequest) -> RoundsWalked, unasked;
    /// The team's tasks, what is late on top, and who covers for whom; leaders only.
    tasks(TasksRequest) -> Tasks, unasked;
    /// Gives an open task to somebody else.
    hand_over(HandOver) -> FindingView;
    /// Ends a cover.
    end_cover(ById) -> Tasks;
    /// Ends somebody's time as a deputy.
    end_deputy(ById) -> Tasks;
    /// The team's cases, the review that is due first on top.
    cases(Nothing) -> Cases, unasked;
    /// Puts a finding into a case, or takes it out.
    put_in_case(PutInCase) -> FindingView;
    /// The team's referrals to partners, what is due first on top.
    referrals(Nothing) -> Referrals, unasked;
    /// The team's tablets, those that need someone first.
    tablets(Nothing) -> Tablets, unasked;
    /// Pages that the council office keeps out of the sums, and what was decided on them.
    pages_to_check(Nothing) -> PagesToCheck, unasked;
    /// Lets such a page count, or leaves it out, with a reason.
    decide_page(DecidePage) -> PagesToCheck;
    /// The PACT panels, those that meet first; leaders only.
    pact_panels(Nothing) -> PactPanels, unasked;
    /// "You said, we did" for the next meeting of a panel; leaders only.
    pact_sheet(ById) -> PactSheet, unasked;
    /// The daily call: what came since the last one, its issues, who is on it; leaders only.
    daily_call(Nothing) -> CallView, unasked;
    /// Begins the call of the day, or carries on one that was ended.
    start_call(Nothing) -> CallView;
    /// Notes that a partner is on the call, or is not; begins it.
    attend_call(AttendCall) -> CallView;
    /// Ends the call under way: what arrives from now on is for the next.
    end_call(Nothing) -> CallView;
    /// Adds an issue to the call.
    add_issue(AddIssue) -> CallView;
    /// Notes that an issue was discussed, and who takes it on until when.
    allocate_issue(AllocateIssue) -> CallView;
    /// Says what became of an issue, which closes it.
    say_outcome(SayOutcome) -> CallView;
    /// The open actions of one partner, without names of people; leaders only.
    partner_sheet(ById) -> PartnerSheet, unasked;
    /// Writes that sheet as a text file to the downloads folder.
    save_partner_sheet(ById) -> Exported;
    /// The council's report over a period, each number by its figure; leaders only.
    figures(FiguresRequest) -> FiguresView, unasked;
    /// The main figures of a period on a page, with what they were before and three charts; leaders only.
    data_page(FiguresRequest) -> DataPage, unasked;
    /// A figure with its definition, months and wards; leaders only.
    figure(FigureRequest) -> FigureView, unasked;
    /// The findings that make up a figure, newest first, page by page; leaders only.
    figure_findings(FigureRequest) -> FigureFindings, unasked;
    /// Writes the report to the downloads folder; leaders only.
    write_report(WriteReport) -> Exported;
    /// Places, vehicles and persons that come back, ranked over a window of days; leaders only.
    repeats(RepeatsRequest) -> RepeatsView, unasked;
    /// Opens a case from one of them, with its findings of the window in it.
    open_repeat_case(OpenRepeatCase) -> OpenedCase;
    /// Writes the places and vehicles that come back to the downloads folder; leaders only.
    write_repeats(WriteRepeats) -> Exported;
    /// Writes the team's findings to the downloads folder, as a table or for programs of maps; leaders only.
    export_findings(ExportRequest) -> Exported;
    /// Writes the findings that make up a figure in the same way; leaders only.
    export_figure(ExportFigure) -> Exported;
    /// Writes a redacted pack for a request for information: findings, counts and what was withheld; leaders only.
    write_foi_pack(FoiRequest) -> Exported;
    /// Writes the columns of the fly-tip return by month; leaders only.
    write_fly_tip_return(FlyTipReturn) -> Exported;
    /// How far the file is that is being written.
    export_progress(Nothing) -> ExportProgress, unasked;
    /// Stops it; whoever asked for it is told, and nothing of it is left.
    stop_export(Nothing) -> ExportProgress;
    /// Publishes the report as it is: keeps every figure, for good; leaders only.
    publish_report(PublishReport) -> PublishedView;
    /// The reports that were published, with how many figures were corrected since; leaders only.
    published_reports(Nothing) -> PublishedReports, unasked;
    /// A report as it was published, and every figure that differs since; leaders only.
    published_report(ById) -> PublishedView, unasked;
    /// What other services say of a period, and what is not recorded of it; leaders only.
    typed_figures(FiguresRequest) -> TypedFigures, unasked;
    /// What the restricted part of a period comes to; only for who may read it.
    sealed_figures(SealedRequest) -> SealedFigures, unasked;
    /// Types in what another service says of a period, or corrects it; leaders only.
    type_figure(TypeFigure) -> TypedFigures;
    /// What each warden of the team did in a month, zeros printed, and where the team was seen; leaders only.
    warden_report(WardenMonth) -> WardenReport, unasked;
    /// Writes that report to the downloads folder; leaders only.
    write_warden_report(WardenMonth) -> Exported;
    /// What was recorded at a place over a period, as a page that may leave the team; leaders only.
    place_told(PlaceAsked) -> PlaceTold, unasked;
    /// Writes that page, or one that was sent, to the downloads folder; leaders only.
    write_place_told(WritePlaceTold) -> Exported;
    /// Who asked about which place, what is due first on top; leaders only.
    enquiries(Nothing) -> Enquiries, unasked;
    /// One enquiry, with what was sent; leaders only.
    enquiry(ById) -> EnquiryView, unasked;
    /// Records who asks about a place, and that the page was sent if it was.
    record_enquiry(RecordEnquiry) -> EnquiryView;
    /// Notes that an enquiry was answered, and keeps the page as it was sent.
    answer_enquiry(AnswerEnquiry) -> EnquiryView;
}

fn decode<T: serde::de::DeserializeOwned>(request: serde_json::Value) -> Result<T, CallError> {
    serde_json::from_value(request).map_err(|error| CallError {
        code: ErrorCode::BadRequest,
        message: "The page sent something that Patrolbook cannot read. Close the app and open it again.".into(),
        field: None,
        detail: Some(without_value(&error.to_string())),
    })
}

/// Why a request cannot be read, without what stands in it: that may be what somebody typed, and this goes into the log.
fn without_value(said: &str) -> String {
    match said.split_once(", expected ") {
        Some((what, wanted)) => {
            format!("{}, expected {wanted}", what.split([':', '`']).next().unwrap_or_default().trim())
        }
        None => said.to_owned(),
    }
}

fn encode<T: Serialize>(response: T) -> Result<serde_json::Value, CallError> {
    serde_json::to_value(response).map_err(|error| CallError {
        code: ErrorCode::Fault,
        message: "Something went wrong inside Patrolbook. Nothing saved is lost. Try again.".into(),
        field: None,
        detail: Some(error.to_string()),
    })
}
