//! Which of the dates a record brings is its publication date, and how far to trust it.

use dateline_article::{Confidence, Dates, Day, DaySpan, Lang, Note, Origin, PubDate};

use crate::date::{self, Certainty, DayOrder, Reading};
use crate::{RawDate, RawRecord};

/// What decides about a date besides its own text.
pub(crate) struct Evidence {
    /// The order of day and month that another date of the same file proves.
    pub file_order: Option<DayOrder>,
    /// The language of the article.
    pub lang: Option<Lang>,
    /// The day of reading.
    pub today: Day,
}

/// The dates of a record. What was there but could not be used is noted.
///
/// The first candidate that reads and can be true is the publication date; the address of the article is
/// the last candidate but for the date printed on the edition. An update does not stand in for a
/// publication date.
pub(crate) fn dates(raw: &RawRecord, evidence: &Evidence, notes: &mut Vec<Note>) -> Dates {
    // A day is left for time zones.
    let mut reader = Reader { raw, evidence, latest: evidence.today.plus(1) };
    let crawled = raw.crawled.as_ref().and_then(|date| reader.dated(date, notes));
    let updated = raw.updated.as_ref().and_then(|date| reader.dated(date, notes));
    let edition = reader.printed_on_edition(notes);
    if let Some(crawled) = crawled {
        reader.latest = reader.latest.min(crawled.span.last().plus(1));
    }
    let published = raw.published.iter().find_map(|date| reader.dated(date, notes));
    Dates {
        published: published
            .or_else(|| reader.in_address())
            .or_else(|| edition.filter(|date| reader.is_plausible(date.span)).map(of_issue))
            .map(|date| PubDate { confidence: date.confidence.max(trust(date.origin)), ..date }),
        updated,
        crawled,
        edition,
    }
}

/// The date of an edition as that of the articles in it.
fn of_issue(date: PubDate) -> PubDate {
    PubDate { origin: Origin::Container, ..date }
}

/// How far a date that stood in this place can be trusted to be the publication date, however well it
/// reads. Measured on dated web pages, each is right as often as the remark says.
#[expect(clippy::match_same_arms, reason = "each place has its own reason")]
fn trust(origin: Origin) -> Confidence {
    match origin {
        // The source says so itself: 93 in 100 on web pages, where it is worst.
        Origin::Metadata => Confidence::Certain,
        // 99 in 100 when address, head and text name the same day.
        Origin::Agreement => Confidence::Certain,
        // 93 in 100.
        Origin::MetaTag => Confidence::Likely,
        // 84 to 95 in 100, by the element.
        Origin::Markup => Confidence::Likely,
        // 89 in 100: often the date of the last change.
        Origin::JsonLd => Confidence::Likely,
        // 97 in 100, but the day may be that of filing.
        Origin::Url => Confidence::Likely,
        // The day of writing, as a rule that of publication or the day before.
        Origin::Dateline => Confidence::Likely,
        // Archives name files by the day of publication, and sometimes by that of scanning.
        Origin::Filename => Confidence::Likely,
        // An issue is published as a whole, but supplements and files of several issues occur.
        Origin::Container => Confidence::Likely,
        // 73 in 100: the text may speak of any day.
        Origin::Text => Confidence::Guess,
        // No more than the last day it can have been published on.
        Origin::Crawl => Confidence::Guess,
    }
}

struct Reader<'a> {
    raw: &'a RawRecord,
    evidence: &'a Evidence,
    /// The last day that can be true.
    latest: Day,
}

