//! What the template is told: the report as values.

use crate::letters::Letters;
use report::{Amount, Head, Part, Report};
use typst::foundations::{Array, Dict, IntoValue, Value};

/// A report, ready for paper.
#[derive(Debug, Clone, Copy)]
pub struct Paper<'a> {
    /// What stands over it.
    pub head: &'a Head,
    /// Whose office writes it.
    pub council: &'a str,
    /// Its paragraphs and its table.
    pub report: &'a Report,
    /// The chart.
    pub chart: Option<&'a Chart>,
    /// What must be said besides, a sentence each.
    pub notes: &'a [String],
    /// What each figure counts.
    pub definitions: &'a [Definition],
}

/// A chart of bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What it shows: "Drug-related items removed, by month".
    pub title: String,
    /// From left to right.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What is written below it, short: "Nov 2017".
    pub label: String,
    /// What it comes to, in words.
    pub said: String,
    /// What it comes to, in thousandths.
    pub value: i64,
}

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What it is called.
    pub label: String,
    /// What is counted, as a sentence.
    pub counts: String,
}

pub(crate) fn inputs(paper: &Paper<'_>, letters: &Letters) -> Dict {
    let Paper { head, council, report, chart, notes, definitions } = paper;
    let text = |text: &str| letters.printable(text).into_value();
    let texts = |all: &mut dyn Iterator<Item = String>| array(all.map(|one| text(&one)));
    let compared = head.before.as_ref().map(|before| format!("Compared with {}", before.words()));
    let lines = std::iter::once(format!("Data as at {}", head.as_at)).chain(compared).chain(head.notes.iter().cloned());
    let paragraphs = report.paragraphs.iter().map(|paragraph| {
        let parts = paragraph.parts.iter().map(|part| {
            let (said, figure) = match part {
                Part::Text(said) => (said, false),
                Part::Figure { said, .. } => (said, true),
            };
            dict([("text", text(said)), ("figure", figure.into_value())])
        });
        dict([
            ("id", text(&paragraph.id)),
            ("heading", text(&paragraph.heading)),
            ("parts", array(parts)),
            ("entered", texts(&mut paragraph.entered.iter().cloned())),
        ])
    });
    let heads = ["Figure".to_owned(), head.period.words()].into_iter();
    let before = head.before.iter().flat_map(|before| [before.words(), "Change".to_owned()]);
    let rows = report.table.iter().map(|line| {
        let then = line.before.as_ref();
        let change = then.map(|then| line.now.against(then));
        let entered = line.entered.as_ref().map(|entered| format!(". {entered}")).unwrap_or_default();
        let first = [format!("{}{entered}", line.label), line.now.in_table()].into_iter();
        let then = head
            .before
            .iter()
            .flat_map(|_| [then.map(Amount::in_table).unwrap_or_default(), change.clone().unwrap_or_default()]);
        texts(&mut first.chain(then))
    });
    let definitions = definitions.iter().map(|one| dict([("label", text(&one.label)), ("counts", text(&one.counts))]));
    let mut inputs = Dict::new();
    for (name, value) in [
        ("title", text(&head.title)),
        ("author", text(council)),
        ("period", text(&head.period.words())),
        ("lines", texts(&mut lines.into_iter())),
        ("paragraphs", array(paragraphs)),
        ("chart", chart.map_or(Value::None, |chart| chart_value(chart, letters))),
        ("heads", texts(&mut heads.chain(before))),
        ("table", array(rows)),
        ("notes", texts(&mut notes.iter().cloned())),
        ("definitions", array(definitions)),
    ] {
        inputs.insert(name.into(), value);
    }
    inputs
}

fn chart_value(chart: &Chart, letters: &Letters) -> Value {
    let most = chart.bars.iter().map(|bar| bar.value).max().unwrap_or_default().max(1);
    let share = |value: i64| value.max(0) as f64 / most as f64;
    let text = |text: &str| letters.printable(text).into_value();
    let bars = chart.bars.iter().map(|bar| {
        dict([("label", text(&bar.label)), ("said", text(&bar.said)), ("share", share(bar.value).into_value())])
    });
    let said: Vec<String> = chart.bars.iter().map(|bar| format!("{} {}", bar.label, bar.said)).collect();
    let alt = format!("{}: {}", chart.title, said.join(", "));
    dict([("title", text(&chart.title)), ("alt", text(&alt)), ("bars", array(bars))])
}

fn dict<const N: usize>(entries: [(&str, Value); N]) -> Value {
    let mut dict = Dict::new();
    for (name, value) in entries {
        dict.insert(name.into(), value);
    }
    Value::Dict(dict)
}

fn array(values: impl Iterator<Item = Value>) -> Value {
    Value::Array(values.collect::<Array>())
}
