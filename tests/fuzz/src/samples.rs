//! What files are made of: small whole ones of each family, and pieces to put into them.

use super::archives::{tar, zip};
use super::files::{Family, Seed};

impl Family {
    /// Files as name, content and parts: what has parts is a zip archive of them.
    pub(super) fn seeds(self) -> Vec<Seed> {
        let plain = |texts: &[&str]| texts.iter().map(|text| Seed::Plain(text.as_bytes().to_vec())).collect();
        match self {
            Family::Text => plain(TEXTS),
            Family::Tables => plain(TABLES),
            Family::Xml => plain(XML),
            Family::Html => plain(HTML),
            Family::Mail => plain(MAIL),
            Family::Web => plain(WEB),
            Family::Press => plain(PRESS),
            Family::Newspapers => plain(NEWSPAPERS),
            Family::Documents => {
                let packages = DOCUMENTS.iter().map(|parts| Seed::zip(parts));
                packages.chain([Seed::Plain(PRINT.as_bytes().to_vec())]).collect()
            }
            Family::Containers => {
                let mut seeds = vec![Seed::Plain(tar(&[
                    ("1923/a.txt", b"The dock strike"),
                    ("b.jsonl", b"{\"title\":\"x\"}\n"),
                ]))];
                seeds.push(Seed::zip(&[
                    ("1923/a.txt", "The dock strike"),
                    ("b.csv", "title,date\nA,2017-03-02\n"),
                ]));
                let inner = zip(&[("a.txt".to_owned(), b"The dock strike".to_vec())]);
                seeds.push(Seed::Plain(tar(&[("inner.zip", &inner)])));
                seeds
            }
        }
    }

    pub(super) fn pieces(self) -> &'static [&'static str] {
        match self {
            Family::Text | Family::Press => &[
                "\n",
                "\n\n",
                "---\n",
                "# ",
                "*TEXT 017 01/04/63 PAGE 020\n",
                "Title: ",
                "Date: 2017-13-41\n",
                "2 of 10 DOCUMENTS\n",
                "<DIV>",
                "</DOCFULL>\n",
                "<DOC NUMBER=2>\n",
                "BYLINE: ",
                "\x01",
                "\x02",
                "\x03",
                "\x16\x16\x01",
                "\x1f",
                "\x7f",
                "03/04/2017",
                "29 February 2023",
                "@@@",
                "###",
                "[2023/07/20  16:52]，正文：",
                "<span class=\"DocHeader\">",
                "<headline>",
                "                    ",
                "| a | b |\n|---|\n",
                "```\n",
            ],
            Family::Tables => &[
                "{",
                "}",
                "[",
                "]",
                "\"",
                ",",
                ":",
                "\n",
                "\\u",
                "\\ud800",
                "\"title\":\"B\"",
                "\"date\":20170302",
                "\"body\":null",
                ";",
                "\t",
                "\"\"",
                "\r",
                "1e999",
                "[[[[",
                "PAR1",
                "'",
            ],
            Family::Xml | Family::Newspapers => &[
                "<",
                ">",
                "</",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<!DOCTYPE a [",
                "&lt;",
                "&amp;",
                "&#x110000;",
                "&#0;",
                "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
                "<item>",
                "</item>",
                "<title>",
                "</title>",
                "<DOC>",
                "<REUTERS",
                "ID=\"P\"",
                "BEGIN=\"P\"",
                "<String CONTENT=\"a\"/>",
                "<div TYPE=\"ARTICLE\">",
                "<a><a><a><a>",
                "HPOS=\"-1\"",
                "WC=\"1e9\"",
                "<Item>",
                "xlink:href=\"../x\"",
            ],
            Family::Html => &[
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td>",
                "</div>",
                "<div class=\"article body\">",
                "<script>",
                "</script>",
                "<!--",
                "<h1>",
                "<a href=x>",
                "<meta name=date content=\"2017-13-41\">",
                "<svg>",
                "<ul><li>",
                "&nbsp;",
                "<time datetime=\"2017-03-02\">",
                "{\"@type\":\"NewsArticle\",\"datePublished\":\"",
                "<title>",
            ],
            Family::Mail => &[
                "\n",
                "\n\n",
                "--b\n",
                "--b--\n",
                "From ",
                "From: a@x\n",
                "Subject: =?utf-8?b?w7w=?=\n",
                "Content-Type: message/rfc822\n\n",
                "Content-Type: multipart/mixed; boundary=b\n\n",
                "Content-Transfer-Encoding: base64\n",
                "=",
                "=?",
                "?=",
                ">",
                "charset=utf-7",
                "Date: Thu, 31 Feb 2015 25:61:00 +9999\n",
                "\r",
            ],
            Family::Web => &[
                "\r\n",
                "\r\n\r\n",
                "WARC/1.0\r\n",
                "Content-Length: 99999999999\r\n",
                "Content-Length: 1\r\n",
                "HTTP/1.1 200 OK\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Content-Encoding: gzip\r\n",
                "ffffffffffffffff\r\n",
                "0\r\n\r\n",
                "WARC-Type: response\r\n",
                "http://a/ 1.1.1.1 20140216050221 text/html 5\n",
            ],
            Family::Containers => &[
                "PK\x03\x04",
                "PK\x01\x02",
                "PK\x05\x06",
                "PK\x06\x06",
                "PK\x07\x08",
                "\x1f\u{8b}\x08",
                "ustar\0",
                "777777777777",
                "\0",
                "../",
                "BZh9",
            ],
            Family::Documents => &[
                "<w:p>",
                "</w:p>",
                "<w:t>",
                "</w:t>",
                "<w:tr>",
                "</w:tr>",
                "<w:tc>",
                "<mc:Fallback>",
                "<w:br/>",
                "<text:p>",
                "<text:h>",
                "<text:note>",
                "<table:table-row>",
                "<table:table-cell>",
                "<item id=\"a\" href=\"1.html\"/>",
                "<itemref idref=\"a\"/>",
                "<dc:date>",
                "<navLabel>",
                "<content src=\"%\"/>",
                "&lt;",
                "&#0;",
                "%PDF-1.4",
                " 0 obj",
                " 0 R",
                "endstream",
                "/Kids [3 0 R]",
                "/Filter /FlateDecode",
                "/ToUnicode 4 0 R",
                "/Differences [65 /eacute]",
                " Tj ",
                " 0 Td ",
            ],
        }
    }
}

