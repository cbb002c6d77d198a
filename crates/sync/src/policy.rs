//! When originals travel: always, over Wi-Fi, or at night. Pages and thumbnails never wait. What kind of connection there is
//! is asked of the computer; one that cannot be told holds nothing up.

use chrono::{DateTime, Timelike};
use chrono_tz::Europe::London;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A tablet's choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoPolicy {
    /// Over any connection.
    #[default]
    Any,
    /// Not over a mobile connection.
    Wifi,
    /// Between 01:00 and 05:00.
    Night,
}

/// What carries the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// Wi-Fi.
    Wifi,
    /// A cable.
    Wired,
    /// A mobile network.
    Mobile,
    /// It cannot be told.
    Unknown,
}

/// What originals wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Wi-Fi, or a cable.
    Wifi,
    /// The night.
    Night,
}

/// Knows what carries the connection.
pub trait Network: Send + Sync {
    /// Now.
    fn link(&self) -> Link;
}

/// What originals wait for at `now`, milliseconds since 1970, on such a link.
pub fn waits(policy: PhotoPolicy, link: Link, now: i64) -> Option<Waits> {
    match policy {
        PhotoPolicy::Any => None,
        PhotoPolicy::Wifi => (link == Link::Mobile).then_some(Waits::Wifi),
        PhotoPolicy::Night => {
            let hour = DateTime::from_timestamp_millis(now).unwrap_or_default().with_timezone(&London).hour();
            (!(1..5).contains(&hour)).then_some(Waits::Night)
        }
    }
}

/// The computer's own connection: on Linux, the interface of the default route and what kind of thing it is. A phone that
/// is tethered by Wi-Fi or cable looks like Wi-Fi or a cable.
#[derive(Debug, Clone)]
pub struct SystemNetwork {
    root: PathBuf,
}

impl Default for SystemNetwork {
    fn default() -> Self {
        Self::at(Path::new("/"))
    }
}

impl SystemNetwork {
    /// Reads `proc/net/route` and `sys/class/net` below this folder.
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }
}

impl Network for SystemNetwork {
    fn link(&self) -> Link {
        let Ok(routes) = std::fs::read_to_string(self.root.join("proc/net/route")) else { return Link::Unknown };
        let Some(name) = default_route(&routes) else { return Link::Unknown };
        let interface = self.root.join("sys/class/net").join(name);
        let read = |file: &str| std::fs::read_to_string(interface.join(file)).unwrap_or_default();
        let uevent = read("uevent");
        let kind = uevent.lines().find_map(|line| line.strip_prefix("DEVTYPE="));
        if kind == Some("wwan") || name.starts_with("wwan") || name.starts_with("ppp") {
            return Link::Mobile;
        }
        if kind == Some("wlan") || interface.join("wireless").exists() || interface.join("phy80211").exists() {
            return Link::Wifi;
        }
        // An Ethernet card that is a real device: tunnels and bridges have none.
        let card = read("type").trim() == "1" && interface.join("device").exists();
        if card { Link::Wired } else { Link::Unknown }
    }
}

/// The interface of the default route that counts: destination and mask are nothing, and the metric is the lowest.
fn default_route(routes: &str) -> Option<&str> {
    let rows = routes.lines().skip(1).filter_map(|line| {
        let mut columns = line.split_whitespace();
        let (name, destination) = (columns.next()?, columns.next()?);
        let metric: u32 = columns.nth(4)?.parse().ok()?;
        let mask = columns.next()?;
        let plain = name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter));
        (destination == "00000000" && mask == "00000000" && plain && !name.starts_with('.')).then_some((metric, name))
    });
    rows.min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn at(text: &str) -> i64 {
        text.parse::<DateTime<chrono::Utc>>().unwrap().timestamp_millis()
    }

    #[test]
    fn pictures_wait_for_what_was_chosen_and_an_unknown_connection_holds_nothing_up() {
        let noon = at("2025-03-18T12:00:00Z");
        for link in [Link::Wifi, Link::Wired, Link::Mobile, Link::Unknown] {
            assert_eq!(waits(PhotoPolicy::Any, link, noon), None);
            assert_eq!(waits(PhotoPolicy::Night, link, noon), Some(Waits::Night));
            assert_eq!(waits(PhotoPolicy::Night, link, at("2025-03-18T04:59:59Z")), None);
            assert_eq!(waits(PhotoPolicy::Wifi, link, noon), (link == Link::Mobile).then_some(Waits::Wifi));
        }
    }

    #[test]
    fn the_night_is_that_of_the_clock_on_the_wall() {
        // In summer 00:30 UTC is 01:30, and 04:30 UTC is 05:30.
        assert_eq!(waits(PhotoPolicy::Night, Link::Wifi, at("2025-07-01T00:30:00Z")), None);
        assert_eq!(waits(PhotoPolicy::Night, Link::Wifi, at("2025-07-01T04:30:00Z")), Some(Waits::Night));
        assert_eq!(waits(PhotoPolicy::Night, Link::Wifi, at("2025-01-01T00:30:00Z")), Some(Waits::Night));
    }

    const HEAD: &str = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n";

    fn computer(routes: &str) -> (tempfile::TempDir, SystemNetwork) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (name, files) in [
            ("wlan0", vec![("uevent", "DEVTYPE=wlan\nINTERFACE=wlan0\n"), ("type", "1\n"), ("device", "")]),
            ("wlp2s0", vec![("uevent", ""), ("wireless", ""), ("type", "1\n"), ("device", "")]),
            ("wwan0", vec![("uevent", "DEVTYPE=wwan\n"), ("type", "519\n"), ("device", "")]),
            ("eth0", vec![("uevent", "INTERFACE=eth0\n"), ("type", "1\n"), ("device", "")]),
            ("tun0", vec![("uevent", ""), ("type", "65534\n")]),
        ] {
            let interface = root.join("sys/class/net").join(name);
            fs::create_dir_all(&interface).unwrap();
            files.iter().for_each(|(file, text)| fs::write(interface.join(file), text).unwrap());
        }
        fs::create_dir_all(root.join("proc/net")).unwrap();
        fs::write(root.join("proc/net/route"), format!("{HEAD}{routes}")).unwrap();
        let network = SystemNetwork::at(root);
        (folder, network)
    }

    fn route(name: &str, metric: u32) -> String {
        format!("{name}\t00000000\t0102A8C0\t0003\t0\t0\t{metric}\t00000000\t0\t0\t0\n")
    }

    #[test]
    fn the_interface_of_the_default_route_says_what_carries_the_connection() {
        for (name, link) in [
            ("wlan0", Link::Wifi),
            ("wlp2s0", Link::Wifi),
            ("wwan0", Link::Mobile),
            ("ppp0", Link::Mobile),
            ("eth0", Link::Wired),
            ("tun0", Link::Unknown),
            ("none", Link::Unknown),
            ("../wlan0", Link::Unknown),
        ] {
            let (_folder, network) = computer(&route(name, 100));
            assert_eq!(network.link(), link, "{name}");
        }
        let near = "eth0\t0002A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";
        let (_folder, network) = computer(&format!("{}{near}{}", route("wwan0", 700), route("wlan0", 600)));
        assert_eq!(network.link(), Link::Wifi, "the lowest metric counts");
        let (_folder, network) = computer(near);
        assert_eq!(network.link(), Link::Unknown, "there is no default route");
        assert_eq!(SystemNetwork::at(Path::new("/nowhere")).link(), Link::Unknown);
    }
}
