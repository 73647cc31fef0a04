//! Small documents of each vocabulary, and what is read from them. For tests only.

use std::io;
use std::ops::ControlFlow;

use super::cutter::cut_window;
use super::window::Window;

use crate::format::json::{self, context};
use crate::format::{self, BrokenPiece, Fit, Format, Head};
use crate::{Limits, Piece, RawRecord};

/// What a file holds, record by record: the fields that are filled, or the reason why it is rejected.
fn read(text: &[u8]) -> (&'static str, Vec<String>) {
    let head = Head { name: "t.xml", bytes: text, complete: true };
    let format = format::detect(head).expect("a format");
    let context = context("t.xml");
    let mut found = Vec::new();
    let mut sink = |piece: Result<Piece, BrokenPiece>| {
        found.push(match piece {
            Ok(piece) => match format.parse(piece, &context) {
                Ok(record) => shown(&record),
                Err(reject) => {
                    format!("{}@{}: {}", reject.locator.record, reject.locator.byte, reject.reason)
                }
            },
            Err(broken) => format!("{}@{}: {}", broken.record, broken.byte, broken.reason),
        });
        ControlFlow::Continue(())
    };
    let mut input = io::BufReader::with_capacity(7, text);
    format.split(&mut input, &context, &Limits::default(), &mut sink).expect("a text in memory");
    (format.name(), found)
}

fn shown(record: &RawRecord) -> String {
    let mut lines = Vec::new();
    let mut line = |name: &str, value: &str| {
        if !value.trim().is_empty() {
            lines.push(format!("{name}: {value}"));
        }
    };
    let or_nothing = |value: &Option<String>| value.clone().unwrap_or_default();
    line("id", &or_nothing(&record.id));
    line("title", &or_nothing(&record.title));
    line("lead", &or_nothing(&record.lead));
    line("body", &record.body.replace("\n\n", " // "));
    line("captions", &record.captions.join(" // "));
    line("by", &or_nothing(&record.byline));
    line("source", &or_nothing(&record.source));
    line("section", &or_nothing(&record.section));
    line("page", &or_nothing(&record.page));
    line("lang", &or_nothing(&record.lang));
    line("url", &or_nothing(&record.url));
    line("genre", &or_nothing(&record.genre));
    line("status", &or_nothing(&record.status));
    line("tags", &record.tags.join(" + "));
    let dates: Vec<&str> = record.published.iter().map(|date| date.text.as_str()).collect();
    line("published", &dates.join(" + "));
    line("updated", record.updated.as_ref().map_or("", |date| date.text.as_str()));
    let names: Vec<String> =
        record.mentions.iter().map(|name| format!("{} {}", name.kind, name.name)).collect();
    line("mentions", &names.join(" + "));
    lines.join("\n")
}

#[track_caller]
fn check(text: &str, format: &str, expect: &[&str]) {
    let (name, found) = read(text.as_bytes());
    let expect: Vec<String> = expect
        .iter()
        .map(|record| record.trim().lines().map(str::trim).collect::<Vec<_>>().join("\n"))
        .collect();
    assert_eq!((name, found), (format, expect));
}

const REUTERS: &str = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" OLDID=\"5\" NEWID=\"1\">\n\
    <DATE> 3-MAR-1987  09:15:05.40&#5;&#5;RM</DATE>\n<TOPICS><D>cocoa</D></TOPICS>\n<PLACES><D>usa</D></PLACES>\n\
    <TEXT>&#2;\n<TITLE>DOCK STRIKE &lt;HULL></TITLE>\n<AUTHOR>    By Ann Lee, Reuters</AUTHOR>\n\
    <DATELINE>    HULL, March 3 - </DATELINE><BODY>Dockers in Hull went back to work on\n\
    Monday after a strike that had lasted for more than three weeks\nand had closed the port to all the ships \
    that came in from the\nNorth Sea and the Baltic.\n    It was over.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n\
    <REUTERS NEWID=\"2\">\n<TEXT TYPE=\"UNPROC\">&#2;\nFED DATA\n M-1  736.7\n&#3;</TEXT>\n</REUTERS>\n";

const TREC: &str = "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Dock strike</HEAD>\n<DATELINE>HULL (AP)</DATELINE>\n\
    <TEXT>\nIt &amp; they were over.\n</TEXT>\n<DOC><DOCNO>2</DOCNO><HL>Two\n<DATE>910514\n<TEXT>\n<P>One.\n<P>Two.\n</DOC>";

