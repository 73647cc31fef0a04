//! What protects the machine. Each limit has a test at it and one past it.

/// Limits on what one input may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of text in one record; longer text is cut and the article flagged.
    pub record_text_bytes: usize,
    /// Bytes of one line of a line-based format; a longer line is rejected and skipped.
    pub line_bytes: usize,
    /// Bytes of one record that is read whole (a text, a page, a mail); a longer one is rejected. A record is
    /// held several times over while its letters are decoded and cleaned.
    pub record_bytes: usize,
    /// Bytes of what is read whole to take many records or little text out of it (a document, a table in
    /// columns, an issue with its pages); a larger file is rejected.
    pub file_record_bytes: usize,
    /// How many times larger than its compressed form a file may be once it passed
    /// [`Limits::decompressed_free_bytes`].
    pub decompression_ratio: u64,
    /// Decompressed bytes that are always allowed, whatever the ratio.
    pub decompressed_free_bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            record_text_bytes: 16 << 20,
            line_bytes: 64 << 20,
            record_bytes: 64 << 20,
            file_record_bytes: 256 << 20,
            decompression_ratio: 1_000,
            decompressed_free_bytes: 256 << 20,
        }
    }
}
