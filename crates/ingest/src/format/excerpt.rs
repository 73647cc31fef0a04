//! The user's own text in a message.

/// About how many letters are shown.
const LETTERS: usize = 60;

/// The beginning of a text on one line and in backticks, with `…` where it was cut.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::from("`");
    let mut letters = text.trim().chars();
    for letter in letters.by_ref().take(LETTERS) {
        shown.push(if letter.is_control() { ' ' } else { letter });
    }
    if letters.next().is_some() {
        shown.push('…');
    }
    shown.push('`');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!(excerpt(" a\nb "), "`a b`");
        assert_eq!(excerpt(&"é".repeat(60)), format!("`{}`", "é".repeat(60)));
        assert_eq!(excerpt(&"é".repeat(61)), format!("`{}…`", "é".repeat(60)));
    }
}
