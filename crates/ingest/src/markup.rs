//! HTML in text that should be none: tags and entities that feeds and databases leave in their fields.
//!
//! Whole web pages are not read here; they need a parser. This is for fields such as
//! `<p>Mr. Smith&#8217;s plan</p>`. It is conservative: `a < b`, `<3` and `<bob@example.org>` stay.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

/// Text without tags and entities.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Plain<'a> {
    /// The text. Where a tag ended a paragraph there is a blank line.
    pub text: Cow<'a, str>,
    /// Whether tags said where paragraphs end. The line breaks of the source then mean nothing.
    pub tagged_paragraphs: bool,
}

/// How often entities are resolved: `&amp;quot;` is common, deeper nesting is not.
const ENTITY_ROUNDS: usize = 2;

/// Removes tags, when there are any, and resolves entities.
///
/// Tags may themselves be escaped (`&lt;p&gt;`), unless the text also has tags that are not: then the
/// escaped ones are meant to be read.
pub(crate) fn plain(text: &str) -> Plain<'_> {
    let mut plain = Plain { text: Cow::Borrowed(text), tagged_paragraphs: false };
    if memchr2(b'&', b'<', text.as_bytes()).is_none() {
        return plain;
    }
    let mut had_tags = plain.remove_tags();
    for _ in 0..ENTITY_ROUNDS {
        if memchr(b'&', plain.text.as_bytes()).is_none() {
            break;
        }
        // The rules for attributes are those that leave `?id=3&section=news` alone.
        plain.text = htmlize::unescape_attribute(plain.text);
        had_tags = had_tags || plain.remove_tags();
    }
    plain
}

impl Plain<'_> {
    fn remove_tags(&mut self) -> bool {
        let mut scanner = Scanner::new(&self.text);
        if !scanner.finds_html() {
            return false;
        }
        let (text, tagged_paragraphs) = scanner.without_tags();
        self.text = Cow::Owned(text);
        self.tagged_paragraphs = tagged_paragraphs;
        true
    }
}

/// What a tag does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    /// Nothing: the letters on both sides belong to one word.
    Nothing,
    /// It parts words.
    Blank,
    /// It ends a line.
    Line,
    /// It ends a paragraph.
    Paragraph,
    /// What stands between it and its end tag is no text.
    Hide,
}

/// A tag or comment found in the text.
#[derive(Clone, Copy, Debug)]
struct Tag {
    effect: Effect,
    /// Where the text goes on, in bytes.
    end: usize,
    /// Whether nobody would write this in a text that is not HTML.
    proves_html: bool,
}

