//! Search receipts: a file by which another person can check a search.
//!
//! [`Receipt`] is what such a file says, [`write()`] writes one, [`file`] reads it, [`compare`] tells a search of
//! today from it.

pub mod compare;
pub mod file;

use std::collections::BTreeMap;
use std::path::Path;

use dateline_article::ArticleId;
use dateline_query::{
    AppliedAlias, DateBound, DateMatch, DayRange, Distinct, Field, IdsDigest, Matches, Node, NodeKind,
    Reader, print,
};
use serde::{Deserialize, Serialize};

use crate::args::QueryArguments;
use crate::context::{Context, Query};
use crate::failure::Failure;
use crate::render::{noun, printable, thousands};

/// The version of the form of receipts.
pub const FORM: u32 = 1;

/// What a receipt says, save for the ids of the matches, which stand at the end of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The version of this form.
    pub receipt: u32,
    /// The program that wrote it.
    pub program: String,
    /// The command as it was typed.
    pub command: Vec<String>,
    /// The day that counted as today.
    pub today: String,
    /// Where it was searched.
    pub archive: ArchiveState,
    /// The query as it was typed, with the flags that say which articles.
    pub query: QueryArguments,
    /// The query as it was read, in dateline's own language, without relative dates.
    pub read: String,
    /// What the dates of the query stood for.
    pub days: Vec<ResolvedDays>,
    /// The words and names of the archive that clauses stood for.
    pub forms: Vec<ClauseForms>,
    /// The rules of `aliases.txt` that applied.
    pub aliases: Vec<AppliedAlias>,
    /// What the reader of the answer was told.
    pub notes: Vec<String>,
    /// Whether an article and its copies counted once.
    pub distinct: bool,
    /// How many articles matched.
    pub matches: u64,
    /// How many more matched all but the days, because they have no date; `null` without days.
    pub undated: Option<u64>,
    /// SHA-256 over a line for each id, ascending.
    pub ids_sha256: String,
}

/// An archive at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveState {
    /// The name of its folder.
    pub name: String,
    /// The version of its fields.
    pub schema: u32,
    /// How many articles it held.
    pub articles: u64,
    /// The fingerprint of all its articles: see [`Reader::digest`].
    pub digest: String,
    /// Articles by the recogniser that looked for names in them; an empty name where none did.
    pub recognisers: BTreeMap<String, u64>,
}

/// What a date of a query stood for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolvedDays {
    /// Which date of the articles.
    pub field: String,
    /// As it was typed.
    pub written: String,
    /// The first day; `null` for no beginning.
    pub first: Option<String>,
    /// The last day; `null` for no end.
    pub last: Option<String>,
}

/// The words or names of the archive that a clause stood for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseForms {
    /// The clause, as a query.
    pub clause: String,
    /// Sorted.
    pub words: Vec<String>,
}

impl Receipt {
    /// The receipt of a search, with the ids of all matches, ascending.
    pub fn of(
        context: &Context,
        matches: &Matches<'_>,
        which: &QueryArguments,
        query: &Query,
    ) -> Result<(Receipt, Vec<ArticleId>), Failure> {
        let refuse = |error| Failure::of_search(error, &query.text);
        let reader = matches.reader();
        let ids = matches.ids().map_err(refuse)?;
        let mut digest = IdsDigest::default();
        for &id in &ids {
            digest.add(id);
        }
        let stems = reader.word_forms(&query.tree).map_err(refuse)?;
        let forms = stems.iter().chain(matches.forms()).map(|forms| {
            let mut words = forms.words.clone();
            words.sort_unstable();
            ClauseForms { clause: forms.written.clone(), words }
        });
        let receipt = Receipt {
            receipt: FORM,
            program: format!("dateline {}", env!("CARGO_PKG_VERSION")),
            command: std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect(),
            today: context.today.to_string(),
            archive: archive_state(reader)?,
            query: which.clone(),
            read: print(&query.tree),
            days: resolved_days(&query.tree),
            forms: forms.collect(),
            aliases: reader.applied_aliases(&query.tree).map_err(refuse)?,
            notes: query.notes.iter().chain(matches.notes()).cloned().collect(),
            distinct: matches.distinct() == Distinct::Yes,
            matches: ids.len() as u64,
            undated: matches.undated_beside().map_err(refuse)?,
            ids_sha256: digest.finish(),
        };
        Ok((receipt, ids))
    }
}

/// Writes the receipt of a search; the file is there only when it is whole.
pub fn write(
    context: &Context,
    matches: &Matches<'_>,
    which: &QueryArguments,
    query: &Query,
    path: &Path,
) -> Result<(), Failure> {
    let (receipt, ids) = Receipt::of(context, matches, which, query)?;
    file::write(path, &receipt, &ids)?;
    let noun = noun(receipt.matches, "article", "articles");
    let told = format!("{}: receipt of {} {noun}", path.display(), thousands(receipt.matches));
    context.remark(&printable(&told));
    Ok(())
}

fn archive_state(reader: &Reader) -> Result<ArchiveState, Failure> {
    let refuse = |error| Failure::of_search(error, "");
    let recognisers = reader.recognisers().map_err(refuse)?.into_iter();
    Ok(ArchiveState {
        name: reader.archive().name(),
        schema: reader.archive().schema(),
        articles: reader.articles(),
        digest: reader.digest().map_err(refuse)?,
        recognisers: recognisers.map(|(name, articles)| (name.unwrap_or_default(), articles)).collect(),
    })
}

fn resolved_days(tree: &Node) -> Vec<ResolvedDays> {
    let mut days = Vec::new();
    tree.visit(&mut |node| {
        if let NodeKind::Date(date) = &node.kind {
            let day = |end: fn(DayRange) -> Option<dateline_article::Day>| {
                end(date.range).map(|day| day.to_string())
            };
            let bound = match date.matching {
                DateMatch::Overlapping => DateBound::Overlapping,
                DateMatch::Inside => DateBound::Inside,
            };
            days.push(ResolvedDays {
                field: Field::Date(date.field, bound).name().to_owned(),
                written: date.written.clone(),
                first: day(DayRange::first),
                last: day(DayRange::last),
            });
        }
    });
    days
}
