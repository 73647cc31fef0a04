//! A text with the names in it: what corpora are read into, whatever their format.

use std::ops::Range;

use dateline_entities::training::label::Class;

/// A text and its names.
#[derive(Clone, Debug, Default)]
pub struct Passage {
    /// The text, as a newspaper would print it.
    pub text: String,
    /// The names in their order, none within another: class and bytes.
    pub names: Vec<(Class, Range<usize>)>,
}

/// Puts tokens of a corpus back together.
#[derive(Default)]
pub struct Builder {
    passage: Passage,
    open: Option<(Class, usize)>,
    /// The number of straight double quotes so far, to tell opening from closing ones.
    quotes: usize,
    glue: bool,
}

impl Builder {
    /// Adds a token: what it is part of, and whether it is the first token of that.
    pub fn push(&mut self, word: &str, class: Option<Class>, begins: bool) {
        let is_closing_quote = word == "\"" && self.quotes % 2 == 1;
        let space = !self.passage.text.is_empty() && !self.glue && !sticks_left(word) && !is_closing_quote;
        // The `s` of a possessive that stands apart from its apostrophe; `O’` of a name.
        let is_tail = ["’", "'"].iter().any(|sign| self.passage.text.ends_with(sign))
            && (matches!(word, "s" | "t" | "re" | "ll" | "ve" | "d" | "m")
                || ["O’", "O'"].iter().any(|name| self.passage.text.ends_with(name)));
        let is_initial =
            |word: &str| word.len() == 2 && word.ends_with('.') && word.as_bytes()[0].is_ascii_uppercase();
        let is_acronym = is_initial(word) && self.passage.text.ends_with("U.");
        let space = space && !self.passage.text.ends_with('\n') && !is_tail && !is_acronym;
        if begins || class != self.open.map(|(class, _)| class) {
            self.close();
        }
        if space {
            self.passage.text.push(' ');
        }
        if let (Some(class), None) = (class, self.open) {
            self.open = Some((class, self.passage.text.len()));
        }
        self.passage.text.push_str(word);
        self.glue = sticks_right(word) || word == "\"" && !is_closing_quote;
        self.quotes += usize::from(word == "\"");
    }

    /// Adds a hyphen between two words without spaces.
    pub fn hyphen(&mut self, class: Option<Class>, begins: bool) {
        self.glue = true;
        self.push("-", class, begins);
        self.glue = true;
    }

    /// Begins a new paragraph.
    pub fn paragraph(&mut self) {
        self.close();
        if !self.passage.text.is_empty() && !self.passage.text.ends_with('\n') {
            self.passage.text.push_str("\n\n");
        }
        (self.quotes, self.glue) = (0, false);
    }

    /// The passage.
    pub fn finish(mut self) -> Passage {
        self.close();
        self.passage
    }

    fn close(&mut self) {
        if let Some((class, start)) = self.open.take() {
            self.passage.names.push((class, start..self.passage.text.len()));
        }
    }
}

/// Whether a token stands at the word before it.
fn sticks_left(word: &str) -> bool {
    matches!(
        word,
        "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "”" | "’" | "..." | "…" | "n't" | "'"
    ) || word.len() > 1 && (word.starts_with('\'') || word.starts_with('’')) && word.len() < 6
}

/// Whether the word behind a token stands at it.
fn sticks_right(word: &str) -> bool {
    matches!(word, "(" | "[" | "$" | "£" | "€" | "“" | "‘" | "#" | "@")
}

impl Passage {
    /// The same passage with a capital at each word, or in capitals.
    pub fn in_style(&self, style: fn(char, bool) -> char) -> Passage {
        let mut text = String::with_capacity(self.text.len());
        let mut first = true;
        for letter in self.text.chars() {
            text.push(style(letter, first));
            first = !(letter.is_alphanumeric() || letter == '\'' || letter == '’');
        }
        Passage { text, names: self.names.clone() }
    }
}

/// A capital at each word, as in headlines.
pub fn title(letter: char, first: bool) -> char {
    if first { upper(letter, true) } else { letter }
}

/// Capitals only.
pub fn upper(letter: char, _: bool) -> char {
    let mut upper = letter.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) if only.len_utf8() == letter.len_utf8() => only,
        _ => letter,
    }
}

/// A span without an article before it and an `'s` behind it.
pub fn trimmed(text: &str, span: &Range<usize>) -> Range<usize> {
    let mut name = &text[span.clone()];
    let mut start = span.start;
    for article in ["the ", "The ", "THE ", "a ", "A ", "an ", "An ", "AN "] {
        if let Some(rest) = name.strip_prefix(article) {
            start += article.len();
            name = rest;
            break;
        }
    }
    for possessive in ["'s", "’s", "'S", "’S"] {
        if let Some(rest) = name.strip_suffix(possessive) {
            name = rest;
            break;
        }
    }
    start..start + name.len()
}
