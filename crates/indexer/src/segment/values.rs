//! The values of one field, from articles with their values to values with their articles.

use std::borrow::Cow;

use dateline_schema::{CASELESS_TOKENIZER, RAW_TOKENIZER, caseless};
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, FieldEntry, FieldType, Schema};
use tantivy::tokenizer::MAX_TOKEN_LEN;

use crate::document::{Content, IndexDocument};
use crate::terms::{TermNumber, TermTable};

/// The values of one field of whole values of the articles of a segment.
pub(crate) struct ValuePostings {
    field: Field,
    form: Form,
    table: TermTable,
    /// A value and the article it stands in, in the order in which they came.
    entries: Vec<(TermNumber, u32)>,
    /// Of each value, the last article it stands in.
    last: Vec<u32>,
    total: u64,
}

/// In which form a value is a term.
#[derive(Clone, Copy)]
enum Form {
    Written,
    Caseless,
    Number,
}

impl ValuePostings {
    /// Every field of a schema that is indexed by whole values.
    pub fn of_schema(schema: &Schema) -> Vec<ValuePostings> {
        let of_field = |(field, entry): (Field, &FieldEntry)| {
            let form = Form::of_field(entry)?;
            let (table, entries, last) = (TermTable::default(), Vec::new(), Vec::new());
            Some(ValuePostings { field, form, table, entries, last, total: 0 })
        };
        schema.fields().filter_map(of_field).collect()
    }

    pub fn field(&self) -> Field {
        self.field
    }

    /// All values of all articles.
    pub fn total(&self) -> u64 {
        self.total
    }

    pub fn memory_bytes(&self) -> usize {
        self.table.memory_bytes() + self.entries.len() * 16 + self.last.len() * 4
    }

    /// Takes in the values of an article, and gives their number.
    pub fn add(&mut self, doc: u32, document: &IndexDocument) -> u32 {
        let mut total = 0;
        for content in document.values_of(self.field) {
            let term = self.form.term(content);
            if term.len() > MAX_TOKEN_LEN {
                continue;
            }
            total += 1;
            let number = self.table.number(&term);
            if number.index() == self.last.len() {
                self.last.push(doc);
            } else if std::mem::replace(&mut self.last[number.index()], doc) == doc {
                continue;
            }
            self.entries.push((number, doc));
        }
        self.total += u64::from(total);
        total
    }

    /// Writes the values in their order, each with its articles in the order of the segment.
    pub fn write(self, order: &[u32], out: &mut FieldSerializer<'_>) -> tantivy::Result<()> {
        let mut place = vec![0; order.len()];
        for (doc, &came) in order.iter().enumerate() {
            place[came as usize] = doc as u32;
        }
        let mut sorted: Vec<TermNumber> = (0..self.table.len() as u32).map(TermNumber).collect();
        sorted.sort_unstable_by(|&one, &other| self.table.term(one).cmp(self.table.term(other)));
        let mut rank = vec![0; sorted.len()];
        for (at, number) in sorted.iter().enumerate() {
            rank[number.index()] = at as u32;
        }
        let mut entries: Vec<(u32, u32)> =
            self.entries.iter().map(|&(number, came)| (rank[number.index()], place[came as usize])).collect();
        entries.sort_unstable();
        for of_value in entries.chunk_by(|one, other| one.0 == other.0) {
            out.new_term_without_freq(self.table.term(sorted[of_value[0].0 as usize]))?;
            for &(_, doc) in of_value {
                out.write_doc(doc, 0, &[]);
            }
            out.close_term()?;
        }
        Ok(())
    }
}

impl Form {
    /// `None` for a field that is not indexed, or by words.
    fn of_field(entry: &FieldEntry) -> Option<Form> {
        match entry.field_type() {
            FieldType::Str(options) => match options.get_indexing_options()?.tokenizer() {
                CASELESS_TOKENIZER => Some(Form::Caseless),
                RAW_TOKENIZER => Some(Form::Written),
                _ => None,
            },
            _ => entry.is_indexed().then_some(Form::Number),
        }
    }

    fn term(self, content: &Content) -> Cow<'_, [u8]> {
        match (self, content) {
            (Form::Caseless, Content::Text(text)) => caseless(text).into_bytes().into(),
            (_, Content::Text(text)) => text.as_bytes().into(),
            // Numbers are kept so that their bytes sort as they do.
            (_, Content::Unsigned(number)) => number.to_be_bytes().to_vec().into(),
            (_, Content::Signed(number)) => tantivy::i64_to_u64(*number).to_be_bytes().to_vec().into(),
        }
    }
}
