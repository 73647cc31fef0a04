//! Text to words, once for all fields.

use dateline_article::Article;
use dateline_schema::words::{Word, for_each_word};
use dateline_schema::{PARAGRAPH_MARK, POSITION_GAP, SENTENCE_MARK, TITLE_WEIGHT, WordStream};

use crate::vocabulary::{LanguageWords, TermNumber, Vocabulary};

/// The words of an article, ready for the index.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub exact: WordStream,
    pub stem: WordStream,
    pub title: WordStream,
    pub byline: WordStream,
    /// Words of the lead, which stand first in `exact`.
    pub lead_words: u32,
    /// Words of lead and body.
    pub text_words: u32,
}

/// Cuts articles into words. One for each thread.
#[derive(Default)]
pub(crate) struct Analyzer {
    vocabulary: Vocabulary,
    places: Places,
    counts: Counts,
}

impl Analyzer {
    pub fn words(&mut self, article: &Article) -> Words {
        self.vocabulary.begin_article();
        // Written once, a word takes about half the room of the text it comes from.
        let room = article.text_bytes();
        let mut words = Words {
            exact: WordStream::with_capacity(room),
            stem: WordStream::with_capacity(room * 3 / 4),
            ..Words::default()
        };
        let mut language = self.vocabulary.language(article.lang);
        let mut placing = Placing {
            paragraph: language.number(PARAGRAPH_MARK),
            sentence: language.number(SENTENCE_MARK),
            language,
            places: &mut self.places,
            counts: &mut self.counts,
        };
        let mut at = 0;
        // Lead and body are two strings but one text: a sentence and a paragraph begin at the seam.
        for_each_word(&article.lead, |word| {
            placing.place(&word, at);
            at += 1;
        });
        words.lead_words = at;
        for_each_word(&article.body, |word| {
            placing.place(&word, at);
            at += 1;
        });
        words.text_words = at;
        at += POSITION_GAP;
        for_each_word(&article.title, |word| {
            placing.place(&word, at);
            placing.weigh(&word, TITLE_WEIGHT as u32 - 1);
            words.title.push(word.folded);
            at += 1;
        });
        for caption in &article.captions {
            at += POSITION_GAP;
            for_each_word(caption, |word| {
                placing.place(&word, at);
                at += 1;
            });
        }
        if let Some(byline) = &article.byline {
            for_each_word(byline, |word| words.byline.push(word.folded));
        }
        self.places.drain_into(&mut words.exact, &mut self.counts, &self.vocabulary);
        self.counts.drain_into(&mut words.stem, &self.vocabulary);
        words
    }
}

/// What placing the words of one article needs.
struct Placing<'a> {
    language: LanguageWords<'a>,
    paragraph: TermNumber,
    sentence: TermNumber,
    places: &'a mut Places,
    counts: &'a mut Counts,
}

impl Placing<'_> {
    fn place(&mut self, word: &Word<'_>, at: u32) {
        if word.starts_paragraph {
            self.places.add(self.paragraph, at, None);
        }
        if word.starts_sentence {
            self.places.add(self.sentence, at, None);
        }
        let terms = self.language.terms(word);
        if terms.is_settled {
            // Counted by the places, once for the whole article.
            self.places.add(terms.exact, at, Some(terms.stem));
        } else {
            self.places.add(terms.exact, at, None);
            self.counts.add(terms.stem, 1);
        }
    }

    /// Lets a word count for more in the ranking.
    fn weigh(&mut self, word: &Word<'_>, more: u32) {
        let terms = self.language.terms(word);
        self.counts.add(terms.stem, more);
    }
}

/// Stands for "no place".
const NONE: u32 = u32::MAX;

/// The places of each term of an article: chains through one list.
#[derive(Default)]
struct Places {
    chains: Vec<Chain>,
    /// A place, and the next entry of the same term.
    entries: Vec<(u32, u32)>,
    /// The terms of the article, in the order of their first places.
    met: Vec<TermNumber>,
}

/// The places of one term.
#[derive(Clone, Copy)]
struct Chain {
    /// The first and the last entry.
    first: u32,
    last: u32,
    /// How many of them count for `stem`.
    counted: u32,
    stem: TermNumber,
}

