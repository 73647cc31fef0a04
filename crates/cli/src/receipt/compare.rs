//! What has changed since a receipt was written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use dateline_article::ArticleId;
use dateline_query::AppliedAlias;

use super::{ClauseForms, Receipt, file};
use crate::changed_ids::changed;
use crate::failure::Failure;

/// A receipt beside the same search of today.
pub struct Comparison {
    pub then: Receipt,
    pub now: Receipt,
    /// Found now and not then, ascending.
    pub came: Vec<ArticleId>,
    /// Found then and not now, ascending.
    pub went: Vec<ArticleId>,
    /// How this program reads the query, or why it cannot, when that is not how it was read then. (What was read
    /// then is what was searched.)
    pub read_otherwise: Option<String>,
}

/// Words of a clause, or aliases, that are there now and were not then, or the other way round.
#[derive(Debug, PartialEq, Eq)]
pub struct Change<T> {
    pub came: Vec<T>,
    pub went: Vec<T>,
}

impl Comparison {
    /// Compares the ids of a receipt, read from its file, with those that are found now.
    pub fn new(
        path: &Path,
        then: Receipt,
        (now, ids): (Receipt, Vec<ArticleId>),
        read_otherwise: Option<String>,
    ) -> Result<Comparison, Failure> {
        let (came, went) = changed(&ids, |each| file::each_id(path, &then, each))?;
        Ok(Comparison { then, now, came, went, read_otherwise })
    }

    /// Whether the answer is the same, whatever else has changed.
    pub fn is_same(&self) -> bool {
        self.came.is_empty()
            && self.went.is_empty()
            && self.then.undated == self.now.undated
            && self.read_otherwise.is_none()
    }

    /// The clauses that stand for other words or names now.
    pub fn forms(&self) -> Vec<(&str, Change<&str>)> {
        let (then, now) = (words_by_clause(&self.then.forms), words_by_clause(&self.now.forms));
        let clauses: BTreeSet<&str> = then.keys().chain(now.keys()).copied().collect();
        let none = BTreeSet::new();
        let changes = clauses.into_iter().map(|clause| {
            let (then, now) = (then.get(clause).unwrap_or(&none), now.get(clause).unwrap_or(&none));
            let change = Change {
                came: now.difference(then).copied().collect(),
                went: then.difference(now).copied().collect(),
            };
            (clause, change)
        });
        changes.filter(|(_, change)| !change.came.is_empty() || !change.went.is_empty()).collect()
    }

    /// The rules of the alias file that apply now and did not then, or the other way round.
    pub fn aliases(&self) -> Change<&AppliedAlias> {
        Change {
            came: self.now.aliases.iter().filter(|alias| !self.then.aliases.contains(alias)).collect(),
            went: self.then.aliases.iter().filter(|alias| !self.now.aliases.contains(alias)).collect(),
        }
    }
}

/// The words of each clause; one that stands several times in a query stands for the same words.
fn words_by_clause(forms: &[ClauseForms]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut words: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for forms in forms {
        words.entry(&forms.clause).or_default().extend(forms.words.iter().map(String::as_str));
    }
    words
}
