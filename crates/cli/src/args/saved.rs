//! The flags of searches that are kept: saved ones, and receipts.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{PageArguments, QueryArguments, Rows};

#[derive(Debug, Args)]
pub struct SaveArguments {
    /// The name, made of letters, digits and . - _ signs
    pub name: String,
    #[command(flatten)]
    pub which: QueryArguments,
    /// Put it in the place of a search that is already saved under this name
    #[arg(long)]
    pub replace: bool,
}

#[derive(Debug, Args)]
pub struct RunArguments {
    /// The name of the saved search
    pub name: String,
    #[command(flatten)]
    pub page: PageArguments,
}

#[derive(Debug, Args)]
pub struct WatchArguments {
    /// The names of saved searches [default: all]
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Print everything that they find, as if nothing had been seen; then the mark is set as ever
    ///
    /// Without it, the first time that a search is watched only sets its mark: from then on, what it finds and did
    /// not find the time before is new. An article that changed is new when only its new text is found; one that
    /// was removed and came back is new when it was watched in between. The mark is set when everything has been
    /// printed: what an interrupted watch found is printed by the next one. Ends with 0 when something is new, 1
    /// when nothing is, 2 on an error.
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub struct SavedArguments {
    /// Remove these, with what is known of what was seen
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub remove: Vec<String>,
}

/// What to do with a receipt.
#[derive(Debug, Subcommand)]
pub enum ReceiptCommand {
    /// Search again, as of the day of the receipt, and say what has changed
    ///
    /// Looks into the archive of the receipt's name, or into the one that --archive names. Ends with 0 when the same
    /// articles are found, whatever else has changed, with 1 when others are, with 2 on an error.
    Check {
        /// The receipt
        file: PathBuf,
        /// How many of the articles that came and of those that went to print: a number, or all
        #[arg(long, value_name = "N|all", default_value = "20")]
        limit: Rows,
    },
}
