//! The council office over HTTP: few headers, one connection kept open, every answer bounded while it is read and
//! believed only if it has the form that the council office gives it.

use crate::{Office, Trouble};
use book::ScopeId;
use protocol::{EnrolReply, EnrolRequest, MEDIA_TYPE, PhotoHash, Refusal, RefusalCode, limits};
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, RANGE, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use std::io::Read;
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(10);
/// For a small request.
const SMALL: Duration = Duration::from_secs(30);
/// For one page of the exchange or one piece of a photo, on a slow connection.
const LARGE: Duration = Duration::from_secs(120);
/// A connection idle for longer is not used again; the office closes it after ten seconds.
const IDLE: Duration = Duration::from_secs(8);
const JSON: &str = "application/json";
const TUS: &str = "1.0.0";
const TUS_BYTES: &str = "application/offset+octet-stream";

/// The council office at an address.
pub struct HttpOffice {
    client: Client,
    base: Url,
    bearer: Option<HeaderValue>,
    small: Duration,
    large: Duration,
}

impl HttpOffice {
    /// The office at `address`, such as `https://patrolbook.council.example`, to which the tablet shows `token` once it
    /// has one.
    pub fn new(address: &str, token: Option<&str>) -> Result<Self, Trouble> {
        Self::waiting(address, token, SMALL, LARGE)
    }

    /// The same that waits so long for the answer to a small request, and to a large one.
    pub fn waiting(address: &str, token: Option<&str>, small: Duration, large: Duration) -> Result<Self, Trouble> {
        let bad = || Trouble::BadAddress(address.to_owned());
        let mut base = Url::parse(address).map_err(|_| bad())?;
        if !matches!(base.scheme(), "http" | "https") || !base.has_host() {
            return Err(bad());
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let bearer = token.map(bearer).transpose()?;
        // A second call finds the provider in place, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| bad())?;
        Ok(Self { client, base, bearer, small, large })
    }

    fn url(&self, path: &str) -> Result<Url, Trouble> {
        self.base.join(path).map_err(|_| Trouble::BadAddress(self.base.to_string()))
    }

    fn photo(&self, scope: ScopeId, hash: PhotoHash) -> Result<Url, Trouble> {
        self.url(&format!("v1/scopes/{scope}/photos/{hash}"))
    }

    fn send(&self, request: RequestBuilder) -> Result<Response, Trouble> {
        let request = match &self.bearer {
            Some(bearer) => request.header(AUTHORIZATION, bearer.clone()),
            None => request,
        };
        let response = request.send().map_err(|error| {
            tracing::info!(error = &error as &dyn std::error::Error, "no answer");
            Trouble::NoSignal
        })?;
        if response.status().is_success() || response.status() == StatusCode::CONFLICT {
            return Ok(response);
        }
        Err(refused(response))
    }
}

impl Office for HttpOffice {
    fn enrol(&self, request: &EnrolRequest, token: Option<&str>) -> Result<EnrolReply, Trouble> {
        let post = self.client.post(self.url("v1/enrol")?).timeout(self.small).json(request);
        let post = match token {
            Some(token) if self.bearer.is_none() => post.header(AUTHORIZATION, bearer(token)?),
            _ => post,
        };
        let answer = body(self.send(post)?, JSON, limits::ENROL_BYTES)?;
        serde_json::from_slice(&answer).map_err(|_| Trouble::NotTheOffice)
    }

    fn exchange(&self, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let url = self.url("v1/exchange")?;
        let post = self.client.post(url).timeout(self.large).header(CONTENT_TYPE, MEDIA_TYPE).body(packed.to_vec());
        body(self.send(post)?, MEDIA_TYPE, limits::BODY_BYTES)
    }

    fn photo_begin(&self, scope: ScopeId, hash: PhotoHash, length: u64) -> Result<u64, Trouble> {
        let put = self.client.put(self.photo(scope, hash)?).timeout(self.small).header("Upload-Length", length);
        offset(&self.send(put)?)
    }

