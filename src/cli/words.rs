//! Words that a shell can complete, for a value that may be anything else too.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};
use std::ffi::OsStr;

/// A parser of values, together with some of the words it takes.
#[derive(Clone)]
pub struct WithWords<P> {
    parser: P,
    words: Vec<&'static str>,
}

impl<P> WithWords<P> {
    /// A parser that lists these words.
    pub fn new(parser: P, words: Vec<&'static str>) -> Self {
        Self { parser, words }
    }
}

impl<P: TypedValueParser> TypedValueParser for WithWords<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, Error> {
        self.parser.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.words.iter().copied().map(PossibleValue::new)))
    }
}
