//! What is counted of each name, exactly, in memory that does not grow with the names.

use crate::external_sort::ExternalSorter;
use std::collections::HashMap;

/// How many names are counted in memory; the calls of others wait in a temporary file.
pub const IN_MEMORY: usize = 10_000;

/// A tally of the calls of each name.
pub struct ByName<T> {
    known: HashMap<Box<str>, T>,
    /// The calls of all other names, each as a text, to be sorted by name.
    others: ExternalSorter,
}

impl<T> Default for ByName<T> {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            others: ExternalSorter::new(None),
        }
    }
}

impl<T: Default> ByName<T> {
    /// Counts a call in the tally of its name, now, or later from its text.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn add(
        &mut self,
        name: &str,
        count: impl FnOnce(&mut T),
        text: impl FnOnce() -> String,
    ) -> anyhow::Result<()> {
        if let Some(tally) = self.known.get_mut(name) {
            count(tally);
        } else if self.known.len() < IN_MEMORY {
            count(self.known.entry(name.into()).or_default());
        } else {
            let key = |key: &mut Vec<u8>| key.extend_from_slice(name.as_bytes());
            self.others.push(key, &text())?;
        }
        Ok(())
    }

    /// Hands on the tally of each name; `count` counts a call by its text.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn each(
        self,
        count: impl Fn(&mut T, &str),
        mut take: impl FnMut(&str, &T),
    ) -> anyhow::Result<()> {
        for (name, tally) in &self.known {
            take(name, tally);
        }
        let mut open: Option<(Vec<u8>, T)> = None;
        self.others.for_each_keyed(|name, text| {
            if let Some((name, tally)) = open.take_if(|(open, _)| open != name) {
                take(&String::from_utf8_lossy(&name), &tally);
            }
            let (_, tally) = open.get_or_insert_with(|| (name.to_vec(), T::default()));
            count(tally, text);
            Ok(())
        })?;
        if let Some((name, tally)) = open {
            take(&String::from_utf8_lossy(&name), &tally);
        }
        Ok(())
    }
}
