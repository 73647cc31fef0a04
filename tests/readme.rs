//! Every command of the README works, as it stands there.

use std::process::Command;

use crate::program::{Desk, workspace};

/// The lines of the README's shell blocks.
fn commands() -> Vec<String> {
    let text = std::fs::read_to_string(workspace().join("README.md")).expect("the README");
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && !line.trim().is_empty() && !line.starts_with('#') {
            commands.push(line.to_owned());
        }
    }
    commands
}

#[test]
fn every_dateline_command_of_the_readme_works() {
    let desk = Desk::new();
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_dateline"));
    let folder = binary.parent().expect("a folder");
    let path = std::env::join_paths(
        std::iter::once(folder.to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").expect("a search path"))),
    )
    .expect("folders");
    let mut run = 0;
    for command in
        commands().iter().filter(|command| command.contains("dateline ") && !command.starts_with("cargo"))
    {
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(workspace())
            .env("PATH", &path)
            .env("DATELINE_DATA", desk.path("data"))
            .output()
            .expect("a shell");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "`{command}`: {error}");
        assert!(!output.stdout.is_empty(), "`{command}` prints nothing: {error}");
        run += 1;
    }
    assert!(run > 10, "only {run} commands found");
}

#[test]
fn the_gate_runs_the_first_two_commands_as_they_stand() {
    let gate = std::fs::read_to_string(workspace().join(".ci/run")).expect("the gate");
    let cargo: Vec<String> = commands().into_iter().filter(|command| command.starts_with("cargo")).collect();
    assert!(cargo.len() >= 2, "{cargo:?}");
    for command in &cargo[..2] {
        assert!(gate.contains(command.as_str()), "the gate does not run `{command}`");
    }
}