const TEXTS: &[&str] = &[
    "Dock strike ends\nBy Ann Lee\nMay 3, 2007\n\nHULL, May 3, 2007 (Reuters) - The dockers of Hull went back to work.\n",
    "Title: Dock strike\nDate: 2017-03-02\nBy: Ann Lee\nKeywords: a; b\nURL: https://example.org/a\n\nThe text.\n",
    "*TEXT 017 01/04/63 PAGE 020\n\nA\n\n*TEXT 018 01/04/63 PAGE 020\n\nB\n\n*STOP\n",
    "[2023/07/20  16:52]，正文：甲。\n来源：乙，正文：丙。\n",
    "a###b###https://example.org/###['c']###2020-02-08 15:11:00###۹###['d']\n1@@@2\n1\tOne.\n",
    "---\ntitle: \"A\"\ntags: [a, b]\nauthor:\n  name: C\n---\n# A\n\n* One [two](x)\n\n| a | b |\n|---|---|\n| c | d |\n",
];

const TABLES: &[&str] = &[
    "{\"title\":\"A\",\"date\":\"2017-03-02\",\"body\":\"One.\",\"tags\":[\"x\"]}\n{\"title\":\"B\"}\n",
    "[{\"title\":\"A\",\"author\":{\"name\":\"B\"}},{\"title\":\"B\",\"published\":1488412800}]",
    "title,date,text\nA,03/04/2017,\"One, \"\"two\"\".\"\nB,2017-03-03,Two.\n",
    "title;date;text\nA;2017;One\n",
];

