//! Figures: the council's report, and a figure with what makes it up.

use super::*;

/// See `figures`, `figure` and `figure_findings`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct FiguresRequest {
    /// From this day, `YYYY-MM-DD`; none: the year that ends with the last whole month.
    pub from: Option<String>,
    /// To this day, included.
    pub to: Option<String>,
    /// With what it is compared: `before` (the period before, unless said), `year_before`, or `nothing`.
    pub compare: Option<String>,
    /// Only in this ward, by its code, or in the wards of this task force, by its id.
    pub ward: Option<String>,
}

/// The report.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FiguresView {
    /// Whose it is: "Community wardens".
    pub title: String,
    /// The period.
    pub period: PeriodView,
    /// The period before it, of which paragraphs speak.
    pub before: PeriodView,
    /// "today 08:58".
    pub as_at: String,
    /// "Including 14 not yet reviewed"; null if all of it was.
    pub unreviewed: Option<String>,
    /// "2 in two versions"; null if none is.
    pub two_versions: Option<String>,
    /// Whether nothing was ever recorded that a figure counts.
    pub empty: bool,
    /// Its paragraphs.
    pub paragraphs: Vec<ReportParagraph>,
    /// Its table.
    pub table: Vec<FigureLine>,
    /// The figure that is drawn beside it, unless another is chosen.
    pub chart: Option<String>,
    /// The wards by which it can be narrowed.
    pub wards: Vec<AreaChoice>,
    /// The task forces by which it can be narrowed.
    pub task_forces: Vec<AreaChoice>,
    /// The ward or the task force that it is narrowed to.
    pub ward: Option<AreaChoice>,
    /// What this report is called when it is published, unless it is called otherwise: "Q2 2026 as published".
    pub publish_as: String,
    /// The reports of exactly this period and ward that were published, the newest first.
    pub published: Vec<PublishedLine>,
}

/// A period.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PeriodView {
    /// Its first day, `YYYY-MM-DD`.
    pub from: String,
    /// Its last.
    pub to: String,
    /// "1 Nov 2017 to 31 Oct 2018".
    pub words: String,
    /// "year", "quarter", "month" or "period".
    pub noun: String,
}

/// A paragraph of the report.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReportParagraph {
    /// Its number.
    pub id: String,
    /// The heading over it; "" if it goes on under the one before.
    pub heading: String,
    /// Its text, in pieces.
    pub parts: Vec<ReportPart>,
    /// "Printed as 65% in 2018", where that differs from what is counted.
    pub printed: Vec<String>,
    /// "Entered by Demo leader from Trading standards", of each figure in it that was typed in.
    pub entered: Vec<String>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReportPart {
    /// What stands there.
    pub text: String,
    /// The figure that it is; null: text between figures.
    pub figure: Option<String>,
    /// Of the period that it is compared with.
    pub before: bool,
}

/// A line of the table.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FigureLine {
    /// The figure.
    pub figure: String,
    /// What it is called.
    pub label: String,
    /// What it comes to.
    pub now: String,
    /// What it came to before; null: nothing is compared.
    pub before: Option<String>,
    /// "+61.5%", "+1" or "–".
    pub change: Option<String>,
    /// "Entered by Demo leader from Trading standards", if it was typed in.
    pub entered: Option<String>,
}

/// See `figure` and `figure_findings`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct FigureRequest {
    /// The figure, such as `LITTER.DRUG.ITEMS`.
    pub figure: String,
    /// As in `figures`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: FiguresRequest,
    /// Of `figure_findings`: where the last page ended.
    pub after: Option<String>,
}

