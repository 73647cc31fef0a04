//! Rankings by the ids that the sources give: what evaluation and other tools want.

use std::collections::{BTreeSet, HashMap};

use dateline_article::Article;
use tantivy::DocAddress;

use super::error::SearchError;
use super::hits::{Expand, Order};
use super::rank::Matching;
use super::reader::Reader;
use crate::Node;

/// One line of a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedId {
    /// The id that the source gives the article; where it gives none, the archive's own.
    pub id: String,
    /// Its BM25 score.
    pub score: f32,
}

/// Ranks articles for many queries, remembering the ids of those seen before.
pub struct RankedLists<'a> {
    reader: &'a Reader,
    ids: HashMap<DocAddress, String>,
}

impl Reader {
    /// Rankings by the ids that the sources give.
    pub fn ranked_lists(&self) -> RankedLists<'_> {
        RankedLists { reader: self, ids: HashMap::new() }
    }

    /// Every article of a query, the best first. Where each one stands is held in memory, not the articles.
    pub fn every_ranked(
        &self,
        tree: &Node,
    ) -> Result<impl Iterator<Item = Result<RankedId, SearchError>> + '_, SearchError> {
        let matching = self.compile(tree)?.matching;
        let ranks = self.top(&matching, Order::Relevance, None, usize::MAX)?.ranks;
        Ok(ranks.into_iter().map(|rank| {
            let article = self.article_at(rank.address)?;
            Ok(RankedId { id: own_id(&article), score: rank.score() })
        }))
    }
}

impl RankedLists<'_> {
    /// How many of these articles the archive does not hold.
    pub fn missing(&mut self, wanted: &BTreeSet<&str>) -> Result<usize, SearchError> {
        let mut missing = wanted.clone();
        for id in self.ids.values() {
            missing.remove(id.as_str());
        }
        // Most were ranked for some query; only for the rest need every article be read.
        if !missing.is_empty() {
            self.reader.each_article(|article| {
                missing.remove(own_id(&article).as_str());
            })?;
        }
        Ok(missing.len())
    }

    /// The best `depth` articles of a query.
    pub fn ranked(
        &mut self,
        tree: &Node,
        expand: Expand,
        depth: usize,
    ) -> Result<Vec<RankedId>, SearchError> {
        let mut matching = self.reader.compile(tree)?.matching;
        if expand == Expand::ByBestHits {
            self.reader.expand_by_best_hits(&mut matching)?;
        }
        self.listed(&matching, Order::Relevance, depth)
    }

    /// The newest `depth` articles of a query, of one second by id, the undated last; their scores are 0.
    pub fn newest(&mut self, tree: &Node, depth: usize) -> Result<Vec<RankedId>, SearchError> {
        let matching = self.reader.compile(tree)?.matching;
        self.listed(&matching, Order::NewestFirst, depth)
    }

    fn listed(
        &mut self,
        matching: &Matching,
        order: Order,
        depth: usize,
    ) -> Result<Vec<RankedId>, SearchError> {
        let top = self.reader.top(matching, order, None, depth)?;
        let mut list = Vec::with_capacity(top.ranks.len());
        for rank in top.ranks {
            let id = if let Some(known) = self.ids.get(&rank.address) {
                known.clone()
            } else {
                let article = self.reader.article_at(rank.address)?;
                let id = own_id(&article);
                self.ids.insert(rank.address, id.clone());
                id
            };
            list.push(RankedId { id, score: rank.score() });
        }
        Ok(list)
    }
}

/// The id that the source gives an article; where it gives none, the archive's own.
fn own_id(article: &Article) -> String {
    article.native_id.clone().unwrap_or_else(|| article.id.to_string())
}
