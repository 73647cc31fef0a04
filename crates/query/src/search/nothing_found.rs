//! What to say when a query finds nothing: which clause emptied it, and what would find something.

use std::collections::BTreeSet;
use std::fmt;

use dateline_article::Day;
use dateline_schema::words::for_each_word;
use serde::Serialize;

use super::error::SearchError;
use super::reader::Reader;
use crate::ast::WordKind;
use crate::{DateField, DayRange, MAX_FUZZY_DISTANCE, MAX_FUZZY_LETTERS, Node, NodeKind, Span, print};

/// Leaving out each clause in turn is one search each: not with more clauses than this.
const MOST_LEFT_OUT: usize = 12;

/// The part of a query that one clause makes, alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseCount {
    /// The clause, as a query.
    pub clause: String,
    /// Articles that match it alone.
    pub articles: u64,
    /// For a word or value that no article holds: the nearest one of the archive, and how many articles hold
    /// it.
    pub nearest: Option<(String, u64)>,
}

/// Why a query found nothing, and what would find something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingFound {
    /// What each clause matches alone.
    pub clauses: Vec<ClauseCount>,
    /// A looser query that finds something, and how many articles; the nearest in meaning that was tried.
    pub looser: Option<(String, u64)>,
    /// The days that the archive holds, and how those of the query lie to them, when they lie outside.
    pub outside: Option<(DayRange, Outside)>,
    /// Notes of the answer that the counts of the clauses repeat: on values that no article has.
    pub repeated_notes: Vec<String>,
}

/// How a range of days leaves the days that the archive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outside {
    /// All of it is earlier.
    EndsBefore,
    /// All of it is later.
    BeginsAfter,
    /// It begins too early.
    BeginsBefore,
    /// It ends too late.
    EndsAfter,
}

impl Outside {
    fn of(range: DayRange, held: DayRange) -> Option<Outside> {
        let (first, last) = (held.first()?, held.last()?);
        if range.last().is_some_and(|end| end < first) {
            Some(Outside::EndsBefore)
        } else if range.first().is_some_and(|start| last < start) {
            Some(Outside::BeginsAfter)
        } else if range.last().is_some_and(|end| last < end) {
            Some(Outside::EndsAfter)
        } else if range.first().is_some_and(|start| start < first) {
            Some(Outside::BeginsBefore)
        } else {
            None
        }
    }
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Outside::EndsBefore => "ends before it",
            Outside::BeginsAfter => "begins after it",
            Outside::BeginsBefore => "begins before it",
            Outside::EndsAfter => "ends after it",
        })
    }
}

impl Reader {
    /// How many articles each clause of a query matches alone.
    pub fn clause_counts(&self, tree: &Node) -> Result<Vec<ClauseCount>, SearchError> {
        let mut counts = Vec::new();
        for clause in clauses(tree) {
            let articles = self.count(clause)?;
            let nearest = if articles == 0 { self.nearest(clause)? } else { None };
            counts.push(ClauseCount { clause: print(clause), articles, nearest });
        }
        Ok(counts)
    }

    /// Explains an answer without hits.
    pub fn nothing_found(&self, tree: &Node) -> Result<NothingFound, SearchError> {
        let clauses = self.clause_counts(tree)?;
        Ok(NothingFound {
            looser: self.looser(tree, &clauses)?,
            outside: self.outside(tree),
            repeated_notes: self.notes_on_values(tree, &clauses)?,
            clauses,
        })
    }

    /// What an answer notes on the clauses that are values which no article has.
    fn notes_on_values(&self, tree: &Node, counts: &[ClauseCount]) -> Result<Vec<String>, SearchError> {
        let mut notes = Vec::new();
        for (clause, count) in clauses(tree).into_iter().zip(counts) {
            if let (NodeKind::Value(filter), 0) = (&clause.kind, count.articles)
                && !self.says_no_name(filter)
            {
                notes.push(self.note_on_unknown_value(filter)?);
            }
        }
        Ok(notes)
    }

    /// How the days of a query leave those of the archive.
    fn outside(&self, tree: &Node) -> Option<(DayRange, Outside)> {
        let held = self.days_held()?;
        clauses(tree).iter().find_map(|clause| match &clause.kind {
            NodeKind::Date(date) if date.field == DateField::Published => {
                Outside::of(date.range, held).map(|outside| (held, outside))
            }
            _ => None,
        })
    }

    /// From the oldest dated article to the newest; `None` when no article has a date.
    pub fn days_held(&self) -> Option<DayRange> {
        let mut newest: Option<Day> = None;
        let mut oldest: Option<Day> = None;
        for columns in &self.columns {
            let dated = columns.first_older_than(dateline_schema::UNDATED_CIVIL + 1);
            if dated == 0 {
                continue;
            }
            newest = newest.max(columns.days(0).map(dateline_article::DaySpan::last));
            let first = columns.days(dated - 1).map(dateline_article::DaySpan::first);
            oldest = oldest.map_or(first, |known| first.map(|first| first.min(known)));
        }
        DayRange::new(oldest, newest).filter(|_| newest.is_some())
    }

