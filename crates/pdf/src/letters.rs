//! The letters that the program has, and what becomes of a text that needs others.

use typst::foundations::Bytes;
use typst::text::Font;

/// The app's letters.
const OWN: [&[u8]; 2] = [
    include_bytes!("../fonts/AtkinsonHyperlegible-Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegible-Bold.ttf"),
];
/// What stands in place of signs that no font has.
const MISSING: char = '□';

/// The fonts.
pub(crate) struct Letters(Vec<Font>);

impl Letters {
    pub(crate) fn of_program() -> Self {
        let all = OWN.into_iter().chain(typst_assets::fonts());
        Self(all.flat_map(|font| Font::iter(Bytes::new(font))).collect())
    }

    pub(crate) fn fonts(&self) -> &[Font] {
        &self.0
    }

    /// A text as it can be printed: signs that no font has, however many in a row, are one box, and what is no sign but a command
    /// to whoever draws it (another direction, a bell) is left out.
    pub(crate) fn printable(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for sign in text.chars().filter(|sign| !is_command(*sign)) {
            let sign = if sign.is_whitespace() { ' ' } else { sign };
            match self.has(sign) {
                true => out.push(sign),
                false if out.ends_with(MISSING) => {}
                false => out.push(MISSING),
            }
        }
        out
    }

    fn has(&self, sign: char) -> bool {
        self.0.iter().any(|font| font.info().coverage.contains(sign as u32))
    }
}

/// Controls, and those that turn the direction of what follows or join signs.
fn is_command(sign: char) -> bool {
    (sign.is_control() && !sign.is_whitespace())
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_font_has_is_a_box_and_commands_are_left_out() {
        let letters = Letters::of_program();
        for (text, printed) in [
            ("Luton – £3, 63.6%", "Luton – £3, 63.6%"),
            ("שלום Ελλάδα", "שלום Ελλάδα"),
            ("a\u{202e}b\u{0}c\td", "abc d"),
            (&format!("{} needles", "\u{1f600}".repeat(2_000)), "□ needles"),
        ] {
            assert_eq!(letters.printable(text), printed);
        }
    }
}
