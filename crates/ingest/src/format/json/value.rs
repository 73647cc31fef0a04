//! The value of a stream of JSON that is being read, and the line it stands on.

use crate::format::FieldMap;
use crate::format::columns::Field;

/// Keys under which services and exports keep their list of records.
const LIST_KEYS: &[&str] = &[
    "articles",
    "docs",
    "documents",
    "results",
    "result",
    "data",
    "items",
    "hits",
    "news",
    "stories",
    "records",
    "entries",
    "posts",
    "rows",
    "response",
];
/// Lists of records lie at most this deep, as in `{"response": {"docs": [...]}}`.
const LIST_DEPTH: u64 = 2;
/// No known key is longer.
const KEY_BYTES: usize = 64;
/// A wider indent is not remembered.
const INDENT_BYTES: usize = 64;

/// What is known of the value that is being read.
#[derive(Default)]
pub(super) struct Value {
    pub kind: Kind,
    /// How many brackets and braces are open.
    pub depth: u64,
    pub quotes: Quotes,
    /// Where it starts in the file.
    pub start: u64,
    /// Its bytes so far; none when it is too long or not wanted.
    pub bytes: Vec<u8>,
    /// The indent of its first line, if nothing else stands before it there.
    pub indent: Option<Vec<u8>>,
    /// Whether its first line holds more than its brace.
    pub compact: bool,
    /// The last string, as far as a key could be that long.
    pub last_string: Vec<u8>,
    /// The key before the present value.
    pub key: Vec<u8>,
    /// Whether a key of the object itself names a text.
    pub has_text: bool,
    /// Whether a bracket was just opened that may start a list of records.
    pub may_list: bool,
}

/// What stands around a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    /// An array of records.
    List,
    /// Nothing.
    File,
}

/// What a value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// An object: a record, or something around records.
    #[default]
    Object,
    /// An object longer than the limit.
    TooLong,
    /// The rest of an object after a list of records in it.
    Around,
    /// Anything else.
    Other,
}

/// Where the next byte stands with regard to strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Quotes {
    #[default]
    Outside,
    Inside,
    /// Behind a backslash.
    Escaped,
}

/// The blanks at the start of the present line.
#[derive(Default)]
pub(super) struct LineStart {
    pub blanks: Vec<u8>,
    /// Something else stood on the line.
    pub over: bool,
}

impl LineStart {
    /// Takes the next byte. Gives whether only blanks stood before it.
    pub fn step(&mut self, byte: u8) -> bool {
        let first = !self.over;
        match byte {
            b'\n' => {
                self.blanks.clear();
                self.over = false;
            }
            b' ' | b'\t' if first && self.blanks.len() < INDENT_BYTES => self.blanks.push(byte),
            _ => self.over = true,
        }
        first
    }
}

impl Value {
    /// Keeps the next bytes, as far as the value is wanted and not too long.
    pub fn keep(&mut self, bytes: &[u8], limit: usize) {
        match self.kind {
            Kind::Around | Kind::TooLong => {}
            Kind::Other => {
                let room = limit.saturating_sub(self.bytes.len());
                self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
            }
            Kind::Object if self.bytes.len() + bytes.len() > limit => {
                self.kind = Kind::TooLong;
                self.bytes = Vec::new();
            }
            Kind::Object => self.bytes.extend_from_slice(bytes),
        }
    }

    /// Remembers the inside of a string that may be a key.
    pub fn remember(&mut self, bytes: &[u8]) {
        if self.depth <= LIST_DEPTH && self.last_string.len() <= KEY_BYTES {
            let room = KEY_BYTES + 1 - self.last_string.len();
            self.last_string.extend_from_slice(&bytes[..bytes.len().min(room)]);
        }
    }

    /// The last string was a key.
    pub fn take_key(&mut self) {
        if self.depth > LIST_DEPTH {
            return;
        }
        std::mem::swap(&mut self.key, &mut self.last_string);
        if self.has_text {
            return;
        }
        if let Ok(key) = std::str::from_utf8(&self.key)
            && self.key.len() <= KEY_BYTES
            && !LIST_KEYS.contains(&key)
        {
            let field = FieldMap::default().claim(key).map(|claim| claim.field);
            // A feed has a title of its own; only what lies deeper is certainly an article's.
            self.has_text = field == Some(Field::Body) || field == Some(Field::Title) && self.depth > 1;
        }
    }

    /// Whether an array under the present key holds records.
    pub fn key_names_list(&self) -> bool {
        let listed = LIST_KEYS.iter().any(|key| key.as_bytes() == self.key);
        listed && self.depth <= LIST_DEPTH && !self.has_text
    }

    /// Goes on in a value that is no object.
    pub fn step_other(&mut self, byte: u8, place: Around) {
        match (self.quotes, byte) {
            (Quotes::Escaped, _) => self.quotes = Quotes::Inside,
            (Quotes::Inside, b'\\') => self.quotes = Quotes::Escaped,
            (Quotes::Inside, b'"') => self.quotes = Quotes::Outside,
            // Outside a list this is no JSON, and a quote in it needs no second one.
            (Quotes::Outside, b'"') if place == Around::List => self.quotes = Quotes::Inside,
            (Quotes::Outside, b'[' | b'{') => self.depth += 1,
            (Quotes::Outside, b']' | b'}') => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    /// Whether a brace that is the first on its line must start a new record, because the present one
    /// began on such a line and the brace cannot belong to it.
    pub fn is_over_at(&self, line: &LineStart, place: Around) -> bool {
        let is_object = matches!(self.kind, Kind::Object | Kind::TooLong);
        if !is_object || self.indent.as_ref() != Some(&line.blanks) {
            return false;
        }
        match self.quotes {
            // No string holds a line end.
            Quotes::Inside | Quotes::Escaped => true,
            Quotes::Outside => place == Around::List && (self.compact || !line.blanks.is_empty()),
        }
    }
}