    /// The word or value of the archive nearest to a clause that is one.
    fn nearest(&self, clause: &Node) -> Result<Option<(String, u64)>, SearchError> {
        let word = match &clause.kind {
            NodeKind::Value(filter) => return self.nearest_value(filter),
            NodeKind::Word(_, word) => word,
            _ => return Ok(None),
        };
        if !matches!(word.kind, WordKind::Plain | WordKind::Exact)
            || word.text.chars().count() > MAX_FUZZY_LETTERS
        {
            return Ok(None);
        }
        let mut folded = Vec::new();
        for_each_word(&word.text, |word| folded.push(word.folded.to_owned()));
        let [folded] = folded.as_slice() else { return Ok(None) };
        for distance in 1..=MAX_FUZZY_DISTANCE {
            let near = self.expand_fuzzy(self.fields().exact, folded, distance)?;
            let best =
                near.into_iter().max_by_key(|(word, articles)| (*articles, std::cmp::Reverse(word.clone())));
            if best.is_some() {
                return Ok(best);
            }
        }
        Ok(None)
    }

    /// The nearest query that finds something: with the words the archive knows instead of those it does not, else without
    /// the clauses that match nothing, else without the one clause that leaves the most.
    fn looser(&self, tree: &Node, counts: &[ClauseCount]) -> Result<Option<(String, u64)>, SearchError> {
        let clauses: Vec<Node> = clauses(tree).into_iter().cloned().collect();
        let mut tried = BTreeSet::from([print(tree)]);
        let mended: Vec<Node> = clauses
            .iter()
            .zip(counts)
            .map(|(clause, count)| self.mended(clause, count))
            .collect::<Result<_, _>>()?;
        let held: Vec<Node> = clauses
            .iter()
            .zip(counts)
            .filter(|(_, count)| count.articles > 0)
            .map(|(clause, _)| clause.clone())
            .collect();
        for offer in [mended, held] {
            let found = self.offer(offer, &mut tried)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        if clauses.len() > MOST_LEFT_OUT {
            return Ok(None);
        }
        let mut best: Option<(String, u64)> = None;
        for left_out in 0..clauses.len() {
            let mut rest = clauses.clone();
            rest.remove(left_out);
            let offer = self.offer(rest, &mut tried)?;
            let articles =
                |offer: &Option<(String, u64)>| offer.as_ref().map_or(0, |(_, articles)| *articles);
            if articles(&offer) > articles(&best) {
                best = offer;
            }
        }
        Ok(best)
    }

    /// The clause with the nearest words of the archive instead of those that no article holds.
    fn mended(&self, clause: &Node, count: &ClauseCount) -> Result<Node, SearchError> {
        let mut clause = clause.clone();
        match (&mut clause.kind, &count.nearest) {
            (NodeKind::Or(choices), _) if count.articles == 0 => {
                // As many as are left out in turn: each looks through the words of the archive.
                for choice in choices.iter_mut().take(MOST_LEFT_OUT) {
                    if let Some((nearest, _)) = self.nearest(choice)? {
                        put_instead(choice, &nearest);
                    }
                }
            }
            (_, Some((nearest, _))) => put_instead(&mut clause, nearest),
            (_, None) => {}
        }
        Ok(clause)
    }

    /// The clauses together as a query, when it is a new one that finds something.
    fn offer(
        &self,
        nodes: Vec<Node>,
        tried: &mut BTreeSet<String>,
    ) -> Result<Option<(String, u64)>, SearchError> {
        // What is left out must leave a question.
        let asks = nodes.iter().any(|node| !matches!(node.kind, NodeKind::Not(_) | NodeKind::Date(_)));
        let Some(tree) = NodeKind::and(nodes, Span::default()).filter(|_| asks) else { return Ok(None) };
        let query = print(&tree);
        if !tried.insert(query.clone()) {
            return Ok(None);
        }
        let articles = self.count(&tree)?;
        Ok((articles > 0).then_some((query, articles)))
    }
}

/// The clauses that must all be met.
fn clauses(tree: &Node) -> Vec<&Node> {
    match &tree.kind {
        NodeKind::And(nodes) => nodes.iter().collect(),
        _ => vec![tree],
    }
}

/// Writes another word or value in place of that of a clause.
fn put_instead(clause: &mut Node, nearest: &str) {
    match &mut clause.kind {
        NodeKind::Word(_, word) => nearest.clone_into(&mut word.text),
        NodeKind::Value(filter) => nearest.clone_into(&mut filter.text),
        _ => {}
    }
}
