//! Dates that fill a text, or stand at the start of a line.

use super::days::Shape;
use super::stamp::{Stamp, stamp};
use super::token::{Cursor, Kind, Token, is_blank, stands_alone, tokens, twin};
use super::words::{Label, label, month};
use super::{DayOrder, Reading};

/// The most tokens that a date with its label is made of; what lies behind is not looked at.
pub(super) const LONGEST_DATE: usize = 48;

/// Reads a whole text as one date, with its label, in brackets or not.
pub(super) fn whole(text: &str, order: Option<DayOrder>) -> Option<Stamp> {
    let (tokens, complete) = tokens(text, LONGEST_DATE);
    if !complete {
        return None;
    }
    let ends = |_: &Stamp, mut end: Cursor<'_>| {
        end.mark(".,");
        end.is_done()
    };
    let mut cursor = Cursor::new(&tokens);
    if let Some(found) = bracketed(&mut cursor, order, ends) {
        return Some(found);
    }
    skip_label(&mut cursor)?;
    bracketed(&mut cursor, order, ends)
}

/// Reads a date at the very start of a line, and where the rest of the line begins, in bytes.
///
/// The date may stand in brackets and behind a label, and a time behind it belongs to it. Refused
/// is a date that goes on as a sentence (`March 5, 2017 was a Sunday`), a label that could begin one
/// (`On March 5, 2017 the`), and whatever is longer than a day or could be a mere number.
pub fn read_prefix(line: &str, order: Option<DayOrder>) -> Option<(Reading, usize)> {
    let (tokens, _) = tokens(line, LONGEST_DATE);
    let mut cursor = Cursor::new(&tokens);
    let label = skip_label(&mut cursor);
    let found =
        bracketed(&mut cursor, order, |stamp, end| stamp.days.shape == Shape::Evident && is_boundary(end))?;
    let read = &tokens[..tokens.len() - cursor.rest().len()];
    let (rest, firmly) = skip_separators(line, read.last()?.end);
    let goes_on = line[rest..].starts_with(char::is_lowercase) && !firmly;
    let is_prose = match label {
        Some(Label::Telling) => false,
        Some(Label::Joining) => rest < line.len(),
        None => goes_on && read.iter().any(is_month),
    };
    (!is_prose).then(|| (found.reading(), rest))
}

/// Whether a date may end here: nothing that could belong to the same word or number follows.
pub(super) fn is_boundary(mut end: Cursor<'_>) -> bool {
    if !end.is_glued() {
        return true;
    }
    if end.mark("-/.:'_+").is_some() {
        return !end.is_glued()
            || !matches!(end.rest(), [Token { kind: Kind::Number { .. } | Kind::Word { .. }, .. }, ..]);
    }
    match end.rest() {
        [token, ..] => match &token.kind {
            Kind::Number { .. } => false,
            Kind::Word { folded, .. } => folded.starts_with(stands_alone),
            Kind::Mark(_) => true,
        },
        [] => true,
    }
}

/// Whether a token can name a month.
pub(super) fn is_month(token: &Token) -> bool {
    matches!(&token.kind, Kind::Word { folded, .. } if month(folded).is_some())
}

/// Reads a date with or without brackets around it, behind which `may_end` holds.
fn bracketed(
    cursor: &mut Cursor<'_>,
    order: Option<DayOrder>,
    may_end: impl Fn(&Stamp, Cursor<'_>) -> bool,
) -> Option<Stamp> {
    cursor
        .attempt(|cursor| {
            cursor.mark("([")?;
            let found =
                stamp(cursor, order, |found, mut end| end.mark(")]").is_some() && may_end(found, end))?;
            cursor.mark(")]")?;
            Some(found)
        })
        .or_else(|| stamp(cursor, order, may_end))
}

/// Reads past a label such as `First published on` and says how much it tells: behind a colon, any
/// label announces its date.
fn skip_label(cursor: &mut Cursor<'_>) -> Option<Label> {
    const LONGEST: usize = 8;
    let mut told = None;
    for _ in 0..LONGEST {
        if let Some(found) = cursor.word_as(label) {
            if told != Some(Label::Telling) {
                told = Some(found);
            }
        } else if told.is_none() {
            break;
        } else if cursor.mark(":").is_some() {
            told = Some(Label::Telling);
        } else if cursor.mark("-|").is_none() {
            break;
        }
    }
    told
}

/// Where the rest of the line begins behind its date, and whether more than blanks and commas
/// stand between them.
fn skip_separators(line: &str, end: usize) -> (usize, bool) {
    let mut firmly = false;
    for (at, c) in line[end..].char_indices() {
        match twin(c) {
            '-' | '—' | ':' | '|' | '·' | '•' => firmly = true,
            ',' | '.' => {}
            _ if is_blank(c) => {}
            _ => return (end + at, firmly),
        }
    }
    (line.len(), firmly)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expect: Option<(&str, &str)>) {
        let found = read_prefix(line, None).map(|(reading, rest)| (reading.span.to_string(), &line[rest..]));
        assert_eq!(found.as_ref().map(|(span, rest)| (span.as_str(), *rest)), expect, "{line}");
    }

    #[test]
    fn a_line_may_begin_with_its_date() {
        let headline = Some(("2017-03-02", "Jeff Sessions will not"));
        check("2017-03-02 Jeff Sessions will not", headline);
        check(" date 2017-03-02 Jeff Sessions will not", headline);
        check("[2017/03/02  10:00]，Jeff Sessions will not", headline);
        check("(2 March 2017) – Jeff Sessions will not", headline);
        check("March 2, 2017 2:30 p.m. ET | Jeff Sessions will not", headline);
        check("Thursday, March 2, 2017: Jeff Sessions will not", headline);
        check("20170302 Jeff Sessions will not", headline);
        check("发布时间：2017-03-02 Jeff Sessions will not", headline);
        check("Published: 2 March 2017 Jeff Sessions will not", headline);
        check("2017年3月2日讯", Some(("2017-03-02", "讯")));
        check("2023-08-16 16:37:31，正文：中新网", Some(("2023-08-16", "正文：中新网")));
        check("2017-03-02 jeff sessions", Some(("2017-03-02", "jeff sessions")));
        check("27-MAR-1987 14:04:26.14&#5;&#5;&#5;F", Some(("1987-03-27", "&#5;&#5;&#5;F")));
        check("2 March 2017", Some(("2017-03-02", "")));
        check("Le 2 mars 2017", Some(("2017-03-02", "")));
    }

    #[test]
    fn prose_that_begins_like_a_date_is_left_alone() {
        for line in [
            "March of the penguins",
            "May said on Monday",
            "2017 was a year",
            "March 2017 was a month",
            "March 5, 2017 was a Sunday",
            "5 March 2017, when it snowed",
            "On March 5, 2017 President Obama said",
            "5 May 17 people died",
            "1488724200 Jeff",
            "2017-03 Jeff",
            "1.2.13 Sections",
            "2017-03-02-jeff-sessions",
            "2017-03-02.txt",
            "March 5, 2017's weather",
            "10:30 Breakfast",
            "",
        ] {
            check(line, None);
        }
    }

    #[test]
    fn a_number_behind_the_date_is_not_its_time() {
        check("2017-03-02 10 people died", Some(("2017-03-02", "10 people died")));
        check("2 March 2017 14.30 euros", Some(("2017-03-02", "14.30 euros")));
        check("2017-03-02 10:30 -12 degrees", Some(("2017-03-02", "12 degrees")));
    }
}
