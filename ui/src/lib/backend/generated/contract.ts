// Made from crates/app/src/contract by `cargo xtask check --fix`. Do not edit.

export interface Commands {
  /** What the header, the lock page and the tab bar show. */
  status: { request: Nothing; response: Status };
  /** Enrols the tablet with a one-time code, or adds a person to an enrolled one. */
  enrol: { request: EnrolRequest; response: Status };
  /** Opens a person's session. */
  unlock: { request: UnlockRequest; response: Status };
  /** The number that somebody who cannot unlock reads out to their leader. */
  unlock_number: { request: ForPerson; response: UnlockNumber };
  /** Opens a person's session by the code with which a leader answered that number, and gives them a new PIN. */
  unlock_by_code: { request: UnlockByCode; response: Status };
  /** The code that answers the number on a locked tablet of the team; leaders only. */
  unlock_code: { request: AnswerNumber; response: UnlockCode };
  /** Locks the tablet. Drafts and everything recorded stay. */
  lock: { request: Nothing; response: Status };
  /** Someone touched the screen; the page says so, but not oftener than it must. */
  touched: { request: Nothing; response: Nothing };
  /** Demo only: takes the signal away or gives it back. */
  demo_signal: { request: DemoSignal; response: Status };
  /** Syncs now and says what came of it. */
  sync_now: { request: Nothing; response: SyncOutcome };
  /** The Today page. */
  today: { request: Nothing; response: Today };
  /** What can be chosen when a patrol starts. */
  start_patrol_choices: { request: Nothing; response: StartChoices };
  /** Starts a patrol. */
  start_patrol: { request: StartPatrol; response: PatrolView };
  /** The patrol under way, or another by its id. */
  patrol: { request: PatrolRequest; response: PatrolView };
  /** Has the patrol under way walk a round from now on. */
  walk_round: { request: ById; response: PatrolView };
  /** The hotspots that can be checked, nearest first. */
  hotspots: { request: HotspotsRequest; response: Array<HotspotLine> };
  /** What a warden needs of the registers: where people can turn, trauma packs, premises to know. */
  directory: { request: HotspotsRequest; response: Directory };
  /** Records that a hotspot was checked and nothing found. */
  nothing_found: { request: CheckHotspot; response: Saved };
  /** Takes back such a check of the last ten seconds. */
  undo_check: { request: ById; response: Nothing };
  /** The warden of a patrol alone is fine; the next check-in is due anew. Works on a locked tablet. */
  im_fine: { request: Nothing; response: Status };
  /** Ends the patrol under way; it can be carried on until it is submitted. */
  end_patrol: { request: Nothing; response: PatrolView };
  /** Carries on an ended patrol. */
  carry_on_patrol: { request: ById; response: PatrolView };
  /** Hands the patrol to the team leader. */
  submit_patrol: { request: SubmitPatrol; response: PatrolView };
  /** The kinds that can be recorded, most used first. */
  kinds: { request: Nothing; response: Array<KindTile> };
  /** Opens a form: a new finding, a kept draft, or a saved finding to finish or correct. */
  open_form: { request: OpenForm; response: Form };
  /** Keeps answers in the draft (a null clears one) and says what the form now asks. */
  set_answers: { request: SetAnswers; response: Form };
  /** Where the device is, from a receiver that the page cannot ask; waits at most ten seconds. */
  locate: { request: Nothing; response: DeviceReading };
  /** The places of the register that what was typed can mean, by any of their names. */
  places: { request: PlacesRequest; response: Array<PlaceChoice> };
  /** Sets the place of the draft. */
  set_place: { request: SetPlace; response: Form };
  /** Says whether it is an earlier finding that was seen again; then the draft is about that one, and nothing new is counted. */
  say_same: { request: SaySame; response: Form };
  /** Takes a photo out of the draft. */
  remove_photo: { request: RemovePhoto; response: Form };
  /** Saves the draft as one page of the book. */
  save_form: { request: ById; response: Saved };
  /** Throws the draft away. */
  discard_form: { request: ById; response: Nothing };
  /** Takes back a save of the last ten seconds; the answers are a draft again. */
  undo_save: { request: ById; response: Form };
  /** Reads a registration mark. */
  read_mark: { request: ReadMark; response: Mark };
  /** Findings, newest first, page by page. */
  findings: { request: FindingsRequest; response: FindingsPage };
  /** The wards and order areas by which findings can be listed. */
  areas: { request: Nothing; response: AreaChoices };
  /** The areas of orders, how long each holds, and what was found inside; for leaders. */
  order_areas: { request: Nothing; response: OrderAreas };
  /** One finding with its photos, versions, questions and timeline. */
  finding: { request: ById; response: FindingView };
  /** Marks a finding as recorded by mistake. */
  withdraw: { request: Withdraw; response: FindingView };
  /** Takes "recorded by mistake" back. */
  restore: { request: ById; response: FindingView };
  /** Settles two versions of a field by choosing one. */
  settle: { request: Settle; response: FindingView };
  /** A leader asks about a finding, or about one field of it. */
  ask: { request: Ask; response: FindingView };
  /** Answers a question. */
  answer: { request: Answer; response: FindingView };
  /** Asks the DVLA about a finding's mark, through the council office. */
  ask_dvla: { request: AskDvla; response: FindingView };
  /** Writes down what somebody was told of a finding's mark. */
  type_dvla: { request: DvlaTyped; response: FindingView };
  /** Where every page and photo is. */
  arrived: { request: ArrivedRequest; response: Arrived };
  /** When photos travel in full size, and which wait now. */
  photo_policy: { request: Nothing; response: PhotoPolicyView };
  /** Chooses when photos travel in full size, for this tablet. */
  set_photo_policy: { request: SetPhotoPolicy; response: PhotoPolicyView };
  /** Syncs at once, and sends photos whatever they wait for, this once. */
  send_photos_now: { request: Nothing; response: SyncOutcome };
  /** Asks for a photo's original, which comes with the next sync. */
  fetch_photo: { request: FetchPhoto; response: Nothing };
  /** Whether a bundle can be written, and how far one is. */
  bundle: { request: Nothing; response: BundleState };
  /** Writes everything that is not backed up to one file that only the council office opens. */
  write_bundle: { request: Nothing; response: BundleWritten };
  /** Submitted patrols, and findings on none, that wait for review; flagged ones first. */
  review_queue: { request: Nothing; response: ReviewQueue };
  /** One submitted patrol with its findings, what is flagged, and what changed since this leader last looked at it. */
  review_patrol: { request: ReviewOpened; response: ReviewPatrol };
  /** Patrols that were sent back or approved, newest first, stretch by stretch. */
  reviewed: { request: ReviewedRequest; response: ReviewedPatrols };
  /** Approves patrols whole, or all but some findings, and findings that are on no patrol. */
  approve: { request: Approve; response: ReviewQueue };
  /** Sends a patrol back to its warden with a reason. */
  send_back: { request: SendBack; response: ReviewQueue };
  /** The rounds of some days: what was walked, and what was not checked; for leaders. */
  rounds_walked: { request: RoundsRequest; response: RoundsWalked };
  /** The team's tasks, what is late on top, and who covers for whom; leaders only. */
  tasks: { request: TasksRequest; response: Tasks };
  /** Gives an open task to somebody else. */
  hand_over: { request: HandOver; response: FindingView };
  /** Ends a cover. */
  end_cover: { request: ById; response: Tasks };
  /** Ends somebody's time as a deputy. */
  end_deputy: { request: ById; response: Tasks };
  /** The team's cases, the review that is due first on top. */
  cases: { request: Nothing; response: Cases };
  /** Puts a finding into a case, or takes it out. */
  put_in_case: { request: PutInCase; response: FindingView };
  /** The team's referrals to partners, what is due first on top. */
  referrals: { request: Nothing; response: Referrals };
  /** The team's tablets, those that need someone first. */
  tablets: { request: Nothing; response: Tablets };
  /** Pages that the council office keeps out of the sums, and what was decided on them. */
  pages_to_check: { request: Nothing; response: PagesToCheck };
  /** Lets such a page count, or leaves it out, with a reason. */
  decide_page: { request: DecidePage; response: PagesToCheck };
  /** The PACT panels, those that meet first; leaders only. */
  pact_panels: { request: Nothing; response: PactPanels };
  /** "You said, we did" for the next meeting of a panel; leaders only. */
  pact_sheet: { request: ById; response: PactSheet };
  /** The daily call: what came since the last one, its issues, who is on it; leaders only. */
  daily_call: { request: Nothing; response: CallView };
  /** Begins the call of the day, or carries on one that was ended. */
  start_call: { request: Nothing; response: CallView };
  /** Notes that a partner is on the call, or is not; begins it. */
  attend_call: { request: AttendCall; response: CallView };
  /** Ends the call under way: what arrives from now on is for the next. */
  end_call: { request: Nothing; response: CallView };
  /** Adds an issue to the call. */
  add_issue: { request: AddIssue; response: CallView };
  /** Notes that an issue was discussed, and who takes it on until when. */
  allocate_issue: { request: AllocateIssue; response: CallView };
  /** Says what became of an issue, which closes it. */
  say_outcome: { request: SayOutcome; response: CallView };
  /** The open actions of one partner, without names of people; leaders only. */
  partner_sheet: { request: ById; response: PartnerSheet };
  /** Writes that sheet as a text file to the downloads folder. */
  save_partner_sheet: { request: ById; response: Exported };
  /** The council's report over a period, each number by its figure; leaders only. */
  figures: { request: FiguresRequest; response: FiguresView };
  /** The main figures of a period on a page, with what they were before and three charts; leaders only. */
  data_page: { request: FiguresRequest; response: DataPage };
  /** A figure with its definition, months and wards; leaders only. */
  figure: { request: FigureRequest; response: FigureView };
  /** The findings that make up a figure, newest first, page by page; leaders only. */
  figure_findings: { request: FigureRequest; response: FigureFindings };
  /** Writes the report to the downloads folder; leaders only. */
  write_report: { request: WriteReport; response: Exported };
  /** Places, vehicles and persons that come back, ranked over a window of days; leaders only. */
  repeats: { request: RepeatsRequest; response: RepeatsView };
  /** Opens a case from one of them, with its findings of the window in it. */
  open_repeat_case: { request: OpenRepeatCase; response: OpenedCase };
  /** Writes the places and vehicles that come back to the downloads folder; leaders only. */
  write_repeats: { request: WriteRepeats; response: Exported };
  /** Writes the team's findings to the downloads folder, as a table or for programs of maps; leaders only. */
  export_findings: { request: ExportRequest; response: Exported };
  /** Writes the findings that make up a figure in the same way; leaders only. */
  export_figure: { request: ExportFigure; response: Exported };
  /** Writes a redacted pack for a request for information: findings, counts and what was withheld; leaders only. */
  write_foi_pack: { request: FoiRequest; response: Exported };
  /** Writes the columns of the fly-tip return by month; leaders only. */
  write_fly_tip_return: { request: FlyTipReturn; response: Exported };
  /** How far the file is that is being written. */
  export_progress: { request: Nothing; response: ExportProgress };
  /** Stops it; whoever asked for it is told, and nothing of it is left. */
  stop_export: { request: Nothing; response: ExportProgress };
  /** Publishes the report as it is: keeps every figure, for good; leaders only. */
  publish_report: { request: PublishReport; response: PublishedView };
  /** The reports that were published, with how many figures were corrected since; leaders only. */
  published_reports: { request: Nothing; response: PublishedReports };
  /** A report as it was published, and every figure that differs since; leaders only. */
  published_report: { request: ById; response: PublishedView };
  /** What other services say of a period, and what is not recorded of it; leaders only. */
  typed_figures: { request: FiguresRequest; response: TypedFigures };
  /** What the restricted part of a period comes to; only for who may read it. */
  sealed_figures: { request: SealedRequest; response: SealedFigures };
  /** Types in what another service says of a period, or corrects it; leaders only. */
  type_figure: { request: TypeFigure; response: TypedFigures };
  /** What each warden of the team did in a month, zeros printed, and where the team was seen; leaders only. */
  warden_report: { request: WardenMonth; response: WardenReport };
  /** Writes that report to the downloads folder; leaders only. */
  write_warden_report: { request: WardenMonth; response: Exported };
  /** What was recorded at a place over a period, as a page that may leave the team; leaders only. */
  place_told: { request: PlaceAsked; response: PlaceTold };
  /** Writes that page, or one that was sent, to the downloads folder; leaders only. */
  write_place_told: { request: WritePlaceTold; response: Exported };
  /** Who asked about which place, what is due first on top; leaders only. */
  enquiries: { request: Nothing; response: Enquiries };
  /** One enquiry, with what was sent; leaders only. */
  enquiry: { request: ById; response: EnquiryView };
  /** Records who asks about a place, and that the page was sent if it was. */
  record_enquiry: { request: RecordEnquiry; response: EnquiryView };
  /** Notes that an enquiry was answered, and keeps the page as it was sent. */
  answer_enquiry: { request: AnswerEnquiry; response: EnquiryView };
}

/**
 * See `add_issue`.
 */
export type AddIssue = { 
/**
 * What it is; with a finding it may be "", and is then what the finding says.
 */
what: string, 
/**
 * `today`, `this_week` or `information`.
 */
urgency: string | null, 
/**
 * The partner that takes it on.
 */
owner: string | null, 
/**
 * The finding that it is about.
 */
finding: string | null, };

/**
 * See `allocate_issue`.
 */
export type AllocateIssue = { 
/**
 * The issue.
 */
id: string, 
/**
 * The partner that takes it on; null: it was discussed, and nobody does.
 */
owner: string | null, 
/**
 * The day by the end of which it is due.
 */
due: string | null, };

/**
 * See `answer`.
 */
export type Answer = { 
/**
 * The finding.
 */
id: string, 
/**
 * The question.
 */
question: string, 
/**
 * The answer.
 */
text: string, };

/**
 * See `answer_enquiry`.
 */
export type AnswerEnquiry = { 
/**
 * The enquiry.
 */
id: string, 
/**
 * A grid reference, coordinates, a place of the register by any of its names, or the name of a street.
 */
typed: string | null, 
/**
 * How far around it, if its position is known; 250 unless said.
 */
metres: number | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, };

/**
 * See `unlock_code`.
 */
export type AnswerNumber = { 
/**
 * The tablet: the code of its book.
 */
tablet: string, 
/**
 * The number that it shows, as typed.
 */
number: string, };

