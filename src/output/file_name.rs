//! Names of output files.

use crate::error::{Failure, FailureKind};
use crate::time::DateRange;

/// A file's name with `{from}` and `{to}` replaced by the first and the last day of the period.
pub fn expand_file_name(typed: &str, period: Option<DateRange>) -> Result<String, Failure> {
    if !typed.contains("{from}") && !typed.contains("{to}") {
        return Ok(typed.to_owned());
    }
    let period = period.ok_or_else(|| {
        let message = format!("{typed} asks for dates, but there is no period; name it otherwise");
        Failure::new(FailureKind::Usage, message)
    })?;
    let name = typed.replace("{from}", &period.first().to_string());
    Ok(name.replace("{to}", &period.last().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_file_can_be_named_after_the_period() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
        let january = DateRange::new(day(1), day(31));
        let name = expand_file_name("cdr-{from}-{to}.{csv}", january);
        assert_eq!(name.unwrap(), "cdr-2025-01-01-2025-01-31.{csv}");
        assert_eq!(expand_file_name("out", None).unwrap(), "out");
        assert!(expand_file_name("{to}", None).is_err());
    }
}
