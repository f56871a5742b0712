use super::*;
use fastrand::Rng;
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn same(one: &str, other: &str) -> bool {
    value_digest(one, 7) == value_digest(other, 7)
}

#[test]
fn the_spelling_of_a_value_does_not_matter() {
    for (one, other) in [
        (
            r#"{"a":1,"b":[2,3]}"#,
            "{ \"b\" : [ 2.0 ,3e0 ],\n\"\\u0061\":10e-1 }",
        ),
        ("30", "30.0"),
        ("-0", "0"),
        (r#""a\/\u00e9\ud83d\ude00""#, r#""a/é😀""#),
        (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
        (r#"{"a":{"b":1},"a":{}}"#, r#"{"a":{}}"#),
        (
            r#"{"a":{"b":1,"c":2},"d":3}"#,
            r#"{"d":3,"a":{"c":2,"b":1}}"#,
        ),
        (" true\n", "true"),
        ("[\t]", "[]"),
    ] {
        assert!(same(one, other), "{one} {other}");
    }
}

#[test]
fn different_values_have_different_digests() {
    let values = [
        "null",
        "true",
        "false",
        "0",
        "1",
        "10",
        "1e400",
        "1e401",
        "-1",
        r#""""#,
        r#""1""#,
        r#""null""#,
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "[[],[]]",
        "[[[]]]",
        "[1,2]",
        "[2,1]",
        "[[1],2]",
        "[[1,2]]",
        r#"{"a":1}"#,
        r#"{"a":"1"}"#,
        r#"{"a":null}"#,
        r#"{"b":1}"#,
        r#"{"a":1,"b":1}"#,
        r#"{"a":{"b":1}}"#,
        r#"{"a":{},"b":1}"#,
        r#"["a",1]"#,
        r#""\ud800""#,
        r#""\udfff""#,
        r#""\ufffd""#,
        r#"{"\ud800":1}"#,
        r#"{"\udfff":1}"#,
        r#"{"a":2,"b":1}"#,
        r#"{"a":1,"b":2}"#,
        "12345678901234567890123",
        "12345678901234567890124",
    ];
    for (index, one) in values.iter().enumerate() {
        for other in &values[index + 1..] {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}

#[test]
fn other_seeds_give_other_digests() {
    assert_ne!(value_digest("1", 1), value_digest("1", 2));
}

#[test]
fn invalid_json_is_compared_as_text() {
    let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(same(&deep("1"), &deep(" 1 ")));
    assert!(!same(&deep("1"), &deep("2")));
    for text in [
        "", "[", "{", "]", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "{1:2}", "\"", "\"\\", "1 2",
        "tru", "-", "[1}",
    ] {
        assert!(same(text, text), "{text}");
        assert!(!same(text, "7"), "{text}");
    }
}

#[test]
fn hostile_values_take_linear_time() {
    let long = |part: &str| part.repeat((4 << 20) / part.len());
    let start = Instant::now();
    for value in [
        format!("[{}1]", long("[],")),
        format!("{{{}\"a\":1}}", long("\"\":1,")),
        long("{\"a\":"),
        long("["),
        format!("1e{}", long("9")),
        format!("0.{}1", long("0")),
        format!("\"{}\"", long("\\u0000")),
        format!(
            "[{}1]",
            "[".repeat(9_000) + &"],".repeat(9_000) + &long("{\"a\":1},")
        ),
    ] {
        value_digest(&value, 1);
    }
    assert!(start.elapsed() < Duration::from_secs(60));
}

/// A JSON value without a spelling. Texts are UTF-16, in which halves of surrogate pairs can be
/// written.
#[derive(Clone, Debug)]
enum Model {
    Literal(&'static str),
    Number(i64, i16),
    Text(Vec<u16>),
    Array(Vec<Model>),
    /// With repeated members.
    Object(Vec<(Vec<u16>, Model)>),
}

/// What a value means: equal values are equal.
#[derive(Debug, PartialEq)]
enum Meaning {
    Literal(&'static str),
    Number(BigRational),
    Text(Vec<u16>),
    Array(Vec<Meaning>),
    Object(BTreeMap<Vec<u16>, Meaning>),
}

impl Model {
    fn meaning(&self) -> Meaning {
        match self {
            Self::Literal(literal) => Meaning::Literal(literal),
            Self::Number(digits, exponent) => {
                let power = BigRational::from(BigInt::from(10)).pow(i32::from(*exponent));
                Meaning::Number(BigRational::from(BigInt::from(*digits)) * power)
            }
            Self::Text(text) => Meaning::Text(text.clone()),
            Self::Array(values) => Meaning::Array(values.iter().map(Self::meaning).collect()),
            Self::Object(members) => {
                let meanings = members
                    .iter()
                    .map(|(name, value)| (name.clone(), value.meaning()));
                Meaning::Object(meanings.collect())
            }
        }
    }

    /// One of the spellings of the value.
    fn spell(&self, random: &mut Rng) -> String {
        let value = match self {
            Self::Literal(literal) => (*literal).to_owned(),
            Self::Number(digits, exponent) => spell_number(*digits, *exponent, random),
            Self::Text(text) => spell_text(text, random),
            Self::Array(values) => {
                let values: Vec<_> = values.iter().map(|value| value.spell(random)).collect();
                format!("[{}{}]", space(random), values.join(","))
            }
            Self::Object(members) => spell_object(members, random),
        };
        format!("{}{value}{}", space(random), space(random))
    }
}

fn space(random: &mut Rng) -> &'static str {
    random.choice(["", "", " ", "\n\t", "\r"]).unwrap()
}

fn spell_number(digits: i64, exponent: i16, random: &mut Rng) -> String {
    let zeros = random.u8(0..4);
    let padding = "0".repeat(zeros.into());
    let digits = format!("{digits}{padding}");
    let exponent = exponent - i16::from(zeros);
    let sign = if random.bool() || exponent < 0 {
        ""
    } else {
        "+"
    };
    let letter = random.choice(["e", "E", "e00", "E0"]).unwrap();
    let letter = if exponent < 0 || sign == "+" {
        &letter[..1]
    } else {
        letter
    };
    match random.u8(0..3) {
        0 if exponent == 0 => digits,
        1 => format!("{digits}.0{padding}{letter}{sign}{exponent}"),
        _ => format!("{digits}{letter}{sign}{exponent}"),
    }
}

fn spell_text(text: &[u16], random: &mut Rng) -> String {
    let escaped = |unit: &u16| format!("\\u{unit:04x}");
    let letters = char::decode_utf16(text.iter().copied()).map(|decoded| match decoded {
        Ok(letter) if letter >= ' ' && !"\"\\".contains(letter) && random.bool() => {
            letter.to_string()
        }
        Ok(letter) => letter
            .encode_utf16(&mut [0; 2])
            .iter()
            .map(escaped)
            .collect(),
        Err(half) => escaped(&half.unpaired_surrogate())
            .to_uppercase()
            .replace('U', "u"),
    });
    format!("\"{}\"", letters.collect::<String>())
}

/// Spells the members in any order, but the last one of repeated members after the others.
fn spell_object(members: &[(Vec<u16>, Model)], random: &mut Rng) -> String {
    let mut order: Vec<_> = (0..members.len()).collect();
    random.shuffle(&mut order);
    for index in 0..members.len() {
        let same_name = |at: &usize| members[*at].0 == members[index].0;
        let mut places: Vec<_> = (0..order.len())
            .filter(|at| same_name(&order[*at]))
            .collect();
        let mut sorted: Vec<_> = places.iter().map(|at| order[*at]).collect();
        sorted.sort_unstable();
        for (at, member) in places.drain(..).zip(sorted) {
            order[at] = member;
        }
    }
    let members = order.into_iter().map(|index| {
        let (name, value) = &members[index];
        format!(
            "{}{}{}:{}",
            space(random),
            spell_text(name, random),
            space(random),
            value.spell(random)
        )
    });
    let members: Vec<_> = members.collect();
    format!("{{{}{}}}", space(random), members.join(","))
}

fn texts() -> impl Strategy<Value = Vec<u16>> {
    let units = prop_oneof![
        Just(u16::from(b'a')),
        Just(u16::from(b'"')),
        Just(0xe9),
        Just(0xd83d),
        Just(0xde00),
        Just(0),
    ];
    prop::collection::vec(units, 0..3)
}

fn models() -> impl Strategy<Value = Model> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["null", "true", "false"]).prop_map(Model::Literal),
        (-12..12_i64, -3..3_i16).prop_map(|(digits, exponent)| Model::Number(digits, exponent)),
        (any::<i64>(), -300..300_i16)
            .prop_map(|(digits, exponent)| Model::Number(digits, exponent)),
        texts().prop_map(Model::Text),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Model::Array),
            prop::collection::vec((texts(), inner), 0..5).prop_map(Model::Object),
        ]
    })
}

