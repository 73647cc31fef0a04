//! The strings that must read, and those that must not.

use super::{
    Certainty, DayOrder, in_name, in_url, proves_order, read, read_field, read_in_dateline, read_prefix,
};

/// A reading as `first..last time`, with ` or so` when it is ambiguous.
fn shown(text: &str, order: Option<DayOrder>) -> String {
    let Some(reading) = read(text, order) else {
        return "none".to_owned();
    };
    let time = reading.time.map_or(String::new(), |time| format!(" {time}"));
    let mark = if reading.certainty == Certainty::Ambiguous { " or so" } else { "" };
    format!("{}{time}{mark}", reading.span)
}

#[track_caller]
fn check(texts: &[&str], expect: &str) {
    for text in texts {
        assert_eq!(shown(text, None), expect, "{text}");
        assert_eq!(shown(&format!("\u{a0} {text}\n"), None), expect, "{text} between blanks");
    }
}

#[test]
fn a_day_reads_in_every_form() {
    check(
        &[
            "2017-03-05",
            "20170305",
            "2017/03/05",
            "2017.03.05",
            "2017-3-5",
            "2017-064",
            "March 5, 2017",
            "Mar 5, 2017",
            "Mar. 5, 2017",
            "5 March 2017",
            "5 Mar 2017",
            "5th March 2017",
            "March 5th, 2017",
            "MARCH 5, 2017",
            "Sunday, March 5, 2017",
            "Sunday March 5 2017",
            "Sun., March 5, 2017",
            "05-Mar-2017",
            "Published: March 5, 2017",
            "Posted on 5 March 2017",
            "Last modified: 2017-03-05",
            "Date: 5 March 2017",
            "(March 5, 2017)",
            "March 5, 2017, Sunday",
            "2017/03/05(日)",
            "۲۰۱۷/۰۳/۰۵",
            "5\u{2009}March\u{a0}2017",
            "2017-03-05Z",
            "2017-03-05+01:00",
        ],
        "2017-03-05",
    );
    check(
        &[
            "13/03/2017",
            "13.03.2017",
            "13. März 2017",
            "13 mars 2017",
            "13 de marzo de 2017",
            "13 марта 2017",
            "2017年3月13日",
            "13 maart 2017",
            "13 marzo 2017",
            "13 de março de 2017",
            "Lunes, 13 de marzo de 2017",
            "13 марта 2017 г.",
            "2017年3月13日星期一",
            "segunda-feira, 13 de março de 2017",
            "am 13. März 2017",
        ],
        "2017-03-13",
    );
    check(&["December 7, 1941", "Dec. 7, 1941"], "1941-12-07");
    check(&["1896-07-04"], "1896-07-04");
    check(&["July 4, 1776"], "1776-07-04");
    check(&["01/14/63"], "1963-01-14");
}

#[test]
fn a_time_of_day_is_read_with_its_zone() {
    check(
        &[
            "2017-03-05T14:30:00Z",
            "2017-03-05T14:30:00.123456Z",
            "2017-03-05T14:30Z",
            "2017-03-05 14:30:00 UTC",
            "20170305T143000Z",
            "1488724200",
            "1488724200000",
            "Sun, 05 Mar 2017 14:30:00 GMT",
            "Sun, 05 Mar 2017 14:30:00 +0000",
            "Sun, 5 Mar 2017 14:30:00 GMT",
            "05 Mar 2017 14:30 GMT",
            "Sun Mar 05 14:30:00 +0000 2017",
            "Sun Mar 05 14:30:00 UTC 2017",
            "Sunday, 05-Mar-17 14:30:00 GMT",
            "Sun 5 Mar 2017 14.30 GMT",
            "First published on Sun 5 Mar 2017 14.30 GMT",
            "Sun Mar 05 2017 14:30:00 GMT+0000 (UTC)",
            "05/Mar/2017:14:30:00 +0000",
        ],
        "2017-03-05 14:30:00Z",
    );
    check(
        &[
            "2017-03-05T14:30",
            "2017-03-05 14:30:00",
            "20170305143000",
            "Sun Mar  5 14:30:00 2017",
            "March 5, 2017 2:30 PM",
            "March 5, 2017, 2:30 p.m.",
            "March 5, 2017 at 2:30 p.m. ET",
            "Mar 5 2017 2:30PM",
            "Updated March 5, 2017 2:30 PM",
            "2017-03-05T14:30:00[Europe/Berlin]",
            "2017年3月5日 下午2:30",
            "5.3.2017 14.30",
            "14:30, 5 March 2017",
        ],
        "2017-03-05 14:30:00",
    );
    check(&["2017-03-05T14:30:00+02:00", "2017-03-05T14:30:00+0200"], "2017-03-05 14:30:00+02:00");
    check(
        &[
            "2017-03-05 14:30:00 -0500",
            "2017-03-05 14:30:00 EST",
            "Sun, 05 Mar 2017 14:30:00 -0500",
            "Sun, 05 Mar 2017 14:30:00 EST",
            "March 5, 2017 at 2:30 PM EST",
            "2:30 PM EST, Sun March 5, 2017",
        ],
        "2017-03-05 14:30:00-05:00",
    );
    check(&["5-MAR-1987 16:42:35.67"], "1987-03-05 16:42:35");
    check(&["26-FEB-1987 15:01:01.79"], "1987-02-26 15:01:01");
    check(
        &[
            "13.03.2017 14:30",
            "Le 13 mars 2017 à 14h30",
            "Montag, 13. März 2017, 14:30 Uhr",
            "El lunes 13 de marzo de 2017 a las 14:30",
        ],
        "2017-03-13 14:30:00",
    );
    check(&["Monday, September 11, 2001, 8:46 a.m. EDT"], "2001-09-11 08:46:00-04:00");
    check(&["Fri Oct 20, 2006 6:15pm EDT"], "2006-10-20 18:15:00-04:00");
    check(&["23:14:05 PM IST Nov 23, 2019"], "2019-11-23 23:14:05+05:30");
}