/// A figure, opened.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FigureView {
    /// The figure.
    pub figure: String,
    /// What it is called.
    pub label: String,
    /// The paragraph in which it stands; null: only in the table.
    pub paragraph: Option<String>,
    /// What it comes to, as large as can be: "91".
    pub large: String,
    /// What stands beside that: "of 143 · 63.6%", "items"; may be "".
    pub beside: String,
    /// What is counted.
    pub counts: String,
    /// The period.
    pub period: PeriodView,
    /// The period it is compared with, what it came to then, and the difference.
    pub compared: Option<FigureBefore>,
    /// "today 08:58".
    pub as_at: String,
    /// "89 of 91; 0 in two versions"; "" where that would tell what is hidden.
    pub reviewed: String,
    /// What was printed, and what is counted.
    pub printed: Vec<Printed>,
    /// By month, every month of the period in order; empty where it is shorter than two.
    pub months: Vec<FigureBar>,
    /// By ward, the largest first; empty where nothing lies in one. Of a task force its own wards.
    pub wards: Vec<FigureBar>,
    /// By the answers to each question by which it is told apart.
    pub answers: Vec<FigureAnswers>,
    /// By task force, the largest first, each its wards together; empty where nothing lies in one.
    pub task_forces: Vec<FigureBar>,
    /// How many findings make it up.
    pub findings: u32,
    /// It is about fewer than five people: neither their number nor their records are shown.
    pub few: bool,
    /// "2 of them were erased by law. They count, and cannot be shown."; null: none was.
    pub erased: Option<String>,
    /// "Entered by Demo leader from Trading standards", if it was typed in.
    pub entered: Option<String>,
    /// The ward or the task force that it is narrowed to.
    pub ward: Option<AreaChoice>,
}

/// Data on a page: what fits on one sheet of paper.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DataPage {
    /// Whose it is: "Community wardens".
    pub title: String,
    /// The period.
    pub period: PeriodView,
    /// The period that it is compared with; null: with none.
    pub before: Option<PeriodView>,
    /// "4 July 2026, 08:58".
    pub as_at: String,
    /// The ward or the task force that it is narrowed to.
    pub ward: Option<AreaChoice>,
    /// "Including 14 not yet reviewed"; null if all of it was.
    pub unreviewed: Option<String>,
    /// "2 findings in two versions"; null if none is.
    pub two_versions: Option<String>,
    /// Whether nothing was ever recorded that a figure counts.
    pub empty: bool,
    /// The main figures.
    pub figures: Vec<LargeFigure>,
    /// The figure of which the months are.
    pub chart: Option<PageChart>,
    /// That figure by month.
    pub months: Vec<FigureBar>,
    /// Findings by kind, the most frequent first; `short` is the kind's id.
    pub kinds: Vec<FigureBar>,
    /// "and 12 other kinds"; null: all have a bar.
    pub other_kinds: Option<String>,
    /// Findings by place of the register, the most frequent first; of none, the figure of the chart by ward.
    pub places: Vec<FigureBar>,
    /// Whether those are places of the register.
    pub at_places: bool,
    /// "and 3 other wards"; null: all have a bar.
    pub other_places: Option<String>,
    /// What is on the page and what is not, a sentence each.
    pub notes: Vec<String>,
}

/// The figure of a chart.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PageChart {
    /// The figure.
    pub figure: String,
    /// What it is called.
    pub label: String,
}

/// A main figure.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LargeFigure {
    /// The figure.
    pub figure: String,
    /// What it is called.
    pub label: String,
    /// What it comes to, as large as can be: "1,206".
    pub large: String,
    /// What stands beside that: "of 143 · 63.6%", "items"; may be "".
    pub beside: String,
    /// What it came to before; null: nothing is compared.
    pub before: Option<String>,
    /// "+61.5%", "+1" or "0"; null: that cannot be said.
    pub change: Option<String>,
    /// "Entered by Demo leader from Trading standards", if it was typed in.
    pub entered: Option<String>,
}

/// A figure in the period that it is compared with.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FigureBefore {
    /// That period.
    pub period: PeriodView,
    /// What it came to.
    pub said: String,
    /// The difference.
    pub change: String,
}

/// A figure as it was printed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Printed {
    /// "Printed as 65% in 2018".
    pub title: String,
    /// "91 of 143 is 63.6%. The printed figure is kept here as it was published."
    pub text: String,
}

/// A bar of a chart.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FigureBar {
    /// "November 2017", a ward, or a task force.
    pub label: String,
    /// "N", or "".
    pub short: String,
    /// "124".
    pub said: String,
    /// How long it is, in thousandths of the longest.
    pub length: u32,
    /// The part alone: its first and last day, or the ward's code or the task force's id.
    pub from: Option<String>,
    /// See `from`.
    pub to: Option<String>,
    /// See `from`.
    pub ward: Option<String>,
}

/// A figure by the answers to a question.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FigureAnswers {
    /// "Size".
    pub label: String,
    /// One finding can have several answers, so that the bars come to more than the figure.
    pub several: bool,
    /// The largest first, last what was not answered.
    pub bars: Vec<FigureBar>,
}

