//! The program on a disk that is watched, and that fails when it is told to (`disk.c`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::log::{self, Operation};
use crate::program::{Desk, Run};

/// A data folder on a disk of its own, and the log of all that happened there.
pub struct Disk<'a> {
    desk: &'a Desk,
    folder: PathBuf,
}

/// What goes wrong in a run.
#[derive(Clone, Copy, Debug)]
pub enum Trouble {
    None,
    /// The program gets this signal at its operation of this number, from 1.
    Signal(usize, i32),
    /// The operation of this kind and number fails with this error.
    Error(char, usize, i32),
    /// So many bytes can be written.
    Space(usize),
}

impl<'a> Disk<'a> {
    /// An empty disk of this name.
    pub fn new(desk: &'a Desk, name: &str) -> Disk<'a> {
        let folder = desk.path(name);
        std::fs::create_dir(&folder).expect("a new name");
        Disk { desk, folder }
    }

    /// Another disk with the same content, and an empty log.
    pub fn copy(&self, name: &str) -> Disk<'a> {
        let copy = Disk::new(self.desk, name);
        copy_folder(&self.folder, &copy.folder);
        copy
    }

    /// The folder that is watched. Archives lie in a folder inside, which the program creates.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the archive.
    pub fn archive(&self) -> PathBuf {
        self.folder.join("data/main")
    }

    /// Runs the program to its end, whatever it is.
    pub fn run(&self, arguments: &[&str], trouble: Trouble) -> Run {
        let mut command = self.desk.command(arguments);
        command
            .env("DATELINE_DATA", self.folder.join("data"))
            .env("LD_PRELOAD", watcher())
            .env("DISK_ROOT", &self.folder)
            .env("DISK_LOG", self.log_file());
        match trouble {
            Trouble::None => &mut command,
            Trouble::Signal(at, signal) => command.env("DISK_SIGNAL", format!("{at}:{signal}")),
            Trouble::Error(kind, at, error) => command.env("DISK_ERROR", format!("{kind}:{at}:{error}")),
            Trouble::Space(bytes) => command.env("DISK_SPACE", bytes.to_string()),
        };
        Run::of(command.output().expect("the binary runs"))
    }

    /// Everything that happened since this disk was there.
    pub fn log(&self) -> Vec<Operation> {
        log::read(&std::fs::read(self.log_file()).expect("a log"))
    }

    /// Starts the log anew.
    pub fn forget_log(&self) {
        std::fs::remove_file(self.log_file()).expect("a log");
    }

    fn log_file(&self) -> PathBuf {
        self.folder.with_extension("log")
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Many disks live on one desk, one after the other. What stays, goes with the desk.
        let _ = std::fs::remove_dir_all(&self.folder);
        let _ = std::fs::remove_file(self.log_file());
    }
}

/// The library that watches, built when it is first asked for.
fn watcher() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let source = crate::program::workspace().join("tests/durability/disk.c");
        // Tests may run twice at once.
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("disk-{}.so", std::process::id()));
        let mut compiler = Command::new("cc");
        compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).arg("-ldl");
        assert!(compiler.status().expect("cc runs, as Rust needs it too").success());
        library
    })
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let copy = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            std::fs::create_dir(&copy).expect("a new folder");
            copy_folder(&path, &copy);
        } else {
            std::fs::copy(&path, &copy).expect("copied");
        }
    }
}
