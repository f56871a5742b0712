//! Parquet holds typed values, nested as records are, and every record as it was sent.

use crate::common::{Service, assert_error, assert_success, cdr, response_with};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Asks a service that has these calls for a file.
fn fetch(records: &str, folder: &Path, arguments: &[&str]) -> (PathBuf, String) {
    crate::common::fetch_to_file(records, folder.join("calls.parquet"), arguments)
}

fn reader(file: &Path) -> SerializedFileReader<File> {
    SerializedFileReader::new(File::open(file).unwrap()).unwrap()
}

fn rows(file: &Path) -> Vec<Row> {
    let reader = reader(file);
    reader
        .get_row_iter(None)
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// The value at a dotted path, as text.
fn value(row: &Row, path: &str) -> String {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let (_, field) = row
        .get_column_iter()
        .find(|(known, _)| *known == name)
        .unwrap();
    match field {
        Field::Group(row) => value(row, rest),
        Field::Str(text) => text.clone(),
        Field::Null => "null".to_owned(),
        other => other.to_string(),
    }
}

const HARD: &str = r#"{"cdr_id": "00042", "conf_num":"561234567890123456789e12","call_num":12345678901234567890123,
 "sip":"true","trans_date":"1899-12-31T23:59:59.999Z",
 "user":{"name":"=1+1","ref":"+91\t1/2\n","agent":"\ud800","ip":null},
 "room":{"room_id":"1e5","connect_dt":"2025-02-01T00:00:00+05:30","duration":"0.123456789","sip":false},
 "usage":{"connect_minutes_cal":12345678901234567890123.5}}"#;

#[test]
fn values_have_the_types_of_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    let (file, message) = fetch(HARD, folder.path(), &[]);
    assert_eq!(message, "");
    let rows = rows(&file);
    for (path, expected) in [
        ("cdr_id", "00042"),
        ("conf_num", "561234567890123456789e12"),
        ("call_num", "12345678901234567890123"),
        ("sip", "true"),
        ("room.sip", "false"),
        ("user.name", "=1+1"),
        ("user.ref", "+91\t1/2\n"),
        ("user.agent", "\u{fffd}"),
        ("user.ip", "null"),
        ("room.room_id", "1e5"),
        ("room.duration", "0.123456789"),
        (
            "usage.connect_minutes_cal",
            "12345678901234567890123.500000000",
        ),
        ("app_id", "null"),
        ("record", HARD),
    ] {
        assert_eq!(value(&rows[0], path), expected, "{path}");
    }
    let time = |path: &str| value(&rows[0], path);
    assert!(
        time("room.connect_dt").starts_with("2025-01-31 18:30:00"),
        "{}",
        time("room.connect_dt")
    );
    assert!(
        time("trans_date").starts_with("1899-12-31 23:59:59.999"),
        "{}",
        time("trans_date")
    );
}

#[test]
fn values_that_their_type_cannot_hold_are_null_and_counted() {
    let records = r#"{"room":{"duration":"1,5","connect_dt":"soon"},"sip":"maybe"},
        {"room":{"duration":0.0000000001,"connect_dt":"2025-01-31T00:00:00.0000001Z"}}"#;
    let folder = tempfile::tempdir().unwrap();
    let (file, message) = fetch(
        records,
        folder.path(),
        &["-c", "room.duration,room.connect_dt,sip"],
    );
    assert_eq!(
        message,
        "cdr: warning: 5 values do not fit the column type and were written as null (first: room.duration 1,5)\n"
    );
    for row in rows(&file) {
        for path in ["room.duration", "room.connect_dt", "sip"] {
            assert_eq!(value(&row, path), "null");
        }
    }
}

