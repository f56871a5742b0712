//! Of whom it is asked, and as whom.

mod base_url;
mod key;
mod profile;
mod sources;

pub use base_url::BaseUrl;
pub use key::{key_printed_by, read_key};
pub use profile::{configuration_file, profile, profile_in};
pub use sources::{Account, Environment, Given, KeySource, Service, ServiceSource};
