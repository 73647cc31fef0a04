//! What a glyph stands for, by its name.
//!
//! The names are made of parts: `eacute` is an e with an acute. So a table of parts says what a list of all
//! names does.
//!
//! Names: <https://github.com/adobe-type-tools/agl-specification>

use icu_normalizer::ComposingNormalizerBorrowed;

/// Marks by the ends of names.
const MARKS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("breve", '\u{306}'),
    ("caron", '\u{30c}'),
    ("cedilla", '\u{327}'),
    ("circumflex", '\u{302}'),
    ("commaaccent", '\u{326}'),
    ("dieresis", '\u{308}'),
    ("dotaccent", '\u{307}'),
    ("grave", '\u{300}'),
    ("hungarumlaut", '\u{30b}'),
    ("macron", '\u{304}'),
    ("ogonek", '\u{328}'),
    ("ring", '\u{30a}'),
    ("tilde", '\u{303}'),
];

/// Names that are not made of parts.
const NAMES: &[(&str, &str)] = &[
    ("AE", "Æ"),
    ("Delta", "Δ"),
    ("Eth", "Ð"),
    ("Euro", "€"),
    ("Lslash", "Ł"),
    ("OE", "Œ"),
    ("Omega", "Ω"),
    ("Oslash", "Ø"),
    ("Thorn", "Þ"),
    ("ae", "æ"),
    ("ampersand", "&"),
    ("apostrophe", "'"),
    ("asciicircum", "^"),
    ("asciitilde", "~"),
    ("asterisk", "*"),
    ("at", "@"),
    ("backslash", "\\"),
    ("bar", "|"),
    ("braceleft", "{"),
    ("braceright", "}"),
    ("bracketleft", "["),
    ("bracketright", "]"),
    ("brokenbar", "¦"),
    ("bullet", "•"),
    ("cent", "¢"),
    ("colon", ":"),
    ("comma", ","),
    ("copyright", "©"),
    ("currency", "¤"),
    ("dagger", "†"),
    ("daggerdbl", "‡"),
    ("dcroat", "đ"),
    ("degree", "°"),
    ("divide", "÷"),
    ("dollar", "$"),
    ("dotlessi", "ı"),
    ("eight", "8"),
    ("ellipsis", "…"),
    ("emdash", "—"),
    ("endash", "–"),
    ("equal", "="),
    ("eth", "ð"),
    ("exclam", "!"),
    ("exclamdown", "¡"),
    ("five", "5"),
    ("florin", "ƒ"),
    ("four", "4"),
    ("fraction", "⁄"),
    ("germandbls", "ß"),
    ("greater", ">"),
    ("greaterequal", "≥"),
    ("guillemotleft", "«"),
    ("guillemotright", "»"),
    ("guilsinglleft", "‹"),
    ("guilsinglright", "›"),
    ("hyphen", "-"),
    ("less", "<"),
    ("lessequal", "≤"),
    ("logicalnot", "¬"),
    ("lslash", "ł"),
    ("minus", "−"),
    ("mu", "µ"),
    ("multiply", "×"),
    ("nbspace", "\u{a0}"),
    ("nine", "9"),
    ("nonbreakingspace", "\u{a0}"),
    ("notequal", "≠"),
    ("numbersign", "#"),
    ("oe", "œ"),
    ("one", "1"),
    ("onehalf", "½"),
    ("onequarter", "¼"),
    ("onesuperior", "¹"),
    ("ordfeminine", "ª"),
    ("ordmasculine", "º"),
    ("oslash", "ø"),
    ("paragraph", "¶"),
    ("parenleft", "("),
    ("parenright", ")"),
    ("percent", "%"),
    ("period", "."),
    ("periodcentered", "·"),
    ("perthousand", "‰"),
    ("pi", "π"),
    ("plus", "+"),
    ("plusminus", "±"),
    ("question", "?"),
    ("questiondown", "¿"),
    ("quotedbl", "\""),
    ("quotedblbase", "„"),
    ("quotedblleft", "“"),
    ("quotedblright", "”"),
    ("quoteleft", "‘"),
    ("quoteright", "’"),
    ("quotesinglbase", "‚"),
    ("quotesingle", "'"),
    ("registered", "®"),
    ("section", "§"),
    ("semicolon", ";"),
    ("seven", "7"),
    ("sfthyphen", "\u{ad}"),
    ("six", "6"),
    ("slash", "/"),
    ("space", " "),
    ("sterling", "£"),
    ("thorn", "þ"),
    ("three", "3"),
    ("threequarters", "¾"),
    ("threesuperior", "³"),
    ("trademark", "™"),
    ("two", "2"),
    ("twosuperior", "²"),
    ("underscore", "_"),
    ("yen", "¥"),
    ("zero", "0"),
];

