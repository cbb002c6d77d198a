//! What the office holds, in a few numbers.

use crate::centre::Centre;
use crate::restricted;
use crate::storage::Fault;
use serde::Serialize;
use std::collections::BTreeSet;

/// The numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Patrols.
    pub patrols: u64,
    /// Findings of every kind that the catalogue counts as one, those recorded by mistake left out.
    pub findings: u64,
    /// Records in the restricted parts, those recorded by mistake left out. They are in none of the other numbers.
    pub restricted: u64,
    /// Different photos that a record names and that are here whole.
    pub photos: u64,
    /// `all`, or `M of N` pages and photos, in a second place.
    pub backed_up: String,
}

impl Centre {
    /// Counts what the office holds.
    pub fn summary(&self) -> Result<Summary, Fault> {
        let catalogue = self.catalogue()?;
        let is_finding = |kind: &str| catalogue.kind(kind).is_some_and(|kind| kind.finding);
        let reading = self.storage.read()?;
        let photos = reading.photos()?;
        let whole: BTreeSet<_> = photos.iter().map(|row| (row.scope, row.hash.to_string())).collect();
        let parts = restricted::parts(&*reading)?;
        let (mut patrols, mut findings, mut restricted) = (0, 0, 0);
        let mut named = BTreeSet::new();
        reading.each_record(&mut |scope, record| {
            let line = record::line(record, &catalogue);
            let counts = !line.withdrawn && !line.duplicate;
            if parts.contains(&scope) {
                restricted += u64::from(counts && record.kind().is_some_and(is_finding));
                return;
            }
            match record.kind() {
                Some(record::PATROL) if counts => patrols += 1,
                Some(kind) if counts && is_finding(kind) => findings += 1,
                _ => {}
            }
            let here = record.photos().into_iter().filter(|row| whole.contains(&(scope, row.sha256.clone())));
            named.extend(here.map(|row| row.sha256));
        })?;
        let books = reading.books()?;
        let all = books.iter().map(|row| row.tip.number).sum::<u64>() + photos.len() as u64;
        let backed = books.iter().map(|row| row.archived.number.min(row.tip.number)).sum::<u64>()
            + photos.iter().filter(|row| row.archived).count() as u64;
        let backed_up = if backed == all { "all".to_owned() } else { format!("{backed} of {all}") };
        Ok(Summary { patrols, findings, restricted, photos: named.len() as u64, backed_up })
    }
}