const XML: &[&str] = &[
    "<rss><channel><title>G</title><item><title>A</title><pubDate>Thu, 02 Mar 2017 08:00:00 GMT</pubDate><description>&lt;p&gt;One&lt;/p&gt;</description></item></channel></rss>",
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>A</title><updated>2017-03-02T08:00:00Z</updated><content type=\"html\">One</content></entry></feed>",
    "<REUTERS OLDID=\"1\" NEWID=\"1\"><DATE>26-FEB-1987 15:01:01.79</DATE><TEXT><TITLE>A</TITLE><BODY>One.\n&#3;</BODY></TEXT></REUTERS>\n",
    "<DOC><DOCNO>A-1</DOCNO><HEAD>A</HEAD><TEXT>One.</TEXT></DOC>\n",
    "<nitf><head><title>A</title></head><body><body.head><hedline><hl1>A</hl1></hedline></body.head><body.content><block><p>One.</p></block></body.content></body></nitf>",
    "<XMD-entity ID=\"Ar1\" ENTITY_TYPE=\"Article\"><Meta NAME=\"A\" ISSUE_DATE=\"03/02/1900\"/><Content><Primitive><L P=\"S\"/><W>The</W><Q QID=\"1\">dock-</Q><L/><Q QID=\"1\">ers</Q><QW QID=\"1\">dockers</QW><W>.</W></Primitive></Content></XMD-entity>",
    "<newsitem itemid=\"1\" date=\"1996-08-20\" xml:lang=\"en\"><title>A</title><headline>A</headline><text><p>One.</p></text></newsitem>",
    "<newsMessage><itemSet><newsItem guid=\"urn:x\"><itemMeta><versionCreated>2017-03-02T08:00:00Z</versionCreated></itemMeta><contentMeta><headline>A</headline></contentMeta><contentSet><inlineXML><html><body><p>One</p></body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>",
    "<articles><article><title>A</title><body>One.</body></article></articles>",
];

const HTML: &[&str] = &[
    "<!doctype html><html lang=en><head><title>A | G</title><meta property=\"article:published_time\" content=\"2017-03-02T08:00:00+01:00\"><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"A\",\"datePublished\":\"2017-03-02\"}</script></head><body><nav><a href=/>Home</a></nav><h1>A</h1><p>By Ann Lee</p><time datetime=2017-03-02>2 March 2017</time><p>The dockers of Hull went back to work on Monday, after a strike of three weeks.</p><table><tr><td>1<td>Hull</table></body></html>",
];

const MAIL: &[&str] = &[
    "From: a@example.org\nSubject: =?utf-8?q?Z=C3=BC?=\nMessage-ID: <1@x>\nDate: Thu, 19 Feb 2015 17:18:40 +1100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nT25lLg==\n--b\nContent-Type: message/rfc822\n\nSubject: B\n\nTwo.\n--b--\n",
    "From a@x Thu Feb 19 17:18:40 2015\nFrom: a@x\nSubject: A\n\nOne.\n\nFrom a@x Thu Feb 19 17:18:40 2015\nFrom: a@x\nSubject: B\n\n>From two.\n",
    "From: <Saved by Blink>\nSnapshot-Content-Location: https://g.example/a\nSubject: A\nDate: Thu, 2 Mar 2017 17:18:40 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>The dockers of Z=C3=BCrich went back to work on Monday.</p>\n--b--\n",
];

const WEB: &[&str] = &[
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/a\r\nWARC-Date: 2017-03-06T04:03:53Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 146\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><h1>A</h1><p>The dockers of Hull went back to work on Monday, after a strike.</p></body></html>\r\n\r\n",
    "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.org/a\r\nWARC-Date: 2017-03-06T04:03:53Z\r\nContent-Type: text/plain\r\nContent-Length: 15\r\n\r\nThe dock strike\r\n\r\n",
    "filedesc://a.arc 0.0.0.0 20140216050221 text/plain 12\n1 0 Example\n\nhttp://example.org/a 1.1.1.1 20140216050221 text/html 78\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>The dockers of Hull went to work.</p>\n",
];

