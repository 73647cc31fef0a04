//! The best and the newest hits, with and without days.

use std::collections::HashMap;

use dateline_query::{Expand, Node, RankedId, RankedLists, Reader};
use dateline_schema::SORT_FIELD;
use tantivy::Order;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, ConstScoreQuery, Query};

use super::stock::{Best, Stock, all_of};
use super::{HITS, Way, compare};
use crate::query::tree;

/// What an occurrence of another form than the typed one counts at least in our ranking.
const LEAST_OF_A_FORM: f32 = 0.8;

/// A range of days: its name, in our language, and its ends as months.
type Days = (&'static str, &'static str, (i32, u32), (i32, u32));

const MONTH: Days = ("a month", "date:2003-04", (2003, 4), (2003, 5));
const YEARS: Days = ("ten years", "date:1995..2004", (1995, 1), (2005, 1));

const WORDS: &[&str] = &["iraq", "budget", "energy", "the"];
const ONE: &[&[&str]] = &[&["iraq"], &["budget"], &["energy"], &["the"]];
const TWO: &[&[&str]] = &[&["iraq", "budget"], &["veterans", "energy"], &["coal", "oil"], &["the", "farm"]];
const FIVE: &[&[&str]] =
    &[&["iraq", "veterans", "budget", "energy", "farm"], &["coal", "wind", "oil", "gas", "solar"]];

/// A question in both languages.
struct Asked {
    tree: Node,
    query: Box<dyn Query>,
    /// The query so that its scores are those of the words alone.
    words: Vec<&'static str>,
}

impl Asked {
    /// A question of these words, whose answers in both languages are compared.
    fn checked(
        lists: &mut RankedLists<'_>,
        stock: &Stock,
        written: &str,
        query: Box<dyn Query>,
        words: &[&'static str],
    ) -> Asked {
        let asked = Asked { tree: tree(written), query, words: words.to_vec() };
        check(lists, stock, &asked);
        asked
    }
}

pub(super) fn run(reader: &Reader, stock: &Stock) {
    let mut lists = reader.ranked_lists();
    days_of_a_word(&mut lists, stock);
    newest(&mut lists, stock);
    for (kind, groups) in [("one word", ONE), ("two words, OR", TWO), ("five words, OR", FIVE)] {
        any(&mut lists, stock, kind, groups);
        any_in_years(&mut lists, stock, kind, groups);
    }
    all(&mut lists, stock, "two words, AND", TWO);
}

/// A word in a month: a range of documents, beside a term and a range over the column of days.
fn days_of_a_word(lists: &mut RankedLists<'_>, stock: &Stock) {
    let (days, written, first, end) = MONTH;
    let asked: Vec<Asked> = WORDS
        .iter()
        .map(|word| {
            let query = all_of(vec![stock.word(word), unweighed(stock.published(first, end))]);
            Asked::checked(lists, stock, &format!("{word} {written}"), query, &[word])
        })
        .collect();
    compare(
        &asked,
        Way::new(&format!("one word in {days}, ten best and count"), |asked: &Asked| ranked(lists, asked)),
        vec![in_one_pass(stock, "tantivy's term and range query")],
    );
}

/// The newest of a word: where its postings begin, beside tantivy's order by a column.
fn newest(lists: &mut RankedLists<'_>, stock: &Stock) {
    let asked: Vec<Asked> = WORDS
        .iter()
        .map(|word| Asked { tree: tree(word), query: stock.word(word), words: vec![word] })
        .collect();
    let by_column = |limit| TopDocs::with_limit(limit).order_by_fast_field::<i64>(SORT_FIELD, Order::Desc);
    for asked in &asked {
        // Of one second, any may stand among tantivy's ten, but the seconds are the same.
        let seconds: HashMap<String, Option<i64>> = stock
            .search(asked.query.as_ref(), &by_column(HITS * 100))
            .into_iter()
            .map(|(second, address)| (stock.id(address), second))
            .collect();
        let ours = lists.newest(&asked.tree, HITS).expect("a list");
        let ours: Vec<_> = ours.iter().map(|hit| seconds[&hit.id]).collect();
        let theirs = stock.search(asked.query.as_ref(), &by_column(HITS));
        let theirs: Vec<_> = theirs.into_iter().map(|(second, _)| second).collect();
        assert_eq!(ours, theirs, "the newest of {:?}", asked.words);
    }
    compare(
        &asked,
        Way::new("newest ten of a word, and count", |asked: &Asked| lists.newest(&asked.tree, HITS)),
        vec![
            Way::new("tantivy's ten by column and count in one pass", |asked: &Asked| {
                stock.search(asked.query.as_ref(), &(by_column(HITS), Count))
            }),
            Way::new("its ten, then its count apart", |asked: &Asked| {
                let newest = stock.search(asked.query.as_ref(), &by_column(HITS));
                (newest, stock.count(asked.query.as_ref()))
            }),
        ],
    );
}

/// Any of some words.
fn any(lists: &mut RankedLists<'_>, stock: &Stock, kind: &str, groups: &[&[&'static str]]) {
    let asked: Vec<Asked> = groups
        .iter()
        .map(|words| Asked::checked(lists, stock, &words.join(" OR "), stock.any(words), words))
        .collect();
    let nested = |asked: &Asked| all_of(vec![asked.query.box_clone(), unweighed(Box::new(AllQuery))]);
    compare(
        &asked,
        Way::new(&format!("{kind}, ten best and count"), |asked: &Asked| ranked(lists, asked)),
        vec![
            in_one_pass(stock, "tantivy's ten best and count in one pass"),
            Way::new("its ten best, pruned, then its count apart", |asked: &Asked| {
                (stock.best(asked.query.as_ref()), stock.count(asked.query.as_ref()))
            }),
            pruned(stock, "its ten best, pruned, without a count"),
            Way::new("the same beside a MUST of every article", |asked: &Asked| {
                stock.best(nested(asked).as_ref())
            }),
        ],
    );
}

