//! Whether an article matches a query, by the definition of every operator: no index, nothing clever.

use std::rc::Rc;

use chrono::Datelike;
use dateline_article::{Article, MentionKind, PubDate};
use dateline_query::ast::{
    ArticleRef, Calendar, DateFilter, DateMatch, NumberFilter, PhrasePart, Scope, ValueFilter, ValueForm,
    Word,
};
use dateline_query::{ArticleKey, DateField, Field, Node, NodeKind, NumberField, Presence, ValueField};
use dateline_schema::caseless;
use dateline_schema::words::{Stemmers, for_each_word};

use super::places::{Forms, most_apart, places};
use super::text::{Spellings, Stretch, Words};
use super::word::{Told, parts, value_fits_glob};

/// A corpus, read.
pub struct Oracle {
    articles: Vec<(Article, Words)>,
    spellings: Spellings,
    stemmers: Stemmers,
    forms: Forms,
}

impl Oracle {
    pub fn of(articles: &[Article]) -> Oracle {
        let mut spellings = Spellings::default();
        let articles = articles.iter().map(|article| (article.clone(), spellings.words(article))).collect();
        Oracle { articles, spellings, stemmers: Stemmers::default(), forms: Forms::new() }
    }

    /// The articles that match, in the order of the corpus.
    pub fn matches(&mut self, tree: &Node) -> Vec<&Article> {
        self.learn(tree);
        let fits = |(article, words): &&(Article, Words)| matches(tree, article, words, &self.forms);
        self.articles.iter().filter(fits).map(|(article, _)| article).collect()
    }

    /// Tells for every word of a query which spellings it stands for.
    fn learn(&mut self, tree: &Node) {
        let mut words: Vec<Word> = Vec::new();
        tree.visit(&mut |node| match &node.kind {
            NodeKind::Word(_, word) => words.push(word.clone()),
            NodeKind::Phrase(_, phrase) => words.extend(phrase.parts.iter().filter_map(|part| match part {
                PhrasePart::Word(word) => Some(word.clone()),
                PhrasePart::Gap => None,
            })),
            _ => {}
        });
        for word in words {
            for told in [Told::ByArticle, Told::ByPlaces] {
                let key = (word.clone(), told);
                if !self.forms.contains_key(&key) {
                    let parts = parts(&word, told, &self.spellings.all, &mut self.stemmers);
                    self.forms.insert(key, Rc::new(parts));
                }
            }
        }
    }
}

fn matches(node: &Node, article: &Article, words: &Words, forms: &Forms) -> bool {
    match &node.kind {
        NodeKind::All => true,
        NodeKind::And(nodes) => nodes.iter().all(|node| matches(node, article, words, forms)),
        NodeKind::Or(nodes) => nodes.iter().any(|node| matches(node, article, words, forms)),
        NodeKind::Not(node) => !matches(node, article, words, forms),
        NodeKind::Word(Scope::Text, word) if forms[&(word.clone(), Told::ByArticle)].len() == 1 => {
            let fits = &forms[&(word.clone(), Told::ByArticle)][0];
            let in_text = words.stretches.iter().filter(|(stretch, _)| *stretch != Stretch::Byline);
            in_text.flat_map(|(_, tokens)| tokens).any(|token| fits[token.spelling])
        }
        NodeKind::Word(..) | NodeKind::Phrase(..) | NodeKind::Near(_) => {
            !places(node, words, forms).is_empty()
        }
        NodeKind::AtLeast { times, of } => most_apart(&places(of, words, forms)) >= *times as usize,
        NodeKind::First { words: limit, of } => places(of, words, forms)
            .iter()
            .any(|place| place.stretch == Stretch::Text && place.last < *limit as usize),
        NodeKind::Value(filter) => has_value(filter, article),
        NodeKind::Number(NumberFilter { field, first, last }) => {
            assert_eq!(*field, NumberField::Words, "copies are not counted here");
            let number = words.text as u64;
            first.is_none_or(|first| first <= number) && last.is_none_or(|last| number <= last)
        }
        NodeKind::Date(filter) => date_of(article, filter.field).is_some_and(|date| has_days(filter, date)),
        NodeKind::Calendar(calendar) => article.dates.published.is_some_and(|date| recurs(*calendar, date)),
        NodeKind::DateOrigin(origin) => article.dates.published.is_some_and(|date| date.origin == *origin),
        NodeKind::DatePrecision(precision) => {
            article.dates.published.is_some_and(|date| date.precision() == *precision)
        }
        NodeKind::Presence(Presence::Has, field) => is_present(*field, article, words),
        NodeKind::Presence(Presence::Missing, field) => !is_present(*field, article, words),
        NodeKind::Article(ArticleRef { key: ArticleKey::Id, value }) => article.id.to_string() == *value,
        NodeKind::Article(ArticleRef { key: ArticleKey::Url, value }) => article.url.as_ref() == Some(value),
        NodeKind::Article(other) => panic!("not told by the article alone: {other:?}"),
    }
}

