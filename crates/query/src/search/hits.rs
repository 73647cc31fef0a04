//! Answers.

use dateline_article::{Article, ArticleId, Day};
use tantivy::DocAddress;

use super::compile::Compiled;
use super::error::SearchError;
use super::groups::{Grouping, Groups};
use super::highlight::{Highlighter, Marked};
use super::matches::Distinct;
use super::rank::{FeedbackTerm, Rank, ScorePart};
use super::reader::Reader;
use super::snippet::Snippet;
use crate::{DayRange, Node};

pub use super::compile::Forms;
pub use super::rank::Decay;

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The best first; of equals the newest.
    #[default]
    Relevance,
    /// The newest first, the undated last.
    NewestFirst,
    /// The oldest first, the undated last.
    OldestFirst,
}

/// Which hits to show.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchOptions {
    /// In which order.
    pub order: Order,
    /// At most so many.
    pub limit: usize,
    /// Leaving out so many at the start.
    pub offset: usize,
    /// Whether older articles weigh less. Only in the order of relevance.
    pub decay: Option<Decay>,
    /// Whether words of the best hits join the ranking. Only in the order of relevance.
    pub expand: Expand,
    /// Whether hits come with the parts of their score.
    pub explain: Explain,
    /// Whether hits stand under headings. Then limit and offset count headings.
    pub grouping: Option<Grouping>,
}

/// Whether words of the best hits join the ranking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expand {
    /// The query alone ranks.
    #[default]
    No,
    /// The telling words of the best hits rank as well. What matches stays the same.
    ByBestHits,
}

/// Whether hits come with the parts of their score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Explain {
    /// Scores alone.
    #[default]
    No,
    /// Every part of every score.
    Yes,
}

/// What a query found.
#[derive(Debug)]
pub struct Answer {
    /// How many articles match, exactly.
    pub total: u64,
    /// How many more match everything but the days, because they have no date. `None` when the query
    /// has no days.
    pub undated: Option<u64>,
    /// The hits shown, in order; none when they stand under headings.
    pub hits: Vec<Hit>,
    /// The headings shown with their hits, when asked for.
    pub groups: Option<Groups>,
    /// What the reader of the answer should know.
    pub notes: Vec<String>,
    /// The words that patterns stand for in this archive.
    pub forms: Vec<Forms>,
    /// The words of the best hits that joined the ranking, when asked for.
    pub feedback: Vec<FeedbackTerm>,
}

/// How many articles a query matches, and when they were published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many articles match, exactly.
    pub articles: u64,
    /// How many more match everything but the days, because they have no date. `None` when the query
    /// has no days.
    pub undated: Option<u64>,
    /// From the first day to the last; `None` when no article found has a date.
    pub days: Option<DayRange>,
    /// What the reader of the answer should know.
    pub notes: Vec<String>,
}

/// One article found.
#[derive(Debug)]
pub struct Hit {
    /// The article.
    pub article: Article,
    /// Its headline with marks.
    pub title: Marked,
    /// The part of its text that shows why it was found.
    pub snippet: Snippet,
    /// Its BM25 score (k1 1.2, b 0.75); 0 when hits are ordered by date.
    pub score: f32,
    /// What each word of the query adds to the score, when asked for.
    pub parts: Vec<ScorePart>,
}

