//! A panic is told like any other failure.
//!
//! The engine below trusts the files of an archive: damaged ones can make it panic anywhere. Comparing
//! checksums at each opening would cost more than most questions, so the panic is caught where a command ends.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::failure::Failure;

/// By what a developer asks where a panic came from.
const BACKTRACE: &str = "RUST_BACKTRACE";

/// Keeps panics from writing to standard error themselves, unless somebody asked where they come from.
pub fn quieten_panics() {
    if std::env::var_os(BACKTRACE).is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
}

/// Does what a command does; when it panics, that is a failure.
pub fn guarded<T>(run: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // Nothing that was in use is looked at again: the command is over.
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        Err(Failure::with_hint(
            format!("the command stopped in the middle of its work ({})", words(&*panic)),
            format!("`dateline check` tells whether the archive is damaged; where it is whole, this is a bug, and {BACKTRACE}=1 tells where"),
        ))
    })
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_with_its_words_and_a_way_out() {
        let failure = guarded(|| -> Result<(), Failure> { panic!("index {} is out of range", 7) });
        let message = failure.expect_err("it panicked").message();
        assert_eq!(message, "the command stopped in the middle of its work (index 7 is out of range)");
    }
}
