//! A disk that loses its power: what was synced stays, and of all else anything may.
//!
//! It promises no more than POSIX does, and so less than any file system in use: no order between operations, no
//! names that come with the sync of their file, a rename that leaves its old name behind.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use dateline_testkit::Random;

use super::log::Operation;

/// What is synced and what is not.
pub struct Model {
    root: PathBuf,
    files: Vec<File>,
    folders: BTreeMap<PathBuf, Folder>,
    /// The files that the process has opened, by the number of the opening.
    open: HashMap<u32, usize>,
}

#[derive(Default)]
struct File {
    synced: Content,
    pending: Vec<Change>,
}

enum Change {
    Write(usize, Vec<u8>),
    Resize(usize),
}

#[derive(Default)]
struct Folder {
    synced: BTreeMap<String, Entry>,
    pending: Vec<Naming>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    File(usize),
    Folder,
}

enum Naming {
    Put(String, Entry),
    Rename(String, String),
    Remove(String),
}

/// The bytes of a file, and their hash.
#[derive(Clone, Debug, Default)]
pub struct Content {
    pub bytes: Rc<Vec<u8>>,
    pub hash: u64,
}

/// What a disk holds: each file and each folder by its path. A folder has no content.
pub type Tree = BTreeMap<PathBuf, Option<Content>>;

/// What becomes of an operation that was not synced.
#[derive(Clone, Copy)]
enum Fate {
    Kept,
    Dropped,
    Halved,
}

impl Model {
    /// A disk with one empty folder.
    pub fn new(root: &Path) -> Model {
        let folders = [(root.to_owned(), Folder::default())].into();
        Model { root: root.to_owned(), files: Vec::new(), folders, open: HashMap::new() }
    }

    /// Whether the path is that of a file which is open under this number.
    pub fn is_open_at(&self, id: u32, path: &Path) -> bool {
        self.entry(path) == Some(Entry::File(self.open[&id]))
    }

    /// Whether the file that is open under this number has a name in the folder.
    pub fn is_open_in(&self, id: u32, folder: &Path) -> bool {
        let open = Entry::File(self.open[&id]);
        self.folders
            .get(folder)
            .is_some_and(|folder| folder.entries(|| Fate::Kept).values().any(|entry| *entry == open))
    }

    /// Carries out an operation; it is not synced yet.
    pub fn apply(&mut self, operation: &Operation) {
        match operation {
            Operation::Begin => self.open.clear(),
            Operation::Open { id, path } => {
                let Some(Entry::File(file)) = self.entry(path) else { panic!("no file: {}", path.display()) };
                self.open.insert(*id, file);
            }
            Operation::Create { id, path } => {
                self.files.push(File::default());
                let file = self.files.len() - 1;
                self.open.insert(*id, file);
                self.name(path, |name| Naming::Put(name, Entry::File(file)));
            }
            Operation::Write { id, offset, bytes } => {
                self.files[self.open[id]].pending.push(Change::Write(*offset, bytes.clone()));
            }
            Operation::Resize { id, bytes } => {
                self.files[self.open[id]].pending.push(Change::Resize(*bytes));
            }
            Operation::Sync { id } => {
                let file = &mut self.files[self.open[id]];
                file.synced = file.content(|| Fate::Kept);
                file.pending.clear();
            }
            Operation::SyncFolder { path } => {
                let folder = self.folders.get_mut(path).expect("a folder");
                folder.synced = folder.entries(|| Fate::Kept);
                folder.pending.clear();
            }
            Operation::Rename { from, to } => {
                assert_eq!(from.parent(), to.parent(), "renamed inside a folder");
                let old = name_of(from);
                self.name(to, |new| Naming::Rename(old, new));
            }
            Operation::Remove { path } => self.name(path, Naming::Remove),
            Operation::MakeFolder { path } => {
                self.folders.insert(path.clone(), Folder::default());
                self.name(path, |name| Naming::Put(name, Entry::Folder));
            }
            Operation::Told | Operation::Failed => {}
        }
    }

    /// What is there while the power is on.
    pub fn now(&self) -> Tree {
        self.tree(&mut || Fate::Kept)
    }

    /// What may be there when the power comes back.
    pub fn after_power_cut(&self, random: &mut Random) -> Tree {
        self.tree(&mut || [Fate::Kept, Fate::Dropped, Fate::Halved][random.below(3)])
    }

    fn tree(&self, fate: &mut impl FnMut() -> Fate) -> Tree {
        let mut tree = Tree::new();
        let mut contents: HashMap<usize, Content> = HashMap::new();
        let mut folders = vec![self.root.clone()];
        while let Some(path) = folders.pop() {
            for (name, entry) in self.folders[&path].entries(&mut *fate) {
                let path = path.join(name);
                let content = match entry {
                    Entry::Folder => {
                        folders.push(path.clone());
                        None
                    }
                    Entry::File(file) => {
                        let content =
                            contents.entry(file).or_insert_with(|| self.files[file].content(&mut *fate));
                        Some(content.clone())
                    }
                };
                tree.insert(path, content);
            }
        }
        tree
    }