/// A value that differs from another one in few places, if at all.
fn mutated(model: &Model, random: &mut Rng) -> Model {
    match model {
        Model::Array(values) if !values.is_empty() => {
            let mut values = values.clone();
            let index = random.usize(0..values.len());
            values[index] = mutated(&values[index], random);
            Model::Array(values)
        }
        Model::Object(members) if !members.is_empty() => {
            let mut members = members.clone();
            let index = random.usize(0..members.len());
            match random.u8(0..4) {
                0 => drop(members.remove(index)),
                1 => members.rotate_left(index),
                _ => members[index].1 = mutated(&members[index].1, random),
            }
            Model::Object(members)
        }
        Model::Number(digits, exponent) if random.bool() => {
            Model::Number(digits / 10, exponent + 1)
        }
        Model::Text(text) if random.bool() => Model::Text(text.iter().rev().copied().collect()),
        _ => Model::Literal("null"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn digests_are_equal_exactly_if_the_values_are(
        one in models(),
        other in models(),
        random in any::<u64>(),
        seed in any::<u64>(),
    ) {
        let random = &mut Rng::with_seed(random);
        let digest = value_digest(&one.spell(random), seed);
        prop_assert_eq!(digest, value_digest(&one.spell(random), seed));
        for other in [mutated(&one, random), other] {
            let is_equal = value_digest(&other.spell(random), seed) == digest;
            prop_assert_eq!(is_equal, one.meaning() == other.meaning(), "{:?} {:?}", one, other);
        }
    }
}
