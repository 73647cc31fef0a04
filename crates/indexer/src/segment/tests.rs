//! A segment written here against one written by tantivy from the same articles.

use std::sync::Arc;

use dateline_article::{Article, ArticleId, Day, Lang};
use dateline_schema::{Archive, RecordFormat, caseless, decode_record};
use tantivy::indexer::NoMergePolicy;
use tantivy::postings::Postings;
use tantivy::schema::{FieldType, IndexRecordOption, Value};
use tantivy::tokenizer::{
    PreTokenizedString, RawTokenizer, TextAnalyzer, Token, Tokenizer, TokenizerManager,
};
use tantivy::{DocSet, Document, Index, IndexWriter, SegmentReader, TERMINATED, TantivyDocument};

use super::*;
use crate::analysis::Analyzer;
use crate::document::Making;
use crate::occurrences::{Occurrences, take_number};
use crate::testing::blank;

fn article(number: u32) -> Article {
    // Words that repeat, within and among articles, and some of their own.
    let body: Vec<String> =
        (0..number % 97 + 3).map(|at| format!("Word{} the{} Élan", (at * number) % 13, at % 5)).collect();
    Article {
        id: ArticleId::of_parts(&[number.to_string().as_bytes()]),
        title: format!("Title {} WORD{}", number % 7, number % 3),
        lead: if number.is_multiple_of(4) { String::new() } else { "A lead. Of two.".to_owned() },
        body: body.join(". "),
        captions: if number.is_multiple_of(5) { vec!["The caption".to_owned()] } else { Vec::new() },
        byline: number.is_multiple_of(2).then(|| "By Ann Lee".to_owned()),
        source: number.is_multiple_of(3).then(|| format!("Gazette {}", number % 2)),
        lang: (!number.is_multiple_of(6)).then_some(Lang::EN),
        url: Some(format!("https://example.org/{number}")),
        tags: (0..number % 4).map(|tag| format!("TAG {}", tag / 2)).collect(),
        ..blank(&format!("{}.txt", number / 10))
    }
}

/// The same document for tantivy, with every word as a token.
fn plain(document: IndexDocument, schema: &Schema) -> TantivyDocument {
    let mut plain = TantivyDocument::default();
    for (field, value) in document.iter_fields_and_values() {
        plain.add_leaf_field_value(field, value.as_leaf().expect("a single value"));
    }
    let (terms, words, _) = document.into_parts();
    for (field, occurrences) in words.iter().filter(|(_, occurrences)| occurrences.total > 0) {
        let recorded = schema.get_field_entry(*field).field_type().index_record_option();
        let has_places = recorded.is_some_and(IndexRecordOption::has_positions);
        let tokens = tokens(occurrences, &terms, has_places);
        plain.add_pre_tokenized_text(*field, PreTokenizedString { text: String::new(), tokens });
    }
    plain
}

fn tokens(occurrences: &Occurrences, terms: &SharedTerms, has_places: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    for &term in &occurrences.terms {
        let text = String::from_utf8(terms.lock().term(term).to_vec()).expect("text");
        let mut token = |position| tokens.push(Token { position, text: text.clone(), ..Token::default() });
        let number = take_number(&occurrences.details, &mut at);
        if has_places {
            let end = at + number as usize;
            let mut place = 0;
            while at < end {
                place += take_number(&occurrences.details, &mut at) as usize;
                token(place);
            }
        } else {
            (0..number as usize).for_each(token);
        }
    }
    tokens
}

#[derive(Clone, Default)]
struct Caseless(RawTokenizer, String);

impl Tokenizer for Caseless {
    type TokenStream<'a> = <RawTokenizer as Tokenizer>::TokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.1 = caseless(text);
        self.0.token_stream(&self.1)
    }
}

