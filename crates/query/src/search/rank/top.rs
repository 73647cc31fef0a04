//! The best hits of a query inside a window of days, and how many there are, exactly.

use std::sync::Arc;

use tantivy::DocId;
use tantivy::query::{EnableScoring, Query};

use super::best::{Best, Rank};
use super::bm25::Statistics;
use super::clause::{Clause, Weighed};
use super::cursor::{ClauseCursor, Lengths};
use super::decay::Decay;
use super::tally::Tally;
use super::walk::Ground;
use crate::search::columns::Grounds;
use crate::search::effort::Effort;
use crate::search::error::SearchError;
use crate::search::hits::Order;
use crate::search::reader::Reader;
use crate::search::window::{Documents, Window};

/// How the words of a query make up what it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The articles that hold any of the clauses.
    Any,
    /// The articles that hold all of the clauses.
    All,
    /// Only the general query says.
    General,
}

/// What to find: a query, and what ranks its matches.
pub(crate) struct Matching {
    /// Matches; its scores are not used.
    pub query: Box<dyn Query>,
    /// What ranks.
    pub clauses: Vec<Clause>,
    /// Whether the clauses alone say what matches.
    pub shape: Shape,
    /// The days of the publication date that stand beside everything else.
    pub window: Window,
    /// Whether it went past a bound.
    pub effort: Arc<Effort>,
}

/// The best hits, best first, and the number of all.
pub(crate) struct Top {
    pub ranks: Vec<Rank>,
    pub total: u64,
}

impl Reader {
    /// The best `keep` articles, and the number of all of them.
    pub(crate) fn top(
        &self,
        matching: &Matching,
        order: Order,
        decay: Option<Decay>,
        keep: usize,
    ) -> Result<Top, SearchError> {
        let mut best = Best::new(keep, order);
        let documents = |number: usize| self.documents_of(&matching.window, number);
        let total = self.find(matching, &matching.window, order, decay, &documents, &mut best)?;
        Ok(Top { ranks: best.into_ranks(), total })
    }

    /// How many articles match all but the days, because they have no date.
    pub(crate) fn count_undated(&self, matching: &Matching) -> Result<u64, SearchError> {
        // The undated sort behind all others; mostly there are none, and then nothing need be asked.
        let documents = |number: usize| {
            let columns = &self.columns[number];
            let start = columns.first_older_than(dateline_schema::UNDATED_CIVIL + 1);
            Ok(Documents::range(start..columns.docs()))
        };
        let mut none = Best::new(0, Order::NewestFirst);
        // No day of the window is asked of an article that has none.
        self.find(matching, &Window::default(), Order::NewestFirst, None, &documents, &mut none)
    }

