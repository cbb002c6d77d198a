//! The table: each figure beside its limit and what it was measured against.

use anyhow::Result;
use rustix::time::{ClockId, clock_gettime};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// One figure.
pub(crate) struct Figure {
    what: String,
    measured: f64,
    limit: Limit,
    unit: &'static str,
    beside: String,
}

/// What a figure must keep to.
#[derive(Clone, Copy)]
enum Limit {
    Most(f64),
    Least(f64),
}

/// The figures of this run, in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Figures(Vec<Figure>);

impl Figures {
    /// Adds a figure that may be `most`, and shows it at once. `beside` says what it was measured with and against.
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        measured: f64,
        most: f64,
        unit: &'static str,
        beside: impl Into<String>,
    ) {
        let limit = Limit::Most(most);
        self.push(Figure { what: what.into(), measured, limit, unit, beside: beside.into() });
    }

    /// Adds a figure that must be `least`.
    pub(crate) fn add_rate(
        &mut self,
        what: impl Into<String>,
        measured: f64,
        least: f64,
        unit: &'static str,
        beside: impl Into<String>,
    ) {
        let limit = Limit::Least(least);
        self.push(Figure { what: what.into(), measured, limit, unit, beside: beside.into() });
    }

    fn push(&mut self, figure: Figure) {
        let Figure { what, measured, limit, unit, beside } = &figure;
        eprintln!("  {what}: {} {unit} (limit {}); {beside}", shown(*measured), limit.shown());
        self.0.push(figure);
    }

    /// The table as Markdown, and its last line.
    pub(crate) fn table(&self) -> String {
        let mut rows = vec![["figure", "measured", "limit", "", "beside it"].map(str::to_owned)];
        rows.push(["---", "---:", "---:", "---", "---"].map(str::to_owned));
        rows.extend(self.0.iter().map(|figure| {
            let number = |value: String| format!("{value} {}", figure.unit).trim_end().to_owned();
            let verdict = if figure.is_over() { "OVER" } else { "within" };
            let Figure { what, measured, limit, beside, .. } = figure;
            [what.clone(), number(shown(*measured)), number(limit.shown()), verdict.to_owned(), beside.clone()]
        }));
        let widths: [usize; 5] = std::array::from_fn(|at| {
            rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        });
        let mut text = String::new();
        for row in &rows {
            let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
        let over = self.0.iter().filter(|figure| figure.is_over()).count();
        let _ = writeln!(text, "\nfigures={} over={over}", self.0.len());
        text
    }
}

impl Figure {
    fn is_over(&self) -> bool {
        match self.limit {
            Limit::Most(most) => self.measured > most,
            Limit::Least(least) => self.measured < least,
        }
    }
}

impl Limit {
    fn shown(self) -> String {
        match self {
            Self::Most(most) => shown(most),
            Self::Least(least) => format!("at least {}", shown(least)),
        }
    }
}

fn shown(value: f64) -> String {
    match value {
        value if value.fract() == 0.0 => format!("{value}"),
        value if value < 2.0 => format!("{value:.3}"),
        value if value < 20.0 => format!("{value:.2}"),
        value => format!("{value:.0}"),
    }
}

/// Milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// What `work` takes of this thread's CPU, and by the clock. On a busy computer only the first says something of the work.
pub(crate) fn cost<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Duration, Duration)> {
    let (began, cpu_began) = (Instant::now(), cpu(ClockId::ThreadCPUTime));
    let done = work()?;
    Ok((done, cpu(ClockId::ThreadCPUTime) - cpu_began, began.elapsed()))
}

/// What this program has taken of the CPU so far, on all its threads.
pub(crate) fn all_cpu() -> Duration {
    cpu(ClockId::ProcessCPUTime)
}

fn cpu(of: ClockId) -> Duration {
    let at = clock_gettime(of);
    Duration::new(at.tv_sec as u64, at.tv_nsec as u32)
}

/// Times of one thing done often.
#[derive(Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(ms(time));
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// The time in milliseconds that `share` of them do not exceed; the longest when there are few.
    pub(crate) fn share(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    pub(crate) fn many(&self) -> usize {
        self.0.len()
    }
}
