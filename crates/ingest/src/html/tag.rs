//! The elements of HTML, as far as reading an article tells them apart.

/// Defines the elements with their names.
macro_rules! tags {
    ($($variant:ident = $name:literal,)+) => {
        /// The name of an element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Tag {
            $(#[doc = concat!("`", $name, "`")] $variant,)+
            /// Any other.
            Other,
        }

        impl Tag {
            /// The element of this name, which is in lower case.
            pub fn of(name: &[u8]) -> Tag {
                // Strings compare faster than byte strings match.
                match str::from_utf8(name) {
                    $(Ok($name) => Tag::$variant,)+
                    _ => Tag::Other,
                }
            }
        }
    };
}

tags! {
    A = "a", Address = "address", Area = "area", Article = "article", Aside = "aside", Audio = "audio",
    Base = "base", Blockquote = "blockquote", Body = "body", Br = "br", Button = "button",
    Canvas = "canvas", Caption = "caption", Center = "center", Col = "col", Colgroup = "colgroup",
    Dd = "dd", Details = "details", Dialog = "dialog", Dir = "dir", Div = "div", Dl = "dl", Dt = "dt",
    Embed = "embed", Fieldset = "fieldset", Figcaption = "figcaption", Figure = "figure",
    Footer = "footer", Form = "form", H1 = "h1", H2 = "h2", H3 = "h3", H4 = "h4", H5 = "h5", H6 = "h6",
    Head = "head", Header = "header", Hgroup = "hgroup", Hr = "hr", Html = "html", Iframe = "iframe",
    Img = "img", Input = "input", Label = "label", Legend = "legend", Li = "li", Link = "link",
    Main = "main", Map = "map", Menu = "menu", Meta = "meta", Nav = "nav", Noscript = "noscript",
    Object = "object", Ol = "ol", Optgroup = "optgroup", Option = "option", P = "p", Param = "param",
    Picture = "picture", Pre = "pre", Script = "script", Section = "section", Select = "select",
    Source = "source", Style = "style", Summary = "summary", Svg = "svg", Table = "table",
    Tbody = "tbody", Td = "td", Template = "template", Textarea = "textarea", Tfoot = "tfoot",
    Th = "th", Thead = "thead", Time = "time", Title = "title", Tr = "tr", Track = "track", Ul = "ul",
    Video = "video", Wbr = "wbr",
}

impl Tag {
    /// Elements without content, and so without an end tag.
    pub fn is_void(self) -> bool {
        matches!(
            self,
            Tag::Area
                | Tag::Base
                | Tag::Br
                | Tag::Col
                | Tag::Embed
                | Tag::Hr
                | Tag::Img
                | Tag::Input
                | Tag::Link
                | Tag::Meta
                | Tag::Param
                | Tag::Source
                | Tag::Track
                | Tag::Wbr
        )
    }

    /// Elements that part the text before from the text behind.
    pub fn is_block(self) -> bool {
        self.closes_paragraph()
            || matches!(
                self,
                Tag::Body
                    | Tag::Button
                    | Tag::Caption
                    | Tag::Dd
                    | Tag::Dt
                    | Tag::Html
                    | Tag::Iframe
                    | Tag::Legend
                    | Tag::Li
                    | Tag::Optgroup
                    | Tag::Option
                    | Tag::Select
                    | Tag::Tbody
                    | Tag::Td
                    | Tag::Tfoot
                    | Tag::Th
                    | Tag::Thead
                    | Tag::Tr
                    | Tag::Video
            )
    }

    /// Elements whose start ends a paragraph that is still open.
    ///
    /// <https://html.spec.whatwg.org/multipage/grouping-content.html#the-p-element>
    pub fn closes_paragraph(self) -> bool {
        self.is_heading()
            || matches!(
                self,
                Tag::Address
                    | Tag::Article
                    | Tag::Aside
                    | Tag::Blockquote
                    | Tag::Center
                    | Tag::Details
                    | Tag::Dialog
                    | Tag::Dir
                    | Tag::Div
                    | Tag::Dl
                    | Tag::Fieldset
                    | Tag::Figcaption
                    | Tag::Figure
                    | Tag::Footer
                    | Tag::Form
                    | Tag::Header
                    | Tag::Hgroup
                    | Tag::Hr
                    | Tag::Main
                    | Tag::Menu
                    | Tag::Nav
                    | Tag::Ol
                    | Tag::P
                    | Tag::Pre
                    | Tag::Section
                    | Tag::Summary
                    | Tag::Table
                    | Tag::Ul
            )
    }

    /// The six headings.
    pub fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Elements that belong into the head of a page.
    pub fn is_of_head(self) -> bool {
        matches!(
            self,
            Tag::Base
                | Tag::Head
                | Tag::Html
                | Tag::Link
                | Tag::Meta
                | Tag::Noscript
                | Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Title
        )
    }

    /// Elements that end tags inside of them do not reach out of.
    pub fn is_scope(self) -> bool {
        matches!(
            self,
            Tag::Caption | Tag::Html | Tag::Object | Tag::Table | Tag::Td | Tag::Template | Tag::Th
        )
    }

    /// Elements whose text nobody reads as a text.
    pub fn is_unread(self) -> bool {
        matches!(
            self,
            Tag::Audio
                | Tag::Button
                | Tag::Canvas
                | Tag::Dialog
                | Tag::Iframe
                | Tag::Input
                | Tag::Map
                | Tag::Menu
                | Tag::Noscript
                | Tag::Object
                | Tag::Option
                | Tag::Script
                | Tag::Select
                | Tag::Style
                | Tag::Svg
                | Tag::Template
                | Tag::Textarea
                | Tag::Title
                | Tag::Video
        )
    }
}
