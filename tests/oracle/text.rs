//! An article as words, by the rules that define what a word is.

use std::collections::HashMap;

use dateline_article::{Article, Lang};
use dateline_schema::words::for_each_word;

/// A word as an article writes it. The same for every place at which it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spelling {
    /// As printed.
    pub surface: String,
    /// Lower case, accents kept.
    pub lower: String,
    /// Lower case, accents folded.
    pub folded: String,
    /// A pair of letters of a script without blanks.
    pub is_pair: bool,
    /// The language of the article.
    pub lang: Option<Lang>,
}

/// A word at its place.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Number of its [`Spelling`].
    pub spelling: usize,
    pub sentence: usize,
    pub paragraph: usize,
}

/// A run of text with distances in it. None reaches from one stretch into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stretch {
    /// Lead and body.
    Text,
    Title,
    Byline,
    Caption(usize),
}

/// The words of an article.
pub struct Words {
    pub stretches: Vec<(Stretch, Vec<Token>)>,
    /// So many words of the text are the lead.
    pub lead: usize,
    /// Words of lead and body.
    pub text: usize,
}

/// All spellings of a corpus, numbered.
#[derive(Default)]
pub struct Spellings {
    pub all: Vec<Spelling>,
    numbers: HashMap<Spelling, usize>,
}

impl Spellings {
    pub fn words(&mut self, article: &Article) -> Words {
        let mut text = self.tokens(&article.lead, article.lang);
        let lead = text.len();
        let (sentences, paragraphs) = text.last().map_or((0, 0), |last| (last.sentence, last.paragraph));
        // A sentence and a paragraph begin where the body does.
        text.extend(self.tokens(&article.body, article.lang).into_iter().map(|token| Token {
            sentence: token.sentence + sentences,
            paragraph: token.paragraph + paragraphs,
            ..token
        }));
        let count = text.len();
        let mut stretches =
            vec![(Stretch::Text, text), (Stretch::Title, self.tokens(&article.title, article.lang))];
        if let Some(byline) = &article.byline {
            stretches.push((Stretch::Byline, self.tokens(byline, article.lang)));
        }
        for (number, caption) in article.captions.iter().enumerate() {
            stretches.push((Stretch::Caption(number), self.tokens(caption, article.lang)));
        }
        Words { stretches, lead, text: count }
    }

    fn tokens(&mut self, text: &str, lang: Option<Lang>) -> Vec<Token> {
        let mut tokens = Vec::new();
        let (mut sentence, mut paragraph) = (0, 0);
        for_each_word(text, |word| {
            sentence += usize::from(word.starts_sentence);
            paragraph += usize::from(word.starts_paragraph);
            let spelling = Spelling {
                surface: text[word.start..word.end].to_owned(),
                lower: word.lower.to_owned(),
                folded: word.folded.to_owned(),
                is_pair: word.is_pair,
                lang,
            };
            let next = self.all.len();
            let number = *self.numbers.entry(spelling.clone()).or_insert(next);
            if number == next {
                self.all.push(spelling);
            }
            tokens.push(Token { spelling: number, sentence, paragraph });
        });
        tokens
    }
}