/// Everything that is read from a segment.
fn content(segment: &SegmentReader, schema: &Schema) -> Vec<String> {
    let mut content = vec![format!("{} articles", segment.max_doc())];
    for (field, entry) in schema.fields().filter(|(_, entry)| entry.is_indexed()) {
        let index = segment.inverted_index(field).expect("a field");
        content.push(format!("{}: {} tokens", entry.name(), index.total_num_tokens()));
        if entry.has_fieldnorms() {
            let lengths = segment.get_fieldnorms_reader(field).expect("lengths");
            content.push(format!(
                "{:?}",
                (0..segment.max_doc()).map(|doc| lengths.fieldnorm(doc)).collect::<Vec<_>>()
            ));
        }
        let option = entry.field_type().index_record_option().unwrap_or(IndexRecordOption::Basic);
        let mut terms = index.terms().stream().expect("terms");
        while terms.advance() {
            let mut postings = index.read_postings_from_terminfo(terms.value(), option).expect("postings");
            let mut line = format!("{}:{} ", entry.name(), String::from_utf8_lossy(terms.key()));
            let mut places = Vec::new();
            while postings.doc() != TERMINATED {
                if option.has_positions() {
                    postings.positions(&mut places);
                }
                line.push_str(&format!("{}*{}{places:?} ", postings.doc(), postings.term_freq()));
                postings.advance();
            }
            content.push(line);
        }
    }
    for (_, entry) in schema.fields().filter(|(_, entry)| entry.is_fast()) {
        let columns = segment.fast_fields();
        for doc in 0..segment.max_doc() {
            let values: Vec<String> = match entry.field_type() {
                FieldType::Str(_) => {
                    columns.str(entry.name()).expect("a column").map_or(Vec::new(), |column| {
                        let text = |ord| {
                            let mut text = String::new();
                            column.ord_to_str(ord, &mut text).expect("a value");
                            text
                        };
                        column.term_ords(doc).map(text).collect()
                    })
                }
                FieldType::U64(_) => columns.u64(entry.name()).map_or(Vec::new(), |column| {
                    column.values_for_doc(doc).map(|number| number.to_string()).collect()
                }),
                _ => columns.i64(entry.name()).map_or(Vec::new(), |column| {
                    column.values_for_doc(doc).map(|number| number.to_string()).collect()
                }),
            };
            content.push(format!("{} {doc}: {values:?}", entry.name()));
        }
    }
    content
}

#[test]
fn a_segment_is_what_tantivy_makes_of_the_same_articles() {
    let data = tempfile::tempdir().expect("a folder");
    let archive = Archive::open_or_create(&data.path().join("ours")).expect("an archive");
    let (index, schema) = (archive.index(), archive.index().schema());
    let mut theirs = Index::builder().schema(schema.clone()).settings(index.settings().clone());
    let tokenizers = TokenizerManager::default();
    tokenizers.register("words", TextAnalyzer::from(RawTokenizer::default()));
    tokenizers.register(dateline_schema::CASELESS_TOKENIZER, TextAnalyzer::from(Caseless::default()));
    theirs = theirs.tokenizers(tokenizers);
    let theirs = theirs.create_in_ram().expect("an index");
    let mut their_writer: IndexWriter = theirs.writer_with_num_threads(1, 50 << 20).expect("a writer");
    let packing = Arc::new(Packing::new(&archive, &[]));
    let mut builder = SegmentBuilder::new(index, Arc::clone(&packing)).expect("a builder");
    // Words of two tables, as after the first has become full.
    let mut analyzers = [Analyzer::new(Arc::default()), Analyzer::new(Arc::default())];
    for number in 0..400_u32 {
        let making = Making { fields: archive.fields(), today: Day::FIRST };
        let analyzer = &mut analyzers[usize::from(number > 150)];
        let mut document = || IndexDocument::of_article(&mut article(number), making, analyzer, None);
        their_writer.add_document(plain(document(), &schema)).expect("added");
        builder.add(document()).expect("added");
    }
    their_writer.commit().expect("committed");
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 50 << 20).expect("a writer");
    writer.set_merge_policy(Box::new(NoMergePolicy));
    writer.add_segment(builder.write().expect("written")).expect("added");
    writer.commit().expect("committed");
    let read = |index: &Index| {
        let searcher = index.reader().expect("a reader").searcher();
        assert_eq!(searcher.segment_readers().len(), 1);
        content(searcher.segment_reader(0), &schema)
    };
    let (ours, theirs) = (read(index), read(&theirs));
    for (one, other) in ours.iter().zip(&theirs) {
        assert_eq!(one, other);
    }
    assert_eq!(ours.len(), theirs.len());
    assert!(index.validate_checksum().expect("checked").is_empty());
    let searcher = index.reader().expect("a reader").searcher();
    let ids = searcher.segment_reader(0).fast_fields().u64("id_order").expect("a column");
    let (store, format) = (
        searcher.segment_reader(0).get_store_reader(1).expect("a store"),
        RecordFormat::new(&archive, &packing.entries()),
    );
    for doc in 0..searcher.segment_reader(0).max_doc() {
        let record = decode_record(&format.read(&store, doc).expect("a record")).expect("an article");
        assert_eq!(Some(record.id.first_64_bits()), ids.first(doc));
    }
}
