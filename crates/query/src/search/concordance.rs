//! Every occurrence of what a query looks for, with the words around it.

use std::ops::Range;

use dateline_article::Article;
use dateline_schema::words::for_each_word;

use super::highlight::Highlighter;

/// Where in an article something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// The headline.
    Title,
    /// Lead and body.
    Text,
    /// A picture's caption.
    Caption,
}

impl TextPart {
    /// The name that people read.
    pub fn name(self) -> &'static str {
        match self {
            TextPart::Title => "title",
            TextPart::Text => "text",
            TextPart::Caption => "caption",
        }
    }
}

/// One occurrence. All its text is one line: blanks are single, and `¶` stands between paragraphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Where it stands.
    pub part: TextPart,
    /// What stands before it.
    pub left: String,
    /// What made the article match, as written.
    pub keyword: String,
    /// What stands behind it.
    pub right: String,
}

impl Occurrence {
    /// The words before it as they are compared, the nearest first.
    pub fn left_key(&self) -> String {
        let mut words = folded_words(&self.left);
        words.reverse();
        words.join(" ")
    }

    /// The words behind it as they are compared.
    pub fn right_key(&self) -> String {
        folded_words(&self.right).join(" ")
    }
}

impl Highlighter {
    /// Whether there is nothing to look for: a query of dates and values alone has no words.
    pub fn is_blind(&self) -> bool {
        self.patterns() == 0
    }

    /// Calls `each` with every occurrence in an article, headline first, with so many words on either side.
    /// What is marked in snippets, and nothing else, is an occurrence.
    ///
    /// # Errors
    ///
    /// Those of `each`, which end the walk.
    pub fn each_occurrence<E>(
        &mut self,
        article: &Article,
        window_words: usize,
        mut each: impl FnMut(Occurrence) -> Result<(), E>,
    ) -> Result<(), E> {
        let text = article.paragraphs().collect::<Vec<_>>().join("\n\n");
        let captions = article.captions.iter().map(|caption| (TextPart::Caption, caption.as_str()));
        let parts = [(TextPart::Title, article.title.as_str()), (TextPart::Text, text.as_str())];
        for (part, text) in parts.into_iter().chain(captions) {
            let marks = self.mark(text, article.lang).marks;
            if marks.is_empty() {
                continue;
            }
            let mut words: Vec<Range<usize>> = Vec::new();
            for_each_word(text, |word| words.push(word.start..word.end));
            for mark in marks {
                let left = before(&words, mark.start, window_words)..mark.start;
                let right = mark.end..behind(&words, mark.end, window_words, text.len());
                each(Occurrence {
                    part,
                    left: one_line(&text[left]),
                    keyword: one_line(&text[mark]),
                    right: one_line(&text[right]),
                })?;
            }
        }
        Ok(())
    }
}

/// Where the context before a place begins.
fn before(words: &[Range<usize>], place: usize, window: usize) -> usize {
    // Pairs of letters overlap: only those that end before the place stand before it.
    let count = words.partition_point(|word| word.end <= place);
    match window {
        0 => place,
        window if window >= count => 0,
        window => words[count - window].start,
    }
}

/// Where the context behind a place ends.
fn behind(words: &[Range<usize>], place: usize, window: usize, end: usize) -> usize {
    let first = words.partition_point(|word| word.start < place);
    match window {
        0 => place,
        window => match words.get(first.saturating_add(window - 1)) {
            Some(last) if first + window < words.len() => last.end,
            _ => end,
        },
    }
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut blanks = 0;
    let mut breaks = 0;
    for letter in text.chars() {
        if letter.is_whitespace() {
            blanks += 1;
            breaks += usize::from(letter == '\n');
            continue;
        }
        push_blank(&mut line, blanks, breaks);
        (blanks, breaks) = (0, 0);
        line.push(letter);
    }
    push_blank(&mut line, blanks, breaks);
    line
}

fn push_blank(line: &mut String, blanks: usize, breaks: usize) {
    if blanks > 0 {
        line.push_str(if breaks > 1 { " ¶ " } else { " " });
    }
}

fn folded_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(text, |word| words.push(word.folded.to_owned()));
    words
}

#[cfg(test)]
mod tests {
    use dateline_testkit::Draft;

    use super::*;
    use crate::search::highlight::{Pattern, WordTest};

    #[track_caller]
    fn check(title: &str, text: &str, word: &str, window: usize, expect: &[&str]) {
        let test = WordTest::AnyOf(vec![word.to_owned()]);
        let mut highlighter = Highlighter::new(vec![Pattern::word(test)]);
        let article = Draft::new("a", title, text).article();
        let mut shown = Vec::new();
        let each = |found: Occurrence| {
            shown.push(format!("{}: {}|{}|{}", found.part.name(), found.left, found.keyword, found.right));
            Ok::<(), ()>(())
        };
        highlighter.each_occurrence(&article, window, each).expect("nothing refuses");
        assert_eq!(shown, expect);
    }

    #[test]
    fn every_occurrence_has_so_many_words_on_either_side() {
        check(
            "A storm",
            "One two (three) the storm, four five six. Storm again.",
            "storm",
            2,
            &["title: A |storm|", "text: three) the |storm|, four five", "text: five six. |Storm| again."],
        );
    }

    #[test]
    fn paragraphs_are_told_apart_in_one_line() {
        check(
            "No",
            "First line.\n\nThe storm\ncame.",
            "storm",
            9,
            &["text: First line. ¶ The |storm| came."],
        );
    }

    #[test]
    fn scripts_without_blanks_are_cut_between_letters() {
        check("No", "北京发生大风暴并且下雨了", "风暴", 2, &["text: 发生大|风暴|并且下"]);
    }

    #[test]
    fn context_is_left_out_when_none_is_wanted() {
        check("No", "The storm came.", "storm", 0, &["text: |storm|"]);
    }

    #[test]
    fn keys_are_the_words_away_from_the_keyword() {
        let part = TextPart::Text;
        let found =
            Occurrence { part, left: "Über the ".into(), keyword: "x".into(), right: " Café, no".into() };
        assert_eq!((found.left_key(), found.right_key()), ("the uber".into(), "cafe no".into()));
    }
}
