//! Small containers for tests.

use std::io::Write;

use flate2::Crc;
use flate2::write::{DeflateEncoder, GzEncoder};

const BLOCK_BYTES: usize = 512;

pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One member of a tar archive, header and content, padded.
pub(crate) fn tar_member(name: &str, kind: u8, size: &str, content: &[u8]) -> Vec<u8> {
    let mut block = [0; BLOCK_BYTES];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[124..124 + size.len()].copy_from_slice(size.as_bytes());
    block[148..156].fill(b' ');
    block[156] = kind;
    block[257..263].copy_from_slice(b"ustar\0");
    let mut bytes = block.to_vec();
    seal(&mut bytes);
    bytes.extend_from_slice(content);
    bytes.resize(bytes.len().next_multiple_of(BLOCK_BYTES), 0);
    bytes
}

/// Writes the checksum of a header.
pub(crate) fn seal(header: &mut [u8]) {
    header[148..156].fill(b' ');
    let sum: u32 = header[..BLOCK_BYTES].iter().map(|&byte| u32::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

/// A tar archive of these files.
pub(crate) fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let member =
        |&(name, bytes): &(&str, &[u8])| tar_member(name, b'0', &format!("{:011o}", bytes.len()), bytes);
    let mut archive: Vec<u8> = files.iter().flat_map(member).collect();
    archive.extend_from_slice(&[0; 2 * BLOCK_BYTES]);
    archive
}

/// Where a zip archive keeps the sizes of its members.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sizes {
    /// In front of the data.
    InFront,
    /// Behind the data, as programs do that write to a pipe.
    Behind,
}

/// A zip archive of these files; every second one is deflated when sizes stand in front, all of them when not.
pub(crate) fn zip(files: &[(&str, &[u8])], sizes: Sizes) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (number, &(name, bytes)) in files.iter().enumerate() {
        let is_deflated = number % 2 == 1 || sizes == Sizes::Behind;
        let packed = if is_deflated {
            let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        } else {
            bytes.to_vec()
        };
        let mut crc = Crc::new();
        crc.update(bytes);
        let flags: u16 = if sizes == Sizes::Behind { 8 } else { 0 };
        let method: u16 = if is_deflated { 8 } else { 0 };
        let mut known = crc.sum().to_le_bytes().to_vec();
        known.extend((packed.len() as u32).to_le_bytes());
        known.extend((bytes.len() as u32).to_le_bytes());
        let offset = archive.len() as u32;
        let mut header = vec![20, 0];
        header.extend(flags.to_le_bytes());
        header.extend(method.to_le_bytes());
        header.extend([0; 4]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&header);
        archive.extend(if sizes == Sizes::Behind { vec![0; 12] } else { known.clone() });
        archive.extend((name.len() as u16).to_le_bytes());
        archive.extend([0; 2]);
        archive.extend(name.as_bytes());
        archive.extend(&packed);
        if sizes == Sizes::Behind {
            archive.extend(b"PK\x07\x08");
            archive.extend(&known);
        }
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&header);
        directory.extend(&known);
        directory.extend((name.len() as u16).to_le_bytes());
        directory.extend([0; 12]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let start = archive.len() as u32;
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend((files.len() as u16).to_le_bytes());
    archive.extend((files.len() as u16).to_le_bytes());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    archive
}