impl Chain {
    const EMPTY: Chain = Chain { first: NONE, last: NONE, counted: 0, stem: TermNumber::FIRST };
}

impl Places {
    /// Adds a place of a term, which counts for a stem.
    fn add(&mut self, term: TermNumber, place: u32, stem: Option<TermNumber>) {
        if term.index() >= self.chains.len() {
            self.chains.resize(term.index() + 1, Chain::EMPTY);
        }
        let entry = self.entries.len() as u32;
        self.entries.push((place, NONE));
        let chain = &mut self.chains[term.index()];
        if chain.first == NONE {
            self.met.push(term);
            chain.first = entry;
        } else {
            self.entries[chain.last as usize].1 = entry;
        }
        chain.last = entry;
        if let Some(stem) = stem {
            chain.counted += 1;
            chain.stem = stem;
        }
    }

    fn drain_into(&mut self, stream: &mut WordStream, counts: &mut Counts, vocabulary: &Vocabulary) {
        for term in self.met.drain(..) {
            let chain = std::mem::replace(&mut self.chains[term.index()], Chain::EMPTY);
            let entries = &self.entries;
            let linked = std::iter::successors(Some(chain.first), |&entry| {
                Some(entries[entry as usize].1).filter(|&next| next != NONE)
            });
            stream.push_at(vocabulary.term(term), linked.map(|entry| entries[entry as usize].0));
            if chain.counted > 0 {
                counts.add(chain.stem, chain.counted);
            }
        }
        self.entries.clear();
        self.chains.truncate(vocabulary.len());
    }
}

/// How often each term stands in an article.
#[derive(Default)]
struct Counts {
    counts: Vec<u32>,
    met: Vec<TermNumber>,
}

impl Counts {
    fn add(&mut self, term: TermNumber, times: u32) {
        if term.index() >= self.counts.len() {
            self.counts.resize(term.index() + 1, 0);
        }
        let count = &mut self.counts[term.index()];
        if *count == 0 {
            self.met.push(term);
        }
        *count += times;
    }

    fn drain_into(&mut self, stream: &mut WordStream, vocabulary: &Vocabulary) {
        for term in self.met.drain(..) {
            let times = std::mem::take(&mut self.counts[term.index()]);
            stream.push_times(vocabulary.term(term), times);
        }
    }
}

#[cfg(test)]
mod tests {
    use dateline_article::{ArticleId, ContentHash, Dates, Lang, Locator};

    use super::*;

    #[track_caller]
    fn check(title: &str, lead: &str, exact: &str, stem: &str) {
        let article = Article {
            id: ArticleId::of_parts(&[]),
            native_id: None,
            title: title.to_owned(),
            lead: lead.to_owned(),
            body: String::new(),
            captions: Vec::new(),
            byline: None,
            source: None,
            section: None,
            page: None,
            edition: None,
            lang: Some(Lang::EN),
            url: None,
            tags: Vec::new(),
            dates: Dates::default(),
            mentions: Vec::new(),
            format: String::new(),
            locator: Locator { file: String::new(), member: None, record: 1, byte: 0 },
            content_hash: ContentHash::default(),
            notes: Vec::new(),
        };
        let mut analyzer = Analyzer::default();
        // The second time, everything comes out of the memory.
        for _ in 0..2 {
            let words = analyzer.words(&article);
            assert_eq!(words.exact.into_text().replace('\u{1}', "^"), exact);
            assert_eq!(words.stem.into_text().replace('\u{1}', "^"), stem);
        }
    }

    #[test]
    fn each_word_is_written_once_with_all_its_places() {
        check(
            "Élan",
            "Floods here. Flood there, floods.",
            // 0 is `@`; five words and a gap of 1,024 further on stands the title.
            "\u{1d}@^p\u{1f}\u{445}\u{1d}@^s\u{1f}B\u{1f}\u{443}\u{1d}@floods\u{1f}D\u{1d}Ahere\u{1d}Bflood\u{1d}Cthere\u{1d}\u{445}elan",
            " en^elan\u{1b} en^flood\u{1b}\u{1b} en^here en^there",
        );
    }
}