#[test]
fn a_long_call_has_a_row_group_of_its_own() {
    let long = format!(
        r#"{{"cdr_id":"2","user":{{"name":"{}"}},"room":{{"duration":"1,5"}}}}"#,
        "x".repeat(5 << 20)
    );
    let records = format!(r#"{{"cdr_id":"1"}},{long},{{"cdr_id":"3"}}"#);
    let folder = tempfile::tempdir().unwrap();
    let (file, message) = fetch(&records, folder.path(), &[]);
    assert!(message.contains("room.duration 1,5"), "{message}");
    assert_eq!(reader(&file).num_row_groups(), 3);
    let rows = rows(&file);
    let ids = rows.iter().map(|row| value(row, "cdr_id"));
    assert_eq!(ids.collect::<Vec<_>>(), ["1", "2", "3"]);
    assert_eq!(value(&rows[1], "record"), long);
    assert_eq!(value(&rows[1], "user.name").len(), 5 << 20);
    assert_eq!(value(&rows[1], "room.duration"), "null");
    let read = &mut cdr();
    let read = read.args(["read", "-q", "-f", "jsonl"]).arg(&file);
    assert_eq!(
        assert_success(read),
        records.replace("},{\"", "}\n{\"") + "\n"
    );
}

#[test]
fn every_file_has_the_same_columns_or_exactly_the_chosen_ones() {
    let folder = tempfile::tempdir().unwrap();
    let schema = |records: &str, arguments: &[&str]| {
        let (file, _) = fetch(records, folder.path(), arguments);
        reader(&file).metadata().file_metadata().schema().clone()
    };
    assert_eq!(schema(HARD, &[]), schema("", &[]));
    let chosen = schema(HARD, &["-c", "user.name,cdr_id,user.extra"]);
    let names: Vec<_> = chosen
        .get_fields()
        .iter()
        .map(|field| field.name())
        .collect();
    assert_eq!(names, ["user", "cdr_id"]);
}

#[test]
fn records_read_back_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let answer = |arguments: &[&str]| {
        let mut run = cdr();
        assert_success(run.current_dir(&folder).args(arguments))
    };
    let question = ["--sandbox", "-q", "period", "2025-01", "-o"];
    answer(&[&question[..], &["all.jsonl"]].concat());
    answer(&["read", "all.jsonl", "-q", "-o", "once.jsonl"]);
    answer(&["read", "once.jsonl", "-q", "-o", "once.parquet"]);
    let saved = fs::read_to_string(folder.path().join("once.jsonl")).unwrap();
    assert!(answer(&["read", "once.parquet", "-q", "-f", "jsonl"]) == saved);
    let bytes = fs::read(folder.path().join("once.parquet")).unwrap();
    let mut piped = cdr();
    let piped = piped
        .args(["read", "-", "-q", "-f", "jsonl"])
        .write_stdin(bytes);
    assert!(assert_success(piped) == saved);
    let (file, _) = fetch(HARD, folder.path(), &[]);
    let mut run = cdr();
    let document = assert_success(run.args(["read", "-f", "json"]).arg(file));
    assert!(document.contains(HARD), "{document}");
}

#[test]
fn totals_and_column_lists_are_typed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(HARD, folder.path(), &["-g", "room.room_id,month"]);
    let totals = rows(&file);
    assert_eq!(totals.len(), 1);
    assert_eq!(value(&totals[0], "room.room_id"), "1e5");
    assert_eq!(value(&totals[0], "month"), "2025-01");
    assert_eq!(value(&totals[0], "calls"), "1.000000000");
    let fields = folder.path().join("fields.parquet");
    assert_success(cdr().args(["fields", "-o"]).arg(&fields));
    assert_eq!(value(&rows(&fields)[1], "path"), "conf_num");
}

