//! Text to words, once for all fields.

use dateline_article::{Article, Lang};
use dateline_schema::words::{Stemmers, Word, for_each_word};
use dateline_schema::{PARAGRAPH_MARK, SENTENCE_MARK, TITLE_WEIGHT, WordStream};

/// The words of an article, ready for the index.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub exact: WordStream,
    pub stem: WordStream,
    pub title: WordStream,
    pub lead: WordStream,
    pub byline: WordStream,
    /// Words of lead and body.
    pub text_words: u32,
}

/// Cuts an article into words. Keeps the stemmers of one thread.
#[derive(Default)]
pub(crate) struct Analyzer {
    stemmers: Stemmers,
}

impl Analyzer {
    pub fn words(&mut self, article: &Article) -> Words {
        let mut words = Words::default();
        let lang = article.lang;
        self.text(&article.lead, lang, &mut words, true);
        // Lead and body are two strings but one text: a sentence and a paragraph begin at the seam.
        self.text(&article.body, lang, &mut words, false);
        words.text_words = words.exact.words();
        self.title(&article.title, lang, &mut words);
        for caption in &article.captions {
            self.caption(caption, lang, &mut words);
        }
        if let Some(byline) = &article.byline {
            for_each_word(byline, |word| words.byline.push(word.folded));
        }
        words
    }

    fn text(&mut self, text: &str, lang: Option<Lang>, words: &mut Words, is_lead: bool) {
        for_each_word(text, |word| {
            if word.starts_paragraph {
                words.exact.mark_next(PARAGRAPH_MARK);
                words.exact.mark_here(SENTENCE_MARK);
                words.exact.push_here(word.folded);
            } else if word.starts_sentence {
                words.exact.mark_next(SENTENCE_MARK);
                words.exact.push_here(word.folded);
            } else {
                words.exact.push(word.folded);
            }
            self.rank(&word, lang, &mut words.stem, 1);
            if is_lead {
                words.lead.push(word.folded);
            }
        });
    }

    fn title(&mut self, title: &str, lang: Option<Lang>, words: &mut Words) {
        let mut first = true;
        for_each_word(title, |word| {
            push_apart(&mut words.exact, &word, &mut first);
            words.title.push(word.folded);
            self.rank(&word, lang, &mut words.stem, TITLE_WEIGHT);
        });
    }

    fn caption(&mut self, caption: &str, lang: Option<Lang>, words: &mut Words) {
        let mut first = true;
        for_each_word(caption, |word| {
            push_apart(&mut words.exact, &word, &mut first);
            self.rank(&word, lang, &mut words.stem, 1);
        });
    }

    /// Adds the form by which a word is ranked, so many times.
    fn rank(&mut self, word: &Word<'_>, lang: Option<Lang>, stem: &mut WordStream, times: usize) {
        let stemmed = match lang {
            Some(lang) if !word.is_pair => self.stemmers.stem(lang, word.lower).map(|stem| (lang, stem)),
            _ => None,
        };
        for _ in 0..times {
            match stemmed {
                Some((lang, stemmed)) => stem.push_stem(lang, stemmed),
                None => stem.push(word.folded),
            }
        }
    }
}

/// Adds a word of a text that stands apart from what was added before: behind a gap, and with sentences
/// and a paragraph of its own.
fn push_apart(exact: &mut WordStream, word: &Word<'_>, first: &mut bool) {
    if std::mem::take(first) {
        exact.mark_behind_gap(PARAGRAPH_MARK);
        exact.mark_here(SENTENCE_MARK);
        exact.push_here(word.folded);
    } else {
        exact.push(word.folded);
    }
}