/**
 * One answer.
 */
export type AnswerRow = { 
/**
 * The field.
 */
field: string, 
/**
 * Its label.
 */
label: string, 
/**
 * The answer in words.
 */
text: string, 
/**
 * What is said of it by other records: "Complaints that count: 2 of 3".
 */
beside: string | null, 
/**
 * Whether it counts things: it stands in one line with those beside it that do.
 */
counted: boolean, 
/**
 * What it was before, oldest first: struck through but legible.
 */
struck: Array<string>, 
/**
 * "Demo warden A, 09:33, p. 411", where it was corrected.
 */
corrected_by: string | null, 
/**
 * "Erased by law on 3 October 2026: right to erasure", where the answer was and none was given since.
 */
erased: string | null, };

/**
 * See `approve`.
 */
export type Approve = { 
/**
 * The patrols.
 */
patrols: Array<string>, 
/**
 * Findings of theirs that are not approved.
 */
except: Array<string>, 
/**
 * Findings that are on no patrol, or on one that was not submitted within a day.
 */
findings: Array<string>, 
/**
 * For each patrol and each finding of `findings` what was seen of it.
 */
seen: { [key in string]: string }, };

/**
 * An area to list findings by.
 */
export type AreaChoice = { 
/**
 * Its code or id.
 */
id: string, 
/**
 * Its name or title.
 */
name: string, };

/**
 * By which areas findings can be listed.
 */
export type AreaChoices = { 
/**
 * The wards, by name.
 */
wards: Array<AreaChoice>, 
/**
 * The task forces, by name: each its wards together.
 */
task_forces: Array<AreaChoice>, 
/**
 * The areas of orders, by title.
 */
orders: Array<AreaChoice>, };

/**
 * A note for the next warden in an area.
 */
export type AreaNote = { 
/**
 * The area.
 */
area: string, 
/**
 * The note.
 */
text: string, 
/**
 * "Demo warden A, Mon 14:05".
 */
by: string, };

/**
 * Where every page and photo is.
 */
export type Arrived = { 
/**
 * Pages in this book.
 */
pages: number, 
/**
 * The totals.
 */
whereabouts: Whereabouts, 
/**
 * Pages that this person sealed: "1 sealed page: only a safeguarding lead can read it"; null if none.
 */
sealed: string | null, 
/**
 * They, newest first, at most 50.
 */
sealed_rows: Array<SealedRow>, 
/**
 * What is stuck, and why.
 */
stuck: Array<Stuck>, 
/**
 * Page by page, newest first, at most 50.
 */
rows: Array<ArrivedRow>, 
/**
 * For the next stretch.
 */
next: number | null, 
/**
 * What photos wait for: "2 photos wait for Wi-Fi. Their small pictures go ahead."
 */
photos_wait: string | null, 
/**
 * "Last reached the council office at 09:31." or "Not yet reached."
 */
reached: string, 
/**
 * When the nightly slot is: "Tonight at 02:47".
 */
tonight: string, };

/**
 * See `arrived`.
 */
export type ArrivedRequest = { 
/**
 * Also what is backed up.
 */
all: boolean, 
/**
 * Pages before this number (for the next stretch).
 */
before: number | null, };

/**
 * One page and where it is.
 */
export type ArrivedRow = { 
/**
 * The page.
 */
page: number, 
/**
 * "Great Lines steps", "Correction to p. 405", "Patrol started".
 */
title: string, 
/**
 * "Drug litter · 2 photos".
 */
detail: string, 
/**
 * The kind's icon.
 */
icon: string, 
/**
 * The finding or patrol it is about.
 */
finding: string | null, 
/**
 * `on_this_tablet`, `arrived` or `backed_up`: page and photos together.
 */
arrival: string, 
/**
 * Whether something of it is stuck.
 */
stuck: boolean, };

/**
 * See `ask`.
 */
export type Ask = { 
/**
 * The finding.
 */
id: string, 
/**
 * The field, if it is about one.
 */
field: string | null, 
/**
 * The question.
 */
text: string, };

/**
 * See `ask_dvla`.
 */
export type AskDvla = { 
/**
 * The finding.
 */
id: string, 
/**
 * The lawful purpose, by its id.
 */
purpose: string, };

/**
 * See `attend_call`.
 */
export type AttendCall = { 
/**
 * The partner.
 */
partner: string, 
/**
 * Whether it is there.
 */
present: boolean, };

/**
 * A kind that can be begun from a finding.
 */
export type BeginView = { 
/**
 * The kind, for `open_form`.
 */
kind: string, 
/**
 * "Refer it to a partner".
 */
label: string, 
/**
 * The kind's icon.
 */
icon: string, };

/**
 * Whether bundles can be written here, and how far one is.
 */
export type BundleState = { 
/**
 * Whether the council office allows them.
 */
allowed: boolean, 
/**
 * How far the one being written is, 0 to 100; null when none is.
 */
percent: number | null, };

/**
 * A bundle that is whole and on its disk.
 */
export type BundleWritten = { 
/**
 * The file, in full.
 */
path: string, 
/**
 * Pages in it.
 */
pages: number, 
/**
 * Photos in it.
 */
photos: number, 
/**
 * Photos that are damaged on this tablet and so are not in it.
 */
left_out: number, 
/**
 * What is in it, in one sentence.
 */
sentence: string, };

/**
 * A request about one thing by its id.
 */
export type ById = { 
/**
 * The id.
 */
id: string, };

/**
 * A refusal, as the page gets it. The page branches on `code` and shows `message`.
 */
export type CallError = { 
/**
 * What failed, for the page.
 */
code: ErrorCode, 
/**
 * What happened and what to do, in plain English.
 */
message: string, 
/**
 * The field that it is about, if one is.
 */
field: string | null, 
/**
 * For the log and for support; never needed to go on.
 */
detail: string | null, };

/**
 * An issue of a call.
 */
export type CallIssue = { 
/**
 * The issue.
 */
id: string, 
/**
 * What it is.
 */
what: string, 
/**
 * `raised`, `discussed`, `allocated` or `done`.
 */
stands: string, 
/**
 * Where it stands in words: "Discussed", "Resolved: Resolved by a partner".
 */
state: string, 
/**
 * `today`, `this_week` or `information`; null if nobody said.
 */
urgency: string | null, 
/**
 * The partner that takes it on.
 */
owner: Named | null, 
/**
 * By when, as one of the days: "2025-03-18"; null if no day is set.
 */
due: string | null, 
/**
 * "by the end of today".
 */
due_text: string | null, 
/**
 * That has passed, and it is still open.
 */
late: boolean, 
/**
 * Two people said different things of it.
 */
two_versions: boolean, 
/**
 * Findings that it is about.
 */
findings: number, 
/**
 * Somebody of the team whose name is in the words; it does not belong there.
 */
names: string | null, };

/**
 * A finding that the call is to know of.
 */
export type CallNews = { 
/**
 * As in lists.
 */
line: FindingLine, 
/**
 * It occurred before the last call ended, and arrived after.
 */
late: boolean, 
/**
 * Somebody's life was in danger.
 */
danger: boolean, 
/**
 * "4th here in 28 days", from the third on.
 */
repeat: string | null, 
/**
 * An issue of this call is about it.
 */
taken: boolean, };

/**
 * A partner on the call.
 */
export type CallPartner = { 
/**
 * Its id in the catalogue.
 */
id: string, 
/**
 * "Fire and rescue".
 */
name: string, 
/**
 * Whether it is on the call.
 */
present: boolean, };

/**
 * A tablet that has not been heard from.
 */
export type CallTablet = { 
/**
 * "W12".
 */
code: string, 
/**
 * Who has it.
 */
people: string, 
/**
 * `nothing_arrived` or `not_heard`.
 */
state: string, 
/**
 * "Patrol ended 2 hours ago, nothing has arrived".
 */
text: string, };

/**
 * The page of the daily call.
 */
export type CallView = { 
/**
 * "Tuesday 18 March".
 */
day: string, 
/**
 * Since when it covers: "Monday 09:41".
 */
since: string, 
/**
 * `ready`, `under_way` or `held`.
 */
stands: string, 
/**
 * "Starts in 17 minutes", "Under way since 09:16, chaired by Demo leader".
 */
sentence: string, 
/**
 * The record of the call; null if it was not begun.
 */
record: string | null, 
/**
 * What occurred or arrived since the last call, the most urgent first.
 */
news: Array<CallNews>, 
/**
 * How many there are, also those that are not listed.
 */
news_count: number, 
/**
 * How many of the listed ones occurred before the last call, and arrived since.
 */
late: number, 
/**
 * The issues of this call, those not discussed yet first.
 */
issues: Array<CallIssue>, 
/**
 * Who is expected on it, and whether they are there.
 */
partners: Array<CallPartner>, 
/**
 * Who can be added to them.
 */
others: Array<Named>, 
/**
 * Tablets that have not been heard from.
 */
silent: Array<CallTablet>, 
/**
 * Whether the council office has told of the tablets at all.
 */
tablets_told: boolean, 
/**
 * Of which call the earlier actions are: "Monday’s actions", or "Earlier actions".
 */
earlier_title: string, 
/**
 * What earlier calls agreed and is still open, and what was done since the last call.
 */
earlier: Array<CallIssue>, 
/**
 * Who can take an issue on.
 */
owners: Array<Named>, 
/**
 * The days by which something can be due, the next first.
 */
days: Array<Named>, 
/**
 * How an issue can end.
 */
outcomes: Array<Named>, 
/**
 * The partners that have something to do.
 */
sheets: Array<Named>, };

/**
 * A finding of a case.
 */
export type CaseFinding = { 
/**
 * As in a list.
 */
line: FindingLine, 
/**
 * Its first photos.
 */
photos: Array<PhotoView>, };

/**
 * A case in a list.
 */
export type CaseLine = { 
/**
 * As in any list; its summary is what it is called.
 */
line: FindingLine, 
/**
 * "Premises".
 */
about: string, 
/**
 * Who leads on it.
 */
lead: string, 
/**
 * "Open", "Open, reviewed", "Closed".
 */
state: string, 
/**
 * How many findings belong to it, counted up to 1,000.
 */
findings: number, };

/**
 * What a case holds.
 */
export type CaseView = { 
/**
 * Its findings, newest first; at most 100.
 */
findings: Array<CaseFinding>, 
/**
 * What was done, what came of it and where it moved to, newest first; at most 200.
 */
story: Array<StoryPart>, 
/**
 * Whether this person may add to the story.
 */
may_tell: boolean, };

/**
 * The team's cases.
 */
export type Cases = { 
/**
 * Open ones, those first of which the review is due first; at most 200.
 */
open: Array<CaseLine>, 
/**
 * Closed ones, the last opened first; at most 50.
 */
closed: Array<CaseLine>, 
/**
 * Whether this person may open one.
 */
may_open: boolean, };

/**
 * See `nothing_found`.
 */
export type CheckHotspot = { 
/**
 * The hotspot.
 */
hotspot: string, };

/**
 * How the check-in of the patrol under way stands. Readable while locked.
 */
export type CheckIn = { 
/**
 * Every how many minutes.
 */
every: number, 
/**
 * Until when the next sign of life is due, RFC 3339.
 */
due_at: string, 
/**
 * From when on it is missed, and the leader is told: RFC 3339.
 */
missed_at: string, 
/**
 * `running`, `due` or `missed`.
 */
state: string, };

/**
 * A check of a hotspot.
 */
export type CheckView = { 
/**
 * Its record.
 */
id: string, 
/**
 * The hotspot's name.
 */
name: string, 
/**
 * `nothing` or `find`.
 */
result: string, 
/**
 * How many findings; those recorded by mistake do not count.
 */
finds: number, 
/**
 * "07:41, Demo warden B".
 */
when: string, };

/**
 * A choice.
 */
export type ChoiceView = { 
/**
 * What is kept.
 */
id: string, 
/**
 * What is read.
 */
label: string, 
/**
 * A colour beside it, `#rrggbb`.
 */
swatch: string | null, 
/**
 * Whether it cannot be chosen together with another ("None of these").
 */
exclusive: boolean, };

/**
 * A time limit of a finding that runs or stands still.
 */
export type ClockView = { 
/**
 * Its id.
 */
id: string, 
/**
 * What is due: "Check and assess it".
 */
what: string, 
/**
 * "By the end of Thursday 20 March"; "" while it stands still.
 */
until: string, 
/**
 * "2 days left", "Ran out yesterday", "Paused since Friday 21 March".
 */
left: string, 
/**
 * `clock`, `clock_soon` on its last day, `clock_passed`, or `clock_paused`.
 */
state: string, 
/**
 * Whether only a team leader can do it.
 */
leader: boolean, 
/**
 * On whose word it stands, and where that is written.
 */
source: string, };

/**
 * Who covers for whom, or leads as a deputy.
 */
export type CoverLine = { 
/**
 * Its record.
 */
id: string, 
/**
 * "Demo warden B covers for Demo warden A", "Demo warden B".
 */
who: string, 
/**
 * "From today until Friday 21 March", "From tomorrow, no end set".
 */
when: string, 
/**
 * Whether it is in force today.
 */
now: boolean, };

/**
 * Data on a page: what fits on one sheet of paper.
 */
export type DataPage = { 
/**
 * Whose it is: "Community wardens".
 */
title: string, 
/**
 * The period.
 */
period: PeriodView, 
/**
 * The period that it is compared with; null: with none.
 */
before: PeriodView | null, 
/**
 * "4 July 2026, 08:58".
 */
as_at: string, 
/**
 * The ward or the task force that it is narrowed to.
 */
ward: AreaChoice | null, 
/**
 * "Including 14 not yet reviewed"; null if all of it was.
 */
unreviewed: string | null, 
/**
 * "2 findings in two versions"; null if none is.
 */
two_versions: string | null, 
/**
 * Whether nothing was ever recorded that a figure counts.
 */
empty: boolean, 
/**
 * The main figures.
 */
figures: Array<LargeFigure>, 
/**
 * The figure of which the months are.
 */
chart: PageChart | null, 
/**
 * That figure by month.
 */
months: Array<FigureBar>, 
/**
 * Findings by kind, the most frequent first; `short` is the kind's id.
 */
kinds: Array<FigureBar>, 
/**
 * "and 12 other kinds"; null: all have a bar.
 */
other_kinds: string | null, 
/**
 * Findings by place of the register, the most frequent first; of none, the figure of the chart by ward.
 */
places: Array<FigureBar>, 
/**
 * Whether those are places of the register.
 */
at_places: boolean, 
/**
 * "and 3 other wards"; null: all have a bar.
 */
other_places: string | null, 
/**
 * What is on the page and what is not, a sentence each.
 */
notes: Array<string>, };

