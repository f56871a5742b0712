//! The tree of the paths that are asked for.

/// A member that is asked for, or that leads to such.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Where the value itself goes, when it is asked for.
    pub slot: Option<usize>,
    /// The nodes below this, by their names.
    pub members: Vec<(String, Node)>,
}

impl Node {
    /// The node below this of this name, made if need be.
    pub fn member(&mut self, name: &str) -> &mut Self {
        let place = self.members.iter().position(|(known, _)| known == name);
        let place = place.unwrap_or_else(|| {
            self.members.push((name.to_owned(), Self::default()));
            self.members.len() - 1
        });
        &mut self.members[place].1
    }

    /// Empties the slots at and below this node: of a member that comes twice, the last counts.
    pub fn clear(&self, values: &mut [Option<&str>]) {
        if let Some(slot) = self.slot {
            values[slot] = None;
        }
        for (_, node) in &self.members {
            node.clear(values);
        }
    }
}
