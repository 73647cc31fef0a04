//! Long answers on a terminal, page by page.

use std::io::{self, BufWriter, Write};
use std::process::{Child, ChildStdin, Command, Stdio};

/// How `less` is told to behave: colours as they are, nothing wiped away at the end, no page for what fits on one.
const LESS: &str = "FRX";
/// The first version of `less` that passes links on.
const FIRST_LESS_WITH_LINKS: u32 = 566;

/// A program that shows text page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pager {
    /// `less`, if it is there.
    Less,
    /// What the user wants, for a shell.
    Stated(String),
}

impl Pager {
    /// The pager of the user; `None` where there should be none.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Option<Pager> {
        if variable("TERM").is_none_or(|term| term == "dumb") {
            return None;
        }
        match variable("PAGER") {
            None => Some(Pager::Less),
            Some(command) if matches!(command.trim(), "" | "cat") => None,
            Some(command) => Some(Pager::Stated(command)),
        }
    }

    /// Starts it; `None` when it is not there.
    pub fn start(&self) -> Option<Paged> {
        let mut command = match self {
            Pager::Less => {
                let mut less = Command::new("less");
                less.arg(format!("-{LESS}"));
                less
            }
            Pager::Stated(stated) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", stated]);
                if std::env::var_os("LESS").is_none() {
                    shell.env("LESS", LESS);
                }
                shell
            }
        };
        let mut child = command.stdin(Stdio::piped()).spawn().ok()?;
        let input = child.stdin.take()?;
        // Ctrl-C is for the pager: it ends when the user says so, and this program with it.
        // When another part of the program listens for it already, that stays so.
        let _ = ctrlc::set_handler(|| {});
        Some(Paged { input: Some(BufWriter::new(input)), child })
    }

    /// Whether links come through to the terminal.
    pub fn passes_links(&self) -> bool {
        if let Pager::Stated(command) = self
            && command.split_whitespace().next() != Some("less")
        {
            return false;
        }
        let told = Command::new("less").arg("--version").stderr(Stdio::null()).output();
        told.is_ok_and(|told| {
            version_of_less(&String::from_utf8_lossy(&told.stdout))
                .is_some_and(|version| version >= FIRST_LESS_WITH_LINKS)
        })
    }
}

/// A pager at work. It is waited for when nothing more is written.
pub struct Paged {
    input: Option<BufWriter<ChildStdin>>,
    child: Child,
}

impl Write for Paged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.input.as_mut().map_or(Ok(0), |input| input.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.input.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Paged {
    fn drop(&mut self) {
        // Its input ends. A pager that was left early does not want the rest, and one that failed has said so.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The number in `less 590 (GNU regular expressions)`.
fn version_of_less(told: &str) -> Option<u32> {
    let number = told.strip_prefix("less ")?;
    number[..number.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(number.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(term: Option<&str>, pager: Option<&str>, expect: Option<&str>) {
        let variable = |name: &str| match name {
            "TERM" => term.map(str::to_owned),
            _ => pager.map(str::to_owned),
        };
        let expect = expect.map(|name| match name {
            "less" => Pager::Less,
            stated => Pager::Stated(stated.to_owned()),
        });
        assert_eq!(Pager::of(variable), expect);
    }

    #[test]
    fn the_pager_is_the_users_or_less() {
        check(Some("xterm"), None, Some("less"));
        check(Some("xterm"), Some("most -s"), Some("most -s"));
        check(Some("xterm"), Some(""), None);
        check(Some("xterm"), Some("cat"), None);
        check(Some("dumb"), None, None);
        check(None, Some("most"), None);
    }

    #[test]
    fn less_tells_its_version_in_the_first_line() {
        assert_eq!(version_of_less("less 590 (GNU regular expressions)\nCopyright"), Some(590));
        assert_eq!(version_of_less("less 581.2 (POSIX)"), Some(581));
        assert_eq!(version_of_less("BusyBox v1.36"), None);
    }
}