#[test]
fn the_end_of_a_day_and_a_leap_second_are_read() {
    check(&["2017-03-05T24:00:00Z"], "2017-03-06 00:00:00Z");
    check(&["2016-12-31T23:59:60Z"], "2016-12-31 23:59:59Z");
}

#[test]
fn units_longer_than_a_day_are_spans() {
    check(
        &["2017-03", "March 2017", "Mar. 2017", "2017年3月", "März 2017", "marzo de 2017"],
        "2017-03-01..2017-03-31",
    );
    check(&["2017-W10"], "2017-03-06..2017-03-12");
    check(&["1920s"], "1920-01-01..1929-12-31");
}

#[test]
fn a_date_that_reads_two_ways_is_decided_by_order_only() {
    check(&["03/05/2017"], "2017-03-05..2017-05-03 or so");
    check(&["3/5/17"], "2017-03-05..2017-05-03 or so");
    for (order, expect) in [(DayOrder::MonthFirst, "2017-03-05"), (DayOrder::DayFirst, "2017-05-03")] {
        assert_eq!(shown("03/05/2017", Some(order)), expect);
        assert_eq!(read("3/5/17", Some(order)).map(|reading| reading.certainty), Some(Certainty::OrderGiven));
    }
}

#[test]
fn an_impossible_month_proves_the_order() {
    assert_eq!(proves_order("13/03/2017"), Some(DayOrder::DayFirst));
    assert_eq!(proves_order("13/03/2017 14:30"), Some(DayOrder::DayFirst));
    assert_eq!(proves_order("03/13/2017"), Some(DayOrder::MonthFirst));
    for text in ["03/05/2017", "5/5/2017", "2017-03-13", "March 13, 2017", "23-08-10", "13"] {
        assert_eq!(proves_order(text), None, "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused() {
    check(
        &[
            "",
            "hello world",
            "Breaking news",
            "2017",
            "Page 3 of 5",
            "By John May",
            "March",
            "The 5th Avenue",
            "555-1234",
            "$12.50",
            "v1.2.3",
            "0000-00-00",
            "0000-00-00 00:00:00",
            "2017-13-45",
            "31 February 2017",
            "12",
            "1",
            "Sunday",
            "Friday",
            "May",
            "10:30",
            "March 5, 2017 and more",
            "2017-03-05x",
            "25:30",
            "2017-03-05T25:30:00",
            "March 2017 14:30",
            "Published",
            "on",
            "()",
            "123456789012345678901234567890",
        ],
        "none",
    );
}

#[test]
fn a_field_of_dates_may_hold_a_bare_year() {
    let shown = |text| read_field(text, None).map(|reading| reading.span.to_string());
    assert_eq!(shown(" 1923 ").as_deref(), Some("1923-01-01..1923-12-31"));
    assert_eq!(shown("2017-03-05").as_deref(), Some("2017-03-05"));
    assert_eq!(shown("1399"), None);
    assert_eq!(shown("2101"), None);
    assert_eq!(shown("1923 ?"), None);
}

#[test]
fn a_field_of_dates_may_hold_an_interval() {
    let shown = |text| read_field(text, None).map(|reading| reading.span.to_string());
    assert_eq!(shown("2017-03-02/2017-03-05").as_deref(), Some("2017-03-02..2017-03-05"));
    assert_eq!(shown(" 1923-04/1923-06 ").as_deref(), Some("1923-04-01..1923-06-30"));
    assert_eq!(shown("2017-03-02/2017-03-02").as_deref(), Some("2017-03-02"));
    for text in ["2017-03-05/2017-03-02", "2017-03-02/03-05", "2017-03-02/", "02-03-2017/05-03-2017", "a/b/c"]
    {
        assert_eq!(shown(text), None, "{text}");
    }
}

/// Strings made of pieces of dates, from a linear congruential generator (Numerical Recipes, 7.1).
#[test]
fn no_text_whatever_makes_a_reader_panic() {
    const PIECES: [&str; 40] = [
        "2017",
        "03",
        "5",
        "99999999999999999999",
        "0000",
        "-",
        "/",
        ".",
        ":",
        " ",
        "T",
        "Z",
        "March",
        "mars",
        "Sun",
        "年",
        "月",
        "日",
        "W",
        "+",
        "(",
        ")",
        "[",
        "]",
        "pm",
        "a.m.",
        "GMT",
        "’",
        "—",
        "ß",
        "İ",
        "é",
        "\u{301}",
        "\u{200f}",
        "۵",
        "🗞",
        "\0",
        "9999-12-31",
        "24:00",
        "Published",
    ];
    let mut state: u32 = 1;
    let mut text = String::new();
    for _ in 0..4_000 {
        text.clear();
        loop {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text += PIECES[(state >> 16) as usize % PIECES.len()];
            if (state >> 8).is_multiple_of(9) {
                break;
            }
        }
        for order in [None, Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst)] {
            read_field(&text, order);
            let rest = read_prefix(&text, order).map_or(0, |(_, rest)| rest);
            assert!(text.is_char_boundary(rest));
        }
        read_in_dateline(&format!("PARIS, {text} - x"), None, Some(2017));
        proves_order(&text);
        in_name(&text);
        in_url(&format!("https://example.com/{text}/{text}"));
    }
}

#[test]
fn a_long_text_is_given_up_early() {
    let long = "2017-03-05 ".repeat(200_000);
    assert_eq!(read(&long, None), None);
    assert!(read_prefix(&long, None).is_some());
    assert!(in_name(&long).is_some());
}