    fn name(&mut self, path: &Path, naming: impl FnOnce(String) -> Naming) {
        let folder = path.parent().and_then(|folder| self.folders.get_mut(folder)).expect("a folder");
        folder.pending.push(naming(name_of(path)));
    }

    fn entry(&self, path: &Path) -> Option<Entry> {
        let folder = self.folders.get(path.parent()?)?;
        folder.entries(|| Fate::Kept).get(&name_of(path)).copied()
    }
}

impl File {
    fn content(&self, mut fate: impl FnMut() -> Fate) -> Content {
        if self.pending.is_empty() {
            return self.synced.clone();
        }
        let mut bytes = self.synced.bytes.to_vec();
        for change in &self.pending {
            match (change, fate()) {
                (_, Fate::Dropped) | (Change::Resize(_), Fate::Halved) => {}
                (Change::Resize(length), Fate::Kept) => bytes.resize(*length, 0),
                (Change::Write(offset, written), fate) => {
                    let length = if matches!(fate, Fate::Halved) { written.len() / 2 } else { written.len() };
                    let end = offset + length;
                    bytes.resize(bytes.len().max(end), 0);
                    bytes[*offset..end].copy_from_slice(&written[..length]);
                }
            }
        }
        let mut hasher = DefaultHasher::new();
        bytes.hash(&mut hasher);
        Content { bytes: Rc::new(bytes), hash: hasher.finish() }
    }
}

impl Folder {
    fn entries(&self, mut fate: impl FnMut() -> Fate) -> BTreeMap<String, Entry> {
        let mut entries = self.synced.clone();
        // What a name stands for while the power is on: a rename takes that along, whatever becomes of its
        // old name.
        let mut now = self.synced.clone();
        for naming in &self.pending {
            match (naming, fate()) {
                (Naming::Put(name, entry), fate) => {
                    now.insert(name.clone(), *entry);
                    if matches!(fate, Fate::Kept) {
                        entries.insert(name.clone(), *entry);
                    }
                }
                (Naming::Rename(from, to), fate) => {
                    let entry = now.remove(from).expect("a name");
                    now.insert(to.clone(), entry);
                    if matches!(fate, Fate::Kept | Fate::Halved) {
                        entries.insert(to.clone(), entry);
                    }
                    if matches!(fate, Fate::Kept) {
                        entries.remove(from);
                    }
                }
                (Naming::Remove(name), fate) => {
                    now.remove(name).expect("a name");
                    if matches!(fate, Fate::Kept) {
                        entries.remove(name);
                    }
                }
            }
        }
        entries
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().expect("a name").to_str().expect("UTF-8").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that a power cut may leave of a file `/d/a`, in words.
    #[track_caller]
    fn check(operations: &[Operation], expect: &[&str]) {
        let mut model = Model::new(Path::new("/d"));
        for operation in operations {
            model.apply(operation);
        }
        let mut random = Random::new(1);
        let mut found: Vec<String> = (0..1_000)
            .map(|_| match model.after_power_cut(&mut random).get(Path::new("/d/a")) {
                Some(Some(content)) => String::from_utf8(content.bytes.to_vec()).expect("UTF-8"),
                _ => "nothing".to_owned(),
            })
            .collect();
        found.sort();
        found.dedup();
        assert_eq!(found, expect);
    }

    fn create(id: u32, name: &str, bytes: &[u8]) -> [Operation; 2] {
        let path = Path::new("/d").join(name);
        [Operation::Create { id, path }, Operation::Write { id, offset: 0, bytes: bytes.to_vec() }]
    }

    fn sync_folder() -> Operation {
        Operation::SyncFolder { path: "/d".into() }
    }

    #[test]
    fn what_is_not_synced_may_be_there_or_not_or_half() {
        let [created, written] = create(1, "a", b"12");
        check(&[created, written], &["", "1", "12", "nothing"]);
    }

    #[test]
    fn a_synced_file_may_have_no_name_yet() {
        let [created, written] = create(1, "a", b"12");
        check(&[created.clone(), written.clone(), Operation::Sync { id: 1 }], &["12", "nothing"]);
        check(&[created, written, Operation::Sync { id: 1 }, sync_folder()], &["12"]);
    }

    #[test]
    fn a_rename_may_be_lost_until_its_folder_is_synced() {
        let [created, written] = create(1, "a", b"old");
        let [created_too, written_too] = create(2, "b", b"new");
        let rename = Operation::Rename { from: "/d/b".into(), to: "/d/a".into() };
        let (sync, sync_too) = (Operation::Sync { id: 1 }, Operation::Sync { id: 2 });
        let mut operations =
            vec![created, written, sync, sync_folder(), created_too, written_too, sync_too, rename];
        check(&operations, &["new", "old"]);
        operations.push(sync_folder());
        check(&operations, &["new"]);
    }

    #[test]
    fn a_removed_file_may_come_back_until_its_folder_is_synced() {
        let [created, written] = create(1, "a", b"12");
        let removed = Operation::Remove { path: "/d/a".into() };
        let mut operations = vec![created, written, Operation::Sync { id: 1 }, sync_folder(), removed];
        check(&operations, &["12", "nothing"]);
        operations.push(sync_folder());
        check(&operations, &["nothing"]);
    }
}
