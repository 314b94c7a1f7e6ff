//! Which URLs may be fetched, before and after their host's name was resolved.

use std::net::IpAddr;

use sandtable_core::{Code, Error, Result, text};
use url::{Host, Url};

use super::address::forbidden;

/// The longest URL that is taken. Presigned ones have about 2,000 bytes.
const MAX_URL_BYTES: usize = 16 << 10;

/// A host that is trusted: it may be in a private network, and be spoken to without TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    host: String,
    /// Whether names below it are meant, too.
    below: bool,
    port: Option<u16>,
}

/// Which hosts may be asked.
#[derive(Debug, Clone, Default)]
pub struct UrlPolicy {
    named: Vec<Named>,
    only_named: bool,
}

impl UrlPolicy {
    /// `allow_hosts` names those that may be private: `HOST`, `HOST:PORT`, `.SUFFIX`, an address. With `only` no other
    /// host is asked at all.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` naming the entry that is none.
    pub fn new(allow_hosts: &[String], only: bool) -> Result<Self> {
        let named = allow_hosts.iter().map(|entry| entry.trim()).filter(|entry| !entry.is_empty()).map(Named::parse).collect::<Result<_>>()?;
        Ok(Self { named, only_named: only })
    }

    /// Checks all of a URL that can be checked without asking anybody. It has a host afterwards.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` with the URL, without its secrets, and what is wrong.
    pub(crate) fn check(&self, given: &str) -> Result<Url> {
        if given.len() > MAX_URL_BYTES {
            return Err(refused("the URL", &format!("it has {} bytes, at most {MAX_URL_BYTES} are allowed", given.len())));
        }
        let url = Url::parse(given).map_err(|error| refused("the URL", &format!("it is none: {error}")))?;
        self.check_parsed(&url)?;
        Ok(url)
    }

    /// The same for one that a server sent us to.
    pub(crate) fn check_parsed(&self, url: &Url) -> Result<()> {
        let shown = shown(url);
        if !matches!(url.scheme(), "https" | "http") {
            return Err(refused(&shown, "only https and http are spoken"));
        }
        let Some(host) = url.host() else { return Err(refused(&shown, "it has no host")) };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused(&shown, "it has a name or a password in front of the host"));
        }
        let named = self.is_named(url);
        if self.only_named && !named {
            return Err(refused(&shown, "its host is not among those that are named in SANDTABLE_ALLOW_HOSTS"));
        }
        if url.scheme() == "http" && !named {
            return Err(refused(&shown, "without TLS only hosts are asked that are named in SANDTABLE_ALLOW_HOSTS"));
        }
        let address = match host {
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
            // Its addresses are judged by its name alone: see `check_addresses`.
            Host::Domain(host) if !named && self.is_named_host(host) => return Err(refused(&shown, "its host is named for another port")),
            Host::Domain(_) => return Ok(()),
        };
        match forbidden(address) {
            Some(why) if !named => Err(refused(&shown, &not_public(address, why))),
            _ => Ok(()),
        }
    }

    /// Whether the addresses of a name may be dialled. One that may not spoils all: a name that means a public and a
    /// private host at once is a trap.
    ///
    /// # Errors
    /// The address and what it is.
    pub(crate) fn check_addresses(&self, host: &str, addresses: &[IpAddr]) -> Result<()> {
        if addresses.is_empty() {
            return Err(unreachable(host, "it has no address"));
        }
        if self.is_named_host(host) {
            return Ok(());
        }
        match addresses.iter().find_map(|address| forbidden(*address).map(|why| (*address, why))) {
            Some((address, why)) => Err(refused(&text::sanitize(host, text::MAX_QUOTED_CHARS), &not_public(address, why))),
            None => Ok(()),
        }
    }

    fn is_named_host(&self, host: &str) -> bool {
        let host = plain_host(host);
        self.named.iter().any(|named| named.means(&host))
    }

    fn is_named(&self, url: &Url) -> bool {
        let (Some(host), port) = (url.host_str(), url.port_or_known_default()) else { return false };
        let host = plain_host(host);
        self.named.iter().any(|named| named.means(&host) && named.port.is_none_or(|wanted| Some(wanted) == port))
    }
}

impl Named {
    fn means(&self, host: &str) -> bool {
        host == self.host || self.below && host.strip_suffix(&self.host).is_some_and(|front| front.ends_with('.'))
    }

