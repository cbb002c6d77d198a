//! Numbers as they are written: commas from 1,000, and in words where a sentence begins with them.

/// A number with commas between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Thousandths as a number of at most so many digits behind the point, rounded half up; without the point where nothing
/// follows.
pub(crate) fn decimal(thousandths: i64, digits: u32) -> String {
    let unit = 10_i64.pow(3_u32.saturating_sub(digits)).unsigned_abs();
    let rounded = (thousandths.unsigned_abs() + unit / 2) / unit;
    let whole = 10_u64.pow(digits.min(3));
    let sign = if thousandths < 0 && rounded > 0 { "−" } else { "" };
    let (before, after) = (rounded / whole, rounded % whole);
    if after == 0 {
        return format!("{sign}{}", thousands(before));
    }
    let after = format!("{after:0width$}", width = digits.min(3) as usize);
    format!("{sign}{}.{}", thousands(before), after.trim_end_matches('0'))
}

/// A number of less than a thousand in words: "ninety-one"; others have none.
pub(crate) fn in_words(number: u64) -> Option<String> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let at = usize::try_from(number).ok()?;
    if let Some(word) = ONES.get(at) {
        return Some((*word).to_owned());
    }
    if at < 100 {
        let tens = TENS.get(at / 10)?;
        return Some(if at % 10 == 0 { (*tens).to_owned() } else { format!("{tens}-{}", ONES.get(at % 10)?) });
    }
    if at < 1_000 {
        let hundreds = format!("{} hundred", ONES.get(at / 100)?);
        let rest = at % 100;
        return Some(if rest == 0 { hundreds } else { format!("{hundreds} and {}", in_words(rest as u64)?) });
    }
    None
}

/// The first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_half_up_and_have_commas() {
        for (thousandths, digits, text) in [
            (1_206_000, 1, "1,206"),
            (63_636, 1, "63.6"),
            (63_650, 1, "63.7"),
            (63_500, 0, "64"),
            (-500, 1, "−0.5"),
            (-40, 1, "0"),
            (1_025_000, 1, "1,025"),
            (999_960, 1, "1,000"),
            (5, 2, "0.01"),
        ] {
            assert_eq!(decimal(thousandths, digits), text, "{thousandths}");
        }
    }

    #[test]
    fn a_sentence_begins_with_words() {
        for (number, words) in [(0, "zero"), (12, "twelve"), (40, "forty"), (91, "ninety-one"), (100, "one hundred")] {
            assert_eq!(in_words(number).as_deref(), Some(words));
        }
        assert_eq!(in_words(344).as_deref(), Some("three hundred and forty-four"));
        assert_eq!(in_words(1_193), None);
    }
}
