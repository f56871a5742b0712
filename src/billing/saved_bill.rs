//! Bills that were saved as JSON, JSON Lines or CSV, to be compared.
//!
//! A line is known by the columns that say what it is about, and its figures are added up: so the
//! rows of a detailed bill are its lines as well, and fewer columns give coarser sums. Only lines are
//! in memory.

use crate::columns::CDR_ID;
use crate::error::{Failure, FailureKind};
use crate::text::{Decimal, DecimalStr, Value, json_to_text};
use bigdecimal::BigDecimal;
use serde::de::{DeserializeSeed, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::io::{BufRead, Read};

/// The columns that say what a line is about.
pub const LINE_KEYS: [&str; 9] = [
    "customer", "month", "charge", "from", "until", "price", "per", "unit", "currency",
];

/// The columns that are added up.
pub const LINE_FIGURES: [&str; 6] = ["calls", "quantity", "billed", "free", "charged", "amount"];

/// Those that are numbers: `1` and `1.00` are the same price.
pub const NUMERIC_KEYS: [&str; 2] = ["price", "per"];

/// What CSV for spreadsheets begins with.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The columns by which rows are known to be those of a bill.
const BILL_ONLY: [&str; 2] = ["charge", "amount"];

/// The figures of a line; none where no row has one.
type Figures = [Option<Decimal>; LINE_FIGURES.len()];

/// The lines of a saved bill.
#[derive(Debug, Default)]
pub struct SavedBill {
    lines: BTreeMap<Vec<String>, Figures>,
    is_detailed: bool,
}

/// A line that differs between two bills, without figures in the one that lacks it.
#[derive(Debug, PartialEq)]
pub struct LineDifference {
    /// The values of the columns that lines are known by.
    pub key: Vec<String>,
    /// Its figures in the earlier bill.
    pub before: Vec<Value>,
    /// Its figures in the later bill.
    pub after: Vec<Value>,
}

/// A row as texts, by the names of its columns.
type Row = HashMap<String, String>;

impl SavedBill {
    /// Returns whether the start of a file is that of a bill.
    #[must_use]
    pub fn is_bill(start: &[u8]) -> bool {
        let start = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start);
        let has_columns = |has: &dyn Fn(&str) -> bool| BILL_ONLY.iter().all(|name| has(name));
        if let Some(b'[' | b'{') = first_character(start) {
            let object = start.iter().position(|byte| *byte == b'{');
            let rows = serde_json::Deserializer::from_slice(&start[object.unwrap_or(0)..]);
            let first = rows.into_iter::<HashMap<String, &RawValue>>().next();
            let first = first.and_then(Result::ok);
            return first.is_some_and(|row| has_columns(&|name| row.contains_key(name)));
        }
        let mut reader = csv::Reader::from_reader(start);
        let header = reader.headers();
        header.is_ok_and(|header| has_columns(&|name| header.iter().any(|cell| cell == name)))
    }

    /// Reads a bill, whose lines are known by these columns. `name` is that of the file in messages.
    ///
    /// # Errors
    /// Returns an invalid response failure for what is not a bill.
    pub fn read(input: impl BufRead, keys: &[&str], name: &str) -> Result<Self, Failure> {
        let mut bill = Self::default();
        let mut count = 0_u64;
        let result = for_each_row(input, |row| {
            count += 1;
            bill.add(&row, keys)
        });
        result.map_err(|problem| {
            let row = count.max(1);
            let message =
                format!("{name}: row {row}: {problem}; use a bill in JSON, JSON Lines or CSV");
            Failure::new(FailureKind::InvalidResponse, message)
        })?;
        Ok(bill)
    }

    fn add(&mut self, row: &Row, keys: &[&str]) -> Result<(), String> {
        if let Some(missing) = BILL_ONLY.iter().find(|name| !row.contains_key(**name)) {
            return Err(format!("it is not a row of a bill (no column '{missing}')"));
        }
        self.is_detailed |= row.contains_key(CDR_ID);
        // A column may be missing of all, but not of those that were asked for.
        if keys.len() < LINE_KEYS.len()
            && let Some(missing) = keys.iter().find(|name| !row.contains_key(**name))
        {
            return Err(format!("it has no column '{missing}'"));
        }
        let text = |name: &&str| row.get(*name).cloned().unwrap_or_default();
        let key = |name: &&str| {
            let text = text(name);
            let number = NUMERIC_KEYS
                .contains(name)
                .then(|| text.parse::<BigDecimal>().ok());
            number
                .flatten()
                .map_or(text, |number| number.normalized().to_plain_string())
        };
        let key = keys.iter().map(key).collect();
        let figures = self.lines.entry(key).or_default();
        for (figure, name) in figures.iter_mut().zip(LINE_FIGURES) {
            let text = text(&name);
            if text.is_empty() {
                continue;
            }
            let number = DecimalStr::parse(&text);
            let number = number.ok_or_else(|| format!("{name} is '{text}', not a number"))?;
            figure.get_or_insert_default().add(&number);
        }
        Ok(())
    }

    /// Returns whether the rows are those of calls.
    #[must_use]
    pub fn is_detailed(&self) -> bool {
        self.is_detailed
    }

    /// Returns the lines that differ from those of a later bill, in the order of their keys.
    #[must_use]
    pub fn differences(mut self, mut after: Self) -> Vec<LineDifference> {
        let keys = self.lines.keys().chain(after.lines.keys());
        let keys: BTreeSet<_> = keys.cloned().collect();
        let values =
            |figures: Option<Figures>| figures.unwrap_or_default().map(Value::from).to_vec();
        let differences = keys.into_iter().map(|key| LineDifference {
            before: values(self.lines.remove(&key)),
            after: values(after.lines.remove(&key)),
            key,
        });
        differences
            .filter(|line| line.before != line.after)
            .collect()
    }
}

