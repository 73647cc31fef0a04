//! Which article a record is, and whether its text changed.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::Path;

use dateline_article::{Article, ArticleId, ContentHash, Locator};

use crate::FileContext;
use crate::source::plain_name;

/// The id of an article: by the source's own id, else by its address, else by its place and content.
///
/// An id such as `17` occurs in every export: it only tells records of one file apart. File names count
/// with the nearest folder and no further, so that an archive can be moved.
pub(crate) fn article_id(own: Option<&str>, article: &Article, context: &FileContext) -> ArticleId {
    let own = own.map(str::trim).filter(|own| !own.is_empty());
    let member = article.locator.member.as_deref().unwrap_or_default();
    let (folder, name) = match &context.member {
        Some(_) => on_disk(&context.label),
        None => (context.folders.first().map_or("", String::as_str), file_name(context, &article.locator)),
    };
    let file = [folder.as_bytes(), name.as_bytes(), member.as_bytes()];
    match (own, &article.url) {
        (Some(own), _) if is_global(own) => ArticleId::of_own_id(own),
        (Some(own), _) => ArticleId::of_parts(&[b"file-id", file[0], file[1], file[2], own.as_bytes()]),
        (None, Some(url)) => ArticleId::of_parts(&[b"url", canonical(url).as_bytes()]),
        (None, None) => ArticleId::of_parts(&[
            b"record",
            file[0],
            file[1],
            file[2],
            &article.locator.record.to_be_bytes(),
            &article.content_hash.as_u64().to_be_bytes(),
        ]),
    }
}

fn file_name<'a>(context: &'a FileContext, locator: &Locator) -> &'a str {
    if locator.file == "-" { "-" } else { &context.name }
}

/// The folder and the name of a container, from its path: a member has a name and folders of its own.
fn on_disk(label: &str) -> (&str, &str) {
    let path = Path::new(label);
    let folder = path.parent().and_then(Path::file_name).and_then(OsStr::to_str);
    let name = path.file_name().and_then(OsStr::to_str);
    (folder.unwrap_or_default(), plain_name(name.unwrap_or(label)))
}

/// Whether an id looks as if no other source used it: an address, a path, `urn:…`, or long enough and mixed.
fn is_global(id: &str) -> bool {
    const SHORTEST_BYTES: usize = 12;
    let is_mixed = id.contains(char::is_alphabetic) && id.contains(char::is_numeric);
    id.contains(['/', ':']) || (id.len() >= SHORTEST_BYTES && is_mixed)
}

/// The fingerprint of what a reader sees of an article: everything but its place and when it was fetched.
pub fn content_hash(article: &Article) -> ContentHash {
    let mut facts = String::new();
    for date in [article.dates.published, article.dates.updated] {
        // A date that is absent still takes its line.
        if let Some(date) = date {
            let time = date.time.map(|time| time.to_string()).unwrap_or_default();
            let _ = write!(facts, "{} {time} {} {}", date.span, date.origin, date.confidence);
        }
        facts.push('\n');
    }
    for list in [article.captions.len(), article.tags.len(), article.mentions.len()] {
        let _ = writeln!(facts, "{list}");
    }
    let text = |text: &'_ Option<String>| text.as_deref().unwrap_or_default().to_owned();
    let lang = article.lang.map(|lang| lang.to_string()).unwrap_or_default();
    let fields = [
        lang,
        text(&article.byline),
        text(&article.source),
        text(&article.section),
        text(&article.page),
        text(&article.edition),
        text(&article.url),
        facts,
    ];
    let mut parts: Vec<&[u8]> =
        vec![article.title.as_bytes(), article.lead.as_bytes(), article.body.as_bytes()];
    parts.extend(fields.iter().map(String::as_bytes));
    parts.extend(article.captions.iter().chain(&article.tags).map(String::as_bytes));
    for mention in &article.mentions {
        parts.push(mention.name.as_bytes());
    }
    let kinds: Vec<String> = article.mentions.iter().map(|mention| mention.kind.to_string()).collect();
    parts.extend(kinds.iter().map(String::as_bytes));
    // What came later is counted only where it is there, and says what it is.
    let edition = article.dates.edition.map(|date| date.span.to_string());
    for (name, value) in [("genre", &article.genre), ("edition-date", &edition)] {
        if let Some(value) = value {
            parts.extend([name.as_bytes(), value.as_bytes()]);
        }
    }
    ContentHash::of_parts(&parts)
}

