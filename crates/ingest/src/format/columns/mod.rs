//! What the columns of tables and the keys of JSON records mean.
//!
//! A user's own assignment decides; where there is none, [`names`] knows what sources call things.

mod names;

use thiserror::Error;

/// A field of an article that a column can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// The source's own id.
    Id,
    /// Headline.
    Title,
    /// Standfirst.
    Lead,
    /// Text.
    Body,
    /// Picture caption.
    Caption,
    /// Author line.
    Byline,
    /// Publication.
    Source,
    /// Section.
    Section,
    /// Printed page.
    Page,
    /// Edition.
    Edition,
    /// Kind of article.
    Genre,
    /// Language.
    Lang,
    /// Address.
    Url,
    /// Keywords.
    Tags,
    /// Publication date.
    Published,
    /// Date of the last change.
    Updated,
    /// Date of the crawl.
    Crawled,
    /// Date printed on the edition.
    EditionDate,
    /// How sure the character recognition was.
    OcrConfidence,
    /// Persons named.
    Persons,
    /// Organisations named.
    Orgs,
    /// Places named.
    Places,
}

/// What a user calls each field in `--map`; the first name of a field is the one shown.
const FIELD_NAMES: &[(&str, Field)] = &[
    ("id", Field::Id),
    ("title", Field::Title),
    ("lead", Field::Lead),
    ("body", Field::Body),
    ("caption", Field::Caption),
    ("byline", Field::Byline),
    ("author", Field::Byline),
    ("source", Field::Source),
    ("section", Field::Section),
    ("page", Field::Page),
    ("edition", Field::Edition),
    ("genre", Field::Genre),
    ("type", Field::Genre),
    ("lang", Field::Lang),
    ("url", Field::Url),
    ("tags", Field::Tags),
    ("published", Field::Published),
    ("date", Field::Published),
    ("updated", Field::Updated),
    ("crawled", Field::Crawled),
    ("edition-date", Field::EditionDate),
    ("ocr-confidence", Field::OcrConfidence),
    ("persons", Field::Persons),
    ("person", Field::Persons),
    ("orgs", Field::Orgs),
    ("org", Field::Orgs),
    ("places", Field::Places),
    ("place", Field::Places),
];

impl Field {
    /// The name it has in `--map`.
    pub fn name(self) -> &'static str {
        let known = FIELD_NAMES.iter().find(|(_, field)| *field == self);
        known.map_or("", |(name, _)| name)
    }

    /// Whether several columns may fill the field together.
    pub(super) fn takes_several(self) -> bool {
        matches!(self, Field::Published | Field::Caption | Field::Persons | Field::Orgs | Field::Places)
    }
}

/// The user's own assignments of columns to fields, from `--map field=column`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap {
    pairs: Vec<(Field, String)>,
}

/// An assignment that cannot be read.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldMapError {
    /// No equals sign.
    #[error("--map: expected field=column, but found `{0}`")]
    NotAnAssignment(String),
    /// No field has this name.
    #[error("--map: expected one of {known}, but found `{found}`")]
    UnknownField {
        /// What stood there.
        found: String,
        /// The names of all fields.
        known: String,
    },
}

impl FieldMap {
    /// Reads assignments such as `title=Headline` or `body=payload.text`.
    pub fn parse(assignments: &[String]) -> Result<FieldMap, FieldMapError> {
        let mut pairs = Vec::new();
        for assignment in assignments {
            let (name, column) = assignment
                .split_once('=')
                .filter(|(_, column)| !column.trim().is_empty())
                .ok_or_else(|| FieldMapError::NotAnAssignment(assignment.clone()))?;
            let name = name.trim();
            let (_, field) =
                FIELD_NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).ok_or_else(|| {
                    FieldMapError::UnknownField { found: name.to_owned(), known: known_fields() }
                })?;
            pairs.push((*field, column.trim().to_owned()));
        }
        Ok(FieldMap { pairs })
    }

    /// The field that a column or key of this name lays claim to.
    ///
    /// An assignment of the user wins, and turns off guessing for its field. Columns are compared as
    /// [`names::simplified`] writes them.
    pub(super) fn claim(&self, column: &str) -> Option<Claim> {
        let simplified = names::simplified(column);
        for (rank, (field, assigned)) in self.pairs.iter().enumerate() {
            if assigned == column || (!simplified.is_empty() && names::simplified(assigned) == simplified) {
                return Some(Claim { field: *field, rank: rank as u16 });
            }
        }
        let claim = names::known(column, &simplified)?;
        let taken = self.pairs.iter().any(|(field, _)| *field == claim.field);
        (!taken).then_some(claim)
    }

    /// Whether the user assigned a column of this name.
    pub(super) fn assigns(&self, column: &str) -> bool {
        let simplified = names::simplified(column);
        self.pairs.iter().any(|(_, assigned)| assigned == column || names::simplified(assigned) == simplified)
    }
}

fn known_fields() -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut last = None;
    for (name, field) in FIELD_NAMES {
        if last != Some(field) {
            names.push(name);
        }
        last = Some(field);
    }
    names.join(", ")
}

/// What a column or key offers itself for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    /// The field.
    pub field: Field,
    /// Of several claims to one field, the lowest rank is the best.
    pub rank: u16,
}

/// The columns of a file in their order, each with the field it fills, if any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Name and meaning of each column.
    pub meanings: Vec<(String, Option<Field>)>,
}

