//! Damage done to files of every format: reading ends, with records or with reasons, and never panics.

use std::ops::ControlFlow;

use super::{ALL, BrokenPiece, Format, Head, by_name, detect};
use crate::{Limits, Piece};

/// A small file of each format that has one, with the records in it.
const FILES: &[(&str, &str, usize)] = &[
    ("jsonl", "{\"title\":\"A\"}\n{\"title\":\"B\"}\n", 2),
    ("json", "[{\"title\":\"A\"},{\"title\":\"B\"}]", 2),
    (
        "mail",
        "From: a@example.org\nSubject: =?utf-8?q?Z=C3=BC?=\nMessage-ID: <1@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nT25lLg==\n--b\nContent-Type: message/rfc822\n\nSubject: B\n\nTwo.\n--b--\n",
        1,
    ),
    (
        "mbox",
        "From a@x Thu Feb 19 17:18:40 2015\nFrom: a@x\nSubject: A\n\nOne.\n\nFrom a@x Thu Feb 19 17:18:40 2015\nFrom: a@x\nSubject: B\n\n>From two.\n",
        2,
    ),
    ("smart", "*TEXT 017 01/04/63 PAGE 020\n\nA\n\n*TEXT 018 01/04/63 PAGE 020\n\nB\n\n*STOP\n", 2),
    ("labelled-lines", "[2023/07/20  16:52]，正文：甲。\n来源：乙，正文：丙。\n", 2),
    (
        "hash-marks",
        "a###b###https://example.org/###['c']###2020-02-08 15:11:00###۹###['d']\n1@@@2\n1\tOne.\n",
        1,
    ),
    (
        "markdown",
        "---\ntitle: \"A\"\ntags: [a, b]\nauthor:\n  name: C\n---\n# A\n\n* One [two](x)\n\n| a | b |\n|---|---|\n| c | d |\n",
        1,
    ),
    (
        "nexis-html",
        "<!-- \n<DOC NUMBER=1>\n<DOCFULL> -->\n<DIV><P>1 of 1 DOCUMENTS</P></DIV><DIV><P>The Times</P></DIV><DIV><P>May 3, 1923</P></DIV><DIV><P>A</P></DIV><DIV><P>BYLINE: B</P></DIV><DIV><P>One.</P></DIV>\n</DOCFULL>\n",
        1,
    ),
    ("nexis-text", "1 of 1 DOCUMENTS\n\nThe Times\n\nMay 3, 1923\n\nA\n\nBYLINE: B\n\nOne.\n", 1),
    (
        "europresse",
        "<td><span class=\"DocPublicationName\">A</span><span class=\"DocHeader\">4 octobre 2012</span><span class=\"TitreArticleVisu\">B <span>C</span></span><br>D<br><p></p>E<p></p>Numéro de document : 1<br>\n",
        1,
    ),
    (
        "factiva",
        "<r><ppsarticle><accessionNo>1</accessionNo><headline><paragraph>A &amp; B</paragraph></headline></ppsarticle></r>",
        1,
    ),
    (
        "anpa",
        "\x16\x16\x01W2870\x1f_a\nf l\x13\x11 BC-A  11-13 1049\n\x02\x02BC-A,466<\n^A <\n^By B=\n\t   One.\n\t   ^\x03AP-WF-11-13-13 1509GMT<\n\x04\n",
        1,
    ),
    (
        "iptc7901",
        "\x01eca0124 3 i 93  dpa 1888\r\n\nA/b/\r\n\x02C =\r\n\r\nOne.\r\n\x03212101 GMT Nov 18\r\n\x7f\n",
        1,
    ),
    (
        "mets",
        "<mets><dmdSec ID=\"M\"><title>A</title></dmdSec><file ID=\"F\"><FLocat href=\"./none.xml\"/></file><structMap TYPE=\"LOGICAL\"><div TYPE=\"ARTICLE\" LABEL=\"B\" DMDID=\"M\"><div TYPE=\"BODY\"><area FILEID=\"F\" BEGIN=\"P\"/></div></div></structMap></mets>",
        2,
    ),
    (
        "didl",
        "<DIDL><Item><title>A</title><Item><title>B</title><blocks alto=\"none.xml\"><TextBlock ID=\"P\"/></blocks></Item></Item></DIDL>",
        1,
    ),
    (
        "alto",
        "<alto><Page ID=\"P\"><TextBlock ID=\"B\"><TextLine><String CONTENT=\"a\" WC=\"0.5\"/><SP/><String CONTENT=\"b\" SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"bc\"/><HYP/></TextLine></TextBlock></Page></alto>",
        1,
    ),
    ("csv", "title,date,text\nA,2017-03-02,One.\nB,2017-03-03,Two.\n", 2),
];

