//! A first line with a date before the headline: `date 2017-03-02 Headline`.

use dateline_article::Origin;

use super::super::paragraphs::{Layout, ends_sentence};
use super::dates;
use super::headline::{self, HEADLINE_LETTERS};
use super::page::Page;
use crate::date::DayOrder;
use crate::{RawDate, RawRecord};

/// A longer line below the headline is no caption.
const CAPTION_LETTERS: usize = 150;

/// Reads the first line if it is of this form. Below a line with the word `date`, a short line for
/// itself that is no sentence is the caption of a picture.
pub(super) fn read(page: &mut Page<'_>, order: Option<DayOrder>, record: &mut RawRecord) -> bool {
    let line = page.line(0);
    if let Some((date, title)) = labelled(line, order) {
        record.published.push(RawDate { text: date.to_owned(), origin: Origin::Metadata });
        page.take(1);
        if !title.is_empty() {
            record.title = Some(title.to_owned());
            read_caption(page, order, record);
        }
        return true;
    }
    let Some((date, span, title)) = dates::leading(line, order) else {
        return false;
    };
    let title = without_separator(title);
    let is_stamp = span.is_single_day()
        && headline::is_like_headline(title)
        && title.chars().count() <= HEADLINE_LETTERS
        && page.has_text(1)
        && !matches!(page.layout(), layout @ Layout::Wrapped { .. } if layout.is_full(line, page.line(1)));
    if is_stamp {
        record.published.push(dates::in_text(date));
        record.title = Some(title.to_owned());
        page.take(1);
    }
    is_stamp
}

fn labelled(line: &str, order: Option<DayOrder>) -> Option<(&str, &str)> {
    let (label, rest) = line.split_at_checked(4)?;
    if !label.eq_ignore_ascii_case("date") || !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let (date, _, title) = dates::leading(rest.trim_start(), order)?;
    Some((date, without_separator(title)))
}

fn without_separator(title: &str) -> &str {
    title.trim_start_matches(['-', '–', '—', ':', '|', ',', '.', ' '])
}

fn read_caption(page: &mut Page<'_>, order: Option<DayOrder>, record: &mut RawRecord) {
    let line = page.line(0);
    let is_caption = !line.is_empty()
        && line.chars().count() <= CAPTION_LETTERS
        && !ends_sentence(line)
        && page.line(1).is_empty()
        && page.has_text(1)
        && !headline::is_byline(line)
        && !dates::is_date(line, order);
    if is_caption {
        record.captions.push(line.to_owned());
        page.take(1);
    }
}
