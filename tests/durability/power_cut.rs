//! Power cuts at every operation of a row of runs: nothing acknowledged is lost, nothing becomes unreadable.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use dateline_testkit::Random;

use super::disk::{Disk, Trouble};
use super::log::Operation;
use super::model::{Content, Model, Tree};
use super::state::{self, Contents};
use super::work::{self, STEPS};
use crate::program::Desk;

/// What was seen of so many outcomes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    outcomes: usize,
    /// Acknowledged articles were not there, or removed ones were back.
    lost: usize,
    /// Reading or the next run of writing ended with an error.
    unreadable: usize,
    /// The next run of writing left files that no commit names.
    untidy: usize,
    /// Of the first that is bad.
    example: Option<String>,
}

/// A sync that is left out, to see whether it is missed.
#[derive(Clone, Copy, Debug)]
enum LeftOut {
    Nothing,
    /// Of the folder, after a file of the index was replaced: this is what tantivy itself does.
    FolderOfTheIndex,
    /// Of the drafts that replace files of the index.
    Drafts,
    /// Of the files of segments.
    Segments,
    /// Of ledger, rejects and sketches.
    GrowingFiles,
    /// Of the archive's folder.
    FolderOfTheArchive,
    /// Of the folders above.
    FoldersAbove,
}

#[test]
fn no_power_cut_loses_what_was_acknowledged() {
    let (root, log) = recorded();
    let every = if super::is_long() { 1 } else { 41 };
    let tally = cut_everywhere(root, log, LeftOut::Nothing, every, usize::MAX);
    super::say(&format!("power cuts: {} operations, every {every}th: {tally:?}", log.len()));
    assert!(tally.outcomes > 500, "{tally:?}");
    assert_eq!((tally.lost, tally.unreadable, tally.untidy), (0, 0, 0), "{tally:?}");
}

/// Each of the syncs is needed, and this test notices when one is missing.
#[test]
fn a_sync_that_is_left_out_is_missed() {
    let (root, log) = recorded();
    let every = if super::is_long() { 1 } else { 7 };
    let first_run = log.iter().position(|operation| *operation == Operation::Told).expect("an end") + 1;
    for (left_out, log) in [
        (LeftOut::FolderOfTheIndex, log),
        (LeftOut::Drafts, &log[..first_run]),
        (LeftOut::Segments, &log[..first_run]),
        (LeftOut::GrowingFiles, &log[..first_run]),
        (LeftOut::FolderOfTheArchive, &log[..first_run]),
        (LeftOut::FoldersAbove, &log[..first_run]),
    ] {
        let enough = if super::is_long() { usize::MAX } else { 1 };
        let tally = cut_everywhere(root, log, left_out, every, enough);
        super::say(&format!("power cuts without a sync of {left_out:?}: {tally:?}"));
        assert!(tally.lost + tally.unreadable > 0, "{left_out:?} is not missed: {tally:?}");
    }
}

/// The folder of a watched disk, and all that happened there when all steps were run.
fn recorded() -> (&'static Path, &'static [Operation]) {
    static RECORDED: OnceLock<(PathBuf, Vec<Operation>)> = OnceLock::new();
    let (root, log) = RECORDED.get_or_init(record);
    (root, log)
}

fn record() -> (PathBuf, Vec<Operation>) {
    let desk = Desk::in_memory();
    let disk = Disk::new(&desk, "disk");
    for step in STEPS {
        step.prepare(&desk);
        let run = disk.run(step.arguments, Trouble::None);
        assert!(run.code == 0 || run.code == 1, "{run:?}");
    }
    let log = disk.log();
    // The log has missed nothing: it leads to the files that are there.
    let mut model = Model::new(disk.folder());
    for operation in &log {
        model.apply(operation);
    }
    let found: BTreeMap<_, _> =
        model.now().into_iter().map(|(path, file)| (path, file.map(|file| file.bytes.to_vec()))).collect();
    let mut expected = BTreeMap::new();
    read_folder(disk.folder(), &mut expected);
    assert!(found == expected, "{:?}\n{:?}", found.keys(), expected.keys());
    let mut runs: Vec<&[Operation]> = log.split(|operation| *operation == Operation::Begin).collect();
    // The last one looks for names anew, on all threads.
    runs.pop();
    assert!(runs.into_iter().any(work::has_merge), "nothing was merged");
    (disk.folder().to_owned(), log)
}

fn read_folder(folder: &Path, found: &mut BTreeMap<PathBuf, Option<Vec<u8>>>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_folder(&path, found);
            found.insert(path, None);
        } else {
            let bytes = std::fs::read(&path).expect("read");
            found.insert(path, Some(bytes));
        }
    }
}

