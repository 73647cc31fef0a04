//! What is done with texts: snippets of hits, and stems of words.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

use dateline_article::{Article, Lang};
use dateline_query::{Distinct, Node, Reader, SearchOptions};
use dateline_schema::words::{Stemmers, fold, for_each_word};
use frostem::{Algorithm, Stemmer};
use tantivy::query::Query;
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{
    LowerCaser, RemoveLongFilter, SimpleTokenizer, TextAnalyzer, Token, TokenFilter, TokenStream, Tokenizer,
};

use super::stock::Stock;
use super::{HITS, Way, compare};
use crate::query::tree;
use crate::say;

const WORDS: &[&str] = &["iraq", "veterans", "budget", "energy", "immigration", "the"];
/// About as much text as our snippets show.
const SNIPPET_BYTES: usize = 240;
/// Articles whose words are cut and stemmed.
const TEXTS: usize = 5_000;

struct Page {
    word: &'static str,
    tree: Node,
    query: Box<dyn Query>,
    /// Its ten best.
    articles: Vec<Article>,
}

pub(super) fn run(reader: &Reader, stock: &Stock) {
    let pages: Vec<Page> = WORDS.iter().map(|word| page(reader, stock, word)).collect();
    for page in &pages {
        check(reader, stock, page);
    }
    snippets(reader, stock, &pages);
    stems(reader);
}

fn options() -> SearchOptions {
    SearchOptions { limit: HITS, ..SearchOptions::default() }
}

fn page(reader: &Reader, stock: &Stock, word: &'static str) -> Page {
    let tree = tree(word);
    let answer = reader.search(&tree, options()).expect("an answer");
    let articles = answer.hits.into_iter().map(|hit| hit.article).collect();
    Page { word, tree, query: stock.word(word), articles }
}

/// The text that snippets are cut from.
fn text_of(article: &Article) -> String {
    article.paragraphs().collect::<Vec<_>>().join("\n\n")
}

/// tantivy's generator with its analyzer `en_stem`, which its build for this program lacks: its tokenizer and filters, and
/// the stemmer that it uses.
fn generator(stock: &Stock, word: &str) -> SnippetGenerator {
    let stem = Stemmer::new(Algorithm::English).stem(word).into_owned();
    SnippetGenerator::new(BTreeMap::from([(stem, 1.0)]), analyzer(), stock.fields.exact, SNIPPET_BYTES)
}

fn analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(EnglishStems)
        .build()
}

/// Both mark the same word in the same texts; which part of the text they show is each one's own choice.
fn check(reader: &Reader, stock: &Stock, page: &Page) {
    let mut highlighter = reader.highlighter(Some(&page.tree)).expect("a highlighter");
    let generator = generator(stock, page.word);
    let stemmer = Stemmer::new(Algorithm::English);
    let stem = stemmer.stem(page.word);
    let has_stem = |word: &str| stemmer.stem(&word.to_lowercase()) == stem;
    for article in &page.articles {
        let ours = highlighter.snippet(article).marked;
        let theirs = generator.snippet(&text_of(article));
        let mut marked = theirs.highlighted().iter().map(|range| &theirs.fragment()[range.clone()]);
        assert!(marked.all(has_stem), "tantivy marks `{}`", page.word);
        // With us, what stands behind an apostrophe may be marked along with the word.
        let mut marked = ours.marks.iter().map(|range| ours.text[range.clone()].split(['\'', '’']).next());
        assert!(marked.all(|word| word.is_some_and(has_stem)), "we mark `{}`", page.word);
        assert_eq!(ours.marks.is_empty(), theirs.is_empty(), "`{}` in {}", page.word, article.id);
    }
}

fn snippets(reader: &Reader, stock: &Stock, pages: &[Page]) {
    compare(
        pages,
        Way::new(
            "a page: ten best, count, ten articles with snippets and marked headlines",
            |page: &Page| reader.search(&page.tree, options()),
        ),
        vec![Way::new("tantivy's ten best and count, the same articles, its snippets", |page: &Page| {
            let (best, count) = stock.best_and_count(page.query.as_ref());
            let generator = generator(stock, page.word);
            let cut = |(_, address)| {
                let article = stock.article(address);
                let snippet = generator.snippet(&text_of(&article));
                (article, snippet)
            };
            (count, best.into_iter().map(cut).collect::<Vec<_>>())
        })],
    );
    compare(
        pages,
        Way::new("ten snippets of articles in memory", |page: &Page| {
            let mut highlighter = reader.highlighter(Some(&page.tree)).expect("a highlighter");
            page.articles.iter().map(|article| highlighter.snippet(article)).collect::<Vec<_>>()
        }),
        vec![Way::new("tantivy's snippets", |page: &Page| {
            let generator = generator(stock, page.word);
            page.articles.iter().map(|article| generator.snippet(&text_of(article))).collect::<Vec<_>>()
        })],
    );
}

