//! Which addresses this program may be sent to by what people type in: public ones, and those inside the
//! organisation that the operator allowed. Names are checked where they become addresses, so that a name which
//! points elsewhere a moment later gains nothing.

mod address;

pub use address::is_public;

use ipnet::IpNet;
use std::fmt;
use std::net::IpAddr;
use url::{Host, Url};

/// Ports of public receivers: 443, and those that receivers on unusual ports use.
const UNUSUAL_PORTS: std::ops::RangeInclusive<u16> = 8_000..=9_000;

/// Why an address may not be reached, in words for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It cannot be read.
    #[error("use a full address such as https://example.com/hook")]
    NoAddress,
    /// It is not encrypted.
    #[error("use an address that begins with https")]
    NotEncrypted,
    /// It carries a name or a password.
    #[error("leave name and password out of the address")]
    Credentials,
    /// A port that receivers do not use.
    #[error("use port 443 or one from 8000 to 9000")]
    Port,
    /// It lies inside a private network.
    #[error("this address lies inside a private network; ask the operator to allow it")]
    Private,
}

/// Hosts and networks that the operator allowed: there, plain http and every port are fine too.
#[derive(Clone, Default)]
pub struct Guard {
    hosts: Vec<String>,
    networks: Vec<IpNet>,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard").field("hosts", &self.hosts).field("networks", &self.networks).finish()
    }
}

impl Guard {
    /// Takes host names, addresses and networks such as `10.1.0.0/16`. What is neither an address nor a
    /// network counts as a host name.
    pub fn new(allowed: &[impl AsRef<str>]) -> Self {
        let mut guard = Self::default();
        for entry in allowed {
            let entry = entry.as_ref().trim();
            let bare = entry.trim_start_matches('[').trim_end_matches(']');
            if let Ok(network) = entry.parse::<IpNet>() {
                guard.networks.push(network);
            } else if let Ok(address) = bare.parse::<IpAddr>() {
                guard.networks.push(IpNet::from(address));
            } else if !entry.is_empty() {
                guard.hosts.push(plain(entry));
            }
        }
        guard
    }

    /// Reads an address that somebody typed, and checks what can be told before its name is looked up.
    ///
    /// # Errors
    /// Why it may not be reached.
    pub fn check(&self, address: &str) -> Result<Url, Refused> {
        let url = Url::parse(address.trim()).map_err(|_| Refused::NoAddress)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::NotEncrypted);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        let host = url.host().ok_or(Refused::NoAddress)?;
        if self.is_allowed(&host) {
            return Ok(url);
        }
        if let Some(address) = literal(&host)
            && !self.permits(address)
        {
            return Err(Refused::Private);
        }
        if url.scheme() != "https" {
            return Err(Refused::NotEncrypted);
        }
        let port = url.port_or_known_default().ok_or(Refused::Port)?;
        if port != 443 && !UNUSUAL_PORTS.contains(&port) {
            return Err(Refused::Port);
        }
        Ok(url)
    }

    /// The operator named this host, or the network of this address.
    fn is_allowed(&self, host: &Host<&str>) -> bool {
        match host {
            Host::Domain(name) => self.is_named(name),
            Host::Ipv4(_) | Host::Ipv6(_) => literal(host).is_some_and(|address| self.is_inside(address)),
        }
    }

    pub(crate) fn is_named(&self, host: &str) -> bool {
        let host = plain(host);
        self.hosts.contains(&host)
    }

    fn is_inside(&self, address: IpAddr) -> bool {
        let canonical = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address) || network.contains(&canonical))
    }

    /// Whether a name that the operator did not name may stand for this address.
    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        is_public(address) || self.is_inside(address)
    }
}

/// Host names are the same in any case, and with the dot that ends a full name.
fn plain(host: &str) -> String {
    host.trim_end_matches('.').to_lowercase()
}

fn literal(host: &Host<&str>) -> Option<IpAddr> {
    match host {
        Host::Domain(_) => None,
        Host::Ipv4(address) => Some(IpAddr::V4(*address)),
        Host::Ipv6(address) => Some(IpAddr::V6(*address)),
    }
}

#[cfg(test)]
mod tests;
