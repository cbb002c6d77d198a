//! What records contribute to figures: kept by team, beside the records. How they add up is the text of `facts`.

use crate::database::Tx;
use crate::reading::{signed, unsigned, uuid};
use book::{RecordId, ScopeId};
use chrono::NaiveDate;
use facts::Ledger;
use record::{day_number, day_of_number, numbered};
use rusqlite::{Row, params};
use server_core::{Counted, FactsAt, Fault};

const AT: &str =
    "SELECT by_catalogue, change, change_record, anew_after, anew_done, erasures FROM fact_team WHERE scope = ?1";

impl Tx<'_> {
    /// The facts of a team. Of one without any none are found.
    pub(crate) fn ledger(&self, scope: ScopeId) -> Result<Ledger, Fault> {
        Ok(Ledger::Office(self.team(scope)?.unwrap_or_default()))
    }

    /// The number of a team with facts; they begin with 1.
    fn team(&self, scope: ScopeId) -> Result<Option<i64>, Fault> {
        self.one("SELECT team FROM fact_team WHERE scope = ?1", [scope.0.as_bytes()], |row| row.get(0))
    }

    pub(crate) fn facts_stand(&self, scope: ScopeId) -> Result<Option<FactsAt>, Fault> {
        self.one(AT, [scope.0.as_bytes()], stand)
    }

    pub(crate) fn set_facts_stand(&self, scope: ScopeId, at: &FactsAt) -> Result<(), Fault> {
        let FactsAt { by, change: (change, record), anew, erasures } = at;
        let (after, done) = anew.map(|(after, done)| (after.0.into_bytes(), done)).unzip();
        let done = done.map(signed).transpose()?;
        let sql = "INSERT INTO fact_team (scope, by_catalogue, change, change_record, anew_after, anew_done, erasures)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (scope) DO UPDATE SET by_catalogue = excluded.by_catalogue,
            change = excluded.change, change_record = excluded.change_record, anew_after = excluded.anew_after,
            anew_done = excluded.anew_done, erasures = excluded.erasures";
        let (change, erasures) = (signed(*change)?, signed(*erasures)?);
        self.run(sql, params![scope.0.as_bytes(), by, change, record.0.as_bytes(), after, done, erasures])
    }

    pub(crate) fn replace_facts(&self, scope: ScopeId, counted: &Counted) -> Result<(), Fault> {
        let Some(team) = self.team(scope)? else {
            return Err(Fault::Damaged("facts of a team of which it is not said how far they go".into()));
        };
        self.forget_facts(scope, counted.id)?;
        let Counted { id, line, finding, unreviewed } = counted;
        let id = id.0.as_bytes();
        for (n, fact) in numbered(&line.facts) {
            let named = |id: &Option<String>| id.as_deref().and_then(RecordId::parse).map(|id| id.0.into_bytes());
            self.run(
                "INSERT INTO fact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                params![
                    team,
                    fact.figure,
                    day_number(fact.day),
                    id,
                    n,
                    named(&fact.stands_for).unwrap_or(*id),
                    fact.until.map(day_number),
                    fact.value,
                    fact.key,
                    named(&fact.through),
                    fact.ward,
                    unreviewed,
                    line.two_versions,
                    line.is_erasure(),
                    fact.parts
                ],
            )?;
        }
        let days = line.facts.iter().filter(|fact| fact.through.is_none()).map(|fact| day_number(fact.day));
        self.run(
            "INSERT INTO fact_line VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                team,
                id,
                line.kind,
                day_number(line.date),
                finding,
                line.is_gone(),
                unreviewed,
                line.two_versions,
                days.clone().min(),
                days.max(),
                line.facts.first().and_then(|fact| fact.ward.as_ref()),
                line.reference,
                line.place
            ],
        )
    }

    /// Whether there was anything to forget.
    pub(crate) fn forget_facts(&self, scope: ScopeId, record: RecordId) -> Result<bool, Fault> {
        let Some(team) = self.team(scope)? else { return Ok(false) };
        let of = params![team, record.0.as_bytes()];
        self.run("DELETE FROM fact WHERE team = ?1 AND seq = ?2", of)?;
        self.run("DELETE FROM fact_line WHERE team = ?1 AND id = ?2", of)?;
        Ok(self.changes() > 0)
    }

    /// Forgets what a record contributed, of which something is erased, and sees to it that it is worked out anew.
    pub(crate) fn erase_facts(&self, scope: ScopeId, record: RecordId) -> Result<(), Fault> {
        self.run("UPDATE fact_team SET erasures = erasures + 1 WHERE scope = ?1", [scope.0.as_bytes()])?;
        if !self.forget_facts(scope, record)? {
            return Ok(());
        }
        let sql = "UPDATE records SET changed = 1 + (SELECT changed FROM records ORDER BY changed DESC LIMIT 1)
            WHERE scope = ?1 AND id = ?2";
        self.run(sql, params![scope.0.as_bytes(), record.0.as_bytes()])
    }

    pub(crate) fn doubts(
        &self,
        scope: ScopeId,
        days: [NaiveDate; 2],
        wards: Option<&[String]>,
    ) -> Result<[u64; 2], Fault> {
        let Some(team) = self.team(scope)? else { return Ok([0; 2]) };
        let wards = wards.map(|wards| serde_json::json!(wards).to_string());
        let [from, to] = days.map(day_number);
        let many = |flag: &str| {
            // Nearly all have all their facts on days that are in it, or all on days that are not.
            let sql = format!(
                "SELECT count(*) FROM fact_line l INDEXED BY fact_line_{flag} WHERE l.team = ?1 AND l.{flag} = 1
                 AND l.first_day <= ?3 AND l.last_day >= ?2
                 AND (?4 IS NULL OR l.ward IN (SELECT value FROM json_each(?4)))
                 AND (l.first_day >= ?2 OR l.last_day <= ?3 OR EXISTS (SELECT 1 FROM fact f WHERE f.team = l.team
                   AND f.seq = l.id AND f.through IS NULL AND f.day >= ?2 AND f.day <= ?3))"
            );
            Ok::<_, Fault>(self.one(&sql, params![team, from, to, wards], |row| unsigned(row, 0))?.unwrap_or_default())
        };
        Ok([many("unreviewed")?, many("two_versions")?])
    }

    pub(crate) fn first_day_of(&self, scope: ScopeId, kind: Option<&str>) -> Result<Option<NaiveDate>, Fault> {
        let Some(team) = self.team(scope)? else { return Ok(None) };
        let first: Option<Option<i64>> = match kind {
            Some(kind) => {
                let sql = "SELECT min(day) FROM fact_line WHERE team = ?1 AND kind = ?2";
                self.one(sql, params![team, kind], |row| row.get(0))?
            }
            None => {
                let sql = "SELECT min(day) FROM fact_line WHERE team = ?1 AND finding = 1";
                self.one(sql, [team], |row| row.get(0))?
            }
        };
        Ok(first.flatten().and_then(day_of_number))
    }
}

fn stand(row: &Row<'_>) -> rusqlite::Result<FactsAt> {
    let after: Option<[u8; 16]> = row.get(3)?;
    let anew = match after {
        Some(after) => Some((RecordId(uuid::Uuid::from_bytes(after)), unsigned(row, 4)?)),
        None => None,
    };
    Ok(FactsAt {
        by: row.get(0)?,
        change: (unsigned(row, 1)?, RecordId(uuid(row, 2)?)),
        anew,
        erasures: unsigned(row, 5)?,
    })
}
