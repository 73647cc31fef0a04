//! The same articles have the same copies, however they came into the archive; and damage to what is known
//! of copies stays there.

use dateline_article::Article;
use dateline_schema::CopiesFile;
use dateline_testkit::{Draft, Random, TestArchive};

use crate::program::Desk;

const STORIES: usize = 60;
/// Texts of one form agree in many bands: more than are compared with each other.
const FORMS: usize = 150;

/// Stories with planted copies, and reports of one form, with copies of some of them.
fn articles() -> Vec<Article> {
    let mut random = Random::new(20_261_123);
    let mut drafts = Vec::new();
    let mut draft = |name: String, text: &str| drafts.push(Draft::new(&name, &name, text).article());
    for story in 0..STORIES {
        let words = |random: &mut Random, count: usize| {
            let word = |random: &mut Random| {
                format!("w{}x", ["a", "e", "i", "o"][random.below(4)].repeat(1 + random.below(9)))
            };
            let each = |_| word(random);
            (0..count).map(each).collect::<Vec<_>>().join(" ")
        };
        // Few vowels make few words: each story begins with words of its own.
        let letters = |number: usize| {
            char::from(b'a' + (number / 26) as u8).to_string()
                + &char::from(b'a' + (number % 26) as u8).to_string()
        };
        let own: Vec<String> = (0..120)
            .map(|number| format!("{}{}", letters(story), letters(random.below(400) + number % 2)))
            .collect();
        let text = format!("{} {}", own.join(" "), words(&mut random, 40));
        draft(format!("story-{story}"), &text);
        for copy in 0..story % 4 {
            let copied = match copy {
                0 => format!("a wire service reports {text}"),
                1 => own[..100].join(" "),
                _ => text.replace('o', "u"),
            };
            draft(format!("story-{story}-copy-{copy}"), &copied);
        }
    }
    for form in 0..FORMS {
        let text = |from: usize| {
            format!(
                "Net income for the quarter was {form}31 million against {form}28 million in the year before it. \
                 Revenues rose to {form}412 million from {form}377 million, and the board declared a dividend of \
                 {form}44 cents to shareholders of record on day {from}{form}."
            )
        };
        draft(format!("form-{form}"), &text(7));
        if form % 10 == 0 {
            draft(format!("form-{form}-copy"), &format!("Correction. {}", text(7)));
        }
    }
    drafts
}

fn copies(archive: &TestArchive) -> CopiesFile {
    let payload = archive.archive().payload().expect("a commit").copies;
    assert!(payload.is_current());
    let file = CopiesFile::path(archive.dir(), payload.clusters);
    CopiesFile::read(&file).expect("the clusters")
}

fn shuffled(mut articles: Vec<Article>, seed: u64) -> Vec<Article> {
    let mut random = Random::new(seed);
    for last in (1..articles.len()).rev() {
        articles.swap(last, random.below(last + 1));
    }
    articles
}

/// An archive of these articles, indexed in so many runs.
fn archive(articles: &[Article], runs: usize) -> TestArchive {
    let mut parts = articles.chunks(articles.len().div_ceil(runs));
    let archive = TestArchive::of_articles(parts.next().expect("articles").to_vec());
    parts.for_each(|part| archive.add(part.to_vec()));
    archive
}

#[test]
fn the_same_articles_have_the_same_copies_in_whatever_order_and_runs_they_came() {
    let articles = articles();
    let expect = copies(&archive(&articles, 1));
    let with_copies = STORIES / 4 * 3 + FORMS / 10;
    assert_eq!(expect.clusters.len(), with_copies, "the planted copies");
    for (seed, runs) in [(1, 1), (2, 5), (3, 9)] {
        let found = copies(&archive(&shuffled(articles.clone(), seed), runs));
        assert_eq!(found, expect, "order {seed}, {runs} runs");
    }
}

#[test]
fn after_deletes_copies_are_those_of_an_archive_that_never_held_the_deleted() {
    let (dead, living): (Vec<_>, Vec<_>) =
        articles().into_iter().enumerate().partition(|(number, _)| number % 5 == 2);
    let [dead, living] =
        [dead, living].map(|part| part.into_iter().map(|(_, article)| article).collect::<Vec<_>>());
    let expect = copies(&archive(&living, 1));
    let all = shuffled([dead.clone(), living].concat(), 7);
    let archive = archive(&all, 4);
    let ids: Vec<_> = dead.iter().map(|article| article.id).collect();
    archive.delete(&ids[..20]);
    archive.delete(&ids[20..]);
    assert_eq!(copies(&archive).clusters, expect.clusters);
    // Those who come back find their copies again.
    archive.add(dead);
    assert_eq!(copies(&archive).clusters, copies(&self::archive(&all, 1)).clusters);
}

/// Indexes two copies and one other article, changes the one file that begins so, and says what was written
/// by the check, by a search, and by the check after a further run.
#[track_caller]
fn check(prefix: &str, change: impl Fn(&std::path::Path), expect: &str, expect_note: &str) {
    let desk = Desk::new();
    let text = "The council of the harbour voted for the new bridge over the river, which will open in 2024. \
                Fishermen had asked for a ferry instead, and the mayor called the vote a victory for everyone.";
    for (name, text) in [("a", text), ("b", &text[..170]), ("c", "Teachers walked out over pay.")] {
        desk.write(&format!("news/{name}.txt"), format!("Headline {name}\n\n{text}\n"));
    }
    assert_eq!(desk.run(&["index", "news", "--quiet"]).code, 0);
    let hits = desk.json(&["search", "bridge"])["hits"].clone();
    assert_eq!(hits.as_array().expect("hits").len(), 2);
    assert!(hits.as_array().expect("hits").iter().all(|hit| hit["copies"] == 1), "{hits}");
    let dir = desk.path("data/main");
    let names = std::fs::read_dir(&dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    let file = names
        .into_iter()
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix)))
        .expect("the file");
    change(&file);
    let damaged = desk.run(&["check"]);
    assert_eq!(damaged.code, 1, "{damaged:?}");
    let line = damaged.stdout.lines().next().unwrap_or_default();
    let name = |text: &str| text.rsplit('/').next().unwrap_or_default().to_owned();
    assert_eq!(name(line), expect);
    let answer = desk.json(&["search", "bridge"]);
    assert_eq!(answer["total"], 2);
    assert_eq!(name(answer["notes"][0].as_str().unwrap_or_default()), expect_note);
    assert_eq!(desk.run(&["index", "news", "--quiet"]).code, 0);
    assert_eq!(desk.run(&["check"]).code, 0);
    assert_eq!(desk.json(&["search", "dups:1"])["total"], 2);
}

#[test]
fn damaged_clusters_are_named_break_no_other_search_and_are_made_again() {
    let damage = |file: &std::path::Path| {
        let mut bytes = std::fs::read(file).expect("read");
        bytes[20] ^= 1;
        std::fs::write(file, bytes).expect("changed");
    };
    let expect = "copies-1: expected clusters of copies, but found a checksum that does not fit";
    check("copies-", damage, expect, expect);
}

#[test]
fn damaged_sketches_are_named_and_made_again() {
    let damage = |file: &std::path::Path| {
        let bytes = std::fs::read(file).expect("read");
        std::fs::write(file, &bytes[1..]).expect("cut");
    };
    let expect = "sketches-0: expected the sketches of the last commit, but found 134 bytes of 135";
    check("sketches-", damage, expect, "");
}