    /// The columns of every segment, and where a window begins in it.
    pub(crate) fn grounds(&self, window: &Window, effort: Effort) -> Result<Grounds, SearchError> {
        let mut grounds = Vec::with_capacity(self.columns.len());
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let start = self.documents_of(window, number)?.hull().start;
            grounds.push((segment.segment_id(), self.columns[number].clone(), start));
        }
        Ok(Grounds::new(grounds.into_iter(), effort))
    }

    /// The documents of a segment that meet a window.
    pub(crate) fn documents_of(&self, window: &Window, number: usize) -> Result<Documents, SearchError> {
        let segment = self.searcher.segment_reader(number as u32);
        window
            .documents(segment, &self.columns[number], self.fields().mark)
            .map_err(|error| SearchError::engine(self.dir(), &error))
    }

    /// Whether a document of the window counts: it is not deleted, and not an interval that only begins
    /// inside.
    pub(crate) fn admission<'a>(&'a self, window: &'a Window, number: usize) -> impl Fn(DocId) -> bool + 'a {
        let alive = self.searcher.segment_reader(number as u32).alive_bitset();
        let columns = &self.columns[number];
        move |doc| {
            alive.is_none_or(|alive| alive.is_alive(doc))
                && (!window.tests_each() || window.admits(columns.days(doc)))
        }
    }

    /// Offers the best articles in the documents given for each segment, and counts all. What matches must
    /// meet `window`, whatever the window of the query.
    fn find(
        &self,
        matching: &Matching,
        window: &Window,
        order: Order,
        decay: Option<Decay>,
        documents: &dyn Fn(usize) -> Result<Documents, SearchError>,
        best: &mut Best,
    ) -> Result<u64, SearchError> {
        let refuse = |error: tantivy::TantivyError| SearchError::engine(self.dir(), &error);
        let statistics = self.statistics()?;
        let weighed = self.weigh(matching.clauses.clone(), &statistics)?;
        let mut rarest_first: Vec<usize> = (0..weighed.len()).collect();
        rarest_first.sort_by_key(|&number| weighed[number].holding);
        let mut weight = None;
        let mut total = 0;
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            let documents = documents(number)?;
            if documents.is_empty() {
                continue;
            }
            let admits = self.admission(window, number);
            let ground = Ground {
                segment: number as u32,
                columns: &self.columns[number],
                documents: &documents,
                admits: &admits,
                admits_all: segment.alive_bitset().is_none() && !window.tests_each(),
                lengths: Lengths::open(segment, self.fields().stem, &statistics).map_err(refuse)?,
                statistics: &statistics,
                order,
                decay,
            };
            let open = |weighed: &[Weighed]| -> Result<Vec<ClauseCursor>, SearchError> {
                let hull = documents.hull();
                weighed
                    .iter()
                    .map(|weighed| ClauseCursor::open(segment, weighed, &ground.lengths, hull.clone()))
                    .collect::<Result<_, _>>()
                    .map_err(refuse)
            };
            total += match matching.shape {
                Shape::Any => match self.count_of_one_term(&weighed, number, &ground)? {
                    Some(count) if !best.keeps_any() => count,
                    count => {
                        let mut clauses = open(&weighed)?;
                        match clauses.as_mut_slice() {
                            _ if !best.keeps_any() => {}
                            // The newest are found soon.
                            _ if order != Order::Relevance => ground.best_by_date(&mut clauses.clone(), best),
                            // No posting need be seen to count them: whole blocks are passed over.
                            [clause] if count.is_some() => ground.best_of_one(clause, best),
                            _ => {}
                        }
                        count.unwrap_or_else(|| ground.union(&mut clauses, best))
                    }
                },
                Shape::All => {
                    let offers_by_score = order == Order::Relevance || !best.keeps_any();
                    let in_windows = offers_by_score && are_alike(&weighed, &statistics);
                    let way = if in_windows { Ground::intersection } else { Ground::all };
                    way(&ground, &mut open(&weighed)?, &rarest_first, best)
                }
                Shape::General => {
                    if weight.is_none() {
                        let scoring = EnableScoring::disabled_from_searcher(&self.searcher);
                        weight = Some(matching.query.weight(scoring).map_err(refuse)?);
                    }
                    let mut scorer = weight
                        .as_ref()
                        .expect("the weight was made above")
                        .scorer(segment, 1.0)
                        .map_err(refuse)?;
                    let is_ranked = order == Order::Relevance && best.keeps_any();
                    let mut clauses = if is_ranked { open(&weighed)? } else { Vec::new() };
                    let found = ground.general(scorer.as_mut(), &mut clauses, best);
                    matching.effort.check()?;
                    found
                }
            };
        }
        Ok(total)
    }

    /// How many documents hold the only term of a query, told by the skip lists of its postings.
    fn count_of_one_term(
        &self,
        weighed: &[Weighed],
        number: usize,
        ground: &Ground<'_>,
    ) -> Result<Option<u64>, SearchError> {
        let [Weighed { clause, .. }] = weighed else { return Ok(None) };
        let [(term, _)] = clause.members.as_slice() else { return Ok(None) };
        if !ground.admits_all {
            return Ok(None);
        }
        let segment = self.searcher.segment_reader(number as u32);
        let postings = self
            .index_of(segment, term.field())?
            .read_block_postings(term, tantivy::schema::IndexRecordOption::Basic)
            .map_err(|error| self.refuse_io(&error))?;
        let Some(mut postings) = postings else { return Ok(Some(0)) };
        let mut count = 0;
        for piece in ground.documents.pieces() {
            let before = postings.rank(piece.start);
            count += u64::from(postings.rank(piece.end) - before);
        }
        Ok(Some(count))
    }
}

/// Looking up in other clauses what the rarest holds costs as much as so many postings that are gone through, for each of it.
const LOOKING_UP: u64 = 16;

/// Going through windows costs a posting for so many articles, whatever they hold.
const ARTICLES_A_POSTING: u64 = 16;

/// Whether clauses that must all be met are gone through in windows, and not looked up; the two costs above were measured.
fn are_alike(weighed: &[Weighed], statistics: &Statistics) -> bool {
    let holding = || weighed.iter().map(|weighed| weighed.holding);
    let rarest = holding().min().unwrap_or_default();
    let in_windows = holding().sum::<u64>() + statistics.articles / ARTICLES_A_POSTING;
    weighed.len() <= Tally::MOST_CLAUSES && in_windows <= rarest * LOOKING_UP
}
