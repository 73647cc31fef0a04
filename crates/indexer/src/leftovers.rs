//! What a run that did not come to its end leaves lying about.

use std::collections::HashSet;
use std::path::Path;

use dateline_schema::Archive;

use crate::IndexError;

/// The files of a segment are named by its id.
pub(crate) const UUID_LETTERS: usize = 32;

/// Whether there are files of segments that are no part of the index.
pub(crate) fn has_remains(archive: &Archive) -> Result<bool, IndexError> {
    let segments = archive.index().searchable_segment_metas();
    let segments = segments
        .map_err(|error| IndexError::engine(archive.dir(), "its last commit could not be read", &error))?;
    let living: HashSet<String> = segments.iter().map(|segment| segment.id().uuid_string()).collect();
    let folder = archive.index_dir();
    let refuse = |error: std::io::Error| IndexError::io(&folder, "could not be read", &error);
    for entry in std::fs::read_dir(&folder).map_err(refuse)? {
        let name = entry.map_err(refuse)?.file_name().to_string_lossy().into_owned();
        let segment = name.split('.').next().unwrap_or_default();
        if segment.len() == UUID_LETTERS && !living.contains(segment) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes the files of a folder with such names.
pub(crate) fn remove_files(folder: &Path, unwanted: impl Fn(&str) -> bool) -> Result<(), IndexError> {
    let refuse = |error: std::io::Error| IndexError::io(folder, "could not be read", &error);
    for entry in std::fs::read_dir(folder).map_err(refuse)? {
        let name = entry.map_err(refuse)?.file_name();
        if name.to_str().is_some_and(&unwanted) {
            let path = folder.join(name);
            std::fs::remove_file(&path)
                .map_err(|error| IndexError::io(path, "could not be removed", &error))?;
        }
    }
    Ok(())
}
