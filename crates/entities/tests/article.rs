//! A whole article: who is named, and that the same names are found as one.

use std::collections::BTreeMap;

use dateline_article::{Lang, Mention, MentionKind};
use dateline_entities::{ArticleText, BuiltIn, Nothing, Part, Recognizer};

fn names(title: &str, text: &str) -> Vec<(String, String)> {
    let article = ArticleText { title, text, lang: Some(Lang::EN), given: &[] };
    let tagged = BuiltIn::new().expect("the model is read").recognize(&article).expect("it always works");
    tagged
        .into_iter()
        .map(|tagged| {
            let part = if tagged.part == Part::Title { title } else { text };
            (part[tagged.span].to_owned(), format!("{} {}", tagged.kind, tagged.name))
        })
        .collect()
}

#[track_caller]
fn check(title: &str, text: &str, expect: &[(&str, &str)]) {
    let found = names(title, text);
    let found: Vec<(&str, &str)> = found.iter().map(|(span, name)| (span.as_str(), name.as_str())).collect();
    assert_eq!(found, expect);
}

#[test]
fn a_surname_stands_for_the_full_name_of_the_article() {
    check(
        "Sessions Steps Aside",
        "Attorney General Jeff Sessions spoke with ambassador Sergey Kislyak. Mr Sessions told Congress \
         nothing about it, and Mr Kislyak left for Russia.",
        &[
            ("Sessions", "person Jeff Sessions"),
            ("Jeff Sessions", "person Jeff Sessions"),
            ("Sergey Kislyak", "person Sergey Kislyak"),
            ("Sessions", "person Jeff Sessions"),
            ("Congress", "org Congress"),
            ("Kislyak", "person Sergey Kislyak"),
            ("Russia", "place Russia"),
        ],
    );
}

#[test]
fn an_office_tells_whom_a_surname_means() {
    check(
        "",
        "Mr Trump's campaign was watched by the FBI. President Trump had confidence in him.",
        &[("Trump", "person Donald Trump"), ("FBI", "org FBI"), ("Trump", "person Donald Trump")],
    );
}

#[test]
fn an_acronym_stands_for_the_long_name_of_the_article() {
    check(
        "",
        "The World Health Organization (WHO) met in Geneva. The WHO has its seat in the U.S. no more.",
        &[
            ("World Health Organization", "org World Health Organization"),
            ("WHO", "org World Health Organization"),
            ("Geneva", "place Geneva"),
            ("WHO", "org World Health Organization"),
            ("U.S.", "place United States"),
        ],
    );
}

/// The names of the sample's article, with how often each is found.
#[test]
fn the_names_of_the_sample_article_are_found_and_typed() {
    let text = include_str!("../../../index-data/sample/seed-article.txt");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, name) in names("", text) {
        *counts.entry(name).or_default() += 1;
    }
    for (name, least) in [
        ("person Jeff Sessions", 4),
        ("person Sergey Kislyak", 2),
        ("person Hillary Clinton", 1),
        ("person Donald Trump", 4),
        ("org FBI", 1),
        ("org Congress", 1),
        ("place Russia", 2),
    ] {
        assert!(counts.get(name).is_some_and(|count| *count >= least), "{name}: {counts:?}");
    }
    assert_eq!(counts.get("person Sessions"), None, "{counts:?}");
}

#[test]
fn given_names_complete_those_of_the_text() {
    let given = [Mention { kind: MentionKind::Person, name: "Angela Merkel".to_owned() }];
    let text = "Mrs Merkel said nothing.";
    let article = ArticleText { title: "", text, lang: None, given: &given };
    let tagged = BuiltIn::new().expect("the model is read").recognize(&article).expect("it always works");
    assert_eq!(tagged.iter().map(|tagged| tagged.name.as_str()).collect::<Vec<_>>(), ["Angela Merkel"]);
}

#[test]
fn other_languages_are_left_untagged() {
    let german = "de".parse().ok();
    let article =
        ArticleText { title: "", text: "Angela Merkel sprach in Berlin.", lang: german, given: &[] };
    assert_eq!(BuiltIn::new().unwrap().recognize(&article).unwrap(), []);
    assert_eq!(Nothing.recognize(&article).unwrap(), []);
}