/// Cuts and parses a file; gives the records and the reasons together.
fn read(format: &dyn Format, bytes: &[u8]) -> usize {
    let mut context = super::json::context("damaged");
    context.columns = format.columns(Head { name: "damaged", bytes, complete: true }, &context.field_map);
    let mut found = 0;
    let mut sink = |piece: Result<Piece, BrokenPiece>| {
        found += 1;
        if let Ok(piece) = piece {
            let _ = format.parse(piece, &context);
        }
        ControlFlow::Continue(())
    };
    let mut input = bytes;
    format
        .split(&mut input, &super::json::context("damaged"), &Limits::default(), &mut sink)
        .expect("memory");
    found
}

/// Formats whose own tests damage their files, and plain text, which is read from anything.
const DAMAGED_ELSEWHERE: &[&str] = &[
    "warc",
    "arc",
    "parquet",
    "reuters-sgml",
    "reuters-xml",
    "olive",
    "newsml-g2",
    "newsml",
    "nitf",
    "wordpress",
    "rss",
    "atom",
    "trec",
    "xml",
    "html",
    "docx",
    "odt",
    "epub",
    "pdf",
    "mhtml",
    "text",
];

#[test]
fn whole_files_are_told_and_read() {
    for (name, text, records) in FILES {
        let format = by_name(name).expect("a format");
        let head = Head { name: &format!("a.{name}"), bytes: text.as_bytes(), complete: true };
        assert_eq!(detect(head).map(Format::name), Some(*name), "{text}");
        assert_eq!(read(format, text.as_bytes()), *records, "{name}");
    }
    for format in ALL {
        let is_here = FILES.iter().any(|(name, ..)| *name == format.name());
        assert!(is_here || DAMAGED_ELSEWHERE.contains(&format.name()), "{} has a file", format.name());
    }
}

#[test]
fn cut_files_are_read_as_far_as_they_go() {
    for (name, text, _) in FILES {
        let format = by_name(name).expect("a format");
        for end in 0..text.len() {
            let bytes = &text.as_bytes()[..end];
            read(format, bytes);
            let _ = detect(Head { name: "a", bytes, complete: false });
        }
    }
}

#[test]
fn flipped_bits_neither_panic_nor_hang() {
    // A linear congruential generator: the same damage each time.
    let mut seed = 17_u32;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % below
    };
    for (name, text, _) in FILES {
        let format = by_name(name).expect("a format");
        for _ in 0..200 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                bytes[at] ^= 1 << random(8);
            }
            read(format, &bytes);
            let _ = detect(Head { name: "a", bytes: &bytes, complete: true });
        }
    }
}

#[test]
fn a_part_that_repeats_without_end_takes_linear_time() {
    for (name, text, _) in FILES {
        let format = by_name(name).expect("a format");
        for part in [
            "\n",
            "<",
            "<a>",
            "<span class=\"DocHeader\">",
            "<DIV",
            "From ",
            ">",
            "[",
            "###",
            "=",
            "---\n",
            "&amp;",
        ] {
            let mut bytes = text.as_bytes().to_vec();
            bytes.extend(part.repeat(50_000 / part.len()).bytes());
            read(format, &bytes);
            let mut bytes = part.repeat(50_000 / part.len()).into_bytes();
            bytes.extend(text.bytes());
            read(format, &bytes);
        }
    }
}

#[test]
fn messages_inside_of_messages_end_somewhere() {
    let mail = by_name("mail").expect("a format");
    let nested = "Content-Type: message/rfc822\n\n".repeat(5_000);
    assert_eq!(read(mail, format!("From: a@x\n{nested}").as_bytes()), 1);
    let parts: String = (0..2_000)
        .map(|part| format!("Content-Type: multipart/mixed; boundary={part}\n\n--{part}\n"))
        .collect();
    assert_eq!(read(mail, format!("From: a@x\n{parts}").as_bytes()), 1);
}