#[test]
fn many_calls_fill_several_row_groups() {
    let records: Vec<_> = (0..125_000)
        .map(|id| format!(r#"{{"cdr_id":"{id}"}}"#))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(&records.join(","), folder.path(), &[]);
    assert!(reader(&file).num_row_groups() > 1);
    let mut run = cdr();
    let ids = assert_success(
        run.args(["read", "-f", "csv", "-c", "cdr_id", "--no-header"])
            .arg(&file),
    );
    assert!(ids.lines().eq((0..125_000).map(|id| id.to_string())));
}

#[test]
fn a_column_cannot_be_the_object_around_another() {
    let service = Service::returning(response_with(HARD));
    let run = &mut service.cdr();
    let run = run.args(["conf", "1", "-f", "parquet", "-c", "user,user.name"]);
    assert_error(run, 2, &["user", "remove one of them"]);
}

#[test]
fn foreign_and_damaged_files_are_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(HARD, folder.path(), &["-c", "cdr_id"]);
    assert_error(cdr().arg("read").arg(&file), 6, &["has no column record"]);
    let (file, _) = fetch(HARD, folder.path(), &[]);
    let bytes = fs::read(&file).unwrap();
    let mut damaged = bytes.clone();
    let (_, footer) = bytes[..bytes.len() - 4].split_last_chunk::<4>().unwrap();
    let footer = 8 + usize::try_from(u32::from_le_bytes(*footer)).unwrap();
    damaged[4..bytes.len() - footer].fill(0xff);
    let torn = [4, 100, bytes.len() - 1].map(|length| bytes[..length].to_vec());
    let torn = torn.map(|content| (content, "damaged Parquet file"));
    for (content, message) in torn
        .into_iter()
        .chain([(damaged, "does not match its checksum")])
    {
        fs::write(&file, content).unwrap();
        assert_error(cdr().arg("read").arg(&file), 6, &[message]);
    }
}

#[test]
fn the_metadata_describes_the_request() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(HARD, folder.path(), &["--tz", "Asia/Kolkata"]);
    let reader = reader(&file);
    let about = reader
        .metadata()
        .file_metadata()
        .key_value_metadata()
        .unwrap()
        .clone();
    let said = |name: &str| {
        let entry = about.iter().find(|entry| entry.key == name);
        entry.unwrap().value.clone().unwrap()
    };
    assert_eq!(said("cdr.asked"), "/cdr/conf/1");
    assert_eq!(said("cdr.zone"), "Asia/Kolkata");
    assert_eq!(said("cdr.app_id"), crate::common::APP_ID);
    assert!(
        said("cdr.service").starts_with("http://127.0.0.1:") && said("cdr.made").ends_with('Z')
    );
    assert!(!format!("{about:?}").contains(crate::common::APP_KEY));
}

#[cfg(unix)]
#[test]
fn formats_for_other_programs_are_never_written_to_a_terminal() {
    for format in ["parquet", "xlsx", "html"] {
        for arguments in [&["-f", format][..], &["-f", format, "-o", "/dev/stdout"]] {
            let mut command = crate::common::terminal_program();
            command
                .args(["--sandbox", "period", "2025-01-01"])
                .args(arguments);
            let (said, status) = crate::common::pseudo_terminal::on_terminal(100, 24, &mut command);
            assert_eq!(status.code(), Some(2));
            let message = format!("{format} is not printed to a terminal; use --output FILE");
            assert!(said.trim_end().ends_with(&message), "{said:?}");
        }
    }
}

#[test]
fn an_empty_text_is_not_null() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(r#"{"cdr_id":"","user":{"name":null}}"#, folder.path(), &[]);
    let rows = rows(&file);
    assert_eq!(value(&rows[0], "cdr_id"), "");
    assert_eq!(value(&rows[0], "user.name"), "null");
}

#[test]
fn a_time_out_of_range_is_null_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let record = r#"{"room":{"connect_dt":"0000-01-01T00:00:00Z"}}"#;
    let (file, message) = fetch(record, folder.path(), &["-c", "room.connect_dt"]);
    assert!(
        message.contains("1 value does not fit the column type and was written as null (first: room.connect_dt 0000"),
        "{message}"
    );
    assert_eq!(value(&rows(&file)[0], "room.connect_dt"), "null");
}

#[test]
fn a_gzipped_parquet_file_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(HARD, folder.path(), &[]);
    let compressed = folder.path().join("calls.parquet.gz");
    let mut out = flate2::write::GzEncoder::new(
        File::create(&compressed).unwrap(),
        flate2::Compression::fast(),
    );
    std::io::copy(&mut File::open(&file).unwrap(), &mut out).unwrap();
    out.finish().unwrap();
    let read = |file: &Path| assert_success(cdr().args(["read", "-f", "jsonl"]).arg(file));
    assert_eq!(read(&compressed), read(&file));
}

