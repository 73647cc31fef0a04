//! From the paragraphs and properties of a document to the fields of a record.

use dateline_article::Locator;

use super::properties::Properties;
use super::prose::{Paragraph, Role};
use crate::format::text::read_text;
use crate::{FileContext, RawRecord};

/// A title stands among so many first paragraphs.
const TOP: usize = 10;

/// The record of a document. What its styles do not say, its text is asked for as any plain text is:
/// headline, author and date above the text, and the date of the dateline or of the file's name.
pub(super) fn record(
    mut paragraphs: Vec<Paragraph>,
    properties: Properties,
    locator: Locator,
    context: &FileContext,
) -> RawRecord {
    let mut record = RawRecord::new(locator);
    let top = |wanted: Role| paragraphs.iter().take(TOP).position(|paragraph| paragraph.role == wanted);
    let styled = top(Role::Title).or_else(|| top(Role::Heading).filter(|&at| at == 0));
    let stated = || {
        // The title that somebody gave the document counts where the text begins with it, and else where
        // the text has no headline of its own.
        let title = properties.title.as_deref()?;
        paragraphs.iter().take(TOP).position(|paragraph| is_same(&paragraph.text, title))
    };
    if let Some(at) = styled.or_else(stated) {
        record.title = Some(paragraphs.remove(at).text.replace('\n', " "));
        if paragraphs.get(at).is_some_and(|next| next.role == Role::Subtitle) {
            record.lead = Some(escaped(&paragraphs.remove(at).text));
        }
    }
    let captions = paragraphs.extract_if(.., |paragraph| paragraph.role == Role::Caption);
    record.captions = captions.map(|paragraph| escaped(&paragraph.text)).collect();
    let text: Vec<String> = paragraphs.into_iter().map(|paragraph| paragraph.text).collect();
    read_text(&text.join("\n\n"), context, &mut record);
    record.title = record.title.or_else(|| properties.title.clone()).map(|title| escaped(&title));
    record.body = escaped(&record.body);
    properties.fill(&mut record);
    record
}

/// Signs such as `<` are no tags in a document.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn is_same(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
    letters(one) == letters(other)
}
