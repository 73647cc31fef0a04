//! From the fields of a record to an article.

use std::collections::HashSet;

use dateline_article::{Article, ArticleId, ContentHash, Day, Locator, Mention, Note};

use crate::dating::{self, Evidence};
use crate::format::Format;
use crate::story::Story;
use crate::{FileContext, Limits, Markup, Piece, RawRecord, Reject, RejectReason};
use crate::{clean, identity, language};

/// What normalising depends on besides the record.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of reading: what claims to be published later is not believed.
    pub today: Day,
    /// What one record may cost.
    pub limits: Limits,
}

/// Reads one piece of a file from its bytes to its article. What comes of it, article or reject, names the
/// member of the file that it stands in.
pub fn read_piece(
    piece: Piece,
    format: &dyn Format,
    context: &FileContext,
    settings: &Settings,
) -> Result<Article, Reject> {
    let name_member = |locator: &mut Locator| {
        if context.member.is_some() {
            locator.member.clone_from(&context.member);
        }
    };
    match format.parse(piece, context) {
        Ok(mut raw) => {
            name_member(&mut raw.locator);
            normalise(raw, format.name(), context, settings)
        }
        Err(mut reject) => {
            name_member(&mut reject.locator);
            Err(reject)
        }
    }
}

/// Turns the fields of a record into an article: clean text, dates with evidence, language, id.
pub fn normalise(
    raw: RawRecord,
    format: &str,
    context: &FileContext,
    settings: &Settings,
) -> Result<Article, Reject> {
    let markup = raw.markup;
    let field = |text: Option<&str>| field(text, markup);
    let mut notes = Vec::new();
    if let Some(encoding) = &raw.undecodable_in {
        notes.push(Note::UndecodableBytes { encoding: encoding.clone() });
    }
    if let Some(status) = field(raw.status.as_deref()) {
        notes.push(Note::Status { status });
    }
    let Some(story) = Story::of(&raw, &mut notes) else {
        return Err(Reject { locator: raw.locator, reason: RejectReason::NoText });
    };
    let story = story.cut_to(settings.limits.record_text_bytes, &mut notes);
    let stated = raw.lang.as_deref().and_then(language::stated);
    let lang = stated.or_else(|| story.detect_language());
    let evidence = Evidence { file_order: context.day_order, lang, today: settings.today };
    let dates = dating::dates(&raw, &evidence, &mut notes);
    let mut article = Article {
        // Hash and id are made of the finished article, below.
        id: ArticleId::of_parts(&[]),
        native_id: field(raw.id.as_deref()),
        title: story.title,
        lead: story.lead,
        body: story.body,
        captions: story.captions,
        byline: field(raw.byline.as_deref()).and_then(without_by),
        source: field(raw.source.as_deref()),
        section: field(raw.section.as_deref()),
        page: field(raw.page.as_deref()),
        edition: field(raw.edition.as_deref()),
        genre: field(raw.genre.as_deref()).filter(|genre| !is_media_type(genre)),
        lang,
        url: raw.url.as_deref().and_then(identity::address).map(str::to_owned),
        tags: tags(&raw.tags, markup),
        dates,
        mentions: mentions(raw.mentions, markup),
        recognition: None,
        // More than all is no share.
        ocr_confidence: raw.ocr_confidence.filter(|&percent| percent <= 100),
        format: format.to_owned(),
        locator: raw.locator,
        content_hash: ContentHash::default(),
        notes,
    };
    article.content_hash = identity::content_hash(&article);
    article.id = identity::article_id(raw.id.as_deref(), &article, context);
    Ok(article)
}

/// A field of one line; `None` when nothing is left of it.
fn field(text: Option<&str>, markup: Markup) -> Option<String> {
    let line = clean::line(text?, markup);
    (!line.is_empty()).then(|| line.into_owned())
}

/// Whether a value is a media type such as `text/html; charset=utf-8`: columns called `type` often say
/// how a record is stored, not what kind of article it is.
fn is_media_type(value: &str) -> bool {
    const TOP_LEVELS: &[&str] = &["application", "audio", "image", "message", "multipart", "text", "video"];
    value
        .split_once('/')
        .is_some_and(|(top, _)| TOP_LEVELS.iter().any(|known| top.eq_ignore_ascii_case(known)))
}

