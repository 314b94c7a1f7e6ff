//! Addresses that no URL of a stranger's may lead to: this machine, its networks, and what stands for them in other forms.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is not dialled; none for one of the public internet.
pub(crate) fn forbidden(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => forbidden_v4(address),
        IpAddr::V6(address) => forbidden_v6(address),
    }
}

fn forbidden_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (0, ..) => Some("unspecified"),
        (127, ..) => Some("loopback"),
        (10, ..) | (192, 168, _) => Some("private"),
        (172, 16..=31, _) => Some("private"),
        // Where clouds answer who asks from inside.
        (169, 254, _) => Some("link-local"),
        (100, 64..=127, _) => Some("shared by a carrier"),
        (192, 0, 0) => Some("reserved for protocols"),
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => Some("for documentation"),
        (192, 88, 99) => Some("a relay of 6to4"),
        (198, 18..=19, _) => Some("for benchmarks"),
        (168, 63, 129) if address.octets()[3] == 16 => Some("of a cloud's own services"),
        (224..=239, ..) => Some("multicast"),
        (240.., ..) => Some("reserved"),
        _ => None,
    }
}

fn forbidden_v6(address: Ipv6Addr) -> Option<&'static str> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0) if g == 0 && h == 0 => Some("unspecified"),
        (0, 0, 0, 0, 0, 0) if g == 0 && h == 1 => Some("loopback"),
        // IPv4 in other clothes: compatible, mapped, translated, NAT64, 6to4, Teredo, ISATAP.
        (0, 0, 0, 0, 0, 0) | (0, 0, 0, 0, 0xFFFF, 0) | (0, 0, 0, 0, 0, 0xFFFF) => forbidden_v4(v4(g, h)).or(Some("IPv4 inside IPv6")),
        (0x64, 0xFF9B, 0, 0, 0, 0) => forbidden_v4(v4(g, h)),
        (0x64, 0xFF9B, ..) => Some("a translator's own"),
        (0x2002, ..) => forbidden_v4(v4(b, c)),
        (0x2001, 0, ..) => Some("a tunnel"),
        (.., 0 | 0x200, 0x5EFE) => Some("a tunnel"),
        (0x2001, 0xDB8, ..) | (0x3FFF, 0..=0xFFF, ..) => Some("for documentation"),
        (0x2001, 0x2..=0x1FF, ..) => Some("reserved for protocols"),
        (0x100, 0, 0, 0, ..) => Some("a sink"),
        (0xFC00..=0xFDFF, ..) => Some("private"),
        (0xFE80..=0xFEBF, ..) => Some("link-local"),
        (0xFEC0..=0xFEFF, ..) => Some("private"),
        (0xFF00.., ..) => Some("multicast"),
        // All that is given out is here.
        (0x2000..=0x3FFF, ..) => None,
        _ => Some("reserved"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_public_internet_is_dialled() {
        for bad in [
            "0.0.0.0",
            "0.1.2.3",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "168.63.129.16",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2002:a9fe:a9fe::",
            "2001::1",
            "2001:db8::1",
            "2001:10::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "100::1",
            "4000::1",
            "2606:4700::5efe:7f00:1",
            "3fff::1",
        ] {
            assert!(forbidden(bad.parse().unwrap()).is_some(), "{bad}");
        }
        for fine in [
            "8.8.8.8",
            "1.1.1.1",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "169.253.0.1",
            "2606:4700::1111",
            "2a00:1450::1",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ] {
            assert_eq!(forbidden(fine.parse().unwrap()), None, "{fine}");
        }
    }
}
