//! Debian's packages: the libraries that the app links, and the programs that drive it in tests.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Job, Purpose, node};
use crate::program;

/// A package, and from which purpose on it is needed.
const PACKAGES: &[(&str, Purpose)] = &[
    ("build-essential", Purpose::Window),
    ("pkg-config", Purpose::Window),
    ("libwebkit2gtk-4.1-dev", Purpose::Window),
    ("libssl-dev", Purpose::Window),
    ("xvfb", Purpose::NoScreen),
    ("webkit2gtk-driver", Purpose::NoScreen),
    ("chromium-headless-shell", Purpose::Tests),
    ("e2fsprogs", Purpose::Tests),
    ("gdal-bin", Purpose::Tests),
    ("libreoffice-calc-nogui", Purpose::Tests),
    ("poppler-utils", Purpose::Tests),
    ("mount", Purpose::Tests),
    ("strace", Purpose::Tests),
];

/// The packages that are not installed.
pub(super) fn missing(purpose: Purpose) -> Result<Option<Job>> {
    let mut packages: Vec<&str> =
        PACKAGES.iter().filter(|(_, from)| *from <= purpose).map(|(package, _)| *package).collect();
    let query =
        Command::new("dpkg-query").args(["-W", "-f", "${Package} ${db:Status-Status}\n"]).args(&packages).output();
    let query = query.with_context(|| {
        format!("this is no Debian or Ubuntu (there is no dpkg-query); install yourself: {}", packages.join(" "))
    })?;
    // It also fails when a package is unknown, which here only means "not installed".
    let known = String::from_utf8(query.stdout)?;
    packages.retain(|package| !known.lines().any(|line| line == format!("{package} installed")));
    if node::needs_python_venv(purpose)? {
        packages.push("python3-venv");
    }
    if packages.is_empty() {
        return Ok(None);
    }
    Ok(Some(Job {
        what: format!("Debian packages: {}", packages.join(" ")),
        why: match purpose {
            Purpose::Window => "the web view and the cryptography that the app links, and what builds them",
            Purpose::NoScreen => "what the app links, and a virtual screen to play the demo on",
            Purpose::Tests => {
                "what the app links, and the browser, virtual screen, tracer and readers of files of the tests"
            }
        },
        takes: "about a minute",
        get: Box::new(move || install(&packages)),
    }))
}

fn install(packages: &[&str]) -> Result<()> {
    let wait = ["-q", "-o", "DPkg::Lock::Timeout=300"];
    program::run_quietly("apt-update", apt_get()?.args(wait).arg("update"))?;
    let install = ["install", "--yes", "--no-install-recommends"];
    program::run_quietly("apt-install", apt_get()?.args(wait).args(install).args(packages))
}

fn apt_get() -> Result<Command> {
    let mut command = if rustix::process::getuid().is_root() {
        program::command("env")
    } else if Command::new("sudo").arg("--version").output().is_ok() {
        program::command("sudo")
    } else {
        bail!("installing Debian packages needs root; run this once as root: cargo xtask setup --yes");
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Ok(command)
}
