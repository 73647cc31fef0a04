//! Containers: files that hold other files. Read as streams, never unpacked to the disk.

pub(crate) mod package;
#[cfg(test)]
pub(crate) mod sample;
mod tar;
mod window;
mod zip;

use std::fs::File;
use std::ops::ControlFlow;

use super::Input;
use super::budget::Budget;
use crate::RejectReason;

/// A container whose members are looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Tar,
    Zip,
}

/// A member on its way out of its container.
pub(super) struct Entry<'a> {
    /// The name in the container, folders included; it is a label and never a path on the disk.
    pub name: String,
    /// Its bytes, or why they cannot be read.
    pub content: Result<Input<'a>, RejectReason>,
}

/// Receives the members of a container, in its order. Breaking ends the reading.
pub(super) type EntrySink<'s> = dyn FnMut(Entry<'_>) -> ControlFlow<()> + 's;

impl Container {
    /// The container that begins like this; `None` also for a zip archive that is one document.
    pub(super) fn of(head: &[u8]) -> Option<Container> {
        if package::Kind::of(head).is_some() {
            None
        } else if zip::fits(head) {
            Some(Container::Zip)
        } else if tar::fits(head) {
            Some(Container::Tar)
        } else {
            None
        }
    }

    /// Reads the members one after the other, from a stream.
    ///
    /// # Errors
    ///
    /// What is wrong with the container itself, once per place; it is handed over as an entry without name
    /// and reading goes on, as far as it can. The last such thing is the error.
    pub(super) fn read_stream(
        self,
        input: Input<'_>,
        budget: &Budget,
        sink: &mut EntrySink<'_>,
    ) -> Result<(), RejectReason> {
        match self {
            Container::Tar => tar::read(input, sink),
            Container::Zip => zip::read_stream(input, budget, sink),
        }
    }

    /// Reads the members of a container that lies open on the disk by its directory, when it has one.
    /// `None` when the container has none, or it cannot be found: it is to be read as a stream.
    pub(super) fn read_by_directory(
        self,
        file: &File,
        budget: &Budget,
        sink: &mut EntrySink<'_>,
    ) -> Option<Result<(), RejectReason>> {
        match self {
            Container::Tar => None,
            Container::Zip => zip::read_by_directory(file, budget, sink),
        }
    }
}
