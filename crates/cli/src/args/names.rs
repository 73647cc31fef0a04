//! How to find names.

use clap::Args;

#[derive(Clone, Debug, Args)]
pub struct NamesArguments {
    /// How to find the people, organisations and places that articles name: built-in, given, none, or
    /// command:PROGRAM
    ///
    /// built-in: with the model that is part of the program, in English texts. given: only where the names that
    /// records bring stand in the texts. none: names that records bring are kept, texts are not looked at.
    /// command:PROGRAM: another program, which is given one JSON object a line for each article and answers with
    /// one: {"lang":"en","title":"…","text":"…"} and {"names":[{"kind":"person","start":0,"end":12}]}.
    #[arg(long, value_name = "HOW", default_value = "built-in", value_parser = entities)]
    pub entities: Entities,
}

/// How to find names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entities {
    /// With the model of the program.
    BuiltIn,
    /// Where those stand that the source gave.
    Given,
    /// Not at all.
    None,
    /// By asking another program: its name and arguments.
    Command(Vec<String>),
}

fn entities(text: &str) -> Result<Entities, String> {
    if let Some(command) = text.strip_prefix("command:") {
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        return if words.is_empty() {
            Err("expected a program behind `command:`".to_owned())
        } else {
            Ok(Entities::Command(words))
        };
    }
    match text {
        "built-in" => Ok(Entities::BuiltIn),
        "given" => Ok(Entities::Given),
        "none" => Ok(Entities::None),
        _ => Err("expected built-in, given, none or command:PROGRAM".to_owned()),
    }
}
