//! The pictures of `--svg` and `--png`.

use std::io::Write;
use std::path::Path;

use crate::args::PictureArguments;
use crate::failure::Failure;
use crate::output_file::{OutputFile, not_written};
use crate::render::picture::Picture;

/// Letters that the font lacks are named up to here.
const MOST_NAMED: usize = 10;

impl PictureArguments {
    /// The flag that asks for a picture.
    pub fn flag(&self) -> Option<&'static str> {
        match (&self.svg, &self.png) {
            (Some(_), _) => Some("--svg"),
            (None, Some(_)) => Some("--png"),
            (None, None) => None,
        }
    }

    /// Writes what was asked for; gives what is to be said about it.
    pub fn write(&self, picture: impl FnOnce() -> Picture) -> Result<Vec<String>, Failure> {
        let mut remarks = Vec::new();
        if self.flag().is_none() {
            return Ok(remarks);
        }
        let picture = picture();
        if let Some(path) = &self.svg {
            write_file(path, picture.svg().as_bytes())?;
            remarks.push(format!("{}: the picture", path.display()));
        }
        if let Some(path) = &self.png {
            let png = picture.png().map_err(|cause| Failure::told(format!("{}: {cause}", path.display())))?;
            write_file(path, &png.bytes)?;
            remarks.push(format!("{}: the picture", path.display()));
            if !png.lacking.is_empty() {
                let count = png.lacking.len();
                let mut named: Vec<String> =
                    png.lacking.iter().take(MOST_NAMED).map(|letter| format!("`{letter}`")).collect();
                named.extend((count > MOST_NAMED).then(|| "…".to_owned()));
                remarks.push(format!(
                    "{}: the font of pictures lacks {}, drawn as boxes; --svg keeps them",
                    path.display(),
                    named.join(" ")
                ));
            }
        }
        Ok(remarks)
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut file = OutputFile::create(path)?;
    file.write_all(bytes).map_err(|error| not_written(path, &error))?;
    file.finish()
}
