//! CSL-JSON, for Zotero, pandoc and other citation processors.
//!
//! Format: <https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html>

use std::io::{self, Write};

use dateline_article::{Article, Day, PubDate};
use serde_json::{Map, Value, json};

use super::{ArticleWriter, DateParts, one_line};
use crate::render::write_json;

/// One list of all articles.
pub struct Items<'o> {
    out: &'o mut dyn Write,
    /// What stands before the next item.
    before: &'static [u8],
}

impl<'o> Items<'o> {
    pub fn new(out: &'o mut dyn Write) -> io::Result<Items<'o>> {
        out.write_all(b"[")?;
        Ok(Items { out, before: b"\n" })
    }
}

impl ArticleWriter for Items<'_> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        let mut item = Map::new();
        let mut put = |name: &str, value: Value| {
            item.insert(name.to_owned(), value);
        };
        put("id", json!(article.id));
        put("type", json!("article-newspaper"));
        put("title", json!(one_line(&article.title)));
        if let Some(byline) = &article.byline {
            put("author", json!([{ "literal": one_line(byline) }]));
        }
        if let Some(date) = &article.dates.published {
            put("issued", json!({ "date-parts": date_parts(date) }));
        }
        let optional = [
            ("container-title", &article.source),
            ("section", &article.section),
            ("page", &article.page),
            ("edition", &article.edition),
            ("genre", &article.genre),
            ("URL", &article.url),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                put(name, json!(one_line(value)));
            }
        }
        if let Some(lang) = article.lang {
            put("language", json!(lang.code()));
        }
        if !article.tags.is_empty() {
            put("keyword", json!(article.tags.join(", ")));
        }
        if !article.lead.is_empty() {
            put("abstract", json!(one_line(&article.lead)));
        }
        self.out.write_all(self.before)?;
        self.before = b",\n";
        write_json(self.out, &item)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n]\n")
    }
}

/// One date, or the first and the last day of a span.
fn date_parts(date: &PubDate) -> Value {
    if let Some(DateParts { year, month, day }) = DateParts::of(date)
        && (month.is_some() || date.precision() == dateline_article::Precision::Year)
    {
        let parts = [Some(i64::from(year)), month.map(i64::from), day.map(i64::from)];
        return json!([parts.into_iter().flatten().collect::<Vec<_>>()]);
    }
    let day = |day: Day| json!([day.year(), day.month(), day.day_of_month()]);
    json!([day(date.span.first()), day(date.span.last())])
}