fn date_of(article: &Article, field: DateField) -> Option<PubDate> {
    match field {
        DateField::Published => article.dates.published,
        DateField::Updated => article.dates.updated,
        DateField::Crawled => article.dates.crawled,
        DateField::Edition => article.dates.edition,
        DateField::Indexed => panic!("not told by the article alone: {field:?}"),
    }
}

fn has_days(filter: &DateFilter, date: PubDate) -> bool {
    match filter.matching {
        DateMatch::Overlapping => {
            filter.range.first().is_none_or(|first| first <= date.span.last())
                && filter.range.last().is_none_or(|last| date.span.first() <= last)
        }
        DateMatch::Inside => {
            filter.range.first().is_none_or(|first| first <= date.span.first())
                && filter.range.last().is_none_or(|last| date.span.last() <= last)
        }
    }
}

/// A vague date is known to lie on a day of the calendar only when all of it does.
fn recurs(calendar: Calendar, date: PubDate) -> bool {
    let (first, last) = (date.span.first(), date.span.last());
    match calendar {
        Calendar::Month(month) => {
            (first.year(), first.month(), last.year(), last.month())
                == (last.year(), month, first.year(), month)
        }
        Calendar::Day { month, day } => {
            first == last && (first.month(), first.day_of_month()) == (month, day)
        }
        Calendar::Weekday(weekday) => first == last && first.to_naive().weekday() == weekday,
    }
}

fn values(field: ValueField, article: &Article) -> Vec<String> {
    let one = |value: &Option<String>| value.iter().cloned().collect();
    let names = |kinds: &[MentionKind]| {
        let mentions = article.mentions.iter().filter(|mention| kinds.contains(&mention.kind));
        mentions.map(|mention| mention.name.clone()).collect()
    };
    match field {
        ValueField::Source => one(&article.source),
        ValueField::Section => one(&article.section),
        ValueField::Site => article.url.as_deref().and_then(site).into_iter().collect(),
        ValueField::Lang => article.lang.iter().map(|lang| lang.code().to_owned()).collect(),
        ValueField::Tag => article.tags.clone(),
        ValueField::Page => one(&article.page),
        ValueField::Edition => one(&article.edition),
        ValueField::Person => names(&[MentionKind::Person]),
        ValueField::Org => names(&[MentionKind::Org]),
        ValueField::Place => names(&[MentionKind::Place]),
        ValueField::Entity => names(&MentionKind::ALL),
        ValueField::Type => one(&article.genre),
    }
}

fn site(url: &str) -> Option<String> {
    let host = url.split("://").nth(1)?.split('/').next()?.to_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

fn has_value(filter: &ValueFilter, article: &Article) -> bool {
    let wanted = caseless(&filter.text);
    values(filter.field, article).iter().any(|value| {
        let value = caseless(value);
        match (filter.form, filter.field) {
            (ValueForm::Wildcard, _) => value_fits_glob(&wanted, &value),
            (_, ValueField::Site) => {
                let wanted = wanted.strip_prefix("www.").unwrap_or(&wanted);
                value == wanted || value.ends_with(&format!(".{wanted}"))
            }
            (ValueForm::Word, field) if field.is_entity() => {
                let (wanted, name) = (words_of(&wanted), words_of(&value));
                name.windows(wanted.len()).any(|run| run == wanted)
            }
            _ => value == wanted,
        }
    })
}

fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_word(text, |word| words.push(word.folded.to_owned()));
    words
}

fn is_present(field: Field, article: &Article, words: &Words) -> bool {
    match field {
        Field::Text(Scope::Title | Scope::Text) | Field::Article(ArticleKey::Id) => true,
        Field::Text(Scope::Lead) => !article.lead.is_empty(),
        Field::Text(Scope::Body) => !article.lead.is_empty() || !article.body.is_empty(),
        Field::Text(Scope::Byline) => article.byline.is_some(),
        Field::Article(ArticleKey::Url) => article.url.is_some(),
        Field::Date(date, _) => date_of(article, date).is_some(),
        Field::Number(NumberField::Words) => words.text > 0,
        Field::Value(value) => !values(value, article).is_empty(),
        other => panic!("not told by the article alone: {other:?}"),
    }
}
