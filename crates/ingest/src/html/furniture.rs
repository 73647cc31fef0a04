//! What stands around an article on every page: menus, buttons, teasers, comments, advertisements.
//!
//! Told by the elements that HTML has for it and by the words that publishers name their classes with.

use super::tag::Tag;
use super::tree::{Name, NodeId, Tree};

/// What an element is, by its name and its attributes alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing speaks against its text.
    Content,
    /// The author's own text, as the publisher marks it.
    ArticleBody,
    /// A caption or credit of a picture.
    Caption,
    /// Furniture, unless most of the text stands in it.
    Furniture,
    /// A small piece of furniture, unless paragraphs stand in it.
    Trifle,
    /// Never read.
    Unread,
}

/// Words in classes and ids of furniture.
const WORDS: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "advertorial",
    "affiliate",
    "breadcrumb",
    "breadcrumbs",
    "breadcrump",
    "comment",
    "commenting",
    "commentlist",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "disqus",
    "donate",
    "donation",
    "dropdown",
    "footer",
    "gdpr",
    "legal",
    "livefyre",
    "login",
    "masthead",
    "menu",
    "modal",
    "morelikethis",
    "nav",
    "navbar",
    "navi",
    "navigation",
    "newsletter",
    "newsletters",
    "noprint",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paging",
    "partner",
    "paywall",
    "popular",
    "popup",
    "promo",
    "promos",
    "promoted",
    "promotion",
    "recirc",
    "recirculation",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "registration",
    "related",
    "relatedposts",
    "reply",
    "respond",
    "sharedaddy",
    "sharethis",
    "shop",
    "shopping",
    "shoutbox",
    "sidebar",
    "signup",
    "similar",
    "sponsor",
    "sponsored",
    "sponsors",
    "subscribe",
    "subscription",
    "survey",
    "taboola",
    "tagcloud",
    "teaser",
    "teasers",
    "toc",
    "trackback",
    "trending",
    "zergnet",
];

/// Words in classes and ids of small things inside an article. What holds paragraphs is something else.
const SMALL_WORDS: &[&str] = &[
    "adv",
    "aside",
    "author",
    "authors",
    "autor",
    "banner",
    "bio",
    "biography",
    "bookmark",
    "button",
    "buttons",
    "byline",
    "bylines",
    "carousel",
    "categories",
    "category",
    "contributor",
    "contributors",
    "credit",
    "credits",
    "dateline",
    "facebook",
    "flyout",
    "follow",
    "footnote",
    "inread",
    "meta",
    "metadata",
    "most",
    "postinfo",
    "postmeta",
    "rail",
    "rating",
    "ratings",
    "readmore",
    "rss",
    "search",
    "share",
    "sharebar",
    "sharer",
    "shares",
    "sharing",
    "skip",
    "slider",
    "social",
    "socials",
    "sticky",
    "tabs",
    "tag",
    "taglist",
    "tags",
    "timestamp",
    "toolbar",
    "tools",
    "tooltip",
    "topbar",
    "viewed",
    "views",
    "vote",
    "whatsapp",
    "widget",
    "widgets",
];

/// Words that name the part of a page that the article stands in.
const BODY_WORDS: &[[&str; 2]] = &[
    ["article", "body"],
    ["article", "content"],
    ["article", "text"],
    ["story", "body"],
    ["story", "content"],
    ["story", "text"],
    ["entry", "content"],
    ["post", "content"],
    ["post", "body"],
    ["news", "body"],
    ["name", "body"],
    ["news", "content"],
    ["news", "text"],
    ["body", "copy"],
    ["body", "content"],
    ["article", "copy"],
    ["article", "main"],
];

/// Words of names that only say what is there or not: `has-sidebar`.
const STATE_WORDS: &[&str] = &["has", "is", "js", "no", "with", "without"];

/// Words in classes of the lines between headline and text.
const STANDFIRST_WORDS: &[&str] = &[
    "abstract",
    "blurb",
    "chapo",
    "deck",
    "dek",
    "description",
    "entradilla",
    "excerpt",
    "ingress",
    "intro",
    "lead",
    "lede",
    "sapo",
    "standfirst",
    "strapline",
    "subhead",
    "subheader",
    "subheading",
    "subheadline",
    "subtitle",
    "summary",
    "synopsis",
    "teaser",
];

/// Whether the names of an element say that it holds the lines between headline and text.
pub(super) fn is_standfirst(tree: &Tree, id: NodeId) -> bool {
    [Name::Class, Name::Itemprop].iter().filter_map(|&name| tree.attribute(id, name)).any(|value| {
        value.split_ascii_whitespace().any(|name| {
            let words = words(name);
            words.len() <= 4 && words.iter().any(|word| STANDFIRST_WORDS.contains(&word.as_str()))
                || value == "alternativeHeadline"
        })
    })
}

