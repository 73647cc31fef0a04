//! Queries out of the articles of an archive, from a seed: their words, phrases, names, dates and values, so that
//! most of them find something.

use std::ops::Range;

use dateline_article::{Article, Day, MentionKind};
use dateline_schema::words::for_each_word;
use tantivy::DocAddress;

use crate::ast::{
    Calendar, Case, DateFilter, DateMatch, Near, NumberFilter, Phrase, PhrasePart, Proximity, Scope,
    ValueFilter, ValueForm, Word, WordKind,
};
use crate::search::error::SearchError;
use crate::search::reader::Reader;
use crate::{DateBound, DateField, DayRange, Field, Node, NodeKind, NumberField, Presence, Span, ValueField};

/// So many articles are tried for a query: some have no words.
const TRIES: usize = 100;

impl Reader {
    /// Queries of every kind that find articles of this archive; the same seed draws the same ones. There are fewer
    /// when hardly any article has words.
    pub fn drawn_queries(&self, count: usize, seed: u64) -> Result<Vec<Node>, SearchError> {
        let mut draw = Draw { reader: self, random: Random(seed) };
        let mut queries = Vec::new();
        for _ in 0..count {
            queries.extend(draw.query()?);
        }
        Ok(queries)
    }
}

struct Draw<'r> {
    reader: &'r Reader,
    random: Random,
}

impl Draw<'_> {
    fn query(&mut self) -> Result<Option<Node>, SearchError> {
        let Some(one) = self.clause()? else { return Ok(None) };
        if self.random.below(5) < 2 {
            return Ok(Some(one));
        }
        let Some(other) = self.clause()? else { return Ok(Some(one)) };
        let joined = match self.random.below(5) {
            0 => NodeKind::and(vec![one, node(NodeKind::Not(Box::new(other)))], SPAN),
            1 => NodeKind::and(vec![one, other], SPAN),
            2 => match self.clause()? {
                Some(last) => {
                    let either = NodeKind::or(vec![one, other], SPAN);
                    NodeKind::and(either.into_iter().chain([last]).collect(), SPAN)
                }
                None => NodeKind::or(vec![one, other], SPAN),
            },
            _ => NodeKind::or(vec![one, other], SPAN),
        };
        Ok(joined)
    }

    /// One or two clauses that an article fits.
    fn clause(&mut self) -> Result<Option<Node>, SearchError> {
        let Some((article, words)) = self.article()? else { return Ok(None) };
        let of = Material { article: &article, words: &words };
        let one = of.leaf(&mut self.random);
        if self.random.below(2) == 0 {
            return Ok(Some(one));
        }
        let beside = of.leaf(&mut self.random);
        Ok(NodeKind::and(vec![one, beside], SPAN))
    }

    /// An article, and the words of its headline or of one of its paragraphs.
    fn article(&mut self) -> Result<Option<(Article, Vec<String>)>, SearchError> {
        let segments = self.reader.searcher.segment_readers();
        let docs: usize = segments.iter().map(|segment| segment.max_doc() as usize).sum();
        for _ in 0..TRIES {
            if docs == 0 {
                break;
            }
            let mut at = self.random.below(docs);
            let mut number = 0;
            while at >= segments[number].max_doc() as usize {
                at -= segments[number].max_doc() as usize;
                number += 1;
            }
            if segments[number].alive_bitset().is_some_and(|alive| !alive.is_alive(at as u32)) {
                continue;
            }
            let article = self.reader.article_at(DocAddress::new(number as u32, at as u32))?;
            let texts: Vec<&str> =
                std::iter::once(article.title.as_str()).chain(article.paragraphs()).collect();
            let words = words_of(texts[self.random.below(texts.len())]);
            if !words.is_empty() {
                return Ok(Some((article, words)));
            }
        }
        Ok(None)
    }
}

/// What clauses are made of.
struct Material<'a> {
    article: &'a Article,
    /// In order, as written; of scripts without blanks, runs of letters.
    words: &'a [String],
}

