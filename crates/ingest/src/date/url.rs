//! Dates in web addresses.

use dateline_article::{Day, DaySpan};

use super::name::{LONGEST_NAME, YEARS, packed_day, year_first_day};
use super::token::{Cursor, Kind, Token, tokens};
use super::words::month;

/// The most folders of an address that are looked at.
const DEEPEST_PATH: usize = 64;

/// The date in the path of a web address, such as `/2017/03/05/` or `/2017-03-05-title`.
///
/// Queries, fragments and hosts are passed over. Eight digits count only where they begin a part of
/// the path: at the end of a title (`europe-20110512`) they number the articles of some publishers.
pub fn in_url(url: &str) -> Option<DaySpan> {
    let address = url.split(['?', '#']).next()?;
    // An archived page carries its own address behind the archive's.
    let path = match address.rfind("://") {
        Some(at) => {
            let behind_scheme = &address[at + "://".len()..];
            &behind_scheme[behind_scheme.find('/')?..]
        }
        None => address,
    };
    let parts: Vec<Vec<Token>> =
        path.split('/').take(DEEPEST_PATH).map(|part| tokens(part, LONGEST_NAME).0).collect();
    let mut month = None;
    for at in 0..parts.len() {
        match date_of_folders(&parts[at..]) {
            Some(span) if span.is_single_day() => return Some(span),
            found => month = month.or(found),
        }
    }
    let day = parts.iter().find_map(|part| day_of_part(part)).map(DaySpan::day);
    match (day, month) {
        // A title may tell of another day.
        (Some(day), Some(month)) if !month.overlaps(day) => Some(month),
        (Some(day), _) => Some(day),
        (None, month) => month,
    }
}

/// `2017/03/05`, `2017/mar/05`, `2017/0305`, `2017-03/05`, `201703/05`, and `2017/03` as its month.
fn date_of_folders(parts: &[Vec<Token>]) -> Option<DaySpan> {
    let [first, second, ..] = parts else { return None };
    let day_of = |year: i32, month: u32, day: u32| {
        let day = Day::from_ymd(year, month, day).filter(|_| YEARS.contains(&year))?;
        Some(DaySpan::day(day))
    };
    let Some(year) = whole(first, |cursor| cursor.number(4..=4)).map(u32::cast_signed) else {
        let (year, month) = whole(first, year_and_month)?;
        return day_of(year, month, whole(second, |cursor| cursor.number(2..=2))?);
    };
    if let Some(value) = whole(second, |cursor| cursor.number(4..=4)) {
        return day_of(year, value / 100, value % 100);
    }
    let month = whole(second, |cursor| cursor.number(1..=2).or_else(|| cursor.word_as(month)))?;
    let day = parts.get(2).and_then(|third| numbered(third));
    if let Some(span) = day.and_then(|day| day_of(year, month, day)) {
        return Some(span);
    }
    let written_out = !matches!(second[..], [Token { kind: Kind::Number { digits: 1, .. }, .. }]);
    let is_month = written_out && YEARS.contains(&year);
    if is_month { DaySpan::month(year, month) } else { None }
}

/// `2017-03`, `201703`.
fn year_and_month(cursor: &mut Cursor<'_>) -> Option<(i32, u32)> {
    if let Some(value) = cursor.number(6..=6) {
        return Some(((value / 100).cast_signed(), value % 100));
    }
    let year = cursor.number(4..=4)?.cast_signed();
    cursor.mark("-_")?;
    Some((year, cursor.number(2..=2)?))
}

/// A part of the path that is one or two digits, with or without the ending of a file.
fn numbered(part: &[Token]) -> Option<u32> {
    let mut cursor = Cursor::new(part);
    let value = cursor.number(1..=2)?;
    (cursor.is_done() || cursor.mark(".").is_some()).then_some(value)
}

/// What `reader` finds when it reads a part of the path to its end.
fn whole<'t, T>(part: &'t [Token], reader: impl FnOnce(&mut Cursor<'t>) -> Option<T>) -> Option<T> {
    let mut cursor = Cursor::new(part);
    let found = reader(&mut cursor)?;
    cursor.is_done().then_some(found)
}

/// `2017-03-05`.
const TOKENS_OF_DAY: usize = 5;

/// `.html`.
const TOKENS_OF_ENDING: usize = 2;

/// The day that a part of the path begins with, or ends with when it is written with marks.
fn day_of_part(part: &[Token]) -> Option<Day> {
    let mut cursor = Cursor::new(part);
    let found = packed_day(&mut cursor).or_else(|| year_first_day(&mut cursor, "-_"));
    if let Some(day) = found
        && (cursor.is_done() || cursor.mark("-_.").is_some())
    {
        return Some(day);
    }
    let longest = part.len().min(TOKENS_OF_DAY + TOKENS_OF_ENDING);
    (TOKENS_OF_DAY..=longest).find_map(|count| {
        let (before, tail) = part.split_at(part.len() - count);
        if !matches!(
            before,
            [.., Token { kind: Kind::Word { .. }, .. }, Token { kind: Kind::Mark('-' | '_'), .. }]
        ) {
            return None;
        }
        let mut cursor = Cursor::new(tail);
        let day = year_first_day(&mut cursor, "-_")?;
        (cursor.is_done() || cursor.mark(".").is_some()).then_some(day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expect: Option<&str>) {
        let found = in_url(url).map(|span| span.to_string());
        assert_eq!(found.as_deref(), expect, "{url}");
    }

    #[test]
    fn a_path_says_its_day_in_many_ways() {
        for url in [
            "https://example.com/2017/03/05/title",
            "https://example.com/world/2017/3/5/title.html",
            "https://example.com/world/2017/mar/05/title",
            "https://example.com/2017-03-05-title",
            "https://example.com/news/2017-03-05/12345678.html",
            "https://example.com/title-2017-03-05.html",
            "https://example.com/title-2017-03-05",
            "https://example.com/20170305/",
            "https://example.com/n1/2017/0305/c1001-29124000.html",
            "https://example.com/world/2017-03/05/c_123.htm",
            "https://example.com/201703/05/t1.html",
            "https://example.com/2017/03/2017-03-05-title",
            "https://archive.example.org/web/20190101000000/http://example.com/2017/03/05/title",
            "example.com/2017/03/05/title",
            "/2017/03/05/",
            "/2017/03/05.html",
        ] {
            check(url, Some("2017-03-05"));
        }
    }

    #[test]
    fn a_path_may_say_only_a_month() {
        let month = Some("2017-03-01..2017-03-31");
        check("https://example.com/2017/03/title", month);
        check("https://example.com/2017/march/title", month);
        check("https://example.com/2017/03/45/title", month);
        check("https://example.com/2017/03/what-happened-on-2001-09-11", month);
    }

    #[test]
    fn numbers_of_articles_are_left_alone() {
        for url in [
            "https://example.com/news/world-20110512",
            "https://example.com/news/12345678",
            "https://example.com/?date=2017-03-05",
            "https://example.com/story#2017-03-05",
            "https://2017-03-05.example.com",
            "https://example.com/2017/3/title",
            "https://example.com/1066/10/14/hastings",
            "https://example.com/20170305abcdef",
            "https://example.com/2017/title",
            "",
        ] {
            check(url, None);
        }
    }
}
