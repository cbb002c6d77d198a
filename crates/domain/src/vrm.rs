//! Vehicle registration marks: read, named and written the British way (domain rules C2).
//!
//! Advice only. Foreign, military, cherished and damaged marks exist, so an unrecognised mark is kept as it was seen
//! and never blocks. Letters and digits that look alike are never swapped by themselves, only suggested. The order of
//! the styles matters: the first that fits wins.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Marks longer than this are not searched for swaps (the longest British style has 7 characters).
const LONGEST: usize = 8;
/// Most suggestions given.
const MOST_SUGGESTIONS: usize = 3;

/// The style in which a mark is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// `AB07 CDE`, since September 2001.
    Current,
    /// `Q123 ABC`: age or identity unknown.
    QPlate,
    /// `A123 BCD`, August 1983 to August 2001.
    Prefix,
    /// `ABC 123D`, February 1963 to July 1983.
    Suffix,
    /// `101 D 123`.
    Diplomatic,
    /// Northern Ireland: letters with an I or a Z.
    NorthernIreland,
    /// To 1963, and cherished marks since.
    Dateless,
    /// Five digits: a trader's plate, not a vehicle's.
    Trade,
    /// None of these.
    Unrecognised,
}

/// Upper-case, and only A to Z and 0 to 9: the form to compare and search by.
pub fn normalise(entered: &str) -> String {
    entered.chars().map(|c| c.to_ascii_uppercase()).filter(char::is_ascii_alphanumeric).collect()
}

/// The style of a mark as typed.
pub fn style(entered: &str) -> Style {
    let mark = normalise(entered);
    match runs(&mark).as_slice() {
        [area, age, last] if is_current(area, age, last) => Style::Current,
        ["Q", number, last] if is_number(number, 3) && is_letters(last, 3, 3) => Style::QPlate,
        [year, number, last] if is_year(year) && is_number(number, 3) && is_letters(last, 3, 3) => Style::Prefix,
        [first, number, year] if is_letters(first, 3, 3) && is_number(number, 3) && is_year(year) => Style::Suffix,
        [first, "D" | "X", last] if is_digits(first, 3) && is_digits(last, 3) => Style::Diplomatic,
        [letters, number] | [number, letters] if is_northern_irish(letters, number) => Style::NorthernIreland,
        [letters, number] | [number, letters] if is_dateless(letters, number) => Style::Dateless,
        [digits] if is_digits(digits, 5) => Style::Trade,
        _ => Style::Unrecognised,
    }
}

/// The mark with its space, as on the plate. An unrecognised one is only normalised.
pub fn display(entered: &str) -> String {
    let mark = normalise(entered);
    let runs = runs(&mark);
    match (style(&mark), runs.as_slice()) {
        (Style::Current | Style::QPlate | Style::Prefix, [a, b, c]) => format!("{a}{b} {c}"),
        (Style::Suffix, [a, b, c]) => format!("{a} {b}{c}"),
        (Style::Unrecognised, _) => mark,
        _ => runs.join(" "),
    }
}

/// What the mark reads as, in words for the warden.
pub fn reading(entered: &str) -> String {
    let mark = normalise(entered);
    match style(&mark) {
        Style::Current => format!("Reads as a mark from {}", current_year(&mark)),
        Style::QPlate => "Reads as a Q mark: age or identity unknown".to_owned(),
        Style::Prefix => "Reads as a mark from 1983 to 2001".to_owned(),
        Style::Suffix => "Reads as a mark from 1963 to 1983".to_owned(),
        Style::Diplomatic => "Reads as a diplomatic mark".to_owned(),
        Style::NorthernIreland => "Reads as a Northern Ireland mark".to_owned(),
        Style::Dateless => "Reads as a dateless mark".to_owned(),
        Style::Trade => "Reads as a trade plate: it belongs to a trader, not to a vehicle".to_owned(),
        Style::Unrecognised => match suggestions(&mark).as_slice() {
            [] => "Not a British pattern. Save what you see.".to_owned(),
            found => format!("Not a British pattern. Is it {}? Save what you see.", found.join(" or ")),
        },
    }
}