impl Material<'_> {
    /// A clause that the article fits.
    fn leaf(&self, random: &mut Random) -> Node {
        let kind = match random.below(20) {
            0..4 => None,
            4 | 5 => self.phrase(random),
            6 | 7 => self.near(random),
            8 => self.wildcard(random),
            9 => self.in_a_field(random),
            10 | 11 => self.days(random),
            12 | 13 => self.name(random),
            14 | 15 => self.value(random),
            16 => Some(presence(random)),
            17 => Some(self.length(random)),
            18 => Some(self.often_or_early(random)),
            _ => Some(self.written(random)),
        };
        node(kind.unwrap_or_else(|| NodeKind::Word(Scope::Text, self.word(random, WordKind::Plain))))
    }

    fn word(&self, random: &mut Random, kind: WordKind) -> Word {
        Word { text: self.words[random.below(self.words.len())].clone(), kind, case: Case::Any }
    }

    fn phrase(&self, random: &mut Random) -> Option<NodeKind> {
        let count = 2 + random.below(3);
        let start = random.below(self.words.len().checked_sub(count)? + 1);
        let kind = if random.below(4) == 0 { WordKind::Plain } else { WordKind::Exact };
        let part = |text: &String| PhrasePart::Word(Word { text: text.clone(), kind, case: Case::Any });
        let mut parts: Vec<PhrasePart> = self.words[start..start + count].iter().map(part).collect();
        let slop = if random.below(5) == 0 { Some(random.below(4) as u32) } else { None };
        if slop.is_none() && parts.len() > 2 && random.below(3) == 0 {
            parts[1] = PhrasePart::Gap;
        }
        Some(NodeKind::Phrase(Scope::Text, Phrase { parts, slop }))
    }

    fn near(&self, random: &mut Random) -> Option<NodeKind> {
        let second = 1 + random.below(self.words.len().checked_sub(1).filter(|&last| last > 0)?);
        let first = random.below(second);
        let steps = (second - first + random.below(5)) as u32;
        let proximity = match random.below(6) {
            0 | 1 => Proximity::Near(steps),
            2 => Proximity::Before(steps),
            3 => Proximity::NotNear(steps),
            4 => Proximity::Sentence,
            _ => Proximity::Paragraph,
        };
        let operand = |at: usize| {
            let word = Word { text: self.words[at].clone(), kind: WordKind::Plain, case: Case::Any };
            node(NodeKind::Word(Scope::Text, word))
        };
        let name = if random.below(4) == 0 { self.name(random) } else { None };
        let operands = vec![name.map_or_else(|| operand(first), node), operand(second)];
        Some(NodeKind::Near(Near { proximity, operands }))
    }

    fn wildcard(&self, random: &mut Random) -> Option<NodeKind> {
        let word = self.word(random, WordKind::Wildcard);
        let letters: Vec<char> = word.text.chars().collect();
        if letters.len() < 4 || !is_one_word(&word.text) {
            return None;
        }
        let pattern: String = match random.below(3) {
            0 => letters[..letters.len() - 1].iter().chain(&['*']).collect(),
            1 => std::iter::once(&'*').chain(&letters[1..]).collect(),
            _ => letters[..2].iter().chain(&['?']).chain(&letters[3..]).collect(),
        };
        Some(NodeKind::Word(Scope::Text, Word { text: pattern, ..word }))
    }

    /// A word of the headline, the lead, the body or the author line.
    fn in_a_field(&self, random: &mut Random) -> Option<NodeKind> {
        let article = self.article;
        let (scope, text) = match random.below(4) {
            0 => (Scope::Title, article.title.as_str()),
            1 => (Scope::Lead, article.lead.as_str()),
            2 => (Scope::Body, article.body.as_str()),
            _ => (Scope::Byline, article.byline.as_deref()?),
        };
        let words = words_of(text);
        let text = words.get(random.below(words.len().max(1)))?.clone();
        Some(NodeKind::Word(scope, Word { text, kind: WordKind::Plain, case: Case::Any }))
    }

    fn days(&self, random: &mut Random) -> Option<NodeKind> {
        let dates = &self.article.dates;
        let (field, date) = match random.below(6) {
            0 => (DateField::Updated, dates.updated?),
            1 => (DateField::Crawled, dates.crawled?),
            _ => (DateField::Published, dates.published?),
        };
        if random.below(6) == 0 {
            let day = date.span.first();
            return Some(NodeKind::Calendar(match random.below(3) {
                0 => Calendar::Day { month: day.month(), day: day.day_of_month() },
                1 => Calendar::Month(day.month()),
                _ => Calendar::Weekday(day.weekday()),
            }));
        }
        let days = [0, 0, 7, 31, 400, 4_000];
        let mut around = || days[random.below(days.len())];
        let (first, last) = (date.span.first().plus(-around()), date.span.last().plus(around()));
        let range = match random.below(4) {
            0 => DayRange::from(first),
            1 => DayRange::to(last),
            _ => DayRange::new(Some(first), Some(last)).filter(|_| is_written(first, last))?,
        };
        let is_inside = field == DateField::Published && random.below(4) == 0;
        let matching = if is_inside { DateMatch::Inside } else { DateMatch::Overlapping };
        Some(NodeKind::Date(DateFilter { field, range, matching, written: range.to_string() }))
    }

    fn name(&self, random: &mut Random) -> Option<NodeKind> {
        let kind = MentionKind::ALL[random.below(MentionKind::ALL.len())];
        let names = self.article.names(kind);
        let name = *names.get(random.below(names.len().max(1)))?;
        let field = match kind {
            _ if random.below(5) == 0 => ValueField::Entity,
            MentionKind::Person => ValueField::Person,
            MentionKind::Org => ValueField::Org,
            MentionKind::Place => ValueField::Place,
        };
        if random.below(3) == 0 {
            let words = words_of(name);
            let text = words.get(random.below(words.len().max(1)))?.clone();
            let is_plain = text.chars().all(char::is_alphanumeric);
            return is_plain.then_some(NodeKind::Value(ValueFilter { field, text, form: ValueForm::Word }));
        }
        whole(field, name)
    }

    fn value(&self, random: &mut Random) -> Option<NodeKind> {
        let article = self.article;
        let lang = article.lang.map(|lang| lang.to_string());
        let mut values: Vec<(ValueField, &str)> = [
            (ValueField::Source, &article.source),
            (ValueField::Section, &article.section),
            (ValueField::Page, &article.page),
            (ValueField::Edition, &article.edition),
            (ValueField::Type, &article.genre),
            (ValueField::Lang, &lang),
        ]
        .into_iter()
        .filter_map(|(field, value)| Some((field, value.as_deref()?)))
        .collect();
        values.extend(article.tags.iter().map(|tag| (ValueField::Tag, tag.as_str())));
        let &(field, value) = values.get(random.below(values.len().max(1)))?;
        whole(field, value)
    }

    /// About as long as the article, or longer, or shorter.
    fn length(&self, random: &mut Random) -> NodeKind {
        let words = (self.article.body.len() / 6) as u64;
        let (first, last) = match random.below(3) {
            0 => (Some(words), None),
            1 => (None, Some(words)),
            _ => (Some(words / 2), Some(words * 2)),
        };
        NodeKind::Number(NumberFilter { field: NumberField::Words, first, last })
    }

    fn often_or_early(&self, random: &mut Random) -> NodeKind {
        let of = Box::new(node(NodeKind::Word(Scope::Text, self.word(random, WordKind::Plain))));
        match random.below(2) {
            0 => NodeKind::AtLeast { times: 1 + random.below(3) as u32, of },
            _ => NodeKind::First { words: 10 + random.below(90) as u32, of },
        }
    }

    /// A word by how it is spelled: unstemmed, by letter case, or nearly.
    fn written(&self, random: &mut Random) -> NodeKind {
        let mut word = self.word(random, WordKind::Exact);
        let is_long = word.text.chars().count() > 4 && is_one_word(&word.text);
        match random.below(4) {
            0 => {}
            1 if is_long => word.kind = WordKind::Fuzzy { distance: 1 },
            2 => word.case = Case::NoCapital,
            _ => word.case = Case::Capital,
        }
        NodeKind::Word(Scope::Text, word)
    }
}

