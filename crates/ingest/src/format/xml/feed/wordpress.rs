//! The export of WordPress (WXR): RSS with the whole text, status and history of each post.
//!
//! Format: <https://wordpress.org/documentation/article/tools-export-screen/>

use dateline_article::Day;

use super::super::cutter::{Inside, Rule};
use super::super::tree::{Element, Nesting};
use super::super::vocabulary::{Entry, Vocabulary, no_article, stated};
use super::rss;
use super::{every, fill_from_feed, first};
use crate::{RawRecord, RejectReason};

/// WordPress exports: published posts and pages are articles, all else is rejects.
pub static WORDPRESS: Vocabulary = Vocabulary {
    name: "wordpress",
    extensions: &["wxr", "xml"],
    fits: |root| root.is("rss") && root.head_holds("wordpress.org/export/"),
    rule: Rule { records: &["item"], inside: Inside::Damage },
    nesting: Nesting::Free,
    why_not,
    read,
};

fn why_not(item: &Element<'_>) -> Option<RejectReason> {
    const EXPECTED: &str = "a published post or page";
    let line = |name: &str| every(item, "wp", name).find_map(Element::line);
    let kind = line("post_type").unwrap_or_else(|| "post".to_owned());
    let status = line("status").unwrap_or_else(|| "publish".to_owned());
    if !["post", "page"].contains(&kind.as_str()) {
        Some(no_article(EXPECTED, format!("an item of the type `{kind}`")))
    } else if status != "publish" {
        Some(no_article(EXPECTED, format!("a {kind} with the status `{status}`")))
    } else {
        None
    }
}

fn read(entry: &Entry<'_, '_>, record: &mut RawRecord) {
    let item = entry.element;
    let line = |name: &str| every(item, "wp", name).find_map(Element::line);
    // Pictures and their texts are items of their own.
    rss::fill(entry, record);
    record.captions.clear();
    (record.body, record.captions) =
        without_shortcodes(&first(item, &[("content", "encoded")]).unwrap_or_default());
    record.lead = first(item, &[("excerpt", "encoded")]).or_else(|| first(item, &[("*", "description")]));
    record.published.splice(0..0, stamp(line("post_date"), line("post_date_gmt").as_deref()).map(stated));
    record.updated = stamp(line("post_modified"), line("post_modified_gmt").as_deref()).map(stated);
    record.byline = record.byline.take().map(|login| display_name(entry.around, &login));
    record.tags.clear();
    for term in every(item, "*", "category") {
        let Some(name) = term.line() else {
            continue;
        };
        match term.attribute("domain").as_deref() {
            // What no editor has put anywhere.
            Some("category") if name == "Uncategorized" => {}
            Some("category") if record.section.is_none() => record.section = Some(name),
            Some("category" | "post_tag") | None => record.tags.push(name),
            Some(_) => {}
        }
    }
    fill_from_feed(entry, record);
}

/// A text without what WordPress replaces when it shows it: `[gallery ids="1,2"]` is no text, what stands
/// between `[caption …]` and `[/caption]` is a picture with its caption, what stands in `[embed]` an address.
///
/// Only its own names count: what plugins call theirs cannot be told from words in brackets.
///
/// Format: <https://wordpress.org/documentation/article/shortcode-block/>
fn without_shortcodes(text: &str) -> (String, Vec<String>) {
    /// What is opened is closed within so many bytes.
    const REACH: usize = 8 << 10;
    const NAMES: [&str; 7] = ["caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist"];
    let mut captions = Vec::new();
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('[') {
        let behind = &rest[start + 1..];
        let near = &behind[..behind.floor_char_boundary(REACH)];
        let is_called = |name: &&&str| {
            near.strip_prefix(**name).is_some_and(|rest| rest.starts_with([' ', ']', '\n', '\t', '/']))
        };
        let name = NAMES.iter().find(is_called);
        let Some((name, end)) = name.and_then(|name| Some((name, near.find(']')?))) else {
            found.push_str(&rest[..=start]);
            rest = behind;
            continue;
        };
        found.push_str(&rest[..start]);
        rest = &behind[end + 1..];
        let closing = format!("[/{name}]");
        let near = &rest[..rest.floor_char_boundary(REACH)];
        let is_own = |at: &usize| !near[..*at].contains(&format!("[{name}"));
        if let Some(at) = near.find(&closing).filter(is_own) {
            if name.ends_with("caption") {
                captions.push(rest[..at].to_owned());
            }
            rest = &rest[at + closing.len()..];
        }
    }
    found.push_str(rest);
    (found, captions)
}

