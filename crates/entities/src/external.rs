//! Another program as recogniser: spaCy, GLiNER or whatever speaks JSON lines.
//!
//! For each article the program is given one line on its standard input,
//! `{"lang":"en","title":"…","text":"…"}` (`lang` may be `null`), and answers with one line on its standard
//! output: `{"names":[{"kind":"person","part":"text","start":0,"end":12,"name":"…"}]}`. Kinds are `person`,
//! `org` and `place`, or what others call them: `per`, `organization`, `loc`, `gpe`, `fac`; names of other
//! kinds are no concern of ours. Places are counted in characters (Unicode code points), `end` not included.
//! `part` is `title` or `text`, the text when it is missing; a missing `name` is what stands there.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::ops::Range;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use dateline_article::{Lang, MentionKind};
use serde::{Deserialize, Serialize};

use crate::recognizer::{ArticleText, Part, Recognizer, RecognizerError, Tagged};

/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: u64 = 64 << 20;

/// How much is kept of what the program says on its standard error: the end.
const LAST_WORDS: usize = 2048;

/// Asks another program, which runs as long as this lives. One article is asked at a time.
pub struct External {
    command: String,
    limit: Duration,
    program: Mutex<Program>,
}

/// The running program, and the threads that feed it and listen.
struct Program {
    child: Child,
    to: Option<SyncSender<String>>,
    from: Receiver<std::io::Result<Vec<u8>>>,
    words: Arc<Mutex<Vec<u8>>>,
}

#[derive(Serialize)]
struct Question<'a> {
    lang: Option<&'a str>,
    title: &'a str,
    text: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    names: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    kind: String,
    #[serde(default)]
    part: Option<String>,
    start: usize,
    end: usize,
    #[serde(default)]
    name: Option<String>,
}

impl External {
    /// Starts a program: its name and arguments. It has `limit` for each article.
    ///
    /// # Errors
    ///
    /// When no program is named, or it cannot be started.
    pub fn start(command: &[String], limit: Duration) -> Result<External, RecognizerError> {
        let shown = command.join(" ");
        let failed = |reason: String| RecognizerError::Start { command: shown.clone(), reason };
        let (program, arguments) =
            command.split_first().ok_or_else(|| failed("no program is named".to_owned()))?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound => failed("no such program".to_owned()),
                ErrorKind::PermissionDenied => failed("it may not be run".to_owned()),
                _ => failed(error.to_string()),
            })?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("it has no standard streams".to_owned()));
        };
        let words = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&words);
        let (to, questions) = sync_channel(1);
        let (answers, from) = sync_channel(1);
        thread::spawn(move || feed(stdin, &questions));
        thread::spawn(move || listen(stdout, &answers));
        thread::spawn(move || overhear(stderr, &heard));
        let program = Mutex::new(Program { child, to: Some(to), from, words });
        Ok(External { command: shown, limit, program })
    }

    fn ask(&self, question: String) -> Result<Vec<u8>, RecognizerError> {
        let mut program = self.program.lock().unwrap_or_else(PoisonError::into_inner);
        let is_sent = program.to.as_ref().is_some_and(|to| to.send(question).is_ok());
        let answer =
            if is_sent { program.from.recv_timeout(self.limit) } else { Err(RecvTimeoutError::Disconnected) };
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Err(RecvTimeoutError::Timeout) => {
                // Its next answer would be that to this article.
                program.stop();
                Err(RecognizerError::Silent {
                    command: self.command.clone(),
                    seconds: self.limit.as_secs_f32(),
                })
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                let said = program.stop();
                Err(RecognizerError::Ended { command: self.command.clone(), said })
            }
        }
    }
}