/// Recognised marks that differ from an unrecognised one only by O/0, I/1 and S/5; fewest swaps first, as displayed.
pub fn suggestions(entered: &str) -> Vec<String> {
    let mark = normalise(entered);
    if mark.len() > LONGEST || style(&mark) != Style::Unrecognised {
        return Vec::new();
    }
    let alike: Vec<(usize, char)> = mark.chars().enumerate().filter_map(|(at, c)| Some((at, look_alike(c)?))).collect();
    let mut choices: Vec<u32> = (1..1 << alike.len()).collect();
    choices.sort_by_key(|choice| choice.count_ones());
    choices
        .into_iter()
        .map(|choice| swapped(&mark, &alike, choice))
        .filter(|mark| style(mark) != Style::Unrecognised)
        .take(MOST_SUGGESTIONS)
        .map(|mark| display(&mark))
        .collect()
}

fn swapped(mark: &str, alike: &[(usize, char)], choice: u32) -> String {
    let swap = |at: usize| alike.iter().zip(0u32..).find(|((place, _), bit)| *place == at && choice >> bit & 1 == 1);
    mark.chars().enumerate().map(|(at, c)| swap(at).map_or(c, |((_, other), _)| *other)).collect()
}

fn look_alike(c: char) -> Option<char> {
    match c {
        'O' => Some('0'),
        '0' => Some('O'),
        'I' => Some('1'),
        '1' => Some('I'),
        'S' => Some('5'),
        '5' => Some('S'),
        _ => None,
    }
}

/// Splits a normalised mark into its runs of letters and of digits.
fn runs(mark: &str) -> Vec<&str> {
    mark.as_bytes()
        .chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit())
        .filter_map(|run| std::str::from_utf8(run).ok())
        .collect()
}

fn is_current(area: &str, age: &str, last: &str) -> bool {
    is_letters(area, 2, 2)
        && !area.contains('Z')
        && is_digits(age, 2)
        && !matches!(age, "00" | "01" | "50")
        && last.len() == 3
        && last.bytes().all(|b| b.is_ascii_uppercase() && !matches!(b, b'I' | b'Q'))
}

fn is_northern_irish(letters: &str, number: &str) -> bool {
    let area = letters.get(letters.len().saturating_sub(2)..).unwrap_or_default();
    (2..=3).contains(&letters.len())
        && letters.bytes().all(|b| b.is_ascii_uppercase() && b != b'Q')
        && (letters.len() == area.len() || !letters.starts_with(['I', 'Z']))
        && letters.contains(['I', 'Z'])
        && is_number(number, 4)
}

fn is_dateless(letters: &str, number: &str) -> bool {
    is_letters(letters, 1, 2) && is_number(number, 4) || is_letters(letters, 3, 3) && is_number(number, 3)
}

/// A to Y without I and Q, as most letter groups allow.
fn is_letters(text: &str, fewest: usize, most: usize) -> bool {
    (fewest..=most).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() && !matches!(b, b'I' | b'Q' | b'Z'))
}

/// A year letter: not I, O, Q, U or Z.
fn is_year(text: &str) -> bool {
    is_letters(text, 1, 1) && !matches!(text, "O" | "U")
}

