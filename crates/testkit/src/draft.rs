//! Articles in a line of code.

use dateline_article::{
    Article, ArticleId, Confidence, ContentHash, Dates, Day, DaySpan, Lang, Locator, Mention, MentionKind,
    NamePlace, Origin, PubDate, RecognisedName, Recognition, TextPart,
};

/// An article being written.
#[derive(Clone, Debug)]
pub struct Draft(Article);

impl Draft {
    /// An English article of this name; the name makes its id.
    pub fn new(name: &str, title: &str, text: &str) -> Draft {
        let (lead, body) = text.split_once("\n\n").unwrap_or((text, ""));
        Draft(Article {
            id: Draft::id(name),
            native_id: None,
            title: title.to_owned(),
            lead: lead.to_owned(),
            body: body.to_owned(),
            captions: Vec::new(),
            byline: None,
            source: None,
            section: None,
            page: None,
            edition: None,
            genre: None,
            lang: Some(Lang::EN),
            url: None,
            tags: Vec::new(),
            dates: Dates::default(),
            mentions: Vec::new(),
            recognition: None,
            ocr_confidence: None,
            format: "draft".to_owned(),
            locator: Locator { file: format!("/drafts/{name}"), member: None, record: 1, byte: 0 },
            content_hash: ContentHash::of_parts(&[title.as_bytes(), text.as_bytes()]),
            notes: Vec::new(),
        })
    }

    /// The id of the article of this name.
    pub fn id(name: &str) -> ArticleId {
        ArticleId::of_parts(&[b"draft", name.as_bytes()])
    }

    /// Dates it by `2017`, `2017-03` or `2017-03-02`.
    ///
    /// # Panics
    ///
    /// When the text is no such date.
    #[must_use]
    pub fn on(mut self, date: &str) -> Draft {
        self.0.dates.published = Some(date_of(date));
        self
    }

    /// Says when it was last changed, fetched, or which date its edition bears, as [`Draft::on`] does.
    ///
    /// # Panics
    ///
    /// When a text is no such date.
    #[must_use]
    pub fn also_on(mut self, updated: Option<&str>, crawled: Option<&str>, edition: Option<&str>) -> Draft {
        self.0.dates.updated = updated.map(date_of);
        self.0.dates.crawled = crawled.map(date_of);
        self.0.dates.edition = edition.map(date_of);
        self
    }

    /// Names its publication.
    #[must_use]
    pub fn from(mut self, source: &str) -> Draft {
        self.0.source = Some(source.to_owned());
        self
    }

    /// Names its author.
    #[must_use]
    pub fn by(mut self, byline: &str) -> Draft {
        self.0.byline = Some(byline.to_owned());
        self
    }

    /// Says what kind of article it is.
    #[must_use]
    pub fn genre(mut self, genre: &str) -> Draft {
        self.0.genre = Some(genre.to_owned());
        self
    }

    /// Changes its language; an empty code means unknown.
    #[must_use]
    pub fn lang(mut self, code: &str) -> Draft {
        self.0.lang = code.parse().ok();
        self
    }

    /// Gives it an address.
    #[must_use]
    pub fn url(mut self, url: &str) -> Draft {
        self.0.url = Some(url.to_owned());
        self
    }

    /// Says where in the paper it stood: its section, its page, its edition.
    #[must_use]
    pub fn printed(mut self, section: Option<&str>, page: Option<&str>, edition: Option<&str>) -> Draft {
        self.0.section = section.map(str::to_owned);
        self.0.page = page.map(str::to_owned);
        self.0.edition = edition.map(str::to_owned);
        self
    }

    /// Adds a keyword.
    #[must_use]
    pub fn tag(mut self, tag: &str) -> Draft {
        self.0.tags.push(tag.to_owned());
        self
    }

    /// Says where its date, given before, was found.
    #[must_use]
    pub fn date_from(mut self, origin: Origin) -> Draft {
        if let Some(date) = &mut self.0.dates.published {
            date.origin = origin;
        }
        self
    }

    /// Adds a name.
    #[must_use]
    pub fn names(mut self, kind: MentionKind, name: &str) -> Draft {
        self.0.mentions.push(Mention { kind, name: name.to_owned() });
        self
    }

    /// Has a name recognised wherever one of these forms first stands in the lead.
    #[must_use]
    pub fn recognised(mut self, kind: MentionKind, name: &str, forms: &[&str]) -> Draft {
        let at = forms.iter().filter_map(|form| {
            let start = self.0.lead.find(form)?;
            Some(NamePlace { part: TextPart::Lead, start: start as u32, end: (start + form.len()) as u32 })
        });
        let name = RecognisedName { kind, name: name.to_owned(), at: at.collect() };
        let recognition = Recognition { by: "test".to_owned(), names: Vec::new() };
        self.0.recognition.get_or_insert(recognition).names.push(name);
        self
    }

    /// The article.
    pub fn article(self) -> Article {
        self.0
    }
}

fn date_of(text: &str) -> PubDate {
    let parts: Vec<u32> = text.split('-').map(|part| part.parse().expect("a number of the test")).collect();
    let span = match parts[..] {
        [year] => DaySpan::year(year as i32),
        [year, month] => DaySpan::month(year as i32, month),
        [year, month, day] => Day::from_ymd(year as i32, month, day).map(DaySpan::day),
        _ => None,
    };
    PubDate {
        span: span.expect("a date of the test"),
        time: None,
        origin: Origin::Metadata,
        confidence: Confidence::Certain,
    }
}
