//! Counts over all hits of a word: by value and by month.

use std::collections::{BTreeMap, HashMap};

use dateline_article::Day;
use dateline_query::{Distinct, FacetField, Node, Reader, Step, Timeline};
use dateline_schema::{SORT_FIELD, caseless, day_of_civil};
use serde_json::json;
use tantivy::aggregation::agg_req::Aggregations;
use tantivy::aggregation::agg_result::{AggregationResult, AggregationResults, BucketResult};
use tantivy::aggregation::{AggContextParams, AggregationCollector, AggregationLimitsGuard, Key};
use tantivy::query::Query;

use super::stock::Stock;
use super::{HITS, Way, compare};
use crate::query::tree;

const WORDS: &[&str] = &["iraq", "energy", "committee"];
const NAMES: [FacetField; 3] = [FacetField::Person, FacetField::Org, FacetField::Place];
const SECONDS_A_DAY: i64 = 86_400;

struct Asked {
    word: &'static str,
    tree: Node,
    query: Box<dyn Query>,
}

pub(super) fn run(reader: &Reader, stock: &Stock) {
    let asked: Vec<Asked> =
        WORDS.iter().map(|word| Asked { word, tree: tree(word), query: stock.word(word) }).collect();
    for field in [FacetField::Source, FacetField::Person, FacetField::Org, FacetField::Place] {
        for asked in &asked {
            check_values(reader, stock, asked, field);
        }
        values(reader, stock, &asked, Limit::FirstTen, &[field]);
        values(reader, stock, &asked, Limit::No, &[field]);
    }
    values(reader, stock, &asked, Limit::FirstTen, &NAMES);
    months(reader, stock, &asked);
}

/// How the hits spread over values: our counter by ordinals, beside tantivy's terms aggregation. Ours also says how many
/// articles of the whole archive have each value that it gives.
fn values(reader: &Reader, stock: &Stock, asked: &[Asked], limit: Limit, fields: &[FacetField]) {
    let (rows, size, shown) = match limit {
        Limit::FirstTen => (Some(HITS), HITS, "first ten"),
        Limit::No => (None, u32::MAX as usize, "every value"),
    };
    let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    let threads = if fields.len() > 1 { ", two threads" } else { "" };
    let request = terms(fields, size);
    compare(
        asked,
        Way::new(&format!("{shown} by {}{threads}", names.join(", ")), |asked: &Asked| {
            let matches = reader.matches(&asked.tree, Distinct::No).expect("matches");
            matches.facets(fields, rows).expect("facets")
        }),
        vec![Way::new("tantivy's terms aggregation, exact", |asked: &Asked| {
            aggregate(stock, asked.query.as_ref(), &request)
        })],
    );
}

/// How many values are wanted.
#[derive(Clone, Copy)]
enum Limit {
    FirstTen,
    No,
}

/// A request for the commonest values, counted in every piece of the index: what is left out there would make counts too low.
fn terms(fields: &[FacetField], limit: usize) -> Aggregations {
    let requests = fields.iter().map(|field| {
        let terms = json!({"field": field.name(), "size": limit, "segment_size": u32::MAX});
        (field.name().to_owned(), json!({ "terms": terms }))
    });
    serde_json::from_value(requests.collect()).expect("a request")
}

fn aggregate(stock: &Stock, query: &dyn Query, request: &Aggregations) -> AggregationResults {
    let limits = AggregationLimitsGuard::new(Some(u64::MAX), Some(u32::MAX));
    let context = AggContextParams::new(limits, stock.archive.index().tokenizers().clone());
    stock.search(query, &AggregationCollector::from_aggs(request.clone(), context))
}

fn buckets(mut results: AggregationResults, name: &str) -> BucketResult {
    match results.0.remove(name) {
        Some(AggregationResult::BucketResult(buckets)) => buckets,
        _ => panic!("no buckets of {name}"),
    }
}

/// Both count the same. We count spellings that differ in letter case as one value, and an article with two of them once.
fn check_values(reader: &Reader, stock: &Stock, asked: &Asked, field: FacetField) {
    let matches = reader.matches(&asked.tree, Distinct::No).expect("matches");
    let ours = matches.facets(&[field], None).expect("facets");
    assert_eq!(ours.total, stock.count(asked.query.as_ref()) as u64, "the hits of {}", asked.word);
    let ours: HashMap<String, u64> =
        ours.facets[0].rows.iter().map(|row| (caseless(&row.value), row.count.articles)).collect();
    let results = aggregate(stock, asked.query.as_ref(), &terms(&[field], u32::MAX as usize));
    let BucketResult::Terms { buckets, sum_other_doc_count: 0, .. } = buckets(results, field.name()) else {
        panic!("not every value of {}", field.name())
    };
    // The articles of the commonest spelling, and those of all.
    let mut theirs: HashMap<String, (u64, u64)> = HashMap::new();
    for bucket in buckets {
        let Key::Str(value) = bucket.key else { panic!("a value that is no text") };
        let counts = theirs.entry(caseless(&value)).or_default();
        *counts = (counts.0.max(bucket.doc_count), counts.1 + bucket.doc_count);
    }
    assert_eq!(ours.len(), theirs.len(), "values of {} with {}", field.name(), asked.word);
    for (value, (most, sum)) in theirs {
        assert!((most..=sum).contains(&ours[&value]), "{value} of {} with {}", field.name(), asked.word);
    }
}

/// How the hits spread over months: our calendar, beside tantivy's histogram. That knows no months, so it counts days, and
/// the days are added up.
fn months(reader: &Reader, stock: &Stock, asked: &[Asked]) {
    let timeline = |asked: &Asked| {
        let matches = reader.matches(&asked.tree, Distinct::No).expect("matches");
        Timeline::new(vec![matches.counted(asked.word).expect("counts")], Some(Step::Month), usize::MAX)
    };
    // Empty days are left out: from an undated article to the others it is two thousand years.
    let histogram = json!({"field": SORT_FIELD, "interval": SECONDS_A_DAY, "min_doc_count": 1});
    let request: Aggregations =
        serde_json::from_value(json!({"days": {"histogram": histogram}})).expect("a request");
    for asked in asked {
        let timeline = timeline(asked);
        let line = &timeline.lines[0].matches;
        let (mut theirs, mut undated) = (BTreeMap::<Day, u64>::new(), 0);
        let results = aggregate(stock, asked.query.as_ref(), &request);
        let BucketResult::Histogram { buckets } = buckets(results, "days") else { panic!("no histogram") };
        for bucket in buckets.iter() {
            let Key::F64(civil) = bucket.key else { panic!("a bucket that is no number") };
            match day_of_civil(civil as i64) {
                Some(day) => {
                    *theirs.entry(Step::Month.around(day).first()).or_default() += bucket.doc_count;
                }
                None => undated += bucket.doc_count,
            }
        }
        assert_eq!(theirs.values().sum::<u64>() + undated, line.total, "the hits of {}", asked.word);
        assert_eq!(undated, line.undated, "the hits of {} without a date", asked.word);
        let ours: BTreeMap<Day, u64> = timeline
            .units
            .iter()
            .map(|unit| unit.first())
            .zip(line.units.iter().copied())
            .filter(|&(_, articles)| articles > 0)
            .collect();
        // Articles dated by an interval stand in no single month with us; tantivy knows only their first day.
        assert!(ours == theirs || line.imprecise > 0, "the months of {}", asked.word);
    }
    compare(
        asked,
        Way::new("timeline by month", timeline),
        vec![Way::new("tantivy's histogram by day, not added up to months", |asked: &Asked| {
            aggregate(stock, asked.query.as_ref(), &request)
        })],
    );
}
