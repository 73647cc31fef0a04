//! Headline, author, date and address on lines that start with `--`, as in the corpora of Bloomberg and
//! Reuters articles.

use super::dates;
use super::headline;
use super::page::Page;
use crate::RawRecord;
use crate::date::DayOrder;

/// What stands on more lines is a list.
const MOST_LINES: usize = 20;

/// Reads the lines at the top that start with `--`. What each is, its content says.
pub(super) fn read(page: &mut Page<'_>, order: Option<DayOrder>, record: &mut RawRecord) -> bool {
    for read in 0..MOST_LINES {
        let Some(line) = page.line(0).strip_prefix("--") else {
            return read > 0;
        };
        let line = joined_letters(line.trim());
        if line.starts_with("http://") || line.starts_with("https://") {
            record.url.get_or_insert(line);
        } else if dates::is_date(&line, order) {
            record.published.push(dates::in_text(&line));
        } else if record.byline.is_none() && (headline::is_byline(&line) || is_agency(&line)) {
            record.byline = Some(line);
        } else if record.title.is_none() && !line.is_empty() {
            record.title = Some(line);
        } else {
            page.keep_aside(line);
        }
        page.take(1);
    }
    true
}

/// Whether a line names no more than an agency: `By Reuters`.
fn is_agency(line: &str) -> bool {
    line.starts_with("By ") && line.split_whitespace().count() == 2
}

/// Undoes letter-spacing: `B y   A n n   L e e` is `By Ann Lee`.
fn joined_letters(line: &str) -> String {
    let mut words: Vec<&str> = line.split("   ").map(str::trim).collect();
    words.retain(|word| !word.is_empty());
    let is_spaced = |word: &str| word.split(' ').all(|part| part.chars().count() <= 1);
    let letters = line.chars().filter(|letter| !letter.is_whitespace()).count();
    if letters < 4 || !words.iter().all(|word| is_spaced(word)) {
        return line.to_owned();
    }
    let words: Vec<String> = words.iter().map(|word| word.replace(' ', "")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_set_apart_are_joined_and_words_are_not() {
        assert_eq!(joined_letters("B y   A n n   L e e"), "By Ann Lee");
        assert_eq!(joined_letters("By Ann   Lee"), "By Ann   Lee");
        assert_eq!(joined_letters("A B C"), "A B C");
    }
}