impl Program {
    /// Ends the program, and tells how it ended and what it said last.
    fn stop(&mut self) -> String {
        /// Its words may still be on their way when its answers have ended.
        const PATIENCE: Duration = Duration::from_millis(20);
        self.to = None;
        let mut status = self.child.try_wait();
        for _ in 0..10 {
            if matches!(status, Ok(Some(_))) && Arc::strong_count(&self.words) == 1 {
                break;
            }
            thread::sleep(PATIENCE);
            status = self.child.try_wait();
        }
        let ended = match status {
            Ok(Some(status)) => status.to_string(),
            // It may have ended by itself in between, and then there is nothing to do.
            _ => self.child.kill().and_then(|()| self.child.wait()).map_or_else(
                |error| error.to_string(),
                |_| "it closed its output and was stopped".to_owned(),
            ),
        };
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        match String::from_utf8_lossy(&words).trim() {
            "" => ended,
            words => format!("{ended}: {words}"),
        }
    }
}

impl Drop for External {
    fn drop(&mut self) {
        let program = self.program.get_mut().unwrap_or_else(PoisonError::into_inner);
        program.to = None;
        if !matches!(program.child.try_wait(), Ok(Some(_))) && program.child.kill().is_ok() {
            drop(program.child.wait());
        }
    }
}

impl Recognizer for External {
    fn recognize(&self, article: &ArticleText<'_>) -> Result<Vec<Tagged>, RecognizerError> {
        let question = Question {
            lang: article.lang.as_ref().map(Lang::code),
            title: article.title,
            text: article.text,
        };
        let wrong = |reason: String| RecognizerError::Answer { command: self.command.clone(), reason };
        let mut line = serde_json::to_string(&question).map_err(|error| wrong(error.to_string()))?;
        line.push('\n');
        let answer = self.ask(line)?;
        let answer: Answer = serde_json::from_slice(&answer)
            .map_err(|error| wrong(format!("expected `{{\"names\":[…]}}`, but {error}")))?;
        let mut tagged = Vec::with_capacity(answer.names.len());
        for (part, text) in [(Part::Title, article.title), (Part::Text, article.text)] {
            let mut names = Vec::new();
            for name in &answer.names {
                if part_of(name).map_err(&wrong)? == part
                    && let Some(kind) = kind_of(&name.kind)
                {
                    names.push((kind, name));
                }
            }
            names.sort_by_key(|(_, name)| (name.start, name.end));
            let spans = bytes_of(text, names.iter().flat_map(|(_, name)| [name.start, name.end]).collect());
            for (kind, name) in names {
                let span = spans
                    .get(&name.start)
                    .zip(spans.get(&name.end))
                    .map(|(&start, &end)| Range { start, end })
                    .filter(|span| span.start < span.end)
                    .ok_or_else(|| {
                        wrong(format!("no characters {}..{} are in the article", name.start, name.end))
                    })?;
                let full = name.name.as_deref().map_or(&text[span.clone()], str::trim);
                tagged.push(Tagged { kind, name: full.to_owned(), part, span });
            }
        }
        Ok(tagged)
    }

    fn version(&self) -> String {
        format!("external {}", self.command)
    }
}

fn part_of(name: &Name) -> Result<Part, String> {
    match name.part.as_deref() {
        None | Some("text") => Ok(Part::Text),
        Some("title") => Ok(Part::Title),
        Some(other) => Err(format!("expected the part `title` or `text`, but found `{other}`")),
    }
}

fn kind_of(kind: &str) -> Option<MentionKind> {
    match kind.to_ascii_lowercase().as_str() {
        "person" | "per" => Some(MentionKind::Person),
        "org" | "organization" | "organisation" => Some(MentionKind::Org),
        "place" | "loc" | "location" | "gpe" | "fac" => Some(MentionKind::Place),
        _ => None,
    }
}