/// A whole value, if it can be typed between quotes as it stands.
fn whole(field: ValueField, value: &str) -> Option<NodeKind> {
    let value = value.trim();
    let is_quotable = !value.is_empty()
        && !value.contains(|letter: char| letter.is_control() || "\"\\*?“”„«»".contains(letter));
    let filter = ValueFilter { field, text: value.to_owned(), form: ValueForm::Whole };
    is_quotable.then_some(NodeKind::Value(filter))
}

/// Whether both days have a year of four digits: others cannot be typed.
fn is_written(first: Day, last: Day) -> bool {
    let is_typed = |day: Day| (1_000..=9_999).contains(&day.year());
    is_typed(first) && is_typed(last)
}

fn presence(random: &mut Random) -> NodeKind {
    let fields = [
        Field::Date(DateField::Published, DateBound::Overlapping),
        Field::Date(DateField::Published, DateBound::Overlapping),
        Field::Text(Scope::Byline),
        Field::Text(Scope::Title),
        Field::Value(ValueField::Source),
        Field::Value(ValueField::Section),
    ];
    let presence = if random.below(3) == 0 { Presence::Has } else { Presence::Missing };
    NodeKind::Presence(presence, fields[random.below(fields.len())])
}

/// The words of a text as written; letters that belong to several words, as in Chinese, are one run of a few.
fn words_of(text: &str) -> Vec<String> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for_each_word(text, |word| match places.last_mut() {
        Some(last) if word.start < last.end && last.len() < MOST_RUN_BYTES => last.end = word.end,
        Some(last) if word.start < last.end => {}
        _ => places.push(word.start..word.end),
    });
    places.into_iter().map(|place| text[place].to_owned()).collect()
}

