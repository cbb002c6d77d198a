//! gpsd, the usual program for GPS receivers on Linux: JSON lines over loopback (protocol 3: WATCH, then TPV reports).

use super::{Location, NoReading};
use crate::contract::DeviceReading;
use serde::Deserialize;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Where gpsd listens unless told otherwise.
const PORT: u16 = 2947;
/// Metres taken where the receiver does not say how good its fix is.
const UNKNOWN_M: f64 = 50.0;
/// Good enough to wait no longer, in metres.
const GOOD_M: f64 = 10.0;
/// The longest line read, in bytes.
const LONGEST: u64 = 16 * 1024;

/// A gpsd on this computer.
#[derive(Debug, Clone, Copy)]
pub struct Gpsd {
    /// Its address.
    pub address: SocketAddr,
}

impl Default for Gpsd {
    fn default() -> Self {
        Self { address: SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)) }
    }
}

/// A time-position-velocity report.
#[derive(Deserialize)]
struct Report {
    class: String,
    /// 0 or 1: no fix; 2: two dimensions; 3: three.
    #[serde(default)]
    mode: u8,
    lat: Option<f64>,
    lon: Option<f64>,
    /// Estimated horizontal error, metres.
    eph: Option<f64>,
    epx: Option<f64>,
    epy: Option<f64>,
}

impl Location for Gpsd {
    fn reading(&self, patience: Duration) -> Result<DeviceReading, NoReading> {
        let end = Instant::now() + patience;
        let mut stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(1).min(patience))
            .map_err(|_| NoReading::NoReceiver)?;
        stream.write_all(b"?WATCH={\"enable\":true,\"json\":true};\n").map_err(|_| NoReading::NoReceiver)?;
        let mut lines = BufReader::new(stream);
        let mut best: Option<DeviceReading> = None;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || lines.get_ref().set_read_timeout(Some(left)).is_err() {
                break;
            }
            let mut line = Vec::new();
            match lines.by_ref().take(LONGEST).read_until(b'\n', &mut line) {
                Ok(read) if read > 0 => {}
                _ => break,
            }
            let Some(reading) = serde_json::from_slice::<Report>(&line).ok().and_then(|report| report.reading()) else {
                continue;
            };
            if best.is_none_or(|best| reading.accuracy_m < best.accuracy_m) {
                best = Some(reading);
            }
            if reading.accuracy_m <= GOOD_M {
                break;
            }
        }
        best.ok_or(NoReading::NoFix)
    }
}

impl Report {
    /// A fix with a position; (0, 0) is a receiver without one, whatever it says.
    fn reading(&self) -> Option<DeviceReading> {
        let (lat, lon) = (self.lat?, self.lon?);
        if self.class != "TPV" || self.mode < 2 || (lat == 0.0 && lon == 0.0) {
            return None;
        }
        let across = self.epx.zip(self.epy).map(|(x, y)| x.max(y));
        let accuracy_m = self.eph.or(across).filter(|metres| metres.is_finite() && *metres > 0.0).unwrap_or(UNKNOWN_M);
        Some(DeviceReading { lon, lat, accuracy_m })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// A gpsd that says these lines to its first client and hangs up.
    fn gpsd(lines: &'static [&'static str]) -> Gpsd {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut client, _) = listener.accept().unwrap();
            // Read first: closing with something unread would take back what was said.
            let mut watch = String::new();
            BufReader::new(client.try_clone().unwrap()).read_line(&mut watch).unwrap();
            assert!(watch.starts_with("?WATCH="));
            for line in lines {
                let _ = client.write_all(line.as_bytes()).and_then(|()| client.write_all(b"\n"));
            }
        });
        Gpsd { address }
    }

    const PATIENCE: Duration = Duration::from_secs(5);

    #[test]
    fn the_best_real_fix_is_taken_and_null_island_never() {
        let gpsd = gpsd(&[
            r#"{"class":"VERSION","release":"3.22"}"#,
            r#"{"class":"TPV","mode":1}"#,
            r#"{"class":"TPV","mode":3,"lat":0.0,"lon":0.0,"eph":1.0}"#,
            "not json",
            r#"{"class":"TPV","mode":2,"lat":51.38,"lon":0.52,"epx":31.0,"epy":40.0}"#,
            r#"{"class":"TPV","mode":3,"lat":51.3842,"lon":0.5242,"eph":6.5}"#,
        ]);
        let reading = gpsd.reading(PATIENCE).unwrap();
        assert_eq!((reading.lat, reading.lon, reading.accuracy_m), (51.3842, 0.5242, 6.5));
    }

    #[test]
    fn no_fix_and_no_receiver_are_told_apart() {
        let without_fix = gpsd(&[r#"{"class":"TPV","mode":1}"#]);
        assert_eq!(without_fix.reading(PATIENCE).map(|_| ()), Err(NoReading::NoFix));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let gone = Gpsd { address: listener.local_addr().unwrap() };
        drop(listener);
        assert_eq!(gone.reading(PATIENCE).map(|_| ()), Err(NoReading::NoReceiver));
    }
}