impl Reader<'_> {
    /// Reads one candidate; the confidence is that of the reading, not yet that of the place.
    fn dated(&self, date: &RawDate, notes: &mut Vec<Note>) -> Option<PubDate> {
        let text = date.text.trim();
        if text.is_empty() {
            return None;
        }
        let Some((reading, confidence)) = self.read(text, date.origin) else {
            notes.push(Note::UnreadableDate { text: shown(text) });
            return None;
        };
        if !self.is_plausible(reading.span) {
            notes.push(Note::ImplausibleDate { text: shown(text) });
            return None;
        }
        if reading.certainty == Certainty::Ambiguous {
            notes.push(Note::AmbiguousDate { text: shown(text) });
        }
        Some(PubDate { span: reading.span, time: reading.time, origin: date.origin, confidence })
    }

    fn read(&self, text: &str, origin: Origin) -> Option<(Reading, Confidence)> {
        let reading = match origin {
            Origin::Url => date::in_url(text).map(certain_span),
            Origin::Filename => date::in_name(text).map(certain_span),
            _ => None,
        };
        let reading = reading.or_else(|| read(text, origin, self.evidence.file_order))?;
        if reading.certainty != Certainty::Ambiguous {
            return Some((reading, Confidence::Certain));
        }
        for (order, confidence) in [
            (self.sibling_order(), Confidence::Certain),
            (self.country_order(), Confidence::Likely),
            (self.language_order(), Confidence::Likely),
        ] {
            if order.is_some() {
                return Some((read(text, origin, order)?, confidence));
            }
        }
        Some((reading, Confidence::Guess))
    }

    /// The date of the edition. Magazines print one that lies ahead.
    fn printed_on_edition(&self, notes: &mut Vec<Note>) -> Option<PubDate> {
        const MOST_DAYS_AHEAD: i32 = 366;
        let date = self.raw.edition_date.as_ref()?;
        let latest = self.latest.plus(MOST_DAYS_AHEAD);
        Reader { latest, ..*self }.dated(date, notes)
    }

    fn in_address(&self) -> Option<PubDate> {
        let span = date::in_url(self.raw.url.as_deref()?)?;
        self.is_plausible(span).then_some(PubDate {
            span,
            time: None,
            origin: Origin::Url,
            confidence: Confidence::Certain,
        })
    }

    /// Nothing was printed before printing.
    fn is_plausible(&self, span: DaySpan) -> bool {
        const FIRST_YEAR: i32 = 1400;
        span.first() <= self.latest && span.last().year() >= FIRST_YEAR
    }

    /// What another date of the same record proves.
    fn sibling_order(&self) -> Option<DayOrder> {
        let others = [&self.raw.updated, &self.raw.crawled, &self.raw.edition_date];
        let dates = self.raw.published.iter().chain(others.into_iter().flatten());
        let mut orders = dates.filter_map(|date| date::proves_order(date.text.trim()));
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }

    /// The order usual in the country, by the region of the language tag, else by the address.
    fn country_order(&self) -> Option<DayOrder> {
        let of_tag = self
            .raw
            .lang
            .as_deref()
            .and_then(|tag| tag.trim().split(['-', '_']).next_back())
            .filter(|region| region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase()));
        let of_address = || {
            let (_, rest) = self.raw.url.as_deref()?.split_once("://")?;
            rest.split(['/', ':', '?', '#']).next()?.rsplit('.').next()
        };
        let country = of_tag.or_else(of_address)?.to_ascii_lowercase();
        match country.as_str() {
            "us" | "gov" | "mil" => Some(DayOrder::MonthFirst),
            "gb" | "uk" | "ie" | "au" | "nz" | "in" | "pk" | "ng" | "ke" | "de" | "at" | "ch" | "fr"
            | "be" | "nl" | "lu" | "es" | "it" | "pt" | "br" | "mx" | "ar" | "cl" | "co" | "pe" | "ru"
            | "ua" | "pl" | "cz" | "sk" | "ro" | "bg" | "gr" | "tr" | "il" | "dk" | "no" | "fi" => {
                Some(DayOrder::DayFirst)
            }
            _ => None,
        }
    }

    /// English is written in both orders, and the languages of East Asia, Hungary and Lithuania put the
    /// year and the month first; all others put the day first.
    fn language_order(&self) -> Option<DayOrder> {
        const NOT_DAY_FIRST: &[&str] = &["en", "zh", "ja", "ko", "hu", "lt", "mn"];
        let lang = self.evidence.lang?;
        (!NOT_DAY_FIRST.contains(&lang.code())).then_some(DayOrder::DayFirst)
    }
}

/// A bare year is a date where nothing but a date is expected, and a number elsewhere.
fn read(text: &str, origin: Origin, order: Option<DayOrder>) -> Option<Reading> {
    match origin {
        Origin::Text | Origin::Dateline => date::read(text, order),
        _ => date::read_field(text, order),
    }
}

fn certain_span(span: DaySpan) -> Reading {
    Reading { span, time: None, certainty: Certainty::OneReading }
}

