//! `dateline archives`

use std::io::Write;
use std::process::ExitCode;

use dateline_query::Reader;
use dateline_schema::{Archive, archive_names};
use serde_json::json;

use crate::args::Format;
use crate::context::Context;
use crate::failure::Failure;
use crate::render::{Out, thousands};

pub fn run(context: &Context) -> Result<ExitCode, Failure> {
    let data = &context.global.data;
    let names = archive_names(data)?;
    let mut out = Out::new(&context.global);
    let mut list = Vec::new();
    for name in &names {
        // One archive that cannot be opened must not hide the others.
        let articles = Archive::open(&data.join(name))
            .map_err(|error| error.to_string())
            .and_then(|archive| Reader::open(&archive).map_err(|error| error.to_string()))
            .map(|reader| reader.articles());
        list.push((name, articles));
    }
    if context.global.format == Format::Text {
        if list.is_empty() {
            writeln!(out, "no archives in {}", data.display())?;
        }
        for (name, articles) in list {
            match articles {
                Ok(articles) => writeln!(out, "{name}  {} articles", thousands(articles))?,
                Err(error) => writeln!(out, "{name}  {error}")?,
            }
        }
    } else {
        let list: Vec<_> = list
            .into_iter()
            .map(|(name, articles)| match articles {
                Ok(articles) => json!({ "name": name, "articles": articles }),
                Err(error) => json!({ "name": name, "error": error }),
            })
            .collect();
        out.json_list("archives", &list)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
