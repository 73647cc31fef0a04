//! Structured data in JSON-LD: the object that describes the article.
//!
//! Vocabulary: <https://schema.org/Article>

use serde_json::Value;

/// So many objects of a page are looked at; no page describes its article behind more.
const MOST_OBJECTS: usize = 10_000;

/// The kinds of objects that are an article, the most particular first.
const KINDS: &[&str] = &[
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "BackgroundNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Article",
    "Report",
    "SocialMediaPosting",
    "ScholarlyArticle",
    "TechArticle",
    "SatiricalArticle",
    "AdvertiserContentArticle",
    "WebPage",
    "ItemPage",
    "VideoObject",
];

/// The article that the scripts of a page describe: of the most particular kind, the first.
pub(super) fn article(scripts: &[String]) -> Option<Value> {
    let mut best: Option<(usize, Value)> = None;
    for script in scripts {
        let Some(root) = parse(script) else { continue };
        let mut waiting = vec![&root];
        let mut seen = 0;
        while let Some(value) = waiting.pop() {
            seen += 1;
            if seen > MOST_OBJECTS {
                break;
            }
            match value {
                Value::Array(items) => waiting.extend(items.iter().rev()),
                Value::Object(fields) => {
                    let rank = fields.get("@type").and_then(rank);
                    if let Some(rank) = rank
                        && best.as_ref().is_none_or(|(most, _)| rank < *most)
                    {
                        best = Some((rank, value.clone()));
                    }
                    // Lists of other articles hang from other fields.
                    for name in ["mainEntity", "mainEntityOfPage", "@graph"] {
                        waiting.extend(fields.get(name));
                    }
                }
                _ => {}
            }
        }
    }
    best.map(|(_, article)| article)
}

/// Whether an object that [`article`] found is more than a page with a name.
pub(super) fn is_article(found: &Value) -> bool {
    found
        .get("@type")
        .and_then(rank)
        .is_some_and(|rank| KINDS[rank] != "WebPage" && KINDS[rank] != "ItemPage")
}

/// The texts of a value: itself, the names of objects, the elements of lists.
pub(super) fn texts(value: &Value) -> Vec<String> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        other => std::slice::from_ref(other),
    };
    let text_of = |item: &Value| match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => {
            let name = fields.get("name").or_else(|| fields.get("@value")).or_else(|| fields.get("@id"))?;
            match name {
                Value::String(text) => Some(text.clone()),
                Value::Array(names) => names.iter().find_map(Value::as_str).map(str::to_owned),
                _ => None,
            }
        }
        _ => None,
    };
    let unescaped = |text: String| htmlize::unescape(text).trim().to_owned();
    items.iter().filter_map(text_of).map(unescaped).filter(|text| !text.is_empty()).collect()
}

fn rank(kind: &Value) -> Option<usize> {
    let names = match kind {
        Value::Array(names) => names.as_slice(),
        name => std::slice::from_ref(name),
    };
    let rank_of = |name: &Value| {
        let name = name.as_str()?;
        let name = name.rsplit(['/', ':']).next()?;
        KINDS.iter().position(|kind| *kind == name)
    };
    names.iter().filter_map(rank_of).min()
}

/// Parses JSON as publishers write it: in comments, with line breaks inside strings, with commas too many.
fn parse(script: &str) -> Option<Value> {
    let text = script.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let text = text.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| serde_json::from_str(&repaired(text)).ok())
}

/// Escapes control characters inside strings and drops commas before closing brackets and backslashes
/// that escape nothing.
fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                in_string = !in_string;
                out.push('"');
            }
            '\\' if in_string => match letters.next() {
                Some(next @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    out.extend(['\\', next]);
                }
                Some(next) if !next.is_control() => out.push(next),
                _ => {}
            },
            _ if in_string && letter.is_control() => out.push(' '),
            '}' | ']' if !in_string => {
                let kept = out.trim_end();
                if kept.ends_with(',') {
                    out.truncate(kept.len() - 1);
                }
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The headline of the article that is found.
    #[track_caller]
    fn check(scripts: &[&str], expect: Option<&str>) {
        let scripts: Vec<String> = scripts.iter().map(|&script| script.to_owned()).collect();
        let found = article(&scripts);
        assert_eq!(found.as_ref().map(|article| article["headline"].as_str().unwrap_or("")), expect);
    }

    #[test]
    fn an_article_is_found_wherever_it_stands() {
        check(&[r#"{"@type":"NewsArticle","headline":"Strike"}"#], Some("Strike"));
        check(&[r#"[{"@type":"Person"},{"@type":["Article"],"headline":"Strike"}]"#], Some("Strike"));
        check(
            &[
                r#"{"@graph":[{"@type":"WebPage"},{"@type":"https://schema.org/Article","headline":"Strike"}]}"#,
            ],
            Some("Strike"),
        );
        check(
            &[r#"{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"Strike"}}"#],
            Some("Strike"),
        );
    }

    #[test]
    fn the_most_particular_kind_counts_and_of_equals_the_first() {
        check(
            &[
                r#"{"@type":"WebPage","headline":"Gazette"}"#,
                r#"{"@type":"NewsArticle","headline":"Strike"}"#,
                r#"{"@type":"NewsArticle","headline":"Weather"}"#,
            ],
            Some("Strike"),
        );
    }

    #[test]
    fn broken_json_is_read_when_it_can_be_told_what_was_meant() {
        check(&["<!--{\"@type\":\"Article\",\"headline\":\"Dock\nstrike\",}-->"], Some("Dock strike"));
        check(&[r#"{"@type":"Article","headline":"Dock\' strike",};"#], Some("Dock' strike"));
        check(&[r#"{"@type":"Article","headline":"#], None);
    }

    #[test]
    fn names_stand_for_their_objects() {
        let value: Value =
            serde_json::from_str(r#"[{"name":"Ann Lee"},"Bo &amp; Chu",{"name":["C"]},{},1]"#).unwrap();
        assert_eq!(texts(&value), ["Ann Lee", "Bo & Chu", "C", "1"]);
    }
}
