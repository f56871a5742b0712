//! Accounts: which service to query, and with which credentials.

mod base_url;
mod config_error;
mod config_file;
mod credentials;
mod file_access;
mod key;
mod profile;

pub use base_url::BaseUrl;
pub use config_file::{DefaultProfile, config_path};
pub use credentials::{Account, AccountConfig, Backend, KeySource, Service};
pub use profile::Profile;
