//! What happened on a disk, as `disk.c` writes it down.

use std::path::PathBuf;

/// One change, or one promise that changes are safe. Files are known by the number of their opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A process begins; the numbers of files begin anew.
    Begin,
    Open {
        id: u32,
        path: PathBuf,
    },
    Create {
        id: u32,
        path: PathBuf,
    },
    Write {
        id: u32,
        offset: usize,
        bytes: Vec<u8>,
    },
    Resize {
        id: u32,
        bytes: usize,
    },
    Sync {
        id: u32,
    },
    SyncFolder {
        path: PathBuf,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Remove {
        path: PathBuf,
    },
    MakeFolder {
        path: PathBuf,
    },
    /// The user was told something on standard output: what is done by then is acknowledged.
    Told,
    /// An operation failed as was wanted.
    Failed,
}

impl Operation {
    /// The letter of its kind, when it can be made to fail.
    pub fn kind(&self) -> Option<char> {
        match self {
            Operation::Create { .. } => Some('c'),
            Operation::Write { .. } => Some('w'),
            Operation::Resize { .. } => Some('t'),
            Operation::Sync { .. } => Some('s'),
            Operation::SyncFolder { .. } => Some('d'),
            Operation::Rename { .. } => Some('r'),
            Operation::Remove { .. } => Some('u'),
            Operation::MakeFolder { .. } => Some('m'),
            Operation::Begin | Operation::Open { .. } | Operation::Told | Operation::Failed => None,
        }
    }
}

/// Reads a log.
pub fn read(log: &[u8]) -> Vec<Operation> {
    let mut operations = Vec::new();
    let mut rest = log;
    while !rest.is_empty() {
        let end = rest.iter().position(|&byte| byte == b'\n').expect("a line ends");
        let line = std::str::from_utf8(&rest[..end]).expect("paths are UTF-8");
        rest = &rest[end + 1..];
        let fields: Vec<&str> = line.split('\t').collect();
        let number = |at: usize| fields[at].parse::<usize>().expect("a number");
        let id = |at: usize| number(at) as u32;
        let path = |at: usize| PathBuf::from(fields[at]);
        operations.push(match fields[0] {
            "n" => Operation::Begin,
            "o" => Operation::Open { id: id(1), path: path(2) },
            "c" => Operation::Create { id: id(1), path: path(2) },
            "w" => {
                let (bytes, behind) = rest.split_at(number(3));
                rest = behind;
                Operation::Write { id: id(1), offset: number(2), bytes: bytes.to_vec() }
            }
            "t" => Operation::Resize { id: id(1), bytes: number(2) },
            "s" => Operation::Sync { id: id(1) },
            "d" => Operation::SyncFolder { path: path(1) },
            "r" => Operation::Rename { from: path(1), to: path(2) },
            "u" => Operation::Remove { path: path(1) },
            "m" => Operation::MakeFolder { path: path(1) },
            "a" => Operation::Told,
            "x" => Operation::Failed,
            other => panic!("no operation: {other}"),
        });
    }
    operations
}
