//! Whatever the text: no panic, spans of whole characters in order, time in proportion to its length.

use dateline_entities::{ArticleText, BuiltIn, Part, Precomputed, Recognizer, Tagged};

/// Pieces that random texts are made of.
const PIECES: &[&str] = &[
    "Jeff",
    "Sessions",
    "Mr",
    "Mr.",
    "President",
    "U.S.",
    "FBI",
    "(",
    ")",
    "of",
    "the",
    "said",
    "Paris-based",
    "O’Brien",
    "d'Ivoire",
    "’s",
    "'s",
    "'",
    "’",
    "-",
    "--",
    " - ",
    ".",
    ".",
    "!",
    "?",
    ",",
    " ",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\u{feff}",
    "\u{a0}",
    "é",
    "É",
    "ß",
    "İ",
    "ǅ",
    "中文",
    "العربية",
    "\u{301}",
    "👩‍👩‍👧",
    "1,000.50",
    "http://A.example/B",
    "Me@Example.org",
    "AT&T",
    "&",
    "@",
    "#",
    "\"",
    "“",
    "”",
    "A.",
    "b.",
    "van",
    "Jr.",
    "_",
    "\u{0}",
    "\u{2028}",
    "Al-",
    "-Qaida",
    "US-China",
    "NEW YORK",
    "Storm Warning",
    "...",
    "…",
    "€",
    "\u{92}",
];

/// A random number generator (Steele and others, "Fast splittable pseudorandom number generators", 2014).
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) as usize
}

fn random_text(state: &mut u64, pieces: usize) -> String {
    (0..pieces).map(|_| PIECES[next(state) % PIECES.len()]).collect()
}

#[track_caller]
fn check(title: &str, text: &str) -> Vec<Tagged> {
    let article = ArticleText { title, text, lang: None, given: &[] };
    let tagged = BuiltIn::new().expect("the model is read").recognize(&article).expect("it always works");
    let mut last = (Part::Title, 0);
    for name in &tagged {
        let part = if name.part == Part::Title { title } else { text };
        let span = name.span.clone();
        assert!(part.get(span.clone()).is_some_and(|name| !name.is_empty()), "{title:?} {text:?} {name:?}");
        assert!((name.part, span.start) >= last, "{title:?} {text:?} {tagged:?}");
        assert!(!name.name.is_empty(), "{name:?}");
        last = (name.part, span.end);
    }
    tagged
}

#[test]
fn spans_are_whole_characters_in_order_whatever_the_text() {
    let mut state = 7;
    for round in 0..400 {
        let title = random_text(&mut state, round % 23);
        let text = random_text(&mut state, round);
        let once = check(&title, &text);
        assert_eq!(once, check(&title, &text));
        let given: Vec<_> = once
            .iter()
            .map(|tagged| dateline_article::Mention { kind: tagged.kind, name: tagged.name.clone() })
            .collect();
        let article = ArticleText { title: &title, text: &text, lang: None, given: &given };
        for tagged in Precomputed.recognize(&article).unwrap() {
            let part = if tagged.part == Part::Title { &title } else { &text };
            assert!(tagged.name.ends_with(&part[tagged.span]), "{article:?}");
        }
    }
}

/// Texts that make careless code take time or memory with the square of their length.
#[test]
fn long_texts_of_one_kind_are_read_in_linear_time() {
    const LENGTH: usize = 60_000;
    for piece in [
        "A",
        "A ",
        "a",
        " ",
        "A.",
        "A-",
        "-",
        "'",
        "Sessions ",
        "NEW YORK ",
        "Jeff Sessions said. ",
        "of ",
        "\n",
        "1",
        "1,",
        "Al-Qaida of the ",
        "http://",
        "(FBI) Federal Bureau of Investigation. ",
        "Mr ",
        "É",
        "中",
        "A&A",
    ] {
        check("", &piece.repeat(LENGTH / piece.len()));
    }
    let mut persons = String::new();
    for number in 0..2_000_u32 {
        let letters: String =
            number.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect();
        persons.push_str(&format!("John X{letters} met Mr X{letters} of the {} Y{letters} Agency. ", "QX"));
    }
    check(&persons[..20_000], &persons);
}
