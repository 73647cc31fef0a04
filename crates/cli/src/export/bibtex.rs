//! BibTeX, for LaTeX with biber or bibtex.
//!
//! Format: <https://www.ctan.org/pkg/btxdoc>

use std::io::{self, Write};

use dateline_article::Article;

use super::{ArticleWriter, DateParts, one_line};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// One entry an article.
pub struct Entries<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Entries<'o> {
    pub fn new(out: &'o mut dyn Write) -> Entries<'o> {
        Entries { out }
    }
}

impl ArticleWriter for Entries<'_> {
    fn article(&mut self, article: &Article) -> io::Result<()> {
        // Words in double braces keep their capitals, and an author line stays as it was printed.
        let mut entry = format!("@article{{{},\n  title = {{{{{}}}}}", article.id, escaped(&article.title));
        let mut field = |name: &str, value: &str| entry += &format!(",\n  {name} = {value}");
        let braced = |text: &str| format!("{{{}}}", escaped(text));
        if let Some(byline) = &article.byline {
            field("author", &format!("{{{}}}", braced(byline)));
        }
        if let Some(source) = &article.source {
            field("journal", &braced(source));
        }
        if let Some(date) = &article.dates.published {
            if let Some(parts) = DateParts::of(date) {
                field("year", &format!("{{{:04}}}", parts.year));
                if let Some(month) = parts.month {
                    field("month", MONTHS[month as usize - 1]);
                }
                if let Some(day) = parts.day {
                    field("day", &format!("{{{day}}}"));
                }
            } else {
                field("note", &format!("{{published {}}}", date.span));
            }
        }
        let rest = [("pages", &article.page), ("edition", &article.edition), ("type", &article.genre)];
        for (name, value) in rest {
            if let Some(value) = value {
                field(name, &braced(value));
            }
        }
        if let Some(url) = &article.url {
            field("url", &format!("{{{}}}", url.replace(['{', '}', '\\'], "")));
        }
        if let Some(lang) = article.lang {
            field("langid", &format!("{{{lang}}}"));
        }
        if !article.tags.is_empty() {
            field("keywords", &braced(&article.tags.join(", ")));
        }
        writeln!(self.out, "{entry}\n}}\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Text that LaTeX prints as it stands.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in one_line(text).chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(letter);
            }
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            letter => out.push(letter),
        }
    }
    out
}