/**
 * See `decide_page`.
 */
export type DecidePage = { 
/**
 * The page, as `PageToCheck.entry`.
 */
entry: string, 
/**
 * Whether it is to count.
 */
accept: boolean, 
/**
 * Why, for whoever looks later.
 */
reason: string, };

/**
 * See `demo_signal`.
 */
export type DemoSignal = { 
/**
 * Whether there is signal.
 */
on: boolean, };

/**
 * A reading of the device's location.
 */
export type DeviceReading = { 
/**
 * Degrees east.
 */
lon: number, 
/**
 * Degrees north.
 */
lat: number, 
/**
 * Metres.
 */
accuracy_m: number, };

/**
 * The directory; only what is active.
 */
export type Directory = { 
/**
 * Where people can turn, by what for.
 */
parts: Array<DirectoryPart>, 
/**
 * Trauma packs, nearest first where it is known where the tablet is.
 */
packs: Array<DirectoryEntry>, 
/**
 * Premises to know, red ones first.
 */
premises: Array<DirectoryEntry>, };

/**
 * An entry of a register.
 */
export type DirectoryEntry = { 
/**
 * The record.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * The number to ring; "" if it has none.
 */
telephone: string, 
/**
 * What else a warden needs, each in a few words: the hours, the place.
 */
facts: Array<string>, 
/**
 * "60 m away", if both places are known.
 */
away: string | null, 
/**
 * How it stands, if its register says so.
 */
mark: DirectoryMark | null, };

/**
 * How an entry stands.
 */
export type DirectoryMark = { 
/**
 * "Red", "Missing".
 */
text: string, 
/**
 * `rated_red`, `rated_amber` or `rated_green`.
 */
state: string, };

/**
 * Where people can turn for one thing.
 */
export type DirectoryPart = { 
/**
 * For what: "Domestic abuse".
 */
title: string, 
/**
 * They, by name.
 */
entries: Array<DirectoryEntry>, };

/**
 * A kept draft in a list.
 */
export type DraftLine = { 
/**
 * The draft.
 */
id: string, 
/**
 * "Drug litter, begun 09:44".
 */
title: string, 
/**
 * The kind's icon.
 */
icon: string, };

/**
 * What is due first of a finding.
 */
export type DueView = { 
/**
 * "Check and assess it".
 */
what: string, 
/**
 * "By the end of Thursday 20 March".
 */
until: string, 
/**
 * "2 days left", "Ran out yesterday".
 */
left: string, 
/**
 * `clock`, `clock_soon` on its last day, or `clock_passed`.
 */
state: string, };

/**
 * One thing that is known of a vehicle.
 */
export type DvlaFact = { 
/**
 * "Colour".
 */
label: string, 
/**
 * "SILVER"; where it differs from what was seen, "DVLA says blue".
 */
text: string, 
/**
 * Whether it differs.
 */
differs: boolean, };

/**
 * See `type_dvla`.
 */
export type DvlaTyped = { 
/**
 * The finding.
 */
id: string, 
/**
 * The make.
 */
make: string | null, 
/**
 * The colour.
 */
colour: string | null, 
/**
 * One of `DvlaView.tax`.
 */
tax_status: string | null, 
/**
 * One of `DvlaView.mot`.
 */
mot_status: string | null, };

/**
 * What is known from the DVLA of a finding, and what can be asked.
 */
export type DvlaView = { 
/**
 * The mark as it stands, as on a plate; null if there is none.
 */
mark: string | null, 
/**
 * Whether this person may ask about it now.
 */
may_ask: boolean, 
/**
 * Whether they may type what they were told.
 */
may_type: boolean, 
/**
 * The lawful purposes, one of which is chosen.
 */
purposes: Array<ChoiceView>, 
/**
 * What can be said of the tax.
 */
tax: Array<string>, 
/**
 * What can be said of the MOT.
 */
mot: Array<string>, 
/**
 * "Asked by Demo warden A, today 10:02: to decide whether it is abandoned."; null if no answer is waited for.
 */
waits: string | null, 
/**
 * What was said, the latest first.
 */
words: Array<DvlaWord>, };

/**
 * What the DVLA said, or somebody was told.
 */
export type DvlaWord = { 
/**
 * "DVLA, 18 March 10:02", "As told to Demo warden A, today 10:05".
 */
heading: string, 
/**
 * The mark that it is about, where the finding now has another.
 */
under: string | null, 
/**
 * What is known of the vehicle.
 */
facts: Array<DvlaFact>, 
/**
 * Why nothing is known.
 */
problem: string | null, 
/**
 * What to do about it.
 */
advice: string | null, };

/**
 * The team's enquiries.
 */
export type Enquiries = { 
/**
 * Those to be answered, what is due first on top; at most 200.
 */
open: Array<EnquiryView>, 
/**
 * Those that were answered, the newest first; at most 100.
 */
answered: Array<EnquiryView>, 
/**
 * The places of the register, by name; at most 200.
 */
places: Array<string>, 
/**
 * The wards.
 */
wards: Array<AreaChoice>, 
/**
 * The task forces.
 */
task_forces: Array<AreaChoice>, 
/**
 * The period that is meant unless another is chosen.
 */
period: PeriodView, };

/**
 * An enquiry.
 */
export type EnquiryView = { 
/**
 * The record.
 */
id: string, 
/**
 * The page it was recorded on.
 */
page: number, 
/**
 * The book of that page.
 */
book_code: string, 
/**
 * "Councillor A. Member", "A member of the public".
 */
asked_by: string, 
/**
 * What is asked.
 */
about: string, 
/**
 * About which place, as the page has it.
 */
place: string, 
/**
 * "1 Nov 2017 to 31 Oct 2018".
 */
period: string, 
/**
 * "18 March 2025".
 */
asked_on: string, 
/**
 * By when the reply is due; null once it was sent.
 */
due: DueView | null, 
/**
 * "20 March 2025"; null: not sent yet.
 */
sent_on: string | null, 
/**
 * What was sent.
 */
sent: string | null, 
/**
 * Two people wrote different things without knowing of each other.
 */
two_versions: boolean, 
/**
 * The place and the period, to make the page again.
 */
over: PlaceAsked, };

/**
 * See `enrol`.
 */
export type EnrolRequest = { 
/**
 * The council office's address; may be empty on a tablet that is enrolled.
 */
office: string, 
/**
 * The one-time code; empty where name and password are shown instead.
 */
code: string, 
/**
 * On a tablet that is enrolled: the person's name at the council office.
 */
name: string, 
/**
 * Their password there.
 */
password: string, 
/**
 * The PIN that the person chooses: 6 digits.
 */
pin: string, };

/**
 * The closed list of failures that a page can tell apart.
 */
export type ErrorCode = "locked" | "not_enrolled" | "wrong_pin" | "wrong_code" | "not_allowed" | "invalid" | "bad_photo" | "not_found" | "patrol_state" | "no_signal" | "not_the_office" | "disk_full" | "stopped" | "bad_request" | "fault";

/**
 * See `export_figure`.
 */
export type ExportFigure = { 
/**
 * The figure.
 */
figure: string, 
/**
 * `csv`, `xlsx`, `geojson` or `gpkg`.
 */
format: string, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
 */
compare: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, };

/**
 * See `export_progress`.
 */
export type ExportProgress = { 
/**
 * How far it is, 0 to 99; null when none is being written.
 */
percent: number | null, };

/**
 * See `export_findings`.
 */
export type ExportRequest = { 
/**
 * Which findings.
 */
filter: FindingsRequest, 
/**
 * `csv` (unless said), `xlsx`, `geojson` or `gpkg`.
 */
format: string | null, };

/**
 * What was exported.
 */
export type Exported = { 
/**
 * The file, in full.
 */
path: string, 
/**
 * Rows in it.
 */
rows: number, };

/**
 * See `fetch_photo`.
 */
export type FetchPhoto = { 
/**
 * The photo.
 */
sha256: string, };

/**
 * A figure by the answers to a question.
 */
export type FigureAnswers = { 
/**
 * "Size".
 */
label: string, 
/**
 * One finding can have several answers, so that the bars come to more than the figure.
 */
several: boolean, 
/**
 * The largest first, last what was not answered.
 */
bars: Array<FigureBar>, };

/**
 * A bar of a chart.
 */
export type FigureBar = { 
/**
 * "November 2017", a ward, or a task force.
 */
label: string, 
/**
 * "N", or "".
 */
short: string, 
/**
 * "124".
 */
said: string, 
/**
 * How long it is, in thousandths of the longest.
 */
length: number, 
/**
 * The part alone: its first and last day, or the ward's code or the task force's id.
 */
from: string | null, 
/**
 * See `from`.
 */
to: string | null, 
/**
 * See `from`.
 */
ward: string | null, };

/**
 * A figure in the period that it is compared with.
 */
export type FigureBefore = { 
/**
 * That period.
 */
period: PeriodView, 
/**
 * What it came to.
 */
said: string, 
/**
 * The difference.
 */
change: string, };

/**
 * A figure that comes to something else than was published.
 */
export type FigureCorrection = { 
/**
 * The figure.
 */
figure: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * The period that it is of.
 */
period: PeriodView, 
/**
 * That is the period before the report's.
 */
before: boolean, 
/**
 * What was published.
 */
then: string, 
/**
 * What it comes to now.
 */
now: string, 
/**
 * "+3", "−£12"; "–" where that cannot be said.
 */
difference: string, };

/**
 * What makes up a figure.
 */
export type FigureFindings = { 
/**
 * At most 50, the newest first.
 */
lines: Array<FindingLine>, 
/**
 * For the next page; null at the end.
 */
next: string | null, };

/**
 * A line of the table.
 */
export type FigureLine = { 
/**
 * The figure.
 */
figure: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * What it comes to.
 */
now: string, 
/**
 * What it came to before; null: nothing is compared.
 */
before: string | null, 
/**
 * "+61.5%", "+1" or "–".
 */
change: string | null, 
/**
 * "Entered by Demo leader from Trading standards", if it was typed in.
 */
entered: string | null, };

/**
 * See `figure` and `figure_findings`.
 */
export type FigureRequest = { 
/**
 * The figure, such as `LITTER.DRUG.ITEMS`.
 */
figure: string, 
/**
 * Of `figure_findings`: where the last page ended.
 */
after: string | null, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
 */
compare: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, };

/**
 * A figure, opened.
 */
export type FigureView = { 
/**
 * The figure.
 */
figure: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * The paragraph in which it stands; null: only in the table.
 */
paragraph: string | null, 
/**
 * What it comes to, as large as can be: "91".
 */
large: string, 
/**
 * What stands beside that: "of 143 · 63.6%", "items"; may be "".
 */
beside: string, 
/**
 * What is counted.
 */
counts: string, 
/**
 * The period.
 */
period: PeriodView, 
/**
 * The period it is compared with, what it came to then, and the difference.
 */
compared: FigureBefore | null, 
/**
 * "today 08:58".
 */
as_at: string, 
/**
 * "89 of 91; 0 in two versions"; "" where that would tell what is hidden.
 */
reviewed: string, 
/**
 * What was printed, and what is counted.
 */
printed: Array<Printed>, 
/**
 * By month, every month of the period in order; empty where it is shorter than two.
 */
months: Array<FigureBar>, 
/**
 * By ward, the largest first; empty where nothing lies in one. Of a task force its own wards.
 */
wards: Array<FigureBar>, 
/**
 * By the answers to each question by which it is told apart.
 */
answers: Array<FigureAnswers>, 
/**
 * By task force, the largest first, each its wards together; empty where nothing lies in one.
 */
task_forces: Array<FigureBar>, 
/**
 * How many findings make it up.
 */
findings: number, 
/**
 * It is about fewer than five people: neither their number nor their records are shown.
 */
few: boolean, 
/**
 * "2 of them were erased by law. They count, and cannot be shown."; null: none was.
 */
erased: string | null, 
/**
 * "Entered by Demo leader from Trading standards", if it was typed in.
 */
entered: string | null, 
/**
 * The ward or the task force that it is narrowed to.
 */
ward: AreaChoice | null, };

/**
 * See `figures`, `figure` and `figure_findings`.
 */
export type FiguresRequest = { 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
 */
compare: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, };

/**
 * The report.
 */
export type FiguresView = { 
/**
 * Whose it is: "Community wardens".
 */
title: string, 
/**
 * The period.
 */
period: PeriodView, 
/**
 * The period before it, of which paragraphs speak.
 */
before: PeriodView, 
/**
 * "today 08:58".
 */
as_at: string, 
/**
 * "Including 14 not yet reviewed"; null if all of it was.
 */
unreviewed: string | null, 
/**
 * "2 in two versions"; null if none is.
 */
two_versions: string | null, 
/**
 * Whether nothing was ever recorded that a figure counts.
 */
empty: boolean, 
/**
 * Its paragraphs.
 */
paragraphs: Array<ReportParagraph>, 
/**
 * Its table.
 */
table: Array<FigureLine>, 
/**
 * The figure that is drawn beside it, unless another is chosen.
 */
chart: string | null, 
/**
 * The wards by which it can be narrowed.
 */
wards: Array<AreaChoice>, 
/**
 * The task forces by which it can be narrowed.
 */
task_forces: Array<AreaChoice>, 
/**
 * The ward or the task force that it is narrowed to.
 */
ward: AreaChoice | null, 
/**
 * What this report is called when it is published, unless it is called otherwise: "Q2 2026 as published".
 */
publish_as: string, 
/**
 * The reports of exactly this period and ward that were published, the newest first.
 */
published: Array<PublishedLine>, };

/**
 * A finding in a list.
 */
