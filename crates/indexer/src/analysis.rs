//! Text to words, once for all fields.

use std::sync::Arc;

use dateline_article::Article;
use dateline_schema::words::{Word, for_each_word};
use dateline_schema::{
    CAPITAL_MARK, CAPITALS_MARK, Expected, LetterCase, NO_CAPITAL_MARK, PARAGRAPH_MARK, POSITION_GAP,
    SENTENCE_MARK, TITLE_WEIGHT, kept_position,
};

use crate::copies::{Sketch, Sketcher};
use crate::occurrences::{Gathering, Occurrences};
use crate::terms::{SharedTerms, TermNumber, TermSource};
use crate::vocabulary::{LanguageWords, Terms, Vocabulary};

/// The words of an article, ready for the index.
pub(crate) struct Words {
    /// What numbers the terms.
    pub terms: Arc<SharedTerms>,
    /// With places, as are `title` and `byline`.
    pub exact: Occurrences,
    /// With numbers of times.
    pub stem: Occurrences,
    pub title: Occurrences,
    pub byline: Occurrences,
    /// Words of the lead, which stand first in `exact`.
    pub lead_words: u32,
    /// Words of lead and body.
    pub text_words: u32,
}

/// Cuts articles into words. One for each thread.
pub(crate) struct Analyzer {
    vocabulary: Vocabulary,
    places: Places,
    counts: Counts,
    gathering: Gathering,
    sketcher: Sketcher,
}

impl Analyzer {
    pub fn new(terms: Arc<TermSource>) -> Analyzer {
        Analyzer {
            vocabulary: Vocabulary::new(terms),
            places: Places::default(),
            counts: Counts::default(),
            gathering: Gathering::default(),
            sketcher: Sketcher::default(),
        }
    }

    /// The sketch of the article whose words were cut last, under the first 64 bits of its id, and a sample of its runs.
    pub fn take_sketch(&mut self, id: u64) -> (Sketch, Box<[u16]>) {
        self.sketcher.take(id)
    }