/// What a login is called in public.
fn display_name(around: &Element<'_>, login: &str) -> String {
    let mut authors = Vec::new();
    around.collect(&mut |element| element.prefix == "wp" && element.is("author"), &mut authors);
    let author = authors.into_iter().find(|author| {
        author.at("author_login").and_then(Element::line).is_some_and(|known| known == login.trim())
    });
    author.and_then(|author| author.at("author_display_name")?.line()).unwrap_or_else(|| login.to_owned())
}

/// A time of the site with its offset, which is the difference to the same time in Greenwich.
fn stamp(local: Option<String>, greenwich: Option<&str>) -> Option<String> {
    const HALF_DAYS_MINUTES: i64 = 14 * 60;
    let local = local.filter(|local| !local.starts_with("0000"))?;
    let offset = || {
        let minutes = minutes(&local)? - minutes(greenwich?)?;
        (minutes.abs() <= HALF_DAYS_MINUTES).then_some(minutes)
    };
    Some(match offset() {
        Some(offset) => {
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{}{sign}{:02}:{:02}", local.replacen(' ', "T", 1), offset.abs() / 60, offset.abs() % 60)
        }
        None => local,
    })
}

/// The minutes of `2013-07-07 15:06:01` since some day; only differences within two days matter.
fn minutes(text: &str) -> Option<i64> {
    let (day, time) = text.split_once(' ')?;
    let mut parts = day.split('-');
    let year = parts.next()?.parse().ok()?;
    let mut part = || parts.next()?.parse().ok();
    let day = Day::from_ymd(year, part()?, part()?)?;
    let mut parts = time.split(':');
    let mut part = || parts.next()?.parse::<i64>().ok();
    Some(i64::from(day.epoch_days()) * 24 * 60 + part()? * 60 + part()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_text(text: &str, expect: &str, expect_captions: &[&str]) {
        let (found, captions) = without_shortcodes(text);
        assert_eq!(
            (found.as_str(), captions),
            (expect, expect_captions.iter().map(|&it| it.to_owned()).collect())
        );
    }

    #[test]
    fn what_wordpress_replaces_is_no_text() {
        check_text(
            "A [caption id=\"a\" width=\"9\"]<img src=\"x\"/> The dock[/caption] B [gallery ids=\"1,2\"] C",
            "A  B  C",
            &["<img src=\"x\"/> The dock"],
        );
        check_text("A [embed]https://example.org[/embed] B", "A  B", &[]);
        check_text("He [the minister] said [sic].", "He [the minister] said [sic].", &[]);
        check_text("A [caption width=\"9\"]open", "A open", &[]);
        check_text("A [caption", "A [caption", &[]);
    }

    #[track_caller]
    fn check(local: &str, greenwich: &str, expect: Option<&str>) {
        let found = stamp(Some(local.to_owned()), Some(greenwich));
        assert_eq!(found.as_deref(), expect);
    }

    #[test]
    fn the_offset_of_a_site_is_told_by_its_two_clocks() {
        check("2013-07-07 01:06:01", "2013-07-06 23:06:01", Some("2013-07-07T01:06:01+02:00"));
        check("2013-07-06 20:36:01", "2013-07-07 00:06:01", Some("2013-07-06T20:36:01-03:30"));
        check("2013-07-07 01:06:01", "0000-00-00 00:00:00", Some("2013-07-07 01:06:01"));
        check("2013-07-07 01:06:01", "2012-07-07 01:06:01", Some("2013-07-07 01:06:01"));
        check("0000-00-00 00:00:00", "0000-00-00 00:00:00", None);
    }
}
