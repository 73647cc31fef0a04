//! Lines that publishers put between the paragraphs of an article, told by their words.
//!
//! Only whole lines and short paragraphs are judged, so that an article about newsletters keeps its text.

/// Whole lines, in small letters, without marks at their ends.
const LINES: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "advertisement - story continues below",
    "article continues below advertisement",
    "story continues below advertisement",
    "continue reading below",
    "continue reading",
    "continue reading the main story",
    "copy link",
    "click here",
    "don't miss",
    "dont miss",
    "explore further",
    "facebook",
    "follow us",
    "getty images",
    "image",
    "latest stories",
    "like this",
    "listen",
    "loading",
    "more",
    "more from",
    "more news",
    "more on this",
    "more stories",
    "most popular",
    "most read",
    "most viewed",
    "next",
    "next article",
    "photo",
    "photos",
    "play",
    "playlist",
    "previous",
    "print",
    "print this article",
    "email",
    "read also",
    "read more",
    "read next",
    "recommended",
    "related",
    "related articles",
    "related content",
    "related coverage",
    "related links",
    "related news",
    "related posts",
    "related stories",
    "related topics",
    "related video",
    "related videos",
    "replay",
    "save",
    "see also",
    "see more",
    "share",
    "share on facebook",
    "share on twitter",
    "share this",
    "share this article",
    "share this post",
    "share this story",
    "sign in",
    "sign up",
    "skip",
    "sponsored",
    "sponsored content",
    "subscribe",
    "subscribe now",
    "tags",
    "this slideshow requires javascript",
    "top stories",
    "trending",
    "trending now",
    "tweet",
    "twitter",
    "video",
    "watch",
    "whatsapp",
    "you may also like",
    "you might also like",
    "anzeige",
    "werbung",
    "mehr zum thema",
    "lesen sie auch",
    "teilen",
    "das könnte sie auch interessieren",
    "publicité",
    "lire aussi",
    "à lire aussi",
    "partager",
    "sur le même sujet",
    "publicidad",
    "publicidade",
    "leia também",
    "leia mais",
    "lea también",
    "lee también",
    "te puede interesar",
    "compartir",
    "compartilhar",
    "você pode gostar",
    "noticias relacionadas",
    "veja também",
    "pubblicità",
    "leggi anche",
    "condividi",
    "reclame",
    "lees ook",
    "reklam",
    "читайте также",
    "реклама",
    "поделиться",
    "по теме",
    "اقرأ أيضا",
    "إعلان",
    "相关新闻",
    "相關新聞",
    "广告",
    "廣告",
    "関連記事",
    "広告",
];

/// Whole lines over what readers wrote.
const ENDS: &[&str] = &[
    "comment",
    "comments",
    "view comments",
    "show comments",
    "post a comment",
    "leave a comment",
    "leave a reply",
    "tell us what you think",
    "facebook comments",
    "kommentare",
    "commentaires",
    "comentarios",
    "comentários",
    "commenti",
    "комментарии",
    "отзывы",
    "добавить отзыв",
];

/// The starts of lines that lead to something else, in small letters.
const STARTS: &[&str] = &[
    "read more:",
    "read also:",
    "read next:",
    "read:",
    "also read",
    "also read:",
    "related:",
    "related roundup:",
    "related story:",
    "see also:",
    "more:",
    "watch:",
    "recommended:",
    "watch live:",
    "tags:",
    "tag:",
    "filed under",
    "category:",
    "categories:",
    "topics:",
    "buyer's guide:",
    "more from ",
    "more on this",
    "explore further",
    "click here to ",
    "click here for ",
    "sign up for ",
    "sign up to ",
    "subscribe to ",
    "subscribe for ",
    "get access to ",
    "get the latest ",
    "get our ",
    "don't miss:",
    "download the ",
    "download our ",
    "follow us",
    "like this story?",
    "have a tip?",
    "got a tip?",
    "have a story",
    "like what you",
    "want more stories",
    "copyright ©",
    "copyright (c)",
    "© ",
    "all rights reserved",
    "image source:",
    "image credit",
    "photo credit",
    "photo:",
    "photos:",
    "image:",
    "photograph:",
    "picture:",
    "credit:",
    "getty images",
    "source:",
    "this article originally appeared",
    "this story originally",
    "this document is subject to copyright",
    "citation:",
    "share this:",
    "enjoying our content?",
    "more great ",
    "leia também",
    "leia mais",
    "lee también",
    "lea también",
    "leggi anche",
    "lire aussi",
    "à lire aussi",
    "lesen sie auch",
    "lees ook",
    "читайте также",
    "foto:",
    "fotos:",
    "bild:",
    "crédito:",
    "image caption",
];