    pub fn words(&mut self, article: &Article) -> Words {
        self.vocabulary.begin_article();
        let terms = Arc::clone(self.vocabulary.terms());
        let language = self.vocabulary.language(article.lang);
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
        let lead_words = at;
        for_each_word(&article.body, |word| {
            placing.place(&word, &article.body, at);
            self.sketcher.word(word.folded);
            at += 1;
        });
        let text_words = at;
        placing.text_words = text_words;
        at += POSITION_GAP;
        for_each_word(&article.title, |word| {
            placing.place(&word, &article.title, at);
            placing.weigh(&word, TITLE_WEIGHT as u32 - 1);
            if text_words == 0 {
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
        let exact = self.places.take(&mut self.gathering, &mut self.counts);
        let stem = self.counts.take(&mut self.gathering);
        let mut language = self.vocabulary.language(article.lang);
        let mut at = 0;
        for_each_word(&article.title, |word| {
            self.places.add(language.terms(&word).exact, at, None);
            at += 1;
        });
        let title = self.places.take(&mut self.gathering, &mut self.counts);
        if let Some(byline) = &article.byline {
            place_byline(byline, &mut language, &mut self.places);
        }
        let byline = self.places.take(&mut self.gathering, &mut self.counts);
        Words { terms, exact, stem, title, byline, lead_words, text_words }
    }
}

/// Places the words of an author line, and the marks of their case.
fn place_byline(byline: &str, language: &mut LanguageWords<'_>, places: &mut Places) {
    let mut at = 0;
    for_each_word(byline, |word| {
        places.add(language.terms(&word).exact, at, None);
        let case = LetterCase::of(&byline[word.start..word.end]);
        if let Some(mark) = case.mark(Expected::Capital) {
            places.add(language.number(mark), at, None);
        }
        at += 1;
    });
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
    const EMPTY: Chain = Chain { first: NONE, last: NONE, counted: 0, stem: TermNumber(0) };
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

    /// The terms with their places; what counts for `stem` is added to the counts.
    fn take(&mut self, gathering: &mut Gathering, counts: &mut Counts) -> Occurrences {
        for term in self.met.drain(..) {
            let chain = std::mem::replace(&mut self.chains[term.index()], Chain::EMPTY);
            let entries = &self.entries;
            let linked = std::iter::successors(Some(chain.first), |&entry| {
                Some(entries[entry as usize].1).filter(|&next| next != NONE)
            });
            gathering.places(term, linked.map(|entry| entries[entry as usize].0));
            if chain.counted > 0 {
                counts.add(chain.stem, chain.counted);
            }
        }
        self.entries.clear();
        gathering.take()
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

    fn take(&mut self, gathering: &mut Gathering) -> Occurrences {
        for term in self.met.drain(..) {
            let times = std::mem::take(&mut self.counts[term.index()]);
            gathering.times(term, times);
        }
        gathering.take()
    }
}

#[cfg(test)]
mod tests {
    use dateline_article::Lang;

    use super::*;
    use crate::occurrences::take_number;
    use crate::testing::blank;

    #[track_caller]
    fn check(title: &str, lead: &str, exact: &str, stem: &str) {
        let article = Article {
            title: title.to_owned(),
            lead: lead.to_owned(),
            lang: Some(Lang::EN),
            ..blank("a.txt")
        };
        let mut analyzer = Analyzer::new(Arc::default());
        // The second time, everything comes out of the memory.
        for _ in 0..2 {
            let words = analyzer.words(&article);
            assert_eq!(placed(&words.exact, &words.terms), exact);
            assert_eq!(counted(&words.stem, &words.terms), stem);
        }
    }

    fn text(term: TermNumber, terms: &SharedTerms) -> String {
        String::from_utf8_lossy(terms.lock().term(term)).replace('\u{1}', "^")
    }

    /// `word@place,place` for each term.
    fn placed(occurrences: &Occurrences, terms: &SharedTerms) -> String {
        let mut at = 0;
        let each = |&term: &TermNumber| {
            let end = take_number(&occurrences.details, &mut at) as usize + at;
            let (mut place, mut places) = (0, Vec::new());
            while at < end {
                place += take_number(&occurrences.details, &mut at);
                places.push(place.to_string());
            }
            format!("{}@{}", text(term, terms), places.join(","))
        };
        occurrences.terms.iter().map(each).collect::<Vec<_>>().join(" ")
    }

    /// `word*times` for each term.
    fn counted(occurrences: &Occurrences, terms: &SharedTerms) -> String {
        let mut at = 0;
        let each = |&term: &TermNumber| {
            format!("{}*{}", text(term, terms), take_number(&occurrences.details, &mut at))
        };
        occurrences.terms.iter().map(each).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_unexpected_case_is_marked_where_the_word_is_kept() {
        check(
            "the WHO",
            "In May, may I? iPads sell.",
            // `^C` at `May` (1) and `iPads` (4), where no sentence begins; `^A` at `I` (3) and at `WHO`, the
            // second word behind the six of the text; `^c` at `the`, the first.
            "^p@0,6 ^s@0,6 in@0 ^C@1,4 may@1,2 ^A@3,7 i@3 ipads@4 sell@5 ^c@6 the@6 who@7",
            "en^the*2 en^who*2 en^in*1 en^may*2 en^i*1 en^ipad*1 en^sell*1",
        );
    }

    #[test]
    fn an_author_line_marks_what_is_no_name() {
        let mut vocabulary = Vocabulary::new(Arc::default());
        let (mut places, mut gathering) = (Places::default(), Gathering::default());
        place_byline("by Ann O'Hara, AP", &mut vocabulary.language(None), &mut places);
        let byline = places.take(&mut gathering, &mut Counts::default());
        assert_eq!(placed(&byline, vocabulary.terms()), "by@0 ^c@0 ann@1 o@2 ^A@2,4 hara@3 ap@4");
    }

    #[test]
    fn each_word_is_kept_once_with_all_its_places() {
        check(
            "Élan",
            "Floods here. Flood there, floods.",
            // Right behind the five words of the text the title is kept.
            "^p@0,5 ^s@0,2,5 floods@0,4 here@1 flood@2 there@3 elan@5",
            "en^elan*2 en^flood*3 en^here*1 en^there*1",
        );
    }
}
