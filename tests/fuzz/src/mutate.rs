//! Inputs: pieces of the language in any order, and inputs that did something, changed a little.

use dateline_testkit::Random;

/// What queries are made of, and what people type by mistake.
const PIECES: &[&str] = &[
    "flood",
    "floods",
    "May",
    "the",
    "of",
    "a",
    "x*",
    "fl*",
    "wom?n",
    "*",
    "?",
    "=may",
    "storm~",
    "storm~2",
    "~3",
    "/ab?/",
    "/[a-z]+/",
    "/(/",
    "/fl.*/",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "„",
    "(",
    ")",
    "((",
    "))",
    " ",
    " ",
    " ",
    " ",
    "-",
    "!",
    "|",
    " AND ",
    " OR ",
    " NOT ",
    " NEAR/5 ",
    " PRE/3 ",
    " w/2 ",
    " /S ",
    " /P ",
    " NOT NEAR/2 ",
    " NEAR/ ",
    " not ",
    "title:",
    "lead:",
    "body:",
    "byline:",
    "author:",
    "autor:",
    "date:",
    "2024",
    "..",
    "2024-03",
    "2024-03-11",
    "03/04/2024",
    "2023-02-29",
    "last-30d",
    "last-99999999999d",
    "today",
    "191X",
    "1910s",
    ">=",
    "<",
    ">",
    "from:",
    "to:",
    "before:",
    "after:",
    "on:04-13",
    "on:02-30",
    "month:12",
    "weekday:sun",
    "date.certain:",
    "date.from:url",
    "date.precision:year",
    "source:",
    "site:bbc.co.uk",
    "lang:en",
    "person:",
    "entity:=",
    "words:",
    ">800",
    "18446744073709551615",
    "99999999999999999999",
    "[",
    "]",
    " TO ",
    "{",
    "}",
    "caps(",
    "allcaps(",
    "atleast3(",
    "atleast0(",
    "first9(",
    "first1000(",
    "repeat2:",
    "near5:",
    "^2",
    "^",
    "^1e38",
    "^0",
    "~4",
    "~",
    "=",
    ":",
    "'",
    "’",
    "url:",
    "http://x.org/a?b",
    "has:byline",
    "missing:date",
    "洪水",
    "北京大学",
    "中",
    "é",
    "É",
    "ß",
    "\u{301}",
    "ـ",
    "علي",
    "\u{200d}",
    "\u{feff}",
    "\u{0}",
    "\n",
    "\t",
    "\u{1b}[",
    "🦊",
    ",",
    ";",
    "&",
    "+",
    "#",
    "\\",
    "/",
    ".",
    "U.S.",
    "don't",
    "anti-war",
    "O'Brien",
    "id:",
    "like:",
    "cluster:",
    "dups:>1",
    "type:x",
    "updated:2024",
    "\"a b\"",
    "\"{c d}\"",
    "\"a * b\"",
    "\"a b c\"~4",
    "4 March 1923",
    "\"Mar 1923\"",
    "İ",
    "ﬁ",
    "ǆ",
    "0001-01-01",
    "9999-12-31",
    "10000",
    "-0001",
    "yesterday",
    "this-month",
    "last-year",
];

/// Inputs that are kept to be changed further.
const KEPT: usize = 2_000;

/// Makes inputs from a seed.
pub struct Mutator {
    random: Random,
    kept: Vec<String>,
}

impl Mutator {
    pub fn new(seed: u64) -> Mutator {
        Mutator { random: Random::new(seed), kept: vec!["flood".to_owned()] }
    }

    /// The next input.
    pub fn next(&mut self) -> String {
        if self.random.below(3) == 0 {
            return self.soup();
        }
        let at = self.random.below(self.kept.len());
        let mut input = self.kept[at].clone();
        for _ in 0..=self.random.below(4) {
            self.change(&mut input);
        }
        input
    }

    /// Keeps an input that got far.
    pub fn keep(&mut self, input: String) {
        if input.len() > 6_000 {
            return;
        }
        if self.kept.len() < KEPT {
            self.kept.push(input);
        } else {
            let at = self.random.below(KEPT);
            self.kept[at] = input;
        }
    }

    fn soup(&mut self) -> String {
        (0..=self.random.below(16)).map(|_| self.piece()).collect()
    }

    fn piece(&mut self) -> &'static str {
        PIECES[self.random.below(PIECES.len())]
    }

    /// Somewhere between two characters.
    fn place(&mut self, input: &str) -> usize {
        let mut at = self.random.below(input.len() + 1);
        while !input.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn change(&mut self, input: &mut String) {
        let (one, two) = (self.place(input), self.place(input));
        let range = one.min(two)..one.max(two);
        match self.random.below(8) {
            0..3 => {
                let piece = self.piece();
                input.insert_str(one, piece);
            }
            3 => input.replace_range(range, ""),
            4 => {
                let part = input[range].to_owned();
                input.insert_str(self.place(&input.clone()), &part);
            }
            5 => {
                let letter = char::from_u32(self.random.below(0x11_0000) as u32).unwrap_or('x');
                input.insert(one, letter);
            }
            6 => {
                let other = self.kept[self.random.below(self.kept.len())].clone();
                let from = self.place(&other);
                input.insert_str(one, &other[from..]);
            }
            _ => {
                // Deep and long.
                let (piece, times) = (self.piece(), 1 + self.random.below(300));
                input.insert_str(one, &piece.repeat(times));
            }
        }
    }
}
