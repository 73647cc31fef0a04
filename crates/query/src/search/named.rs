//! Who and what the matches name, over all kinds of names.

use std::cmp::Reverse;

use dateline_article::MentionKind;
use dateline_schema::{ValueField as IndexedValue, caseless};

use super::error::SearchError;
use super::facets::{FacetField, FacetRow};
use super::matches::Matches;

/// The order of names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NameOrder {
    /// Those of most matches first.
    #[default]
    Articles,
    /// Those first that the matches name most above the rest of the archive; a name of fewer matches than this is
    /// left out, as chance makes the shares of few articles.
    Lift(u64),
}

/// The names in the matches of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct NameCounts {
    /// How many articles match.
    pub total: u64,
    /// How many articles the archive holds.
    pub archive: u64,
    /// The first names, as many as were asked for.
    pub rows: Vec<NameCount>,
    /// How many different names there are, without those that are left out.
    pub names: u64,
}

/// A name in the matches.
#[derive(Clone, Debug, PartialEq)]
pub struct NameCount {
    /// What it stands for.
    pub kind: MentionKind,
    /// As most of the matches write it.
    pub name: String,
    /// The matches that name it.
    pub articles: u64,
    /// The articles of the archive that do.
    pub archive: u64,
    /// How many times more often the matches name it than the archive does.
    pub lift: f64,
}

impl Matches<'_> {
    /// Counts the names of some kinds, all together; those that the question itself is about can be left out.
    pub fn named(
        &self,
        kinds: &[MentionKind],
        left_out: &[String],
        order: NameOrder,
        limit: Option<usize>,
    ) -> Result<NameCounts, SearchError> {
        let fields: Vec<FacetField> = kinds.iter().map(|&kind| FacetField::of_names(kind)).collect();
        // The first of all are among the first of each kind.
        let of_each = match order {
            NameOrder::Articles => limit.map(|limit| limit.saturating_add(left_out.len())),
            NameOrder::Lift(_) => None,
        };
        let facets = self.facets(&fields, of_each)?;
        let mut names = facets.facets.iter().map(|facet| facet.values).sum::<u64>();
        let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        let mut rows = Vec::new();
        for (&kind, facet) in kinds.iter().zip(facets.facets) {
            for FacetRow { value, count } in facet.rows {
                if self.is_one_of(kind, &value, left_out) {
                    names -= 1;
                    continue;
                }
                let archive = count.archive.unwrap_or(count.articles);
                let lift = share(count.articles, facets.total) / share(archive, facets.archive);
                rows.push(NameCount { kind, name: value, articles: count.articles, archive, lift });
            }
        }
        if let NameOrder::Lift(least) = order {
            rows.retain(|row| row.articles >= least);
            names = rows.len() as u64;
            rows.sort_by(|one, other| {
                other.lift.total_cmp(&one.lift).then_with(|| other.articles.cmp(&one.articles))
            });
        } else {
            rows.sort_by_key(|row| Reverse(row.articles));
        }
        rows.truncate(limit.unwrap_or(usize::MAX));
        Ok(NameCounts { total: facets.total, archive: facets.archive, rows, names })
    }

    /// Whether a name is one of these, or put together with one.
    fn is_one_of(&self, kind: MentionKind, name: &str, names: &[String]) -> bool {
        let field = IndexedValue::of_mention(kind);
        let folded = caseless(name);
        let forms = self.reader.known_aliases().all_forms(field, &folded);
        names.iter().any(|other| forms.contains(&caseless(other).as_str()))
    }
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive};

    use super::*;
    use crate::Reader;
    use crate::search::matches::Distinct;
    use crate::search::testing::tree_of;

    #[track_caller]
    fn check(query: &str, left_out: &[&str], order: NameOrder, limit: usize, expect: &str) {
        let archive = TestArchive::of([
            Draft::new("a", "Flood", "x")
                .names(MentionKind::Person, "Ann Lee")
                .names(MentionKind::Place, "Hull"),
            Draft::new("b", "Flood", "y")
                .names(MentionKind::Person, "ANN LEE")
                .names(MentionKind::Org, "Port Ltd"),
            Draft::new("c", "Calm", "z").names(MentionKind::Place, "Hull"),
            Draft::new("d", "Calm", "zz").names(MentionKind::Person, "Bo Ek"),
        ]);
        let reader = Reader::open(archive.archive()).expect("an archive");
        let matches = reader.matches(&tree_of(query), Distinct::No).expect("an answer");
        let left_out: Vec<String> = left_out.iter().map(|name| (*name).to_owned()).collect();
        let counts = matches.named(&MentionKind::ALL, &left_out, order, Some(limit)).expect("counts");
        let rows: Vec<String> = counts
            .rows
            .iter()
            .map(|row| format!("{} {} {}/{} {:.2}", row.kind, row.name, row.articles, row.archive, row.lift))
            .collect();
        assert_eq!(format!("{} of {}", rows.join(", "), counts.names), expect);
    }

    #[test]
    fn names_of_all_kinds_are_counted_together() {
        let expect = "person ANN LEE 2/2 2.00, org Port Ltd 1/1 2.00, place Hull 1/2 1.00 of 3";
        check("flood", &[], NameOrder::Articles, 10, expect);
        check("flood", &[], NameOrder::Articles, 1, "person ANN LEE 2/2 2.00 of 3");
    }

    #[test]
    fn names_of_the_question_are_left_out() {
        check("flood", &["ann lee"], NameOrder::Articles, 1, "org Port Ltd 1/1 2.00 of 2");
    }

    #[test]
    fn names_of_few_articles_have_no_place_by_lift() {
        check("flood", &[], NameOrder::Lift(2), 10, "person ANN LEE 2/2 2.00 of 1");
    }
}