export type FindingLine = { 
/**
 * The finding.
 */
id: string, 
/**
 * The page it was recorded on.
 */
page: number, 
/**
 * The book of that page, such as `W07`.
 */
book_code: string, 
/**
 * The kind's id.
 */
kind: string, 
/**
 * The kind's name.
 */
name: string, 
/**
 * The kind's icon.
 */
icon: string, 
/**
 * Where: a name, else the patrol's area, else the grid reference, else "".
 */
place: string, 
/**
 * "09:44", "Mon 14:05" or "Sat 15 March".
 */
when: string, 
/**
 * "4 items, 1 sharp".
 */
summary: string, 
/**
 * Who recorded it.
 */
by: string, 
/**
 * `on_this_tablet`, `arrived` or `backed_up`: the worst of its pages and photos.
 */
arrival: string, 
/**
 * Any of `to_finish`, `question`, `two_versions`, `waiting_for_review`, `approved`, `changed_since_approval`,
 * `recorded_by_mistake`, `waiting_for_a_check`, `restricted`, `same_as_another`, `waiting`, `closed`, `clock_soon`,
 * `clock_passed`, `raised_again`.
 */
states: Array<string>, 
/**
 * "Raised three times", with `raised_again`.
 */
again: string | null, 
/**
 * What is due first, of what this person can do.
 */
due: DueView | null, 
/**
 * What is missing, in words: "3 answers missing: sharps box, gloves and tongs, injury"; null if nothing. On Today a
 * question that waits, instead: "Demo leader asks: “Was there an address in the bags?”".
 */
missing: string | null, 
/**
 * How many answers are missing.
 */
missing_count: number, 
/**
 * Which, without the number: "Sharps box, gloves and tongs, injury"; null if none.
 */
missing_what: string | null, 
/**
 * Photos.
 */
photos: number, 
/**
 * The place's accuracy in metres.
 */
accuracy_m: number | null, };

/**
 * One finding.
 */
export type FindingView = { 
/**
 * As in a list.
 */
line: FindingLine, 
/**
 * "Tuesday 18 March, 07:38".
 */
when_long: string, 
/**
 * What it is, in the middle of a sentence: "finding", "task", "case" or "entry".
 */
thing: string, 
/**
 * The tablet's reference, `W07-250318-004`.
 */
reference: string, 
/**
 * The council office's, `26-004512-KD`; null until it has arrived and the tablet has heard of it.
 */
office_reference: string | null, 
/**
 * Its handling marking: "OFFICIAL" or "OFFICIAL-SENSITIVE"; "" of a kind that this catalogue does not know.
 */
marking: string, 
/**
 * Its patrol.
 */
patrol: string | null, 
/**
 * Its photos.
 */
photos: Array<PhotoView>, 
/**
 * Those of before and after, for a kind that wants both; null while there are none.
 */
pair: PhotoPair | null, 
/**
 * Fields with two versions.
 */
two_versions: Array<TwoVersions>, 
/**
 * Its answers, in the order of the form.
 */
answers: Array<AnswerRow>, 
/**
 * The place.
 */
place: PlaceView, 
/**
 * Questions and their answers, oldest first.
 */
questions: Array<QuestionThread>, 
/**
 * What the DVLA says of its mark; null for a kind that it is not asked about.
 */
dvla: DvlaView | null, 
/**
 * When it was seen again, newest first.
 */
sightings: Array<SightingView>, 
/**
 * Pages about this finding, newest first.
 */
timeline: Array<TimelineRow>, 
/**
 * Where its matter stands; null where nothing follows from its kind.
 */
matter: Matter | null, 
/**
 * The steps that can be taken now, in the order of the catalogue.
 */
next: Array<NextStep>, 
/**
 * What is offered to be recorded beside it.
 */
offers: Array<OfferView>, 
/**
 * Kinds that can be begun from it, such as a referral.
 */
begins: Array<BeginView>, 
/**
 * Who looked at it, where each look is logged; the last first.
 */
looks: Array<LookView>, 
/**
 * What says that it belongs to this one: findings, referrals, and the meetings of a register entry.
 */
linked: Array<FindingLine>, 
/**
 * Tasks about it.
 */
tasks: Array<TaskLine>, 
/**
 * The cases that it belongs to.
 */
cases: Array<Named>, 
/**
 * Open cases into which this person can put it.
 */
cases_to_choose: Array<Named>, 
/**
 * Of a case: what it holds.
 */
case: CaseView | null, 
/**
 * Of a task: to whom it can be handed over; empty if this person may not.
 */
hand_over_to: Array<string>, 
/**
 * What this person may do: any of `finish`, `correct`, `withdraw`, `restore`, `settle`, `ask`, `answer`,
 * `give_task`.
 */
may: Array<string>, 
/**
 * Why it was recorded by mistake.
 */
mistake_reason: string | null, };

/**
 * A page of findings.
 */
export type FindingsPage = { 
/**
 * At most 50.
 */
lines: Array<FindingLine>, 
/**
 * On the first page of a search: cases that it finds.
 */
cases: Array<FindingLine>, 
/**
 * What `again` asked for, in words.
 */
again: string | null, 
/**
 * For the next page; null at the end.
 */
next: string | null, 
/**
 * How many match, counted up to 1,000.
 */
total: number, 
/**
 * Whether there are more than that.
 */
total_capped: boolean, };

/**
 * See `findings`.
 */
export type FindingsRequest = { 
/**
 * Words to look for.
 */
search: string | null, 
/**
 * Only this kind.
 */
kind: string | null, 
/**
 * Only with this state (see `FindingLine`). `clock` (something is due), `clock_soon` (it is, today or before) and
 * `clock_passed` begin with what is due first, everything else with the newest.
 */
state: string | null, 
/**
 * From this local date, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * To this local date, included.
 */
to: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, 
/**
 * Only inside this order area, by its id, or inside `any`.
 */
order_area: string | null, 
/**
 * Only of the same place, vehicle or person: `again` of a [`RepeatLine`].
 */
again: string | null, 
/**
 * Where the last page ended.
 */
after: string | null, };

/**
 * Something a leader should look at.
 */
export type Flag = { 
/**
 * `danger`, `held_back`, `question`, `place`, `estimate`, `photos`, `clock`, `not_finished`, `two_versions`,
 * `two_outcomes`, `duplicate`, `not_approved`, `changed` or `viewed`: changed since this leader looked.
 */
rule: string, 
/**
 * "Place good to 85 m".
 */
text: string, 
/**
 * The finding that it may be a duplicate of.
 */
other: string | null, };

/**
 * See `write_fly_tip_return`.
 */
export type FlyTipReturn = { 
/**
 * `csv` (unless said) or `xlsx`.
 */
format: string | null, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
 */
compare: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, };

/**
 * See `write_foi_pack`.
 */
export type FoiRequest = { 
/**
 * From this day, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, 
/**
 * Only at a place that has these words in its name, or is called so in the register.
 */
place: string | null, 
/**
 * Only these kinds; none: all.
 */
kinds: Array<string>, };

/**
 * See `unlock_number`.
 */
export type ForPerson = { 
/**
 * Who.
 */
user: string, };

/**
 * A form as the page draws it.
 */
export type Form = { 
/**
 * The draft that keeps the answers.
 */
draft: string, 
/**
 * `now`, `finish`, `correct` or `step/<id>`.
 */
stage: string, 
/**
 * The saved finding that is finished or corrected.
 */
finding: string | null, 
/**
 * The kind's id.
 */
kind: string, 
/**
 * The kind's name.
 */
name: string, 
/**
 * The kind's icon.
 */
icon: string, 
/**
 * For a saved finding: its title, such as "Drug litter, Medway Street underpass".
 */
title: string | null, 
/**
 * "8 items, 2 sharps".
 */
summary: string, 
/**
 * "Found now, 09:44 · with Demo warden B".
 */
subtitle: string, 
/**
 * The number of the page that saving makes; while a finding is finished, the page that it was recorded on.
 */
page: number, 
/**
 * Whether it is sealed when it is saved, so that only the safeguarding lead can read it.
 */
restricted: boolean, 
/**
 * Whether it says that a life is in danger: 999 comes first.
 */
danger: boolean, 
/**
 * The fields of this stage, in order. Those with `shown` false are not drawn.
 */
fields: Array<FormField>, 
/**
 * The place.
 */
place: PlaceView, 
/**
 * The photos so far.
 */
photos: Array<PhotoView>, 
/**
 * The most photos that it may have; 0 if none are asked for.
 */
photos_most: number, 
/**
 * Photo slots of the kind, such as "Front, plate"; empty if any photo will do.
 */
photo_slots: Array<string>, 
/**
 * "2 taken; 4 are wanted for the file", or null.
 */
photo_note: string | null, 
/**
 * What must be answered before this stage can be saved.
 */
missing: Array<FormProblem>, 
/**
 * "Sharps box, gloves, injury and children nearby are asked later", or null.
 */
later: string | null, 
/**
 * Earlier findings that may be the same one, the likeliest first.
 */
same_ones: Array<SameOneView>, 
/**
 * Whether it says that an earlier finding was seen again; `say_same` with `new` makes it the new one again.
 */
seen_again: boolean, };

/**
 * One question of a form.
 */
export type FormField = { 
/**
 * The field's id.
 */
id: string, 
/**
 * The question.
 */
label: string, 
/**
 * The short name for a tile.
 */
short: string, 
/**
 * A line of help.
 */
hint: string | null, 
/**
 * `count`, `int`, `decimal`, `money` (in pence), `text`, `longtext`, `bool`, `choice`, `multi`, `date`, `datetime`,
 * `vrm`, `record`, `person`, `people`, `texts`, `records` or `rows`.
 */
type: string, 
/**
 * Such as "kg".
 */
unit: string | null, 
/**
 * What can be chosen; for `record` and `records`, the records.
 */
choices: Array<ChoiceView>, 
/**
 * For `record`: the kind that the records are of.
 */
of: OfKind | null, 
/**
 * Whether a choice may be typed that is not in the list.
 */
other_allowed: boolean, 
/**
 * Whether the order of several answers matters.
 */
ordered: boolean, 
/**
 * The columns of `rows`.
 */
columns: Array<FormField>, 
/**
 * `main`, or `more` for what stands behind "8 more kinds of item".
 */
group: string, 
/**
 * Least value.
 */
min: number | null, 
/**
 * Greatest value.
 */
max: number | null, 
/**
 * Most characters.
 */
max_length: number | null, 
/**
 * Whether the question is asked now.
 */
shown: boolean, 
/**
 * Why it is asked ("Asked because 2 sharps were removed"), or null.
 */
because: string | null, 
/**
 * A word of advice on the answer that never blocks, or null.
 */
advice: string | null, 
/**
 * Whether this stage needs an answer.
 */
required: boolean, 
/**
 * Whether the value is worked out and cannot be typed.
 */
computed: boolean, 
/**
 * The answer; null = not answered.
 */
value: unknown, 
/**
 * What is wrong with the answer.
 */
problem: string | null, 
/**
 * The row that is wrong, if it is one.
 */
problem_row: string | null, 
/**
 * Whether all choices are shown at once, however many.
 */
all: boolean, };

/**
 * A problem with an answer.
 */
export type FormProblem = { 
/**
 * The field.
 */
field: string, 
/**
 * The sentence for it.
 */
message: string, };

/**
 * See `hand_over`.
 */
export type HandOver = { 
/**
 * The task.
 */
id: string, 
/**
 * To whom.
 */
to: string, };

/**
 * A hotspot that can be checked.
 */
export type HotspotLine = { 
/**
 * The hotspot.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * "Drug litter".
 */
hazard: string, 
/**
 * What whoever goes there must know.
 */
risk: string | null, 
/**
 * "60 m away"; null where either place is not known.
 */
away: string | null, 
/**
 * Its last check on this patrol.
 */
check: CheckView | null, };

/**
 * See `hotspots`.
 */
export type HotspotsRequest = { 
/**
 * Where the tablet is, if that is known.
 */
here: DeviceReading | null, };

/**
 * Where the key to a tablet's book is.
 */
export type KeyPlace = "keychain" | "file";

/**
 * How many of a kind.
 */
export type KindCount = { 
/**
 * The kind's id.
 */
kind: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * Findings of it.
 */
count: number, 
/**
 * "21 items, 6 sharps", where the kind adds something up.
 */
detail: string | null, };

/**
 * A kind that can be recorded.
 */
export type KindTile = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * A lucide icon name.
 */
icon: string, 
/**
 * Findings of it on the patrol under way.
 */
count: number, 
/**
 * `finding`, or `register` for panels and meetings.
 */
group: string, 
/**
 * Whether it has a tile on the patrol's page.
 */
tile: boolean, 
/**
 * The heading under which the list of all kinds has it.
 */
heading: string, 
/**
 * Its place in that list.
 */
rank: number, 
/**
 * It is sealed, and only a safeguarding lead reads it.
 */
restricted: boolean, };

/**
 * The catalogue of kinds on a tablet.
 */
export type KindsInUse = { 
/**
 * Its version.
 */
version: number, 
/**
 * Whether the council published it; otherwise it came with Patrolbook.
 */
published: boolean, 
/**
 * A newer one that the council published and this Patrolbook cannot read.
 */
unread: number | null, };

/**
 * A main figure.
 */
export type LargeFigure = { 
/**
 * The figure.
 */
figure: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * What it comes to, as large as can be: "1,206".
 */
large: string, 
/**
 * What stands beside that: "of 143 · 63.6%", "items"; may be "".
 */
beside: string, 
/**
 * What it came to before; null: nothing is compared.
 */
before: string | null, 
/**
 * "+61.5%", "+1" or "0"; null: that cannot be said.
 */
change: string | null, 
/**
 * "Entered by Demo leader from Trading standards", if it was typed in.
 */
entered: string | null, };

/**
 * That somebody looked at a record.
 */
export type LookView = { 
/**
 * "Demo lead".
 */
by: string, 
/**
 * "today 09:12".
 */
at: string, };

/**
 * A registration mark as read.
 */
export type Mark = { 
/**
 * Without spaces, upper case.
 */
normal: string, 
/**
 * As on a plate.
 */
display: string, 
/**
 * "Reads as a mark from 2007", or "Not a pattern we know. Save what you see."
 */
sentence: string, 
/**
 * Whether the pattern is known.
 */
known: boolean, 
/**
 * Other readings (O for 0).
 */
suggestions: Array<string>, };

/**
 * Where the matter of a finding stands.
 */
export type Matter = { 
/**
 * The state in words: "Passed on".
 */
state: string, 
/**
 * `open`, `waiting` or `closed`.
 */
standing: string, 
/**
 * How it ended, and why: "Removed by wardens"; "" if there is nothing to say.
 */
detail: string, 
/**
 * Who took the last step, and when: "Demo warden A · 09:12"; "" if none was taken.
 */
by: string, 
/**
 * What is due until when, the first on top.
 */
clocks: Array<ClockView>, };

/**
 * A check-in that was missed.
 */