impl Reader {
    /// Answers a query.
    ///
    /// # Errors
    ///
    /// [`SearchError::Query`] names every clause that this archive cannot answer.
    pub fn search(&self, tree: &Node, options: SearchOptions) -> Result<Answer, SearchError> {
        let mut compiled = self.compile(tree)?;
        let feedback = match (options.expand, options.order) {
            (Expand::ByBestHits, Order::Relevance) => self.expand_by_best_hits(&mut compiled.matching)?,
            _ => Vec::new(),
        };
        // Every article counts under its heading.
        let keep = match options.grouping {
            Some(_) => usize::MAX,
            None => options.offset.saturating_add(options.limit),
        };
        let top = self.top(&compiled.matching, options.order, options.decay, keep)?;
        let undated = if compiled.matching.window.is_everything() {
            None
        } else {
            Some(self.count_undated(&compiled.matching)?)
        };
        let mut highlighter = Highlighter::new(std::mem::take(&mut compiled.patterns));
        let shown = |rank: &Rank| -> Result<Hit, SearchError> {
            let mut hit = self.hit_at(rank, &mut highlighter)?;
            if options.explain == Explain::Yes {
                hit.parts = self.score_parts(compiled.matching.clauses.clone(), rank.address)?;
            }
            Ok(hit)
        };
        let page = (options.offset, options.limit);
        let (hits, groups) = match options.grouping {
            None => (top.ranks.iter().skip(options.offset).map(shown).collect::<Result<_, _>>()?, None),
            Some(grouping) => (Vec::new(), Some(self.grouped(&top.ranks, grouping, page, shown)?)),
        };
        let Compiled { notes, forms, .. } = compiled;
        Ok(Answer { total: top.total, undated, hits, groups, notes, forms, feedback })
    }

    /// The article of a rank, with its marks, without the parts of its score.
    pub(crate) fn hit_at(&self, rank: &Rank, highlighter: &mut Highlighter) -> Result<Hit, SearchError> {
        self.marked_at(rank.address, rank.score(), highlighter)
    }

    /// The article at an address, with its marks.
    pub(crate) fn marked_at(
        &self,
        address: DocAddress,
        score: f32,
        highlighter: &mut Highlighter,
    ) -> Result<Hit, SearchError> {
        let article = self.article_at(address)?;
        let title = highlighter.mark(&article.title, article.lang);
        let snippet = highlighter.snippet(&article);
        Ok(Hit { article, title, snippet, score, parts: Vec::new() })
    }

    /// How many articles a query matches, exactly.
    pub fn count(&self, tree: &Node) -> Result<u64, SearchError> {
        let compiled = self.compile(tree)?;
        Ok(self.top(&compiled.matching, Order::NewestFirst, None, 0)?.total)
    }

    /// The ids of every article a query matches, sorted.
    pub fn ids(&self, tree: &Node) -> Result<Vec<ArticleId>, SearchError> {
        self.matches(tree, Distinct::No)?.ids()
    }

    /// Calls `each` with every article of the archive, in no particular order.
    pub fn each_article(&self, mut each: impl FnMut(Article)) -> Result<(), SearchError> {
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            for doc in segment.doc_ids_alive() {
                each(self.article_at(DocAddress::new(number as u32, doc))?);
            }
        }
        Ok(())
    }

    /// Counts the articles of a query, and tells from when to when they were published.
    pub fn tally(&self, tree: &Node) -> Result<Tally, SearchError> {
        let matches = self.matches(tree, Distinct::No)?;
        let mut articles = 0;
        let (mut first, mut last): (Option<Day>, Option<Day>) = (None, None);
        matches.each_block(|segment, docs| {
            articles += docs.len() as u64;
            for days in docs.iter().filter_map(|&doc| self.columns[segment].days(doc)) {
                first = Some(first.map_or(days.first(), |first| first.min(days.first())));
                last = last.max(Some(days.last()));
            }
            Ok(())
        })?;
        let days = first.and_then(|first| DayRange::new(Some(first), last));
        Ok(Tally { articles, undated: matches.undated_beside()?, days, notes: matches.notes().to_vec() })
    }

    /// Marks the words of a query in texts; without a query nothing is marked.
    pub fn highlighter(&self, tree: Option<&Node>) -> Result<Highlighter, SearchError> {
        let patterns = tree.map(|tree| self.compile(tree)).transpose()?.map(|compiled| compiled.patterns);
        Ok(Highlighter::new(patterns.unwrap_or_default()))
    }

    pub(crate) fn article_at(&self, address: DocAddress) -> Result<Article, SearchError> {
        self.records.article_at(address).map_err(|found| SearchError::Engine {
            dir: self.dir().to_owned(),
            cause: format!("found {found}"),
        })
    }
}