const NITF: &str = "<?xml version=\"1.0\"?><nitf><head><title>slug</title><tobject><tobject.property \
    tobject.property.type='feature'/><tobject.subject tobject.subject.refnum='1' tobject.subject.matter='Ports'/></tobject>\
    <docdata management-status='canceled'><doc-id id-string='n.1'/><date.release norm='20020226T093000-0500'/></docdata>\
    <pubdata name='The Gazette' position.section='News' position.sequence='3'/></head><body><body.head><hedline><hl1>Dock strike</hl1>\
    <hl2>Ports closed</hl2></hedline><byline>By Ann Lee</byline><dateline>HULL</dateline></body.head><body.content>\
    <media><media-caption>A ship.</media-caption></media><p>It <org>Port\n  Ltd</org> was\n over.</p><table><tr><td>A</td><td>1</td></tr>\
    <tr><td>B</td><td>2</td></tr></table></body.content></body></nitf>";

const NEWSML_G2: &str = "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header/><itemSet>\
    <newsItem guid='urn:1' version='2' xml:lang='en'><itemMeta><provider qcode='nprov:Acme'/>\
    <versionCreated>2018-11-21T16:25:32-05:00</versionCreated><firstCreated>2018-11-20T10:00:00Z</firstCreated>\
    <pubStatus qcode='stat:withheld'/></itemMeta><contentMeta><genre><name>Feature</name></genre><subject qcode='medtop:1'><name xml:lang='de'>Hafen</name>\
    <name xml:lang='en-GB'>port</name></subject><subject type='cpnat:person'><name>Ann Lee</name></subject><headline>Dock strike</headline>\
    <by>By Bo</by></contentMeta><contentSet><inlineXML><html><body><p>By Bo</p><p>One.</p><p>Two.</p></body></html></inlineXML></contentSet></newsItem>\
    <planningItem guid='urn:2'/></itemSet></newsMessage>";

const NEWSML: &str = "<NewsML><NewsEnvelope/><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:3</PublicIdentifier>\
    </NewsIdentifier></Identification><NewsManagement><FirstCreated>20180404T175859+0300</FirstCreated><Status FormalName='Usable'/>\
    </NewsManagement><NewsComponent><TopicSet><Topic><FormalName>09</FormalName><Description>Labour</Description></Topic></TopicSet>\
    <NewsLines><HeadLine>Dock strike</HeadLine></NewsLines><DescriptiveMetadata><Language FormalName='EN'/><SubjectCode>\
    <SubjectMatter FormalName='09'/></SubjectCode></DescriptiveMetadata><NewsComponent><ContentItem><DataContent>\
    <![CDATA[<P>One.</P>]]></DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>";

const RCV1: &str = "<newsitem itemid=\"23\" date=\"1996-08-20\" xml:lang=\"en\"><title>UK: Dock strike.</title>\
    <headline>Dock strike.</headline><dateline>HULL</dateline><text><p>One.</p><p>Two.</p></text>\
    <metadata><codes><code code=\"UK\"/></codes><dc element=\"dc.source\" value=\"Reuters\"/></metadata></newsitem>";

const RSS: &str = "<rss version=\"2.0\"><channel><title>Gazette</title><link>https://example.org/</link><language>en</language>\
    <item><title>Dock &amp; strike</title><link>/a</link><guid isPermaLink='false'>g1</guid><description>One.</description>\
    <content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded><dc:creator>Ann Lee</dc:creator>\
    <category>Ports</category><pubDate>Mon, 06 Sep 2009 16:20:00 +0000</pubDate></item><item><title>Two</title></item></channel></rss>";

const ATOM: &str = "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:title>Gazette</a:title><a:entry><a:id>tag:1</a:id>\
    <a:title type='html'>Dock &lt;b>strike&lt;/b></a:title><a:link href='https://example.org/a'/><a:updated>2009-09-06T16:20:00Z</a:updated>\
    <a:author><a:name>Ann Lee</a:name></a:author><a:content type='xhtml'><div><p>One.</p><p>Two.</p></div></a:content></a:entry></a:feed>";

