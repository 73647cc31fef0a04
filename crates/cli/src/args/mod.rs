//! The command line. The doc comments here are what `--help` prints.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use dateline_query::FacetField;

mod names;
mod query;
mod saved;
mod views;

pub use names::{Entities, NamesArguments};
pub use query::{QueryArguments, QuerySyntax, query_text};
pub use saved::{ReceiptCommand, RunArguments, SaveArguments, SavedArguments, WatchArguments};
pub use views::{
    EntitiesArguments, ExportArguments, ExportForm, FacetsArguments, KwicArguments, KwicSort, NamesSort,
    PictureArguments, Rows, SimilarArguments, StatsArguments, TimelineArguments, VerifyArguments,
};

use query::{SHIELD, is_left_out};

/// Search news archives like a professional: by word, date, source and name
///
/// Point it at a pile of articles (web pages, web archives, news XML, mail, documents, text, tables …), then
/// search them. Nothing to install beside it, nothing leaves the machine, nothing is dropped in silence.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, propagate_version = true, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// The commands behind which a query stands.
const TAKE_QUERIES: &[&str] =
    &["search", "save", "delete", "entities", "facets", "timeline", "kwic", "export", "similar", "verify"];

impl Arguments {
    /// Reads the command line. A word such as `-warning` is part of the query: the only flags with one
    /// hyphen are those for help and version.
    pub fn read() -> Arguments {
        let with_values = flags_with_values(&Arguments::command());
        let (mut takes_query, mut is_value) = (false, false);
        Arguments::parse_from(std::env::args_os().map(|argument| {
            let shielded = match argument.to_str() {
                Some(text) if takes_query && !is_value && is_left_out(text) => {
                    Some(OsString::from(format!("{SHIELD}{text}")))
                }
                Some(name) if !is_value && TAKE_QUERIES.contains(&name) => {
                    takes_query = true;
                    None
                }
                _ => None,
            };
            is_value = argument.to_str().is_some_and(|text| with_values.iter().any(|flag| flag == text));
            shielded.unwrap_or(argument)
        }))
    }
}

/// The flags behind which a value stands, such as `--source`.
fn flags_with_values(command: &clap::Command) -> Vec<String> {
    std::iter::once(command)
        .chain(command.get_subcommands())
        .flat_map(clap::Command::get_arguments)
        .filter(|argument| argument.get_action().takes_values())
        .filter_map(|argument| argument.get_long().map(|long| format!("--{long}")))
        .collect()
}

/// Flags that every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "For every command")]
pub struct Global {
    /// The archive to use [default: the only one there is, else `main`]
    #[arg(long, global = true, value_name = "NAME")]
    pub archive: Option<String>,
    /// The folder that holds the archives
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_DATA", default_value = "index-data")]
    pub data: PathBuf,
    /// How to print
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Print no progress and no remarks
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Never show long answers in a pager ($PAGER, or less)
    #[arg(long, global = true)]
    pub no_pager: bool,
    /// The day that counts as today, for `last-30d` and to tell dates in the future
    #[arg(long, global = true, value_name = "YYYY-MM-DD")]
    pub today: Option<String>,
}

/// How to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// One JSON document a line
    Jsonl,
    /// A table for spreadsheets and statistics: facets, timeline, kwic, entities, export
    Csv,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build or update an archive from files, folders, globs or standard input
    Index(IndexArguments),
    /// Search: ranked hits with the words highlighted
    Search(SearchArguments),
    /// Count the matches by source, section, language, tag, name and other values
    Facets(FacetsArguments),
    /// Count the matches by day, week, month … with bars, shares of the archive, several queries side by side
    Timeline(TimelineArguments),
    /// Show every occurrence on a line of its own, one below the other, with the words around it
    Kwic(KwicArguments),
    /// Write every match: JSON lines, CSV, BibTeX, RIS, CSL-JSON, plain text, TREC run
    Export(ExportArguments),
    /// Find articles like one by its telling words, with why; a query narrows them
    Similar(SimilarArguments),
    /// Say who and what the matches name: people, organisations, places, with their share of the archive
    Entities(EntitiesArguments),
    /// Keep a search under a name, to run and to watch it
    Save(SaveArguments),
    /// Run a saved search
    Run(RunArguments),
    /// Print what saved searches find now and did not find when they were last watched
    Watch(WatchArguments),
    /// List the saved searches, or remove some
    Saved(SavedArguments),
    /// Check a search by the receipt that `search --receipt` wrote
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// Check the names that you put together in the archive's aliases.txt, or have some suggested
    #[command(subcommand)]
    Aliases(AliasesCommand),
    /// Look for names anew, without reading the sources again
    Retag(RetagArguments),
    /// Measure the ranking with questions whose answers are known: MAP, nDCG, precision, recall
    Eval(EvalArguments),
    /// Show one article whole
    Show(ShowArguments),
    /// Say what the archive holds, by source and year
    Stats(StatsArguments),
    /// List the records that could not be indexed, with place and reason
    Rejects(RejectsArguments),
    /// Remove articles from the archive
    Delete(DeleteArguments),
    /// Make one piece of the index, for an archive that is finished: searches start faster
    ///
    /// Takes as much room on the disk again while it runs. Nothing that was found before is found differently.
    Optimize,
    /// Check that every file of the archive is whole, every article readable, and that they agree
    Check,
    /// Keep what can be read of a damaged archive, list and drop the rest, and have their files read again
    Repair(RepairArguments),
    /// Check that every view agrees: search, list, facets, timeline, export, with a word and without it
    Verify(VerifyArguments),
    /// List the archives
    Archives,
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub struct IndexArguments {
    /// Files, folders, patterns such as '1923/*.txt', or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<String>,
    /// Read every file as this format instead of looking at its content
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(dateline_ingest::format::names()))]
    pub input_format: Option<String>,
    /// Take a field from this column or key, such as title=Headline; may be repeated
    #[arg(long, value_name = "FIELD=COLUMN")]
    pub map: Vec<String>,
    /// Show how the first N records of each file are understood, and write nothing
    #[arg(long, value_name = "N")]
    pub preview: Option<u64>,
    /// Read everything, say by format, source and date what would be indexed, and write nothing
    #[arg(long, conflicts_with_all = ["preview", "prune"])]
    pub dry_run: bool,
    /// Remove the articles of files that are no longer there
    #[arg(long)]
    pub prune: bool,
    #[command(flatten)]
    pub names: NamesArguments,
    #[command(flatten)]
    pub writing: WritingArguments,
    /// Threads to work with [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=64))]
    pub threads: Option<u64>,
}

