//! Dotted paths as a tree of names.

/// A tree with a value at some dotted paths: `room.room_id` is below `room`.
#[derive(Clone, Debug)]
pub struct PathTrie<T> {
    /// The value at this path.
    pub value: Option<T>,
    /// The paths below this one by their next name, in the order in which they were inserted.
    pub children: Vec<(String, Self)>,
}

impl<T> Default for PathTrie<T> {
    fn default() -> Self {
        Self {
            value: None,
            children: Vec::new(),
        }
    }
}

impl<T> PathTrie<T> {
    /// Sets the value at a path.
    pub fn insert(&mut self, path: &str, value: T) {
        let node = path.split('.').fold(self, Self::child_mut);
        node.value = Some(value);
    }

    /// Returns the child with this name, inserting it if absent.
    fn child_mut(&mut self, name: &str) -> &mut Self {
        let index = self.children.iter().position(|(known, _)| known == name);
        let index = index.unwrap_or_else(|| {
            self.children.push((name.to_owned(), Self::default()));
            self.children.len() - 1
        });
        &mut self.children[index].1
    }
}