const WORDPRESS: &str = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Blog</title><wp:author><wp:author_login>ann</wp:author_login>\
    <wp:author_display_name>Ann Lee</wp:author_display_name></wp:author><item><title>Dock strike</title><link>https://example.org/a</link>\
    <dc:creator>ann</dc:creator><content:encoded><![CDATA[One.\n\nTwo.]]></content:encoded><wp:post_date>2013-07-07 01:06:01</wp:post_date>\
    <wp:post_date_gmt>2013-07-06 23:06:01</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
    <category domain='category'>News</category><category domain='post_tag'>Ports</category></item>\
    <item><title>Later</title><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>";

const OLIVE: &str = "<?xml version=\"1.0\"?><XMD-entity ID=\"Ar00100\" PAGE_NO=\"1\" LANGUAGE=\"French\" \
    ENTITY_TYPE=\"Article\"><Meta NAME=\"La grève\" PUBLICATION=\"GDL\" ISSUE_DATE=\"03/02/1900\"/><Content>\
    <Primitive ID=\"Pr1\"><L P=\"S\" BOX=\"1 2 3 4\"/><W>La</W><W>grève</W><W>(</W><W>fin</W><W>)</W><W>.</W>\
    <L P=\"SA\"/><W>Les</W><Q QID=\"1\">tra-</Q><L/><Q QID=\"1\">vailleurs</Q><QW QID=\"1\">travailleurs</QW><W>d</W><W>'</W><W>ici</W>\
    <Q>et</Q></Primitive><Primitive><W>Fin</W></Primitive></Content></XMD-entity>\
    <XMD-entity ID=\"Pc1\" ENTITY_TYPE=\"Picture\"><Meta NAME=\"P\"/></XMD-entity>";

const ALL: [&str; 10] = [REUTERS, TREC, NITF, NEWSML_G2, NEWSML, RCV1, OLIVE, RSS, ATOM, WORDPRESS];

#[test]
fn reuters_is_read() {
    check(
        REUTERS,
        "reuters-sgml",
        &[
            "id: 1
            title: DOCK STRIKE <HULL>
            body: HULL, March 3 - Dockers in Hull went back to work on Monday after a strike that had lasted for more than three weeks and had closed the port to all the ships that came in from the North Sea and the Baltic. // It was over.
            by: By Ann Lee, Reuters
            source: Reuters
            lang: en
            tags: cocoa
            published: 3-MAR-1987 09:15:05.40 + 3-MAR-1987
            mentions: place usa",
            "id: 2
            body: FED DATA // M-1  736.7
            source: Reuters
            lang: en",
        ],
    );
}

#[test]
fn trec_is_read_though_end_tags_are_missing() {
    check(
        TREC,
        "trec",
        &[
            "id: AP880212-0001
            title: Dock strike
            body: HULL (AP) It & they were over.
            published: 1988-02-12",
            "id: 2
            title: Two
            body: One. // Two.
            published: 1991-05-14",
        ],
    );
}

