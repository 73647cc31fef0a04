//! What a recogniser is.

use std::ops::Range;

use dateline_article::{Lang, Mention, MentionKind};

/// The texts of an article in which names are looked for.
#[derive(Clone, Copy, Debug)]
pub struct ArticleText<'a> {
    /// The headline.
    pub title: &'a str,
    /// Everything else, paragraphs parted by blank lines.
    pub text: &'a str,
    /// The language, when it is known; an unknown one is taken for English by the built-in recogniser.
    pub lang: Option<Lang>,
    /// The names that the source itself gave.
    pub given: &'a [Mention],
}

/// Where in an article a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// In the headline.
    Title,
    /// In the text.
    Text,
}

/// A name where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// What it stands for.
    pub kind: MentionKind,
    /// The name in full, as the article gives it somewhere: `Jeff Sessions` where `Mr Sessions` stands.
    pub name: String,
    /// The part of the article.
    pub part: Part,
    /// The bytes of the part, without titles and possessives.
    pub span: Range<usize>,
}

/// Why no names could be found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecognizerError {
    /// The model of the program is not one that it can read.
    #[error("the built-in model of names is not one this program can read")]
    Model,
    /// Another program could not be started.
    #[error("`{command}`: could not be started ({reason})")]
    Start {
        /// The program and its arguments.
        command: String,
        /// What the system says.
        reason: String,
    },
    /// Another program ended before it answered.
    #[error("`{command}`: ended while it was asked for names ({said})")]
    Ended {
        /// The program and its arguments.
        command: String,
        /// How it ended, and its last words.
        said: String,
    },
    /// Another program did not answer in time.
    #[error("`{command}`: no answer in {seconds} seconds; the program was stopped")]
    Silent {
        /// The program and its arguments.
        command: String,
        /// How long was waited.
        seconds: f32,
    },
    /// Another program answered something else than names.
    #[error("`{command}`: {reason}")]
    Answer {
        /// The program and its arguments.
        command: String,
        /// What was expected and found.
        reason: String,
    },
}

/// Finds names in articles; one is shared by all threads.
pub trait Recognizer: Send + Sync {
    /// Finds the names of an article: those of the headline first, each part in the order of its text.
    ///
    /// # Errors
    ///
    /// When the recogniser itself does not work; an article without names is no error.
    fn recognize(&self, article: &ArticleText<'_>) -> Result<Vec<Tagged>, RecognizerError>;

    /// Tells results of this recogniser from those of any other; archives keep it to know what is stale.
    fn version(&self) -> String;
}

/// Finds no names.
pub struct Nothing;

impl Recognizer for Nothing {
    fn recognize(&self, _: &ArticleText<'_>) -> Result<Vec<Tagged>, RecognizerError> {
        Ok(Vec::new())
    }

    fn version(&self) -> String {
        "none".to_owned()
    }
}