/// A number without leading zero and at most so many digits.
fn is_number(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0')
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

/// Year of issue of a current mark: age 02 to 49 is March 20xx, 51 to 99 September 2001 to 2049.
fn current_year(mark: &str) -> u32 {
    let age: u32 = mark.get(2..4).and_then(|age| age.parse().ok()).unwrap_or_default();
    2000 + if age > 50 { age - 50 } else { age }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("AA19AAA", "AA19AAA", Style::Current)]
    #[case("ab51 abc", "AB51ABC", Style::Current)]
    #[case("LA68-XYZ", "LA68XYZ", Style::Current)]
    #[case("TE57VRN", "TE57VRN", Style::Current)]
    #[case("ER19BAD", "ER19BAD", Style::Current)]
    #[case("A123BCD", "A123BCD", Style::Prefix)]
    #[case("a1 abc", "A1ABC", Style::Prefix)]
    #[case("L2 WPS", "L2WPS", Style::Prefix)]
    #[case("Q123ABC", "Q123ABC", Style::QPlate)]
    #[case("ABC 123D", "ABC123D", Style::Suffix)]
    #[case("KBC 987T", "KBC987T", Style::Suffix)]
    #[case("AB 1234", "AB1234", Style::Dateless)]
    #[case("1234 AB", "1234AB", Style::Dateless)]
    #[case("ABC 123", "ABC123", Style::Dateless)]
    #[case("123 ABC", "123ABC", Style::Dateless)]
    #[case("A 1", "A1", Style::Dateless)]
    #[case("1234 AZ", "1234AZ", Style::NorthernIreland)]
    #[case("AZ 1234", "AZ1234", Style::NorthernIreland)]
    #[case("AIZ 1234", "AIZ1234", Style::NorthernIreland)]
    #[case("BIG 1234", "BIG1234", Style::NorthernIreland)]
    #[case("WUI 123", "WUI123", Style::NorthernIreland)]
    #[case("JJZ 4567", "JJZ4567", Style::NorthernIreland)]
    #[case("101 D 123", "101D123", Style::Diplomatic)]
    #[case("270 X 999", "270X999", Style::Diplomatic)]
    #[case("12345", "12345", Style::Trade)]
    #[case("BD00ABC", "BD00ABC", Style::Unrecognised)]
    #[case("ZA12ABC", "ZA12ABC", Style::Unrecognised)]
    #[case("AB12IJK", "AB12IJK", Style::Unrecognised)]
    #[case("U123ABC", "U123ABC", Style::Unrecognised)]
    #[case("ABC1234", "ABC1234", Style::Unrecognised)]
    #[case("AA19 AA", "AA19AA", Style::Unrecognised)]
    #[case("1 A", "1A", Style::Dateless)]
    #[case("IAB 123", "IAB123", Style::Unrecognised)]
    #[case("IA 123", "IA123", Style::NorthernIreland)]
    fn each_published_mark_reads_as_its_style(#[case] entered: &str, #[case] norm: &str, #[case] expected: Style) {
        assert_eq!(normalise(entered), norm);
        assert_eq!(style(entered), expected, "style of {entered}");
    }

    #[rstest]
    #[case("ab07cde", "AB07 CDE")]
    #[case("a1abc", "A1 ABC")]
    #[case("q123abc", "Q123 ABC")]
    #[case("abc123d", "ABC 123D")]
    #[case("1234az", "1234 AZ")]
    #[case("101d123", "101 D 123")]
    #[case("12345", "12345")]
    #[case("bd00-abc", "BD00ABC")]
    fn a_mark_is_shown_with_its_space(#[case] entered: &str, #[case] shown: &str) {
        assert_eq!(display(entered), shown);
    }

    #[rstest]
    #[case("ABO7CDE", &["AB07 CDE"])]
    #[case("AB5ICDE", &["AB51 CDE"])]
    #[case("AB07CD5", &["AB07 CDS"])]
    #[case("AB07CDE", &[])]
    #[case("ZZZZZZZ", &[])]
    fn look_alikes_are_suggested_and_never_swapped(#[case] entered: &str, #[case] expected: &[&str]) {
        assert_eq!(suggestions(entered), expected);
        assert_eq!(normalise(entered), entered, "the mark itself stays as it was seen");
    }

    #[rstest]
    #[case("AB07 CDE", "Reads as a mark from 2007")]
    #[case("AB57 CDE", "Reads as a mark from 2007")]
    #[case("AB51 CDE", "Reads as a mark from 2001")]
    #[case("ABO7 CDE", "Not a British pattern. Is it AB07 CDE? Save what you see.")]
    #[case("", "Not a British pattern. Save what you see.")]
    #[case("é☃ß漢字", "Not a British pattern. Save what you see.")]
    fn the_reading_is_said_in_words(#[case] entered: &str, #[case] words: &str) {
        assert_eq!(reading(entered), words);
    }
}