/// Cuts the power after every so many operations, and around each commit, with 20 outcomes each, until so many
/// are bad that it is enough.
fn cut_everywhere(root: &Path, log: &[Operation], left_out: LeftOut, every: usize, enough: usize) -> Tally {
    let mut model = Model::new(root);
    let mut trials = Trials::new(root);
    let mut random = Random::new(20_261_129);
    let mut tally = Tally::default();
    // What each commit holds; the first of those that may be there after a power cut.
    let mut commits: Vec<Contents> = vec![None];
    let mut acknowledged = 0;
    for (number, operation) in log.iter().enumerate() {
        if !left_out.takes(operation, number.checked_sub(1).map(|before| &log[before]), &model, root) {
            model.apply(operation);
        }
        match operation {
            Operation::Rename { to, .. } if to.ends_with("meta.json") || to.ends_with("format.json") => {
                let verdict = trials.look_at(&model.now());
                commits.push(verdict.contents.expect("it can be read while the power is on"));
            }
            Operation::Told => acknowledged = commits.len() - 1,
            _ => {}
        }
        // The places where most can go wrong are always tried.
        let is_commit = |operation: &Operation| match operation {
            Operation::Rename { to, .. } => !to.ends_with(".managed.json"),
            Operation::Told => true,
            _ => false,
        };
        if number % every != 0 && !is_commit(operation) && !is_commit(&log[number.saturating_sub(1)]) {
            continue;
        }
        for _ in 0..20 {
            if tally.lost + tally.unreadable >= enough {
                return tally;
            }
            tally.outcomes += 1;
            let Verdict { contents, strays } = trials.look_at(&model.after_power_cut(&mut random));
            let bad = match contents {
                Err(error) => {
                    tally.unreadable += 1;
                    error
                }
                Ok(contents) if !commits[acknowledged..].contains(&contents) => {
                    tally.lost += 1;
                    format!("{contents:?} instead of {:?}", &commits[acknowledged..])
                }
                Ok(_) if !strays.is_empty() => {
                    tally.untidy += 1;
                    format!("the next run left {strays:?}")
                }
                Ok(_) => continue,
            };
            tally.example.get_or_insert_with(|| format!("after operation {number}, {operation:?}: {bad}"));
        }
    }
    tally
}

impl LeftOut {
    /// Whether an operation is one that is left out.
    fn takes(self, operation: &Operation, before: Option<&Operation>, model: &Model, root: &Path) -> bool {
        let archive = root.join("data/main");
        let syncs = |name: &str| matches!(operation, Operation::Sync { id } if model.is_open_at(*id, &archive.join(name)));
        match self {
            LeftOut::Nothing => false,
            LeftOut::FolderOfTheIndex => {
                matches!(operation, Operation::SyncFolder { path } if path.ends_with("index"))
                    && matches!(before, Some(Operation::Rename { .. }))
            }
            LeftOut::Drafts => ["index/meta.json.draft", "index/.managed.json.draft"].into_iter().any(syncs),
            LeftOut::Segments => {
                matches!(operation, Operation::Sync { id } if model.is_open_in(*id, &archive.join("index")))
                    && !LeftOut::Drafts.takes(operation, before, model, root)
            }
            LeftOut::GrowingFiles => ["ledger.jsonl", "rejects.jsonl", "sketches-0"].into_iter().any(syncs),
            LeftOut::FolderOfTheArchive => {
                matches!(operation, Operation::SyncFolder { path } if *path == archive)
            }
            LeftOut::FoldersAbove => {
                matches!(operation, Operation::SyncFolder { path } if archive.starts_with(path) && *path != archive)
            }
        }
    }
}

/// Looks at trees as a user would: puts them on a real disk, reads all and writes again.
struct Trials<'a> {
    root: &'a Path,
    desk: Desk,
    count: usize,
    /// Many trees are the same.
    known: HashMap<u64, Verdict>,
}

/// What was found in a tree, and what the next run left there although it should not.
#[derive(Clone)]
struct Verdict {
    contents: Result<Contents, String>,
    strays: Vec<String>,
}

impl Trials<'_> {
    fn new(root: &Path) -> Trials<'_> {
        Trials { root, desk: Desk::in_memory(), count: 0, known: HashMap::new() }
    }

    fn look_at(&mut self, tree: &Tree) -> Verdict {
        let mut hasher = DefaultHasher::new();
        for (path, content) in tree {
            (path, content.as_ref().map(|content| content.hash)).hash(&mut hasher);
        }
        let hash = hasher.finish();
        if let Some(known) = self.known.get(&hash) {
            return known.clone();
        }
        self.count += 1;
        let place = self.desk.path(&self.count.to_string());
        std::fs::create_dir(&place).expect("created");
        for (path, content) in tree {
            let path = place.join(path.strip_prefix(self.root).expect("below the root"));
            match content {
                None => std::fs::create_dir(path).expect("created"),
                Some(Content { bytes, .. }) => std::fs::write(path, &**bytes).expect("written"),
            }
        }
        let dir = place.join("data/main");
        let contents = try_out(&dir);
        let strays = if contents.is_ok() { state::strays(&dir) } else { Vec::new() };
        let verdict = Verdict { contents, strays };
        std::fs::remove_dir_all(&place).expect("removed");
        self.known.insert(hash, verdict.clone());
        verdict
    }
}

fn try_out(dir: &Path) -> Result<Contents, String> {
    let found = state::contents(dir)?;
    state::write_again(dir).map_err(|error| format!("the next run: {error}"))?;
    let again = state::contents(dir)?;
    if again.clone().unwrap_or_default() != found.clone().unwrap_or_default() {
        return Err(format!("the next run changed {found:?} to {again:?}"));
    }
    Ok(found)
}
