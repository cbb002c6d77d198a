//! The PDF read by other programs than the one that wrote it: poppler's `pdftotext` and `pdfinfo`, which the setup of the tests
//! installs.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test whose file fails should stop")]

use domain::catalogue::{Catalogue, Fact, THOUSAND};
use pdf::{Bar, Chart, Definition, Paper, write as typeset};
use report::{Contribution, Facts, Head, Paragraph, Part, Period, Report, write};
use std::process::Command;

const MARKUP: &str = "#panic(\"x\") *bold* _a_ $x^2$ = Not a heading @ref <label> \\ #include \"/etc/passwd\" // gone?";

fn report() -> (Head, Report) {
    let mut facts = Facts::default();
    for (number, day) in (0_u32..).zip(["2017-11-01", "2018-10-31", "2018-03-14"]) {
        let day = day.parse().unwrap();
        let fact = Fact {
            figure: "LITTER.DRUG.ITEMS".into(),
            day,
            until: None,
            value: 4 * THOUSAND,
            key: String::new(),
            through: None,
            ward: None,
            parts: String::new(),
            stands_for: None,
        };
        let contribution = Contribution { record: number.to_string(), facts: vec![fact], ..Contribution::default() };
        facts.take(contribution, ("drug_litter", day, true));
    }
    let period = Period::new("2017-11-01".parse().unwrap(), "2018-10-31".parse().unwrap()).unwrap();
    let Ok(report) = write(&Catalogue::built_in().unwrap(), &facts, &period, &period.before(), true);
    let head = Head {
        title: "Community wardens, Chatham and Rochester".into(),
        period,
        before: Some(period.before()),
        as_at: "6 December 2018, 09:12".into(),
        notes: vec!["Including 1 not yet reviewed".into()],
    };
    (head, report)
}

fn chart() -> Chart {
    let bars = (1..=12).map(|month| Bar {
        label: if month == 1 { "Jan 2018".into() } else { format!("M{month}") },
        said: format!("{},00{month}", month * 7),
        value: month * THOUSAND,
    });
    Chart { title: "Drug-related items removed, by month".into(), bars: bars.collect() }
}

fn written(head: &Head, report: &Report, notes: &[String]) -> Vec<u8> {
    let definitions =
        [Definition { label: "PACTs active".into(), counts: "Panels that are active on the day.".into() }];
    let chart = chart();
    let paper =
        Paper { head, council: "Medway Council", report, chart: Some(&chart), notes, definitions: &definitions };
    typeset(&paper, "2018-12-06T09:12:00Z".parse().unwrap()).unwrap()
}

fn said_by(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, pdf).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(&path);
    if program == "pdftotext" {
        command.arg("-");
    }
    let said = command.output().expect("poppler is there: `cargo xtask setup` installs poppler-utils");
    // `pdfinfo` grumbles at a boolean that the standard asks for.
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8_lossy(&said.stdout).into_owned()
}

/// In one line, as it does not matter where lines end.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn everything_that_the_report_says_is_in_it() {
    let (head, mut report) = report();
    let mark = "Entered by Demo leader from Trading standards";
    report.paragraphs.iter_mut().take(1).for_each(|paragraph| paragraph.entered = vec![format!("{mark}, once")]);
    report.table.iter_mut().take(1).for_each(|line| line.entered = Some(format!("{mark}, again")));
    let pdf = written(&head, &report, &["65% was printed in 2018.".to_owned()]);
    let text = flat(&said_by("pdftotext", &["-layout"], &pdf));
    let reading = flat(&said_by("pdftotext", &["-raw"], &pdf));
    for paragraph in &report.paragraphs {
        let said = flat(&paragraph.text());
        assert!(text.contains(&said) || reading.contains(&said), "{said:?} is not in:\n{reading}");
    }
    for says in [
        "Community wardens, Chatham and Rochester",
        "1 Nov 2017 to 31 Oct 2018",
        "Data as at 6 December 2018, 09:12",
        "Compared with 1 Nov 2016 to 31 Oct 2017",
        "Including 1 not yet reviewed",
        "Drug-related items removed, by month",
        "Jan 2018",
        "84,0012",
        "65% was printed in 2018.",
        "Panels that are active on the day.",
        "Entered by Demo leader from Trading standards, once",
        "Entered by Demo leader from Trading standards, again",
        "Page 1 of ",
    ] {
        assert!(reading.contains(says), "{says:?} is not in:\n{reading}");
    }
    for line in &report.table {
        assert!(reading.contains(&line.label), "{}", line.label);
    }
}

#[test]
fn a_screen_reader_and_an_archive_can_take_it() {
    let (head, report) = report();
    let pdf = written(&head, &report, &[]);
    let about = said_by("pdfinfo", &[], &pdf);
    for says in ["Tagged:          yes", "Title:           Community wardens", "Author:          Medway Council"] {
        assert!(about.contains(says), "{says:?} is not in:\n{about}");
    }
    let meta = flat(&said_by("pdfinfo", &["-meta"], &pdf));
    for says in ["<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"] {
        assert!(meta.contains(says), "{says:?} is not in:\n{meta}");
    }
    let tags = said_by("pdfinfo", &["-struct-text"], &pdf);
    for says in ["H1", "Table", "TH", "TD", "Figure", "\"Figure\""] {
        assert!(tags.contains(says), "{says:?} is not in:\n{tags}");
    }
}

#[test]
fn what_a_finding_says_is_never_a_command() {
    let (head, mut report) = report();
    let odd = [MARKUP, "שלום רב", "مرحبا", "\u{202e}txet\u{202c} after"];
    let emoji = format!("{} then needles", "\u{1f600}".repeat(2_000));
    report.paragraphs.clear();
    for said in odd.iter().copied().chain([emoji.as_str()]) {
        let parts = vec![Part::Figure { id: "SCHOOL.TOPICS".into(), before: false, said: said.into() }];
        report.paragraphs.push(Paragraph {
            id: "6.3".into(),
            heading: said.into(),
            parts,
            entered: vec![MARKUP.into()],
        });
    }
    let head = Head { title: MARKUP.into(), ..head };
    let pdf = written(&head, &report, &[MARKUP.to_owned()]);
    let text = flat(&said_by("pdftotext", &["-raw"], &pdf));
    assert!(text.matches("#panic(\"x\") *bold* _a_ $x^2$ = Not a heading").count() >= 9, "{text}");
    assert!(text.contains("// gone?") && text.contains("txet after"), "{text}");
    assert!(text.contains("□ then needles"), "{text}");
    assert!(text.contains("שלום") || text.contains("םולש"), "{text}");
}
