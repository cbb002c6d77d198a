//! `init`, `team`, `user` with passwords, `device`, `devices`.

use super::{moment, show};
use crate::now;
use clap::Subcommand;
use server_core::Centre;
use std::io::Read;
use std::path::Path;

#[derive(Debug, Subcommand)]
pub(super) enum Team {
    /// Add a team.
    Add {
        /// Its name.
        name: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the teams.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Add a person.
    Add {
        /// The name shown beside what they write.
        name: String,
        /// `warden` or `leader`.
        #[arg(long, value_parser = ["warden", "leader"])]
        role: String,
        /// The team that they may join with their password; other teams need a one-time code.
        #[arg(long)]
        team: Option<String>,
        /// Read the password from standard input; otherwise one is made and printed once.
        #[arg(long)]
        password_stdin: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Give a person a new password. What they recorded, their tablets and PINs stay as they are.
    Password {
        /// The person's name.
        name: String,
        /// Read it from standard input; otherwise one is made and printed once.
        #[arg(long)]
        password_stdin: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say which team a person may join with their password.
    Team {
        /// The person's name.
        name: String,
        /// The team's name.
        #[arg(long)]
        team: String,
    },
    /// Say whether a person is a safeguarding lead: who is reads what was recorded in the restricted part of their teams.
    #[command(group = clap::ArgGroup::new("which").required(true))]
    Safeguarding {
        /// The person's name.
        name: String,
        /// From now on they are.
        #[arg(long, group = "which")]
        on: bool,
        /// From now on they are not.
        #[arg(long, group = "which")]
        off: bool,
    },
    /// Close a person's account: no tablet may read or write for them any more, and the password opens nothing.
    Close {
        /// The person's name.
        name: String,
    },
    /// List the people.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Device {
    /// Give out a one-time code by which a tablet is enrolled for a person in a team.
    Code {
        /// The team's name.
        #[arg(long)]
        team: String,
        /// The person's name.
        #[arg(long)]
        user: String,
        /// How long it is good, such as `30m`, `24h` or `7d`.
        #[arg(long, default_value = "24h", value_parser = lifetime)]
        expires: i64,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Answer the number that a locked tablet shows, so that its person can choose a new PIN, also without signal.
    Unlock {
        /// The tablet's short code, such as `W07`.
        code: String,
        /// The six digits that it shows.
        number: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Withdraw a tablet's grants: it reads nothing more, and what it still sends waits for a check.
    Withdraw {
        /// The tablet's short code, such as `W07`.
        code: String,
    },
}

pub(super) fn init(data: &Path, archive: Option<&Path>, council: &str, demo: bool, json: bool) -> anyhow::Result<()> {
    let centre = server_storage::open(data, archive)?;
    let council = centre.init(council, demo)?;
    centre.back_up(now())?;
    let root = council.root.public();
    let value = serde_json::json!({ "council": council.name, "root": root, "demo": demo });
    let (folder, inside) = server_storage::archive_folder(data)?;
    show(json, &value, || {
        let mut words = format!("The office of {} is set up in {}.\n", council.name, data.display());
        words += &format!("Its second copy goes to {}.\n", folder.display());
        if inside {
            words += "That is beside the first: one fire takes both. Put it on another disk with --archive.\n";
        }
        words + "Now run `backup --key FILE` and keep that file in a safe: without it nothing can be restored."
    })
}

pub(super) fn team(centre: &Centre, command: Team) -> anyhow::Result<()> {
    match command {
        Team::Add { name, json } => {
            let team = centre.add_team(&name)?;
            show(json, &team, || format!("Team {} is there.", team.name))
        }
        Team::List { json } => {
            let teams = centre.teams()?;
            show(json, &teams, || {
                let line = |team: &server_core::Team| format!("{}  {}", team.scope, team.name);
                lines(teams.iter().map(line), "There is no team yet; `team add` makes one.")
            })
        }
    }
}

pub(super) fn user(centre: &Centre, command: User) -> anyhow::Result<()> {
    match command {
        User::Add { name, role, team, password_stdin, json } => {
            let password = Password::ask(password_stdin)?;
            let user = centre.add_account(&name, &role, team.as_deref(), Some(&password.text))?;
            let value = serde_json::json!({ "id": user.id, "name": user.name, "role": user.role, "team": team,
                "password": password.made() });
            show(json, &value, || format!("{} is there as {}.{}", user.name, user.role, password.words()))
        }
        User::Password { name, password_stdin, json } => {
            let password = Password::ask(password_stdin)?;
            centre.set_password(&name, &password.text)?;
            let value = serde_json::json!({ "name": name, "password": password.made() });
            show(json, &value, || format!("{name} has a new password.{}", password.words()))
        }
        User::Team { name, team } => {
            centre.set_team(&name, &team)?;
            show(false, &(), || format!("{name} may join {team} with name and password."))
        }
        User::Safeguarding { name, on, off: _ } => {
            centre.set_safeguarding(&name, on, now())?;
            show(false, &(), || match on {
                true => format!("{name} reads the restricted parts of their teams, on each tablet once it has synced."),
                false => {
                    format!("{name} no longer reads the restricted parts. Each tablet forgets them when it syncs.")
                }
            })
        }
        User::Close { name } => {
            centre.close_account(&name, now())?;
            show(false, &(), || format!("The account of {name} is closed. What they recorded stays."))
        }
        User::List { json } => {
            let users = centre.users()?;
            show(json, &users, || {
                let line = |user: &server_core::User| {
                    let lead = if user.safeguarding { "  safeguarding lead" } else { "" };
                    format!("{:<8}{}{lead}", user.role, user.name)
                };
                lines(users.iter().map(line), "There is nobody yet; `user add` adds a person.")
            })
        }
    }
}

/// A password that the operator typed, or one that was made.
struct Password {
    text: String,
    typed: bool,
}

impl Password {
    fn ask(stdin: bool) -> anyhow::Result<Self> {
        if !stdin {
            return Ok(Self { text: server_core::new_password()?, typed: false });
        }
        let mut text = String::new();
        std::io::stdin().take(4_096).read_to_string(&mut text)?;
        Ok(Self { text: text.trim_end_matches(['\r', '\n']).to_owned(), typed: true })
    }

    fn made(&self) -> Option<&str> {
        (!self.typed).then_some(&self.text)
    }

    fn words(&self) -> String {
        let made = self.made().map(|made| format!("\nPassword, shown only now: {made}"));
        made.unwrap_or_default()
    }
}

pub(super) fn device(centre: &Centre, command: Device) -> anyhow::Result<()> {
    match command {
        Device::Code { team, user, expires, json } => {
            let code = centre.new_code(&team, &user, expires, now())?;
            show(json, &code, || {
                let until = moment(code.expires_at);
                format!("{}\nFor {} in {}. Good once, until {until}.", code.code, code.user, code.team)
            })
        }
        Device::Unlock { code, number, json } => {
            let unlock = centre.unlock_code(&code, &number)?;
            show(json, &serde_json::json!({ "code": unlock }), || {
                format!("{unlock}\nIt answers {number} on tablet {code}, once.")
            })
        }
        Device::Withdraw { code } => {
            centre.withdraw_device(&code, now())?;
            show(false, &(), || format!("Tablet {code} reads nothing more; what it still sends waits for a check."))
        }
    }
}

pub(super) fn devices(centre: &Centre, json: bool) -> anyhow::Result<()> {
    let devices = centre.devices()?;
    show(json, &devices, || {
        let line = |device: &server_core::DeviceReport| {
            let who = if device.users.is_empty() { "withdrawn".into() } else { device.users.join(", ") };
            format!("{:<5}last heard {}  {who}", device.code, moment(device.heard_at))
        };
        lines(devices.iter().map(line), "No tablet is enrolled yet; `device code` gives a code for one.")
    })
}

/// One below the other, or what is said when there is none.
fn lines(lines: impl Iterator<Item = String>, none: &str) -> String {
    let lines = lines.collect::<Vec<_>>();
    if lines.is_empty() { none.to_owned() } else { lines.join("\n") }
}

/// `30m`, `24h`, `7d` in milliseconds.
fn lifetime(text: &str) -> Result<i64, String> {
    let minutes = [("m", 1), ("h", 60), ("d", 24 * 60)].into_iter().find_map(|(unit, minutes)| {
        let count: u32 = text.strip_suffix(unit)?.parse().ok()?;
        Some(i64::from(count) * minutes)
    });
    let minutes = minutes.filter(|minutes| (1..=30 * 24 * 60).contains(minutes));
    minutes.map(|minutes| minutes * 60_000).ok_or_else(|| "such as 30m, 24h or 7d; at most 30d".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_minutes_hours_or_days_up_to_thirty_days() {
        assert_eq!(lifetime("30m"), Ok(1_800_000));
        assert_eq!(lifetime("24h"), lifetime("1d"));
        for bad in ["", "h", "0h", "-1h", "31d", "24", "1w", "99999999999d"] {
            assert!(lifetime(bad).is_err(), "{bad}");
        }
    }
}