/// What to do with names that are one.
#[derive(Debug, Subcommand)]
pub enum AliasesCommand {
    /// Say which lines of aliases.txt cannot be taken, and which names no article has
    Check,
    /// Print names that are likely one, each with the evidence, as lines to take into aliases.txt
    Suggest {
        /// How many to print, those of most articles first: a number, or all
        #[arg(long, value_name = "N|all", default_value = "20")]
        limit: Rows,
    },
}

#[derive(Debug, Args)]
pub struct RetagArguments {
    #[command(flatten)]
    pub names: NamesArguments,
    #[command(flatten)]
    pub writing: WritingArguments,
}

/// How to write. (No doc comment of a flattened struct is printed.)
#[derive(Debug, Args)]
pub struct WritingArguments {
    /// Memory to build the index in, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 512, value_parser = clap::value_parser!(u64).range(64..=1_048_576))]
    pub memory: u64,
    /// Seconds between commits: what is committed survives even a power cut
    #[arg(long, value_name = "S", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3_600))]
    pub commit_every: u64,
}

#[derive(Debug, Args)]
pub struct SearchArguments {
    #[command(flatten)]
    pub which: QueryArguments,
    #[command(flatten)]
    pub page: PageArguments,
    /// Answer every query of this file, one a line, with a table of counts and dates; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "explain", "expand", "decay", "sort", "limit", "offset", "facets", "group_by", "receipt"])]
    pub queries: Option<PathBuf>,
}

/// Which hits to show, and how. (No doc comment of a flattened struct is printed.)
#[derive(Debug, Args)]
pub struct PageArguments {
    /// The order of hits
    #[arg(long, value_enum, default_value_t = Sort::Relevance)]
    pub sort: Sort,
    /// Put the hits under headings, in the order of the first hit of each, with the exact number of articles
    ///
    /// --limit and --offset then count headings. Articles without a source or a date, and those dated by more than
    /// a day or month, have headings of their own, so that the numbers of all headings make up the total.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub group_by: Option<Heading>,
    /// With --group-by: how many hits to show under each heading
    #[arg(long, value_name = "N", default_value_t = 3, requires = "group_by")]
    pub per_group: usize,
    /// How many hits to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How many hits to leave out at the start
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Let the telling words of the ten best hits join the ranking (RM3); they are shown
    #[arg(long)]
    pub expand: bool,
    /// Halve the score for every so much time before a day: 90d, 2w, 6m, 1y, or 90d@2024-06-01
    #[arg(long, value_name = "TIME[@DATE]")]
    pub decay: Option<String>,
    /// Show the forms of each word, what each clause matches alone, how many articles are no copies of others,
    /// and what every score is made of
    #[arg(long)]
    pub explain: bool,
    /// Count all matches, not only the hits shown, by these fields as well: source,lang …
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = views::facet_fields())]
    pub facets: Vec<FacetField>,
    /// Write a receipt to this file: how the query was read, what the archive holds, the ids of all matches.
    /// `dateline receipt check FILE` tells later what has changed
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct EvalArguments {
    /// The questions: lines of id, tab, question; or the forms of TREC and SMART
    #[arg(value_name = "TOPICS")]
    pub topics: PathBuf,
    /// The answers: lines of topic, 0, the source's own id of the article, grade
    #[arg(value_name = "QRELS")]
    pub judgements: PathBuf,
    /// Take each question as plain text and find articles with any of its words
    #[arg(long)]
    pub any: bool,
    /// Let the telling words of the ten best hits join the ranking (RM3)
    #[arg(long)]
    pub expand: bool,
    /// How many articles of each ranking to measure
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub depth: usize,
    /// Write the rankings to this file, in the form of TREC
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,
    /// Print the measures of every topic as well
    #[arg(long)]
    pub each: bool,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// The best first
    Relevance,
    /// The newest first
    Newest,
    /// The oldest first
    Oldest,
}

/// What hits stand under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Heading {
    /// The publication
    Source,
    /// The day of publication
    Day,
    /// The month of publication
    Month,
}

#[derive(Debug, Args)]
pub struct ShowArguments {
    /// The id of the article, or the start of it
    pub id: String,
    /// Highlight the words of this query
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
}

#[derive(Debug, Args)]
pub struct RejectsArguments {
    /// List only so many
    #[arg(long, value_name = "N")]
    pub limit: Option<u64>,
}

#[derive(Debug, Args)]
pub struct RepairArguments {
    /// Repair; without it, only say what is damaged and what would be done
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct DeleteArguments {
    /// Which articles: a query as for `search`
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// Delete; without it, only say how many articles it would be
    #[arg(long)]
    pub yes: bool,
}