/// The letters that a glyph of this name stands for; `None` for names that say nothing, such as `g17`.
pub(super) fn letters_of(name: &str) -> Option<String> {
    // What follows a point is a variant: `a.sc` is a small capital.
    let name = name.split('.').next().unwrap_or_default();
    let mut letters = String::new();
    for part in name.split('_') {
        letters.push_str(&part_of(part)?);
    }
    (!letters.is_empty()).then_some(letters)
}

fn part_of(name: &str) -> Option<String> {
    if let Ok(at) = NAMES.binary_search_by_key(&name, |(name, _)| name) {
        return Some(NAMES[at].1.to_owned());
    }
    let mut chars = name.chars();
    if let (Some(letter), None) = (chars.next(), chars.next())
        && letter.is_ascii_alphabetic()
    {
        return Some(letter.to_string());
    }
    if matches!(name, "ff" | "fi" | "fl" | "ffi" | "ffl") {
        return Some(name.to_owned());
    }
    if let Some(digits) = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))
        && (4..=6).contains(&digits.len())
        && let Ok(code) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(code).map(String::from);
    }
    if let Some(code) = name.strip_prefix("afii").and_then(|digits| digits.parse::<u32>().ok()) {
        return cyrillic(code).map(String::from);
    }
    let (base, mark) = MARKS.iter().find_map(|(end, mark)| Some((name.strip_suffix(end)?, *mark)))?;
    let base = match base {
        "dotlessi" => "i",
        base if base.len() == 1 => base,
        _ => return None,
    };
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&format!("{base}{mark}")).into_owned();
    Some(composed)
}

/// The letters of the Russian alphabet, which are numbered in its order.
fn cyrillic(code: u32) -> Option<char> {
    let (first, yo, start) = match code {
        10_017..=10_049 => (10_017, 'Ё', 0x410),
        10_065..=10_097 => (10_065, 'ё', 0x430),
        _ => return None,
    };
    match code - first {
        at @ 0..=5 => char::from_u32(start + at),
        6 => Some(yo),
        at => char::from_u32(start + at - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expect: Option<&str>) {
        assert_eq!(letters_of(name).as_deref(), expect, "{name}");
    }

    #[test]
    fn the_table_is_sorted() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn names_say_what_glyphs_stand_for() {
        for (name, expect) in [
            ("A", "A"),
            ("eacute", "é"),
            ("Scaron", "Š"),
            ("quotedblleft", "“"),
            ("f_f_i", "ffi"),
            ("fl", "fl"),
            ("a.sc", "a"),
            ("uni0416", "Ж"),
            ("u1F600", "😀"),
            ("afii10017", "А"),
            ("afii10023", "Ё"),
            ("afii10049", "Я"),
            ("afii10072", "ж"),
        ] {
            check(name, Some(expect));
        }
    }

    #[test]
    fn names_that_say_nothing_are_told() {
        for name in ["g17", "", ".notdef", "uniD800", "u12", "foo", "afii1"] {
            check(name, None);
        }
    }
}
