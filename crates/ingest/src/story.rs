//! What a reader reads: headline, lead, text and captions.

use std::borrow::Cow;

use dateline_article::{Lang, Note};

use crate::{RawRecord, clean, language, lead, sentence};

/// The longest headline made of a first sentence, in letters.
const MOST_TITLE_LETTERS: usize = 120;

/// The clean text of a record, each paragraph in one place only.
pub(crate) struct Story {
    pub title: String,
    pub lead: String,
    pub body: String,
    pub captions: Vec<String>,
}

impl Story {
    /// `None` when the record has neither headline nor text.
    pub(crate) fn of(raw: &RawRecord, notes: &mut Vec<Note>) -> Option<Story> {
        let title = clean::line(raw.title.as_deref().unwrap_or_default(), raw.markup).into_owned();
        let standfirst = clean::line(raw.lead.as_deref().unwrap_or_default(), raw.markup);
        let paragraphs = clean::paragraphs(&raw.body, raw.markup);
        let captions: Vec<String> = raw
            .captions
            .iter()
            .map(|text| clean::line(text, raw.markup).into_owned())
            .filter(|caption| !caption.is_empty())
            .collect();
        if title.is_empty() {
            let first = paragraphs.first().map(AsRef::as_ref);
            let start = [standfirst.as_ref()]
                .into_iter()
                .filter(|standfirst| !standfirst.is_empty())
                .chain(first)
                .chain(captions.first().map(String::as_str))
                .next()?;
            let title = sentence::first(start, MOST_TITLE_LETTERS);
            notes.push(Note::TitleFromText);
            // A line without a full stop above a text is a headline that nobody marked as one.
            let is_headline = first == Some(title.as_str()) && !title.ends_with(['.', '…', '。']);
            let paragraphs = match paragraphs.split_first() {
                Some((_, others)) if is_headline && !others.is_empty() => others,
                _ => &paragraphs,
            };
            return Some(Story::new(title, &standfirst, paragraphs, captions));
        }
        let repeats = |text: &str| lead::says_the_same(&title, text);
        let standfirst = if repeats(&standfirst) { "" } else { &standfirst };
        let paragraphs = match paragraphs.split_first() {
            Some((first, others)) if repeats(first) => others,
            _ => &paragraphs,
        };
        Some(Story::new(title, standfirst, paragraphs, captions))
    }

    fn new(title: String, standfirst: &str, paragraphs: &[Cow<'_, str>], captions: Vec<String>) -> Story {
        let split = lead::split(standfirst, paragraphs);
        Story { title, lead: split.lead, body: split.body, captions }
    }

    /// The same text, of at most `most_bytes`, between two letters.
    pub(crate) fn cut_to(mut self, most_bytes: usize, notes: &mut Vec<Note>) -> Story {
        let mut room = most_bytes;
        let mut cut_bytes = 0;
        let parts = [&mut self.title, &mut self.lead, &mut self.body];
        for text in parts.into_iter().chain(&mut self.captions) {
            if text.len() <= room {
                room -= text.len();
                continue;
            }
            let kept = text[..text.floor_char_boundary(room)].trim_end().len();
            cut_bytes += text.len() - kept;
            // Nothing behind the cut may slip in.
            room = 0;
            text.truncate(kept);
        }
        self.captions.retain(|caption| !caption.is_empty());
        if cut_bytes > 0 {
            notes.push(Note::TextCut { bytes: cut_bytes as u64 });
        }
        self
    }

    pub(crate) fn detect_language(&self) -> Option<Lang> {
        let mut sample = String::with_capacity(2 * language::SAMPLE_BYTES);
        for text in [&self.title, &self.lead, &self.body] {
            let room = language::SAMPLE_BYTES.saturating_sub(sample.len());
            sample.push_str(&text[..text.floor_char_boundary(room)]);
            sample.push('\n');
        }
        language::detect(&sample)
    }
}

#[cfg(test)]
mod tests {
    use dateline_article::Locator;

    use super::*;

    fn raw(title: &str, lead: &str, body: &str, caption: &str) -> RawRecord {
        let mut raw = RawRecord::new(Locator { file: "-".to_owned(), member: None, record: 1, byte: 0 });
        raw.title = Some(title.to_owned());
        raw.lead = Some(lead.to_owned());
        raw.body = body.to_owned();
        raw.captions = vec![caption.to_owned()];
        raw
    }

    fn shown(story: &Story) -> String {
        let captions = story.captions.join(" / ");
        [story.title.as_str(), &story.lead, &story.body, &captions].join(" | ")
    }

    /// Compares title, lead, body and captions, written with ` | ` between them.
    #[track_caller]
    fn check(raw: &RawRecord, expect: &str) {
        let story = Story::of(raw, &mut Vec::new()).expect("a story");
        assert_eq!(shown(&story), expect);
    }

    /// The same for a story of some 17 bytes that is cut, with the bytes left out.
    #[track_caller]
    fn check_cut(most_bytes: usize, expect: &str, cut_bytes: Option<u64>) {
        let mut notes = Vec::new();
        let story = Story::of(&raw("Title", "", "Lead.\n\nBodé", "C"), &mut notes).expect("a story");
        assert_eq!(shown(&story.cut_to(most_bytes, &mut notes)), expect);
        let expect: Vec<Note> = cut_bytes.map(|bytes| Note::TextCut { bytes }).into_iter().collect();
        assert_eq!(notes, expect);
    }

    #[test]
    fn a_headline_that_opens_the_text_is_not_kept_twice() {
        check(&raw("Dock strike", "", "DOCK STRIKE\n\nOne.\n\nTwo.", ""), "Dock strike | One. | Two. | ");
        check(&raw("Dock strike", "Dock strike.", "One.", ""), "Dock strike | One. |  | ");
    }

    #[test]
    fn without_a_headline_the_first_sentence_stands_in() {
        check(
            &raw("", "", "It rained. Then not.\n\nTwo.", ""),
            "It rained. | It rained. Then not. | Two. | ",
        );
        check(&raw("", "Zero.", "One.", ""), "Zero. | Zero. | One. | ");
        check(&raw("<b></b>", "", "", "A ship."), "A ship. |  |  | A ship.");
        let mut notes = Vec::new();
        Story::of(&raw("", "", "One.", ""), &mut notes);
        assert_eq!(notes, [Note::TitleFromText]);
    }

    #[test]
    fn a_first_line_without_a_full_stop_is_the_headline_of_the_text_below() {
        check(&raw("", "", "Dock strike\n\nOne.\n\nTwo.", ""), "Dock strike | One. | Two. | ");
        check(&raw("", "", "Dock strike", ""), "Dock strike | Dock strike |  | ");
    }

    #[test]
    fn a_record_of_blanks_is_no_story() {
        assert!(Story::of(&raw(" &nbsp;", "\t", "<p></p>\n", "\u{200B}"), &mut Vec::new()).is_none());
    }

    #[test]
    fn text_at_the_limit_is_kept_and_one_past_it_is_cut_and_flagged() {
        check_cut(16, "Title | Lead. | Bodé | C", None);
        check_cut(15, "Title | Lead. | Bodé | ", Some(1));
        check_cut(14, "Title | Lead. | Bod | ", Some(3));
        check_cut(6, "Title | L |  | ", Some(10));
    }
}
