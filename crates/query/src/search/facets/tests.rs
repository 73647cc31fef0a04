use dateline_article::MentionKind;
use dateline_testkit::{Draft, TestArchive};

use super::*;
use crate::Reader;
use crate::search::matches::Distinct;
use crate::search::testing::tree_of;

fn archive() -> TestArchive {
    let archive = TestArchive::of([
        Draft::new("a", "Storm", "A storm.")
            .on("2019-05-02")
            .from("Gazette")
            .tag("EU")
            .tag("eu")
            .tag("Coast"),
        Draft::new("b", "Storm", "Storms.")
            .on("2019-05")
            .from("GAZETTE")
            .names(MentionKind::Person, "Ann Lee"),
        Draft::new("c", "Calm", "No wind.").from("Gazette").by("Jane Roe"),
    ]);
    archive.add(vec![
        Draft::new("d", "Storm", "A storm again.").from("Gazette").by("JANE ROE").tag("EU").article(),
        Draft::new("e", "Storm", "A storm of letters.").by("Jane Roe").article(),
        Draft::new("f", "Storm", "Deleted.").from("Courier").article(),
    ]);
    archive.delete(&[Draft::id("f")]);
    archive
}

#[track_caller]
fn check(query: &str, field: FacetField, expect: &str) {
    let archive = archive();
    let reader = Reader::open(archive.archive()).expect("an archive");
    let matches = reader.matches(&tree_of(query), Distinct::No).expect("an answer");
    let facets = matches.facets(&[field], None).expect("counts");
    let [facet] = facets.facets.as_slice() else { panic!("one field was asked for") };
    let count = |count: FacetCount| {
        format!("{}/{}", count.articles, count.archive.map_or("?".to_owned(), |archive| archive.to_string()))
    };
    let mut shown: Vec<String> =
        facet.rows.iter().map(|row| format!("{} {}", row.value, count(row.count))).collect();
    shown.push(format!("none {} of {}/{}", count(facet.without), facets.total, facets.archive));
    assert_eq!(shown.join(", "), expect);
    assert_eq!(facet.values, facet.rows.len() as u64);
}

#[test]
fn one_value_in_several_spellings_is_one_row_shown_as_most_articles_write_it() {
    check("storm", FacetField::Source, "Gazette 3/4, none 1/1 of 4/5");
}

#[test]
fn an_article_with_two_spellings_of_a_keyword_counts_once() {
    check("storm", FacetField::Tag, "EU 2/2, Coast 1/1, none 2/3 of 4/5");
}

#[test]
fn names_are_counted_with_the_articles_that_have_none() {
    check("storm", FacetField::Person, "Ann Lee 1/1, none 3/4 of 4/5");
    check("storm", FacetField::Place, "none 4/5 of 4/5");
}

#[test]
fn undated_articles_have_no_origin_of_a_date() {
    check("storm", FacetField::DateOrigin, "metadata 2/2, none 2/3 of 4/5");
    check("*", FacetField::DatePrecision, "day 1/1, month 1/1, none 3/3 of 5/5");
}

#[test]
fn author_lines_are_counted_without_their_share_of_the_archive() {
    check("storm", FacetField::Byline, "JANE ROE 2/?, none 2/2 of 4/5");
}

#[test]
fn a_query_without_matches_has_no_values() {
    check("zebra", FacetField::Source, "none 0/1 of 0/5");
}

#[test]
fn values_asked_one_by_one_have_the_articles_of_all_asked_at_once() {
    let mut drafts: Vec<Draft> = (0..300)
        .map(|number| {
            let name = format!("Person {}", number % 60);
            Draft::new(&format!("a{number}"), "Storm", "A storm.")
                .names(MentionKind::Person, &name)
                .names(MentionKind::Person, &format!("Lone {number}"))
        })
        .collect();
    let archive = TestArchive::of(drafts.split_off(150));
    archive.add(drafts.into_iter().map(Draft::article).collect());
    archive.delete(&(0..50).map(|number| Draft::id(&format!("a{number}"))).collect::<Vec<_>>());
    let reader = Reader::open(archive.archive()).expect("an archive");
    let matches = reader.matches(&tree_of("storm"), Distinct::No).expect("an answer");
    let facet = matches.facets(&[FacetField::Person], None).expect("counts").facets.remove(0);
    assert_eq!(facet.values, 250 + 60);
    for row in &facet.rows {
        let value = dateline_schema::caseless(&row.value);
        let one = reader.living_with(IndexedValue::Person, &value).expect("a count");
        assert_eq!((row.count.archive, row.count.articles), (Some(one), one), "{}", row.value);
    }
    let unknown = reader.living_with_each(IndexedValue::Person, &["zoe", "person 7", "ann"]).expect("counts");
    assert_eq!(unknown, [0, 4, 0]);
}