struct Scanner<'a> {
    text: &'a str,
    // Once an end was searched for in vain, later starts need not search again: this keeps it linear.
    no_comment_ends_after: usize,
    no_hiding_ends_after: usize,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Scanner<'a> {
        Scanner { text, no_comment_ends_after: usize::MAX, no_hiding_ends_after: usize::MAX }
    }

    fn finds_html(&mut self) -> bool {
        let mut from = 0;
        while let Some(at) = self.next_angle(from) {
            match self.tag(at) {
                Some(tag) if tag.proves_html => return true,
                _ => from = at + 1,
            }
        }
        false
    }

    fn without_tags(&mut self) -> (String, bool) {
        let mut out = String::with_capacity(self.text.len());
        let mut tagged_paragraphs = false;
        let (mut kept, mut from) = (0, 0);
        while let Some(at) = self.next_angle(from) {
            let Some(tag) = self.tag(at) else {
                from = at + 1;
                continue;
            };
            out.push_str(&self.text[kept..at]);
            match tag.effect {
                Effect::Nothing | Effect::Hide => {}
                Effect::Blank => out.push(' '),
                Effect::Line => out.push('\n'),
                Effect::Paragraph => out.push_str("\n\n"),
            }
            tagged_paragraphs |= matches!(tag.effect, Effect::Line | Effect::Paragraph);
            kept = tag.end;
            from = tag.end;
        }
        out.push_str(&self.text[kept..]);
        (out, tagged_paragraphs)
    }

    fn next_angle(&self, from: usize) -> Option<usize> {
        memchr(b'<', &self.text.as_bytes()[from..]).map(|at| from + at)
    }

    /// The tag whose `<` is at `at`.
    fn tag(&mut self, at: usize) -> Option<Tag> {
        let rest = &self.text[at + 1..];
        if rest.starts_with("!--") {
            return self.comment(at);
        }
        let (closes, named) = match rest.strip_prefix('/') {
            Some(named) => (true, named),
            None => (false, rest),
        };
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || b"!?:-".contains(&byte);
        let name_len = named.bytes().position(|byte| !is_of_name(byte))?;
        let name = &named[..name_len];
        let effect = effect_of(name)?;
        let attributes = Attributes::read(&named[name_len..])?;
        // `if x <a and y> 3` is arithmetic: a single letter needs `name=value` behind it.
        if name_len == 1 && attributes.any && !attributes.assign {
            return None;
        }
        let end = self.text.len() - named.len() + name_len + attributes.len;
        let alone_in_use = ["br", "p", "hr"].iter().any(|alone| name.eq_ignore_ascii_case(alone));
        let end = match effect {
            Effect::Hide if !closes => self.hidden_end(name, end).unwrap_or(end),
            _ => end,
        };
        Some(Tag { effect, end, proves_html: closes || attributes.assign || alone_in_use })
    }

    fn comment(&mut self, at: usize) -> Option<Tag> {
        let from = at + "<!--".len();
        if from > self.no_comment_ends_after {
            return None;
        }
        let Some(len) = memmem::find(&self.text.as_bytes()[from..], b"-->") else {
            self.no_comment_ends_after = at;
            return None;
        };
        Some(Tag { effect: Effect::Nothing, end: from + len + "-->".len(), proves_html: true })
    }

    /// Where the end tag of a hiding element begins; it is then removed as a tag of its own.
    fn hidden_end(&mut self, name: &str, from: usize) -> Option<usize> {
        if from > self.no_hiding_ends_after {
            return None;
        }
        let mut search = from;
        while let Some(at) = self.next_angle(search) {
            let tail = self.text.as_bytes()[at + 1..].strip_prefix(b"/");
            if tail
                .and_then(|tail| tail.get(..name.len()))
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
            {
                return Some(at);
            }
            search = at + 1;
        }
        self.no_hiding_ends_after = from;
        None
    }
}

/// What stands between the name of a tag and its `>`.
#[derive(Debug, Default)]
struct Attributes {
    /// Length up to and with the `>`, in bytes.
    len: usize,
    /// Whether there is anything but blanks and a slash.
    any: bool,
    /// Whether there is an equals sign.
    assign: bool,
}

impl Attributes {
    /// Reads up to the `>` outside of quotes; `None` when another `<` or the end of the text comes first.
    ///
    /// Linear over a whole text: each quote swaps two of the states "outside", "in double quotes" and
    /// "in single quotes", so no two readings that pass the same byte are ever in the same state.
    fn read(text: &str) -> Option<Attributes> {
        let mut found = Attributes::default();
        let mut quote = None;
        if !text.starts_with(|letter: char| letter.is_ascii_whitespace() || letter == '/' || letter == '>') {
            return None;
        }
        for (at, byte) in text.bytes().enumerate() {
            match (quote, byte) {
                (None, b'>') => {
                    found.len = at + 1;
                    return Some(found);
                }
                (None, b'<') => return None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => found.assign = true,
                (Some(open), _) if open == byte => quote = None,
                _ => {}
            }
            found.any |= !(byte.is_ascii_whitespace() || byte == b'/');
        }
        None
    }
}

