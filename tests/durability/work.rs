//! The sources and commands that the disks are tried with: every way of writing to an archive.

use std::ffi::OsStr;

use super::log::Operation;
use crate::program::Desk;

/// A source that is made when it is wanted.
pub struct MadeFile {
    name: &'static str,
    content: fn() -> String,
}

/// A command, after what changes among the sources before it.
pub struct Step {
    pub arguments: &'static [&'static str],
    pub write: &'static [(&'static str, &'static str)],
    /// A file that is too long to be written here.
    pub make: Option<MadeFile>,
    pub remove: &'static [&'static str],
}

const INDEX: &[&str] = &["index", "news", "--entities", "none", "--threads", "1", "--quiet"];
const PRUNE: &[&str] = &["index", "news", "--entities", "none", "--threads", "1", "--prune", "--quiet"];
const DELETE: &[&str] = &["delete", "councillor", "--yes", "--quiet"];
const RETAG: &[&str] = &["retag", "--quiet"];

const STRIKE: &str =
    "A strike\n\nThe strike of the dockers began on Monday and the port lay still all day long.\n";

/// Articles of one language that a dictionary for packing is made from.
fn enough_for_a_dictionary() -> String {
    let article = |number: u32| {
        let sentence = |at: u32| format!("The council of harbour {} met {} dockers. ", number * at % 97, at);
        let body: String = (0..40).map(sentence).collect();
        format!("{{\"title\":\"Council {number}\",\"body\":\"{body}\",\"lang\":\"en\"}}\n")
    };
    (0..90).map(article).collect()
}

const fn index(write: &'static [(&'static str, &'static str)]) -> Step {
    Step { arguments: INDEX, write, make: None, remove: &[] }
}

/// Every step is one run. Eight segments and more are merged.
pub const STEPS: &[Step] = &[
    index(&[
        ("news/a.txt", "A storm\n\nThe storm came at night.\n"),
        (
            "news/b.jsonl",
            "{\"title\":\"One\",\"body\":\"A councillor spoke.\"}\nno record\n{\"title\":\"Two\",\"body\":\"Angela Merkel met him.\"}\n",
        ),
    ]),
    index(&[("news/c.txt", STRIKE)]),
    // A copy, a new text and one text for another.
    index(&[
        ("news/d.txt", STRIKE),
        ("news/e.txt", "A flood\n\nThe river rose.\n"),
        ("news/a.txt", "A storm\n\nThe storm went away.\n"),
    ]),
    Step { arguments: DELETE, write: &[], make: None, remove: &[] },
    index(&[("news/f.txt", "A vote\n\nThey voted.\n")]),
    Step {
        arguments: PRUNE,
        write: &[("news/g.txt", "A court\n\nIt ruled.\n")],
        make: None,
        remove: &["news/c.txt"],
    },
    index(&[("news/h.txt", "A bridge\n\nIt fell.\n")]),
    index(&[("news/i.txt", "A school\n\nIt opened.\n")]),
    index(&[("news/j.txt", "A market\n\nIt closed.\n")]),
    index(&[("news/k.txt", "A judge\n\nShe resigned.\n")]),
    index(&[("news/l.txt", "A harbour\n\nIt froze.\n")]),
    index(&[("news/m.txt", "A minister\n\nHe went.\n")]),
    Step {
        arguments: INDEX,
        write: &[],
        make: Some(MadeFile { name: "news/n.jsonl", content: enough_for_a_dictionary }),
        remove: &[],
    },
    Step { arguments: RETAG, write: &[], make: None, remove: &[] },
];

impl Step {
    /// Changes the sources as this step wants.
    pub fn prepare(&self, desk: &Desk) {
        for (name, content) in self.write {
            desk.write(name, content);
        }
        if let Some(MadeFile { name, content }) = self.make {
            desk.write(name, content());
        }
        for name in self.remove {
            std::fs::remove_file(desk.path(name)).expect("a source");
        }
    }
}

/// Whether a run of one thread merged segments: it began a second one.
pub fn has_merge(log: &[Operation]) -> bool {
    let begins = |operation: &&Operation| matches!(operation, Operation::Create { path, .. } if path.extension() == Some(OsStr::new("store")));
    log.iter().filter(begins).count() > 1
}
