//! How far a number, an address or a regular expression reaches.

use super::token::{closing_quotes, is_blank};

/// The bytes of the digits at the start of `text`.
pub(crate) fn leading_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// The bytes of a weight such as `^3` or `^0.5` that ends a clause; 0 when there is none. Two in a row are one
/// mistake, never a word and a weight: `^2^3`.
pub(crate) fn weight_bytes(text: &str) -> usize {
    let mut bytes = 0;
    while let Some(number) = text[bytes..].strip_prefix('^') {
        let whole = leading_digits(number);
        let fraction = number[whole..].strip_prefix('.').map_or(0, leading_digits);
        bytes += match (whole, fraction) {
            (0, _) => return 0,
            (_, 0) => 1 + whole,
            _ => 1 + whole + 1 + fraction,
        };
    }
    let ends = text[bytes..].chars().next().is_none_or(|next| is_blank(next) || ")|".contains(next));
    if ends { bytes } else { 0 }
}

/// The bytes of a regular expression at the start of `text`: no blank inside, and its `/` ends the clause.
pub(crate) fn regex_bytes(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if is_blank(c) {
            return None;
        }
        if c == '/' && !escaped {
            let rest = &text[at + 1..];
            let ends = rest.chars().next().is_none_or(|next| is_blank(next) || ")^|".contains(next));
            return (ends && at > 1).then_some(at + 1);
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// The bytes of an address: up to a blank, a quote, or a parenthesis that it did not open.
pub(crate) fn address_bytes(text: &str) -> usize {
    let mut open = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return at,
            ')' => open -= 1,
            c if is_blank(c) || !closing_quotes(c).is_empty() => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: Option<usize>, expect: Option<&str>) {
        assert_eq!(read, expect.map(str::len));
    }

    #[test]
    fn a_weight_ends_its_clause() {
        check(Some(weight_bytes("^3 flood")), Some("^3"));
        check(Some(weight_bytes("^0.5)")), Some("^0.5"));
        check(Some(weight_bytes("^3rd")), Some(""));
        check(Some(weight_bytes("^3.")), Some(""));
        check(Some(weight_bytes("^2^3 flood")), Some("^2^3"));
        check(Some(weight_bytes("^2^b")), Some(""));
    }

    #[test]
    fn a_regular_expression_ends_at_its_first_bare_slash() {
        check(regex_bytes("/a\\/b/ c"), Some("/a\\/b/"));
        check(regex_bytes("/a/b"), None);
        check(regex_bytes("/a b/"), None);
        check(regex_bytes("//"), None);
    }

    #[test]
    fn an_address_keeps_the_parentheses_it_opens() {
        check(Some(address_bytes("http://x.org/a_(b)) c")), Some("http://x.org/a_(b)"));
    }
}
