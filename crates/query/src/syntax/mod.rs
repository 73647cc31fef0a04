//! The query languages of other search programs, read into the same tree as ours.
//!
//! [`parse_as`] reads each with its own words and its own order of operators: `lexer` splits the text, with the
//! help of the [`Dialect`], `reader` and `join` join the clauses, and `leaf` reads what stands at their ends. The text is
//! not rewritten into ours first, because then neither the order (Nexis reads `OR` before `w/5`) nor the places
//! of problems would be those of the query as typed.
//!
//! What has no equal here is a [`Problem`](crate::Problem) when leaving it out would change which articles
//! match. What is only close is read, and a [`Note`](crate::Note) says how it differs. Words find their other
//! forms, as everywhere in this program; the vendors' manuals differ on that.
//!
//! Distances are taken as steps of one word, so that neighbours are 1 apart. Factiva counts like that (`adj1` is
//! direct adjacency); the manuals of the others leave it open.

mod dialect;
mod factiva;
mod gdelt;
mod join;
mod language;
mod leaf;
mod lexer;
mod lucene;
mod nexis;
mod proquest;
mod reader;
#[cfg(test)]
mod tests;
mod value;

use crate::parse::within_limits;
use crate::{ParseOptions, Parsed, parse};

/// A query language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// Ours.
    #[default]
    Dateline,
    /// Terms and connectors of Lexis and Nexis: `resign! w/5 minister`.
    Nexis,
    /// The search statements of Factiva: `central bank near5 rate$1 and wc>500`.
    Factiva,
    /// The command line of the `ProQuest` platform: `TI(strike) AND nurse NEAR/5 pay`.
    Proquest,
    /// The classic query parser of Lucene, which Solr and Elasticsearch share: `+title:strike -pay`.
    Lucene,
    /// The DOC 2.0 API of GDELT: `near5:"strike pay" sourcelang:english`.
    Gdelt,
}

/// Reads a query that is written in another query language.
///
/// The time is linear in the length of `text` but for a factor of the nesting, which is bounded. A tree is always
/// there when there are no problems, and [`print()`](crate::print()) writes it in our language.
pub fn parse_as(text: &str, syntax: Syntax, options: &ParseOptions) -> Parsed {
    let read = |dialect: &dyn dialect::Dialect| {
        within_limits(text, || reader::Reader::new(text, options.today, dialect).query())
    };
    match syntax {
        Syntax::Dateline => parse(text, options),
        Syntax::Nexis => read(&nexis::Nexis),
        Syntax::Factiva => read(&factiva::Factiva),
        Syntax::Proquest => read(&proquest::Proquest),
        Syntax::Lucene => read(&lucene::Lucene),
        Syntax::Gdelt => read(&gdelt::Gdelt),
    }
}
