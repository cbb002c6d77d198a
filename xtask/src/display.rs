//! A virtual screen of a tablet's size, for a computer without one.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::program::{self, Running};

/// A virtual screen, there until dropped.
pub(crate) struct Display {
    /// For the `DISPLAY` variable.
    pub(crate) name: String,
    _server: Running,
}

impl Display {
    /// Whether this computer shows windows.
    pub(crate) fn exists() -> bool {
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
    }

    /// Starts one. It chooses a free number itself and prints it once it takes connections.
    pub(crate) fn start() -> Result<Self> {
        let mut command = program::command("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "800x1280x24", "-nolisten", "tcp", "-noreset"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Running::start_loose("the virtual screen", &mut command)?;
        let printed = server.printed().context("the virtual screen prints nothing")?;
        let mut number = String::new();
        BufReader::new(printed).read_line(&mut number)?;
        match number.trim() {
            "" => bail!("the virtual screen (Xvfb) did not start"),
            number => Ok(Self { name: format!(":{number}"), _server: server }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_virtual_screen_is_there_until_dropped() {
        let display = Display::start().unwrap();
        let number = display.name.strip_prefix(':').unwrap().to_owned();
        let socket = std::path::PathBuf::from(format!("/tmp/.X11-unix/X{number}"));
        assert!(socket.exists(), "{} should take connections", display.name);
        drop(display);
        assert!(!socket.exists(), "the screen should be gone");
    }
}
