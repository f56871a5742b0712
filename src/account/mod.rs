//! Of whom it is asked, and as whom.

mod base_url;
mod config_file;
mod credentials;
mod key;
mod trust;

pub use base_url::BaseUrl;
pub use config_file::{DefaultProfile, Profile, config_path};
pub use credentials::{Account, AccountConfig, Backend, KeySource, Service};
