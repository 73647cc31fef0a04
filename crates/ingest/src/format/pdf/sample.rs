//! Small prints for tests, written by hand.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A file of these objects, numbered from 1; the first is the catalogue.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n".to_vec();
    let mut starts = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        starts.push(bytes.len());
        bytes.extend_from_slice(format!("{} 0 obj\n", number + 1).as_bytes());
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let table = bytes.len();
    let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", starts.len() + 1);
    for start in &starts {
        let _ = writeln!(end, "{start:010} 00000 n ");
    }
    let size = starts.len() + 1;
    let _ = write!(end, "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
    bytes.extend_from_slice(end.as_bytes());
    bytes
}

fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<< {dict} /Length {} >>\nstream\n", content.len()).into_bytes();
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream");
    bytes
}

fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// The objects of a document of one page: catalogue, pages, page, its content, its font.
fn one_page(content: Vec<u8>, font: &str, resources: &str) -> Vec<Vec<u8>> {
    vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> {resources} >> >>"
        )
        .into_bytes(),
        content,
        font.as_bytes().to_vec(),
    ]
}

/// A print with a page for each content.
pub(super) fn pdf(contents: &[&str], info: &str) -> Vec<u8> {
    let mut objects = one_page(stream("", contents[0].as_bytes()), HELVETICA, "");
    objects.push(format!("<< {info} >>").into_bytes());
    let mut kids = "3 0 R".to_owned();
    for content in &contents[1..] {
        let page = objects.len() + 1;
        let _ = write!(kids, " {page} 0 R");
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
                 /Resources << /Font << /F1 5 0 R >> >> >>",
                page + 1
            )
            .into_bytes(),
        );
        objects.push(stream("/Filter /FlateDecode", &deflated(content.as_bytes())));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", contents.len()).into_bytes();
    file(&objects, "/Info 6 0 R")
}

/// A print in a font whose codes number glyphs, which may say what they stand for.
pub(super) fn glyphs(content: &str, says_letters: bool) -> Vec<u8> {
    let to_unicode = if says_letters { "/ToUnicode 7 0 R" } else { "" };
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] {to_unicode} >>"
    );
    let mut objects = one_page(stream("", content.as_bytes()), &font, "");
    objects.push(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 /W [1 [400 500] 3 9 600] \
          /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
            .to_vec(),
    );
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n\
               1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfchar <0001> <FB01> endbfchar\n\
               1 beginbfrange <0002> <0003> [<017D> <0416>] endbfrange\nendcmap end end";
    objects.push(stream("/Filter /FlateDecode", &deflated(map.as_bytes())));
    file(&objects, "")
}

/// A print of one picture.
pub(super) fn scan() -> Vec<u8> {
    let mut objects =
        one_page(stream("", b"q 595 0 0 842 0 0 cm /I Do Q"), HELVETICA, "/XObject << /I 6 0 R >>");
    objects.push(stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"\0",
    ));
    file(&objects, "")
}

/// A print that needs a password.
pub(super) fn encrypted() -> Vec<u8> {
    let objects = one_page(stream("", b"BT ET"), HELVETICA, "");
    let key = "00".repeat(32);
    let encrypt = format!(
        "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{key}> /U <{key}> >>"
    );
    file(&objects, &encrypt)
}

/// A print in which one stream of some kilobytes holds more than any page does.
pub(super) fn bomb(place: &str) -> Vec<u8> {
    let zeros = deflated(&vec![b' '; 70 << 20]);
    let content = stream("/Filter /FlateDecode", if place == "Contents" { &zeros } else { b"" });
    let mut objects = one_page(content, HELVETICA, "");
    if place == "ObjStm" {
        objects.push(stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &zeros));
    }
    file(&objects, "")
}

/// A print with a form that shows itself.
pub(super) fn circle() -> Vec<u8> {
    let page = b"BT /F1 20 Tf 72 720 Td (Dock strike ends) Tj ET /X Do";
    let mut objects = one_page(stream("", page), HELVETICA, "/XObject << /X 6 0 R >>");
    objects.push(stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>",
        b"BT /F1 10 Tf 72 600 Td (The dockers of Hull went back.) Tj ET /X Do",
    ));
    file(&objects, "")
}

/// A print of many pages that all show one form, which holds nothing in many bytes.
pub(super) fn repeated_form() -> Vec<u8> {
    let mut objects =
        one_page(stream("", "/X Do ".repeat(100).as_bytes()), HELVETICA, "/XObject << /X 6 0 R >>");
    let blanks = deflated(&vec![b' '; 20 << 20]);
    objects.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode", &blanks));
    file(&objects, "")
}

/// A print in a font one glyph of which stands for a hundred thousand letters.
pub(super) fn long_glyph() -> Vec<u8> {
    let content = format!("BT /F1 10 Tf 72 720 Td ({}) Tj ET", "A".repeat(2_000));
    let mut objects = one_page(
        stream("", content.as_bytes()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /X /ToUnicode 6 0 R >>",
        "",
    );
    let map = format!(
        "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <{}> endbfchar endcmap",
        "0041".repeat(100_000)
    );
    objects.push(stream("/Filter /FlateDecode", &deflated(map.as_bytes())));
    file(&objects, "")
}

/// A print of a page that shows more words than any does.
pub(super) fn crowded() -> Vec<u8> {
    let content = format!("BT /F1 10 Tf 72 720 Td {}ET", "(Hull) Tj ".repeat(1_000_001));
    file(&one_page(stream("/Filter /FlateDecode", &deflated(content.as_bytes())), HELVETICA, ""), "")
}

/// A print whose content is compressed row by row and holds more than any page does.
pub(super) fn rows_bomb() -> Vec<u8> {
    let zeros = deflated(&vec![0; 70 << 20]);
    let rows = "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>";
    file(&one_page(stream(rows, &zeros), HELVETICA, ""), "")
}

/// A print in a font that names a list of widths very often.
pub(super) fn repeated_widths() -> Vec<u8> {
    let content = stream("", b"BT /F1 10 Tf 72 720 Td <00010002> Tj ET");
    let font =
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>";
    let mut objects = one_page(content, font, "");
    let widths = "0 7 0 R ".repeat(20_000);
    objects.push(format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [{widths}] >>").into_bytes());
    objects.push(format!("[{}]", "500 ".repeat(60_000)).into_bytes());
    file(&objects, "")
}
