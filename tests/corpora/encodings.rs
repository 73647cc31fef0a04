//! Pages in many encodings.

use super::{shared, unpack};
use crate::program::Desk;

/// Folders of the encodings that are not read, with the files they hold. No publishing system writes these:
/// the standard of the web leaves them out, and so does the decoder.
const UNREAD_ENCODINGS: &[(&str, usize)] =
    &[("IBM855", 11), ("UTF-32", 2), ("UTF-32LE", 1), ("iso-2022-kr", 2)];

/// Files that hold no text for a reader, and one with too few letters to tell it from windows-1251.
const UNREAD_FILES: &[&str] = &[
    "GB2312/_mozilla_bug171813_text.html",
    "MacCyrillic/aug32.hole.ru.xml",
    "ascii/_chromium_iso-8859-1_with_no_encoding_specified.html",
    "utf-8/_ude_3.txt",
];

#[test]
fn pages_in_forty_encodings_are_read_as_their_folder_says() {
    let Some(archive) = shared("15-encodings.tar.xz") else { return };
    let desk = Desk::new();
    unpack(&archive, &desk.path("pages"));
    let run = desk.run(&[
        "index",
        "pages/encodings",
        "--preview",
        "1000",
        "--input-format",
        "html",
        "--format",
        "json",
    ]);
    let (mut files, mut unlike) = (0, std::collections::BTreeMap::<String, Vec<String>>::new());
    for line in run.stdout.lines() {
        let found: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let file = found["file"].as_str().expect("a file");
        let (folder, name) = {
            let mut parts = file.rsplit('/');
            let name = parts.next().expect("a name");
            (parts.next().expect("a folder"), name)
        };
        if folder == "encodings" || UNREAD_FILES.contains(&format!("{folder}/{name}").as_str()) {
            continue;
        }
        files += 1;
        if !is_like(&found["article"], &std::fs::read(file).expect("the file"), folder) {
            unlike.entry(folder.to_owned()).or_default().push(name.to_owned());
        }
    }
    assert!(files >= 240, "{files} files: {}", run.stderr);
    for (folder, names) in unlike {
        let allowed =
            UNREAD_ENCODINGS.iter().find(|(known, _)| *known == folder).map_or(0, |(_, count)| *count);
        assert!(names.len() <= allowed, "{folder}: {names:?}");
    }
}

/// Whether the letters of an article are those of its file, decoded as the folder says.
fn is_like(article: &serde_json::Value, bytes: &[u8], folder: &str) -> bool {
    let label = match folder {
        "MacCyrillic" => "x-mac-cyrillic",
        "CP949" => "euc-kr",
        "TIS-620" => "windows-874",
        "utf-8-sig" => "utf-8",
        _ => folder,
    };
    // `windows-1250-polish` names its language too.
    let shorter = label.rsplit_once('-').map_or(label, |(shorter, _)| shorter);
    let encoding =
        [label, shorter].into_iter().find_map(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let Some(encoding) = encoding else { return false };
    let expected: std::collections::HashSet<char> = encoding.decode(bytes).0.chars().collect();
    let text: String =
        ["title", "lead", "body"].iter().filter_map(|field| article[*field].as_str()).collect();
    let foreign: Vec<char> =
        text.chars().filter(|letter| letter.is_alphabetic() && !letter.is_ascii()).collect();
    let strange = foreign.iter().filter(|letter| !expected.contains(letter)).count();
    // Some letters are written as entities.
    !text.is_empty() && strange * 50 <= foreign.len()
}
