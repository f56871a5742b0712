//! The members of a response around its list of records, and what they say about it.

use crate::client::{ApiError, is_success_result};
use crate::error::Failure;
use crate::text::{json_to_text, minify};
use std::collections::HashMap;

/// A member of the envelope other than the list of records, as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvelopeMember {
    /// The name as JSON, quotes included.
    pub name: String,
    /// The value as JSON.
    pub value: String,
}

impl EnvelopeMember {
    /// Returns the member `"result":"0"` of a successful response.
    pub fn ok_result() -> Self {
        let [name, value] = ["\"result\"", "\"0\""].map(str::to_owned);
        Self { name, value }
    }
}

/// Returns the value of the last member with this name.
pub fn last_value<'a>(members: &[&'a EnvelopeMember], name: &str) -> Option<&'a str> {
    members
        .iter()
        .rev()
        .find(|member| json_to_text(&member.name) == name)
        .map(|member| &*member.value)
}

/// Fails with the error that the members report. `is_accepted` accepts results other than 0.
///
/// Each `result` is checked, not only the last one, so that none hides the others.
pub fn check_result(
    members: &[&EnvelopeMember],
    is_accepted: impl Fn(&str) -> bool,
    to_failure: impl Fn(&ApiError) -> Failure,
) -> Result<(), Failure> {
    let results = members
        .iter()
        .filter(|member| json_to_text(&member.name) == "result")
        .map(|member| &*member.value);
    for result in results.filter(|result| !is_success_result(result) && !is_accepted(result)) {
        let error = ApiError::from_members(|name| match name {
            "result" => Some(result),
            _ => last_value(members, name),
        });
        if let Some(error) = error {
            return Err(to_failure(&error));
        }
    }
    let has_result = last_value(members, "result").is_some();
    match ApiError::from_members(|name| last_value(members, name)) {
        Some(error) if !has_result => Err(to_failure(&error)),
        _ => Ok(()),
    }
}

/// Returns the name of a member that occurs with different values: whichever is used, the other one
/// contradicts it.
pub fn find_contradiction(members: &[&EnvelopeMember]) -> Option<String> {
    let mut known = HashMap::new();
    members.iter().find_map(|EnvelopeMember { name, value }| {
        let name = json_to_text(name);
        // Both "0" and 0 are success.
        let value = match &*name {
            "result" => json_to_text(value),
            _ => minify(value),
        };
        let first = known.entry(name.clone()).or_insert_with(|| value.clone());
        (*first != value).then(|| name.into_owned())
    })
}