/// As much of a date's text as a note shows.
fn shown(text: &str) -> String {
    const MOST_LETTERS: usize = 80;
    match text.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use dateline_article::Locator;

    use super::*;

    fn raw(published: &[(&str, Origin)]) -> RawRecord {
        let mut raw = RawRecord::new(Locator { file: "-".to_owned(), member: None, record: 1, byte: 0 });
        raw.published = published.iter().map(|&(text, origin)| dated(text, origin)).collect();
        raw
    }

    fn dated(text: &str, origin: Origin) -> RawDate {
        let text = text.to_owned();
        RawDate { text, origin }
    }

    fn found(raw: &RawRecord, file_order: Option<DayOrder>, lang: Option<&str>) -> String {
        let evidence = Evidence {
            file_order,
            lang: lang.and_then(|code| code.parse().ok()),
            today: Day::from_ymd(2026, 11, 23).expect("a day"),
        };
        let mut notes = Vec::new();
        let dates = dates(raw, &evidence, &mut notes);
        let mut out = match dates.published {
            Some(date) => format!("{} {} {}", date.span, date.origin, date.confidence),
            None => "undated".to_owned(),
        };
        for note in notes {
            let (kind, text) = match note {
                Note::UnreadableDate { text } => ("unreadable", text),
                Note::ImplausibleDate { text } => ("implausible", text),
                Note::AmbiguousDate { text } => ("ambiguous", text),
                other => unreachable!("no note on a date: {other:?}"),
            };
            out = format!("{out}; {kind} {text}");
        }
        out
    }

    #[track_caller]
    fn check(published: &[(&str, Origin)], expect: &str) {
        assert_eq!(found(&raw(published), None, None), expect);
    }

    #[test]
    fn the_first_candidate_that_can_be_true_wins_and_the_others_are_noted() {
        check(
            &[
                ("", Origin::Metadata),
                ("soon", Origin::Metadata),
                ("2026-11-25", Origin::JsonLd),
                ("2017-03-05", Origin::Dateline),
                ("2017-03-06", Origin::Text),
            ],
            "2017-03-05 dateline likely; unreadable soon; implausible 2026-11-25",
        );
    }

    #[test]
    fn a_record_without_a_date_is_undated() {
        check(&[], "undated");
        check(&[("0000-00-00", Origin::Metadata)], "undated; unreadable 0000-00-00");
        check(&[("1399-12-31", Origin::Metadata)], "undated; implausible 1399-12-31");
    }

    #[test]
    fn a_bare_year_is_a_date_in_a_field_only() {
        check(&[("1923", Origin::Metadata)], "1923-01-01..1923-12-31 metadata certain");
        check(&[("1923", Origin::Dateline)], "undated; unreadable 1923");
    }

    #[test]
    fn tomorrow_is_today_somewhere() {
        check(&[("2026-11-24", Origin::Metadata)], "2026-11-24 metadata certain");
    }

    #[test]
    fn the_place_of_a_date_limits_the_trust_in_it() {
        for (origin, expect) in [
            (Origin::Metadata, "2017-03-05 metadata certain"),
            (Origin::JsonLd, "2017-03-05 json-ld likely"),
            (Origin::Dateline, "2017-03-05 dateline likely"),
            (Origin::Container, "2017-03-05 container likely"),
            (Origin::Text, "2017-03-05 text guess"),
            (Origin::Crawl, "2017-03-05 crawl guess"),
        ] {
            check(&[("2017-03-05", origin)], expect);
        }
    }

    #[test]
    fn the_order_of_day_and_month_needs_evidence() {
        let raw = raw(&[("03/05/2017", Origin::Metadata)]);
        let (day, span) = ("2017-05-03 metadata", "2017-03-05..2017-05-03 metadata");
        assert_eq!(found(&raw, None, Some("en")), format!("{span} guess; ambiguous 03/05/2017"));
        assert_eq!(found(&raw, None, Some("zh")), format!("{span} guess; ambiguous 03/05/2017"));
        assert_eq!(found(&raw, None, Some("es")), format!("{day} likely"));
        assert_eq!(found(&raw, Some(DayOrder::DayFirst), Some("en")), format!("{day} certain"));
        assert_eq!(found(&raw, Some(DayOrder::MonthFirst), Some("es")), "2017-03-05 metadata certain");
    }

    #[test]
    fn the_country_decides_before_the_language() {
        let mut raw = raw(&[("03/05/2017", Origin::Metadata)]);
        raw.url = Some("https://www.example.co.uk/a.html".to_owned());
        assert_eq!(found(&raw, None, Some("en")), "2017-05-03 metadata likely");
        raw.lang = Some("en-US".to_owned());
        assert_eq!(found(&raw, None, Some("en")), "2017-03-05 metadata likely");
    }

    #[test]
    fn another_date_of_the_record_proves_the_order() {
        let mut raw = raw(&[("03/05/2017", Origin::Metadata)]);
        raw.updated = Some(dated("13/05/2017", Origin::Metadata));
        assert_eq!(found(&raw, None, Some("en")), "2017-05-03 metadata certain");
    }

    #[test]
    fn nothing_is_published_after_it_was_fetched() {
        let mut raw = raw(&[("2017-03-07", Origin::Metadata), ("2017-03-06", Origin::Metadata)]);
        raw.crawled = Some(dated("2017-03-05", Origin::Crawl));
        assert_eq!(found(&raw, None, None), "2017-03-06 metadata certain; implausible 2017-03-07");
    }

    #[test]
    fn an_update_is_no_publication_date() {
        let mut raw = raw(&[]);
        raw.updated = Some(dated("2017-03-05", Origin::Metadata));
        assert_eq!(found(&raw, None, None), "undated");
    }

    #[test]
    fn the_address_is_the_last_candidate() {
        let mut raw = raw(&[("soon", Origin::Metadata)]);
        raw.url = Some("https://example.org/2017/03/05/strike".to_owned());
        assert_eq!(found(&raw, None, None), "2017-03-05 url likely; unreadable soon");
    }

    #[test]
    fn a_long_text_is_shortened_in_the_note() {
        let mut raw = raw(&[]);
        raw.published = vec![dated(&"x".repeat(1_000), Origin::Metadata)];
        assert_eq!(found(&raw, None, None), format!("undated; unreadable {}…", "x".repeat(80)));
    }
}
