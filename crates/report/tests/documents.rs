//! The report's files, read back by other readers than those that wrote them.
#![expect(clippy::unwrap_used, reason = "a test whose file fails should stop")]

use calamine::{Data, Reader, Xlsx};
use domain::catalogue::{Catalogue, Fact, THOUSAND};
use report::{
    Behind, Cell, Column, Contribution, DocumentError, Facts, Head, Period, Report, Sheet, Table, csv, text, workbook,
    write, xlsx,
};
use std::fs::File;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

const FORMULA: &str = "=HYPERLINK(\"http://x\",\"y\")";

fn year() -> Period {
    Period::new("2017-11-01".parse().unwrap(), "2018-10-31".parse().unwrap()).unwrap()
}

fn fact(figure: &str, day: &str, value: i64) -> Fact {
    let day = day.parse().unwrap();
    Fact {
        figure: figure.into(),
        day,
        until: None,
        value: value * THOUSAND,
        key: String::new(),
        through: None,
        ward: None,
        parts: String::new(),
        stands_for: None,
    }
}

fn report() -> (Head, Report) {
    let mut facts = Facts::default();
    for (number, day) in ["2017-11-01", "2018-10-31", "2018-11-01", "2017-10-31"].into_iter().enumerate() {
        let facts_of = vec![
            fact("LITTER.DRUG.ITEMS", day, 4),
            fact("ENF.FINES_COSTS", day, 3_740_301),
            fact("BLUELIGHT.STOCK", day, 1),
        ];
        let contribution = Contribution {
            record: number.to_string(),
            facts: facts_of,
            unreviewed: number == 0,
            ..Contribution::default()
        };
        facts.take(contribution, ("drug_litter", day.parse().unwrap(), true));
    }
    let period = year();
    let Ok(report) = write(&Catalogue::built_in().unwrap(), &facts, &period, &period.before(), true);
    let notes = vec!["Including 1 not yet reviewed".to_owned()];
    let head = Head {
        title: "Community wardens".into(),
        period,
        before: Some(period.before()),
        as_at: "6 December 2018".into(),
        notes,
    };
    (head, report)
}

fn behind(figure: &str, place: &str) -> Behind {
    Behind {
        figure: figure.into(),
        day: Some("2018-03-14".parse().unwrap()),
        reference: "W07-180314-001".into(),
        kind: "Drug litter".into(),
        place: place.into(),
        ward: "Luton and Wayfield".into(),
        answers: "Small van load, Tyres".into(),
        value: 4 * THOUSAND,
        money: false,
        reviewed: true,
    }
}

#[test]
fn a_spreadsheet_has_numbers_as_numbers_dates_as_dates_and_no_formula() {
    let (head, report) = report();
    let mut file = Cursor::new(Vec::new());
    let odd = ["Rope Walk", FORMULA, "<b>&amp;</b>", "\u{202e}right to left", &"\u{1f600}".repeat(2_000)];
    xlsx::<()>(&mut file, &head, &report, |row| {
        odd.iter().try_for_each(|place| row(behind("LITTER.DRUG.ITEMS", place)))
    })
    .unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.into_inner())).unwrap();
    assert_eq!(book.sheet_names(), ["Report", "Figures", "Findings"]);
    let figures = book.worksheet_range("Figures").unwrap();
    let of = |id: &str| figures.rows().find(|row| row[0] == Data::String(id.into())).unwrap().to_vec();
    assert_eq!(of("LITTER.DRUG.ITEMS")[2], Data::Float(8.0));
    assert_eq!(of("LITTER.DRUG.ITEMS")[4], Data::Float(4.0), "the year before");
    assert_eq!(of("ENF.FINES_COSTS")[2], Data::Float(74_806.02), "pounds");
    assert_eq!(of("BLUELIGHT.STOCK")[2], Data::String("fewer than 5".into()), "few people are not told apart");
    assert_eq!(of("ENF.CPW")[2], Data::Float(0.0), "zero is printed");
    let findings = book.worksheet_range("Findings").unwrap();
    let rows: Vec<_> = findings.rows().skip(1).collect();
    assert_eq!(rows.len(), odd.len());
    for (row, place) in rows.iter().zip(odd) {
        assert_eq!(row[4], Data::String(place.into()));
        assert!(
            matches!(row[1], Data::DateTime(_)) && row[6] == Data::Float(4.0) && row[7] == Data::Bool(true),
            "{row:?}"
        );
    }
    assert!(book.worksheet_formula("Findings").unwrap().is_empty(), "a finding's text is never a formula");
    let words = book.worksheet_range("Report").unwrap();
    assert!(words.rows().any(|row| row[1] == Data::String("Including 1 not yet reviewed".into())));
}

