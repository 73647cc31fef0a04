//! Articles.

use std::io::{self, Write};
use std::ops::Range;

use dateline_article::{Article, Confidence, MentionKind, Note, PubDate, TextPart};
use dateline_query::{Highlighter, Marked};

use super::links::{linked, target_of};
use super::marks::{printable, styled, styled_with_names, wrapped};
use super::out::{Out, Style};

/// A date as a person reads it: a guess carries a mark.
pub fn day(date: Option<&PubDate>) -> String {
    match date {
        None => "undated".to_owned(),
        Some(date) => {
            let doubt = if date.confidence == Confidence::Guess { "?" } else { "" };
            format!("{}{doubt}", date.span)
        }
    }
}

/// The whole article.
pub fn write(out: &mut Out, article: &Article, highlighter: &mut Highlighter) -> io::Result<()> {
    let (width, style) = (out.width, out.style);
    let lang = article.lang;
    let mut marked = |part: TextPart, text: Range<usize>, base: &str| {
        let marked = highlighter.mark(&article.part(part)[text.clone()], lang);
        styled_with_names(&marked, &names_in(article, part, &text, style), style, base)
    };
    let title = marked(TextPart::Title, 0..article.title.len(), style.title());
    let target = out.links.then(|| target_of(article)).flatten();
    writeln!(out, "{}{}", linked(&wrapped(&title, width, ""), "", target), style.off())?;
    write_facts(out, article)?;
    for (part, text) in paragraphs(article) {
        writeln!(out, "\n{}", wrapped(&marked(part, text, ""), width, ""))?;
    }
    for caption in &article.captions {
        let text = styled(&highlighter.mark(caption, lang), style, "");
        writeln!(out, "\n{}", wrapped(&format!("[picture] {text}"), width, "  "))?;
    }
    Ok(())
}

/// The paragraphs of lead and body, as bytes of their part.
fn paragraphs(article: &Article) -> impl Iterator<Item = (TextPart, Range<usize>)> {
    let lead = (TextPart::Lead, 0..article.lead.len());
    let mut start = 0;
    let body = article.body.split("\n\n").map(move |paragraph| {
        let range = start..start + paragraph.len();
        start = range.end + "\n\n".len();
        (TextPart::Body, range)
    });
    std::iter::once(lead).chain(body).filter(|(_, text)| !text.is_empty())
}

/// The names that stand in some bytes of a part, counted from the first of them, each with its colour.
fn names_in(
    article: &Article,
    part: TextPart,
    text: &Range<usize>,
    style: Style,
) -> Vec<(Range<usize>, &'static str)> {
    let mut names: Vec<_> = article
        .recognition
        .iter()
        .flat_map(|recognition| &recognition.names)
        .flat_map(|name| name.at.iter().map(|place| (name.kind, *place)))
        .filter(|(_, place)| place.part == part)
        .map(|(kind, place)| (place.start as usize..place.end as usize, style.name(kind)))
        .filter(|(place, _)| text.start <= place.start && place.end <= text.end)
        .map(|(place, colour)| (place.start - text.start..place.end - text.start, colour))
        .collect();
    names.sort_by_key(|(place, _)| place.start);
    names
}

/// The article in a few lines, for a preview.
pub fn write_summary(out: &mut Out, article: &Article) -> io::Result<()> {
    let plain = |text: &str| Marked { text: text.to_owned(), marks: Vec::new() };
    let title = styled(&plain(&article.title), out.style, out.style.title());
    writeln!(out, "  {title}{}", out.style.off())?;
    write_facts(out, article)?;
    let lead: String = article.lead.chars().take(300).collect();
    let width = out.width;
    writeln!(out, "{}", wrapped(&printable(&lead), width, "  "))
}

fn write_facts(out: &mut Out, article: &Article) -> io::Result<()> {
    let (faint, off) = (out.style.faint(), out.style.off());
    let mut facts = Vec::new();
    let date = article.dates.published.as_ref();
    let mut when = day(date);
    if let Some(date) = date {
        if let Some(time) = date.time {
            when += &format!(" {time}");
        }
        when += &format!(" ({}, {})", date.origin, date.confidence);
    }
    facts.push(("date", when));
    for (name, date) in [
        ("edition of", &article.dates.edition),
        ("updated", &article.dates.updated),
        ("fetched", &article.dates.crawled),
    ] {
        if let Some(date) = date {
            let time = date.time.map(|time| format!(" {time}")).unwrap_or_default();
            facts.push((name, format!("{}{time}", date.span)));
        }
    }
    let optional = [
        ("by", &article.byline),
        ("source", &article.source),
        ("section", &article.section),
        ("page", &article.page),
        ("edition", &article.edition),
        ("type", &article.genre),
        ("url", &article.url),
    ];
    facts.extend(optional.into_iter().filter_map(|(name, value)| value.clone().map(|value| (name, value))));
    if let Some(lang) = article.lang {
        facts.push(("language", lang.to_string()));
    }
    if let Some(percent) = article.ocr_confidence {
        facts.push(("recognised", format!("{percent} % sure")));
    }
    if !article.tags.is_empty() {
        facts.push(("tags", article.tags.join(", ")));
    }
    for kind in MentionKind::ALL {
        let names = article.names(kind);
        if !names.is_empty() {
            facts.push((kind_name(kind), names.join(", ")));
        }
    }
    facts.push(("from", article.locator.to_string()));
    facts.push(("id", article.id.to_string()));
    facts.extend(article.native_id.clone().map(|id| ("own id", id)));
    facts.extend(article.notes.iter().map(|note| ("note", note_text(note))));
    for (name, value) in facts {
        writeln!(out, "{faint}{name:>9}{off}  {}", printable(&value))?;
    }
    Ok(())
}

fn kind_name(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Person => "persons",
        MentionKind::Org => "orgs",
        MentionKind::Place => "places",
    }
}

fn note_text(note: &Note) -> String {
    match note {
        Note::UnreadableDate { text } => format!("the date `{text}` could not be read"),
        Note::ImplausibleDate { text } => format!("the date `{text}` cannot be true"),
        Note::AmbiguousDate { text } => {
            format!("the date `{text}` reads as two days; it stands for the span between them")
        }
        Note::TextCut { bytes } => format!("the text was cut: {bytes} bytes are left out"),
        Note::UndecodableBytes { encoding } => {
            format!("some bytes are no text in {encoding}; they stand as \u{fffd}")
        }
        Note::Status { status } => format!("the source calls it `{status}`"),
        Note::TitleFromText => "the source gives no headline; the first sentence stands in".to_owned(),
        _ => "read with a remark that this build does not know".to_owned(),
    }
}
