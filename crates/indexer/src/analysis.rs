//! Text to words, once for all fields.

use dateline_article::Article;
use dateline_schema::words::{Word, for_each_word};
use dateline_schema::{
    CAPITAL_MARK, CAPITALS_MARK, Expected, LetterCase, NO_CAPITAL_MARK, PARAGRAPH_MARK, POSITION_GAP,
    SENTENCE_MARK, TITLE_WEIGHT, WordStream, kept_position,
};

use crate::copies::{Sketch, Sketcher};
use crate::vocabulary::{LanguageWords, TermNumber, Terms, Vocabulary};

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
    sketcher: Sketcher,
}

impl Analyzer {
    /// The sketch of the article whose words were cut last, under the first 64 bits of its id.
    pub fn take_sketch(&mut self, id: u64) -> Sketch {
        self.sketcher.take(id)
    }

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
            case: CaseMarks {
                capitals: language.number(CAPITALS_MARK),
                capital: language.number(CAPITAL_MARK),
                no_capital: language.number(NO_CAPITAL_MARK),
            },
            text_words: u32::MAX,
            language,
            places: &mut self.places,
            counts: &mut self.counts,
        };
        let mut at = 0;
        // Lead and body are two strings but one text: a sentence and a paragraph begin at the seam.
        for_each_word(&article.lead, |word| {
            placing.place(&word, &article.lead, at);
            self.sketcher.word(word.folded);
            at += 1;
        });
        words.lead_words = at;
        for_each_word(&article.body, |word| {
            placing.place(&word, &article.body, at);
            self.sketcher.word(word.folded);
            at += 1;
        });
        words.text_words = at;
        placing.text_words = at;
        at += POSITION_GAP;
        for_each_word(&article.title, |word| {
            placing.place(&word, &article.title, at);
            placing.weigh(&word, TITLE_WEIGHT as u32 - 1);
            words.title.push(word.folded);
            if words.text_words == 0 {
                self.sketcher.word(word.folded);
            }
            at += 1;
        });
        for caption in &article.captions {
            at += POSITION_GAP;
            for_each_word(caption, |word| {
                placing.place(&word, caption, at);
                at += 1;
            });
        }
        if let Some(byline) = &article.byline {
            words.byline = byline_words(byline);
        }
        self.places.drain_into(&mut words.exact, &mut self.counts, &self.vocabulary);
        self.counts.drain_into(&mut words.stem, &self.vocabulary);
        words
    }
}

/// The words of an author line, then the marks of their case.
fn byline_words(byline: &str) -> WordStream {
    let mut words = WordStream::default();
    let mut marks = Vec::new();
    let mut at = 0;
    for_each_word(byline, |word| {
        words.push(word.folded);
        let case = LetterCase::of(&byline[word.start..word.end]);
        marks.extend(case.mark(Expected::Capital).map(|mark| (mark, at)));
        at += 1;
    });
    for mark in [CAPITALS_MARK, NO_CAPITAL_MARK] {
        words.push_at(mark, marks.iter().filter(|(known, _)| *known == mark).map(|&(_, at)| at));
    }
    words
}

/// What placing the words of one article needs.
struct Placing<'a> {
    language: LanguageWords<'a>,
    paragraph: TermNumber,
    sentence: TermNumber,
    case: CaseMarks,
    /// Words of lead and body, once they are known.
    text_words: u32,
    places: &'a mut Places,
    counts: &'a mut Counts,
}

/// The numbers of the marks of letter case.
struct CaseMarks {
    capitals: TermNumber,
    capital: TermNumber,
    no_capital: TermNumber,
}

impl CaseMarks {
    fn number(&self, mark: &str) -> TermNumber {
        match mark {
            CAPITALS_MARK => self.capitals,
            CAPITAL_MARK => self.capital,
            _ => self.no_capital,
        }
    }
}

impl Placing<'_> {
    /// Places a word of a text, with the marks it needs.
    fn place(&mut self, word: &Word<'_>, text: &str, at: u32) {
        let at = kept_position(at, self.text_words);
        if word.starts_paragraph {
            self.places.add(self.paragraph, at, None);
        }
        if word.starts_sentence {
            self.places.add(self.sentence, at, None);
        }
        let expected = if word.starts_sentence { Expected::Capital } else { Expected::NoCapital };
        if let Some(mark) = LetterCase::of(&text[word.start..word.end]).mark(expected) {
            self.places.add(self.case.number(mark), at, None);
        }
        let terms = self.language.terms(word);
        if terms.is_settled {
            // Counted by the places, once for the whole article.
            self.places.add(terms.exact, at, Some(terms.stem));
        } else {
            self.places.add(terms.exact, at, None);
            self.count(terms, 1);
        }
    }

    /// Lets a word count for more in the ranking.
    fn weigh(&mut self, word: &Word<'_>, more: u32) {
        let terms = self.language.terms(word);
        self.count(terms, more);
    }

    fn count(&mut self, terms: Terms, times: u32) {
        self.counts.add(terms.stem, times);
        // Accents do not matter: whoever types the word without them must find it.
        if let Some(unaccented) = terms.unaccented {
            self.counts.add(unaccented, times);
        }
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
            genre: None,
            lang: Some(Lang::EN),
            url: None,
            tags: Vec::new(),
            dates: Dates::default(),
            mentions: Vec::new(),
            recognition: None,
            ocr_confidence: None,
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
    fn an_unexpected_case_is_marked_where_the_word_is_kept() {
        check(
            "the WHO",
            "In May, may I? iPads sell.",
            // `^C` at `May` (1) and `iPads` (4), where no sentence begins; `^A` at `I` (3) and at `WHO`, the
            // second word behind the six of the text; `^c` at `the`, the first.
            "\u{1d}@^p\u{1f}F\u{1d}@^s\u{1f}F\u{1d}@in\u{1d}A^C\u{1f}C\u{1d}Amay\u{1f}A\u{1d}C^A\u{1f}D\
             \u{1d}Ci\u{1d}Dipads\u{1d}Esell\u{1d}F^c\u{1d}Fthe\u{1d}Gwho",
            " en^the\u{1b} en^who\u{1b} en^in en^may\u{1b} en^i en^ipad en^sell",
        );
    }

    #[test]
    fn an_author_line_marks_what_is_no_name() {
        let words = byline_words("by Ann O'Hara, AP").into_text().replace('\u{1}', "^");
        assert_eq!(words, " by ann o hara ap\u{1d}B^A\u{1f}B\u{1d}@^c");
    }

    #[test]
    fn each_word_is_written_once_with_all_its_places() {
        check(
            "Élan",
            "Floods here. Flood there, floods.",
            // 0 is `@`; right behind the five words of the text the title is kept.
            "\u{1d}@^p\u{1f}E\u{1d}@^s\u{1f}B\u{1f}C\u{1d}@floods\u{1f}D\u{1d}Ahere\u{1d}Bflood\u{1d}Cthere\u{1d}Eelan",
            " en^elan\u{1b} en^flood\u{1b}\u{1b} en^here en^there",
        );
    }
}