/// All of some words.
fn all(lists: &mut RankedLists<'_>, stock: &Stock, kind: &str, groups: &[&[&'static str]]) {
    let asked: Vec<Asked> = groups
        .iter()
        .map(|words| {
            let query = all_of(words.iter().map(|word| stock.word(word)).collect());
            Asked::checked(lists, stock, &words.join(" "), query, words)
        })
        .collect();
    compare(
        &asked,
        Way::new(&format!("{kind}, ten best and count"), |asked: &Asked| ranked(lists, asked)),
        vec![
            in_one_pass(stock, "tantivy's ten best and count in one pass"),
            pruned(stock, "its ten best, pruned, without a count"),
        ],
    );
}

/// Any of some words in ten years.
fn any_in_years(lists: &mut RankedLists<'_>, stock: &Stock, kind: &str, groups: &[&[&'static str]]) {
    let (days, written, first, end) = YEARS;
    let asked: Vec<Asked> = groups
        .iter()
        .map(|words| {
            let query = all_of(vec![stock.any(words), unweighed(stock.published(first, end))]);
            Asked::checked(lists, stock, &format!("({}) {written}", words.join(" OR ")), query, words)
        })
        .collect();
    compare(
        &asked,
        Way::new(&format!("{kind}, in {days}, ten best and count"), |asked: &Asked| ranked(lists, asked)),
        vec![
            in_one_pass(stock, "tantivy's words and range query, in one pass"),
            pruned(stock, "the same without a count"),
        ],
    );
}

/// tantivy's best and its count, which it never prunes together.
fn in_one_pass<'a>(stock: &'a Stock, name: &'a str) -> Way<'a, Asked> {
    Way::new(name, |asked: &Asked| stock.best_and_count(asked.query.as_ref()))
}

/// tantivy's best alone.
fn pruned<'a>(stock: &'a Stock, name: &'a str) -> Way<'a, Asked> {
    Way::new(name, |asked: &Asked| stock.best(asked.query.as_ref()))
}

fn ranked(lists: &mut RankedLists<'_>, asked: &Asked) -> Vec<RankedId> {
    lists.ranked(&asked.tree, Expand::No, HITS).expect("a ranking")
}

/// Takes from a condition the score that tantivy gives it.
fn unweighed(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Both find as many articles, and the best have the same scores. Where words have forms that were not typed, our scores are
/// those of occurrences that count less, but not by more than is said above; the best ten may then be others.
fn check(lists: &mut RankedLists<'_>, stock: &Stock, asked: &Asked) {
    let every = lists.ranked(&asked.tree, Expand::No, usize::MAX).expect("a ranking");
    let best = ranked(lists, asked);
    assert_eq!(best, every[..HITS.min(every.len())], "{:?} against the exhaustive ranking", asked.words);
    let (theirs, count): (Best, usize) = stock.best_and_count(asked.query.as_ref());
    assert_eq!(every.len(), count, "both find the same number of articles with {:?}", asked.words);
    assert_eq!(best.len(), theirs.len());
    let has_forms = asked.words.iter().any(|word| stock.has_other_forms(word));
    let least = if has_forms { LEAST_OF_A_FORM } else { 1.0 };
    for (ours, (score, _)) in best.iter().zip(theirs) {
        let share = ours.score / score;
        assert!((least - 1e-4..1.0 + 1e-4).contains(&share), "{share} of the score of {:?}", asked.words);
    }
}
