//! What is on the screen, found by what a person reads and used as a person would: reading, pressing, typing.
//!
//! Every wait looks again and again at the page until it shows what is wanted, and fails after [`PATIENCE`].

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::album::Album;

/// How long a page may take to show something.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(50);

/// The page that the window shows.
pub(crate) struct Page<'a> {
    client: &'a Client,
    album: &'a Album,
}

impl<'a> Page<'a> {
    pub(crate) fn new(client: &'a Client, album: &'a Album) -> Self {
        Self { client, album }
    }

    /// All that can be read on it, with single spaces.
    pub(crate) async fn text(&self) -> Result<String> {
        let text = self.client.execute("return document.body?.innerText ?? ''", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Waits until all of `words` can be read.
    pub(crate) async fn see(&self, words: &[&str]) -> Result<()> {
        for wanted in words {
            ensure!(self.shows_within(wanted, PATIENCE).await?, "the page should show: {wanted}");
        }
        Ok(())
    }

    /// Waits until `words` cannot be read any more.
    pub(crate) async fn see_no_more(&self, words: &str) -> Result<()> {
        let gone = self.becomes(PATIENCE, |text| !text.contains(words)).await?;
        ensure!(gone, "the page should no longer show: {words}");
        Ok(())
    }

    /// Whether `words` can be read before `patience` ends.
    pub(crate) async fn shows_within(&self, words: &str, patience: Duration) -> Result<bool> {
        self.becomes(patience, |text| text.contains(words)).await
    }

    async fn becomes(&self, patience: Duration, wanted: impl Fn(&str) -> bool) -> Result<bool> {
        let began = Instant::now();
        loop {
            if wanted(&self.text().await?) {
                return Ok(true);
            }
            if began.elapsed() > patience {
                return Ok(false);
            }
            sleep(GLANCE).await;
        }
    }

    /// Presses the button with a name that begins so.
    pub(crate) async fn press(&self, name: &str) -> Result<()> {
        self.click(name, &format!("//button[{}]", named(name))).await
    }

    /// Follows the link with a name that begins so.
    pub(crate) async fn follow(&self, name: &str) -> Result<()> {
        self.click(name, &format!("//main//a[{}]", named(name))).await
    }

    /// Follows one of the ways to go that are on every page.
    pub(crate) async fn go(&self, name: &str) -> Result<()> {
        self.click(name, &format!("//nav//a[contains(normalize-space(.), {})]", quoted(name))).await
    }

    /// Types a PIN on the pad.
    pub(crate) async fn type_pin(&self, pin: &str) -> Result<()> {
        for digit in pin.chars() {
            let key = format!("//*[@role='group'][@aria-label='PIN pad']//button[normalize-space(.)='{digit}']");
            self.click("a digit of the PIN pad", &key).await?;
        }
        Ok(())
    }

    /// Answers a question by one of the answers that it offers, and sees that it is chosen.
    pub(crate) async fn choose(&self, question: &str, answer: &str) -> Result<()> {
        let asked = format!("//fieldset[legend[starts-with(normalize-space(.), {})]]", quoted(question));
        let offered = format!("{asked}//*[self::button or self::label][{}]", named(answer));
        self.click(answer, &offered).await?;
        let chosen = format!(
            "{asked}//button[{name}][@aria-pressed='true'] | {asked}//input[@id=//label[{name}]/@for]",
            name = named(answer)
        );
        let began = Instant::now();
        loop {
            for element in self.client.find_all(Locator::XPath(&chosen)).await? {
                let is_button = element.tag_name().await? == "button";
                if is_button || element.is_selected().await? {
                    return Ok(());
                }
            }
            ensure!(began.elapsed() < PATIENCE, "{answer} should be chosen for: {question}");
            sleep(GLANCE).await;
        }
    }

    /// Takes the first entry of a list.
    pub(crate) async fn choose_first(&self, label: &str) -> Result<()> {
        let entry = format!("{}/option[@value!=''][1]", labelled("select", label));
        self.click(label, &entry).await
    }

    /// Types into the field with a label that begins so.
    pub(crate) async fn fill(&self, label: &str, words: &str) -> Result<()> {
        let field = self.shown(label, &labelled("*", label)).await?;
        self.to_the_middle(&field).await?;
        field.clear().await?;
        field.send_keys(words).await?;
        let value = field.prop("value").await?.unwrap_or_default();
        ensure!(value == words, "{label} should hold {words}, not {value}");
        Ok(())
    }

    /// Leaves the field that was typed in, by the Tab key.
    pub(crate) async fn leave_field(&self) -> Result<()> {
        self.client.active_element().await?.send_keys(&Key::Tab.to_string()).await.context("the Tab key")
    }

    /// Turns a switch, and sees that it is turned.
    pub(crate) async fn switch(&self, name: &str, on: bool) -> Result<()> {
        let switch = format!("//*[@role='switch'][{}]", named(name));
        self.click(name, &format!("{switch}[@aria-checked='{}']", !on)).await?;
        self.shown(name, &format!("{switch}[@aria-checked='{on}']")).await.map(drop)
    }

    /// Gives a photo to the frame with that label, as the camera or the file chooser would.
    pub(crate) async fn add_photo(&self, frame: &str, photo: &Path) -> Result<()> {
        let input = format!("//label[contains(normalize-space(.), {})]//input[@type='file']", quoted(frame));
        let input = self.client.find(Locator::XPath(&input)).await.with_context(|| format!("the frame {frame}"))?;
        let path = photo.to_str().context("the photo's path is no text")?;
        input.send_keys(path).await.with_context(|| format!("{} cannot be chosen", photo.display()))
    }

    /// Waits until exactly `many` photos are kept and really drawn.
    pub(crate) async fn see_photos(&self, many: usize) -> Result<()> {
        const DRAWN: &str = "
            const shown = [...document.querySelectorAll('button[aria-label^=\"Photo \"] img')];
            shown[0]?.scrollIntoView({ block: 'center' });
            return shown.filter((one) => one.complete && one.naturalWidth > 0 && one.src.startsWith('photo:')).length";
        let began = Instant::now();
        loop {
            let drawn = self.client.execute(DRAWN, vec![]).await?;
            if drawn.as_u64() == Some(many as u64) {
                return Ok(());
            }
            ensure!(began.elapsed() < PATIENCE, "the page should show {many} photos, not {drawn}");
            sleep(GLANCE).await;
        }
    }

    /// Waits for the line of a list in which all of `words` can be read, and follows its link.
    pub(crate) async fn follow_line(&self, words: &[&str]) -> Result<()> {
        let has: String =
            words.iter().map(|word| format!("[contains(normalize-space(.), {})]", quoted(word))).collect();
        self.click(&words.join(", "), &format!("//main//li{has}//a")).await
    }

    /// Keeps a screenshot.
    pub(crate) async fn picture(&self, name: &str) -> Result<()> {
        // From its top, as one who has just come to it sees it.
        self.client.execute("window.scrollTo(0, 0)", vec![]).await?;
        self.picture_here(name).await
    }

    /// Keeps a screenshot without moving the page.
    pub(crate) async fn picture_here(&self, name: &str) -> Result<()> {
        // What was just changed is drawn by the frame after next.
        let drawn = "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.client.execute_async(drawn, vec![]).await?;
        self.album.keep(name, &self.client.screenshot().await?).map(drop)
    }

    /// Tells all that can be told of a page on which something went wrong.
    pub(crate) async fn report(&self) {
        match self.text().await {
            Ok(text) => eprintln!("The page shows: {text}"),
            Err(error) => eprintln!("The page cannot be read: {error:#}"),
        }
        let kept = match self.client.screenshot().await {
            Ok(png) => self.album.keep("failed", &png),
            Err(error) => Err(error.into()),
        };
        match kept {
            Ok(path) => eprintln!("Its screenshot is {}", path.display()),
            Err(error) => eprintln!("It has no screenshot: {error:#}"),
        }
    }

    /// Clicks the first element that is shown, once it can be clicked.
    pub(crate) async fn click(&self, what: &str, path: &str) -> Result<()> {
        let began = Instant::now();
        loop {
            let element = self.shown(what, path).await?;
            match self.click_once(&element).await {
                Ok(()) => return Ok(()),
                // Drawn anew meanwhile, or under something that is going away: looked for again.
                Err(CmdError::Standard(_)) if began.elapsed() < PATIENCE => sleep(GLANCE).await,
                Err(error) => return Err(error).with_context(|| format!("{what} cannot be pressed")),
            }
        }
    }

    async fn click_once(&self, element: &Element) -> Result<(), CmdError> {
        self.to_the_middle(element).await?;
        element.click().await
    }

    /// Brings it to the middle, where no bar of the page's edges covers it.
    async fn to_the_middle(&self, element: &Element) -> Result<(), CmdError> {
        let middle = "arguments[0].scrollIntoView({ block: 'center' })";
        self.client.execute(middle, vec![element_reference(element)?]).await.map(drop)
    }

    /// Waits for the first element of `path` that can be seen.
    async fn shown(&self, what: &str, path: &str) -> Result<Element> {
        let began = Instant::now();
        loop {
            for element in self.client.find_all(Locator::XPath(path)).await? {
                // Gone while it was asked: not shown.
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(element);
                }
            }
            if began.elapsed() > PATIENCE {
                bail!("the page should offer: {what}");
            }
            sleep(GLANCE).await;
        }
    }
}

fn element_reference(element: &Element) -> Result<Value, CmdError> {
    serde_json::to_value(element).map_err(CmdError::Json)
}

/// The XPath test for an accessible name that begins so.
fn named(name: &str) -> String {
    let name = quoted(name);
    format!("starts-with(@aria-label, {name}) or (not(@aria-label) and starts-with(normalize-space(.), {name}))")
}

/// The XPath of a field with a label that begins so.
fn labelled(tag: &str, label: &str) -> String {
    format!("//{tag}[@id=//label[starts-with(normalize-space(.), {})]/@for]", quoted(label))
}

/// As an XPath string; no name on our pages holds a straight double quote.
fn quoted(text: &str) -> String {
    json!(text).to_string()
}
