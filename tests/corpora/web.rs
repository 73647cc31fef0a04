//! Web archives.

use super::{index_whole, shared, unpack};
use crate::program::Desk;

#[test]
fn pages_of_web_archives_are_indexed() {
    let Some(archive) = shared("13-warc-wacz-real-pages.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("web"));
    let report = index_whole(&desk, "web");
    // A hundred pages in the WARC and fifty in the WACZ; a page without an article is a reject.
    assert_eq!(report["read"], 150, "{report}");
    assert!(report["rejected"].as_u64().expect("a count") <= 8, "{report}");
    assert_eq!(desk.json(&["index", "web", "--quiet"])["report"]["unchanged"], 150);
}

#[test]
fn damaged_web_archives_are_told_and_never_fatal() {
    let Some(archive) = shared("14-formats.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("formats"));
    let samples = desk.path("formats/formats/warc-arc-edge-cases");
    let mut seed = 13_u32;
    let mut below = |limit: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % limit
    };
    for entry in std::fs::read_dir(samples).expect("a folder").map(|entry| entry.expect("an entry")) {
        let bytes = std::fs::read(entry.path()).expect("read");
        for copy in 0..10 {
            let mut damaged = bytes.clone();
            if copy % 2 == 0 {
                damaged.truncate(1 + below(bytes.len() - 1));
            } else {
                let at = below(bytes.len());
                damaged[at] ^= 1 << below(8);
            }
            desk.write(&format!("damaged/{copy}/{}", entry.file_name().display()), damaged);
        }
    }
    index_whole(&desk, "damaged");
}