/// The bytes at which these characters of a text begin, by the number of the character.
fn bytes_of(text: &str, mut characters: Vec<usize>) -> std::collections::HashMap<usize, usize> {
    characters.sort_unstable();
    characters.dedup();
    let mut places = text.char_indices().map(|(at, _)| at).chain([text.len()]).enumerate();
    let mut next = places.next();
    let mut bytes = std::collections::HashMap::new();
    for character in characters {
        while next.is_some_and(|(number, _)| number < character) {
            next = places.next();
        }
        if let Some((number, at)) = next
            && number == character
        {
            bytes.insert(number, at);
        }
    }
    bytes
}

fn feed(mut stdin: ChildStdin, questions: &Receiver<String>) {
    while let Ok(question) = questions.recv() {
        if stdin.write_all(question.as_bytes()).and_then(|()| stdin.flush()).is_err() {
            // The program has ended: who waits for its answer is told so.
            break;
        }
    }
}

fn listen(stdout: impl Read, answers: &SyncSender<std::io::Result<Vec<u8>>>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let answer = match stdout.by_ref().take(LONGEST_ANSWER).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) => Ok(line),
            Err(error) => Err(error),
        };
        let is_last = answer.is_err();
        if answers.send(answer).is_err() || is_last {
            break;
        }
    }
}

fn overhear(mut stderr: impl Read, words: &Mutex<Vec<u8>>) {
    let mut piece = [0; 1024];
    while let Ok(len) = stderr.read(&mut piece)
        && len > 0
    {
        let mut words = words.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend(&piece[..len]);
        let behind = words.len().saturating_sub(LAST_WORDS);
        words.drain(..behind);
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(script: &str, limit_ms: u64, expect: &str) {
        let command = ["sh", "-c", script].map(str::to_owned);
        let external = External::start(&command, Duration::from_millis(limit_ms)).unwrap();
        let article = ArticleText { title: "Élysée", text: "In Köln", lang: None, given: &[] };
        let found = match external.recognize(&article) {
            Ok(tagged) => tagged
                .iter()
                .map(|tagged| format!("{} {:?} {} {:?}", tagged.kind, tagged.part, tagged.name, tagged.span))
                .collect::<Vec<_>>()
                .join(", "),
            Err(error) => error.to_string().replace(script, "…"),
        };
        assert_eq!(found, expect);
    }

    const LONG: u64 = 20_000;

    #[test]
    fn places_are_counted_in_characters_and_told_in_bytes() {
        check(
            r#"read line; echo '{"names":[{"kind":"GPE","start":3,"end":7},{"kind":"DATE","start":0,"end":2},{"kind":"org","part":"title","start":0,"end":6,"name":"Élysée Palace"}]}'"#,
            LONG,
            "org Title Élysée Palace 0..8, place Text Köln 3..8",
        );
    }

    #[test]
    fn a_program_that_ends_is_an_error_with_its_last_words() {
        check(
            "read line; echo no model called en >&2; exit 3",
            LONG,
            "`sh -c …`: ended while it was asked for names (exit status: 3: no model called en)",
        );
    }

    #[test]
    fn a_program_that_says_nothing_is_stopped() {
        check("sleep 20", 50, "`sh -c …`: no answer in 0.05 seconds; the program was stopped");
    }

    #[test]
    fn nonsense_is_an_error_that_says_what_was_expected() {
        check(
            "read line; echo hello",
            LONG,
            "`sh -c …`: expected `{\"names\":[…]}`, but expected value at line 1 column 1",
        );
        check(
            r#"read line; echo '{"names":[{"kind":"org","start":5,"end":99}]}'"#,
            LONG,
            "`sh -c …`: no characters 5..99 are in the article",
        );
        check(
            r#"read line; echo '{"names":[{"kind":"org","part":"lead","start":0,"end":1}]}'"#,
            LONG,
            "`sh -c …`: expected the part `title` or `text`, but found `lead`",
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_an_error() {
        let error = External::start(&["/no/such/program".to_owned()], Duration::from_secs(1)).err().unwrap();
        assert_eq!(error.to_string(), "`/no/such/program`: could not be started (no such program)");
    }
}