/// A byline without its leading `By`.
fn without_by(byline: String) -> Option<String> {
    let name = match byline.split_at_checked(2) {
        Some((by, rest)) if by.eq_ignore_ascii_case("by") => {
            let name = rest.trim_start_matches(':');
            // `Byron` begins with these letters too.
            if !name.is_empty() && !name.starts_with(' ') {
                return Some(byline);
            }
            name.trim_start().to_owned()
        }
        _ => return Some(byline),
    };
    (!name.is_empty()).then_some(name)
}

/// Keywords without repetitions, in the spelling that comes first.
fn tags(raw: &[String], markup: Markup) -> Vec<String> {
    let mut seen = HashSet::new();
    raw.iter()
        .filter_map(|tag| field(Some(tag), markup))
        .filter(|tag| seen.insert(tag.to_lowercase()))
        .collect()
}

/// Names without repetitions.
fn mentions(raw: Vec<Mention>, markup: Markup) -> Vec<Mention> {
    let mut seen = HashSet::new();
    raw.into_iter()
        .filter_map(|Mention { kind, name }| {
            let name = field(Some(&name), markup)?;
            Some(Mention { kind, name })
        })
        .filter(|mention| seen.insert((mention.kind, mention.name.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use dateline_article::{Lang, MentionKind};

    use super::*;
    use crate::format::{Columns, FieldMap};

    fn raw(body: &str) -> RawRecord {
        let mut raw = RawRecord::new(Locator {
            file: "/archive/2017/gazette.jsonl".to_owned(),
            member: None,
            record: 1,
            byte: 0,
        });
        raw.body = body.to_owned();
        raw
    }

    fn titled(title: &str, body: &str) -> RawRecord {
        RawRecord { title: Some(title.to_owned()), ..raw(body) }
    }

    fn context() -> FileContext {
        FileContext {
            label: "/archive/2017/gazette.jsonl".to_owned(),
            member: None,
            name: "gazette.jsonl".to_owned(),
            folders: vec!["2017".to_owned(), "archive".to_owned()],
            encoding: None,
            day_order: None,
            columns: Columns::default(),
            field_map: FieldMap::default(),
            siblings: crate::Siblings::default(),
        }
    }

    fn settings(record_text_bytes: usize) -> Settings {
        Settings {
            today: Day::from_ymd(2026, 11, 23).expect("a day"),
            limits: Limits { record_text_bytes, ..Limits::default() },
        }
    }

    #[track_caller]
    fn article(raw: RawRecord) -> Article {
        normalise(raw, "jsonl", &context(), &settings(16 << 20)).expect("an article")
    }

    /// Compares title, lead and body, written with ` | ` between them.
    #[track_caller]
    fn check(raw: RawRecord, expect: &str) {
        let article = article(raw);
        let found = [article.title, article.lead, article.body].join(" | ");
        assert_eq!(found, expect);
    }

    #[test]
    fn a_record_becomes_title_lead_and_body() {
        check(
            titled("<b>Dock</b> strike", "<p>One.</p><p>Two.</p><p>Three.</p>"),
            "Dock strike | One. | Two.\n\nThree.",
        );
    }

    #[test]
    fn the_signs_of_markup_are_letters_where_no_markup_can_be() {
        let mut raw = titled("Phillips <P> up", "<P> rose.\n\nAT&amp;T <T> fell.");
        raw.markup = Markup::None;
        raw.tags = vec!["<P>".to_owned()];
        assert_eq!(article(raw.clone()).tags, ["<P>"]);
        check(raw, "Phillips <P> up | <P> rose. | AT&amp;T <T> fell.");
    }

    #[test]
    fn a_record_without_any_text_is_rejected_with_its_place() {
        let mut empty = titled(" &nbsp;", "<p></p>\n");
        empty.lead = Some(String::new());
        let reject = normalise(empty, "jsonl", &context(), &settings(100)).expect_err("a reject");
        assert_eq!(
            reject.to_string(),
            "/archive/2017/gazette.jsonl: record 1 (byte 0): expected a headline or a text, but found neither"
        );
    }

    #[test]
    fn bytes_that_could_not_be_decoded_are_noted() {
        let mut raw = titled("Caf\u{FFFD}", "");
        raw.undecodable_in = Some("windows-1252".to_owned());
        let encoding = "windows-1252".to_owned();
        assert_eq!(article(raw).notes, [Note::UndecodableBytes { encoding }]);
    }

    #[test]
    fn a_byline_loses_its_by_and_nothing_else() {
        for (byline, expect) in [
            ("By Ann Lee and Bo Chu", Some("Ann Lee and Bo Chu")),
            ("BY: ANN LEE", Some("ANN LEE")),
            ("Byron Smith", Some("Byron Smith")),
            ("by", None),
            ("é", Some("é")),
            (" ", None),
        ] {
            let mut raw = titled("Title", "");
            raw.byline = Some(byline.to_owned());
            assert_eq!(article(raw).byline.as_deref(), expect);
        }
    }

    #[test]
    fn a_genre_is_kept_as_written_unless_it_is_a_media_type() {
        for (genre, expect) in [
            (" Letter to the  editor", Some("Letter to the editor")),
            ("article", Some("article")),
            ("news/analysis", Some("news/analysis")),
            ("text/html; charset=utf-8", None),
            ("Application/json", None),
            ("", None),
        ] {
            let mut raw = titled("Title", "");
            raw.genre = Some(genre.to_owned());
            assert_eq!(article(raw).genre.as_deref(), expect);
        }
    }

    #[test]
    fn tags_and_names_occur_once() {
        let mut raw = titled("Title", "");
        raw.tags = ["Strike", "strike ", "", "Docks"].map(str::to_owned).to_vec();
        let mention = |kind, name: &str| Mention { kind, name: name.to_owned() };
        raw.mentions = vec![
            mention(MentionKind::Person, " Ann  Lee"),
            mention(MentionKind::Person, "Ann Lee"),
            mention(MentionKind::Place, "Lee"),
            mention(MentionKind::Place, ""),
        ];
        let article = article(raw);
        assert_eq!(article.tags, ["Strike", "Docks"]);
        let expect = [mention(MentionKind::Person, "Ann Lee"), mention(MentionKind::Place, "Lee")];
        assert_eq!(article.mentions, expect);
    }

    #[test]
    fn the_source_states_the_language_or_the_text_shows_it() {
        let mut raw =
            titled("Dock strike enters third week", "The talks in the port were broken off by the owners.");
        assert_eq!(article(raw.clone()).lang, Some(Lang::EN));
        raw.lang = Some("unknown".to_owned());
        assert_eq!(article(raw.clone()).lang, Some(Lang::EN));
        raw.lang = Some("de-AT".to_owned());
        assert_eq!(article(raw).lang, "de".parse().ok());
    }

    #[test]
    fn an_address_stays_as_written_and_what_is_none_goes() {
        let mut raw = titled("Title", "");
        raw.url = Some(" HTTP://Example.org/a?utm_source=x#top ".to_owned());
        assert_eq!(article(raw.clone()).url.as_deref(), Some("HTTP://Example.org/a?utm_source=x#top"));
        raw.url = Some("n/a".to_owned());
        assert_eq!(article(raw).url, None);
    }

    /// Whether two records are the same article: `id` and `url` of each.
    #[track_caller]
    fn check_same(one: (&str, &str), other: (&str, &str), is_same: bool) {
        let id = |(id, url): (&str, &str)| {
            let mut raw = titled("Title", "");
            raw.id = Some(id.to_owned());
            raw.url = Some(url.to_owned());
            article(raw).id
        };
        assert_eq!(id(one) == id(other), is_same, "{one:?} {other:?}");
    }

    #[test]
    fn the_own_id_counts_before_the_address() {
        check_same(("17", "https://example.org/a"), ("17", "https://example.org/b"), true);
        check_same(("17", "https://example.org/a"), ("18", "https://example.org/a"), false);
        check_same(("", "https://example.org/a"), (" ", "https://EXAMPLE.org/a?utm_source=x#b"), true);
        check_same(("", "https://example.org/a"), ("", "https://example.org/b"), false);
    }

    #[test]
    fn the_own_id_is_kept_as_the_source_writes_it() {
        let mut raw = titled("Title", "");
        raw.id = Some(" 017 ".to_owned());
        assert_eq!(article(raw.clone()).native_id.as_deref(), Some("017"));
        raw.id = Some(" ".to_owned());
        assert_eq!(article(raw).native_id, None);
    }

    #[test]
    fn short_ids_and_bare_records_belong_to_their_file_wherever_it_stands() {
        let id = |own: &str, name: &str, folders: &[&str], member: Option<&str>| {
            let mut raw = titled("Title", "");
            raw.id = Some(own.to_owned());
            raw.locator.member = member.map(str::to_owned);
            let context = FileContext {
                name: name.to_owned(),
                folders: folders.iter().map(|&folder| folder.to_owned()).collect(),
                ..context()
            };
            let article = normalise(raw, "jsonl", &context, &settings(100));
            article.expect("an article").id
        };
        for own in ["", "17"] {
            let here = id(own, "a.jsonl", &["2017", "x"], None);
            assert_eq!(here, id(own, "a.jsonl", &["2017", "moved"], None));
            assert_ne!(here, id(own, "b.jsonl", &["2017", "x"], None));
            assert_ne!(here, id(own, "a.jsonl", &["2018", "x"], None));
            assert_ne!(here, id(own, "a.jsonl", &["2017", "x"], Some("m")));
        }
        let global = "urn:newsml:example.org:17";
        assert_eq!(id(global, "a.jsonl", &[], None), id(global, "b.jsonl", &["x"], None));
    }

    #[test]
    fn records_of_members_belong_to_the_container_and_the_member() {
        let id = |label: &str, member: &str| {
            let mut raw = titled("Title", "");
            raw.id = Some("17".to_owned());
            raw.locator.member = Some(member.to_owned());
            let context = FileContext {
                label: label.to_owned(),
                member: Some(member.to_owned()),
                name: "17.txt".to_owned(),
                folders: vec!["texts".to_owned()],
                ..context()
            };
            normalise(raw, "text", &context, &settings(100)).expect("an article").id
        };
        let here = id("/x/2017/may.zip", "texts/17.txt");
        assert_eq!(here, id("/moved/2017/may.zip", "texts/17.txt"));
        assert_ne!(here, id("/x/2018/may.zip", "texts/17.txt"));
        assert_ne!(here, id("/x/2017/june.zip", "texts/17.txt"));
        assert_ne!(here, id("/x/2017/may.zip", "more/17.txt"));
        assert_eq!(id("/2017/a.tar.gz", "17.txt"), id("/2017/a.tar", "17.txt"));
    }

    #[test]
    fn the_hash_changes_with_what_a_reader_sees_and_with_nothing_else() {
        let hash = |change: &dyn Fn(&mut RawRecord)| {
            let mut raw = titled("Title", "Lead.\n\nBody.");
            change(&mut raw);
            article(raw).content_hash
        };
        let same = hash(&|_| ());
        assert_eq!(same, hash(&|raw| raw.locator.record = 2));
        assert_eq!(same, hash(&|raw| raw.body = "<p>Lead.</p><p>Body.</p>".to_owned()));
        assert_ne!(same, hash(&|raw| raw.body = "Lead. Body.".to_owned()));
        assert_ne!(same, hash(&|raw| raw.tags = vec!["x".to_owned()]));
        assert_ne!(same, hash(&|raw| raw.genre = Some("x".to_owned())));
        assert_ne!(same, hash(&|raw| raw.captions = vec!["x".to_owned()]));
        assert_ne!(
            hash(&|raw| raw.byline = Some("x".to_owned())),
            hash(&|raw| raw.source = Some("x".to_owned()))
        );
    }
}
