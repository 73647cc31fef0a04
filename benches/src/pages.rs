//! Reading saved web pages in memory.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use dateline_article::Article;
use dateline_ingest::format::{self, Columns, FieldMap, Format};
use dateline_ingest::{FileContext, Piece, PieceContent, RawRecord, Siblings, normalise};

use crate::articles::settings;

/// How often all pages are read when the time is taken.
const ROUNDS: usize = 3;

/// The fields of a page; `None` when it is no article.
pub fn record(name: &str, page: &[u8]) -> Option<RawRecord> {
    html().parse(piece(page), &context(name)).ok()
}

/// The article of a page.
pub fn article(name: &str, page: &[u8]) -> Option<Article> {
    normalise(record(name, page)?, "html", &context(name), &settings()).ok()
}

/// Seconds to parse and normalise all pages once, shared by so many threads.
pub fn normalise_all(pages: &[Vec<u8>], threads: usize) -> f64 {
    let started = Instant::now();
    for _ in 0..ROUNDS {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                        std::hint::black_box(article("page.html", page));
                    }
                });
            }
        });
    }
    started.elapsed().as_secs_f64() / ROUNDS as f64
}

fn html() -> &'static dyn Format {
    format::by_name("html").expect("the format is known")
}

fn piece(page: &[u8]) -> Piece {
    Piece { record: 1, byte: 0, content: PieceContent::Bytes(page.to_vec()) }
}

fn context(name: &str) -> FileContext {
    FileContext {
        member: None,
        label: name.to_owned(),
        name: name.to_owned(),
        folders: Vec::new(),
        encoding: None,
        day_order: None,
        columns: Columns::default(),
        field_map: FieldMap::default(),
        siblings: Siblings::default(),
    }
}