export type MissedCheckIn = { 
/**
 * The patrol.
 */
patrol: string, 
/**
 * Its warden.
 */
by: string, 
/**
 * Its area.
 */
area: string, 
/**
 * When it was due: "10:12", "Mon 10:12".
 */
due: string, 
/**
 * The last recorded place before that, with its time: "Rope Walk stairwell, 09:41"; null if none was recorded.
 */
last_seen: string | null, 
/**
 * When the warden was heard of again: "10:31"; null if not yet.
 */
answered: string | null, };

/**
 * A record by its name.
 */
export type Named = { 
/**
 * The record.
 */
id: string, 
/**
 * What it is called.
 */
name: string, };

/**
 * A step that can be taken.
 */
export type NextStep = { 
/**
 * For `open_form`: the stage `step/<id>`.
 */
id: string, 
/**
 * "Removed by wardens".
 */
label: string, 
/**
 * What its form asks: "Time of removal, sharps box number"; "" if nothing.
 */
asks: string, 
/**
 * Whether it closes the matter.
 */
closes: boolean, };

/**
 * A patrol that was not submitted within a day.
 */
export type NotSubmitted = { 
/**
 * The patrol.
 */
id: string, 
/**
 * Its area.
 */
area: string, 
/**
 * Who started it.
 */
by: string, 
/**
 * When: "Tue 14:05".
 */
started: string, 
/**
 * The findings of it that wait, flagged ones first.
 */
findings: Array<ReviewFinding>, };

/**
 * A request without content.
 */
export type Nothing = Record<symbol, never>;

/**
 * A kind of record that a question chooses from.
 */
export type OfKind = { 
/**
 * Its id.
 */
kind: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether the person at the tablet may begin one.
 */
may_begin: boolean, };

/**
 * A kind that is offered to be recorded beside a finding.
 */
export type OfferView = { 
/**
 * Its id, for `open_form`.
 */
kind: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * Why, as a sentence.
 */
because: string, };

/**
 * See `open_form`. Exactly one of the three is given.
 */
export type OpenForm = { 
/**
 * A new finding of this kind.
 */
kind: string | null, 
/**
 * A kept draft.
 */
draft: string | null, 
/**
 * A saved finding, to finish or correct.
 */
finding: string | null, 
/**
 * With `finding`: `finish`, `correct`, or `step/<id>` for a step of its matter.
 */
stage: string | null, 
/**
 * With `kind`: the finding that offered it, to which it will belong.
 */
follows: string | null, 
/**
 * With `kind`: the hotspot at which it is found, whose check it is part of.
 */
hotspot: string | null, 
/**
 * With `kind`: whether one that this person began and did not save is gone on with, where there is one.
 */
go_on: boolean, };

/**
 * See `open_repeat_case`.
 */
export type OpenRepeatCase = { 
/**
 * What comes back.
 */
again: string, 
/**
 * What the case is called.
 */
name: string, 
/**
 * Who leads on it.
 */
lead_officer: string, 
/**
 * The day on which it is reviewed, `YYYY-MM-DD`.
 */
review_on: string, 
/**
 * `28_days` (unless said), `3_months`, `12_months`, or `own` for the two dates. All but the last end today.
 */
window: string | null, 
/**
 * With `own`: from this day, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * With `own`: to this day, included.
 */
to: string | null, 
/**
 * By what it goes: `count` (unless said), `trend` or `last_seen`.
 */
sort: string | null, };

/**
 * A case that was opened.
 */
export type OpenedCase = { 
/**
 * The case.
 */
case: string, 
/**
 * How many findings were put into it.
 */
findings: number, };

/**
 * The area of an order.
 */
export type OrderAreaLine = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * "Public spaces protection order".
 */
order: string, 
/**
 * `in_force`, `ending` (within 60 days), `to_come` or `ended`.
 */
state: string, 
/**
 * "In force", "Ends in 12 days", "Ended".
 */
state_words: string, 
/**
 * "4 October 2024 to 3 October 2027".
 */
dates: string, 
/**
 * What it forbids.
 */
prohibitions: Array<string>, 
/**
 * To whom or when it does not apply.
 */
exemptions: Array<string>, 
/**
 * Findings inside it since `since`, counted up to 1,000.
 */
findings: number, 
/**
 * Whether there are more than that.
 */
findings_capped: boolean, 
/**
 * The local date twelve months ago, `YYYY-MM-DD`.
 */
since: string, };

/**
 * See `order_areas`.
 */
export type OrderAreas = { 
/**
 * Those in force first, what ends first on top; then what is to come, then what has ended.
 */
areas: Array<OrderAreaLine>, 
/**
 * To whom the borders are owed.
 */
attributions: Array<string>, };

/**
 * Where a photo's original is, for this tablet.
 */
export type Original = "here" | "not_yet" | "at_office" | "coming" | "lost";

/**
 * The panels, those that meet first.
 */
export type PactPanels = { 
/**
 * They.
 */
panels: Array<PanelLine>, };

/**
 * "You said, we did", for the next meeting of a panel.
 */
export type PactSheet = { 
/**
 * The panel as in the list.
 */
panel: PanelLine, 
/**
 * What was raised and what was done, part by part; empty if the panel has not met.
 */
parts: Array<SheetPart>, 
/**
 * Its handling marking.
 */
marking: string, 
/**
 * Issues on the sheet.
 */
raised: number, 
/**
 * Of them, resolved by wardens.
 */
resolved: number, 
/**
 * Passed on.
 */
passed_on: number, 
/**
 * Still in hand.
 */
in_hand: number, 
/**
 * Ended otherwise.
 */
otherwise: number, };

/**
 * One field of a page.
 */
export type PageAnswer = { 
/**
 * Its short name.
 */
label: string, 
/**
 * In words.
 */
text: string, };

/**
 * The figure of a chart.
 */
export type PageChart = { 
/**
 * The figure.
 */
figure: string, 
/**
 * What it is called.
 */
label: string, };

/**
 * A leader's decision on a page.
 */
export type PageDecision = { 
/**
 * Whether it counts.
 */
accepted: boolean, 
/**
 * Why.
 */
reason: string, 
/**
 * "Demo leader, today 09:12".
 */
by: string, };

/**
 * A page that is kept out, or was let in.
 */
export type PageToCheck = { 
/**
 * For `decide_page`.
 */
entry: string, 
/**
 * The tablet's book, such as `W07`; "" if it is not known here.
 */
book_code: string, 
/**
 * The page.
 */
page: number, 
/**
 * Who wrote it.
 */
by: string, 
/**
 * When, by the tablet's clock: "18 March, 08:20".
 */
at: string, 
/**
 * Whether that clock was known to be wrong.
 */
doubtful: boolean, 
/**
 * "Drug litter", or "A page".
 */
title: string, 
/**
 * What it says, as far as it can be read.
 */
answers: Array<PageAnswer>, 
/**
 * Why it is kept out, in a sentence.
 */
reason: string, 
/**
 * Whether a leader may let it in; not if it cannot be read, or decides on pages itself.
 */
may_accept: boolean, 
/**
 * What was decided.
 */
decision: PageDecision | null, };

/**
 * See `pages_to_check`.
 */
export type PagesToCheck = { 
/**
 * Those that wait for a decision, by tablet, the newest first.
 */
waiting: Array<PageToCheck>, 
/**
 * Those on which a leader decided; the decision can be taken again.
 */
decided: Array<PageToCheck>, };

/**
 * A panel in the list.
 */
export type PanelLine = { 
/**
 * The panel.
 */
id: string, 
/**
 * "Luton PACT".
 */
name: string, 
/**
 * The wards that it covers.
 */
wards: string, 
/**
 * "Dormant" or "Ended"; null of one that meets.
 */
asleep: string | null, 
/**
 * "4 February"; null if it has not met.
 */
last: string | null, 
/**
 * "Thursday 20 March"; null if no day is set.
 */
next: string | null, 
/**
 * Whether that day has passed.
 */
passed: boolean, 
/**
 * Issues still open.
 */
open: number, 
/**
 * Of them, how many were raised three times or more.
 */
again: number, };

/**
 * An action on the sheet of a partner.
 */
export type PartnerAction = { 
/**
 * The issue.
 */
id: string, 
/**
 * What it is; "" where its words name somebody of the team.
 */
what: string, 
/**
 * "Today", "This week"; "" if nobody said.
 */
urgency: string, 
/**
 * "Patrol"; "" if nobody said.
 */
resource: string, 
/**
 * "Tuesday 18 March 2025"; "" if no day is set.
 */
due: string, 
/**
 * Somebody of the team whose name is in the words: they are left out.
 */
names: string | null, 
/**
 * The words are those of a finding, with its place and what it says: they are left out.
 */
of_finding: boolean, };

/**
 * The actions of one partner, for people without an account.
 */
export type PartnerSheet = { 
/**
 * "Actions for Police".
 */
title: string, 
/**
 * "Daily call, Tuesday 18 March 2025".
 */
second: string, 
/**
 * What is open, what is due first on top.
 */
rows: Array<PartnerAction>, 
/**
 * Its handling marking.
 */
marking: string, 
/**
 * The same as plain text, to be copied.
 */
text: string, 
/**
 * All partners that have something to do.
 */
partners: Array<Named>, };

/**
 * A patrol in a list.
 */
export type PatrolLine = { 
/**
 * The patrol.
 */
id: string, 
/**
 * Its area.
 */
area: string, 
/**
 * "Mon 17, 13:00 to 18:40".
 */
when: string, 
/**
 * Findings recorded on it.
 */
findings: number, 
/**
 * Why the leader sent it back; null if it was not.
 */
sent_back: string | null, };

/**
 * See `patrol`.
 */
export type PatrolRequest = { 
/**
 * The patrol, or null for the one under way.
 */
id: string | null, };

/**
 * A patrol as its warden sees it.
 */
export type PatrolView = { 
/**
 * The patrol.
 */
id: string, 
/**
 * `active`, `ended` or `submitted`.
 */
status: string, 
/**
 * RFC 3339.
 */
started_at: string, 
/**
 * RFC 3339; null while active.
 */
ended_at: string | null, 
/**
 * "07:12 to 11:48".
 */
times: string, 
/**
 * Whole minutes so far, or in all.
 */
minutes: number, 
/**
 * `foot`, `vehicle` or `cycle`.
 */
mode: string, 
/**
 * The area.
 */
area: string, 
/**
 * With whom.
 */
with: Array<string>, 
/**
 * Who recorded it.
 */
by: string, 
/**
 * Its findings, newest first.
 */
findings: Array<FindingLine>, 
/**
 * The rounds that it walked, the one that it walks now first.
 */
rounds: Array<RoundView>, 
/**
 * Its checks of hotspots on no round, newest first.
 */
checks: Array<CheckView>, 
/**
 * Its check-ins that were missed, in their order.
 */
missed: Array<MissedCheckIn>, 
/**
 * Counts by kind, zeros included, most used first.
 */
counts: Array<KindCount>, 
/**
 * How many other kinds there are, of which nothing was found.
 */
other_kinds: number, 
/**
 * The straight lines between where its findings were, one after the other, in metres; null of fewer than two places. No
 * track is kept, so it is the least that was walked.
 */
metres: number | null, 
/**
 * Photos on its findings.
 */
photos: number, 
/**
 * Findings with answers missing.
 */
to_finish: Array<FindingLine>, 
/**
 * Where its pages and photos are.
 */
whereabouts: Whereabouts, 
/**
 * The note for the next warden.
 */
note: string | null, 
/**
 * `approved` or `sent_back`, once reviewed.
 */
review: string | null, 
/**
 * Why it was sent back.
 */
review_reason: string | null, };

/**
 * A period.
 */
export type PeriodView = { 
/**
 * Its first day, `YYYY-MM-DD`.
 */
from: string, 
/**
 * Its last.
 */
to: string, 
/**
 * "1 Nov 2017 to 31 Oct 2018".
 */
words: string, 
/**
 * "year", "quarter", "month" or "period".
 */
noun: string, };

/**
 * Someone who uses this tablet.
 */
export type Person = { 
/**
 * Their id.
 */
user: string, 
/**
 * Their name.
 */
name: string, 
/**
 * `warden` or `leader`.
 */
role: string, 
/**
 * How many digits their PIN has.
 */
pin_digits: number, 
/**
 * Whether their PIN was wrong so often that it opens nothing any more.
 */
pin_locked: boolean, 
/**
 * Seconds until a PIN is taken again, after wrong ones; 0 if at once.
 */
wait_seconds: number, };

/**
 * How it was and how it is since, side by side.
 */
export type PhotoPair = { 
/**
 * How it was.
 */
before: PhotoSide, 
/**
 * How it is since.
 */
after: PhotoSide, };

/**
 * See `photo_policy`.
 */
export type PhotoPolicyView = { 
/**
 * What was chosen.
 */
policy: PhotosGo, 
/**
 * Photos that wait for it now: "2 photos wait for Wi-Fi. Their small pictures go ahead."
 */
waits: string | null, };

/**
 * One side of it.
 */
export type PhotoSide = { 
/**
 * "Before".
 */
label: string, 
/**
 * The photos of that view, as they were taken.
 */
photos: Array<PhotoView>, 
/**
 * When each was taken: "18 March, 07:38".
 */
times: Array<string>, };

/**
 * A photo.
 */
export type PhotoView = { 
/**
 * SHA-256 of its bytes, hexadecimal: its name.
 */
sha256: string, 
/**
 * "1 · 09:44".
 */
caption: string, 
/**
 * The slot it was taken for.
 */
slot: string | null, 
/**
 * Bytes of the original.
 */
bytes: number, 
/**
 * `on_this_tablet`, `arrived` or `backed_up`.
 */
state: string, 
/**
 * Where its original is, for this tablet.
 */
original: Original, 
/**
 * Whether there is a small picture of it here.
 */
thumbnail: boolean, };

/**
 * When photos are sent from this tablet in full size.
 */
export type PhotosGo = "any" | "wifi" | "night";

/**
 * See `place_told` and `write_place_told`: a place, and a period.
 */
export type PlaceAsked = { 
/**
 * A grid reference, coordinates, a place of the register by any of its names, or the name of a street.
 */
typed: string | null, 
/**
 * How far around it, if its position is known; 250 unless said.
 */
metres: number | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, };

/**
 * A place of the register that can be chosen.
 */
export type PlaceChoice = { 
/**
 * Its entry.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * "Also The Lines, Fort Field"; "" if it has one name only.
 */
also: string, 
/**
 * How far it is from the form's place: "40 m"; null where either is not known.
 */
away: string | null, };

