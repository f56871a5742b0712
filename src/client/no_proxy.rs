//! `NO_PROXY`: hosts that are reached without a proxy.
//!
//! No standard defines its syntax. The forms of curl, Go, Python and Ruby are accepted: names with
//! their subdomains, `.domain`, `*.domain`, `host:port`, addresses, `[::1]`, CIDR blocks and `*`,
//! in any case, separated by commas or blanks, with or without a final dot. reqwest accepts fewer
//! of them. As redirects are not followed, there is one host. Whether it is exempt is known before
//! the client is built, so messages name the proxy only if it is used.

use crate::account::BaseUrl;
use reqwest::Url;
use std::net::IpAddr;

/// The entries of `NO_PROXY`.
#[derive(Debug, Default)]
pub struct NoProxy {
    entries: Vec<Entry>,
    /// The entries that are not understood.
    pub invalid_entries: Vec<String>,
}

#[derive(Debug)]
struct Entry {
    hosts: Hosts,
    port: Option<u16>,
}

#[derive(Debug)]
enum Hosts {
    Every,
    /// A name and its subdomains.
    Domain(String),
    Subdomains(String),
    /// The addresses that have the same first bits as this one.
    Cidr(IpAddr, u32),
}

impl NoProxy {
    /// Parses a list.
    pub fn parse(list: &str) -> Self {
        let mut no_proxy = Self::default();
        let is_separator = |ch: char| ch == ',' || ch.is_whitespace();
        for entry in list.split(is_separator).filter(|entry| !entry.is_empty()) {
            match Entry::parse(entry) {
                Some(entry) => no_proxy.entries.push(entry),
                None => no_proxy.invalid_entries.push(entry.to_owned()),
            }
        }
        no_proxy
    }

    /// Returns whether a service is exempt.
    pub fn contains(&self, base: &BaseUrl) -> bool {
        self.entries.iter().any(|entry| {
            let matches_port = entry.port.is_none_or(|port| base.port() == Some(port));
            matches_port && entry.hosts.contains(base.host())
        })
    }
}

impl Entry {
    fn parse(text: &str) -> Option<Self> {
        let (host, port) = split_port(text)?;
        let hosts = Hosts::parse(host)?;
        Some(Self { hosts, port })
    }
}

/// Splits a host from its port. Several colons without brackets are an IPv6 address.
fn split_port(text: &str) -> Option<(&str, Option<u16>)> {
    if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        return match port {
            "" => Some((address, None)),
            port => Some((address, Some(port.strip_prefix(':')?.parse().ok()?))),
        };
    }
    match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => Some((host, Some(port.parse().ok()?))),
        _ => Some((text, None)),
    }
}

impl Hosts {
    fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self::Every);
        }
        if let Ok(address) = text.parse() {
            return Some(Self::Cidr(address, address_bits(address)));
        }
        if let Some((address, bits)) = text.split_once('/') {
            let address: IpAddr = address.parse().ok()?;
            let max_bits = address_bits(address);
            let bits = bits.parse().ok().filter(|bits| *bits <= max_bits)?;
            return Some(Self::Cidr(address, bits));
        }
        match text.strip_prefix("*.") {
            Some(domain) => normalize_domain(domain).map(Self::Subdomains),
            None => normalize_domain(text.strip_prefix('.').unwrap_or(text)).map(Self::Domain),
        }
    }

    fn contains(&self, host: &str) -> bool {
        match self {
            Self::Every => true,
            Self::Domain(domain) => host == domain || is_subdomain(host, domain),
            Self::Subdomains(domain) => is_subdomain(host, domain),
            Self::Cidr(block, bits) => {
                let address = host.parse();
                address.is_ok_and(|address| is_in_block(address, *block, *bits))
            }
        }
    }
}

/// Normalizes a domain name as the parser of URLs does: lower case and ASCII (RFC 3492). A name
/// whose last part is a number, such as `192.0.2`, is an invalid address.
fn normalize_domain(text: &str) -> Option<String> {
    let text = text.trim_end_matches('.');
    let is_valid = |ch: char| ch.is_alphanumeric() || "-_.".contains(ch);
    if text.is_empty() || !text.chars().all(is_valid) {
        return None;
    }
    // The base URL went through the same parser, so the two are comparable.
    let url = Url::parse(&format!("http://{text}/")).ok()?;
    url.domain().map(str::to_owned)
}

