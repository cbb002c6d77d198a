//! Everything that is written to the database.

use crate::database::Tx;
use crate::reading::signed;
use book::{BookId, Chain, Clock, DeviceId, Page, RecordId, ScopeId, UserId, Writer};
use protocol::{Checkpoint, PhotoHash, TabletState};
use record::{Edition, Erasure, Record, Verdict};
use rusqlite::params;
use server_core::{
    Archived, BundlePolicy, Code, Council, Counted, Device, Exports, FactsAt, Fault, HeldGrant, Mark, PhotoRow, Team,
    User, Writing,
};

impl Writing for Tx<'_> {
    fn commit(self: Box<Self>) -> Result<(), Fault> {
        self.end()
    }

    fn put_council(&mut self, council: &Council) -> Result<(), Fault> {
        let sql = "INSERT INTO council (one, name, root, demo) VALUES (1, ?1, ?2, ?3)";
        self.run(sql, params![council.name, council.root_bytes, council.demo])
    }

    fn put_half_restored(&mut self, half: bool) -> Result<(), Fault> {
        self.run("UPDATE council SET half_restored = ?1", [half])
    }

    fn put_bundle_policy(&mut self, policy: BundlePolicy) -> Result<(), Fault> {
        self.run("UPDATE council SET bundles = ?1, bundles_since = ?2", params![policy.allowed, policy.since])
    }

    fn put_team(&mut self, team: &Team) -> Result<(), Fault> {
        self.run("INSERT INTO teams VALUES (?1, ?2)", params![team.scope.0.as_bytes(), team.name])
    }

    fn put_user(&mut self, user: &User) -> Result<(), Fault> {
        let sql = "INSERT INTO users (id, name, role, team, safeguarding) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, team = excluded.team,
            safeguarding = excluded.safeguarding";
        let team = user.team.map(|scope| *scope.0.as_bytes());
        self.run(sql, params![user.id.0.as_bytes(), user.name, user.role, team, user.safeguarding])
    }

    fn put_password(&mut self, user: UserId, password: Option<&str>) -> Result<(), Fault> {
        self.run("UPDATE users SET password = ?2 WHERE id = ?1", params![user.0.as_bytes(), password])
    }

    fn put_device(&mut self, device: &Device) -> Result<(), Fault> {
        let sql = "INSERT INTO devices VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE
            SET token = excluded.token, heard_at = max(heard_at, excluded.heard_at)";
        let Device { id, key, code, token, enrolled_at, heard_at } = device;
        self.run(sql, params![id.0.as_bytes(), key.0, code, token, enrolled_at, heard_at])
    }

    fn put_tablet_state(&mut self, device: DeviceId, ahead_ms: i64, state: &TabletState) -> Result<(), Fault> {
        let mut bytes = Writer::new();
        state.encode(&mut bytes);
        self.run(
            "INSERT OR REPLACE INTO tablet_states VALUES (?1, ?2, ?3)",
            params![device.0.as_bytes(), ahead_ms, bytes.finish()],
        )
    }

    fn put_grant(&mut self, held: &HeldGrant) -> Result<(), Fault> {
        let sql = "INSERT INTO grants VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO UPDATE
            SET withdrawn_at = excluded.withdrawn_at";
        let grant = &held.signed.grant;
        let (device, scope) = (grant.device.0.as_bytes(), grant.scope.0.as_bytes());
        self.run(sql, params![grant.id().0, device, scope, grant.from, held.signed.encode(), held.withdrawn_at])
    }

    fn put_code(&mut self, code: &Code) -> Result<(), Fault> {
        let sql = "INSERT INTO codes VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (hash) DO UPDATE
            SET used_by = excluded.used_by, used_at = excluded.used_at";
        let (by, at) = code.used.map(|(device, at)| (*device.0.as_bytes(), at)).unzip();
        let (scope, user) = (code.scope.0.as_bytes(), code.user.0.as_bytes());
        self.run(sql, params![code.hash, scope, user, code.expires_at, by, at])
    }

    fn append(&mut self, chain: &Chain, pages: &[Page]) -> Result<(), Fault> {
        let sql =
            "INSERT INTO books (id, trunk, base_line, base_number, base_hash, scope, device_key, tip_number, tip_hash)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (id) DO UPDATE SET tip_number = excluded.tip_number, tip_hash = excluded.tip_hash";
        let Chain { book, line, base, opening, tip } = chain;
        let (scope, key) = (opening.scope.0.as_bytes(), opening.device_key.0);
        let base_number = base.map(|base| signed(base.tip.number)).transpose()?;
        let (base_line, base_hash) = (base.map(|base| base.line.0), base.map(|base| base.tip.hash.0));
        let tip_number = signed(tip.number)?;
        let row = params![line.0, book.0, base_line, base_number, base_hash, scope, key, tip_number, tip.hash.0];
        self.run(sql, row)?;
        for page in pages {
            let sql = "INSERT INTO entries VALUES (?1, ?2, ?3, ?4)";
            self.run(sql, params![line.0, signed(page.number())?, page.hash().0, chain.stored(page)])?;
        }
        Ok(())
    }

    fn put_record(&mut self, scope: ScopeId, record: &Record) -> Result<(), Fault> {
        let state = serde_json::to_string(record).map_err(|error| Fault::Damaged(format!("a record: {error}")))?;
        // Of what comes out as it stands nothing changed.
        let sql = "INSERT INTO records (scope, id, state, began, changed) SELECT ?1, ?2, ?3, next, next
            FROM (SELECT 1 + coalesce((SELECT changed FROM records ORDER BY changed DESC LIMIT 1), 0) AS next) WHERE true
            ON CONFLICT DO UPDATE SET state = excluded.state, changed = excluded.changed WHERE state <> excluded.state";
        self.run(sql, params![scope.0.as_bytes(), record.id.0.as_bytes(), state])
    }

    fn clear_records(&mut self, scope: ScopeId) -> Result<(), Fault> {
        // What is not added up again goes on standing there as gone.
        let sql = "UPDATE records SET was = state, was_changed = changed, state = '',
            changed = 1 + (SELECT changed FROM records ORDER BY changed DESC LIMIT 1) WHERE scope = ?1 AND state <> ''";
        self.run(sql, [scope.0.as_bytes()])
    }

    fn settle_records(&mut self, scope: ScopeId) -> Result<(), Fault> {
        let sql = "UPDATE records SET changed = iif(state = was, was_changed, changed), was = NULL, was_changed = NULL
            WHERE scope = ?1 AND was IS NOT NULL";
        self.run(sql, [scope.0.as_bytes()])
    }

    fn keep_facts(&mut self, scope: ScopeId, counted: &Counted) -> Result<(), Fault> {
        self.replace_facts(scope, counted)
    }

    fn drop_facts(&mut self, scope: ScopeId, record: RecordId) -> Result<(), Fault> {
        self.forget_facts(scope, record).map(drop)
    }

    fn put_facts_at(&mut self, scope: ScopeId, at: &FactsAt) -> Result<(), Fault> {
        self.set_facts_stand(scope, at)
    }

    fn put_mark(&mut self, mark: Mark, until: i64) -> Result<(), Fault> {
        self.run("DELETE FROM marks WHERE at < ?1", [until])?;
        self.run("INSERT OR REPLACE INTO marks VALUES (?1, ?2)", params![mark.at, signed(mark.change)?])
    }

    fn put_exports(&mut self, exports: &Exports) -> Result<(), Fault> {
        let said = serde_json::to_string(exports).map_err(|error| Fault::Damaged(format!("the exports: {error}")))?;
        let sql = "INSERT INTO settings VALUES ('exports', ?1) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.run(sql, [said])
    }

    fn put_verdict(&mut self, scope: ScopeId, verdict: &Verdict) -> Result<(), Fault> {
        let sql = "INSERT INTO verdicts VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.run(sql, params![scope.0.as_bytes(), verdict.entry.0, verdict.reason])
    }

    fn put_edition(&mut self, scope: ScopeId, edition: &Edition, clock: Clock) -> Result<(), Fault> {
        let sql = "INSERT INTO editions VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET clock = ?3, packed = ?4 WHERE ?3 > clock";
        self.run(sql, params![scope.0.as_bytes(), edition.version, signed(clock.0)?, edition.packed()])
    }

    fn put_reference(&mut self, year: u32, number: u32) -> Result<(), Fault> {
        let sql = "INSERT INTO last_references VALUES (?1, ?2) ON CONFLICT DO UPDATE SET number = max(number, ?2)";
        self.run(sql, [year, number])
    }

    fn put_dvla_question(&mut self, scope: ScopeId, record: RecordId, id: &str, open: bool) -> Result<(), Fault> {
        let sql = match open {
            true => "INSERT INTO dvla_questions (scope, record, id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            false => "DELETE FROM dvla_questions WHERE scope = ?1 AND record = ?2 AND id = ?3",
        };
        self.run(sql, params![scope.0.as_bytes(), record.0.as_bytes(), id])
    }

    fn put_erasure(&mut self, scope: ScopeId, erasure: &Erasure) -> Result<(), Fault> {
        let Erasure { order, gone, .. } = erasure;
        let said = serde_json::to_string(order).map_err(|error| Fault::Damaged(format!("an order: {error}")))?;
        let record = order.record.0.as_bytes();
        let sql = "INSERT INTO erasure_orders VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        self.run(sql, params![scope.0.as_bytes(), record, said])?;
        self.erase_facts(scope, order.record)?;
        for (gone, field) in gone.iter().flat_map(|gone| gone.fields.iter().map(move |field| (gone, field))) {
            let sql = "INSERT INTO erased VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            self.run(sql, params![gone.entry.0, record, field])?;
        }
        Ok(())
    }

    fn replace_page(&mut self, line: BookId, page: &Page) -> Result<(), Fault> {
        // What was erased names its own place, also as a branch's first page.
        let sql = "UPDATE entries SET wire = ?3 WHERE book = ?1 AND number = ?2 AND hash = ?4";
        self.run(sql, params![line.0, signed(page.number())?, page.encode_wire(), page.hash().0])
    }

    fn put_line_to_erase(&mut self, line: BookId, open: bool) -> Result<(), Fault> {
        let sql = match open {
            true => "INSERT INTO lines_to_erase VALUES (?1) ON CONFLICT DO NOTHING",
            false => "DELETE FROM lines_to_erase WHERE line = ?1",
        };
        self.run(sql, [line.0])
    }

    fn put_erased_photo(&mut self, scope: ScopeId, hash: PhotoHash, open: bool) -> Result<(), Fault> {
        let sql = "INSERT INTO erased_photos VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET open = excluded.open";
        self.run(sql, params![scope.0.as_bytes(), hash.0, open])
    }

    fn drop_erased_photo(&mut self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        let sql = "DELETE FROM erased_photos WHERE scope = ?1 AND hash = ?2";
        self.run(sql, params![scope.0.as_bytes(), hash.0])
    }

    fn drop_photo(&mut self, scope: ScopeId, hash: PhotoHash) -> Result<(), Fault> {
        self.run("DELETE FROM photos WHERE scope = ?1 AND hash = ?2", params![scope.0.as_bytes(), hash.0])
    }

    fn put_archived(&mut self, book: BookId, archived: Archived) -> Result<(), Fault> {
        let sql = "UPDATE books SET archived_number = ?2, archived_bytes = ?3 WHERE id = ?1";
        self.run(sql, params![book.0, signed(archived.number)?, signed(archived.bytes)?])
    }

    fn put_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Fault> {
        let mut encoded = Writer::new();
        checkpoint.encode(&mut encoded);
        let sql = "INSERT INTO checkpoints VALUES (?1, ?2, ?3)";
        self.run(sql, params![checkpoint.scope.0.as_bytes(), checkpoint.at, encoded.finish()])
    }

    fn put_photo(&mut self, photo: &PhotoRow) -> Result<(), Fault> {
        let sql = "INSERT INTO photos VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE
            SET length = excluded.length, whole = excluded.whole, archived = excluded.archived";
        let PhotoRow { scope, hash, length, whole, archived } = photo;
        self.run(sql, params![scope.0.as_bytes(), hash.0, signed(*length)?, whole, archived])
    }
}
