//! RIS, for EndNote, Zotero, Mendeley and Citavi.
//!
//! Format: <https://en.wikipedia.org/wiki/RIS_(file_format)>

use std::io::{self, Write};

use dateline_article::Article;

use super::{ArticleWriter, DateParts, one_line};

/// One reference an article.
pub struct References<'o> {
    out: &'o mut dyn Write,
}

impl<'o> References<'o> {
    pub fn new(out: &'o mut dyn Write) -> References<'o> {
        References { out }
    }

    fn line(&mut self, tag: &str, value: &str) -> io::Result<()> {
        write!(self.out, "{tag}  - {}\r\n", one_line(value))
    }

    fn optional(&mut self, tag: &str, value: Option<&String>) -> io::Result<()> {
        value.map_or(Ok(()), |value| self.line(tag, value))
    }
}

impl ArticleWriter for References<'_> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        self.line("TY", "NEWS")?;
        self.line("ID", &article.id.to_string())?;
        self.line("TI", &article.title)?;
        self.optional("AU", article.byline.as_ref())?;
        self.optional("T2", article.source.as_ref())?;
        if let Some(date) = &article.dates.published {
            if let Some(DateParts { year, month, day }) = DateParts::of(date) {
                let two = |part: Option<u32>| part.map_or(String::new(), |part| format!("{part:02}"));
                self.line("PY", &format!("{year:04}"))?;
                self.line("DA", &format!("{year:04}/{}/{}/", two(month), two(day)))?;
            } else {
                self.line("N1", &format!("published {}", date.span))?;
            }
        }
        self.optional("SE", article.section.as_ref())?;
        self.optional("SP", article.page.as_ref())?;
        self.optional("ET", article.edition.as_ref())?;
        self.optional("M3", article.genre.as_ref())?;
        self.optional("UR", article.url.as_ref())?;
        if let Some(lang) = article.lang {
            self.line("LA", lang.code())?;
        }
        for tag in &article.tags {
            self.line("KW", tag)?;
        }
        if !article.lead.is_empty() {
            self.line("AB", &article.lead)?;
        }
        write!(self.out, "ER  - \r\n\r\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
