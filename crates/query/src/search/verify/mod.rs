//! Whether every view of a query agrees: the promise that counts are the same everywhere, tried out.
//!
//! Each [`View`] counts by itself, as it does for the command that shows it; [`gathered`] only sets the counts
//! side by side. [`draw`] makes queries out of the articles themselves.

mod draw;

use std::collections::HashSet;

use dateline_article::ArticleId;
use tantivy::DocAddress;

use super::error::SearchError;
use super::facets::FacetField;
use super::groups::{GroupBy, Grouping};
use super::hits::{Order, SearchOptions};
use super::matches::{Distinct, Matches, Newest};
use super::reader::Reader;
use super::timeline::{Split, Step, Timeline};
use crate::ast::{ValueFilter, ValueForm};
use crate::{Node, NodeKind, ValueField, print};

/// What each view counts for one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The query, as it was read.
    pub query: String,
    /// What the views count; the first is the total above every page of hits.
    pub counts: Vec<ViewCount>,
    /// What they count when an article and its copies count once.
    pub distinct: Vec<ViewCount>,
}

/// The articles that one view counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewCount {
    /// The view, in words.
    pub view: String,
    /// How many articles it counts.
    pub articles: u64,
}

impl Verification {
    /// Whether all count the same, and copies make no more of it.
    pub fn agrees(&self) -> bool {
        let is_one = |counts: &[ViewCount]| counts.iter().all(|count| count.articles == counts[0].articles);
        is_one(&self.counts) && is_one(&self.distinct) && self.distinct[0].articles <= self.counts[0].articles
    }
}

impl Reader {
    /// Counts a query in every way there is: as a search, as a list, by facets, over the calendar, as an
    /// export, and in two parts, with `other` and without.
    pub fn verify(&self, tree: &Node, other: &Node) -> Result<Verification, SearchError> {
        // The views compile the query some twenty times; what its words stand for is looked up once.
        let _remembering = self.known_forms.remember();
        gathered(&Asked::of(self, tree, other)?, View::counts)
    }
}

/// Sets what the views count side by side.
fn gathered(
    asked: &Asked<'_>,
    counts_of: impl Fn(View, &Asked<'_>) -> Result<Vec<ViewCount>, SearchError>,
) -> Result<Verification, SearchError> {
    let gather = |views: &[View]| -> Result<Vec<ViewCount>, SearchError> {
        let mut counts = Vec::new();
        for &view in views {
            counts.extend(counts_of(view, asked)?);
        }
        Ok(counts)
    };
    let (counts, distinct) = (gather(&View::OF_ALL)?, gather(&View::OF_DISTINCT)?);
    Ok(Verification { query: print(asked.tree), counts, distinct })
}

/// A query, with what parts it in two.
struct Asked<'a> {
    reader: &'a Reader,
    tree: &'a Node,
    other: &'a Node,
    matches: Matches<'a>,
    /// The matches without the copies of each other.
    distinct: Matches<'a>,
}

impl<'a> Asked<'a> {
    fn of(reader: &'a Reader, tree: &'a Node, other: &'a Node) -> Result<Asked<'a>, SearchError> {
        let matches = reader.matches(tree, Distinct::No)?;
        let distinct = reader.matches(tree, Distinct::Yes)?;
        Ok(Asked { reader, tree, other, matches, distinct })
    }

    /// How many articles match, and match this as well.
    fn count_beside(&self, part: Node) -> Result<u64, SearchError> {
        let both = NodeKind::and(vec![self.tree.clone(), part], self.tree.span);
        self.reader.count(&both.unwrap_or_else(|| self.tree.clone()))
    }
}

/// A way of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Search,
    List,
    Export,
    Facets,
    /// The row of the commonest name or keyword, and what a search finds without it.
    CommonestValues,
    Timelines,
    TimelineOfSources,
    /// The counts above grouped hits.
    Groups,
    /// What a search finds with another clause, and without it.
    Parts,
    DistinctSearch,
    /// Matches that share no cluster with another one, and the clusters of the others.
    Clusters,
    DistinctList,
    DistinctFacets,
    DistinctTimeline,
}

impl View {
    const OF_ALL: [View; 9] = [
        View::Search,
        View::List,
        View::Export,
        View::Facets,
        View::CommonestValues,
        View::Timelines,
        View::TimelineOfSources,
        View::Groups,
        View::Parts,
    ];
    const OF_DISTINCT: [View; 5] = [
        View::DistinctSearch,
        View::Clusters,
        View::DistinctList,
        View::DistinctFacets,
        View::DistinctTimeline,
    ];

