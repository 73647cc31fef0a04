//! Files that are whole or not there.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use dateline_schema::plain_cause;

use crate::failure::Failure;

/// A file being written beside its place; it takes the place when it is complete, and disappears when not.
pub struct OutputFile {
    /// As it was named.
    path: PathBuf,
    /// Where a link leads.
    target: PathBuf,
    partial: PathBuf,
    writer: Option<BufWriter<File>>,
}

impl OutputFile {
    /// Begins a file that will replace what stands at `path`.
    pub fn create(path: &Path) -> Result<OutputFile, Failure> {
        // A device or a folder must not be replaced by a file.
        if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
            let message = format!("{}: expected the name of a file, but this is none", path.display());
            return Err(Failure::told(message));
        }
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let mut name = target.file_name().map(ToOwned::to_owned).unwrap_or_default();
        name.push(".partial");
        let partial = target.with_file_name(name);
        let file = File::create(&partial).map_err(|error| not_written(path, &error))?;
        Ok(OutputFile { path: path.to_owned(), target, partial, writer: Some(BufWriter::new(file)) })
    }

    /// Puts the complete file in its place, durably.
    pub fn finish(mut self) -> Result<(), Failure> {
        let result = self.writer.take().map_or(Ok(()), |writer| {
            let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            fs::rename(&self.partial, &self.target)
        });
        result.map_err(|error| {
            let _ = fs::remove_file(&self.partial);
            not_written(&self.path, &error)
        })
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.as_mut().map_or(Ok(0), |writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for OutputFile {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            let _ = fs::remove_file(&self.partial);
        }
    }
}

/// Why a file could not be written.
pub fn not_written(path: &Path, error: &io::Error) -> Failure {
    Failure::told(format!("{}: could not be written: {}", path.display(), plain_cause(error)))
}
