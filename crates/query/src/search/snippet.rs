//! The part of a text that shows best why an article was found.

use std::ops::Range;

use dateline_article::{Article, Lang};
use dateline_schema::words::for_each_word;

use super::highlight::{Highlighter, Marked, Spot};

/// About how much text a snippet shows.
const SNIPPET_BYTES: usize = 240;
/// A snippet may end with a sentence when it shows at least so much.
const SHORTEST_BYTES: usize = 120;
/// How far a snippet may reach back to begin with its sentence.
const LEAD_IN_BYTES: usize = 120;

/// A part of a text, with the words of the query marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The part, with `…` where it was cut inside a sentence.
    pub marked: Marked,
}

impl Highlighter {
    /// The snippet of an article: the stretch of its text with the most words of the query.
    pub fn snippet(&mut self, article: &Article) -> Snippet {
        let mut text = article.paragraphs().collect::<Vec<_>>().join("\n\n");
        let mut spots = self.spots(&text, article.lang);
        if spots.is_empty()
            && let Some((caption, found)) = self.caption(article, article.lang)
        {
            (text, spots) = (caption, found);
        }
        let stretch = best_stretch(&text, &spots, self.patterns());
        let range = widen(&text, stretch);
        cut_out(&text, range, &spots)
    }

    /// The first caption with a word of the query.
    fn caption(&mut self, article: &Article, lang: Option<Lang>) -> Option<(String, Vec<Spot>)> {
        article.captions.iter().find_map(|caption| {
            let spots = self.spots(caption, lang);
            (!spots.is_empty()).then(|| (caption.clone(), spots))
        })
    }
}

/// The stretch that holds the most different patterns, then the most matches; of equals the first. It
/// stays in one paragraph: the next may be about something else.
fn best_stretch(text: &str, spots: &[Spot], patterns: usize) -> Range<usize> {
    let breaks: Vec<usize> = text.match_indices("\n\n").map(|(at, _)| at).collect();
    let paragraph = |spot: &Spot| breaks.partition_point(|&at| at < spot.bytes.start);
    let mut best = (0, 0, 0..0);
    let mut held = vec![0_u32; patterns];
    let (mut different, mut right) = (0, 0);
    for left in 0..spots.len() {
        while right < spots.len()
            && (right <= left
                || (spots[right].bytes.end - spots[left].bytes.start <= SNIPPET_BYTES
                    && paragraph(&spots[right]) == paragraph(&spots[left])))
        {
            let count = &mut held[spots[right].pattern];
            different += usize::from(*count == 0);
            *count += 1;
            right += 1;
        }
        if (different, right - left) > (best.0, best.1) {
            let end = spots[left..right].iter().map(|spot| spot.bytes.end).max().unwrap_or_default();
            best = (different, right - left, spots[left].bytes.start..end);
        }
        let count = &mut held[spots[left].pattern];
        *count -= 1;
        different -= usize::from(*count == 0);
    }
    best.2
}

/// Widens a stretch to the start of its sentence, when that is near, and to a readable length.
fn widen(text: &str, stretch: Range<usize>) -> Range<usize> {
    let earliest = text.floor_char_boundary(stretch.start.saturating_sub(LEAD_IN_BYTES));
    let before = &text[earliest..stretch.start];
    let start =
        match before.rfind("\n\n").map(|at| at + 2).max(sentence_start(before, &text[stretch.start..])) {
            Some(at) => earliest + at,
            None if earliest == 0 => 0,
            None => earliest + after_first_blank(before),
        };
    let latest = text.ceil_char_boundary((start + SNIPPET_BYTES).max(stretch.end).min(text.len()));
    let after = &text[stretch.end..latest];
    // One paragraph reads as one thing; the next may be about something else.
    let end = match after.find("\n\n") {
        Some(at) => stretch.end + at,
        None if latest == text.len() => latest,
        None => sentence_end(text, start, stretch.end..latest)
            .unwrap_or_else(|| stretch.end + after.rfind(char::is_whitespace).unwrap_or(after.len())),
    };
    start..end
}

/// The last end of a sentence in a part of a text, if the snippet that begins at `start` is long enough with it.
fn sentence_end(text: &str, start: usize, part: Range<usize>) -> Option<usize> {
    let (mut end, mut reached) = (None, start);
    // The word behind tells whether a full stop ended a sentence.
    let behind =
        text[part.end..].find(|letter: char| letter.is_whitespace()).map_or(text.len(), |at| part.end + at);
    for_each_word(&text[start..behind], |word| {
        let begin = start + word.start;
        if word.starts_sentence && begin > start {
            // What opens the next sentence is no part of this one.
            let between = &text[reached..begin];
            let closed = between.find(char::is_whitespace).map_or(begin, |at| reached + at);
            if part.contains(&closed) && closed - start >= SHORTEST_BYTES {
                end = Some(closed);
            }
        }
        reached = start + word.end;
    });
    end
}

/// Where the second word of a text begins; its end when there is none.
fn after_first_blank(text: &str) -> usize {
    let blank = text.char_indices().find(|(_, letter)| letter.is_whitespace());
    blank.map_or(text.len(), |(at, letter)| at + letter.len_utf8())
}

