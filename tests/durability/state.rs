//! What an archive holds, and whether anything lies about in its folder that should not.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use dateline_article::Day;
use dateline_indexer::{Options, Update};
use dateline_query::Reader;
use dateline_schema::{Archive, COPIES_PREFIX, DictionaryEntry, Inspection, Part, SchemaError};

/// The articles of an archive, each as often as it is there; `None` where there is no archive.
pub type Contents = Option<Vec<String>>;

/// Reads everything that the last commit names, down to the last checksum.
///
/// # Errors
///
/// What a user would be told.
pub fn contents(dir: &Path) -> Result<Contents, String> {
    let archive = match Archive::open(dir) {
        Err(SchemaError::NoArchive { .. }) => return Ok(None),
        result => result.map_err(|error| error.to_string())?,
    };
    let reader = Reader::open(&archive).map_err(|error| error.to_string())?;
    let mut articles = Vec::new();
    let mut ids = Vec::new();
    let read = reader.each_article(|article| {
        let file = article.locator.file.rsplit('/').next().unwrap_or_default();
        let named = if article.recognition.is_some() { "named" } else { "not named" };
        articles.push(format!("{file}: {}: {} ({named})", article.title, article.lead));
        ids.push(article.id);
    });
    read.map_err(|error| error.to_string())?;
    articles.sort();
    if let Some(&id) = ids.first() {
        reader.copies_of(id).map_err(|error| error.to_string())?;
    }
    let inspection = Inspection::of(dir).map_err(|error| error.to_string())?;
    // The copy of what names the segments is written behind it, and at the next opening where it is missing.
    let damages: Vec<_> = inspection.damages.iter().filter(|damage| damage.part != Part::MetaCopy).collect();
    if damages.is_empty() { Ok(Some(articles)) } else { Err(format!("damaged: {damages:?}")) }
}

/// Opens the archive for writing, as the next run does, and closes it again. Creates it where there is none.
///
/// # Errors
///
/// What a user would be told.
pub fn write_again(dir: &Path) -> Result<(), String> {
    let options =
        Options { threads: 1, memory_bytes: 64 << 20, today: Day::FIRST, commit_every: Duration::MAX };
    let archive = Archive::open_or_create(dir).map_err(|error| error.to_string())?;
    let update = Update::begin(&archive, options).map_err(|error| error.to_string())?;
    update.finish().map(|_| ()).map_err(|error| error.to_string())
}

/// The files in an archive's folder that its last commit does not know.
pub fn strays(dir: &Path) -> Vec<String> {
    let archive = Archive::open(dir).expect("an archive");
    let payload = archive.payload().expect("a payload");
    let segments = archive.index().searchable_segment_metas().expect("a commit");
    let belongs_to_segment = |name: &str| {
        segments.iter().any(|segment| {
            let deleted = segment.delete_opstamp().map(|stamp| format!("{stamp}.del"));
            name.strip_prefix(&format!("index/{}.", segment.id().uuid_string()))
                .is_some_and(|ending| !ending.contains('.') || Some(ending) == deleted.as_deref())
        })
    };
    let mut known: BTreeSet<String> = BTreeSet::new();
    known.extend(
        ["meta.json", "meta.copy.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock"]
            .map(|name| format!("index/{name}")),
    );
    known.extend(["format.json", "writer.lock", "ledger.jsonl", "rejects.jsonl"].map(str::to_owned));
    known.extend([payload.copies.sketches, format!("{COPIES_PREFIX}{}", payload.copies.clusters)]);
    known.extend(payload.dictionaries.iter().flat_map(DictionaryEntry::names));
    // Before the first commit no name is known.
    known.insert("sketches-0".to_owned());
    let names = |folder: &Path| -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder");
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect()
    };
    let mut found = names(dir);
    found.retain(|name| name != "index");
    found.extend(names(&dir.join("index")).iter().map(|name| format!("index/{name}")));
    found.retain(|name| !known.contains(name) && !belongs_to_segment(name));
    found.sort();
    found
}
