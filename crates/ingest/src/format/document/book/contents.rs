//! What the table of contents of a book calls its chapters.
//!
//! Formats: <https://www.w3.org/TR/epub-33/#sec-nav>, <https://idpf.org/epub/20/spec/OPF_2.0_final_spec.html#Section2.4.1>

use std::collections::HashMap;

use super::package::{Package, path_of};
use crate::format::document::{Parts, text_of};
use crate::format::nodes::{Node, attribute, walk};

/// The labels of chapters, by their parts; of several that point into one chapter, the first.
pub(super) fn labels(parts: &Parts, package: &Package) -> HashMap<String, String> {
    let mut labels = HashMap::new();
    for path in &package.contents {
        if let Some(Ok(bytes)) = parts.get(path) {
            read(&text_of(bytes), path, &mut labels);
        }
    }
    labels
}

/// Reads both kinds: `<a href>` with the label in it, and `<navPoint>` with the label in front of `<content src>`.
/// What is damaged is read as far as it goes.
fn read(text: &str, own_path: &str, labels: &mut HashMap<String, String>) {
    let mut label = String::new();
    let mut target = None;
    let mut keep = |target: Option<String>, label: &str| {
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(target) = target.filter(|_| !label.is_empty()) {
            labels.entry(path_of(own_path, &target)).or_insert(label);
        }
    };
    let _ = walk(text, |node| match node {
        Node::Start("a", start) => {
            label.clear();
            target = attribute(start, "href");
        }
        Node::End("a") => keep(target.take(), &label),
        Node::Start("navLabel", _) => label.clear(),
        Node::Start("content", start) => keep(attribute(start, "src"), &label),
        Node::Text(text) => label.push_str(text),
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &[(&str, &str)]) {
        let mut labels = HashMap::new();
        read(text, "x/toc", &mut labels);
        let mut found: Vec<(&str, &str)> =
            labels.iter().map(|(path, label)| (path.as_str(), label.as_str())).collect();
        found.sort_unstable();
        assert_eq!(found, expect);
    }

    #[test]
    fn both_kinds_of_contents_name_the_chapters() {
        check(
            "<nav><ol><li><a href=\"1.html\">Dock <b>strike</b></a><ol><li><a href=\"1.html#b\">Part</a></li></ol></li></ol></nav>",
            &[("x/1.html", "Dock strike")],
        );
        check(
            "<ncx><navMap><navPoint><navLabel><text>World</text></navLabel><content src=\"1.html\"/><navPoint><navLabel>\
             <text>Ports</text></navLabel><content src=\"../2.html#a\"/></navPoint></navPoint></navMap></ncx>",
            &[("2.html", "Ports"), ("x/1.html", "World")],
        );
    }
}
