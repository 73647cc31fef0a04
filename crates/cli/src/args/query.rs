//! Which articles: the flags of every command that takes a query.

use clap::{Args, ValueEnum};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Stands before a word of a query that begins with a hyphen, so that it is not taken for a flag.
pub const SHIELD: char = '\u{1}';

/// Whether this is a word that a query leaves out.
pub fn is_left_out(argument: &str) -> bool {
    let mut letters = argument.chars();
    letters.next() == Some('-')
        && letters.next().is_some_and(|second| second != '-')
        && !matches!(argument, "-h" | "-V")
}

/// The words of a query as they were typed.
pub fn query_text(words: &[String]) -> String {
    let typed: Vec<&str> = words.iter().map(|word| word.strip_prefix(SHIELD).unwrap_or(word)).collect();
    typed.join(" ")
}

/// Which articles a command is about. (No doc comment of a flattened struct is printed.)
///
/// As it is kept in receipts and saved searches, every field is named like its flag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Args, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct QueryArguments {
    /// The query: words, "phrases", -without, OR, ( ), title: source: lang: person: date: … [default: *]
    #[arg(value_name = "QUERY")]
    #[serde(rename = "text", serialize_with = "write_text", deserialize_with = "read_text")]
    pub query: Vec<String>,
    /// The query language that the query is written in
    ///
    /// What has no equal here is an error with a way out; what is only close is read and said so; the line
    /// `read as:` shows the query in dateline's own language. Words find their other forms, as ever.
    #[arg(long, value_enum, default_value_t = QuerySyntax::Dateline, value_name = "LANGUAGE")]
    #[serde(skip_serializing_if = "is_default")]
    pub syntax: QuerySyntax,
    /// From this day, month or year on: 2017, 2017-03, 2017-03-02, yesterday …
    #[arg(long, value_name = "DATE")]
    #[serde(skip_serializing_if = "is_default")]
    pub from: Option<String>,
    /// Up to this day, month or year, included
    #[arg(long, value_name = "DATE")]
    #[serde(skip_serializing_if = "is_default")]
    pub to: Option<String>,
    /// Only articles of this publication; may be repeated
    #[arg(long)]
    #[serde(skip_serializing_if = "is_default")]
    pub source: Vec<String>,
    /// Only articles in this language, such as en; may be repeated
    #[arg(long)]
    #[serde(skip_serializing_if = "is_default")]
    pub lang: Vec<String>,
    /// Only articles that name this person, by the whole name or one word of it (in quotes: the whole name is that word)
    #[arg(long)]
    #[serde(skip_serializing_if = "is_default")]
    pub person: Vec<String>,
    /// Only articles that name this organisation, by the whole name or one word of it
    #[arg(long)]
    #[serde(skip_serializing_if = "is_default")]
    pub org: Vec<String>,
    /// Only articles that name this place, by the whole name or one word of it
    #[arg(long)]
    #[serde(skip_serializing_if = "is_default")]
    pub place: Vec<String>,
    /// Only articles that name this, be it a person, an organisation or a place; may be repeated
    #[arg(long, value_name = "NAME")]
    #[serde(skip_serializing_if = "is_default")]
    pub with: Vec<String>,
    /// Take the query as plain text and find articles with any of its words: for pasted questions and posts
    #[arg(long, conflicts_with = "syntax")]
    #[serde(skip_serializing_if = "is_default")]
    pub any: bool,
}

/// A flag that was not given is not kept.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn write_text<S: Serializer>(words: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&query_text(words))
}

fn read_text<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(if text.is_empty() { Vec::new() } else { vec![text] })
}

/// The query language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuerySyntax {
    /// dateline's own
    #[default]
    Dateline,
    /// Lexis and Nexis: resign! w/5 minister, hlead(x), atleast5(x), length>500; OR binds before w/n, words side by
    /// side are a phrase
    Nexis,
    /// Factiva: central bank near5 rate$1, hd=x, a/F50/, wc>500, date from X to Y; w/n and adjn keep the order,
    /// words side by side are a phrase
    Factiva,
    /// ProQuest: TI(x) NEAR/5, PRE/5, "{a b}", PD(20200101-20201231); AND binds before OR, NOT last
    Proquest,
    /// Lucene, Solr, Elasticsearch: +a -b, title:(a b), "a b"~5, [x TO y]; words side by side are alternatives
    Lucene,
    /// GDELT DOC 2.0: near5:"a b", repeat3:"x", domainis:x, sourcelang:x, timespan=3d; OR in parentheses
    Gdelt,
}
