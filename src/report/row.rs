//! A row as the text of a record.

use serde_json::Value;

/// A JSON object with these members, those whose dotted names start alike gathered in one object, where the
/// first of them stands. No name may be that of an object around another.
pub fn object(members: &[(&str, &str)]) -> String {
    let mut text = String::new();
    write_object(&mut text, members);
    text
}

fn write_object(text: &mut String, members: &[(&str, &str)]) {
    text.push('{');
    let start = text.len();
    for (place, (name, json)) in members.iter().enumerate() {
        let head = head_of(name);
        if head.len() < name.len()
            && members[..place]
                .iter()
                .any(|(other, _)| head_of(other) == head)
        {
            // Written with the first of them.
            continue;
        }
        if text.len() > start {
            text.push(',');
        }
        text.push_str(&quoted(head));
        text.push(':');
        if head.len() == name.len() {
            text.push_str(json);
        } else {
            let below = members[place..]
                .iter()
                .filter(|(other, _)| head_of(other) == head);
            let below = below.map(|(other, json)| (&other[head.len() + 1..], *json));
            write_object(text, &below.collect::<Vec<_>>());
        }
    }
    text.push('}');
}

/// The first of the names that a dotted name joins.
fn head_of(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// A text as a JSON string.
pub fn quoted(text: &str) -> String {
    if text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_-. :".contains(&byte))
    {
        return format!("\"{text}\"");
    }
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
        assert_eq!(
            object(&members),
            r#"{"a":{"b":1,"d":{"e":null,"f":"x"}},"c":2.50}"#
        );
    }

    #[test]
    fn names_are_escaped() {
        assert_eq!(object(&[("a\"b", "1")]), r#"{"a\"b":1}"#);
    }
}
