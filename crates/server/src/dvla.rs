//! The DVLA's Vehicle Enquiry Service over HTTP. The mark goes in the body, never into an address or a log; every answer is
//! bounded while it is read, and only what it is known to say is kept.

use anyhow::{Context, ensure};
use record::Vehicle;
use reqwest::blocking::{Client, Response};
use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{StatusCode, Url};
use serde::Deserialize;
use server_core::{Dvla, DvlaReply};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// Where the service is.
pub const ADDRESS: &str = "https://driver-vehicle-licensing.api.gov.uk/vehicle-enquiry/v1/vehicles";
/// The variable of the environment that holds the key.
pub const KEY: &str = "PATROLBOOK_DVLA_KEY";
const KEY_HEADER: HeaderName = HeaderName::from_static("x-api-key");
const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(20);
/// The longest answer, in bytes, and the longest word in it, in characters.
const LONGEST: u64 = 64 * 1024;
const LONGEST_WORD: usize = 60;
const LONGEST_KEY: usize = 200;

/// The service, with this council's key.
pub struct HttpDvla {
    client: Client,
    address: Url,
    key: HeaderValue,
}

/// What is kept of an answer. Anything but the mark may be lacking.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    make: Option<String>,
    colour: Option<String>,
    tax_status: Option<String>,
    tax_due_date: Option<String>,
    mot_status: Option<String>,
    mot_expiry_date: Option<String>,
}

impl HttpDvla {
    /// The service at an address. Made outside of any async runtime.
    pub fn new(address: &str, key: &str) -> anyhow::Result<Self> {
        let address = Url::parse(address).with_context(|| format!("{address} is no address of the DVLA's service"))?;
        ensure!(matches!(address.scheme(), "http" | "https") && address.has_host(), "{address} is no web address");
        let loopback = address.host_str().is_some_and(|host| ["127.0.0.1", "localhost", "[::1]"].contains(&host));
        ensure!(address.scheme() == "https" || loopback, "the key goes to an https address only");
        let key = key.trim();
        ensure!(!key.is_empty() && key.len() <= LONGEST_KEY, "the key to the DVLA's service is empty or too long");
        let mut key =
            HeaderValue::from_str(key).context("the key to the DVLA's service has letters that no key has")?;
        key.set_sensitive(true);
        // A second call finds the provider in place, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { client, address, key })
    }

    /// The service, if this office has a key: from the environment, or from a file.
    pub fn configured(address: &str, key_file: Option<&Path>) -> anyhow::Result<Option<Self>> {
        let key = match (std::env::var(KEY).ok().filter(|key| !key.trim().is_empty()), key_file) {
            (Some(key), None) => key,
            (None, Some(file)) => {
                std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?
            }
            (None, None) => return Ok(None),
            (Some(_), Some(_)) => anyhow::bail!("the DVLA's key is in {KEY} and in a file; keep one of them"),
        };
        Self::new(address, &key).map(Some)
    }
}

impl Dvla for HttpDvla {
    fn ask(&self, mark: &str) -> DvlaReply {
        let request = self.client.post(self.address.clone()).header(KEY_HEADER, self.key.clone());
        match request.json(&serde_json::json!({ "registrationNumber": mark })).send() {
            Ok(response) => reply(response),
            // The error may hold the address, and never the body.
            Err(error) => {
                tracing::warn!(timeout = error.is_timeout(), "the DVLA cannot be reached");
                DvlaReply::Later
            }
        }
    }
}

fn reply(response: Response) -> DvlaReply {
    let status = response.status();
    match status {
        StatusCode::OK => read(response).map_or(DvlaReply::Later, DvlaReply::Found),
        StatusCode::BAD_REQUEST => DvlaReply::BadMark,
        StatusCode::NOT_FOUND => DvlaReply::NotFound,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => DvlaReply::KeyRefused,
        _ => {
            tracing::warn!(status = status.as_u16(), "the DVLA gave no answer");
            DvlaReply::Later
        }
    }
}

fn read(response: Response) -> Option<Vehicle> {
    let mut body = Vec::new();
    response.take(LONGEST + 1).read_to_end(&mut body).ok()?;
    if body.len() as u64 > LONGEST {
        return None;
    }
    let answer: Answer = serde_json::from_slice(&body).ok()?;
    let word = |said: Option<String>| said.filter(|said| !said.is_empty() && said.chars().count() <= LONGEST_WORD);
    let date = |said: Option<String>| said.filter(|said| said.parse::<chrono::NaiveDate>().is_ok());
    Some(Vehicle {
        make: word(answer.make),
        colour: word(answer.colour),
        tax_status: word(answer.tax_status),
        tax_due: date(answer.tax_due_date),
        mot_status: word(answer.mot_status),
        mot_expiry: date(answer.mot_expiry_date),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_to_a_safe_address_only_and_must_be_one() {
        let why = |address: &str, key: &str| HttpDvla::new(address, key).err().map(|error| error.to_string());
        assert_eq!(why(ADDRESS, "a key\n"), None);
        assert_eq!(why("http://127.0.0.1:9/vehicles", "a-key"), None, "a test's own server");
        assert_eq!(
            why("http://dvla.example/vehicles", "a-key").as_deref(),
            Some("the key goes to an https address only")
        );
        assert!(why("ftp://dvla.example", "a-key").is_some_and(|why| why.contains("is no web address")));
        assert!(why("nonsense", "a-key").is_some_and(|why| why.contains("is no address")));
        assert!(why(ADDRESS, " ").is_some_and(|why| why.contains("empty or too long")));
        assert!(why(ADDRESS, "a\u{7}key").is_some_and(|why| why.contains("letters that no key has")));
    }

    #[test]
    fn a_key_comes_from_a_file_and_a_file_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("dvla.key");
        assert!(HttpDvla::configured(ADDRESS, Some(&file)).is_err_and(|error| error.to_string().contains("dvla.key")));
        std::fs::write(&file, "a-key\n").unwrap();
        assert!(HttpDvla::configured(ADDRESS, Some(&file)).is_ok_and(|dvla| dvla.is_some()));
        assert!(HttpDvla::configured(ADDRESS, None).is_ok_and(|dvla| dvla.is_none()), "no key is configured");
    }
}
