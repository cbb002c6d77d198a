//! A Tauri window with one page of one colour: what any start of a window costs on this computer.

use std::path::PathBuf;

use tauri::WebviewWindowBuilder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("name a folder for what the web view keeps")?);
    tauri::Builder::default()
        .setup(move |host| {
            let window = host.config().app.windows.first().cloned().ok_or("no window in tauri.conf.json")?;
            WebviewWindowBuilder::from_config(host, &window)?.data_directory(folder).build()?;
            Ok(())
        })
        .run(tauri::generate_context!("tests/bench/empty_window/tauri.conf.json"))?;
    Ok(())
}