/// The role of an element.
pub(super) fn role(tree: &Tree, id: NodeId, tag: Tag) -> Role {
    if tag.is_unread() || tree.has(id, Name::Hidden) {
        return Role::Unread;
    }
    match tag {
        _ if is_furniture(tag) => return Role::Furniture,
        Tag::Figcaption => return Role::Caption,
        // Some publishers name all keywords of an article in the classes of these.
        Tag::Html | Tag::Body | Tag::Main | Tag::Article => return Role::Content,
        _ => {}
    }
    let mut role = Role::Content;
    for (name, value) in tree.attributes_of(id) {
        match name {
            Name::Style if is_invisible(value) => return Role::Unread,
            Name::Itemprop
                if value.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("articleBody")) =>
            {
                return Role::ArticleBody;
            }
            Name::Itemprop
                if value
                    .split_ascii_whitespace()
                    .any(|word| matches!(word, "author" | "datePublished" | "publisher")) =>
            {
                role = Role::Furniture;
            }
            Name::Role
                if matches!(
                    value,
                    "navigation" | "complementary" | "banner" | "contentinfo" | "search" | "dialog"
                ) =>
            {
                role = Role::Furniture;
            }
            Name::Class | Name::Id | Name::DataComponent | Name::DataTestId => {
                let found = of_words(value, tag);
                if found != Role::Content && matches!(role, Role::Content | Role::Trifle) {
                    role = found;
                }
            }
            _ => {}
        }
    }
    role
}

/// Elements that HTML has for furniture.
pub(super) fn is_furniture(tag: Tag) -> bool {
    matches!(tag, Tag::Nav | Tag::Footer | Tag::Aside | Tag::Form | Tag::Fieldset)
}

fn is_invisible(style: &str) -> bool {
    let mut dense: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
    dense.make_ascii_lowercase();
    dense.contains("display:none") || dense.contains("visibility:hidden")
}

/// What a class or an id says.
fn of_words(value: &str, tag: Tag) -> Role {
    let mut role = Role::Content;
    if value.split_ascii_whitespace().any(|name| matches!(name, "hentry" | "h-entry" | "type-post")) {
        return Role::Content;
    }
    for name in value.split_ascii_whitespace() {
        let words = words(name);
        if words.iter().any(|word| matches!(word.as_str(), "caption" | "captions" | "cutline" | "legend")) {
            return Role::Caption;
        }
        if matches!(
            name,
            "hidden"
                | "hide"
                | "invisible"
                | "sr-only"
                | "visually-hidden"
                | "visuallyhidden"
                | "screen-reader-text"
        ) {
            return Role::Furniture;
        }
        let is_body =
            BODY_WORDS.iter().any(|pair| words.windows(2).any(|two| two[0] == pair[0] && two[1] == pair[1]))
                || matches!(
                    name,
                    "articleBody" | "articlebody" | "articletext" | "entry" | "storytext" | "postcontent"
                );
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        if is_body && words.len() <= 4 && tag.is_block() {
            role = Role::ArticleBody;
        } else if matches!(role, Role::Content | Role::Trifle) && !has(STATE_WORDS) {
            if has(WORDS) {
                role = Role::Furniture;
            } else if has(SMALL_WORDS) {
                role = Role::Trifle;
            }
        }
    }
    role
}

/// The words of a name: `article__relatedLinks-2` is `article`, `related`, `links`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_lower = false;
    let mut starts = true;
    for letter in name.chars() {
        if !letter.is_ascii_alphabetic() {
            starts = true;
            continue;
        }
        if starts || (was_lower && letter.is_ascii_uppercase()) {
            words.push(String::new());
        }
        starts = false;
        was_lower = letter.is_ascii_lowercase();
        if let Some(word) = words.last_mut() {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::super::build::build;
    use super::*;

    /// The role of the first element.
    #[track_caller]
    fn check(html: &str, expect: Role) {
        let tree = build(html);
        assert_eq!(role(&tree, 1, tree.tag(1).unwrap()), expect, "{html}");
    }

    #[test]
    fn names_are_read_by_their_words() {
        check("<div class='relatedLinks'>", Role::Furniture);
        check("<div class='js-x social_buttons'>", Role::Trifle);
        check("<div class='has-sidebar'>", Role::Content);
        check("<div class='lead adjust'>", Role::Content);
    }

    #[test]
    fn the_publisher_marks_the_article() {
        check("<div itemprop=articleBody class=promo>", Role::ArticleBody);
        check("<div class='post-content'>", Role::ArticleBody);
        check("<article class='tag-ads category-comments'>", Role::Content);
    }

    #[test]
    fn what_cannot_be_seen_is_not_read() {
        check("<div style='DISPLAY : none'>", Role::Unread);
        check("<div hidden>", Role::Unread);
        check("<p class='wp-caption-text'>", Role::Caption);
    }
}
