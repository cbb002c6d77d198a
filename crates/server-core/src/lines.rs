//! What the records of a team come to, one after the other: for reports and exports at the office.

use crate::accounts::{AccountError, team_of};
use crate::centre::Centre;
use domain::catalogue::Catalogue;
use record::{Line, Record};

impl Centre {
    /// Gives every record of a team with its line, and nothing of its restricted part.
    pub fn each_line(
        &self,
        team: &str,
        catalogue: &Catalogue,
        each: &mut dyn FnMut(&Record, Line),
    ) -> Result<(), AccountError> {
        let reading = self.storage.read()?;
        let team = team_of(&*reading, team)?;
        reading.each_record(&mut |scope, record| {
            if scope == team.scope {
                each(record, record::line(record, catalogue));
            }
        })?;
        Ok(())
    }
}