    fn parse(entry: &str) -> Result<Self> {
        let wrong = || Error::invalid("allow_hosts", format!("{} is neither HOST, HOST:PORT, .SUFFIX nor an address", text::quote(entry)));
        let (below, rest) = entry.strip_prefix("*.").or_else(|| entry.strip_prefix('.')).map_or((false, entry), |rest| (true, rest));
        if rest.contains(['/', '@', '?', '#']) {
            return Err(wrong());
        }
        // An address without brackets has colons of its own.
        let url = match rest.parse::<std::net::Ipv6Addr>() {
            Ok(address) => format!("http://[{address}]"),
            Err(_) => format!("http://{rest}"),
        };
        let url = Url::parse(&url).map_err(|_| wrong())?;
        let host = url.host_str().map(plain_host).ok_or_else(wrong)?;
        // The parser drops the port that is usual, so it is looked for in the text.
        let port = url.port().or_else(|| rest.ends_with(":80").then_some(80));
        Ok(Self { host, below, port })
    }
}

/// The host as it is compared: without the dot that may end a name.
fn plain_host(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

/// A URL for people, without what gives access.
pub(crate) fn shown(url: &Url) -> String {
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let more = if url.query().is_some() { "?…" } else { "" };
    text::sanitize(&format!("{}://{}{port}{}{more}", url.scheme(), url.host_str().unwrap_or_default(), url.path()), text::MAX_QUOTED_CHARS)
}

fn not_public(address: IpAddr, why: &str) -> String {
    format!("the address {address} is {why}; hosts inside a private network are named in SANDTABLE_ALLOW_HOSTS")
}

pub(crate) fn refused(url: &str, why: &str) -> Error {
    Error::new(Code::ValidationError, format!("{url} is not a URL that may be used: {why}")).with("reason", "url")
}

pub(crate) fn unreachable(url: &str, why: &str) -> Error {
    Error::io(format!("{url}: {why}")).with("reason", "unreachable")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(hosts: &[&str], only: bool) -> UrlPolicy {
        UrlPolicy::new(&hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>(), only).unwrap()
    }

    #[test]
    fn hostile_urls_are_refused_whatever_form_they_take() {
        let policy = policy(&["store.internal:9000"], false);
        for url in [
            "",
            "x",
            "file:///etc/passwd",
            "ftp://host/x",
            "gopher://host",
            "data:,x",
            "http://example.com/x",
            "https://user:secret@example.com/",
            "https://user@example.com/",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://017700000001/",
            "https://0/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://[64:ff9b::7f00:1]/",
            "https://[2002:7f00:1::]/",
            "https://169.254.169.254/latest/meta-data",
            "https://１２７.０.０.１/",
            "https://10.0.0.1/",
            "http://store.internal/x",
            "http://store.internal:9001/x",
            "http://astore.internal:9000/x",
        ] {
            assert!(policy.check(url).is_err(), "{url}");
        }
        for url in ["https://example.com/x?sig=1", "http://store.internal:9000/x", "http://STORE.internal.:9000/x", "https://8.8.8.8/x"] {
            assert!(policy.check(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn a_name_is_judged_by_all_its_addresses() {
        let policy = policy(&["minio"], false);
        let at = |list: &[&str]| list.iter().map(|address| address.parse().unwrap()).collect::<Vec<IpAddr>>();
        assert!(policy.check_addresses("example.com", &at(&["93.184.216.34"])).is_ok());
        for bad in [&["10.0.0.1"][..], &["93.184.216.34", "127.0.0.1"], &["::ffff:10.0.0.1"], &[]] {
            assert!(policy.check_addresses("example.com", &at(bad)).is_err(), "{bad:?}");
        }
        assert!(policy.check_addresses("minio", &at(&["10.0.0.1"])).is_ok());
    }

    #[test]
    fn hosts_are_named_by_name_port_suffix_or_address() {
        let policy = policy(&[".svc.local", "10.0.0.5", "fd00::1", "127.0.0.1:9000"], true);
        for (url, fine) in [
            ("http://a.svc.local/", true),
            ("http://svc.local/", true),
            ("http://asvc.local/", false),
            ("http://10.0.0.5:1/", true),
            ("http://[fd00::1]/", true),
            ("http://127.0.0.1:9000/", true),
            ("http://127.0.0.1/", false),
            ("https://example.com/", false),
        ] {
            assert_eq!(policy.check(url).is_ok(), fine, "{url}");
        }
        assert!(UrlPolicy::new(&["http://x/y".to_owned()], false).is_err());
    }

    #[test]
    fn no_secret_of_a_url_is_shown() {
        let error = policy(&[], false).check("https://10.0.0.1/bucket/key?X-Amz-Signature=secret").unwrap_err();
        assert!(error.message.contains("https://10.0.0.1/bucket/key?…") && !error.message.contains("secret"), "{}", error.message);
    }
}
