//! The same index as tantivy sees it: its own queries and collectors, and nothing of ours but the schema.

use dateline_article::{Article, Day, Lang};
use dateline_schema::words::{Stemmers, stem_term};
use dateline_schema::{Archive, Fields, Records};
use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, IndexReader, Searcher, Term};

use super::HITS;

/// The archive, opened with tantivy alone.
pub(super) struct Stock {
    pub archive: Archive,
    pub searcher: Searcher,
    /// Articles are stored as we like: tantivy's way is given the same.
    records: Records,
    pub fields: Fields,
}

/// The best hits: score and place.
pub(super) type Best = Vec<(f32, DocAddress)>;

impl Stock {
    pub fn open(archive: &Archive) -> Stock {
        let reader: IndexReader = archive.index().reader().expect("a reader");
        let searcher = reader.searcher();
        let records = Records::open(archive, searcher.clone()).expect("a commit");
        Stock { archive: archive.clone(), searcher, records, fields: *archive.fields() }
    }

    pub fn search<C: Collector>(&self, query: &dyn Query, collector: &C) -> C::Fruit {
        self.searcher.search(query, collector).expect("an answer")
    }

    /// The best hits, with pruning wherever tantivy has it, and no count.
    pub fn best(&self, query: &dyn Query) -> Best {
        self.search(query, &TopDocs::with_limit(HITS).order_by_score())
    }

    pub fn count(&self, query: &dyn Query) -> usize {
        self.search(query, &Count)
    }

    /// Both in one pass, which never prunes.
    pub fn best_and_count(&self, query: &dyn Query) -> (Best, usize) {
        self.search(query, &(TopDocs::with_limit(HITS).order_by_score(), Count))
    }

    /// A word by its English stem.
    pub fn word(&self, word: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(self.stem(word), IndexRecordOption::WithFreqs))
    }

    /// Any of some words by their stems.
    pub fn any(&self, words: &[&str]) -> Box<dyn Query> {
        Box::new(BooleanQuery::new(words.iter().map(|word| (Occur::Should, self.word(word))).collect()))
    }

    fn stem(&self, word: &str) -> Term {
        let mut stemmers = Stemmers::default();
        let stem = stemmers.stem(Lang::EN, word).expect("English is stemmed");
        Term::from_field_text(self.fields.stem, &stem_term(Lang::EN, stem))
    }

    /// Whether other words share the stem of a word: then the word as typed counts more in our ranking.
    pub fn has_other_forms(&self, word: &str) -> bool {
        let typed = Term::from_field_text(self.fields.exact, word);
        let articles = |term: &Term| self.searcher.doc_freq(term).expect("a number");
        articles(&self.stem(word)) > articles(&typed)
    }

    /// The articles from the first day of a month to before that of another.
    pub fn published(&self, first: (i32, u32), end: (i32, u32)) -> Box<dyn Query> {
        let second = |(year, month)| {
            let day = Day::from_ymd(year, month, 1).expect("a day");
            Term::from_field_i64(self.fields.civil, i64::from(day.epoch_days()) * 86_400)
        };
        Box::new(RangeQuery::new(
            std::ops::Bound::Included(second(first)),
            std::ops::Bound::Excluded(second(end)),
        ))
    }

    /// The stored article at a place.
    pub fn article(&self, address: DocAddress) -> Article {
        self.records.article_at(address).expect("an article")
    }

    /// The id of the article at a place: the source's own, else that of the archive.
    pub fn id(&self, address: DocAddress) -> String {
        let article = self.article(address);
        article.native_id.unwrap_or_else(|| article.id.to_string())
    }
}

/// What meets all of some queries.
pub(super) fn all_of(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(queries.into_iter().map(|query| (Occur::Must, query)).collect()))
}