/// What LibreOffice reads in one sheet of a spreadsheet.
fn libre_office(folder: &Path, sheet: &str) -> Vec<Vec<String>> {
    // Commas, quotes, UTF-8, from the first line, as the cells are shown, every sheet a file.
    let as_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut office = Command::new("soffice");
    office
        .args([&profile, "--headless", "--convert-to", as_csv, "--outdir"])
        .arg(folder)
        .arg(folder.join("report.xlsx"));
    let ran = office.output().map_err(|error| format!("soffice: {error}; `cargo xtask setup` installs it")).unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let file = folder.join(format!("report-{sheet}.csv"));
    let mut table = ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file).unwrap();
    table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn libre_office_opens_the_spreadsheet_with_numbers_days_and_pounds_and_runs_nothing() {
    let (head, report) = report();
    let folder = tempfile::tempdir().unwrap();
    let odd = [FORMULA, "<b>&amp;</b>", "\u{202e}right to left", &"\u{1f600}".repeat(2_000)];
    let file = File::create(folder.path().join("report.xlsx")).unwrap();
    xlsx::<()>(file, &head, &report, |row| odd.iter().try_for_each(|place| row(behind("LITTER.DRUG.ITEMS", place))))
        .unwrap();
    let findings = libre_office(folder.path(), "Findings");
    assert_eq!(findings.len(), 1 + odd.len());
    for (row, place) in findings.iter().skip(1).zip(odd) {
        assert_eq!(row[4], place, "words, also what looks like a formula");
        // A day as this computer writes one; a bare number would be 43173.
        assert!(row[1].contains("14") && row[1].contains("2018"), "{row:?}");
        assert_eq!([row[6].as_str(), row[7].as_str()], ["4", "TRUE"], "{row:?}");
    }
    let figures = libre_office(folder.path(), "Figures");
    let of = |id: &str| figures.iter().find(|row| row[0] == id).unwrap();
    assert_eq!([of("LITTER.DRUG.ITEMS")[2].as_str(), of("ENF.CPW")[2].as_str()], ["8", "0"]);
    assert_eq!(of("ENF.FINES_COSTS")[2], "74806.02", "pounds, as a number");
}

#[test]
fn several_tables_are_sheets_of_one_workbook_each_below_what_it_is_of() {
    let sheet = |name: &str, about: &[&str], numbers: &[f64]| Sheet {
        table: Table { name: name.into(), columns: vec![Column::new("What", 20.0), Column::new("How many", 10.0)] },
        about: about.iter().map(|line| (*line).to_owned()).collect(),
        rows: numbers.iter().map(|number| vec![Cell::from(FORMULA.to_owned()), Cell::Number(*number, 2)]).collect(),
    };
    let mut file = Cursor::new(Vec::new());
    let sheets = vec![sheet("First", &["Of March", "Some are left out"], &[2.25, 0.0]), sheet("Second", &[], &[1.0])];
    workbook::<()>(&mut file, sheets).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.into_inner())).unwrap();
    assert_eq!(book.sheet_names(), ["First", "Second"]);
    let head = Data::String("How many".into());
    let first = book.worksheet_range("First").unwrap();
    assert_eq!(first.get_value((1, 0)), Some(&Data::String("Some are left out".into())));
    assert_eq!(
        [(3, 1), (4, 1), (5, 1)].map(|cell| first.get_value(cell).unwrap()),
        [&head, &Data::Float(2.25), &Data::Float(0.0)]
    );
    let second = book.worksheet_range("Second").unwrap();
    assert_eq!([(0, 1), (1, 1)].map(|cell| second.get_value(cell).unwrap()), [&head, &Data::Float(1.0)]);
    assert!(book.worksheet_formula("First").unwrap().is_empty(), "words are never a formula");
}

#[test]
fn the_table_as_csv_and_text_says_what_the_report_says() {
    let (head, report) = report();
    let mut file = Vec::new();
    csv(&mut file, &head, &report).unwrap();
    let mut table = ::csv::Reader::from_reader(file.as_slice());
    assert_eq!(table.headers().unwrap().get(2), Some("1 Nov 2017 to 31 Oct 2018"));
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let drugs = rows.iter().find(|row| &row[0] == "LITTER.DRUG.ITEMS").unwrap();
    assert_eq!([&drugs[2], &drugs[3], &drugs[4]], ["8", "4", "+4"]);
    let fines = rows.iter().find(|row| &row[0] == "ENF.FINES_COSTS").unwrap();
    assert_eq!(&fines[4], "+100%", "a number, also with a plus and a percent sign");
    let said = text(&head, &report);
    assert!(said.contains("15.1  Hotspots were checked on 0 days; 8 drug-related"), "{said}");
}

#[test]
fn what_cannot_be_read_or_written_ends_the_document() {
    let (head, report) = report();
    let failed = xlsx::<&str>(Cursor::new(Vec::new()), &head, &report, |_| Err(DocumentError::Findings("gone")));
    assert!(matches!(failed, Err(DocumentError::Findings("gone"))));
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    impl std::io::Seek for Full {
        fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
            Ok(0)
        }
    }
    assert!(xlsx::<()>(Full, &head, &report, |_| Ok(())).is_err());
    assert!(csv(Full, &head, &report).is_err());
}
