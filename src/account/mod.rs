//! Of whom it is asked, and as whom.

mod base_url;
mod key;
mod profile;
mod source;
mod trust;

pub use base_url::BaseUrl;
pub use profile::{DefaultProfile, Profile, configuration_file};
pub use source::{Account, AccountSource, KeySource, Service};