/// Whether a text is a single word of letters: only such a one can be a pattern.
fn is_one_word(text: &str) -> bool {
    let mut words = 0;
    for_each_word(text, |word| words += if word.is_pair { 2 } else { 1 });
    words == 1 && text.chars().all(char::is_alphabetic)
}

/// About four Chinese letters.
const MOST_RUN_BYTES: usize = 12;

const SPAN: Span = Span { start: 0, end: 0 };

fn node(kind: NodeKind) -> Node {
    Node::new(kind, SPAN)
}

/// splitmix64: <https://prng.di.unimi.it/splitmix64.c>
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use dateline_testkit::{Draft, TestArchive, generated};

    use super::*;
    use crate::print;
    use crate::search::testing::tree_of;

    #[test]
    fn a_seed_draws_queries_that_a_person_could_type() {
        let mut drafts = generated(3, 40);
        let archive = TestArchive::of(drafts.split_off(20));
        let title = "Flut in Köln: U.S. hilft, 北京消息报道";
        drafts.push(
            Draft::new("names", title, "Don't say \"OR\", say AND.").names(MentionKind::Person, "Ann Lee"),
        );
        archive.add(drafts.into_iter().map(Draft::article).collect());
        let reader = Reader::open(archive.archive()).expect("an archive");
        let drawn = reader.drawn_queries(500, 7).expect("queries");
        assert_eq!((drawn.len(), &drawn), (500, &reader.drawn_queries(500, 7).expect("queries")));
        assert_ne!(drawn[..5], reader.drawn_queries(5, 8).expect("queries"));
        for tree in drawn {
            reader.count(&tree).expect("a query that the archive can answer");
            let printed = print(&tree);
            assert_eq!(tree_of(&printed).without_spans(), tree.without_spans(), "{printed}");
        }
    }

    #[test]
    fn an_archive_without_words_has_no_queries() {
        let archive = TestArchive::of([]);
        let reader = Reader::open(archive.archive()).expect("an archive");
        assert_eq!(reader.drawn_queries(3, 1).expect("queries"), []);
    }
}