/// Words of real articles, cut and stemmed: with the memory of stems that searches use, and each word anew.
fn stems(reader: &Reader) {
    let every = tree("*");
    let matches = reader.matches(&every, Distinct::No).expect("matches");
    let articles = matches.articles().expect("articles").take(TEXTS);
    let texts: Vec<String> = articles.map(|article| text_of(&article.expect("an article"))).collect();
    let mut words: u32 = 0;
    each_word(&texts, |_| words += 1);
    let bytes: usize = texts.iter().map(String::len).sum();
    say(&format!("{TEXTS} articles, {:.1} MB of text, {words} words", bytes as f64 / 1e6));

    let (mut remembering, mut stemmer) = (Stemmers::default(), Stemmer::new(Algorithm::English));
    let known = fingerprint(&texts, |word| remembered(&mut remembering, word).to_owned());
    let anew = fingerprint(&texts, |word| stemmed_anew(&mut stemmer, word));
    assert_eq!(known, anew, "the stems with and without a memory");
    let seconds = compare(
        &[texts],
        Way::new("words cut and stemmed, remembered", |texts: &Vec<String>| {
            let mut stemmers = Stemmers::default();
            let mut bytes = 0;
            each_word(texts, |word| bytes += remembered(&mut stemmers, word).len());
            bytes
        }),
        vec![
            Way::new("cut alone", |texts: &Vec<String>| {
                let mut bytes = 0;
                each_word(texts, |word| bytes += word.len());
                bytes
            }),
            Way::new("each word stemmed anew", |texts: &Vec<String>| {
                let mut bytes = 0;
                each_word(texts, |word| bytes += stemmed_anew(&mut stemmer, word).len());
                bytes
            }),
            Way::new("tantivy's analyzer with the same stemmer", |texts: &Vec<String>| {
                let (mut analyzer, mut bytes) = (analyzer(), 0);
                for text in texts {
                    analyzer.token_stream(text).process(&mut |token| bytes += token.text.len());
                }
                bytes
            }),
        ],
    );
    let rates = seconds.iter().map(|seconds| format!("{:.1}", f64::from(words) / seconds / 1e6));
    say(&format!("  in this order, millions of words a second: {}", rates.collect::<Vec<_>>().join(", ")));
}

fn each_word(texts: &[String], mut each: impl FnMut(&str)) {
    for text in texts {
        for_each_word(text, |word| each(word.lower));
    }
}

fn remembered<'a>(stemmers: &'a mut Stemmers, word: &str) -> &'a str {
    stemmers.stem(Lang::EN, word).expect("English is stemmed")
}

fn stemmed_anew(stemmer: &mut Stemmer, word: &str) -> String {
    let stem = stemmer.stem(word);
    if stem.is_ascii() { stem.into_owned() } else { fold(&stem) }
}

fn fingerprint(texts: &[String], mut stem: impl FnMut(&str) -> String) -> u64 {
    let mut hasher = DefaultHasher::new();
    each_word(texts, |word| hasher.write(stem(word).as_bytes()));
    hasher.finish()
}

/// What `tantivy::tokenizer::Stemmer` does for English, with the library that it calls.
#[derive(Clone)]
struct EnglishStems;

#[derive(Clone)]
struct Stemming<T>(T);

struct Stemmed<T> {
    tokens: T,
    stemmer: Stemmer,
    buffer: String,
}

impl TokenFilter for EnglishStems {
    type Tokenizer<T: Tokenizer> = Stemming<T>;

    fn transform<T: Tokenizer>(self, tokenizer: T) -> Stemming<T> {
        Stemming(tokenizer)
    }
}

impl<T: Tokenizer> Tokenizer for Stemming<T> {
    type TokenStream<'a> = Stemmed<T::TokenStream<'a>>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        Stemmed {
            tokens: self.0.token_stream(text),
            stemmer: Stemmer::new(Algorithm::English),
            buffer: String::new(),
        }
    }
}

impl<T: TokenStream> TokenStream for Stemmed<T> {
    fn advance(&mut self) -> bool {
        if !self.tokens.advance() {
            return false;
        }
        let token = self.tokens.token_mut();
        match self.stemmer.stem(&token.text) {
            std::borrow::Cow::Owned(stem) => token.text = stem,
            std::borrow::Cow::Borrowed(stem) => {
                self.buffer.clear();
                self.buffer.push_str(stem);
                std::mem::swap(&mut token.text, &mut self.buffer);
            }
        }
        true
    }

    fn token(&self) -> &Token {
        self.tokens.token()
    }

    fn token_mut(&mut self) -> &mut Token {
        self.tokens.token_mut()
    }
}
