//! What stands in an envelope beside the list of calls.

/// A member of the envelope other than the list of records, as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeMember {
    /// Its name as JSON, quotes included.
    pub name: String,
    /// Its value as JSON.
    pub value: String,
}

impl EnvelopeMember {
    /// What the service says of a question that it answers.
    pub fn ok_result() -> Self {
        let [name, value] = ["\"result\"", "\"0\""].map(str::to_owned);
        Self { name, value }
    }
}
