//! JSON lines: <https://jsonlines.org>

use std::io::{self, Write};

use dateline_article::Article;
use serde_json::{Map, Value};

use super::{ArticleWriter, Column};
use crate::render::article_json::ArticleJson;
use crate::render::write_json;

/// One article a line.
pub struct Lines<'o> {
    out: &'o mut dyn Write,
    columns: Vec<Column>,
}

impl<'o> Lines<'o> {
    /// Without columns, everything that the archive keeps of an article, as `show --format json` prints it.
    pub fn new(out: &'o mut dyn Write, columns: &[Column]) -> Lines<'o> {
        Lines { out, columns: columns.to_vec() }
    }
}

impl ArticleWriter for Lines<'_> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        if self.columns.is_empty() {
            write_json(self.out, &ArticleJson::of(article))?;
        } else {
            let columns = self.columns.iter();
            let line: Map<String, Value> =
                columns.map(|column| (column.name().to_owned(), column.value(article))).collect();
            write_json(self.out, &line)?;
        }
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
