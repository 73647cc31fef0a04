//! The flags of the views over all matches of a query.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use dateline_article::MentionKind;
use dateline_query::{Distinct, FacetField, Split, Step};

use super::QueryArguments;
use crate::export::Column;

#[derive(Debug, Args)]
pub struct FacetsArguments {
    #[command(flatten)]
    pub which: QueryArguments,
    /// What to count by, with commas between
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', default_value = "source", value_parser = facet_fields())]
    pub by: Vec<FacetField>,
    /// How many values of each field to print, the commonest first: a number, or all
    #[arg(long, value_name = "N|all", default_value = "10")]
    pub limit: Rows,
    #[command(flatten)]
    pub copies: CopiesArguments,
    #[command(flatten)]
    pub cells: CellArguments,
}

#[derive(Debug, Args)]
pub struct EntitiesArguments {
    #[command(flatten)]
    pub which: QueryArguments,
    /// Which names, with commas between
    #[arg(long, value_name = "KINDS", value_delimiter = ',', default_value = "person,org,place", value_parser = kinds())]
    pub kind: Vec<MentionKind>,
    /// The order of names
    #[arg(long, value_enum, default_value_t = NamesSort::Articles)]
    pub sort: NamesSort,
    /// With --sort lift: leave out names in fewer matches than this [default: 5]
    #[arg(long, value_name = "N")]
    pub at_least: Option<u64>,
    /// Count by this unit of the calendar as well; takes one kind of names
    #[arg(long, value_name = "UNIT", value_parser = steps())]
    pub over: Option<Step>,
    /// How many names to print: a number, or all
    #[arg(long, value_name = "N|all", default_value = "20")]
    pub limit: Rows,
    #[command(flatten)]
    pub copies: CopiesArguments,
    #[command(flatten)]
    pub cells: CellArguments,
}

/// The order of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NamesSort {
    /// Those in most of the matches first
    Articles,
    /// Those first that the matches name most above the rest of the archive
    Lift,
}

#[derive(Debug, Args)]
pub struct TimelineArguments {
    #[command(flatten)]
    pub which: QueryArguments,
    /// The unit of the calendar [default: the shortest that gives at most 60 rows]
    #[arg(long, value_name = "UNIT", value_parser = steps())]
    pub step: Option<Step>,
    /// Another query to compare with, under the same flags; may be repeated
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    pub vs: Vec<String>,
    /// A row for each value of this field
    #[arg(long, value_name = "FIELD", value_parser = split_fields(), conflicts_with = "vs")]
    pub by: Option<FacetField>,
    /// With --by: how many values have a row of their own, the commonest first; the others share one
    #[arg(long, value_name = "N|all", default_value = "6", requires = "by")]
    pub limit: Rows,
    /// Draw the share of the archive: of all its articles of that time, and with --by of that value
    #[arg(long)]
    pub share: bool,
    /// Mark the periods in which matches stand out of what the archive holds, with the words and names that set each apart
    ///
    /// A number says how many are shown, the strongest; all of them with `all`. As JSON Lines and CSV the bursts are
    /// printed in place of the units. A burst has at least the length of a unit: choose it with --step.
    #[arg(long, value_name = "N|all", num_args = 0..=1, require_equals = true, default_missing_value = "10", conflicts_with = "by")]
    pub bursts: Option<Rows>,
    #[command(flatten)]
    pub pictures: PictureArguments,
    #[command(flatten)]
    pub copies: CopiesArguments,
    #[command(flatten)]
    pub cells: CellArguments,
}

#[derive(Debug, Args)]
pub struct KwicArguments {
    #[command(flatten)]
    pub which: QueryArguments,
    /// Words of context on either side; a terminal shows as many of them as it is wide
    #[arg(long, value_name = "WORDS", default_value_t = 12, value_parser = clap::value_parser!(u16).range(0..=1_000).map(usize::from))]
    pub window: usize,
    /// The order of lines
    #[arg(long, value_enum, default_value_t = KwicSort::Newest)]
    pub sort: KwicSort,
    /// How many lines to print: a number, or all
    #[arg(long, value_name = "N|all", default_value = "all")]
    pub limit: Rows,
    #[command(flatten)]
    pub copies: CopiesArguments,
    #[command(flatten)]
    pub cells: CellArguments,
}

/// The order of occurrences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KwicSort {
    /// The newest article first; printed as found, however many there are
    Newest,
    /// The oldest article first
    Oldest,
    /// By publication
    Source,
    /// By the words before, the nearest first
    Left,
    /// By the words behind
    Right,
}

#[derive(Debug, Args)]
pub struct ExportArguments {
    #[command(flatten)]
    pub which: QueryArguments,
    /// The form [default: as the name of the file ends (.csv .bib .ris .parquet), else jsonl]
    #[arg(long = "as", value_enum, value_name = "FORM")]
    pub form: Option<ExportForm>,
    /// Write to this file, or for text to this new folder; it is there only when it is complete
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The columns of csv, jsonl and parquet, with commas between
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',', value_parser = named(&Column::ALL, Column::name))]
    pub columns: Vec<Column>,
    /// The first column of a run
    #[arg(long, default_value = "1", value_parser = topic)]
    pub topic: String,
    /// Write a receipt to this file, as `search --receipt` does
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
    #[command(flatten)]
    pub copies: CopiesArguments,
    #[command(flatten)]
    pub cells: CellArguments,
}