    fn counts(self, asked: &Asked<'_>) -> Result<Vec<ViewCount>, SearchError> {
        let one = |view: &str, articles: u64| Ok(vec![ViewCount { view: view.to_owned(), articles }]);
        let (reader, matches, distinct) = (asked.reader, &asked.matches, &asked.distinct);
        match self {
            View::Search => one("search", reader.count(asked.tree)?),
            View::List => {
                let matching = reader.compile(asked.tree)?.matching;
                let top = reader.top(&matching, Order::Relevance, None, usize::MAX)?;
                let listed: HashSet<DocAddress> = top.ranks.iter().map(|rank| rank.address).collect();
                one("list", listed.len() as u64)
            }
            View::Export => {
                let ids = matches.articles()?.map(|article| article.map(|article| article.id));
                one("export", ids.collect::<Result<HashSet<ArticleId>, SearchError>>()?.len() as u64)
            }
            View::Facets => summed_facets(matches, &Split::FIELDS),
            View::CommonestValues => commonest_values(asked),
            View::Timelines => summed_timelines(matches),
            View::TimelineOfSources => {
                let counted = matches.counted_by(Split { field: FacetField::Source, limit: Some(1) })?;
                one("timeline of sources", added_up(&Timeline::new(counted, Some(Step::Year), 0)))
            }
            View::Groups => summed_groups(asked),
            View::Parts => {
                let with = asked.count_beside(asked.other.clone())?;
                let without = asked.count_beside(none_of(asked.other.clone()))?;
                one(&format!("with and without {}", print(asked.other)), with + without)
            }
            View::DistinctSearch => one("search", reader.count_distinct(asked.tree)?),
            View::Clusters => one("clusters, and articles without", clusters(matches)?),
            View::DistinctList => {
                one("list", Newest::open(distinct)?.collect::<Result<Vec<_>, _>>()?.len() as u64)
            }
            View::DistinctFacets => summed_facets(distinct, &[FacetField::Lang]),
            View::DistinctTimeline => {
                let timeline = Timeline::new(vec![distinct.counted("")?], Some(Step::Year), 0);
                one("timeline by year", added_up(&timeline))
            }
        }
    }
}

fn none_of(node: Node) -> Node {
    let span = node.span;
    Node::new(NodeKind::Not(Box::new(node)), span)
}

/// Fields of which an article has at most one value: their rows add up, with the articles that have none.
fn summed_facets(matches: &Matches<'_>, fields: &[FacetField]) -> Result<Vec<ViewCount>, SearchError> {
    let facets = matches.facets(fields, None)?.facets;
    Ok(facets
        .iter()
        .map(|facet| ViewCount {
            view: format!("facets by {}", facet.field.name()),
            articles: facet.rows.iter().map(|row| row.count.articles).sum::<u64>() + facet.without.articles,
        })
        .collect())
}

/// Fields of which an article may have several values, so that their rows do not add up.
const OVERLAPPING: [(FacetField, ValueField); 4] = [
    (FacetField::Tag, ValueField::Tag),
    (FacetField::Person, ValueField::Person),
    (FacetField::Org, ValueField::Org),
    (FacetField::Place, ValueField::Place),
];

fn commonest_values(asked: &Asked<'_>) -> Result<Vec<ViewCount>, SearchError> {
    let fields = OVERLAPPING.map(|(field, _)| field);
    let facets = asked.matches.facets(&fields, Some(1))?.facets;
    let mut counts = Vec::new();
    for (facet, (field, value_field)) in facets.iter().zip(OVERLAPPING) {
        let articles = match facet.rows.first() {
            None => facet.without.articles,
            Some(row) => {
                let value =
                    ValueFilter { field: value_field, text: row.value.clone(), form: ValueForm::Whole };
                let value = Node::new(NodeKind::Value(value), asked.tree.span);
                row.count.articles + asked.count_beside(none_of(value))?
            }
        };
        counts
            .push(ViewCount { view: format!("with the commonest {}, and without", field.name()), articles });
    }
    Ok(counts)
}

fn summed_timelines(matches: &Matches<'_>) -> Result<Vec<ViewCount>, SearchError> {
    let counted = matches.counted("")?;
    let of = |step: Step| ViewCount {
        view: format!("timeline by {}", step.name()),
        articles: added_up(&Timeline::new(vec![counted.clone()], Some(step), 0)),
    };
    Ok(Step::ALL.into_iter().map(of).collect())
}

/// Every row of a timeline, those without units included.
fn added_up(timeline: &Timeline) -> u64 {
    let lines = timeline.lines.iter().map(|line| &line.matches);
    lines.map(|line| line.units.iter().sum::<u64>() + line.undated + line.imprecise).sum()
}

fn summed_groups(asked: &Asked<'_>) -> Result<Vec<ViewCount>, SearchError> {
    let ways = [("source", GroupBy::Source), ("day", GroupBy::Day), ("month", GroupBy::Month)];
    let mut counts = Vec::new();
    for (name, by) in ways {
        let grouping = Some(Grouping { by, hits: 0 });
        let options = SearchOptions { grouping, limit: usize::MAX, ..SearchOptions::default() };
        let groups = asked.reader.search(asked.tree, options)?.groups;
        let articles = groups.iter().flat_map(|groups| &groups.groups).map(|group| group.articles).sum();
        counts.push(ViewCount { view: format!("groups by {name}"), articles });
    }
    Ok(counts)
}

fn clusters(matches: &Matches<'_>) -> Result<u64, SearchError> {
    let copies = matches.reader.copies()?;
    let (mut met, mut alone) = (HashSet::new(), 0);
    matches.each_block(|segment, docs| {
        for &doc in docs {
            match copies.cluster_at(DocAddress::new(segment as u32, doc)) {
                Some(cluster) => {
                    met.insert(cluster);
                }
                None => alone += 1,
            }
        }
        Ok(())
    })?;
    Ok(met.len() as u64 + alone)
}

#[cfg(test)]
mod tests;
