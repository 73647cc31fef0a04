//! tantivy as it comes, on the corpus and queries of `peers.py`; prints times and counts as JSON.
//!
//!     tantivy-peer CORPUS.jsonl INDEX-FOLDER QUERIES.json THREADS ROUNDS

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::ops::Bound;
use std::time::Instant;

use serde_json::{Value, json};
use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocId, Index, IndexWriter, Order, Score, SegmentOrdinal, SegmentReader, Term, doc};

struct Fields {
    text: Field,
    title: Field,
    url: Field,
    day: Field,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [corpus, folder, queries, threads, rounds] = arguments.as_slice() else {
        return Err("CORPUS.jsonl INDEX-FOLDER QUERIES.json THREADS ROUNDS".into());
    };
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(words).set_stored();
    let fields = Fields {
        text: schema.add_text_field("text", text),
        title: schema.add_text_field("title", STORED),
        url: schema.add_text_field("url", STORED),
        day: schema.add_i64_field("day", FAST | INDEXED),
    };
    let started = Instant::now();
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(threads.parse()?, 512 << 20)?;
    for line in BufReader::new(std::fs::File::open(corpus)?).lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let part = |name: &str| article[name].as_str().unwrap_or_default();
        writer.add_document(doc!(
            fields.text => format!("{}\n{}", part("title"), part("body")),
            fields.title => part("title"),
            fields.url => part("url"),
            fields.day => day(part("date")),
        ))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let index_seconds = started.elapsed().as_secs_f64();
    let searcher = index.reader()?.searcher();
    let mut analyzer = index.tokenizers().get("en_stem").ok_or("no analyzer")?;
    let mut stem = |word: &str| {
        let mut stream = analyzer.token_stream(word);
        stream.advance();
        Term::from_field_text(fields.text, &stream.token().text)
    };
    let mut kinds: BTreeMap<String, (Vec<f64>, Vec<usize>)> = BTreeMap::new();
    let asked: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(queries)?)?;
    for asked in &asked {
        let kind = asked["kind"].as_str().unwrap_or_default();
        let terms: Vec<Term> =
            asked["words"].as_array().into_iter().flatten().filter_map(Value::as_str).map(&mut stem).collect();
        let query = query(kind, terms, asked, &fields);
        let mut times = Vec::new();
        for _ in 0..rounds.parse::<usize>()? {
            let before = Instant::now();
            match kind {
                "newest" => {
                    let newest = TopDocs::with_limit(10).order_by_fast_field::<i64>("day", Order::Desc);
                    searcher.search(&query, &newest)?;
                }
                "histogram" => {
                    searcher.search(&query, &Months)?;
                }
                _ => {
                    searcher.search(&query, &TopDocs::with_limit(10).order_by_score())?;
                }
            }
            times.push(before.elapsed().as_secs_f64() * 1e6);
        }
        times.sort_unstable_by(f64::total_cmp);
        let (micros, counts) = kinds.entry(kind.to_owned()).or_default();
        micros.push(times[times.len() / 2]);
        counts.push(searcher.search(&query, &Count)?);
    }
    let kinds: BTreeMap<_, _> = kinds
        .into_iter()
        .map(|(kind, (micros, counts))| (kind, json!({"micros": micros, "counts": counts})))
        .collect();
    println!("{}", json!({"index_seconds": index_seconds, "kinds": kinds}));
    Ok(())
}

fn query(kind: &str, terms: Vec<Term>, asked: &Value, fields: &Fields) -> Box<dyn Query> {
    if kind == "phrase" {
        return Box::new(PhraseQuery::new(terms));
    }
    let occur = if kind.starts_with("or") { Occur::Should } else { Occur::Must };
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = terms
        .into_iter()
        .map(|term| (occur, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>))
        .collect();
    if let (Some(from), Some(to)) = (asked["from"].as_str(), asked["to"].as_str()) {
        let bound = |date| Bound::Included(Term::from_field_i64(fields.day, day(date)));
        clauses.push((Occur::Must, Box::new(RangeQuery::new(bound(from), bound(to)))));
    }
    if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(clauses)) }
}

/// Days since 1970-01-01, by the algorithm that Howard Hinnant calls `days_from_civil`.
fn day(date: &str) -> i64 {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().unwrap_or(1));
    let (year, month, day) = (parts.next().unwrap_or(1970), parts.next().unwrap_or(1), parts.next().unwrap_or(1));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Counts by the months of thirty days: what a calendar adds is nothing beside the walk.
struct Months;

struct SegmentMonths {
    days: Column<i64>,
    counts: BTreeMap<i64, usize>,
}

impl Collector for Months {
    type Fruit = BTreeMap<i64, usize>;
    type Child = SegmentMonths;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentMonths> {
        Ok(SegmentMonths { days: segment.fast_fields().i64("day")?, counts: BTreeMap::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<BTreeMap<i64, usize>>) -> tantivy::Result<BTreeMap<i64, usize>> {
        let mut all = BTreeMap::new();
        for (month, count) in fruits.into_iter().flatten() {
            *all.entry(month).or_default() += count;
        }
        Ok(all)
    }
}

impl SegmentCollector for SegmentMonths {
    type Fruit = BTreeMap<i64, usize>;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(day) = self.days.first(doc) {
            *self.counts.entry(day.div_euclid(30)).or_default() += 1;
        }
    }

    fn harvest(self) -> BTreeMap<i64, usize> {
        self.counts
    }
}