/// A field that holds an address: `scheme://host…`, without the blanks around it. Else `None`.
pub(crate) fn address(text: &str) -> Option<&str> {
    /// More than any browser or server takes.
    const LONGEST_BYTES: usize = 8_192;
    let text = text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let is_scheme = scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let has_host = rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '[');
    let is_one_word = !text.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    (is_scheme && has_host && is_one_word && text.len() <= LONGEST_BYTES).then_some(text)
}

/// The form of an address under which an article is known, however it was linked to: scheme and host in
/// small letters, without fragment and without the parameters that only count visitors.
fn canonical(url: &str) -> String {
    let url: Cow<'_, str> =
        if url.contains("&amp;") { Cow::Owned(url.replace("&amp;", "&")) } else { Cow::Borrowed(url) };
    let url = url.split('#').next().unwrap_or_default();
    let (page, query) = url.split_once('?').unwrap_or((url, ""));
    let host_end = page
        .find("://")
        .map(|at| at + "://".len())
        .map_or(0, |host| page[host..].find('/').map_or(page.len(), |len| host + len));
    let mut out = page[..host_end].to_lowercase();
    out.push_str(&page[host_end..]);
    let mut separator = '?';
    for parameter in query.split('&') {
        let name = parameter.split('=').next().unwrap_or_default();
        if !parameter.is_empty() && !counts_visitors(name) {
            out.push(separator);
            out.push_str(parameter);
            separator = '&';
        }
    }
    out
}

fn counts_visitors(parameter: &str) -> bool {
    const NAMES: &[&str] = &["fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid"];
    let lower = parameter.to_ascii_lowercase();
    lower.starts_with("utm_") || NAMES.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_canonical(url: &str, expect: &str) {
        assert_eq!(canonical(url), expect);
    }

    #[track_caller]
    fn check_address(text: &str, expect: Option<&str>) {
        assert_eq!(address(text), expect);
    }

    #[test]
    fn an_address_has_one_form_however_it_was_linked_to() {
        check_canonical(
            "HTTPS://Example.ORG/Path/?utm_source=x&id=3&fbclid=a#top",
            "https://example.org/Path/?id=3",
        );
        check_canonical("https://example.org/a?", "https://example.org/a");
        check_canonical("https://example.org/a/?UTM_medium=x", "https://example.org/a/");
        check_canonical("http://example.org?a=1&amp;b=2", "http://example.org?a=1&b=2");
        check_canonical("https://example.org/خبر", "https://example.org/خبر");
    }

    #[test]
    fn only_addresses_are_addresses() {
        check_address(" https://example.org/a ", Some("https://example.org/a"));
        check_address("http://[::1]/", Some("http://[::1]/"));
        for text in
            ["", "n/a", "www.example.org", "https://", "://x", "http://a b", "1a://x", "javascript:alert(1)"]
        {
            check_address(text, None);
        }
        check_address(&format!("http://{}", "x".repeat(9_000)), None);
    }

    #[test]
    fn short_ids_are_not_global() {
        for id in ["17", "news_stampede", "123456789012", "doc17"] {
            assert!(!is_global(id), "{id}");
        }
        for id in ["urn:newsml:x", "2007/03/17", "abc123def456", "https://example.org/?p=1"] {
            assert!(is_global(id), "{id}");
        }
    }
}
