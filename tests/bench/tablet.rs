//! A tablet of the bench: the app on a folder, without signal unless it is being enrolled.

use anyhow::{Context, Result, anyhow};
use app::contract::Status;
use app::{App, Options};
use domain::catalogue::Catalogue;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Entropy, Store, StoreError};
use sync::Trouble;
use tests::{Link, PIN, World};

/// Who uses the tablet: name and role.
pub(crate) const PEOPLE: [(&str, &str); 2] = [("Demo leader", "leader"), ("Demo warden A", "warden")];

/// Where the bench keeps what it builds: `target/bench`.
pub(crate) fn bench_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench")
}

/// A new folder under [`bench_folder`], so on the disk that is measured, removed when dropped.
pub(crate) fn scratch() -> Result<tempfile::TempDir> {
    std::fs::create_dir_all(bench_folder())?;
    Ok(tempfile::Builder::new().prefix("run-").tempdir_in(bench_folder())?)
}

/// A new folder with a copy of a tablet's.
pub(crate) fn copy_of(folder: &Path) -> Result<tempfile::TempDir> {
    let copy = scratch()?;
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        if file.file_type()?.is_file() {
            std::fs::copy(file.path(), copy.path().join(file.file_name()))?;
        }
    }
    Ok(copy)
}

/// Enrols a new tablet for [`PEOPLE`] at a council office in process.
pub(crate) fn enrol(folder: &Path) -> Result<()> {
    let world = World::new();
    let app = open_with(folder, &world, true)?;
    for (name, role) in PEOPLE {
        let code = world.code_for(name, role);
        let _: Status = call(&app, "enrol", json!({ "office": "https://office.example", "code": code, "pin": PIN }))?;
    }
    Ok(())
}

/// Opens the app without signal. The clock stands at the World's morning.
pub(crate) fn open(folder: &Path) -> Result<Arc<App>> {
    open_with(folder, &World::new(), false)
}

fn open_with(folder: &Path, world: &World, signal: bool) -> Result<Arc<App>> {
    let link = Link::new(Arc::clone(&world.centre), world.clock.clone());
    link.cut(!signal);
    let options = Options {
        clock: Arc::new(world.clock.clone()),
        office: Arc::new(move |_, token| match token {
            // Nothing is sent in the background: what is measured is then all that runs.
            Some(_) if !signal => Err(Trouble::NoSignal),
            token => Ok(Box::new(link.with_token(token))),
        }),
        ..Options::at(folder.to_owned())
    };
    Ok(App::open(options)?)
}

/// Opens the store alone, for what sync does with it.
pub(crate) fn open_store(folder: &Path) -> Result<Store> {
    let catalogue = Catalogue::built_in().map_err(|mistakes| anyhow!("the built-in catalogue: {mistakes:?}"))?;
    let entropy: Entropy = Arc::new(|bytes| getrandom::fill(bytes).map_err(|_| StoreError::NoEntropy));
    Ok(Store::open(folder, Arc::new(catalogue), entropy)?)
}

/// Runs a command, as the page does.
pub(crate) fn call<T: DeserializeOwned>(app: &App, name: &str, request: Value) -> Result<T> {
    let answer = app.call(name, request).map_err(|refusal| anyhow!("{name} was refused: {refusal:?}"))?;
    serde_json::from_value(answer).with_context(|| format!("the answer of {name}"))
}

/// Opens the session of the person in this role.
pub(crate) fn unlock(app: &App, role: &str) -> Result<Status> {
    let status: Status = call(app, "status", json!({}))?;
    let person = status.people.iter().find(|person| person.role == role).with_context(|| format!("no {role}"))?;
    call(app, "unlock", json!({ "user": person.user, "pin": PIN }))
}
