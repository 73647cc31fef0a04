//! The dateline of an agency story: `WASHINGTON, March 5 (Reuters) - …`.

use dateline_article::{Day, DaySpan};

use super::days::Shape;
use super::line::{LONGEST_DATE, is_boundary, is_month};
use super::stamp::stamp;
use super::token::{Case, Cursor, Kind, Token, is_blank, tokens, twin};
use super::words::weekday;
use super::{Certainty, DayOrder, Reading, named};

/// Bytes within which a dateline must have come to its dash.
const LONGEST_DATELINE: usize = 120;

/// The date in the dateline that a story begins with.
///
/// The place stands first, in capitals, and a dash ends the dateline. `year_hint` is the year of a
/// date that gives none; without it, such a date is not read.
pub fn read_in_dateline(line: &str, order: Option<DayOrder>, year_hint: Option<i32>) -> Option<Reading> {
    // Stars mark corrected stories on the wire.
    let (tokens, _) = tokens(before_dash(line.trim_start_matches(['*', ' ']))?, LONGEST_DATE);
    if !names_place(tokens.first()?) {
        return None;
    }
    for (at, pair) in tokens.windows(2).enumerate() {
        let begins = !pair[1].glued || matches!(pair[0].kind, Kind::Mark('(' | '[' | ','));
        if !begins {
            continue;
        }
        let mut cursor = Cursor::new(&tokens[at + 1..]);
        let found =
            stamp(&mut cursor, order, |stamp, end| stamp.days.shape == Shape::Evident && is_boundary(end));
        if let Some(found) = found {
            return Some(found.reading());
        }
        if let Some(day) = day_of_year(cursor, year_hint) {
            return Some(Reading { span: DaySpan::day(day), time: None, certainty: Certainty::OneReading });
        }
    }
    None
}

/// What stands before the dash of a dateline.
fn before_dash(line: &str) -> Option<&str> {
    let mut before = ' ';
    let mut rest = line.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if at > LONGEST_DATELINE {
            return None;
        }
        let next = rest.peek().map_or(' ', |&(_, next)| next);
        let stands_free = is_blank(before) && is_blank(next);
        let is_dash = match twin(c) {
            '-' => stands_free || next == '-',
            '—' => c == '—' || stands_free,
            _ => false,
        };
        if is_dash {
            return Some(&line[..at]);
        }
        before = c;
    }
    None
}

/// Whether a story may begin with this word as its place.
fn names_place(token: &Token) -> bool {
    let capitals = matches!(token.kind, Kind::Word { case: Case::Capitals, .. });
    capitals && token.end - token.start > 1 && !is_month(token)
}

/// Reads `March 5` or `5 March` before the agency's name, with or without a day of the week.
fn day_of_year(mut cursor: Cursor<'_>, year_hint: Option<i32>) -> Option<Day> {
    let year = year_hint?;
    let mut behind_weekday = cursor;
    let (month, day) = named::day_of_month(&mut cursor).or_else(|| {
        weekday(&mut behind_weekday)?;
        cursor = behind_weekday;
        named::day_of_month(&mut cursor)
    })?;
    cursor.mark(".");
    let ends = cursor.is_done() || cursor.mark("(),/").is_some();
    if ends { Day::from_ymd(year, month, day) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, year_hint: Option<i32>, expect: Option<&str>) {
        let found = read_in_dateline(line, None, year_hint).map(|reading| reading.span.to_string());
        assert_eq!(found.as_deref(), expect, "{line}");
    }

    #[test]
    fn a_dateline_gives_its_date() {
        let expect = Some("2017-03-05");
        check("WASHINGTON, March 5 2017 (Reuters) - The", None, expect);
        check("WASHINGTON (Reuters), March 5, 2017 — The", None, expect);
        check("ST. LOUIS, 5. März 2017 (dpa) – Die", None, expect);
        check("BERLIN, 05.03.2017 (dpa) -- Die", None, expect);
        check("NEW YORK, Sunday, March 5, 2017 /PRNewswire/ -- The", None, expect);
    }

    #[test]
    fn a_dateline_without_a_year_needs_one_from_elsewhere() {
        check("LONDON, Feb 26 - Shares", None, None);
        check("LONDON, Feb 26 - Shares", Some(1987), Some("1987-02-26"));
        check("    JOHANNESBURG, April 7 - Gold", Some(1987), Some("1987-04-07"));
        check("NEW YORK, Feb. 26 /PRNewswire/ -- The", Some(1987), Some("1987-02-26"));
        check("****LONDON, Feb 26 - India", Some(1987), Some("1987-02-26"));
        check("PARIS, 13 mars (AFP) – Le", Some(1987), Some("1987-03-13"));
        check("PARIS, Feb 29 (AFP) – Le", Some(1987), None);
    }

    #[test]
    fn prose_is_no_dateline() {
        check("PARIS (AP) — The summit of March 5, 2017", Some(2017), None);
        check("In Paris, March 5, 2017 - the day", Some(2017), None);
        check("MARCH 5, 2017 - the day", Some(2017), None);
        check("A day, March 5, 2017 - the day", Some(2017), None);
        check("UN inspectors found 5 March protesters - and left", Some(2017), None);
        check("NATO, as of file 2017-03-05-77 - no", Some(2017), None);
        check("", Some(2017), None);
    }
}
