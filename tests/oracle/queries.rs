//! Queries from a seed: every operator, over the words of the corpus.

use chrono::Weekday;
use dateline_article::{Day, Origin, Precision};
use dateline_query::ast::{
    ArticleRef, Calendar, Case, DateFilter, DateMatch, Near, NumberFilter, Phrase, PhrasePart, Proximity,
    Scope, ValueFilter, ValueForm, Word, WordKind,
};
use dateline_query::{
    ArticleKey, DateBound, DateField, DayRange, Field, Node, NodeKind, NumberField, Presence, Span,
    ValueField,
};
use dateline_testkit::{Draft, Random};

use super::corpus::{BYLINES, GENRES, NAMES, SECTIONS, SOURCES, TAGS, URLS, VOCABULARY};

const SPAN: Span = Span { start: 0, end: 0 };

/// A query of some depth.
pub fn clause(random: &mut Random, depth: usize) -> Node {
    let inner = depth.saturating_sub(1);
    let kind = match random.below(if depth == 0 { 11 } else { 20 }) {
        0..4 => return placed(random, inner),
        4 | 5 => value(random),
        6 | 7 => date(random),
        8 => number(random),
        9 => presence(random),
        10 => rarity(random),
        11..13 => return NodeKind::and(several(random, inner, clause), SPAN).expect("clauses"),
        13 | 14 => return NodeKind::or(several(random, inner, clause), SPAN).expect("clauses"),
        15 => NodeKind::Not(Box::new(clause(random, inner))),
        16 => NodeKind::AtLeast { times: 1 + random.below(4) as u32, of: Box::new(placed(random, inner)) },
        17 => NodeKind::First { words: 1 + random.below(9) as u32, of: Box::new(in_text(random, inner)) },
        _ => return placed(random, depth + 1),
    };
    weighted(random, kind)
}

fn weighted(random: &mut Random, kind: NodeKind) -> Node {
    let boost = [1.0, 1.0, 1.0, 1.0, 2.0][random.below(5)];
    Node { kind, span: SPAN, boost }
}

fn pick<T: Clone>(random: &mut Random, of: &[T]) -> T {
    of[random.below(of.len())].clone()
}

fn several(random: &mut Random, depth: usize, one: fn(&mut Random, usize) -> Node) -> Vec<Node> {
    (0..2 + random.below(2)).map(|_| one(random, depth)).collect()
}

/// A clause with places, in one part of the article or in the text and the body of it.
fn placed(random: &mut Random, depth: usize) -> Node {
    let scope = pick(
        random,
        &[Scope::Text, Scope::Text, Scope::Text, Scope::Title, Scope::Lead, Scope::Body, Scope::Byline],
    );
    words(random, depth, &[scope])
}

/// The same where the first words of the body are asked for.
fn in_text(random: &mut Random, depth: usize) -> Node {
    let scope = pick(random, &[Scope::Text, Scope::Text, Scope::Lead, Scope::Body]);
    words(random, depth, &[scope])
}

fn words(random: &mut Random, depth: usize, scopes: &[Scope]) -> Node {
    let mixed = [Scope::Text, Scope::Body];
    let scopes = if scopes == [Scope::Text] && random.below(8) == 0 { &mixed } else { scopes };
    let scope = pick(random, scopes);
    let kind = match random.below(if depth == 0 { 6 } else { 12 }) {
        0..4 => NodeKind::Word(scope, word(random, scope)),
        4 | 5 => phrase(random, scope),
        6 | 7 => {
            let nodes = (0..2 + random.below(2)).map(|_| words(random, depth - 1, scopes)).collect();
            return NodeKind::or(nodes, SPAN).expect("clauses");
        }
        _ => {
            let steps = pick(random, &[1, 1, 2, 3, 5, 9, 1_000]);
            let proximity = pick(
                random,
                &[
                    Proximity::Near(steps),
                    Proximity::Near(steps),
                    Proximity::Before(steps),
                    Proximity::NotNear(steps),
                    Proximity::Sentence,
                    Proximity::Paragraph,
                ],
            );
            let operands = (0..2 + random.below(2)).map(|_| words(random, depth - 1, scopes)).collect();
            NodeKind::Near(Near { proximity, operands })
        }
    };
    weighted(random, kind)
}