fn is_subdomain(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|prefix| prefix.len() > 1 && prefix.ends_with('.'))
}

/// Returns the number of bits of an address.
fn address_bits(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn is_in_block(address: IpAddr, block: IpAddr, bits: u32) -> bool {
    let equal_bits = match (address, block) {
        (IpAddr::V4(address), IpAddr::V4(block)) => {
            (address.to_bits() ^ block.to_bits()).leading_zeros()
        }
        (IpAddr::V6(address), IpAddr::V6(block)) => {
            (address.to_bits() ^ block.to_bits()).leading_zeros()
        }
        _ => return false,
    };
    equal_bits >= bits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_exempt(list: &str, url: &str) -> bool {
        let base = BaseUrl::parse(url, true).unwrap();
        NoProxy::parse(list).contains(&base)
    }

    #[test]
    fn every_form_of_an_entry_is_accepted() {
        for (list, url) in [
            ("*", "https://api.example.com/v2"),
            ("api.example.com", "https://api.example.com/v2"),
            ("API.Example.com.", "https://api.example.com/v2"),
            ("example.com", "https://api.example.com/v2"),
            (".example.com", "https://api.example.com/v2"),
            (".example.com", "https://example.com/v2"),
            ("*.example.com", "https://api.example.com/v2"),
            ("*.example.com.", "https://api.example.com./v2"),
            ("api.example.com:443", "https://api.example.com/v2"),
            (".example.com:8443", "https://api.example.com:8443/v2"),
            ("x.y, api.example.com", "https://api.example.com/v2"),
            ("x.y api.example.com", "https://api.example.com/v2"),
            ("bücher.invalid", "https://xn--bcher-kva.invalid/v2"),
            ("BÜCHER.invalid", "https://bücher.invalid/v2"),
            ("*.bücher.invalid", "https://api.xn--bcher-kva.invalid/v2"),
            ("xn--bcher-kva.invalid", "https://bücher.invalid/v2"),
            ("under_score.example", "https://under_score.example/v2"),
            ("10.1.2.3", "http://10.1.2.3/v2"),
            ("10.1.2.3:80", "http://10.1.2.3/v2"),
            ("10.0.0.0/8", "http://10.1.2.3/v2"),
            ("0.0.0.0/0", "http://10.1.2.3/v2"),
            ("[fe80::1]", "http://[fe80::1]/v2"),
            ("[fe80::1]:8080", "http://[fe80::1]:8080/v2"),
            ("fe80::1", "http://[fe80::1]/v2"),
            ("fe80::/10", "http://[fe80::1]/v2"),
        ] {
            assert!(is_exempt(list, url), "{list} {url}");
        }
    }

    #[test]
    fn other_hosts_and_ports_are_not_exempt() {
        for (list, url) in [
            ("", "https://api.example.com/v2"),
            ("*.example.com", "https://example.com/v2"),
            ("example.com", "https://notexample.com/v2"),
            ("ample.com", "https://example.com/v2"),
            ("api.example.com:80", "https://api.example.com/v2"),
            ("10.0.0.0/8", "http://11.1.2.3/v2"),
            ("[fe80::1]:8080", "http://[fe80::1]/v2"),
            ("fe80::/10", "http://10.1.2.3/v2"),
            ("10.1.2.3", "https://host-10.1.2.3.example/v2"),
            ("2.7", "http://192.0.2.7/v2"),
            (".2.7", "http://192.0.2.7/v2"),
            ("*.2.7", "http://192.0.2.7/v2"),
            ("192.0.2", "http://192.0.2.7/v2"),
        ] {
            assert!(!is_exempt(list, url), "{list} {url}");
        }
    }

    #[test]
    fn invalid_entries_are_kept_for_a_warning() {
        let list = "10.*,http://host,ex*mple.com,[::1,host:x,10.0.0.0/33,192.0.2,*.2.7,example.com";
        let unknown = NoProxy::parse(list).invalid_entries;
        assert_eq!(unknown.len(), 8, "{unknown:?}");
    }
}