#[derive(Debug, Args)]
pub struct SimilarArguments {
    /// The id of the article, or the start of it
    pub id: String,
    #[command(flatten)]
    pub which: QueryArguments,
    /// How many articles to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Show the copies of each other among them, too
    #[arg(long)]
    copies: bool,
}

impl SimilarArguments {
    pub fn distinct(&self) -> Distinct {
        if self.copies { Distinct::No } else { Distinct::Yes }
    }
}

#[derive(Debug, Args)]
pub struct VerifyArguments {
    #[command(flatten)]
    pub which: QueryArguments,
    /// Try so many queries as well, drawn from the archive's own words, phrases, names, dates and values
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub draw: usize,
    /// Draw others: the same number draws the same queries
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Args)]
pub struct StatsArguments {
    /// Show for each source how many articles every month has, and where there are none
    #[arg(long)]
    pub coverage: bool,
    /// With --coverage: another unit of the calendar
    #[arg(long, value_name = "UNIT", value_parser = steps(), default_value = "month", requires = "coverage")]
    pub step: Step,
    #[command(flatten)]
    pub pictures: PictureArguments,
    #[command(flatten)]
    pub cells: CellArguments,
}

/// The form of exported articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportForm {
    /// One JSON document a line: everything the archive keeps of an article
    Jsonl,
    /// A table for spreadsheets and statistics (RFC 4180)
    Csv,
    /// BibTeX, for LaTeX
    Bibtex,
    /// RIS, for EndNote, Zotero, Mendeley, Citavi
    Ris,
    /// CSL-JSON, for Zotero, pandoc and other citation processors
    CslJson,
    /// A table with types for statistics programs and databases (Apache Parquet)
    ///
    /// Days are dates: `day` where the day is known, `date` and `date_last` for the span otherwise; tags and names are lists.
    Parquet,
    /// A folder with a file of plain text for each article
    Text,
    /// A ranked run for trec_eval; its order is held in memory
    Trec,
}

impl ExportForm {
    pub fn name(self) -> &'static str {
        match self {
            ExportForm::Jsonl => "jsonl",
            ExportForm::Csv => "csv",
            ExportForm::Bibtex => "bibtex",
            ExportForm::Ris => "ris",
            ExportForm::CslJson => "csl-json",
            ExportForm::Parquet => "parquet",
            ExportForm::Text => "text",
            ExportForm::Trec => "trec",
        }
    }
}

/// Which pictures are written.
#[derive(Debug, Default, Args)]
pub struct PictureArguments {
    /// Write a picture to this file as well
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Write the picture as PNG to this file as well
    ///
    /// Its font has the letters of Latin, Greek, Cyrillic, Armenian and Georgian. Other letters are drawn as boxes, and named; SVG has them.
    #[arg(long, value_name = "FILE")]
    pub png: Option<PathBuf>,
}

/// How articles with copies count.
#[derive(Debug, Args)]
pub struct CopiesArguments {
    /// Count an article and its copies once; the earliest of those that match stands for all
    #[arg(long)]
    distinct: bool,
}

impl CopiesArguments {
    pub fn distinct(&self) -> Distinct {
        if self.distinct { Distinct::Yes } else { Distinct::No }
    }
}

/// How cells of a table are written.
#[derive(Debug, Args)]
pub struct CellArguments {
    /// In CSV, write cells that begin with = + - or @ as they are
    ///
    /// Without it a ' stands before them: a spreadsheet would take such a cell of an archive for a formula and run it.
    #[arg(long)]
    raw_cells: bool,
}

impl CellArguments {
    pub fn cells(&self) -> crate::render::Cells {
        if self.raw_cells { crate::render::Cells::Raw } else { crate::render::Cells::Guarded }
    }
}

/// How many rows to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    First(usize),
    All,
}

impl Rows {
    pub fn limit(self) -> Option<usize> {
        match self {
            Rows::First(count) => Some(count),
            Rows::All => None,
        }
    }
}

impl std::str::FromStr for Rows {
    type Err = String;

    fn from_str(text: &str) -> Result<Rows, String> {
        match text {
            "all" => Ok(Rows::All),
            number => number
                .parse()
                .map(Rows::First)
                .map_err(|_| format!("expected a number or `all`, but found `{text}`")),
        }
    }
}

fn kinds() -> impl TypedValueParser<Value = MentionKind> {
    named(&MentionKind::ALL, MentionKind::name)
}

/// Reads the name of a field to count by.
pub fn facet_fields() -> impl TypedValueParser<Value = FacetField> {
    named(&FacetField::ALL, FacetField::name)
}

/// Reads the name of a field that an article has at most one value of.
fn split_fields() -> impl TypedValueParser<Value = FacetField> {
    named(&Split::FIELDS, FacetField::name)
}

/// Reads the name of a unit of the calendar.
fn steps() -> impl TypedValueParser<Value = Step> {
    named(&Step::ALL, Step::name)
}

/// Reads one of some names.
fn named<T: Copy + Send + Sync + 'static>(
    values: &'static [T],
    name_of: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(values.iter().map(|&value| name_of(value))).try_map(move |name| {
        values.iter().copied().find(|&value| name_of(value) == name).ok_or("no such name")
    })
}

/// Reads the name of a topic, a column of a run.
fn topic(text: &str) -> Result<String, String> {
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err("expected one word".to_owned());
    }
    Ok(text.to_owned())
}
