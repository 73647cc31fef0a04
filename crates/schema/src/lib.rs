//! What the writer and the reader of an archive agree on.
//!
//! [`Fields`] names every field of the index. [`words`] cuts text into the words that are indexed and
//! looked up. [`Archive`] creates and opens archives, and is the only place that does. [`Inspection`] tells
//! whether their files are as they were written.

pub mod words;

mod archive;
mod case;
mod checksum;
mod copies;
mod dictionaries;
mod durable;
mod error;
mod fields;
mod inspection;
mod lock;
mod names;
mod payload;
mod positions;
mod record;
mod rejects;
mod restoration;
mod seal;
mod segment_file;

pub use archive::{Archive, archive_names, check_archive_name};
pub use case::{CAPITAL_MARK, CAPITALS_MARK, Expected, LetterCase, NO_CAPITAL_MARK};
pub use checksum::{Checksum, RunningChecksum};
pub use copies::{COPIES_PREFIX, CopiesFile};
pub use dictionaries::{DICTIONARY_PREFIX, DictionaryEntry, write_dictionary};
pub use durable::{DRAFT_ENDING, DurableDirectory, sync_folder, write_durably};
pub use error::{SchemaError, engine_cause, plain_cause, with_space_left};
pub use fields::{
    CASELESS_TOKENIZER, DATE_NONE, DayField, EXACT_FIELD, Fields, INTERVAL_MARK, RAW_TOKENIZER, SORT_FIELD,
    UNDATED_CIVIL, ValueField, caseless, day_of_civil, presence_mark,
};
pub use inspection::{Damage, Inspection, Part};
pub use lock::WriterLock;
pub use names::{name_form, name_form_prefix, name_forms, split_name_form};
pub use payload::{CommitPayload, CopiesPayload};
pub use positions::{
    PARAGRAPH_MARK, POSITION_GAP, SENTENCE_MARK, TITLE_WEIGHT, kept_position, standing_position,
};
pub use record::{
    Packer, PackingDictionary, RecordFormat, Records, decode_record, encode_record, number_dictionary,
};
pub use rejects::{RejectEntry, RejectLine};