const PRESS: &[&str] = &[
    "<!-- \n<DOC NUMBER=1>\n<DOCFULL> -->\n<DIV><P>1 of 1 DOCUMENTS</P></DIV><DIV><P>The Times</P></DIV><DIV><P>May 3, 1923</P></DIV><DIV><P>A</P></DIV><DIV><P>BYLINE: B</P></DIV><DIV><P>One.</P></DIV>\n</DOCFULL>\n",
    "1 of 1 DOCUMENTS\n\nThe Times\n\nMay 3, 1923\n\nA\n\nBYLINE: B\n\nOne.\n",
    "<td><span class=\"DocPublicationName\">A</span><span class=\"DocHeader\">4 octobre 2012</span><span class=\"TitreArticleVisu\">B <span>C</span></span><br>D<br><p></p>E<p></p>Numéro de document : 1<br>\n",
    "<r><ppsarticle><accessionNo>1</accessionNo><headline><paragraph>A &amp; B</paragraph></headline></ppsarticle></r>",
    "\x16\x16\x01W2870\x1f_a\nf l\x13\x11 BC-A  11-13 1049\n\x02\x02BC-A,466<\n^A <\n^By B=\n\t   One.\n\t   ^\x03AP-WF-11-13-13 1509GMT<\n\x04\n",
    "\x01eca0124 3 i 93  dpa 1888\r\n\nA/b/\r\n\x02C =\r\n\r\nOne.\r\n\x03212101 GMT Nov 18\r\n\x7f\n",
];

/// The page that descriptions of issues name stands beside them.
pub const PAGE: &str = "<alto><Layout><Page ID=\"P\"><PrintSpace><TextBlock ID=\"B\"><TextLine><String CONTENT=\"a\" WC=\"0.5\"/><SP/><String CONTENT=\"b\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"bc\"/><HYP/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>";

const NEWSPAPERS: &[&str] = &[
    PAGE,
    "<mets><dmdSec ID=\"M\"><title>A</title><dateIssued>1923-05-03</dateIssued></dmdSec><file ID=\"F\"><FLocat href=\"./page.xml\"/></file><structMap TYPE=\"LOGICAL\"><div TYPE=\"ARTICLE\" LABEL=\"B\" DMDID=\"M\"><div TYPE=\"BODY\"><area FILEID=\"F\" BEGIN=\"B\"/></div></div></structMap></mets>",
    "<DIDL><Item><title>A</title><date>1923/05/03</date><Item><title>B</title><blocks alto=\"page.xml\"><TextBlock ID=\"B\"/></blocks></Item></Item></DIDL>",
];

/// A print without its table of objects, which readers put together anew.
const PRINT: &str = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
    2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n\
    3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n\
    4 0 obj\n<< /Length 116 >>\nstream\nBT /F1 20 Tf 72 720 Td (Dock strike ends) Tj /F1 10 Tf 12 TL T* \
    (The dockers of Hull) Tj [(went) -300 (back.)] TJ ET\nendstream\nendobj\n\
    5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /A] >> >>\nendobj\n\
    trailer\n<< /Root 1 0 R >>\n%%EOF\n";

const DOCUMENTS: &[&[(&str, &str)]] = &[
    &[
        ("[Content_Types].xml", "<Types/>"),
        (
            "docProps/core.xml",
            "<c><dc:title>Dock strike</dc:title><dc:creator>Ann Lee</dc:creator><dcterms:modified>2017-03-02T08:00:00Z</dcterms:modified></c>",
        ),
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:pPr><w:pStyle w:val=\"T\"/></w:pPr><w:r><w:t>A</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:t>One</w:t></w:p></w:tc><w:tc><w:p><w:t>Two</w:t></w:p></w:tc></w:tr></w:tbl><w:p><w:t>3 May 2017</w:t><w:br/></w:p></w:body></w:document>",
        ),
        (
            "word/styles.xml",
            "<w:styles><w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style></w:styles>",
        ),
    ],
    &[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            "<d><office:text><text:h text:outline-level=\"1\">A</text:h><text:p>One<text:note><text:note-body><text:p>N</text:p></text:note-body></text:note><text:s/></text:p></office:text></d>",
        ),
        ("meta.xml", "<m><dc:language>en</dc:language><dc:date>2017-03-02</dc:date></m>"),
    ],
    &[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<container><rootfile full-path=\"c.opf\"/></container>"),
        (
            "c.opf",
            "<package><metadata><dc:title>G</dc:title><dc:date>2017-03-02</dc:date></metadata><manifest><item id=\"a\" href=\"1.html\"/><item id=\"n\" href=\"nav.html\" properties=\"nav\"/></manifest><spine><itemref idref=\"a\"/></spine></package>",
        ),
        (
            "1.html",
            "<html><head><title>G</title></head><body><h1>A</h1><p>The dockers of Hull went back to work on Monday, after a strike.</p></body></html>",
        ),
        ("nav.html", "<nav><a href=\"1.html\">A</a></nav>"),
    ],
];
