//! Input made to exhaust the machine: it is refused or dealt with, soon and in little memory.

mod bombs;
mod packed;
mod queries;
