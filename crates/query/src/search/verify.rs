//! Whether every view of a query agrees: the promise that counts are the same everywhere, tried out.

use super::error::SearchError;
use super::facets::FacetField;
use super::hits::Order;
use super::matches::Distinct;
use super::reader::Reader;
use super::timeline::{Split, Step, Timeline};
use crate::ast::{Case, Scope, Word, WordKind};
use crate::{Node, NodeKind, Span, print};

/// What each view counts for one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The query, as it was read.
    pub query: String,
    /// What the views count, by name; the first is the total above every page of hits.
    pub counts: Vec<(String, u64)>,
}

impl Verification {
    /// Whether all count the same.
    pub fn agrees(&self) -> bool {
        self.counts.iter().all(|(_, count)| *count == self.counts[0].1)
    }
}

impl Reader {
    /// Counts a query in every way there is: as a search, as a list, by facets, over the calendar, as an
    /// export, and in two parts, with `other` and without.
    pub fn verify(&self, tree: &Node, other: &Node) -> Result<Verification, SearchError> {
        let mut counts = vec![("search".to_owned(), self.count(tree)?)];
        let mut count = |name: &str, articles: u64| counts.push((name.to_owned(), articles));
        let matching = self.compile(tree)?.matching;
        count("list", self.top(&matching, Order::Relevance, None, usize::MAX)?.ranks.len() as u64);
        let matches = self.matches(tree, Distinct::No)?;
        let mut exported = 0;
        for article in matches.articles()? {
            article?;
            exported += 1;
        }
        count("export", exported);
        for facet in matches.facets(&Split::FIELDS, None)?.facets {
            let rows = facet.rows.iter().map(|row| row.count.articles).sum::<u64>();
            count(&format!("facets by {}", facet.field.name()), rows + facet.without.articles);
        }
        for step in Step::ALL {
            let timeline = Timeline::new(vec![matches.counted("")?], Some(step), 0);
            count(&format!("timeline by {}", step.name()), added_up(&timeline));
        }
        let by_source = matches.counted_by(Split { field: FacetField::Source, limit: Some(1) })?;
        count("timeline of sources", added_up(&Timeline::new(by_source, Some(Step::Year), 0)));
        let span = tree.span;
        let without = Node::new(NodeKind::Not(Box::new(other.clone())), other.span);
        let mut parts = 0;
        for part in [other.clone(), without] {
            let both = NodeKind::and(vec![tree.clone(), part], span).unwrap_or_else(|| tree.clone());
            parts += self.count(&both)?;
        }
        count(&format!("with and without {}", print(other)), parts);
        Ok(Verification { query: print(tree), counts })
    }

    /// Words of the archive, drawn at random; the same seed draws the same words.
    pub fn drawn_words(&self, count: usize, seed: u64) -> Result<Vec<Node>, SearchError> {
        let refuse = |error: tantivy::TantivyError| SearchError::engine(self.dir(), &error);
        let segments = self.searcher.segment_readers();
        let mut random = Random(seed);
        let mut words = Vec::new();
        // Some terms are marks and no words; an archive of nothing else ends the draw.
        for _ in 0..count.saturating_mul(DRAWS_A_WORD) {
            if words.len() == count || segments.is_empty() {
                break;
            }
            let segment = &segments[random.below(segments.len() as u64) as usize];
            let index = segment.inverted_index(self.fields().exact).map_err(refuse)?;
            let mut term = Vec::new();
            let ord = random.below(index.terms().num_terms().max(1) as u64);
            let is_known =
                index.terms().ord_to_term(ord, &mut term).map_err(|error| self.refuse_io(&error))?;
            let text = String::from_utf8(term).unwrap_or_default();
            if is_known && !text.is_empty() && text.chars().all(char::is_alphanumeric) {
                let word = Word { text, kind: WordKind::Plain, case: Case::Any };
                words.push(Node::new(NodeKind::Word(Scope::Text, word), Span::default()));
            }
        }
        Ok(words)
    }
}

const DRAWS_A_WORD: usize = 100;

/// Every row of a timeline, those without units included.
fn added_up(timeline: &Timeline) -> u64 {
    let lines = timeline.lines.iter().map(|line| &line.matches);
    lines.map(|line| line.units.iter().sum::<u64>() + line.undated + line.imprecise).sum()
}

/// splitmix64: <https://prng.di.unimi.it/splitmix64.c>
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{TestArchive, generated};

    use super::*;
    use crate::search::testing::tree_of;

    #[test]
    fn every_view_agrees_on_every_query() {
        let mut drafts = generated(11, 80);
        let archive = TestArchive::of(drafts.split_off(40));
        archive.add(drafts.into_iter().map(dateline_testkit::Draft::article).collect());
        archive.delete(&[dateline_testkit::Draft::id("g7"), dateline_testkit::Draft::id("g50")]);
        let reader = Reader::open(archive.archive()).expect("an archive");
        let drawn = reader.drawn_words(3, 1).expect("words");
        assert_eq!(drawn.len(), 3);
        assert_eq!(drawn, reader.drawn_words(3, 1).expect("words"));
        let queries =
            ["*", "the", "flood OR storm", "\"of the\"", "date:2012..2014", "zebra", "the -of date:2015-03"];
        for tree in queries.into_iter().map(tree_of).chain(drawn.clone()) {
            let verification = reader.verify(&tree, &drawn[0]).expect("counts");
            assert!(verification.agrees(), "{verification:?}");
            assert_eq!(verification.counts.len(), 19);
        }
    }
}