#[test]
fn nitf_is_read() {
    check(
        NITF,
        "nitf",
        &["id: n.1
            title: Dock strike
            lead: Ports closed
            body: HULL – It Port Ltd was over. // A | 1 // B | 2
            captions: A ship.
            by: By Ann Lee
            source: The Gazette
            section: News
            page: 3
            genre: feature
            status: canceled
            tags: Ports
            published: 20020226T093000-0500
            mentions: org Port Ltd"],
    );
}

#[test]
fn newsml_is_read() {
    check(
        NEWSML_G2,
        "newsml-g2",
        &[
            "id: urn:1
            title: Dock strike
            body: One. // Two.
            by: By Bo
            source: Acme
            lang: en
            genre: Feature
            status: withheld
            tags: port
            published: 2018-11-20T10:00:00Z + 2018-11-21T16:25:32-05:00
            updated: 2018-11-21T16:25:32-05:00
            mentions: person Ann Lee",
            "2@704: expected a `newsItem` or `packageItem`, but found a `planningItem`, which holds no article",
        ],
    );
    check(
        NEWSML,
        "newsml",
        &["id: urn:3
            title: Dock strike
            body: <P>One.</P>
            lang: EN
            tags: Labour
            published: 20180404T175859+0300"],
    );
}

#[test]
fn articles_of_olive_are_read() {
    check(
        OLIVE,
        "olive",
        &[
            "id: Ar00100
            title: La grève
            body: La grève (fin). // Les travailleurs d'ici et // Fin
            source: GDL
            page: 1
            lang: French
            published: 1900-02-03",
            "2@473: expected an article, but found picture of a digitised newspaper",
        ],
    );
}

#[test]
fn the_reuters_corpora_are_read() {
    check(
        RCV1,
        "reuters-xml",
        &["id: 23
            title: Dock strike.
            body: HULL – One. // Two.
            source: Reuters
            lang: en
            tags: UK
            published: 1996-08-20"],
    );
}

#[test]
fn feeds_are_read() {
    check(
        RSS,
        "rss",
        &[
            "id: g1
            title: Dock & strike
            lead: One.
            body: <p>One.</p><p>Two.</p>
            by: Ann Lee
            source: Gazette
            lang: en
            url: https://example.org/a
            tags: Ports
            published: Mon, 06 Sep 2009 16:20:00 +0000",
            "title: Two
            source: Gazette
            lang: en",
        ],
    );
    check(
        ATOM,
        "atom",
        &["id: tag:1
            title: Dock <b>strike</b>
            body: One. // Two.
            by: Ann Lee
            source: Gazette
            url: https://example.org/a
            published: 2009-09-06T16:20:00Z
            updated: 2009-09-06T16:20:00Z"],
    );
    check(
        WORDPRESS,
        "wordpress",
        &[
            "title: Dock strike
            body: One. // Two.
            by: Ann Lee
            source: Blog
            section: News
            url: https://example.org/a
            tags: Ports
            published: 2013-07-07T01:06:01+02:00",
            "2@606: expected a published post or page, but found a post with the status `draft`",
        ],
    );
}

#[test]
fn a_damaged_record_costs_no_more_than_itself() {
    let closing = "expected `</item>`, but found the start of another";
    let feed = |items: &str| format!("<rss><channel>{items}<item><title>Z</title></item></channel></rss>");
    check(&feed("<item><title>A</title>"), "rss", &[&format!("1@14: {closing}"), "title: Z"]);
    check(
        &feed("<item><title><![CDATA[A</title></item>"),
        "rss",
        &["title: A</title></item>".trim_end_matches("</title></item>"), "title: Z"],
    );
    check(
        &feed("<item><title><![CDATA[A]</title></item><item><title><![CDATA[B]]></title></item>"),
        "rss",
        &[&format!("1@14: {closing}"), "title: B", "title: Z"],
    );
    check(&feed("</item>"), "rss", &["1@14: expected `<item>` first, but found `</item>`", "title: Z"]);
    check(
        "<rss><channel><item><title>A",
        "rss",
        &["1@14: expected `</item>`, but found the end of the file"],
    );
    check("<rss><channel><item/>", "rss", &["", "2@21: expected `</rss>`, but found the end of the file"]);
}

#[test]
fn entities_of_a_document_are_refused_and_never_looked_up() {
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>";
    check(bomb, "rss", &["1@69: expected text without entities of its own, but found `&a;`"]);
    let outside = "<!DOCTYPE rss [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><rss><item><title>A &f; &eacute;</title></item></rss>";
    check(outside, "rss", &["1@61: expected text without entities of its own, but found `&f;`"]);
}

#[test]
fn elements_at_the_limit_of_depth_are_read_and_one_deeper_is_refused() {
    let deep =
        |depth: usize| format!("<rss><item>{}x{}</item></rss>", "<b>".repeat(depth), "</b>".repeat(depth));
    // The feed and the item are two of them.
    check(&deep(254), "rss", &[""]);
    check(&deep(255), "rss", &["1@5: expected elements at most 256 deep, but found more"]);
}

#[test]
fn xml_that_nobody_knows_is_told_by_its_first_element() {
    check(
        "<?xml version='1.0'?><!-- x --><corpus><document/></corpus>",
        "xml",
        &[
            "1@0: expected a feed (RSS, Atom), a WordPress export, NewsML, NewsML-G2, NITF or Reuters XML, but found `<corpus>`",
        ],
    );
}

#[test]
fn pages_are_left_to_others() {
    for text in [
        "<!DOCTYPE html><html><body>rss</body></html>",
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
        "A <rss> in a text",
        "<p>One.</p>",
    ] {
        let head = Head { name: "t.txt", bytes: text.as_bytes(), complete: true };
        for format in super::EVERY {
            assert_eq!(format.fit(head), Fit::No, "{} {text}", format.name());
        }
    }
}

#[test]
fn no_damage_makes_it_panic() {
    for text in ALL {
        let bytes = text.as_bytes();
        for at in (0..bytes.len()).step_by(3) {
            read_damaged(text, &bytes[..at]);
            for bit in [0, 1, 2, 4, 6] {
                let mut flipped = bytes.to_vec();
                flipped[at] ^= 1 << bit;
                read_damaged(text, &flipped);
            }
        }
    }
}

/// Reads damaged bytes as the format that the whole text is in.
fn read_damaged(whole: &str, bytes: &[u8]) {
    let head = Head { name: "t.xml", bytes: whole.as_bytes(), complete: true };
    let format: &dyn Format = format::detect(head).expect("a format");
    let context = context("t.xml");
    let mut sink = |piece: Result<Piece, BrokenPiece>| {
        if let Ok(piece) = piece {
            let _ = format.parse(piece, &context);
        }
        ControlFlow::Continue(())
    };
    format.split(&mut &*bytes, &context, &Limits::default(), &mut sink).expect("a text in memory");
}

#[test]
fn a_record_over_the_limit_is_passed_over() {
    let text =
        format!("<rss><item><title>{}</title></item><item><title>Z</title></item></rss>", "x".repeat(5_000));
    let limits = Limits { line_bytes: 1_000, ..Limits::default() };
    let found = json::pieces(&super::RSS, text.as_bytes(), &limits);
    let expect = ["1@5: expected at most 0 MB, but found more", "2@5033: <rss><item><title>Z</title></item>"];
    assert_eq!(found, expect);
}

/// A stream of one part after the other.
struct Repeated {
    part: &'static [u8],
    times: u64,
    rest: &'static [u8],
}

impl io::Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest.is_empty() && self.times > 0 {
            self.times -= 1;
            self.rest = self.part;
        }
        let len = self.rest.len().min(buffer.len());
        buffer[..len].copy_from_slice(&self.rest[..len]);
        self.rest = &self.rest[len..];
        Ok(len)
    }
}

/// What comes of a stream of this part, as records and rejects, when no more than a record of 64 KiB may be
/// held.
#[track_caller]
fn check_stream(start: &'static [u8], part: &'static [u8], expect: (u64, u64)) {
    let limits = Limits { line_bytes: 64 << 10, ..Limits::default() };
    let (mut records, mut rejects) = (0, 0);
    let mut sink = |piece: Result<Piece, BrokenPiece>| {
        match piece {
            Ok(_) => records += 1,
            Err(_) => rejects += 1,
        }
        ControlFlow::Continue(())
    };
    let stream = Repeated { part, times: 1_000_000, rest: start };
    let mut input = io::BufReader::new(stream);
    let mut window = Window::new(&mut input);
    cut_window(&mut window, super::RSS.rule, limits.line_bytes, &mut sink).expect("a text in memory");
    assert_eq!((records, rejects), expect);
    assert!(window.most_held() <= 3 * limits.line_bytes, "{} bytes were held", window.most_held());
}

#[test]
fn however_long_a_stream_is_no_more_than_a_record_is_held() {
    check_stream(b"<rss>", b"<item><title>A</title></item>", (1_000_000, 1));
    check_stream(b"<rss><item>", b"A text without an end. ", (0, 1));
    check_stream(b"<rss><item><![CDATA[", b"A text without an end. ", (0, 1));
    check_stream(b"<rss><item><title x='", b"A text without an end. ", (0, 1));
    check_stream(b"<rss><!--", b"A text without an end. ", (0, 1));
    check_stream(b"", b"A text without an end. ", (0, 0));
}

#[test]
fn broken_markup_by_the_hundred_thousand_takes_no_time() {
    for part in [
        "<item>",
        "<item><![CDATA[",
        "<item><!--",
        "<!DOCTYPE a [",
        "<a b='",
        "</item>",
        "<?",
        "<item <",
        "<b>&a;",
        "<!ENTITY a",
    ] {
        let text = format!("<rss>{}", part.repeat(100_000));
        read_damaged(RSS, text.as_bytes());
        read_damaged(RSS, format!("{text}]]>-->").as_bytes());
    }
}