/// The elements of HTML, and what they do to the text around them. `None`: no element.
///
/// <https://html.spec.whatwg.org/multipage/indices.html#elements-3>, with the obsolete ones and with
/// names that have a prefix, such as `o:p` of word processors.
fn effect_of(name: &str) -> Option<Effect> {
    const LONGEST_NAME_BYTES: usize = 10;
    if let Some((prefix, local)) = name.split_once(':') {
        let is_name = |part: &str| part.starts_with(|letter: char| letter.is_ascii_alphabetic());
        return (is_name(prefix) && is_name(local)).then_some(Effect::Nothing);
    }
    let mut lower = [0; LONGEST_NAME_BYTES];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    Some(match &*lower {
        b"script" | b"style" | b"template" => Effect::Hide,
        b"br" => Effect::Line,
        b"td" | b"th" | b"option" | b"img" | b"wbr" | b"input" | b"button" => Effect::Blank,
        b"p" | b"div" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"ul" | b"ol" | b"li" | b"dl"
        | b"dt" | b"dd" | b"tr" | b"table" | b"thead" | b"tbody" | b"tfoot" | b"caption" | b"hr" | b"pre"
        | b"blockquote" | b"section" | b"article" | b"header" | b"footer" | b"main" | b"aside" | b"nav"
        | b"figure" | b"figcaption" | b"address" | b"center" | b"form" | b"fieldset" | b"title" | b"head"
        | b"body" | b"html" | b"details" | b"summary" | b"iframe" | b"video" | b"audio" => Effect::Paragraph,
        b"a" | b"abbr" | b"acronym" | b"area" | b"b" | b"base" | b"bdi" | b"bdo" | b"big" | b"cite"
        | b"code" | b"col" | b"colgroup" | b"data" | b"del" | b"dfn" | b"em" | b"embed" | b"font" | b"i"
        | b"ins" | b"kbd" | b"label" | b"legend" | b"link" | b"map" | b"mark" | b"meta" | b"nobr"
        | b"noscript" | b"object" | b"param" | b"picture" | b"q" | b"rp" | b"rt" | b"ruby" | b"s"
        | b"samp" | b"select" | b"small" | b"source" | b"span" | b"strike" | b"strong" | b"sub" | b"sup"
        | b"svg" | b"textarea" | b"time" | b"tt" | b"u" | b"var" | b"!doctype" | b"?xml" => Effect::Nothing,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(plain(text).text, expect);
    }

    #[test]
    fn text_without_tags_and_entities_is_not_copied() {
        assert!(matches!(plain("Plain text.").text, Cow::Borrowed(_)));
    }

    #[test]
    fn tags_go_and_words_stay_whole() {
        check("un<b>believ</b>able CO<sub>2</sub>", "unbelievable CO2");
        check(r#"see <a href="/x?a=1>2" title='a "b"'>here</a>"#, "see here");
        check("Word<o:p></o:p> paste", "Word paste");
    }

    #[test]
    fn block_tags_end_paragraphs_and_breaks_end_lines() {
        check("<p>One</p><p>Two<BR/>three</p>", "\n\nOne\n\n\n\nTwo\nthree\n\n");
        check("<table><tr><td>a</td><td>b</td></tr></table>", "\n\n\n\n a  b \n\n\n\n");
        assert!(plain("One<br>two").tagged_paragraphs);
        assert!(!plain("<i>One</i>\ntwo").tagged_paragraphs);
    }

    #[test]
    fn scripts_styles_and_comments_are_no_text() {
        check("a<script>if (x < 3) y();</SCRIPT>b<!-- c <p> -->d", "abd");
        check("<style type='text/css'>p {}</style>b", "b");
    }

    #[test]
    fn an_unclosed_comment_or_script_hides_nothing() {
        check("<p>a <!-- b", "\n\na <!-- b");
        check("<p>a <script> b", "\n\na  b");
    }

    #[test]
    fn angle_brackets_that_are_no_tags_stay() {
        for text in [
            "a < b and c > d",
            "I <3 you",
            "Bob <bob@example.org> wrote",
            "see <http://example.org/a>",
            "if x <a and y> 3",
            "enter your <address> here",
            "an open <a href=",
            "<",
            "</",
            "<é>",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn entities_are_resolved_as_html_says() {
        check("AT&amp;T &copy; 2007 &#8220;x&#150;y&#x201D;", "AT&T © 2007 “x–y”");
        check("R&D, Q&A;", "R&D, Q&A;");
    }

    #[test]
    fn an_address_in_the_text_is_not_taken_for_entities() {
        check("http://example.org/?id=3&section=news&copy=1", "http://example.org/?id=3&section=news&copy=1");
    }

    #[test]
    fn entities_escaped_twice_are_resolved_and_three_times_are_not() {
        check("Smith &amp;amp; Sons &amp;quot;x&amp;quot;", "Smith & Sons \"x\"");
        check("&amp;amp;amp;", "&amp;");
    }

    #[test]
    fn escaped_tags_are_tags_unless_others_are_not_escaped() {
        check("&lt;p&gt;One&lt;/p&gt;", "\n\nOne\n\n");
        check("&amp;lt;b&amp;gt;One&amp;lt;/b&amp;gt;", "One");
        check("<p>Write &lt;br&gt; here</p>", "\n\nWrite <br> here\n\n");
    }

    #[test]
    fn broken_tags_by_the_thousand_take_no_time() {
        let starts = ["<a \"", "<a '", "<!--", "<script>", "<p ='", "<a x=\"<a y='"];
        for start in starts {
            plain(&start.repeat(200_000));
        }
    }
}
