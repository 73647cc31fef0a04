//! A folder with a file of plain text for each article, which `dateline index` reads again.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use dateline_article::{Article, Precision, PubDate};
use dateline_schema::plain_cause;

use super::{DateParts, one_line};
use crate::failure::Failure;
use crate::output_file::not_written;

/// A folder being written beside its place; it takes the place when it is complete, and disappears when not.
pub struct Folder {
    path: PathBuf,
    partial: PathBuf,
    is_complete: bool,
}

impl Folder {
    /// Begins a folder at a place where there is none.
    pub fn create(path: &Path) -> Result<Folder, Failure> {
        let mut name = path.file_name().map(ToOwned::to_owned).unwrap_or_default();
        name.push(".partial");
        let partial = path.with_file_name(name);
        if path.exists() {
            let message = format!("{}: expected the name of a new folder, but this is there", path.display());
            return Err(Failure::with_hint(message, "choose another name with --out"));
        }
        fs::create_dir(&partial).map_err(|error| {
            let message = format!("{}: could not be made: {}", partial.display(), plain_cause(&error));
            match error.kind() {
                io::ErrorKind::AlreadyExists => Failure::with_hint(
                    message,
                    "an export that was cut short may have left it; remove it, or choose another name with --out",
                ),
                _ => Failure::told(message),
            }
        })?;
        Ok(Folder { path: path.to_owned(), partial, is_complete: false })
    }

    /// Adds an article: `2017-03-02-1a2b….txt`.
    pub fn article(&mut self, article: &Article) -> Result<(), Failure> {
        let date = article.dates.published.map_or("undated".to_owned(), |date| date.span.first().to_string());
        let file = self.partial.join(format!("{date}-{}.txt", article.id));
        let written =
            fs::File::create_new(&file).and_then(|mut out| out.write_all(plain(article).as_bytes()));
        written.map_err(|error| not_written(&file, &error))
    }

    /// Puts the complete folder in its place.
    pub fn finish(mut self) -> Result<(), Failure> {
        fs::rename(&self.partial, &self.path).map_err(|error| not_written(&self.path, &error))?;
        self.is_complete = true;
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_complete {
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

fn plain(article: &Article) -> String {
    let mut text = format!("Title: {}\n", one_line(&article.title));
    let date = article.dates.published.as_ref().map(written);
    let lang = article.lang.map(|lang| lang.to_string());
    let facts = [
        ("Date", date.as_ref()),
        ("Author", article.byline.as_ref()),
        ("Source", article.source.as_ref()),
        ("Section", article.section.as_ref()),
        ("Language", lang.as_ref()),
        ("URL", article.url.as_ref()),
    ];
    for (name, value) in facts {
        if let Some(value) = value {
            text += &format!("{name}: {}\n", one_line(value));
        }
    }
    for paragraph in article.paragraphs() {
        text += &format!("\n{paragraph}\n");
    }
    text
}

/// A date as `index` reads it, no more exact than it is known.
fn written(date: &PubDate) -> String {
    match DateParts::of(date) {
        Some(DateParts { year, month: Some(month), day: Some(day) }) => {
            format!("{year:04}-{month:02}-{day:02}")
        }
        Some(DateParts { year, month: Some(month), day: None }) => format!("{year:04}-{month:02}"),
        Some(DateParts { year, .. }) if date.precision() == Precision::Year => format!("{year:04}"),
        _ => date.span.to_string(),
    }
}