/// See `export_figure`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportFigure {
    /// The figure.
    pub figure: String,
    /// As in `figures`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: FiguresRequest,
    /// `csv`, `xlsx`, `geojson` or `gpkg`.
    pub format: String,
}

/// See `publish_report`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PublishReport {
    /// As in `figures`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: FiguresRequest,
    /// What it is called: "Q2 2026 as published".
    pub name: String,
}

/// Every report that was published.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PublishedReports {
    /// The newest first; at most 200.
    pub reports: Vec<PublishedLine>,
}

/// A published report in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PublishedLine {
    /// The record.
    pub id: String,
    /// The page it was published on.
    pub page: u32,
    /// The book of that page.
    pub book_code: String,
    /// "Q2 2026 as published".
    pub name: String,
    /// The period.
    pub period: PeriodView,
    /// The ward or the task force that it is of alone, by its code or id.
    pub ward_code: Option<String>,
    /// And by its name.
    pub ward: Option<String>,
    /// Who published it.
    pub by: String,
    /// "4 July 2026".
    pub on: String,
    /// How many figures come to something else since; null where the list is too long to say.
    pub corrections: Option<u32>,
}

/// A report as it was published, and what differs since.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PublishedView {
    /// As in the list.
    pub line: PublishedLine,
    /// The period before it, of which paragraphs speak.
    pub before: PeriodView,
    /// How new its data were.
    pub data_as_at: String,
    /// How new the data are by which corrections are known.
    pub as_at: String,
    /// Every figure that comes to something else now.
    pub corrections: Vec<FigureCorrection>,
    /// Its paragraphs, as they were published.
    pub paragraphs: Vec<ReportParagraph>,
    /// Its figures, as they were published.
    pub figures: Vec<PublishedFigure>,
}

/// A figure that comes to something else than was published.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FigureCorrection {
    /// The figure.
    pub figure: String,
    /// What it is called.
    pub label: String,
    /// The period that it is of.
    pub period: PeriodView,
    /// That is the period before the report's.
    pub before: bool,
    /// What was published.
    pub then: String,
    /// What it comes to now.
    pub now: String,
    /// "+3", "−£12"; "–" where that cannot be said.
    pub difference: String,
}

/// A figure as it was published.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PublishedFigure {
    /// The figure.
    pub figure: String,
    /// What it was called.
    pub label: String,
    /// What it came to.
    pub said: String,
    /// "Entered by Demo leader from Trading standards", if it was typed in.
    pub entered: Option<String>,
}

/// What other services say of a period.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TypedFigures {
    /// The period.
    pub period: PeriodView,
    /// Each figure that can be typed in, and others that were.
    pub rows: Vec<TypedRow>,
    /// What can be typed in.
    pub measures: Vec<Named>,
}

/// A figure that another service tells.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct TypedRow {
    /// Which, of `measures`.
    pub measure: String,
    /// What it is called.
    pub name: String,
    /// "£11,500", or "not recorded".
    pub said: String,
    /// The figure of the report that it is; null: of none.
    pub figure: Option<String>,
    /// As it was typed, to be corrected; null: it was not.
    pub amount: Option<String>,
    /// See `amount`.
    pub unit: Option<String>,
    /// See `amount`.
    pub source: Option<String>,
    /// "Entered by Demo leader from Trading standards, 4 November 2018"; null: it was not.
    pub entered: Option<String>,
    /// The record, with what it was before; null: there is none.
    pub record: Option<String>,
}

/// See `type_figure`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TypeFigure {
    /// Of this period, as in `figures`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: FiguresRequest,
    /// Which, of `measures`.
    pub measure: String,
    /// Of another figure: what it is called.
    pub name: Option<String>,
    /// How much, as typed.
    pub amount: String,
    /// Of another figure: in which unit.
    pub unit: Option<String>,
    /// From whom it is.
    pub source: String,
}

/// See `write_report`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WriteReport {
    /// As in `figures`.
    #[serde(flatten)]
    #[ts(flatten)]
    pub over: FiguresRequest,
    /// `xlsx`: the report, its figures as numbers and the findings behind each. `csv`: its table.
    pub format: String,
}

/// What makes up a figure.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FigureFindings {
    /// At most 50, the newest first.
    pub lines: Vec<FindingLine>,
    /// For the next page; null at the end.
    pub next: Option<String>,
}
