//! Paragraphs out of the elements of a document.

use serde::{Deserialize, Serialize};

/// No article has more cells in a row of a table.
const MOST_CELLS: usize = 1_000;

/// What a paragraph is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Role {
    Title,
    Subtitle,
    /// A heading of the highest level.
    Heading,
    Caption,
    Text,
}

/// A paragraph without blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub role: Role,
    pub text: String,
}

/// Collects paragraphs. Paragraphs lie in each other where notes and text boxes stand in a paragraph: the
/// inner ones come first.
#[derive(Default)]
pub(super) struct Prose {
    done: Vec<Paragraph>,
    open: Vec<Paragraph>,
    /// The cells of the rows that are open: tables lie in each other too.
    rows: Vec<Vec<Vec<Paragraph>>>,
}

impl Prose {
    pub fn begin_paragraph(&mut self) {
        self.open.push(Paragraph { role: Role::Text, text: String::new() });
    }

    pub fn set_role(&mut self, role: Role) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.role = role;
        }
    }

    /// Adds to the paragraph that is open; what stands outside of all is none's text.
    pub fn add(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    pub fn end_paragraph(&mut self) {
        let Some(Paragraph { role, text }) = self.open.pop() else { return };
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        if !text.is_empty() {
            self.keep(Paragraph { role, text });
        }
    }

    fn keep(&mut self, paragraph: Paragraph) {
        match self.rows.last_mut().and_then(|row| row.last_mut()) {
            Some(cell) => cell.push(paragraph),
            None => self.done.push(paragraph),
        }
    }

    pub fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub fn begin_cell(&mut self) {
        if let Some(row) = self.rows.last_mut()
            && row.len() < MOST_CELLS
        {
            row.push(Vec::new());
        }
    }

    /// A row of short cells is one paragraph; cells that hold running text are read one after the other.
    pub fn end_row(&mut self) {
        let Some(cells) = self.rows.pop() else { return };
        let is_layout = cells.len() < 2 || cells.iter().any(|cell| cell.len() > 1);
        if is_layout {
            cells.into_iter().flatten().for_each(|paragraph| self.keep(paragraph));
            return;
        }
        let texts: Vec<String> = cells.into_iter().flatten().map(|paragraph| paragraph.text).collect();
        if !texts.is_empty() {
            self.keep(Paragraph { role: Role::Text, text: texts.join("  ") });
        }
    }

    /// All paragraphs, in the order of the document.
    pub fn into_paragraphs(mut self) -> Vec<Paragraph> {
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        while !self.rows.is_empty() {
            self.end_row();
        }
        self.done
    }
}
