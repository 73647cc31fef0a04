//! Web pages: the article in a page, without its menus, with what the page says about it.
//!
//! Independent of where the page comes from: a file, a crawler's archive, a mail or a book.

mod about;
mod block;
mod body;
mod build;
mod charset;
mod dates;
mod furniture;
mod headline;
mod phrase;
mod stated;
mod structured;
mod tag;
mod tree;

use dateline_article::Locator;

use self::dates::Place;
use self::stated::Stated;
use self::tag::Tag;
use self::tree::Tree;
use crate::{RawRecord, RejectReason};

/// A longer page is rejected: none that a reader could read is.
const MOST_PAGE_BYTES: usize = 32 << 20;

/// What is known of a page besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PageHints<'a> {
    /// The address it was fetched from.
    pub url: Option<&'a str>,
    /// The charset that the header of the transfer named.
    pub charset: Option<&'a str>,
}

/// Fills a record from a page.
///
/// # Errors
///
/// A page without an article.
pub(crate) fn read_page(
    html: &[u8],
    hints: &PageHints<'_>,
    locator: Locator,
) -> Result<RawRecord, RejectReason> {
    if html.len() > MOST_PAGE_BYTES {
        return Err(RejectReason::TooLong { limit_bytes: MOST_PAGE_BYTES as u64 });
    }
    let decoded = charset::decode(html, hints.charset);
    let tree = build::build(&decoded.text);
    let stated = Stated::of(&tree);
    let mut record = RawRecord::new(locator);
    record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
    about::fill(&tree, &stated, hints, &mut record);
    let sites = about::sites(&stated, record.url.as_deref());
    let headline = headline::headline(&tree, &stated, &sites);
    let body = body::body(&tree, headline.text.as_deref(), headline.at);
    let place = Place { headline: headline.at, start: body.start, end: body.end };
    dates::dates(&tree, &stated, place, &mut record);
    record.title = headline.text;
    record.lead = body.standfirst;
    record.body = body.paragraphs.join("\n\n");
    record.captions = body.captions;
    let Some(found) = no_article(&tree, &record, body.prose_letters) else { return Ok(record) };
    match about::summary(&stated) {
        // A film or a picture with a few words on it.
        Some(summary) if !matches!(found, Instead::Error) => {
            record.lead = Some(summary);
            record.body.clear();
            Ok(record)
        }
        _ => Err(RejectReason::NoArticle { found: found.told(record.title.as_deref()) }),
    }
}

/// What a page is that is no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Instead {
    Empty,
    Links,
    Error,
}

impl Instead {
    fn told(self, title: Option<&str>) -> String {
        let kind = match self {
            Instead::Empty => "a page without text",
            Instead::Links => "a page of menus and links",
            Instead::Error => "the message of a server",
        };
        match title {
            Some(title) => format!("{kind}: `{}`", title.chars().take(80).collect::<String>()),
            None => kind.to_owned(),
        }
    }
}