/// Where the last sentence of a text begins, if another one ends before it: perhaps only with what
/// `follows` the text.
fn sentence_start(text: &str, follows: &str) -> Option<usize> {
    let mut start = None;
    let mut ended = false;
    for (at, letter) in text.char_indices() {
        match letter {
            '。' | '！' | '？' | '؟' | '۔' => {
                start = Some(at + letter.len_utf8());
                ended = false;
            }
            '.' | '!' | '?' => ended = true,
            _ if letter.is_whitespace() => {}
            '"' | '”' | '\'' | '’' | ')' => {}
            _ => {
                if ended && letter.is_uppercase() && text[..at].ends_with(char::is_whitespace) {
                    start = Some(at);
                }
                ended = false;
            }
        }
    }
    let begins_behind =
        ended && text.ends_with(char::is_whitespace) && !follows.starts_with(char::is_lowercase);
    if begins_behind { Some(text.len()) } else { start }
}

fn cut_out(text: &str, range: Range<usize>, spots: &[Spot]) -> Snippet {
    let mut out = String::with_capacity(range.len() + 8);
    let begins_inside = range.start > 0
        && !text[..range.start]
            .trim_end_matches(' ')
            .ends_with(['.', '!', '?', '"', '”', '\n', '。', '！', '？', '؟', '۔', '」']);
    if begins_inside {
        out.push('…');
    }
    let shift = out.len();
    // Line breaks inside a snippet would break the list of hits.
    out.extend(text[range.clone()].chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
    let ends_inside = range.end < text.len()
        && !text[..range.end]
            .ends_with(['.', '!', '?', '"', '”', '»', ')', '。', '！', '？', '؟', '۔', '」'])
        && !text[range.end..].starts_with('\n');
    if ends_inside {
        out.push('…');
    }
    let mut marks: Vec<Range<usize>> = Vec::new();
    for spot in spots {
        if spot.bytes.start < range.start || spot.bytes.end > range.end {
            continue;
        }
        let mark = spot.bytes.start - range.start + shift..spot.bytes.end - range.start + shift;
        match marks.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => marks.push(mark),
        }
    }
    Snippet { marked: Marked { text: out, marks } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::highlight::{Pattern, WordTest};

    #[track_caller]
    fn check(text: &str, words: &[&str], expect: &str) {
        let patterns =
            words.iter().map(|word| Pattern::word(WordTest::AnyOf(vec![(*word).to_owned()]))).collect();
        let mut highlighter = Highlighter::new(patterns);
        let spots = highlighter.spots(text, None);
        let range = widen(text, best_stretch(text, &spots, highlighter.patterns()));
        let snippet = cut_out(text, range, &spots).marked;
        let mut shown = String::new();
        let mut at = 0;
        for mark in &snippet.marks {
            shown += &format!("{}[{}]", &snippet.text[at..mark.start], &snippet.text[mark.clone()]);
            at = mark.end;
        }
        assert_eq!(shown + &snippet.text[at..], expect);
    }

    #[test]
    fn a_snippet_begins_with_its_sentence() {
        check("First things. The dock strike went on.", &["strike"], "The dock [strike] went on.");
    }

    #[test]
    fn the_stretch_with_the_most_different_words_wins() {
        let text = format!("tax tax tax. {} Tax fraud was found.", "Nothing else. ".repeat(30));
        check(&text, &["tax", "fraud"], "[Tax] [fraud] was found.");
    }

    #[test]
    fn a_snippet_stays_in_its_paragraph() {
        check("One paragraph here.\n\nThe flood came.\n\nAnother.", &["flood"], "The [flood] came.");
    }

    #[test]
    fn without_a_match_the_text_begins_at_its_start() {
        check("Nothing of the kind.", &["flood"], "Nothing of the kind.");
    }

    #[test]
    fn a_snippet_ends_with_a_sentence_where_it_can() {
        let filler =
            "Nothing more was heard of it for days, and then for weeks, in any of the towns along the river.";
        check(
            &format!("The flood came to Dr. Smith. {filler} \"Never again,\" {filler} {filler}"),
            &["flood"],
            &format!("The [flood] came to Dr. Smith. {filler} \"Never again,\" {filler}"),
        );
        let long = "人民日报消息".repeat(9);
        check(&format!("洪水{long}。{long}{long}"), &["洪水"], &format!("[洪水]{long}。"));
    }

    #[test]
    fn long_sentences_are_cut_at_words() {
        let text = format!("{} flood {}", "word ".repeat(60), "after ".repeat(60));
        let mut highlighter =
            Highlighter::new(vec![Pattern::word(WordTest::AnyOf(vec!["flood".to_owned()]))]);
        let spots = highlighter.spots(&text, None);
        let snippet = cut_out(&text, widen(&text, best_stretch(&text, &spots, 1)), &spots).marked;
        assert!(snippet.text.starts_with("…word") && snippet.text.ends_with("after…"), "{}", snippet.text);
        assert!(snippet.text.len() <= SNIPPET_BYTES + LEAD_IN_BYTES, "{}", snippet.text.len());
        assert_eq!(&snippet.text[snippet.marks[0].clone()], "flood");
    }
}
