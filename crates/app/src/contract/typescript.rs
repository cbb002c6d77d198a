//! Prints the contract as one TypeScript file.

use std::collections::BTreeMap;
use ts_rs::{Config, TS, TypeVisitor};

/// Collects the declarations of every type that the commands name.
#[derive(Default)]
pub(crate) struct Collector {
    config: Config,
    found: BTreeMap<String, String>,
}

impl Collector {
    /// The TypeScript name of `T`; its declaration and those it needs are kept.
    pub(crate) fn name<T: TS + 'static + ?Sized>(&mut self) -> String {
        self.visit::<T>();
        T::name(&self.config)
    }
}

impl TypeVisitor for Collector {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() {
            T::visit_generics(self);
            return;
        }
        let name = T::ident(&self.config);
        if self.found.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        self.found.insert(name.clone(), String::new());
        self.found.insert(name, format!("{docs}export {}\n", T::decl(&self.config)));
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

pub(crate) fn doc(lines: &[&str]) -> String {
    format!("  /** {} */\n", lines.join(" ").trim())
}

/// The whole file.
pub fn file() -> String {
    let mut collector = Collector { config: Config::new().with_large_int("number"), ..Collector::default() };
    let commands = super::typescript_of(&mut collector);
    collector.name::<super::CallError>();
    let types: Vec<_> = collector.found.into_values().collect();
    format!(
        "// Made from crates/app/src/contract by `cargo xtask check --fix`. Do not edit.\n\n{commands}\n{}",
        types.join("\n")
    )
}