/// What a page is when it is no article: without a sentence, or with a few under a headline that servers
/// put over their messages.
fn no_article(tree: &Tree, record: &RawRecord, prose_letters: usize) -> Option<Instead> {
    /// The messages of servers are short.
    const MOST_LETTERS_OF_MESSAGE: usize = 600;
    const MESSAGES: &[&str] = &[
        "404",
        "403",
        "500",
        "502",
        "503",
        "access denied",
        "attention required",
        "are you a robot",
        "bad gateway",
        "forbidden",
        "just a moment",
        "not found",
        "page not found",
        "page unavailable",
        "pardon our interruption",
        "security check",
        "service unavailable",
        "site maintenance",
    ];
    let title = record.title.as_deref().unwrap_or_default().to_lowercase();
    let is_message =
        MESSAGES.iter().any(|message| title.starts_with(message) || title.ends_with(" not found"));
    if is_message && prose_letters < MOST_LETTERS_OF_MESSAGE {
        return Some(Instead::Error);
    }
    if !record.body.trim().is_empty() {
        return None;
    }
    Some(if tree.elements(|tag| tag == Tag::A).next().is_some() { Instead::Links } else { Instead::Empty })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locator() -> Locator {
        Locator { file: "page.html".to_owned(), member: None, record: 1, byte: 0 }
    }

    const PARAGRAPH: &str =
        "<p>The dockers of Hull went back to work on Monday, after a strike of three weeks.</p>";

    /// The fields of a page, one a line, as far as they are filled; paragraphs end at ` // `. A page that is
    /// rejected gives the reason.
    #[track_caller]
    fn check(html: &str, expect: &str) {
        let mut found = Vec::new();
        match read_page(html.as_bytes(), &PageHints::default(), locator()) {
            Err(reason) => found.push(reason.to_string()),
            Ok(record) => {
                let mut line = |name: &str, value: &str| {
                    if !value.is_empty() {
                        found.push(format!("{name}: {value}"));
                    }
                };
                line("title", record.title.as_deref().unwrap_or_default());
                line("lead", record.lead.as_deref().unwrap_or_default());
                line("byline", record.byline.as_deref().unwrap_or_default());
                line("source", record.source.as_deref().unwrap_or_default());
                line("section", record.section.as_deref().unwrap_or_default());
                line("lang", record.lang.as_deref().unwrap_or_default());
                line("url", record.url.as_deref().unwrap_or_default());
                line("tags", &record.tags.join(" + "));
                for date in &record.published {
                    line(date.origin.name(), &date.text);
                }
                if let Some(date) = &record.updated {
                    line("updated", &date.text);
                }
                line("captions", &record.captions.join(" // "));
                line("body", &record.body.replace("\n\n", " // "));
            }
        }
        let expect: Vec<&str> = expect.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn a_page_gives_its_article_and_what_it_says_about_it() {
        check(
            &format!(
                r#"<!doctype html><html lang="en-GB"><head><title>Dock strike ends | The Gazette</title>
                <link rel="canonical" href="https://gazette.example/2017/03/02/strike">
                <meta property="og:site_name" content="The Gazette">
                <meta property="article:published_time" content="2017-03-02T08:00:00+01:00">
                <meta property="article:modified_time" content="2017-03-03T09:00:00+01:00">
                <script type="application/ld+json">{{"@graph":[{{"@type":"NewsArticle","headline":"Dock strike ends",
                "author":[{{"name":"Ann Lee"}},{{"name":"Bo Chu"}}],"articleSection":"Labour","keywords":"docks, strikes"}}]}}</script>
                </head><body><nav><a href="/">Home</a></nav><h1>Dock strike ends</h1>
                <p class="standfirst">After three weeks, the ships are moving.</p>
                <div class="article-body"><figure><img><figcaption>Dockers at the gate on Monday</figcaption></figure>
                {PARAGRAPH}<div class="share">Share this</div>{PARAGRAPH}<p>Related: <a href="/x">Ports in trouble</a></p></div>
                <footer>All rights reserved.</footer></body></html>"#
            ),
            "title: Dock strike ends
            byline: Ann Lee, Bo Chu
            source: The Gazette
            section: Labour
            lang: en-GB
            url: https://gazette.example/2017/03/02/strike
            tags: docks + strikes
            agreement: https://gazette.example/2017/03/02/strike
            meta-tag: 2017-03-02T08:00:00+01:00
            updated: 2017-03-03T09:00:00+01:00
            captions: Dockers at the gate on Monday
            body: The dockers of Hull went back to work on Monday, after a strike of three weeks. // The dockers of Hull went back to work on Monday, after a strike of three weeks.",
        );
    }

    #[test]
    fn a_page_that_is_no_article_is_rejected_with_what_it_is() {
        check("", "expected an article, but found a page without text");
        check(
            "<title>Gazette</title><ul><li><a href=a>News</a><li><a href=b>Sport</a></ul>",
            "expected an article, but found a page of menus and links: `Gazette`",
        );
        check(
            &format!("<title>404 Not Found</title>{PARAGRAPH}"),
            "expected an article, but found the message of a server: `404 Not Found`",
        );
    }

    #[test]
    fn a_film_with_a_few_words_is_an_article_without_text() {
        let summary = "The dockers of Hull went back to work on Monday.";
        check(
            &format!(
                r#"<meta property="og:type" content="video.other"><meta property="og:title" content="Strike ends">
                <meta property="og:description" content="{summary} Watch the scenes."><video></video>"#
            ),
            &format!("title: Strike ends\nlead: {summary} Watch the scenes."),
        );
    }

    #[test]
    fn menus_comments_and_teasers_are_no_text() {
        let teaser = "<li><h3><a href=x>Ports in trouble again</a></h3><p>Owners met in London, and left, again.</p></li>";
        check(
            &format!(
                "<h1>Strike ends</h1><div><div>{PARAGRAPH}{PARAGRAPH}{PARAGRAPH}</div><ul>{}</ul>
                <h3>Comments</h3><p>I never liked these strikes, nor did my father, nor did his.</p></div>",
                teaser.repeat(4)
            ),
            &format!(
                "title: Strike ends\nbody: {}",
                ["The dockers of Hull went back to work on Monday, after a strike of three weeks."; 3]
                    .join(" // ")
            ),
        );
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        check(
            &format!("<h1>Table</h1><article>{PARAGRAPH}<table><tr><td>1<td>Hull<tr><td>2<td>Bath</table></article>"),
            "title: Table
            body: The dockers of Hull went back to work on Monday, after a strike of three weeks. // 1  Hull // 2  Bath",
        );
    }

    #[test]
    fn elements_nested_without_end_take_no_time() {
        for tag in [
            "<div>",
            "<b>",
            "<table>",
            "<a>",
            "<p><i>",
            "<svg>",
            "<ul><li>",
            "</p>",
            "</div>",
            "<div class='article body'>",
        ] {
            let html = format!("{}{PARAGRAPH}", tag.repeat(20_000));
            let _ = read_page(html.as_bytes(), &PageHints::default(), locator());
        }
        check(
            &format!("{}{PARAGRAPH}", "<div>".repeat(20_000)),
            "body: The dockers of Hull went back to work on Monday, after a strike of three weeks.",
        );
    }

    #[test]
    fn a_page_longer_than_the_limit_is_rejected() {
        let page = vec![b' '; MOST_PAGE_BYTES + 1];
        let reason = read_page(&page, &PageHints::default(), locator()).unwrap_err();
        assert_eq!(reason.to_string(), "expected at most 32 MB, but found more");
    }

    #[test]
    fn the_header_of_the_transfer_names_the_charset_and_the_address() {
        let html = b"<title>x</title><p>\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0";
        let hints = PageHints { url: Some("http://a.example/b"), charset: Some("windows-1251") };
        let record = read_page(html, &hints, locator()).unwrap();
        assert_eq!(
            (record.body.as_str(), record.url.as_deref()),
            ("Привет, мир", Some("http://a.example/b"))
        );
    }
}
