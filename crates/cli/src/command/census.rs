//! What a pile of articles holds: counted, not kept.

use std::collections::{BTreeMap, HashMap};

use dateline_article::{Article, ArticleId, Confidence, ContentHash, Day, Lang, Note, Origin, Precision};
use dateline_indexer::Counts;
use dateline_schema::RejectEntry;

/// Ids remembered to tell duplicates; some 100 MB. Later articles are compared with these alone.
const MOST_IDS: usize = 1 << 21;

/// Sources are what records say they are: their number must have an end. Those beyond are counted together.
const MOST_SOURCES: usize = 100_000;

/// Places named for each kind of trouble.
const MOST_PLACES: usize = 3;

/// What a pile of articles holds.
#[derive(Debug, Default)]
pub struct Census {
    /// Records by fate; `indexed` are those that would be.
    pub counts: Counts,
    pub files: u64,
    /// Duplicates with another text than the article that comes first.
    pub conflicting: u64,
    /// Bytes of headlines, leads, bodies and captions.
    pub text_bytes: u64,
    /// By the short name of the reason.
    pub rejects: BTreeMap<String, Trouble>,
    pub formats: BTreeMap<String, Group>,
    /// By the publication's name; articles without one stand at `None`.
    pub sources: HashMap<Option<String>, Group>,
    /// Articles of sources beyond those that have a line of their own.
    pub other_sources: Group,
    /// By where the publication date stood and how far it can be trusted.
    pub dates: BTreeMap<(Origin, Confidence), u64>,
    /// Articles whose date is a month, a year or another span.
    pub imprecise: u64,
    pub languages: BTreeMap<Option<Lang>, u64>,
    /// All articles.
    pub total: Group,
    /// By the short name of the remark.
    pub notes: BTreeMap<&'static str, Trouble>,
    ids: HashMap<ArticleId, ContentHash>,
}

/// Articles that have something in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub articles: u64,
    pub undated: u64,
    /// Those whose date is better than nothing, not more.
    pub guessed: u64,
    /// The first day and the last.
    pub days: Option<(Day, Day)>,
}

impl Group {
    fn add(&mut self, article: &Article) {
        self.articles += 1;
        let Some(date) = &article.dates.published else {
            self.undated += 1;
            return;
        };
        self.guessed += u64::from(date.confidence == Confidence::Guess);
        let (first, last) = self.days.unwrap_or((date.span.first(), date.span.last()));
        self.days = Some((first.min(date.span.first()), last.max(date.span.last())));
    }
}

/// How often something is wrong, and where first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    pub count: u64,
    /// The first places, with what is wrong there.
    pub first: Vec<String>,
}

impl Trouble {
    fn add(&mut self, place: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < MOST_PLACES {
            self.first.push(place());
        }
    }
}

impl Census {
    /// A file begins.
    pub fn file(&mut self) {
        self.files += 1;
    }

    /// A record, or a whole file, that could not be indexed.
    pub fn reject(&mut self, reject: &RejectEntry) {
        self.counts.read += 1;
        self.counts.rejected += 1;
        let trouble = self.rejects.entry(reject.reason.clone()).or_default();
        trouble.add(|| format!("{}: {}", reject.locator, reject.message));
    }

    /// A record that could be indexed.
    pub fn article(&mut self, article: &Article) {
        self.counts.read += 1;
        if let Some(&first) = self.ids.get(&article.id) {
            self.counts.duplicates += 1;
            self.conflicting += u64::from(first != article.content_hash);
            return;
        }
        if self.ids.len() < MOST_IDS {
            self.ids.insert(article.id, article.content_hash);
        }
        self.counts.indexed += 1;
        self.text_bytes += article.text_bytes() as u64;
        self.total.add(article);
        self.formats.entry(article.format.clone()).or_default().add(article);
        self.source(article.source.as_ref()).add(article);
        if let Some(date) = &article.dates.published {
            *self.dates.entry((date.origin, date.confidence)).or_default() += 1;
            self.imprecise += u64::from(date.precision() != Precision::Day);
        }
        *self.languages.entry(article.lang).or_default() += 1;
        for note in &article.notes {
            self.notes.entry(note.name()).or_default().add(|| place_of(article, note));
        }
    }

    /// The number of articles that later ones were compared with, when that is not all of them.
    pub fn compared(&self) -> Option<u64> {
        let compared = self.ids.len() as u64;
        (compared < self.counts.indexed).then_some(compared)
    }

    fn source(&mut self, source: Option<&String>) -> &mut Group {
        let source = source.cloned();
        if self.sources.len() >= MOST_SOURCES && !self.sources.contains_key(&source) {
            return &mut self.other_sources;
        }
        self.sources.entry(source).or_default()
    }
}

fn place_of(article: &Article, note: &Note) -> String {
    let place = &article.locator;
    match note {
        Note::UnreadableDate { text } | Note::ImplausibleDate { text } | Note::AmbiguousDate { text } => {
            format!("{place}: `{text}`")
        }
        Note::TextCut { bytes } => format!("{place}: {bytes} bytes left out"),
        Note::UndecodableBytes { encoding } => format!("{place}: {encoding}"),
        Note::Status { status } => format!("{place}: `{status}`"),
        _ => place.to_string(),
    }
}