#[test]
fn a_numeric_column_named_record_is_not_a_saved_file() {
    use parquet::data_type::Int64Type;
    use parquet::file::writer::SerializedFileWriter;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("numbers.parquet");
    let schema =
        parquet::schema::parser::parse_message_type("message m { required int64 record; }");
    let out = File::create(&path).unwrap();
    let mut writer =
        SerializedFileWriter::new(out, schema.unwrap().into(), std::sync::Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<Int64Type>()
        .write_batch(&[1], None, None)
        .unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
    assert_error(cdr().arg("read").arg(&path), 6, &["has no column record"]);
}

#[test]
fn any_changed_byte_of_the_footer_is_an_error_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = fetch(r#"{"cdr_id":"1"}"#, folder.path(), &["-c", "cdr_id,record"]);
    let whole = fs::read(&file).unwrap();
    let [.., a, b, c, d, _, _, _, _] = whole[..] else {
        panic!("it has no end");
    };
    let length = u32::from_le_bytes([a, b, c, d]) as usize;
    let end = whole.len() - 8;
    let damaged = folder.path().join("damaged.parquet");
    for place in (end - length..end).step_by(3) {
        for byte in [0, 1, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[place] = byte;
            fs::write(&damaged, bytes).unwrap();
            let run = cdr().args(["read", "-f", "jsonl"]).arg(&damaged).assert();
            let code = run.get_output().status.code();
            assert!(
                matches!(code, Some(0 | 6)),
                "byte {place} is {byte}: {code:?}"
            );
        }
    }
}

/// Writes a file with a column `record` of these texts, as another program may.
fn write_texts(
    path: &Path,
    texts: impl Iterator<Item = parquet::data_type::ByteArray>,
    properties: parquet::file::properties::WriterPropertiesBuilder,
) {
    use parquet::basic::{Compression, ZstdLevel};
    use parquet::data_type::ByteArrayType;
    use parquet::file::writer::SerializedFileWriter;
    let schema =
        parquet::schema::parser::parse_message_type("message m { required binary record (UTF8); }");
    let properties = properties
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None);
    let out = File::create(path).unwrap();
    let properties = properties.build().into();
    let mut writer = SerializedFileWriter::new(out, schema.unwrap().into(), properties).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let texts: Vec<_> = texts.collect();
    column
        .typed::<ByteArrayType>()
        .write_batch(&texts, None, None)
        .unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
}

#[test]
fn a_dictionary_that_expands_too_much_is_rejected_at_once() {
    use parquet::data_type::ByteArray;
    use parquet::file::properties::WriterProperties;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bomb.parquet");
    let record = format!(r#"{{"cdr_id":"x","conf_num":"{}"}}"#, "a".repeat(100_000));
    let record = ByteArray::from(record.into_bytes());
    let write = |count| {
        let texts = std::iter::repeat_n(record.clone(), count);
        let properties = WriterProperties::builder().set_dictionary_page_size_limit(1 << 20);
        write_texts(&file, texts, properties);
        assert!(fs::metadata(&file).unwrap().len() < 10_000);
    };
    write(100);
    assert_success(
        cdr()
            .args(["read", "-q", "-f", "csv", "-c", "cdr_id"])
            .arg(&file),
    );
    write(20_000);
    assert_error(
        cdr().args(["read", "-f", "csv", "-c", "cdr_id"]).arg(&file),
        6,
        &["bomb.parquet is a damaged Parquet file"],
    );
}

#[test]
fn an_intact_file_of_another_program_is_not_called_damaged() {
    use parquet::basic::Encoding;
    use parquet::data_type::ByteArray;
    use parquet::file::properties::{WriterProperties, WriterVersion};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.parquet");
    let plain = || WriterProperties::builder().set_dictionary_enabled(false);
    for (properties, expected) in [
        (
            plain().set_writer_version(WriterVersion::PARQUET_2_0),
            "did not write: data pages of version 2 are not supported",
        ),
        (
            plain().set_encoding(Encoding::DELTA_BYTE_ARRAY),
            "did not write: delta encodings are not supported",
        ),
    ] {
        let record = ByteArray::from(br#"{"cdr_id":"x"}"#.to_vec());
        write_texts(&file, std::iter::once(record), properties);
        assert_error(
            cdr().arg("read").arg(&file),
            6,
            &["Parquet that cdr", expected],
        );
    }
}