/// What only a request to the reader says, in small letters.
const INSIDE: &[&str] = &[
    "our newsletter",
    "our free newsletter",
    "'s newsletter",
    "’s newsletter",
    "newsletter and",
    "daily newsletter",
    "follow us on",
    "follow him on twitter",
    "follow her on twitter",
    "follow me on twitter",
    "follow them on twitter",
    "on twitter @",
    "like us on facebook",
    "find us on facebook",
    "all rights reserved",
    "without permission",
    "may not be reproduced",
    "may not be published",
    "subscribe to our",
    "subscribe to the",
    "subscribe now",
    "sign up here",
    "sign up for",
    "enable javascript",
    "requires javascript",
    "javascript is disabled",
    "cookies to improve",
    "terms of service",
    "terms of use",
    "privacy policy",
    "can be reached at",
    "may be reached at",
    "send tips to",
    "comments are closed",
    "your email address will not",
    "inscreva-se",
    "abonnieren sie",
    "inscrivez-vous à",
    "suscríbete a",
    "iscriviti alla",
    "subscribe here",
    "whatsapp group",
    "telegram channel",
    "affiliate commission",
    "earn a commission",
    "associate commission",
    "todos os direitos reservados",
    "todos los derechos reservados",
    "tous droits réservés",
    "alle rechte vorbehalten",
    "все права защищены",
    "bütün hakları",
    "tüm hakları",
    "affiliate links",
];

/// A longer paragraph is never told by a few of its words.
const MOST_LETTERS: usize = 330;

/// What the words of a line give away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phrase {
    /// Nothing.
    Prose,
    /// It is furniture.
    Furniture,
    /// What readers wrote begins here.
    Ends,
    /// It is furniture, and announces more of it: a heading such as `Related stories`.
    Announces,
}

/// Judges a block by its words.
pub(super) fn phrase(text: &str) -> Phrase {
    if text.chars().nth(MOST_LETTERS).is_some() {
        return Phrase::Prose;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let line = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
    if ENDS.contains(&line) {
        return Phrase::Ends;
    }
    if LINES.contains(&line) {
        return Phrase::Announces;
    }
    if STARTS.iter().any(|start| lower.starts_with(start)) || INSIDE.iter().any(|part| lower.contains(part)) {
        return Phrase::Furniture;
    }
    // `Image 1 of 5`, `3/12`, `5 comments`.
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_count = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || b"/.,".contains(&byte));
    let is_number_line = match words.as_slice() {
        [one] => is_count(one) && one.contains('/'),
        [count, noun] => {
            is_count(count)
                && matches!(
                    *noun,
                    "comments" | "comment" | "shares" | "views" | "comentários" | "kommentare" | "min"
                )
        }
        [_, count, of, total] => {
            is_count(count) && matches!(*of, "of" | "/" | "de" | "von") && is_count(total)
        }
        [count, "min" | "minute", "read"] => is_count(count),
        _ => false,
    };
    if is_number_line { Phrase::Furniture } else { Phrase::Prose }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Phrase) {
        assert_eq!(phrase(text), expect, "{text}");
    }

    #[test]
    fn whole_lines_announce_or_end_and_longer_ones_are_text() {
        check("Related stories:", Phrase::Announces);
        check("ADVERTISEMENT", Phrase::Announces);
        check("Comments", Phrase::Ends);
        check("Comments by the minister drew criticism", Phrase::Prose);
    }

    #[test]
    fn requests_to_the_reader_are_furniture_when_they_are_short() {
        check("Sign up for our newsletter", Phrase::Furniture);
        check("Image 2 of 14", Phrase::Furniture);
        check(&format!("The paper sold our newsletter. {}", "It is gone. ".repeat(30)), Phrase::Prose);
    }
}
