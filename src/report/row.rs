//! A row as the text of a record.

use serde_json::Value;

/// A JSON object with these members, those whose dotted names start alike gathered in one object, where the
/// first of them stands. No name may be that of an object around another.
#[must_use]
pub fn object(members: &[(&str, String)]) -> String {
    let mut written: Vec<String> = Vec::new();
    let mut gathered: Vec<&str> = Vec::new();
    for (name, json) in members {
        let Some((head, _)) = name.split_once('.') else {
            written.push(format!("{}:{json}", quoted(name)));
            continue;
        };
        if gathered.contains(&head) {
            continue;
        }
        gathered.push(head);
        let below = members.iter().filter_map(|(name, json)| {
            let (other_head, rest) = name.split_once('.')?;
            (other_head == head).then(|| (rest, json.clone()))
        });
        written.push(format!(
            "{}:{}",
            quoted(head),
            object(&below.collect::<Vec<_>>())
        ));
    }
    format!("{{{}}}", written.join(","))
}

/// A text as a JSON string.
#[must_use]
pub fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_names_become_objects_in_the_order_of_their_first_members() {
        let members = [
            ("a.b", "1"),
            ("c", "2.50"),
            ("a.d.e", "null"),
            ("a.d.f", "\"x\""),
        ];
        let members = members.map(|(name, json)| (name, json.to_owned()));
        assert_eq!(
            object(&members),
            r#"{"a":{"b":1,"d":{"e":null,"f":"x"}},"c":2.50}"#
        );
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(object(&[("a\"b", "1".to_owned())]), r#"{"a\"b":1}"#);
    }
}
