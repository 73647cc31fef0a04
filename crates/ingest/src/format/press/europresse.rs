//! Europresse: downloads as HTML, told by the names of their styles.

use std::io::{self, BufRead};

use dateline_article::Origin;

use super::super::blocks::{self, Mark};
use super::{holds, line_of};
use crate::decode::decode;
use crate::format::{Fit, Format, Head, Sink};
use crate::{FileContext, Limits, Piece, RawDate, RawRecord, Reject, date};

/// The publication.
const PUBLICATION: &str = "class=\"DocPublicationName\"";
/// Section, weekday, date and page, each in an element of its own.
const HEADER: &str = "class=\"DocHeader\"";
/// The headline.
const TITLE: &str = "class=\"TitreArticleVisu\"";
/// What stands before the number of the database below the text.
const NUMBER: &str = "Numéro de document :";
/// What the languages of the pages call a page.
const PAGE: &str = "p. ";

/// A download of Europresse.
pub struct Europresse;

impl Format for Europresse {
    fn name(&self) -> &'static str {
        "europresse"
    }

    fn fit(&self, head: Head<'_>) -> Fit {
        let is_europresse = holds(head.bytes, PUBLICATION) && holds(head.bytes, TITLE);
        if is_europresse { Fit::Content } else { Fit::No }
    }

    fn split(
        &self,
        input: &mut dyn BufRead,
        _context: &FileContext,
        limits: &Limits,
        sink: &mut Sink<'_>,
    ) -> io::Result<()> {
        let mut is_inside = false;
        let mark = |line: &[u8], _: &[u8]| {
            if holds(line, PUBLICATION) {
                is_inside = true;
                Mark::Begins
            } else if is_inside && !line.starts_with(b"</body>") {
                Mark::Inside
            } else {
                // The page around the articles.
                is_inside = false;
                Mark::Ends
            }
        };
        blocks::split(input, limits, "an element of the style `DocPublicationName`", mark, sink)
    }

    fn parse(&self, piece: Piece, context: &FileContext) -> Result<RawRecord, Reject> {
        let (locator, bytes) = piece.into_bytes(context)?;
        let decoded = decode(&bytes, context.encoding);
        let mut record = RawRecord::new(locator);
        record.undecodable_in = decoded.undecodable_in.map(str::to_owned);
        let html = decoded.text.as_ref();
        record.source = element(html, PUBLICATION).map(|(text, _)| line_of(text));
        let mut facts = String::new();
        let mut rest = html;
        while let Some((text, after)) = element(rest, HEADER) {
            facts.push_str(&line_of(text));
            facts.push(' ');
            rest = after;
        }
        read_facts(&facts, context, &mut record);
        if let Some((title, after)) = element(rest, TITLE) {
            let above = rest[..rest.len() - after.len()].split("<span").next().unwrap_or_default();
            record.lead = Some(line_of(above)).filter(|lead| !lead.is_empty());
            record.title = Some(line_of(title));
            rest = after;
        }
        let (text, below) = rest.split_once(NUMBER).unwrap_or((rest, ""));
        record.id = below.split('<').next().map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned);
        let text = text.rsplit_once("<b><i>").map_or(text, |(text, _)| text);
        let (byline, text) = byline(text);
        record.byline = byline;
        text.trim().clone_into(&mut record.body);
        Ok(record)
    }
}

/// The content of the next `<span>` of a class, and what follows it. Spans inside of it belong to it.
fn element<'a>(html: &'a str, class: &str) -> Option<(&'a str, &'a str)> {
    const CLOSE: &str = "</span>";
    let start = html.find(class)?;
    let inner = html[start..].split_once('>')?.1;
    let (mut depth, mut at) = (1, 0);
    loop {
        let end = at + inner[at..].find(CLOSE)?;
        depth += inner[at..end].matches("<span").count();
        depth -= 1;
        if depth == 0 {
            return Some((&inner[..end], &inner[end + CLOSE.len()..]));
        }
        at = end + CLOSE.len();
    }
}

/// `Éditorial, jeudi 4 octobre 2012 , p. 03`: section, date and page.
fn read_facts(facts: &str, context: &FileContext, record: &mut RawRecord) {
    for part in facts.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        if let Some(page) = part.strip_prefix(PAGE) {
            record.page = Some(page.trim().to_owned());
        } else if date::read(part, context.day_order).is_some() {
            record.published = vec![RawDate { text: part.to_owned(), origin: Origin::Metadata }];
        } else if record.section.is_none() {
            record.section = Some(part.to_owned());
        }
    }
}

/// The author stands on a line of its own above the first paragraph.
fn byline(text: &str) -> (Option<String>, &str) {
    const MOST_WORDS: usize = 8;
    let text = text.trim_start_matches("<br>");
    let Some((name, rest)) = text.split_once("<br><p></p>") else {
        return (None, text);
    };
    let line = line_of(name);
    let is_name = !name.contains("<p") && line.split(' ').count() <= MOST_WORDS && !line.ends_with('.');
    if is_name { (Some(line).filter(|line| !line.is_empty()), rest) } else { (None, text) }
}

#[cfg(test)]
mod tests {
    use super::super::super::json::{context, pieces};
    use super::*;
    use crate::PieceContent;

    const PAGE: &str = "<html><body>\n<td><span class=\"DocPublicationName\">l'Hebdo</span><br><span class=\"DocHeader\">Éditorial, </span>\
        <span class=\"DocHeader\">jeudi </span><span class=\"DocHeader\">4 octobre 2012</span><span class=\"DocHeader\">, p. 03</span><br><br>\
        Avant<br><span class=\"TitreArticleVisu\">La <span style=\"color:red\">grève</span> finit</span><br><br>Anne Lee<br><p></p>\
        Un <b>mot</b>.<p></p>Deux.<p></p><b><i>© 2012 l'Hebdo. Tous droits réservés.</i></b><p></p>Numéro de document : news·20121004·PO·17<br>\
        <table><tr><td>Ce certificat</td></tr></table>\n<p><br>\n<td><span class=\"DocPublicationName\">Mag</span>\n</body></html>\n";

    #[test]
    fn articles_of_a_download_are_read() {
        let found = pieces(&Europresse, PAGE.as_bytes(), &Limits::default());
        assert_eq!(found.len(), 2, "{found:?}");
        let bytes = found[0].split_once(": ").expect("a piece").1.as_bytes().to_vec();
        let piece = Piece { record: 1, byte: 0, content: PieceContent::Bytes(bytes) };
        let record = Europresse.parse(piece, &context("t")).expect("a record");
        assert_eq!(
            crate::format::shown(&record),
            [
                "id: news·20121004·PO·17",
                "title: La grève finit",
                "lead: Avant",
                "byline: Anne Lee",
                "source: l'Hebdo",
                "section: Éditorial",
                "page: 03",
                "metadata: jeudi 4 octobre 2012",
                "body: Un <b>mot</b>.<p></p>Deux.<p></p>",
            ]
        );
    }

    #[test]
    fn a_download_is_told_by_its_styles() {
        let fit = |text: &str| Europresse.fit(Head { name: "a", bytes: text.as_bytes(), complete: true });
        assert_eq!(fit(PAGE), Fit::Content);
        assert_eq!(fit("<html><body><p>Text"), Fit::No);
    }
}