/**
 * How often a kind was recorded at a place.
 */
export type PlaceKind = { 
/**
 * The kind's id.
 */
kind: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * "31", or "fewer than 5".
 */
said: string, 
/**
 * "28 removed by wardens, 2 made safe, 3 still open"; "" where that would tell of people.
 */
done: string, 
/**
 * "14 Nov 2017 to 3 Oct 2018"; "" where that would tell of people.
 */
dates: string, };

/**
 * What was recorded at a place: counts, what was done, and dates. It has no name of a person and no word that was typed of a
 * finding.
 */
export type PlaceTold = { 
/**
 * "Within 250 m of Medway Street underpass", "Luton and Wayfield", "Rope Walk".
 */
title: string, 
/**
 * How the place was understood, as a sentence.
 */
how: string, 
/**
 * The period.
 */
period: PeriodView, 
/**
 * "4 July 2026, 08:58".
 */
as_at: string, 
/**
 * How many findings the page tells of exactly.
 */
total: number, 
/**
 * "Including 14 not yet reviewed"; null if all of it was.
 */
unreviewed: string | null, 
/**
 * Each kind of which there was any, the most frequent first.
 */
kinds: Array<PlaceKind>, 
/**
 * Kinds that are often recorded, and were not here: "Nothing was recorded of: dog fouling and graffiti."; null: none.
 */
nothing_of: string | null, 
/**
 * By month, every month of the period in order; empty where it is shorter than two.
 */
months: Array<FigureBar>, 
/**
 * What is not on the page, and why, a sentence each.
 */
left_out: Array<string>, 
/**
 * The page as text.
 */
text: string, };

/**
 * A place as shown.
 */
export type PlaceView = { 
/**
 * Whether there is one.
 */
known: boolean, 
/**
 * Whether the kind needs one.
 */
required: boolean, 
/**
 * Its name, if it has one.
 */
name: string | null, 
/**
 * "TQ 75914 68462".
 */
grid: string | null, 
/**
 * Longitude and latitude.
 */
lon: number | null, 
/**
 * See `lon`.
 */
lat: number | null, 
/**
 * Metres.
 */
accuracy_m: number | null, 
/**
 * "Good to 8 m", "From your patrol: Chatham town centre", "No place yet".
 */
sentence: string, 
/**
 * Whether it is worse than 50 m.
 */
poor: boolean, 
/**
 * "Chatham Central ward", "Perhaps Chatham Central ward".
 */
ward: string | null, 
/**
 * "Inside the High Street area: no drinking in public, until 3 October 2027", for each order in force there then.
 */
order_areas: Array<string>, };

/**
 * See `places`.
 */
export type PlacesRequest = { 
/**
 * The draft whose place is chosen.
 */
draft: string, 
/**
 * What was typed so far; "" for the nearest.
 */
typed: string, };

/**
 * A figure as it was printed.
 */
export type Printed = { 
/**
 * "Printed as 65% in 2018".
 */
title: string, 
/**
 * "91 of 143 is 63.6%. The printed figure is kept here as it was published."
 */
text: string, };

/**
 * See `publish_report`.
 */
export type PublishReport = { 
/**
 * What it is called: "Q2 2026 as published".
 */
name: string, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
 */
compare: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, };

/**
 * A figure as it was published.
 */
export type PublishedFigure = { 
/**
 * The figure.
 */
figure: string, 
/**
 * What it was called.
 */
label: string, 
/**
 * What it came to.
 */
said: string, 
/**
 * "Entered by Demo leader from Trading standards", if it was typed in.
 */
entered: string | null, };

/**
 * A published report in a list.
 */
export type PublishedLine = { 
/**
 * The record.
 */
id: string, 
/**
 * The page it was published on.
 */
page: number, 
/**
 * The book of that page.
 */
book_code: string, 
/**
 * "Q2 2026 as published".
 */
name: string, 
/**
 * The period.
 */
period: PeriodView, 
/**
 * The ward or the task force that it is of alone, by its code or id.
 */
ward_code: string | null, 
/**
 * And by its name.
 */
ward: string | null, 
/**
 * Who published it.
 */
by: string, 
/**
 * "4 July 2026".
 */
on: string, 
/**
 * How many figures come to something else since; null where the list is too long to say.
 */
corrections: number | null, };

/**
 * Every report that was published.
 */
export type PublishedReports = { 
/**
 * The newest first; at most 200.
 */
reports: Array<PublishedLine>, };

/**
 * A report as it was published, and what differs since.
 */
export type PublishedView = { 
/**
 * As in the list.
 */
line: PublishedLine, 
/**
 * The period before it, of which paragraphs speak.
 */
before: PeriodView, 
/**
 * How new its data were.
 */
data_as_at: string, 
/**
 * How new the data are by which corrections are known.
 */
as_at: string, 
/**
 * Every figure that comes to something else now.
 */
corrections: Array<FigureCorrection>, 
/**
 * Its paragraphs, as they were published.
 */
paragraphs: Array<ReportParagraph>, 
/**
 * Its figures, as they were published.
 */
figures: Array<PublishedFigure>, };

/**
 * See `put_in_case`.
 */
export type PutInCase = { 
/**
 * The finding.
 */
id: string, 
/**
 * The case.
 */
case: string, 
/**
 * Into it, or out of it.
 */
belongs: boolean, };

/**
 * A question and its answer.
 */
export type QuestionThread = { 
/**
 * The question.
 */
id: string, 
/**
 * The field it is about.
 */
field: string | null, 
/**
 * That field's label.
 */
label: string | null, 
/**
 * The question.
 */
text: string, 
/**
 * Who asked.
 */
by: string, 
/**
 * When, "today 08:41".
 */
at: string, 
/**
 * The answer.
 */
answer: string | null, 
/**
 * Who answered.
 */
answered_by: string | null, 
/**
 * When.
 */
answered_at: string | null, 
/**
 * Whether this person may answer it: nobody answers their own question.
 */
may_answer: boolean, };

/**
 * See `read_mark`.
 */
export type ReadMark = { 
/**
 * As typed.
 */
typed: string, };

/**
 * See `record_enquiry`.
 */
export type RecordEnquiry = { 
/**
 * `councillor`, `member_of_parliament` or `public`.
 */
asked_by: string | null, 
/**
 * Which councillor.
 */
councillor: string | null, 
/**
 * What is asked.
 */
about: string, 
/**
 * When, `YYYY-MM-DD`; null: today.
 */
asked_on: string | null, 
/**
 * Whether the page as it is now was sent already.
 */
sent: boolean, 
/**
 * A grid reference, coordinates, a place of the register by any of its names, or the name of a street.
 */
typed: string | null, 
/**
 * How far around it, if its position is known; 250 unless said.
 */
metres: number | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, };

/**
 * A referral in a list.
 */
export type ReferralLine = { 
/**
 * As in any list; its summary is to whom and what for.
 */
line: FindingLine, 
/**
 * The findings that it is about: "Fly-tip, Rope Walk, 18 March 2025, 09:41".
 */
about: string, 
/**
 * "To be sent", "Sent", "They have it".
 */
state: string, };

/**
 * The team's referrals.
 */
export type Referrals = { 
/**
 * Those to be sent and those that a partner has, what is due first on top; at most 300 of each.
 */
waiting: Array<ReferralLine>, 
/**
 * Those that ended, the last begun first; at most 50.
 */
ended: Array<ReferralLine>, };

/**
 * See `remove_photo`.
 */
export type RemovePhoto = { 
/**
 * The draft.
 */
draft: string, 
/**
 * The photo.
 */
sha256: string, };

/**
 * How often something of a kind was found.
 */
export type RepeatKind = { 
/**
 * The kind.
 */
kind: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * How often.
 */
count: number, };

/**
 * What comes back.
 */
export type RepeatLine = { 
/**
 * For the list of its findings: `again` of `findings`.
 */
again: string, 
/**
 * What it is called: a place, a mark, or the role of a person.
 */
title: string, 
/**
 * "Also The Lines · TQ 7582 6822 · Luton and Wayfield".
 */
second: string, 
/**
 * How often it was found within the window.
 */
count: number, 
/**
 * And in the window before; null where that is not known.
 */
before: number | null, 
/**
 * "+3", "−2", "0"; null where it is not known.
 */
change: string | null, 
/**
 * What was found there, the most frequent kind first.
 */
kinds: Array<RepeatKind>, 
/**
 * The first time within the window: "3 Mar 2025".
 */
first: string, 
/**
 * The last.
 */
last: string, 
/**
 * An open case to which one of its findings belongs.
 */
case: Named | null, 
/**
 * What a case would be called; null where none can be opened from it.
 */
case_name: string | null, 
/**
 * Of a person: the newest record of that name. Opening it is a look, and is written.
 */
person: string | null, };

/**
 * A ranked list.
 */
export type RepeatList = { 
/**
 * At most 50.
 */
lines: Array<RepeatLine>, 
/**
 * Whether there are more.
 */
more: boolean, };

/**
 * See `repeats`.
 */
export type RepeatsRequest = { 
/**
 * `28_days` (unless said), `3_months`, `12_months`, or `own` for the two dates. All but the last end today.
 */
window: string | null, 
/**
 * With `own`: from this day, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * With `own`: to this day, included.
 */
to: string | null, 
/**
 * By what it goes: `count` (unless said), `trend` or `last_seen`.
 */
sort: string | null, };

/**
 * What was found at least twice within a window of days.
 */
export type RepeatsView = { 
/**
 * The window.
 */
period: PeriodView, 
/**
 * The window before; null if this tablet does not reach back so far.
 */
before: PeriodView | null, 
/**
 * "today 08:58".
 */
as_at: string, 
/**
 * Places.
 */
places: RepeatList, 
/**
 * Vehicles, by their registration marks.
 */
vehicles: RepeatList, 
/**
 * Persons, by their names, which are not said; null for whoever may not read of them.
 */
persons: RepeatList | null, 
/**
 * Whether this person may open a case.
 */
may_open: boolean, 
/**
 * Who can lead on one; the first is the person at the tablet.
 */
leads: Array<string>, 
/**
 * The day on which it would be reviewed, `YYYY-MM-DD`.
 */
review_on: string, };

/**
 * A paragraph of the report.
 */
export type ReportParagraph = { 
/**
 * Its number.
 */
id: string, 
/**
 * The heading over it; "" if it goes on under the one before.
 */
heading: string, 
/**
 * Its text, in pieces.
 */
parts: Array<ReportPart>, 
/**
 * "Printed as 65% in 2018", where that differs from what is counted.
 */
printed: Array<string>, 
/**
 * "Entered by Demo leader from Trading standards", of each figure in it that was typed in.
 */
entered: Array<string>, };

/**
 * A piece of a paragraph.
 */
export type ReportPart = { 
/**
 * What stands there.
 */
text: string, 
/**
 * The figure that it is; null: text between figures.
 */
figure: string | null, 
/**
 * Of the period that it is compared with.
 */
before: boolean, };

/**
 * A finding under review.
 */
export type ReviewFinding = { 
/**
 * As in a list.
 */
line: FindingLine, 
/**
 * What is flagged.
 */
flags: Array<Flag>, 
/**
 * Whether it can be approved: it is not, or has changed since.
 */
waits: boolean, 
/**
 * What was seen: for `approve`, if it is on no patrol or its patrol was not submitted.
 */
seen: string, };

/**
 * A kind of finding, to count by.
 */
export type ReviewKind = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, };

/**
 * A submitted patrol in the queue.
 */
export type ReviewLine = { 
/**
 * The patrol.
 */
id: string, 
/**
 * Its area.
 */
area: string, 
/**
 * "Mon 17, 13:00 to 18:40 · Demo warden C".
 */
when_and_who: string, 
/**
 * Who recorded it.
 */
by: string, 
/**
 * Findings on which the leader's word is still to come.
 */
findings: number, 
/**
 * Photos on them.
 */
photos: number, 
/**
 * How many of them are of which kind.
 */
counts: { [key in string]: number }, 
/**
 * What is flagged.
 */
flags: Array<Flag>, 
/**
 * What was seen: for `approve`, which refuses if it has changed meanwhile.
 */
seen: string, };

/**
 * See `review_patrol`.
 */
export type ReviewOpened = { 
/**
 * The patrol.
 */
id: string, 
/**
 * Which opening of its page asks, in any words: what changed is told against the last one before it. None: nobody looks.
 */
opening: string | null, };

/**
 * A patrol under review.
 */
export type ReviewPatrol = { 
/**
 * The patrol.
 */
patrol: PatrolView, 
/**
 * Its findings, flagged ones first.
 */
findings: Array<ReviewFinding>, 
/**
 * Whether the leader's word on it, or on a finding of it, is still to come.
 */
waits: boolean, 
/**
 * What the patrol itself says otherwise since this leader last looked: "Changed since you looked, today 09:02: note".
 */
changed: string | null, 
/**
 * What was seen: for `approve`.
 */
seen: string, };

/**
 * What waits for the leader.
 */
export type ReviewQueue = { 
/**
 * Check-ins that were missed and are not answered.
 */
missed: Array<MissedCheckIn>, 
/**
 * Order areas that end within 60 days or ended in the last 60, in words.
 */
order_areas_ending: Array<string>, 
/**
 * Those with something to look at first.
 */
flagged: Array<ReviewLine>, 
/**
 * Those with nothing flagged.
 */
clean: Array<ReviewLine>, 
/**
 * Findings that were recorded on no patrol, flagged ones first.
 */
loose: Array<ReviewFinding>, 
/**
 * Patrols that were not submitted within a day, with the findings of them that wait; the latest patrol first.
 */
not_submitted: Array<NotSubmitted>, 
/**
 * Everything in two versions, what has waited longest first.
 */
two_versions: Array<VersionsLine>, 
/**
 * Patrols that were sent back and have not come in again.
 */
sent_back: number, 
/**
 * Everyone who may have recorded them, by name.
 */
wardens: Array<ReviewWarden>, 
/**
 * Every kind of finding, most used first.
 */
kinds: Array<ReviewKind>, 
/**
 * "16 patrols, 120 findings, submitted since Friday 14 March".
 */
sentence: string, 
/**
 * Findings of which something is due, what is due first on top: what a warden began, or somebody for whom they cover, of the
 * next days; for a leader the team's of the day. At most 4.
 */
clocks: Array<FindingLine>, 
/**
 * How many there are in all, counted up to 1,000.
 */
clocks_total: number, 
/**
 * What else is due that is no finding, such as a referral or a meeting; at most 4.
 */
also_due: Array<FindingLine>, 
/**
 * The state that lists them (see `findings`).
 */
clocks_state: string, };