    fn photo_piece(&self, scope: ScopeId, hash: PhotoHash, from: u64, bytes: &[u8]) -> Result<u64, Trouble> {
        let patch = self
            .client
            .patch(self.photo(scope, hash)?)
            .timeout(self.large)
            .header("Tus-Resumable", TUS)
            .header("Upload-Offset", from)
            .header(CONTENT_TYPE, TUS_BYTES)
            .body(bytes.to_vec());
        offset(&self.send(patch)?)
    }

    fn photo_get(&self, scope: ScopeId, hash: PhotoHash, from: u64, up_to: u64) -> Result<Vec<u8>, Trouble> {
        let range = format!("bytes={from}-{}", up_to.saturating_sub(1));
        let get = self.client.get(self.photo(scope, hash)?).timeout(self.large).header(RANGE, range);
        let response = self.send(get.header(ACCEPT, "*/*"))?;
        if response.status() != StatusCode::PARTIAL_CONTENT {
            return Err(Trouble::NotTheOffice);
        }
        read_what_comes(response, usize::try_from(up_to.saturating_sub(from)).unwrap_or(limits::PHOTO_PIECE))
    }

    fn thumbnails(&self, scope: ScopeId, packed: &[u8]) -> Result<Vec<u8>, Trouble> {
        let url = self.url(&format!("v1/scopes/{scope}/thumbnails"))?;
        let post = self.client.post(url).timeout(self.large).header(CONTENT_TYPE, MEDIA_TYPE).body(packed.to_vec());
        body(self.send(post)?, MEDIA_TYPE, 2 * limits::THUMBNAILS_BYTES)
    }
}

fn bearer(token: &str) -> Result<HeaderValue, Trouble> {
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).map_err(|_| Trouble::NotEnrolled)?;
    value.set_sensitive(true);
    Ok(value)
}

/// The body of an answer of just this media type, at most `limit` bytes.
fn body(response: Response, media_type: &str, limit: usize) -> Result<Vec<u8>, Trouble> {
    if response.status() != StatusCode::OK || !is(&response, media_type) {
        return Err(Trouble::NotTheOffice);
    }
    read(response, limit)
}

fn read(response: Response, limit: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    response.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|_| Trouble::NoSignal)?;
    if bytes.len() > limit { Err(Trouble::NotTheOffice) } else { Ok(bytes) }
}

/// As [`read`], but of an answer that breaks off it gives what came: the hash of the whole photo decides.
fn read_what_comes(response: Response, limit: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let read = response.take(limit as u64 + 1).read_to_end(&mut bytes);
    match read {
        _ if bytes.len() > limit => Err(Trouble::NotTheOffice),
        Err(_) if bytes.is_empty() => Err(Trouble::NoSignal),
        _ => Ok(bytes),
    }
}

/// The one header that only the council office's photo answers have.
fn offset(response: &Response) -> Result<u64, Trouble> {
    let value = response.headers().get("Upload-Offset").and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse().ok()).ok_or(Trouble::NotTheOffice)
}

fn is(response: &Response, media_type: &str) -> bool {
    let value = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type)
}

/// What an answer other than success means: the office's own refusal, a full gateway, or a stranger.
fn refused(response: Response) -> Trouble {
    let status = response.status();
    let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let busy = Trouble::Busy { retry_after: wait.map(Duration::from_secs) };
    let refusal = is(&response, JSON)
        .then(|| read(response, limits::ENROL_BYTES).ok())
        .flatten()
        .and_then(|body| serde_json::from_slice::<Refusal>(&body).ok());
    match refusal {
        Some(refusal) if refusal.code == RefusalCode::Busy => busy,
        Some(refusal) => Trouble::Refused(refusal),
        None if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => busy,
        None => Trouble::NotTheOffice,
    }
}
