use dateline_article::MentionKind;
use dateline_testkit::Draft;

use super::*;

fn article() -> Article {
    Draft::new("a", "50% off {here} & there", "A lead,\nwith \"quotes\".\n\nThe body.")
        .on("2017-04")
        .from("The Times")
        .by("Jane Roe and J. Doe")
        .tag("coast")
        .tag("=1+1")
        .url("https://example.org/a_b")
        .printed(Some("News"), Some("A3"), None)
        .names(MentionKind::Person, "Ann Lee")
        .article()
}

#[track_caller]
fn check(form: Form, columns: &[Column], article: &Article, expect: &str) {
    let mut written = Vec::new();
    let mut writer = writer(form, &mut written, columns, Cells::Guarded).expect("a writer");
    writer.article(article).expect("an article");
    writer.finish().expect("an end");
    drop(writer);
    let id = article.id.to_string();
    assert_eq!(String::from_utf8(written).expect("UTF-8").replace(&id, "ID"), expect);
}

#[test]
fn an_entry_of_bibtex_prints_as_the_article_was_written() {
    check(
        Form::Bibtex,
        &[],
        &article(),
        "@article{ID,\n  title = {{50\\% off \\{here\\} \\& there}},\n  author = {{Jane Roe and J. Doe}},\n  \
         journal = {The Times},\n  year = {2017},\n  month = apr,\n  pages = {A3},\n  url = {https://example.org/a_b},\n  \
         langid = {en},\n  keywords = {coast, =1+1}\n}\n\n",
    );
}

#[test]
fn a_reference_has_one_line_a_field() {
    check(
        Form::Ris,
        &[],
        &article(),
        "TY  - NEWS\r\nID  - ID\r\nTI  - 50% off {here} & there\r\nAU  - Jane Roe and J. Doe\r\nT2  - The Times\r\n\
         PY  - 2017\r\nDA  - 2017/04//\r\nSE  - News\r\nSP  - A3\r\nUR  - https://example.org/a_b\r\nLA  - en\r\n\
         KW  - coast\r\nKW  - =1+1\r\nAB  - A lead, with \"quotes\".\r\nER  - \r\n\r\n",
    );
}

#[test]
fn a_line_of_json_says_all_that_is_kept_in_words_of_people() {
    let article = Draft::new("a", "T", "Lead.").on("2017-04").article();
    let rest = format!(
        "\"format\":\"{}\",\"file\":\"{}\",\"member\":null,\"record\":{},\"byte\":{},\"content_hash\":\"{}\"}}\n",
        article.format,
        article.locator.file,
        article.locator.record,
        article.locator.byte,
        article.content_hash,
    );
    check(
        Form::Jsonl,
        &[],
        &article,
        &("{\"id\":\"ID\",\"own_id\":null,\"title\":\"T\",\"lead\":\"Lead.\",\"body\":\"\",\"captions\":[],\
           \"date\":\"2017-04-01/2017-04-30\",\"date_precision\":\"month\",\"date_origin\":\"metadata\",\
           \"date_confidence\":\"certain\",\"updated\":null,\"fetched\":null,\"edition_date\":null,\
           \"source\":null,\"byline\":null,\"section\":null,\"page\":null,\"edition\":null,\"type\":null,\"lang\":\"en\",\
           \"url\":null,\"tags\":[],\"mentions\":[],\"names\":[],\"recogniser\":null,\"ocr_confidence\":null,\"notes\":[],"
            .to_owned()
            + &rest),
    );
}

#[test]
fn an_item_of_csl_keeps_how_exact_its_date_is() {
    check(
        Form::CslJson,
        &[],
        &Draft::new("a", "T", "Lead.").on("2017-04").article(),
        "[\n{\"abstract\":\"Lead.\",\"id\":\"ID\",\"issued\":{\"date-parts\":[[2017,4]]},\"language\":\"en\",\"title\":\"T\",\
         \"type\":\"article-newspaper\"}\n]\n",
    );
    let parts = |date| {
        let article = Draft::new("a", "T", "L").on(date).article();
        csl_json_dates(&article)
    };
    assert_eq!([parts("2017"), parts("2017-03-02")], ["[[2017]]", "[[2017,3,2]]"]);
}

fn csl_json_dates(article: &Article) -> String {
    let mut written = Vec::new();
    let mut writer = writer(Form::CslJson, &mut written, &[], Cells::Raw).expect("a writer");
    writer.article(article).and_then(|()| writer.finish()).expect("an item");
    drop(writer);
    let items: serde_json::Value = serde_json::from_slice(&written).expect("JSON");
    items[0]["issued"]["date-parts"].to_string()
}

#[test]
fn a_table_has_the_columns_that_were_chosen() {
    check(
        Form::Csv,
        &[Column::Date, Column::DateLast, Column::Tags, Column::Lead, Column::Section],
        &article(),
        "date,date_last,tags,lead,section\r\n2017-04-01,2017-04-30,coast; =1+1,\"A lead,\nwith \"\"quotes\"\".\",News\r\n",
    );
}

#[test]
fn a_line_of_json_has_the_columns_that_were_chosen() {
    let columns = [Column::Title, Column::Persons, Column::OwnId];
    let expect = "{\"own_id\":null,\"persons\":[\"Ann Lee\"],\"title\":\"50% off {here} & there\"}\n";
    check(Form::Jsonl, &columns, &article(), expect);
}

#[test]
fn columns_of_names_hold_those_of_the_source_and_those_recognised() {
    let article = Draft::new("a", "T", "Ann Lee met Bo Chan in Calais.")
        .names(MentionKind::Person, "Ann Lee")
        .recognised(MentionKind::Person, "Ann Lee", &["Ann Lee"])
        .recognised(MentionKind::Person, "Bo Chan", &["Bo Chan"])
        .recognised(MentionKind::Place, "Calais", &["Calais"])
        .article();
    let columns = [Column::Persons, Column::Orgs, Column::Places];
    check(Form::Csv, &columns, &article, "persons,orgs,places\r\nAnn Lee; Bo Chan,,Calais\r\n");
}

#[test]
fn every_column_has_a_name_of_its_own() {
    let mut names = Column::ALL.map(Column::name).to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Column::ALL.len());
}
