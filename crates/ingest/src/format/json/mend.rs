//! JSON that is nearly right.
//!
//! Some writers leave what the standard forbids, without any doubt about what they meant: Python writes
//! `NaN` for a missing value and cuts pictographs into lone surrogates; hands leave line ends inside
//! strings and commas at the end of lists.

const HEX: &[u8; 16] = b"0123456789abcdef";

/// JSON after mending.
pub(super) struct Mended {
    pub text: String,
    /// Half a letter was replaced by `U+FFFD`.
    pub lost_letters: bool,
}

/// Writes the same JSON by the book, as far as its faults are of the known kinds.
pub(super) fn mended(text: &str) -> Mended {
    let mut mended = Mended { text: String::with_capacity(text.len() + 16), lost_letters: false };
    let mut rest = text;
    while let Some(quote) = rest.find('"') {
        outside(&rest[..quote], &rest[quote..], &mut mended.text);
        mended.text.push('"');
        rest = string(&rest[quote + 1..], &mut mended);
    }
    outside(rest, "", &mut mended.text);
    mended
}

/// What stands between two strings. `next` is what follows it.
fn outside(text: &str, next: &str, out: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (taken, written) = if let Some(word) =
            ["NaN", "-Infinity", "Infinity"].into_iter().find(|word| rest.starts_with(word))
        {
            (word.len(), "null")
        } else if first == ',' && ends_list(&rest[1..], next) {
            (1, "")
        } else {
            let len = first.len_utf8();
            (len, &rest[..len])
        };
        out.push_str(written);
        rest = &rest[taken..];
    }
}

/// Whether nothing but the end of a list or of the text follows a comma.
fn ends_list(rest: &str, next: &str) -> bool {
    match rest.trim_ascii_start().chars().next() {
        None => next.is_empty(),
        Some(first) => matches!(first, ']' | '}'),
    }
}

/// The inside of a string with its closing quote. Gives what follows.
fn string<'a>(text: &'a str, mended: &mut Mended) -> &'a str {
    let mut rest = text;
    while let Some(stop) = rest.find(|letter: char| letter == '"' || letter == '\\' || letter < ' ') {
        mended.text.push_str(&rest[..stop]);
        rest = &rest[stop..];
        let taken = match rest.as_bytes()[0] {
            b'"' => {
                mended.text.push('"');
                return &rest[1..];
            }
            b'\\' => escape(rest, mended),
            control => {
                // All of them are below `U+0020`.
                mended.text.push_str("\\u00");
                mended
                    .text
                    .extend([control >> 4, control & 15].map(|digit| char::from(HEX[usize::from(digit)])));
                1
            }
        };
        rest = &rest[taken..];
    }
    mended.text.push_str(rest);
    ""
}

/// One escape, or two that make up a letter. Gives how many bytes it takes.
fn escape(text: &str, mended: &mut Mended) -> usize {
    let taken = match surrogate(text) {
        Some(0xd800..=0xdbff) if matches!(text.get(6..).and_then(surrogate), Some(0xdc00..=0xdfff)) => 12,
        Some(_) => {
            mended.text.push_str("\\ufffd");
            mended.lost_letters = true;
            return 6;
        }
        None if text[1..].starts_with('\'') => {
            mended.text.push('\'');
            return 2;
        }
        None => 1 + text[1..].chars().next().map_or(0, char::len_utf8),
    };
    mended.text.push_str(&text[..taken]);
    taken
}

/// The number of an escaped surrogate at the start of a text.
fn surrogate(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let number = u16::from_str_radix(digits, 16).ok()?;
    (0xd800..=0xdfff).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(mended(text).text, expect);
    }

    #[test]
    fn what_python_writes_for_nothing_is_null() {
        check(r#"{"a":NaN,"b":"NaN","c":-Infinity}"#, r#"{"a":null,"b":"NaN","c":null}"#);
    }

    #[test]
    fn commas_without_a_follower_are_dropped() {
        check(r#"{"a":[1,2,],"b":"x,}",},"#, r#"{"a":[1,2],"b":"x,}"}"#);
        check(r#"{"a":1, "b":2}"#, r#"{"a":1, "b":2}"#);
    }

    #[test]
    fn half_letters_are_replaced_and_whole_ones_kept() {
        check(r#""\ud83d\ude00""#, r#""\ud83d\ude00""#);
        check(r#""a\ud83db""#, r#""a\ufffdb""#);
        check(r#""\udce9""#, r#""\ufffd""#);
        check(r#""\ud83d\u0041""#, r#""\ufffd\u0041""#);
        assert!(mended(r#""\ud83d""#).lost_letters);
    }

    #[test]
    fn line_ends_inside_strings_are_escaped() {
        check("\"a\nb\tc\"", r#""a\u000ab\u0009c""#);
        check(r#""it\'s""#, r#""it's""#);
    }

    #[test]
    fn what_is_right_and_what_is_beyond_help_stays() {
        for text in [r#"{"a":"b\\","c":"\"é"}"#, r#"{"a":"\"#, "{\"a", "\\", r#""\u12"#, r#""\ué""#, "é\"\\é"]
        {
            check(text, text);
        }
    }
}
