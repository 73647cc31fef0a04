//! A small corpus made to confuse: few words, many forms of each, in every part of an article.

use dateline_article::{
    Article, Confidence, ContentHash, Day, DaySpan, Mention, MentionKind, Origin, PubDate,
};
use dateline_testkit::{Draft, Random};

/// Words by language. The first list is of no language in particular.
pub const VOCABULARY: &[(&str, &[&str])] = &[
    ("", &["May", "may", "MAY", "WHO", "who", "U.S.", "12", "1,204", "COVID-19", "news", "die", "new", "a"]),
    (
        "en",
        &[
            "flood", "floods", "Flooding", "flooded", "warning", "warned", "anti-war", "war", "wars", "anti",
            "O'Brien", "don't", "house", "houses", "dying", "dies", "march", "March", "the", "the", "of",
            "skies", "sky", "Brien", "Trump's",
        ],
    ),
    (
        "de",
        &[
            "Haus", "Häuser", "Häusern", "Straße", "STRASSEN", "neue", "neuen", "News", "Krieg", "Kriege",
            "die", "der",
        ],
    ),
    (
        "fr",
        &[
            "élection",
            "élections",
            "ELECTION",
            "l'homme",
            "hommes",
            "mariées",
            "mariee",
            "Élysée",
            "guerre",
            "la",
        ],
    ),
    ("ar", &["كتاب", "الكتاب", "والكتاب", "كتب", "علي", "على", "في"]),
    ("zh", &["北京大学", "北京", "京都", "中", "大学", "中国", "国中"]),
];

pub const SOURCES: &[&str] = &["The Guardian", "Gazette", "Évening Post"];
pub const SECTIONS: &[&str] = &["World", "Opinion", "world news"];
pub const GENRES: &[&str] = &["Editorial", "letter", "opinion piece"];
pub const TAGS: &[&str] = &["flood", "Élysée", "climate change"];
pub const URLS: &[&str] = &[
    "https://www.bbc.co.uk/a",
    "https://news.bbc.co.uk/b",
    "https://example.org/c",
    "https://notbbc.co.uk/d",
];
pub const NAMES: &[(MentionKind, &str)] = &[
    (MentionKind::Person, "Angela Merkel"),
    (MentionKind::Person, "Sean O'Brien"),
    (MentionKind::Org, "Élysée"),
    (MentionKind::Place, "New York"),
    (MentionKind::Place, "York"),
];
pub const BYLINES: &[&str] = &["Jane O'Brien", "By May Flood and Jane Roe", "WHO staff"];

/// Articles from a seed: short, of all languages, dated in every way and not at all.
pub fn corpus(seed: u64, count: usize) -> Vec<Article> {
    let mut random = Random::new(seed);
    (0..count).map(|number| article(&mut random, number)).collect()
}

fn article(random: &mut Random, number: usize) -> Article {
    let (lang, words) = VOCABULARY[random.below(VOCABULARY.len())];
    // Few words for each article, so that they repeat.
    let mut own: Vec<&str> = (0..3 + random.below(6)).map(|_| words[random.below(words.len())]).collect();
    for _ in 0..3 {
        let (_, others) = VOCABULARY[random.below(VOCABULARY.len())];
        own.push(others[random.below(others.len())]);
    }
    let title = sentences(random, &own, 2, 4);
    let text = paragraphs(random, &own);
    let mut article = Draft::new(&format!("o{number}"), &title, &text).lang(lang).article();
    let chance = |random: &mut Random, of: usize| random.below(of) == 0;
    let any = |random: &mut Random, values: &[&str]| Some(values[random.below(values.len())].to_owned());
    article.content_hash = ContentHash::of_parts(&[number.to_string().as_bytes()]);
    for _ in 0..random.below(3) {
        article.captions.push(sentences(random, &own, 1, 3));
    }
    if chance(random, 2) {
        article.byline = any(random, BYLINES);
    }
    if !chance(random, 5) {
        article.source = any(random, SOURCES);
    }
    if chance(random, 2) {
        article.section = any(random, SECTIONS);
        article.genre = any(random, GENRES);
    }
    if chance(random, 2) {
        article.url =
            any(random, URLS).map(|url| if chance(random, 2) { url } else { format!("{url}{number}") });
    }
    if chance(random, 3) {
        article.page = any(random, &["1", "A1", "a1"]);
    }
    if chance(random, 3) {
        article.edition = any(random, &["late", "Early"]);
    }
    for tag in TAGS {
        if chance(random, 4) {
            article.tags.push((*tag).to_owned());
        }
    }
    for &(kind, name) in NAMES {
        if chance(random, 5) {
            article.mentions.push(Mention { kind, name: name.to_owned() });
        }
    }
    article.dates.published = date(random);
    article.dates.edition = if chance(random, 3) { date(random) } else { None };
    article.dates.updated = if chance(random, 3) { date(random) } else { None };
    article.dates.crawled = if chance(random, 3) { date(random) } else { None };
    article
}

fn paragraphs(random: &mut Random, words: &[&str]) -> String {
    let count = random.below(5);
    let paragraphs: Vec<String> = (0..count)
        .map(|_| {
            let count = 1 + random.below(3);
            sentences(random, words, count, 7)
        })
        .collect();
    paragraphs.join("\n\n")
}

fn sentences(random: &mut Random, words: &[&str], count: usize, longest: usize) -> String {
    let sentences: Vec<String> = (0..count)
        .map(|_| {
            let words: Vec<&str> =
                (0..=random.below(longest)).map(|_| words[random.below(words.len())]).collect();
            words.join([" ", " ", " ", ", ", "-"][random.below(5)])
        })
        .collect();
    sentences.join([". ", "! ", "? ", ".\n"][random.below(4)]) + "."
}

fn date(random: &mut Random) -> Option<PubDate> {
    let year = 2015 + random.below(6) as i32;
    let (month, day) = (1 + random.below(12) as u32, 1 + random.below(28) as u32);
    let first = Day::from_ymd(year, month, day).expect("a day");
    let span = match random.below(10) {
        0 => return None,
        1 => DaySpan::month(year, month)?,
        2 => DaySpan::year(year)?,
        3 => DaySpan::years(2010, 2019)?,
        4 => DaySpan::new(first, first.plus(random.below(60) as i32))?,
        _ => DaySpan::day(first),
    };
    let origin = Origin::ALL[random.below(Origin::ALL.len())];
    Some(PubDate { span, time: None, origin, confidence: Confidence::Likely })
}