fn first_character(bytes: &[u8]) -> Option<u8> {
    let mut bytes = bytes.iter().copied();
    bytes.find(|byte| !byte.is_ascii_whitespace())
}

/// Hands on the rows of a list, of JSON Lines or of CSV.
fn for_each_row(
    mut input: impl BufRead,
    mut on_row: impl FnMut(Row) -> Result<(), String>,
) -> Result<(), String> {
    let mut start = Vec::new();
    let mark = BYTE_ORDER_MARK.len() as u64;
    let read = input.by_ref().take(mark).read_to_end(&mut start);
    read.map_err(|error| error.to_string())?;
    if start == BYTE_ORDER_MARK {
        start.clear();
    }
    while first_character(&start).is_none() {
        let read = input.by_ref().take(1).read_to_end(&mut start);
        if read.map_err(|error| error.to_string())? == 0 {
            return Ok(());
        }
    }
    let first = first_character(&start).unwrap_or_default();
    let input = start.as_slice().chain(input);
    match first {
        b'[' => {
            let mut document = serde_json::Deserializer::from_reader(input);
            let rows = RowVisitor(&mut on_row);
            rows.deserialize(&mut document)
                .and_then(|()| document.end())
                .map_err(|error| error.to_string())
        }
        b'{' => {
            let rows = serde_json::Deserializer::from_reader(input).into_iter::<JsonRow>();
            for row in rows {
                on_row(row.map_err(|error| error.to_string())?.into_texts())?;
            }
            Ok(())
        }
        _ => {
            let rows = csv::Reader::from_reader(input).into_deserialize::<Row>();
            for row in rows {
                on_row(row.map_err(|error| error.to_string())?)?;
            }
            Ok(())
        }
    }
}

/// A row in JSON, whose numbers keep their digits.
#[derive(Deserialize)]
#[serde(transparent)]
struct JsonRow(HashMap<String, Box<RawValue>>);

impl JsonRow {
    fn into_texts(self) -> Row {
        let text = |value: Box<RawValue>| json_to_text(value.get()).into_owned();
        self.0
            .into_iter()
            .map(|(name, value)| (name, text(value)))
            .collect()
    }
}

