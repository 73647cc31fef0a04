//! The flags of the views over all matches of a query.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use dateline_query::{Distinct, FacetField};

use super::QueryArguments;

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

/// Reads the name of a field to count by.
pub fn facet_fields() -> impl TypedValueParser<Value = FacetField> {
    PossibleValuesParser::new(FacetField::ALL.map(FacetField::name)).try_map(|name| {
        let field = FacetField::ALL.into_iter().find(|field| field.name() == name);
        field.ok_or("expected a field")
    })
}
