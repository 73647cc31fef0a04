//! Files that are small and hold much.

use std::io::Write;

use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use flate2::{Compression, Crc};

/// Just past what every file may hold.
pub const BYTES: usize = 300 << 20;

/// Writes so many blanks, here and there a line of text before them.
fn blanks(head: &str, mut out: impl Write) {
    let block = vec![b' '; 1 << 20];
    out.write_all(head.as_bytes()).expect("written");
    for _ in 0..BYTES >> 20 {
        out.write_all(&block).expect("written");
    }
}

pub fn gz(head: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    blanks(head, &mut out);
    out.finish().expect("packed")
}

pub fn gz_of(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).expect("written");
    out.finish().expect("packed")
}

pub fn zst(head: &str) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 1).expect("an encoder");
    blanks(head, &mut out);
    out.finish().expect("packed")
}

pub fn bz2(head: &str) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    blanks(head, &mut out);
    out.finish().expect("packed")
}

pub fn xz(head: &str) -> Vec<u8> {
    let mut out = liblzma::write::XzEncoder::new(Vec::new(), 0);
    blanks(head, &mut out);
    out.finish().expect("packed")
}

/// A zip archive as it is written, member by member.
#[derive(Default)]
struct Zip {
    out: Vec<u8>,
    directory: Vec<u8>,
    members: u16,
}

impl Zip {
    /// Adds a member, or another name for the packed bytes of the one that begins at a place.
    fn add(&mut self, name: &str, crc: u32, packed: &[u8], bytes: usize, known: Option<u32>) {
        let Zip { out, directory, .. } = self;
        let start = known.unwrap_or(out.len() as u32);
        let mut header = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        header.extend(crc.to_le_bytes());
        header.extend((packed.len() as u32).to_le_bytes());
        header.extend((bytes as u32).to_le_bytes());
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0; 2]);
        if known.is_none() {
            out.extend(b"PK\x03\x04");
            out.extend(&header);
            out.extend(name.bytes());
            out.extend(packed);
        }
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend(start.to_le_bytes());
        directory.extend(name.bytes());
        self.members += 1;
    }

    fn finish(mut self) -> Vec<u8> {
        let start = self.out.len() as u32;
        self.out.extend(&self.directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        self.out.extend(self.members.to_le_bytes());
        self.out.extend(self.members.to_le_bytes());
        self.out.extend((self.directory.len() as u32).to_le_bytes());
        self.out.extend(start.to_le_bytes());
        self.out.extend([0; 2]);
        self.out
    }
}

fn deflated(write: impl FnOnce(&mut DeflateEncoder<Vec<u8>>)) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    write(&mut packed);
    packed.finish().expect("packed")
}

fn add_file(zip: &mut Zip, name: &str, bytes: &[u8]) {
    let packed = deflated(|out| out.write_all(bytes).expect("written"));
    let mut crc = Crc::new();
    crc.update(bytes);
    zip.add(name, crc.sum(), &packed, bytes.len(), None);
}

/// A zip archive whose last member is blanks.
pub fn zip(members: &[(&str, &[u8])], bomb: &str, head: &str) -> Vec<u8> {
    let mut zip = Zip::default();
    for (name, bytes) in members {
        add_file(&mut zip, name, bytes);
    }
    // Its checksum is never reached.
    zip.add(bomb, 0, &deflated(|out| blanks(head, out)), BYTES + head.len(), None);
    zip.finish()
}

/// A zip archive of one file under so many names.
pub fn zip_of_copies(name: &str, bytes: &[u8], names: usize) -> Vec<u8> {
    let mut zip = Zip::default();
    for number in 0..names {
        add_file(&mut zip, &format!("{number:03}{name}"), bytes);
    }
    zip.finish()
}

/// A zip archive whose members are all the same bytes of the archive: some thousand times what it may hold.
pub fn zip_of_shared_bytes() -> Vec<u8> {
    let text = format!("Storm\n\n{}", " ".repeat(20 << 20));
    let mut crc = Crc::new();
    crc.update(text.as_bytes());
    let packed = deflated(|out| out.write_all(text.as_bytes()).expect("written"));
    let mut zip = Zip::default();
    for number in 0..60_000 {
        zip.add(&format!("{number:05}.txt"), crc.sum(), &packed, text.len(), (number > 0).then_some(0));
    }
    zip.finish()
}

/// A web archive of so many pages, each packed twice and 60 million times its size.
pub fn warc_of_packed_pages(pages: usize) -> Vec<u8> {
    let mut page = format!("<html><body><p>{}", " ".repeat(60 << 20)).into_bytes();
    page = gz_of(&gz_of(&page));
    let answer = [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip, gzip\r\n\r\n",
        &page[..],
        b"\r\n\r\n",
    ]
    .concat();
    let mut out = Vec::new();
    for number in 0..pages {
        out.extend(
            format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n\
                 WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http;msgtype=response\r\n\
                 Content-Length: {}\r\n\r\n",
                answer.len() - 4
            )
            .bytes(),
        );
        out.extend(&answer);
    }
    out
}

/// A print of so many pages, all of one content, packed so many times.
pub fn pdf(pages: usize, times: usize, mut content: Vec<u8>) -> Vec<u8> {
    for _ in 0..times {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&content).expect("written");
        content = packed.finish().expect("packed");
    }
    let kids: String = (0..pages).map(|page| format!("{} 0 R ", page + 5)).collect();
    let filters = "/FlateDecode ".repeat(times);
    let mut stream = format!("<< /Filter [{filters}] /Length {} >>\nstream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    let page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R \
                 /Resources << /Font << /F 3 0 R >> >> >>";
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {pages} >>").into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        stream,
    ];
    objects.resize(4 + pages, page.to_vec());
    let (mut out, mut table) = (b"%PDF-1.5\n".to_vec(), String::new());
    for (number, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{} 0 obj\n", number + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let count = objects.len() + 1;
    out.extend(format!("xref\n0 {count}\n0000000000 65535 f \n{table}").bytes());
    out.extend(format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    out
}

/// An article of ten entities, each of them ten of the one before.
pub fn laughing_entities() -> String {
    let mut text = "<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY e0 \"ha\">".to_owned();
    for number in 1..=10 {
        text += &format!("<!ENTITY e{number} \"{}\">", format!("&e{};", number - 1).repeat(10));
    }
    text + "]><nitf><body><body.content><p>&e10;</p></body.content></body></nitf>"
}