/**
 * Somebody of the team.
 */
export type ReviewWarden = { 
/**
 * Their name.
 */
name: string, 
/**
 * Their id, for `reviewed`.
 */
user: string, };

/**
 * A patrol that was reviewed.
 */
export type ReviewedLine = { 
/**
 * The patrol.
 */
id: string, 
/**
 * Its area.
 */
area: string, 
/**
 * "Mon 17, 13:00 to 18:40 · Demo warden C".
 */
when_and_who: string, 
/**
 * Findings.
 */
findings: number, 
/**
 * Photos.
 */
photos: number, 
/**
 * "Demo leader, today 09:02".
 */
reviewed_by: string, 
/**
 * Why it was sent back.
 */
reason: string | null, 
/**
 * Whether a finding of it is still to be approved.
 */
waits: boolean, };

/**
 * Patrols that were reviewed.
 */
export type ReviewedPatrols = { 
/**
 * Newest first, at most 50.
 */
lines: Array<ReviewedLine>, 
/**
 * For the next stretch; null at the end.
 */
next: string | null, };

/**
 * See `reviewed`.
 */
export type ReviewedRequest = { 
/**
 * `sent_back` or `approved`.
 */
outcome: string, 
/**
 * Only patrols of this person (`ReviewWarden.user`).
 */
warden: string | null, 
/**
 * Where the last stretch ended.
 */
after: string | null, };

/**
 * A round that a patrol can walk.
 */
export type RoundChoice = { 
/**
 * The round.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * "7 places, due before 12:00".
 */
second: string, 
/**
 * Whether it is due today and not yet walked.
 */
due: boolean, };

/**
 * A round that is due today.
 */
export type RoundDue = { 
/**
 * How far it is.
 */
round: RoundView, 
/**
 * "7 places · before 12:00 · not started", "For Demo warden A · 4 of 9 places checked · before 12:00".
 */
second: string, 
/**
 * Whose it is; null where anybody walks it.
 */
whose: string | null, 
/**
 * Whether its time is over and not all of it is checked.
 */
late: boolean, 
/**
 * Whether the patrol under way walks it.
 */
walked_now: boolean, };

/**
 * A round on a day.
 */
export type RoundOfDay = { 
/**
 * As it stands.
 */
round: RoundView, 
/**
 * `all`, `in_part`, `not_walked`, or `open`: it can still be walked today.
 */
state: string, 
/**
 * "before 12:00"; null where the round says no time, or was not due.
 */
due: string | null, 
/**
 * The patrols that walked it.
 */
patrols: Array<RoundPatrol>, 
/**
 * The places that were not checked, by name.
 */
not_checked: Array<string>, };

/**
 * A patrol that walked a round.
 */
export type RoundPatrol = { 
/**
 * The patrol.
 */
id: string, 
/**
 * Who recorded it.
 */
by: string, };

/**
 * A place of a round.
 */
export type RoundPlace = { 
/**
 * The hotspot.
 */
hotspot: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What whoever goes there must know.
 */
risk: string | null, 
/**
 * Its last check; null: not yet.
 */
check: CheckView | null, };

/**
 * A round as it is walked on a day.
 */
export type RoundView = { 
/**
 * The round.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether the patrol walks it now.
 */
walked_now: boolean, 
/**
 * Its places in order.
 */
places: Array<RoundPlace>, 
/**
 * Places that are checked, by whoever it was.
 */
checked: number, 
/**
 * Those of them where nothing was found.
 */
nothing_found: number, 
/**
 * Findings of its checks.
 */
finds: number, 
/**
 * The place that is next, by its hotspot; null when all are checked.
 */
next: string | null, };

/**
 * The rounds of a day.
 */
export type RoundsDay = { 
/**
 * `2025-03-18`.
 */
date: string, 
/**
 * "Tuesday 18 March 2025".
 */
day: string, 
/**
 * Its rounds.
 */
rounds: Array<RoundOfDay>, };

/**
 * See `rounds_walked`.
 */
export type RoundsRequest = { 
/**
 * The `next` of the stretch before; null for the latest days.
 */
before: string | null, };

/**
 * The rounds of some days.
 */
export type RoundsWalked = { 
/**
 * The days on which a round was due or walked, latest first.
 */
days: Array<RoundsDay>, 
/**
 * For the next stretch; null before the first round was kept.
 */
next: string | null, 
/**
 * Whether any round is kept at all.
 */
any: boolean, };

/**
 * The answer to "The same one?".
 */
export type SameAnswer = "new" | "there" | "gone";

/**
 * An earlier finding that may be the same one.
 */
export type SameOneView = { 
/**
 * The finding.
 */
finding: string, 
/**
 * The page it was recorded on.
 */
page: number, 
/**
 * The book of that page, such as `W07`.
 */
book_code: string, 
/**
 * A photo of it of which there is a small picture here.
 */
photo: string | null, 
/**
 * "AB07 CDE, silver Ford, car".
 */
summary: string, 
/**
 * "12 m from here, on 11 March, 7 days ago. Notice on it.".
 */
sentence: string, 
/**
 * The step that is taken of it when it is gone; null if that is only noted.
 */
gone: string | null, };

/**
 * What was saved.
 */
export type Saved = { 
/**
 * The finding; empty if it was sealed and this person cannot read it.
 */
finding: string, 
/**
 * The page.
 */
page: number, 
/**
 * "Page 413 is on this tablet", or "Sealed. Only the safeguarding lead can read it.".
 */
sentence: string, 
/**
 * Seconds in which it can be taken back; 0 = it cannot.
 */
undo_seconds: number, };

/**
 * See `say_outcome`.
 */
export type SayOutcome = { 
/**
 * The issue.
 */
id: string, 
/**
 * How it ended, one of the outcomes.
 */
outcome: string, };

/**
 * See `say_same`.
 */
export type SaySame = { 
/**
 * The draft.
 */
draft: string, 
/**
 * The earlier finding; null with `new`.
 */
finding: string | null, 
/**
 * What it is.
 */
answer: SameAnswer, };

/**
 * A figure of what is sealed.
 */
export type SealedFigure = { 
/**
 * The figure, such as `SAFEGUARD.CHANNEL`.
 */
figure: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * What it counts, as a sentence.
 */
counts: string, 
/**
 * "4 concerns".
 */
said: string, 
/**
 * "2 A child at risk", the most first; empty where it is told apart by nothing.
 */
parts: Array<string>, };

/**
 * What the restricted part comes to. It stands in no report and no file.
 */
export type SealedFigures = { 
/**
 * The period.
 */
period: PeriodView, 
/**
 * "today 08:58".
 */
as_at: string, 
/**
 * The figures.
 */
figures: Array<SealedFigure>, 
/**
 * The one whose findings are listed.
 */
shown: string, 
/**
 * Its findings in the period, the newest first.
 */
findings: Array<FindingLine>, };

/**
 * See `sealed_figures`.
 */
export type SealedRequest = { 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * The figure whose findings are listed; none: the first that has any.
 */
figure: string | null, };

/**
 * A page that the person at the tablet sealed, and where it is. What it says can only the safeguarding lead read.
 */
export type SealedRow = { 
/**
 * The page, in the restricted book.
 */
page: number, 
/**
 * `on_this_tablet`, `arrived` or `backed_up`.
 */
arrival: string, };

/**
 * See `send_back`.
 */
export type SendBack = { 
/**
 * The patrol.
 */
patrol: string, 
/**
 * Why, for the warden.
 */
reason: string, };

/**
 * See `set_answers`.
 */
export type SetAnswers = { 
/**
 * The draft.
 */
draft: string, 
/**
 * Field → answer.
 */
answers: Record<string, unknown>, };

/**
 * See `set_photo_policy`.
 */
export type SetPhotoPolicy = { 
/**
 * The choice.
 */
policy: PhotosGo, };

/**
 * See `set_place`. A device reading, a typed text, or neither (clears the place).
 */
export type SetPlace = { 
/**
 * The draft.
 */
draft: string, 
/**
 * What the device says.
 */
device: DeviceReading | null, 
/**
 * A grid reference, "lat, lon", or the name of a place.
 */
typed: string | null, 
/**
 * With `typed`, its name: the entry of the register of places that was chosen.
 */
place: string | null, };

/**
 * See `settle`.
 */
export type Settle = { 
/**
 * The finding.
 */
id: string, 
/**
 * The field.
 */
field: string, 
/**
 * The version that is right.
 */
entry: string, 
/**
 * All versions that were shown; one that came in since is not settled by this.
 */
versions: Array<string>, };

/**
 * Issues that belong together on the sheet.
 */
export type SheetPart = { 
/**
 * "Raised on 4 February", "From before", "New since 4 February".
 */
title: string, 
/**
 * The issues, priorities first.
 */
rows: Array<SheetRow>, };

/**
 * An issue on the sheet.
 */
export type SheetRow = { 
/**
 * The issue.
 */
id: string, 
/**
 * What was said.
 */
said: string, 
/**
 * Whether the panel made it a priority.
 */
priority: boolean, 
/**
 * "Raised three times", if it was so often.
 */
again: string | null, 
/**
 * What was done, in the team's words; "" if nobody has said.
 */
did: string, 
/**
 * `resolved`, `passed_on`, `in_hand` or `otherwise`.
 */
outcome: string, 
/**
 * "Resolved by wardens", "Passed on to Highways", "Still in hand: a warden has it".
 */
outcome_text: string, 
/**
 * Findings that were made because of it.
 */
findings: number, 
/**
 * The person of the team whose name is in the words; it does not belong on the sheet.
 */
names: string | null, };

/**
 * That a finding was seen again.
 */
export type SightingView = { 
/**
 * Whether it was still there.
 */
there: boolean, 
/**
 * "Still there, 12 m from where it was found".
 */
text: string, 
/**
 * "Demo warden B · today 09:12".
 */
by: string, };

/**
 * What can be chosen when a patrol starts.
 */
export type StartChoices = { 
/**
 * Areas, those patrolled most first.
 */
areas: Array<string>, 
/**
 * Colleagues on this tablet and in the team.
 */
people: Array<string>, 
/**
 * What the last patrol in an area left for the next warden.
 */
notes: Array<AreaNote>, 
/**
 * The rounds that can be walked, those due today first.
 */
rounds: Array<RoundChoice>, 
/**
 * Every how many minutes the person chose to check in when they were alone last, 0 for not at all; null if never.
 */
check_in: number | null, };

/**
 * See `start_patrol`.
 */
export type StartPatrol = { 
/**
 * `foot`, `vehicle` or `cycle`.
 */
mode: string, 
/**
 * The area.
 */
area: string, 
/**
 * With whom; empty = alone.
 */
with: Array<string>, 
/**
 * `dry`, `rain`, `wind` or `dark`, if said.
 */
weather: string | null, 
/**
 * The round that it walks, if it walks one.
 */
round: string | null, 
/**
 * Alone: every how many minutes its warden checks in (30, 60 or 90); null is not at all.
 */
check_in: number | null, };

/**
 * What the header, the lock page and the tab bar show. Readable while locked: nothing here tells what was found.
 */
export type Status = { 
/**
 * Whether the tablet has a book.
 */
enrolled: boolean, 
/**
 * The book's short code, such as `W07`.
 */
book_code: string | null, 
/**
 * The team's name.
 */
team: string | null, 
/**
 * Who can unlock this tablet.
 */
people: Array<Person>, 
/**
 * Who has unlocked it.
 */
session: Person | null, 
/**
 * Until which day they lead as a deputy: "Friday 21 March"; null if they do not.
 */
deputy_until: string | null, 
/**
 * Whether this is the demo: "Demo: nothing leaves this computer".
 */
demo: boolean, 
/**
 * Demo only: whether the signal is switched off.
 */
demo_no_signal: boolean, 
/**
 * When the council office was last reached, RFC 3339; null if never.
 */
office_reached_at: string | null, 
/**
 * Whether the last attempt reached it.
 */
office_reachable: boolean, 
/**
 * Whether a sync is running.
 */
syncing: boolean, 
/**
 * Whether syncing has ended by a fault, until the app is opened again.
 */
sync_stopped: boolean, 
/**
 * Pages and photos that have not arrived.
 */
to_arrive: number, 
/**
 * Whether a patrol of the person (or, while locked, of anyone) is under way.
 */
on_patrol: boolean, 
/**
 * How the check-in of a patrol alone stands; null where none was chosen.
 */
check_in: CheckIn | null, 
/**
 * Check-ins of the team that were missed and are not answered; leaders only, otherwise 0.
 */
missed_check_ins: number, 
/**
 * The number that the next page gets.
 */
next_page: number, 
/**
 * Submitted patrols waiting for review; leaders only, otherwise 0.
 */
to_review: number, 
/**
 * Whether the person may read the restricted part: a safeguarding lead.
 */
reads_restricted: boolean, 
/**
 * Whether the person decides on pages that wait for a check: a leader, or a safeguarding lead.
 */
checks_pages: boolean, 
/**
 * Pages waiting for a check by this person.
 */
to_check: number, 
/**
 * Tablets that need someone; leaders only, otherwise 0.
 */
tablets_in_need: number, 
/**
 * The device's local time, RFC 3339 with offset.
 */
now: string, 
/**
 * Minutes without a touch after which the tablet locks (15 on patrol, 5 off); the page a little before it.
 */
lock_after_minutes: number, 
/**
 * Where the key to this tablet's book is.
 */
key_kept: KeyPlace, 
/**
 * The kinds of finding that this tablet records.
 */
kinds: KindsInUse, };

/**
 * One part of a case's story.
 */
export type StoryPart = { 
/**
 * The record that tells it.
 */
id: string, 
/**
 * The page it was recorded on.
 */
page: number, 
/**
 * The book of that page.
 */
book_code: string, 
/**
 * "Something was done", "It moved elsewhere: Great Lines", "It moved here from Nursing home".
 */
title: string, 
/**
 * Whether it tells that something moved.
 */
moved: boolean, 
/**
 * In the words of who wrote it.
 */
text: string, 
/**
 * "Demo warden A · Tuesday 18 March 2025, 07:38".
 */
by: string, 
/**
 * The case and the findings there, or the case that it came from.
 */
there: Array<Named>, 
/**
 * Its photos.
 */
photos: Array<PhotoView>, };