fn typed(random: &mut Random, scope: Scope) -> &'static str {
    if scope == Scope::Byline {
        let words: Vec<&str> = BYLINES.iter().flat_map(|byline| byline.split(' ')).collect();
        return pick(random, &words);
    }
    let (_, words) = VOCABULARY[random.below(VOCABULARY.len())];
    // The first words of each language are asked for more often, so that clauses meet.
    let at = random.below(words.len()).min(random.below(words.len()));
    words[at]
}

const WILDCARDS: &[&str] =
    &["flo*", "w?r", "*ing", "hous*", "*er", "Kri*g", "él*", "مك*", "d?e", "d?n't", "ma?c*", "北京"];
const MISSPELT: &[(&str, u8)] = &[
    ("floood", 1),
    ("wraning", 2),
    ("hause", 1),
    ("hause", 2),
    ("Elisee", 1),
    ("die", 1),
    ("die", 2),
    ("kreig", 1),
];
const EXPRESSIONS: &[&str] =
    &["flood(s|ed)?", "[hm]a.*", "élysée", "w.r", "m[ay]+", "h(ä|o)us.*", "(die|dying)", "1.*"];

fn word(random: &mut Random, scope: Scope) -> Word {
    let case = if random.below(4) == 0 {
        pick(random, &[Case::Capital, Case::AllCapital, Case::NoCapital])
    } else {
        Case::Any
    };
    let (text, kind) = match random.below(10) {
        0..5 => (typed(random, scope), WordKind::Plain),
        5 | 6 => (typed(random, scope), WordKind::Exact),
        7 => (pick(random, &WILDCARDS[..WILDCARDS.len() - 2]), WordKind::Wildcard),
        8 => {
            let (text, distance) = pick(random, MISSPELT);
            (text, WordKind::Fuzzy { distance })
        }
        _ => (pick(random, EXPRESSIONS), WordKind::Regex),
    };
    Word { text: text.to_owned(), kind, case }
}

fn phrase(random: &mut Random, scope: Scope) -> NodeKind {
    let kind = pick(random, &[WordKind::Exact, WordKind::Exact, WordKind::Plain]);
    let slop = if random.below(3) == 0 { Some(pick(random, &[0, 1, 2, 4])) } else { None };
    let mut parts = Vec::new();
    for number in 0..2 + random.below(2) {
        if number > 0 && slop.is_none() && random.below(4) == 0 {
            parts.push(PhrasePart::Gap);
        }
        let word = if random.below(8) == 0 {
            Word {
                text: pick(random, &["flo*", "w?r", "*er"]).to_owned(),
                kind: WordKind::Wildcard,
                case: Case::Any,
            }
        } else {
            Word { text: typed(random, scope).to_owned(), kind, case: Case::Any }
        };
        parts.push(PhrasePart::Word(word));
    }
    NodeKind::Phrase(scope, Phrase { parts, slop })
}

fn value(random: &mut Random) -> NodeKind {
    let names: Vec<&str> = NAMES.iter().map(|(_, name)| *name).collect();
    let (field, values): (ValueField, &[&str]) = match random.below(12) {
        0 | 1 => (ValueField::Source, SOURCES),
        2 => (ValueField::Section, SECTIONS),
        3 => (ValueField::Site, &["bbc.co.uk", "news.bbc.co.uk", "www.bbc.co.uk", "example.org", "co.uk"]),
        4 => (ValueField::Lang, &["en", "de", "fr", "zh"]),
        5 => (ValueField::Tag, TAGS),
        6 => (ValueField::Page, &["1", "A1"]),
        7 if random.below(2) == 0 => (ValueField::Type, GENRES),
        7 => (ValueField::Edition, &["late", "early"]),
        8 => (ValueField::Person, &names),
        9 => (ValueField::Org, &names),
        10 => (ValueField::Place, &names),
        _ => (ValueField::Entity, &names),
    };
    let whole = pick(random, values);
    let (text, form) = match random.below(4) {
        0 => (
            pick(random, &["*world*", "g?zette", "*o*", "late*", "*.uk", "a*", "new*"]).to_owned(),
            ValueForm::Wildcard,
        ),
        1 if !whole.contains(' ') || field.is_entity() => {
            (whole.split(' ').next_back().unwrap_or(whole).to_uppercase(), ValueForm::Word)
        }
        2 => (whole.to_owned(), ValueForm::Surface),
        _ => (whole.to_lowercase(), ValueForm::Whole),
    };
    NodeKind::Value(ValueFilter { field, text, form })
}

