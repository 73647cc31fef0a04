//! Bounded memory: how many bytes of text may be under way at once.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be under way between reading and the index.
#[derive(Debug)]
pub(crate) struct Credits {
    capacity: usize,
    used: Mutex<usize>,
    freed: Condvar,
}

/// A share of the [`Credits`], given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    credits: Arc<Credits>,
    bytes: usize,
}

impl Credits {
    pub fn new(capacity_bytes: usize) -> Arc<Credits> {
        Arc::new(Credits { capacity: capacity_bytes, used: Mutex::new(0), freed: Condvar::new() })
    }

    /// Waits until `bytes` more fit. More than the whole capacity waits until nothing else is under way.
    pub fn take(self: &Arc<Credits>, bytes: usize) -> Permit {
        let bytes = bytes.min(self.capacity);
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used = self
            .freed
            .wait_while(used, |used| *used + bytes > self.capacity)
            .unwrap_or_else(PoisonError::into_inner);
        *used += bytes;
        Permit { credits: Arc::clone(self), bytes }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut used = self.credits.used.lock().unwrap_or_else(PoisonError::into_inner);
        *used -= self.bytes;
        self.credits.freed.notify_one();
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
        assert_eq!(*credits.used.lock().expect("not poisoned"), 10);
        drop(large);
        assert_eq!(*credits.used.lock().expect("not poisoned"), 0);
    }
}