impl Columns {
    /// Tells what columns of these names mean. Of several for one field the best known name wins, and
    /// of equals the first; the rest mean nothing, except where a field can take several.
    pub fn guess(names: &[&str], map: &FieldMap) -> Columns {
        let claims: Vec<Option<Claim>> = names.iter().map(|name| map.claim(name)).collect();
        let mut best: Vec<(usize, Claim)> = Vec::new();
        for (place, claim) in claims.iter().enumerate() {
            let Some(claim) = *claim else { continue };
            match best.iter_mut().find(|(_, known)| known.field == claim.field) {
                Some(known) if claim.rank < known.1.rank => *known = (place, claim),
                Some(_) => {}
                None => best.push((place, claim)),
            }
        }
        let meaning = |(place, name): (usize, &&str)| {
            let field = claims[place]
                .filter(|claim| claim.field.takes_several() || best.contains(&(place, *claim)))
                .map(|claim| claim.field);
            ((*name).to_owned(), field)
        };
        Columns { meanings: names.iter().enumerate().map(meaning).collect() }
    }

    /// How many columns are understood. Any table can have a column called `type`: it says nothing.
    pub(super) fn understood(&self) -> usize {
        self.meanings.iter().filter(|(_, field)| field.is_some_and(|field| field != Field::Genre)).count()
    }

    /// Whether some column fills the field.
    pub(super) fn fills(&self, field: Field) -> bool {
        self.meanings.iter().any(|(_, meaning)| *meaning == Some(field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `header` and the expected meanings are separated by commas; `-` is a column without meaning.
    #[track_caller]
    fn check(map: &[&str], header: &str, expect: &str) {
        let assignments: Vec<String> = map.iter().map(|&text| text.to_owned()).collect();
        let map = FieldMap::parse(&assignments).expect("a map");
        let names: Vec<&str> = header.split(',').collect();
        let found: Vec<String> = Columns::guess(&names, &map)
            .meanings
            .iter()
            .map(|(_, field)| field.map_or("-".to_owned(), |field| format!("{field:?}")))
            .collect();
        assert_eq!(found.join(","), expect);
    }

    #[track_caller]
    fn check_map_error(assignment: &str, expect: &str) {
        let error = FieldMap::parse(&[assignment.to_owned()]).expect_err("no map");
        assert_eq!(error.to_string(), expect);
    }

    #[test]
    fn headers_of_well_known_tables_are_understood() {
        check(
            &[],
            ",id,title,publication,author,date,year,month,url,content",
            "-,Id,Title,Source,Byline,Published,Published,-,Url,Body",
        );
        check(
            &[],
            "date,year,month,day,author,title,article,url,section,publication",
            "Published,Published,-,-,Byline,Title,Body,Url,Section,Source",
        );
        check(&[], "publish_date,headline_category,headline_text", "Published,Section,Title");
        check(
            &[],
            "Ref No.,Pub Date,Section ,HEADLINE,Body Text,URL,Tags",
            "Id,Published,Section,Title,Body,Url,Tags",
        );
        check(
            &[],
            "title,text,domain,date,description,url,image_url",
            "Title,Body,Source,Published,Lead,Url,-",
        );
    }

    #[test]
    fn other_languages_are_understood_where_they_are_plain() {
        check(&[], "Überschrift,Text,Datum,Zeitung", "Title,Body,Published,Source");
        check(&[], "标题,正文,发布日期,来源", "Title,Body,Published,Source");
        check(&[], "عنوان,متن خبر,تاریخ انتشار", "Title,Body,Published");
        check(&[], "titulo,fecha,título", "-,Published,Title");
    }

    #[test]
    fn the_best_known_name_wins_and_the_rest_mean_nothing() {
        check(&[], "domain,source", "-,Source");
        check(&[], "domain,title", "Source,Title");
        check(&[], "body_html,body_text", "-,Body");
        check(&[], "persons,per,date,created_at", "Persons,Persons,Published,Published");
    }

    #[test]
    fn kinds_of_articles_and_dates_of_editions_are_understood() {
        check(&[], "type,title,genre,Edition Date,ocr_confidence", "-,Title,Genre,EditionDate,OcrConfidence");
        check(
            &[],
            "type_of_material,document_type,fields.newspaperEditionDate,pub_date",
            "Genre,-,EditionDate,Published",
        );
    }

    #[test]
    fn paths_of_nested_records_are_understood() {
        check(
            &[],
            "headline.main,pub_date,lead_paragraph,snippet,web_url,news_desk,keywords.value",
            "Title,Published,Body,Lead,Url,Section,Tags",
        );
        check(
            &[],
            "webTitle,webPublicationDate,webUrl,sectionName,fields.bodyText,fields.trailText",
            "Title,Published,Url,Section,Body,Lead",
        );
        check(&[], "_source.title,_source.text,_index", "Title,Body,-");
    }

    #[test]
    fn an_assignment_wins_and_turns_off_guessing_for_its_field() {
        check(&["body=notes"], "title,text,Notes", "Title,-,Body");
        check(&["date=x", "body=missing"], "x,date,text", "Published,-,-");
    }

    #[test]
    fn an_assignment_that_cannot_be_read_says_why() {
        check_map_error("title", "--map: expected field=column, but found `title`");
        check_map_error("title=", "--map: expected field=column, but found `title=`");
        check_map_error(
            "headline=x",
            "--map: expected one of id, title, lead, body, caption, byline, source, section, page, \
             edition, genre, lang, url, tags, published, updated, crawled, edition-date, \
             ocr-confidence, persons, orgs, places, but found `headline`",
        );
    }
}