/// Hands on the rows of a list one by one.
struct RowVisitor<'f, F>(&'f mut F);

impl<'de, F: FnMut(Row) -> Result<(), String>> DeserializeSeed<'de> for RowVisitor<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Row) -> Result<(), String>> Visitor<'de> for RowVisitor<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element::<JsonRow>()? {
            (self.0)(row.into_texts()).map_err(serde::de::Error::custom)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: &str = "customer,month,charge,calls,amount,currency\n\
        a,2025-01,Minutes,3,1.50,INR\na,2025-01,Minutes,,0.02,INR\nb,2025-01,Minutes,1,0.30,INR\n";

    fn read(text: &str, keys: &[&str]) -> Result<SavedBill, Failure> {
        SavedBill::read(text.as_bytes(), keys, "bill.csv")
    }

    fn texts(values: &[Value]) -> Vec<String> {
        values.iter().map(Value::to_text).collect()
    }

    #[test]
    fn rows_of_a_line_are_added_up_in_every_format() {
        let list = r#"[{"customer":"a","month":"2025-01","charge":"Minutes","calls":3,"amount":1.52,"currency":"INR"},
            {"customer":"b","month":"2025-01","charge":"Minutes","calls":1,"amount":0.30,"currency":"INR"}]"#;
        let lines = list.trim_matches(['[', ']']).replace("},", "}\n");
        for text in [list, &lines] {
            assert!(SavedBill::is_bill(text.as_bytes()));
            let (old, new) = (
                read(CSV, &LINE_KEYS).unwrap(),
                read(text, &LINE_KEYS).unwrap(),
            );
            assert_eq!(old.differences(new), []);
        }
    }

    #[test]
    fn a_byte_order_mark_and_zeros_of_a_price_are_no_difference() {
        let bill = |mark: &str, price: &str| {
            format!("{mark}customer,charge,price,amount\r\na,Minutes,{price},1.50\r\n")
        };
        let (plain, marked) = (bill("", "1"), bill("\u{feff}", "1.00"));
        assert!(SavedBill::is_bill(marked.as_bytes()));
        let read = |text: &str| read(text, &["customer", "price"]).unwrap();
        assert_eq!(read(&plain).differences(read(&marked)), []);
        let others = marked.replace("\na,", "\nb,");
        assert_eq!(read(&marked).differences(read(&others)).len(), 2);
    }

    #[test]
    fn a_line_that_one_bill_lacks_has_no_figures_there() {
        assert!(SavedBill::is_bill(CSV.as_bytes()));
        let empty = SavedBill::default();
        let differences = read(CSV, &["customer"]).unwrap().differences(empty);
        let rows: Vec<_> = differences
            .iter()
            .map(|line| (&*line.key[0], texts(&line.before), texts(&line.after)))
            .collect();
        let figures =
            |calls: &str, amount: &str| [calls, "", "", "", "", amount].map(str::to_owned).to_vec();
        assert_eq!(
            rows,
            [
                ("a", figures("3", "1.52"), figures("", "")),
                ("b", figures("1", "0.30"), figures("", ""))
            ]
        );
    }

    #[test]
    fn what_is_not_a_row_of_a_bill_is_an_error_with_its_place() {
        for (text, message) in [
            (
                "[{\"cdr_id\":\"1\"}]",
                "bill.csv: row 1: it is not a row of a bill (no column 'charge')",
            ),
            (
                "charge,amount\nx,1\ny,z\n",
                "bill.csv: row 2: amount is 'z', not a number",
            ),
            ("[{\"charge\":\"x\",\"amount\":1}", "bill.csv: row 1: EOF"),
            ("charge,amount\nx\n", "bill.csv: row 1: CSV error"),
        ] {
            let error = read(text, &LINE_KEYS).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
        assert!(!SavedBill::is_bill(b"[{\"cdr_id\":\"1\"}]") && !SavedBill::is_bill(b""));
        assert!(read("", &LINE_KEYS).unwrap().lines.is_empty());
    }
}
