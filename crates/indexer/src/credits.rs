//! Bounded memory: how many bytes of text may be under way at once.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that may be under way between reading and the index.
#[derive(Debug)]
pub(crate) struct Credits {
    capacity: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    used: usize,
    closed: bool,
}

/// A share of the [`Credits`], given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    credits: Arc<Credits>,
    bytes: usize,
}

impl Credits {
    pub fn new(capacity_bytes: usize) -> Arc<Credits> {
        Arc::new(Credits { capacity: capacity_bytes, state: Mutex::default(), changed: Condvar::new() })
    }

    /// Waits until `bytes` more fit; `None` once the credits are closed. More than the whole capacity
    /// waits until nothing else is under way.
    pub fn take(self: &Arc<Credits>, bytes: usize) -> Option<Permit> {
        let bytes = bytes.min(self.capacity);
        let is_full = |state: &mut State| !state.closed && state.used + bytes > self.capacity;
        let mut state = self.changed.wait_while(self.lock(), is_full).unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return None;
        }
        state.used += bytes;
        drop(state);
        Some(Permit { credits: Arc::clone(self), bytes })
    }

    /// Wakes everybody who waits: nothing will be given back any more.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.credits.lock().used -= self.bytes;
        self.credits.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_than_everything_waits_for_an_empty_pipeline() {
        let credits = Credits::new(10);
        let small = credits.take(4);
        let waiting = {
            let credits = Arc::clone(&credits);
            std::thread::spawn(move || credits.take(1_000))
        };
        drop(small);
        let large = waiting.join().expect("no panic");
        assert_eq!(credits.lock().used, 10);
        drop(large);
        assert_eq!(credits.lock().used, 0);
    }

    #[test]
    fn closing_wakes_who_waits() {
        let credits = Credits::new(10);
        let all = credits.take(10);
        let waiting = {
            let credits = Arc::clone(&credits);
            std::thread::spawn(move || credits.take(1).is_none())
        };
        credits.close();
        assert!(waiting.join().expect("no panic"));
        drop(all);
    }
}
