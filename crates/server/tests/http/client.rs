//! A server on a free port, and a client that counts every byte.

use crate::tablet::{Office, an_office};
use server::http::Limits;
use server::serve::Besides;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// A running office.
pub(crate) struct Served {
    pub(crate) office: Office,
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// An office whose tests write through one handle while the server has another on the same folder.
pub(crate) fn served() -> Served {
    served_within(Limits::default())
}

/// The same with a server that takes in so much at once.
pub(crate) fn served_within(limits: Limits) -> Served {
    let office = an_office();
    let centre = Arc::new(server_storage::open(&office.data(), None).unwrap());
    let (stop, stopped) = oneshot::channel();
    let (send, address) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            let besides = Besides { limits, ..Besides::nothing() };
            server::serve::run_with(centre, listener, besides, async { drop(stopped.await) }).await;
        });
    });
    let address = address.recv().unwrap();
    Served { office, address, stop: Some(stop), thread: Some(thread) }
}

impl Served {
    /// Tells the server to stop, and does not wait.
    pub(crate) fn tell_to_stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits until the server has ended.
    pub(crate) fn wait(&mut self) {
        self.thread.take().unwrap().join().unwrap();
    }

    pub(crate) fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.write_all(&request(method, path, headers, body)).unwrap();
        answer(&mut stream, method == "HEAD")
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let (Some(stop), Some(thread)) = (self.stop.take(), self.thread.take()) {
            stop.send(()).unwrap();
            thread.join().unwrap();
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// The code of a refusal.
    #[track_caller]
    pub(crate) fn refusal(&self) -> (u16, String) {
        let refusal: protocol::Refusal = serde_json::from_slice(&self.body).unwrap();
        (self.status, serde_json::to_value(refusal.code).unwrap().as_str().unwrap().to_owned())
    }
}

pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:8460\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    if !headers.iter().any(|(name, _)| *name == "content-length") {
        text += &format!("content-length: {}\r\n", body.len());
    }
    [text.as_bytes(), b"\r\n", body].concat()
}

/// Reads one whole answer.
pub(crate) fn answer(stream: &mut impl Read, no_body: bool) -> Answer {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut answer = Answer { status, head, body: Vec::new() };
    let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
    if !no_body {
        answer.body.resize(length, 0);
        stream.read_exact(&mut answer.body).unwrap();
    }
    answer
}
