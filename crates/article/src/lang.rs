//! Languages.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language by its ISO 639 code of two or three letters: `en`, `de`, `zh`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang([u8; 3]);

impl Lang {
    /// English.
    pub const EN: Lang = Lang(*b"en\0");

    /// The code, in lower case.
    pub fn code(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..len]).expect("a language code is made of ASCII letters")
    }
}

impl FromStr for Lang {
    type Err = &'static str;

    /// Reads `en`, `EN`, `eng`; of a tag such as `en-GB` or `pt_BR`, only the language is kept.
    fn from_str(text: &str) -> Result<Lang, &'static str> {
        let primary = text.trim().split(['-', '_']).next().unwrap_or_default();
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err("expected a language code such as `en`");
        }
        let mut code = [0; 3];
        for (slot, byte) in code.iter_mut().zip(primary.bytes()) {
            *slot = byte.to_ascii_lowercase();
        }
        Ok(Lang(two_letter_code(code)))
    }
}

/// The two-letter code of the languages that are also often written with three letters (ISO 639-3).
fn two_letter_code(code: [u8; 3]) -> [u8; 3] {
    const LONG_AND_SHORT: &[(&[u8; 3], &[u8; 2])] = &[
        (b"ara", b"ar"),
        (b"cmn", b"zh"),
        (b"zho", b"zh"),
        (b"chi", b"zh"),
        (b"ces", b"cs"),
        (b"dan", b"da"),
        (b"deu", b"de"),
        (b"ger", b"de"),
        (b"ell", b"el"),
        (b"eng", b"en"),
        (b"fas", b"fa"),
        (b"pes", b"fa"),
        (b"fin", b"fi"),
        (b"fra", b"fr"),
        (b"fre", b"fr"),
        (b"heb", b"he"),
        (b"hin", b"hi"),
        (b"hun", b"hu"),
        (b"ita", b"it"),
        (b"jpn", b"ja"),
        (b"kor", b"ko"),
        (b"nld", b"nl"),
        (b"dut", b"nl"),
        (b"nob", b"no"),
        (b"nor", b"no"),
        (b"pol", b"pl"),
        (b"por", b"pt"),
        (b"ron", b"ro"),
        (b"rum", b"ro"),
        (b"rus", b"ru"),
        (b"spa", b"es"),
        (b"swe", b"sv"),
        (b"tur", b"tr"),
        (b"ukr", b"uk"),
        (b"vie", b"vi"),
    ];
    match LONG_AND_SHORT.iter().find(|(long, _)| **long == code) {
        Some((_, short)) => [short[0], short[1], 0],
        None => code,
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Lang({self})")
    }
}

impl TryFrom<String> for Lang {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Lang, &'static str> {
        text.parse()
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> String {
        lang.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(text.parse::<Lang>().ok().as_ref().map(Lang::code), expect);
    }

    #[test]
    fn codes_are_read_in_their_common_spellings() {
        check("EN", Some("en"));
        check("en-GB", Some("en"));
        check("deu", Some("de"));
        check("gsw", Some("gsw"));
        check("English", None);
        check("", None);
    }
}