fn date(random: &mut Random) -> NodeKind {
    let year = 2014 + random.below(8) as i32;
    let first = Day::from_ymd(year, 1 + random.below(12) as u32, 1 + random.below(28) as u32).expect("a day");
    let last = first.plus(pick(random, &[0, 0, 6, 30, 300, 2_000]));
    let range = match random.below(6) {
        // Open ends that never contradict each other.
        0 => DayRange::from(first.plus(-1_000)),
        1 => DayRange::to(last.plus(2_500)),
        _ => DayRange::new(Some(first), Some(last)).expect("a range"),
    };
    let field = pick(
        random,
        &[
            DateField::Published,
            DateField::Published,
            DateField::Published,
            DateField::Updated,
            DateField::Crawled,
            DateField::Edition,
        ],
    );
    let matching = match field {
        DateField::Published => pick(random, &[DateMatch::Overlapping, DateMatch::Inside]),
        _ => DateMatch::Overlapping,
    };
    NodeKind::Date(DateFilter { field, range, matching, written: String::new() })
}

fn number(random: &mut Random) -> NodeKind {
    let first = random.below(30) as u64;
    let last = first + random.below(30) as u64;
    let (first, last) = pick(random, &[(Some(first), None), (None, Some(last)), (Some(first), Some(last))]);
    NodeKind::Number(NumberFilter { field: NumberField::Words, first, last })
}

fn presence(random: &mut Random) -> NodeKind {
    let overlapping = DateBound::Overlapping;
    let field = pick(
        random,
        &[
            Field::Text(Scope::Title),
            Field::Text(Scope::Lead),
            Field::Text(Scope::Body),
            Field::Text(Scope::Byline),
            Field::Article(ArticleKey::Url),
            Field::Date(DateField::Published, overlapping),
            Field::Date(DateField::Updated, overlapping),
            Field::Date(DateField::Crawled, overlapping),
            Field::Number(NumberField::Words),
            Field::Value(ValueField::Source),
            Field::Value(ValueField::Lang),
            Field::Value(ValueField::Tag),
            Field::Value(ValueField::Entity),
        ],
    );
    NodeKind::Presence(pick(random, &[Presence::Has, Presence::Missing]), field)
}

fn rarity(random: &mut Random) -> NodeKind {
    match random.below(7) {
        0 => NodeKind::All,
        1 => NodeKind::Calendar(Calendar::Month(1 + random.below(12) as u32)),
        2 => NodeKind::Calendar(Calendar::Weekday(pick(random, &[Weekday::Mon, Weekday::Sat, Weekday::Sun]))),
        3 => NodeKind::Calendar(Calendar::Day {
            month: 1 + random.below(12) as u32,
            day: 1 + random.below(28) as u32,
        }),
        4 => NodeKind::DateOrigin(pick(random, Origin::ALL)),
        5 => NodeKind::DatePrecision(pick(random, Precision::ALL)),
        _ => {
            let (key, value) = match random.below(2) {
                0 => (ArticleKey::Id, Draft::id(&format!("o{}", random.below(60))).to_string()),
                _ => (ArticleKey::Url, pick(random, URLS).to_owned()),
            };
            NodeKind::Article(ArticleRef { key, value })
        }
    }
}