/**
 * Something that did not get through.
 */
export type Stuck = { 
/**
 * "Photo 2 of page 391".
 */
what: string, 
/**
 * Why, where it is safe, and what happens next.
 */
why: string, 
/**
 * The photo, if it is one.
 */
sha256: string | null, };

/**
 * See `submit_patrol`.
 */
export type SubmitPatrol = { 
/**
 * The patrol.
 */
id: string, 
/**
 * Anything for the next warden.
 */
note: string | null, };

/**
 * What came of a sync.
 */
export type SyncOutcome = { 
/**
 * Whether the council office was reached and everything was exchanged.
 */
complete: boolean, 
/**
 * One sentence: what came of it, and what to do if it did not work.
 */
sentence: string, 
/**
 * Pages that were sent and signed for.
 */
pages_sent: number, 
/**
 * Pages that came in.
 */
pages_received: number, 
/**
 * Photos that were sent whole.
 */
photos_sent: number, 
/**
 * The status after it.
 */
status: Status, };

/**
 * One tablet.
 */
export type TabletRow = { 
/**
 * The code of its book, such as `W07`.
 */
code: string, 
/**
 * Who writes on it: "Demo warden A, Demo warden B"; "" if nobody may.
 */
people: string, 
/**
 * When it was last heard from: "06:52", "Fri 16:48".
 */
heard: string, 
/**
 * How old the oldest thing is that has not arrived: "3 days, 16 hours", "Patrol ended 2 hours ago", "nothing waiting".
 */
oldest: string, 
/**
 * Pages that had not arrived when it was last heard from.
 */
pages: number, 
/**
 * Photos that had not.
 */
photos: number, 
/**
 * Free space, "12.3 GB"; null if it has not said.
 */
free: string | null, 
/**
 * How far its clock is off: "1 s", "3 minutes fast", "2 hours slow"; null if it has not said.
 */
clock: string | null, 
/**
 * Patrolbook's version; "" if it has not said.
 */
version: string, 
/**
 * `nothing_arrived`, `not_heard` (both need someone), `clock_wrong`, `nearly_full`, `photos_waiting` (to watch),
 * `all_well` or `withdrawn`.
 */
state: string, 
/**
 * The state in words where it has a number in it: "Clock 3 min wrong"; otherwise null.
 */
text: string | null, };

/**
 * The page of the tablets.
 */
export type Tablets = { 
/**
 * When the council office told of them, "today 08:58"; null if it never has.
 */
told: string | null, 
/**
 * They; those that need someone first.
 */
tablets: Array<TabletRow>, 
/**
 * What needs someone now, a sentence each.
 */
alarms: Array<string>, 
/**
 * Tablets that were put back to an earlier state or copied, a sentence each; the latest first.
 */
partings: Array<string>, };

/**
 * A task in a list.
 */
export type TaskLine = { 
/**
 * As in any list; its summary is what is to be done.
 */
line: FindingLine, 
/**
 * Who is to do it: "Demo warden B", or "Demo warden B for Demo warden A" while somebody covers.
 */
who: string, 
/**
 * Where it stands, and by whom: "Given", "Taken on by Demo warden A, today 09:12", "Done by Demo warden A, today 10:30".
 */
stands: string, 
/**
 * Why it could not be done or was called off; "" if there is nothing to say.
 */
detail: string, };

/**
 * The team's tasks.
 */
export type Tasks = { 
/**
 * Open ones, what is late on top; at most 500.
 */
open: Array<TaskLine>, 
/**
 * Those that were closed in the last 14 days, the last first.
 */
done: Array<TaskLine>, 
/**
 * Everybody of the team.
 */
wardens: Array<WardenTasks>, 
/**
 * Who covers for whom, now and later.
 */
covers: Array<CoverLine>, 
/**
 * Who leads as a deputy, now and later; null if this person names none, being a deputy.
 */
deputies: Array<CoverLine> | null, };

/**
 * See `tasks`.
 */
export type TasksRequest = { 
/**
 * Only what this warden is to do, or did.
 */
warden: string | null, };

/**
 * One page about a finding.
 */
export type TimelineRow = { 
/**
 * The page; none for what the council office wrote.
 */
page: number | null, 
/**
 * Whether it is an order of the council office to erase.
 */
erases: boolean, 
/**
 * The book.
 */
book_code: string, 
/**
 * What it did: "Recorded on patrol", "Caps, tips, plungers", "Photo 3 added", "Approved".
 */
title: string, 
/**
 * For a correction: what it was.
 */
struck: string | null, 
/**
 * For a correction: what it is now.
 */
now: string | null, 
/**
 * "Demo warden A · 09:33"; of an erasure, what it took.
 */
by: string, };

/**
 * The Today page.
 */
export type Today = { 
/**
 * The patrol under way.
 */
patrol: PatrolView | null, 
/**
 * What the last patrol in its area left for it.
 */
note: AreaNote | null, 
/**
 * Rounds that are due today.
 */
rounds: Array<RoundDue>, 
/**
 * Patrols that were sent back, then those that ended and are not submitted.
 */
to_submit: Array<PatrolLine>, 
/**
 * Findings with answers missing or a question open; at most 20, newest first.
 */
to_finish: Array<FindingLine>, 
/**
 * How many there are in all.
 */
to_finish_total: number, 
/**
 * Findings of which this person and somebody else wrote different answers, until this person has opened them.
 */
two_versions: Array<FindingLine>, 
/**
 * What this person is to do, what is due first on top.
 */
tasks: Array<TaskLine>, 
/**
 * Kept drafts.
 */
drafts: Array<DraftLine>, 
/**
 * What has not arrived, in one sentence; null when everything has.
 */
not_arrived: string | null, 
/**
 * Findings of which something is due, what is due first on top: what a warden began, or somebody for whom they cover, of the
 * next days; for a leader the team's of the day. At most 4.
 */
clocks: Array<FindingLine>, 
/**
 * How many there are in all, counted up to 1,000.
 */
clocks_total: number, 
/**
 * What else is due that is no finding, such as a referral or a meeting; at most 4.
 */
also_due: Array<FindingLine>, 
/**
 * The state that lists them (see `findings`).
 */
clocks_state: string, };

/**
 * A field that two people answered differently without knowing of each other.
 */
export type TwoVersions = { 
/**
 * The field.
 */
field: string, 
/**
 * Its short name.
 */
label: string, 
/**
 * Whether they are outcomes: until one of two is chosen, the finding has no outcome.
 */
outcomes: boolean, 
/**
 * The versions, the later first.
 */
versions: Array<Version>, };

/**
 * See `type_figure`.
 */
export type TypeFigure = { 
/**
 * Which, of `measures`.
 */
measure: string, 
/**
 * Of another figure: what it is called.
 */
name: string | null, 
/**
 * How much, as typed.
 */
amount: string, 
/**
 * Of another figure: in which unit.
 */
unit: string | null, 
/**
 * From whom it is.
 */
source: string, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
 */
compare: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, };

/**
 * What other services say of a period.
 */
export type TypedFigures = { 
/**
 * The period.
 */
period: PeriodView, 
/**
 * Each figure that can be typed in, and others that were.
 */
rows: Array<TypedRow>, 
/**
 * What can be typed in.
 */
measures: Array<Named>, };

/**
 * A figure that another service tells.
 */
export type TypedRow = { 
/**
 * Which, of `measures`.
 */
measure: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * "£11,500", or "not recorded".
 */
said: string, 
/**
 * The figure of the report that it is; null: of none.
 */
figure: string | null, 
/**
 * As it was typed, to be corrected; null: it was not.
 */
amount: string | null, 
/**
 * See `amount`.
 */
unit: string | null, 
/**
 * See `amount`.
 */
source: string | null, 
/**
 * "Entered by Demo leader from Trading standards, 4 November 2018"; null: it was not.
 */
entered: string | null, 
/**
 * The record, with what it was before; null: there is none.
 */
record: string | null, };

/**
 * See `unlock_by_code`.
 */
export type UnlockByCode = { 
/**
 * Who.
 */
user: string, 
/**
 * The leader's code as typed: 8 digits.
 */
code: string, 
/**
 * The new PIN: 6 digits.
 */
pin: string, };

/**
 * What the leader reads out.
 */
export type UnlockCode = { 
/**
 * Eight digits, "4821 9307"; they open that tablet once.
 */
code: string, };

/**
 * What somebody who cannot unlock reads out to their leader.
 */
export type UnlockNumber = { 
/**
 * The tablet: the code of its book, such as `W07`.
 */
tablet: string, 
/**
 * The person's name.
 */
name: string, 
/**
 * Six digits, "482 193"; others after each code that was used.
 */
number: string, };

/**
 * See `unlock`.
 */
export type UnlockRequest = { 
/**
 * Who.
 */
user: string, 
/**
 * Their PIN.
 */
pin: string, };

/**
 * One version.
 */
export type Version = { 
/**
 * The entry that wrote it, for `settle`.
 */
entry: string, 
/**
 * The answer in words.
 */
text: string, 
/**
 * By whom.
 */
by: string, 
/**
 * The book, such as `W11`.
 */
book_code: string, 
/**
 * The page.
 */
page: number, 
/**
 * "18 March, 08:20".
 */
at: string, 
/**
 * Whether the tablet's clock was known to be wrong then.
 */
doubtful: boolean, };

/**
 * A finding, meeting or register entry in two versions.
 */
export type VersionsLine = { 
/**
 * As in a list.
 */
finding: FindingLine, 
/**
 * The short names of its fields in two versions: "Setting and place".
 */
fields: string, 
/**
 * How long there have been two: "5 hours", "3 days".
 */
age: string, 
/**
 * Whether that is more than 48 hours.
 */
late: boolean, };

/**
 * What somebody did in a month.
 */
export type WardenDid = { 
/**
 * Their name.
 */
name: string, 
/**
 * Patrols that they led or went along with.
 */
patrols: number, 
/**
 * On how many days.
 */
days: number, 
/**
 * How long those were, in minutes, as far as they ended.
 */
minutes: number, 
/**
 * "41 h 20 min".
 */
hours: string, 
/**
 * Hotspots that they checked.
 */
checks: number, 
/**
 * Those at which nothing was found.
 */
nothing_found: number, 
/**
 * Findings that they recorded.
 */
findings: number, };

/**
 * How often a kind was recorded in a month.
 */
export type WardenKind = { 
/**
 * The kind's id.
 */
kind: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its icon.
 */
icon: string, 
/**
 * By each of `people`.
 */
counts: Array<number>, 
/**
 * By all.
 */
total: number, };

/**
 * See `warden_report` and `write_warden_report`.
 */
export type WardenMonth = { 
/**
 * The month, `2018-03`; none: the last whole one.
 */
month: string | null, 
/**
 * Of `write_warden_report`: `xlsx` or `csv`.
 */
format: string | null, };

/**
 * What each warden of the team did in a month.
 */
export type WardenReport = { 
/**
 * "March 2018".
 */
title: string, 
/**
 * The month, `2018-03`.
 */
month: string, 
/**
 * Its days.
 */
period: PeriodView, 
/**
 * The months that can be chosen, the newest first.
 */
months: Array<Named>, 
/**
 * "4 July 2026, 08:58".
 */
as_at: string, 
/**
 * Each warden of the team, and whoever else recorded anything, by name.
 */
people: Array<WardenDid>, 
/**
 * The team. A patrol of two counts once.
 */
team: WardenDid, 
/**
 * Each kind of finding that is often recorded, and others that were, with its zeros.
 */
kinds: Array<WardenKind>, 
/**
 * Patrol hours by the area that patrols said, the longest first.
 */
areas: Array<FigureBar>, 
/**
 * In how many patrols something was recorded in each ward, the most first.
 */
wards: Array<FigureBar>, 
/**
 * Patrols seen by task force: those in which something was recorded in one of its wards.
 */
task_forces: Array<FigureBar>, 
/**
 * What the numbers leave out, a sentence each.
 */
notes: Array<string>, };

/**
 * How much somebody has to do.
 */
export type WardenTasks = { 
/**
 * The person.
 */
name: string, 
/**
 * Open tasks that they are to do, as covers stand today.
 */
open: number, 
/**
 * Of these, what has run out.
 */
late: number, };

/**
 * Pages and photos in each of the three places.
 */
export type Whereabouts = { 
/**
 * Only on this tablet.
 */
pages_on_tablet: number, 
/**
 * Photos only on this tablet.
 */
photos_on_tablet: number, 
/**
 * Arrived, not yet backed up.
 */
pages_arrived: number, 
/**
 * Photos arrived, not yet backed up.
 */
photos_arrived: number, 
/**
 * Backed up.
 */
pages_backed_up: number, 
/**
 * Photos backed up.
 */
photos_backed_up: number, };

/**
 * See `withdraw`.
 */
export type Withdraw = { 
/**
 * The finding.
 */
id: string, 
/**
 * Why.
 */
reason: string, };

/**
 * See `write_place_told`.
 */
export type WritePlaceTold = { 
/**
 * The enquiry whose answer was sent: that is written as it was sent, as text. Null: what is recorded now.
 */
enquiry: string | null, 
/**
 * `txt` or `csv`.
 */
format: string, 
/**
 * A grid reference, coordinates, a place of the register by any of its names, or the name of a street.
 */
typed: string | null, 
/**
 * How far around it, if its position is known; 250 unless said.
 */
metres: number | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, };

/**
 * See `write_repeats`.
 */
export type WriteRepeats = { 
/**
 * `xlsx` or `csv`.
 */
format: string, 
/**
 * `28_days` (unless said), `3_months`, `12_months`, or `own` for the two dates. All but the last end today.
 */
window: string | null, 
/**
 * With `own`: from this day, `YYYY-MM-DD`.
 */
from: string | null, 
/**
 * With `own`: to this day, included.
 */
to: string | null, 
/**
 * By what it goes: `count` (unless said), `trend` or `last_seen`.
 */
sort: string | null, };

/**
 * See `write_report`.
 */
export type WriteReport = { 
/**
 * `xlsx`: the report, its figures as numbers and the findings behind each. `csv`: its table.
 */
format: string, 
/**
 * From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
 */
from: string | null, 
/**
 * To this day, included.
 */
to: string | null, 
/**
 * With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
 */
compare: string | null, 
/**
 * Only in this ward, by its code, or in the wards of this task force, by its id.
 */
ward: string | null, };
