//! What the bench's wardens find: every answer that its kind asks to finish, in the proportions of a busy town. The same
//! number always gives the same finding.

use anyhow::Result;
use domain::place::{Method, Place, Position};
use serde_json::{Map, Value, json};

/// Words of descriptions, the common ones first: the first is in every third finding, the last in about one of a thousand.
const WORDS: &[&str] = &[
    "steps",
    "alley",
    "hedge",
    "bin",
    "path",
    "needles",
    "near",
    "behind",
    "school",
    "gate",
    "resident",
    "fence",
    "bench",
    "bridge",
    "garage",
    "wall",
    "verge",
    "playground",
    "underpass",
    "stairwell",
    "trolley",
    "mattress",
    "puddle",
    "churchyard",
    "boathouse",
    "substation",
    "bandstand",
    "slipway",
    "icehouse",
    "gasholder",
];
const PLACES: &[&str] = &[
    "Great Lines",
    "High Street",
    "Luton Road",
    "Riverside car park",
    "Station approach",
    "Magpie Hall Road",
    "The Brook",
    "Jackson's Field",
    "Castle Gardens",
    "Priory allotments",
    "Corporation Street",
    "Dock Road",
];
const COLOURS: &[&str] = &["silver", "grey", "black", "blue", "white", "red", "green"];
const MAKES: &[&str] = &["Ford", "Vauxhall", "Volkswagen", "Peugeot", "Audi", "Toyota", "Renault"];

/// A row of numbers that look like chance and can be repeated (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `sides`.
    pub(crate) fn roll(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        let index = self.roll(choices.len() as u64) as usize;
        choices.get(index).copied().unwrap_or_default()
    }

    /// Enough bytes for a key or a hash.
    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }
}

/// A finding: its kind, what is answered at once, and what is answered to finish it.
pub(crate) struct Finding {
    pub(crate) kind: &'static str,
    pub(crate) now: Map<String, Value>,
    pub(crate) finish: Map<String, Value>,
    pub(crate) place: Value,
    /// Photos that a finished one has.
    pub(crate) photos: u64,
}

/// Finding `number`, at `when` (RFC 3339), for a PACT issue raised at `meeting`.
pub(crate) fn finding(number: u64, when: &str, meeting: &str) -> Result<Finding> {
    let mut dice = Dice::new(number);
    let (kind, now, mut finish, photos) = match dice.roll(100) {
        0..60 => drug_litter(&mut dice),
        60..85 => abandoned_vehicle(&mut dice),
        85..94 => cleanup(&mut dice, when),
        _ => pact_issue(&mut dice, meeting),
    };
    let common = json!({
        "immediate_danger": false, "safeguarding": "none", "source": "patrol", "land_type": "highway",
        "description": description(&mut dice),
    });
    finish.append(&mut fields(common));
    let position = Position {
        lon: 0.45 + dice.roll(150_000) as f64 / 1e6,
        lat: 51.33 + dice.roll(80_000) as f64 / 1e6,
        accuracy_m: 4.0 + dice.roll(30) as f64,
    };
    let fixed_at = chrono::DateTime::parse_from_rfc3339(when)?.to_utc();
    let place = Place::at(position, Method::Device, Some(fixed_at))?.with_name(dice.one_of(PLACES))?;
    Ok(Finding { kind, now: fields(now), finish, place: serde_json::to_value(place)?, photos })
}

/// What became of a finding: whom a find was told to, that a vehicle was removed, what a clean-up came to.
pub(crate) fn outcome(number: u64, kind: &str, when: &str) -> Map<String, Value> {
    let mut dice = Dice::new(number ^ 0x5eed);
    fields(match kind {
        "drug_litter" if dice.roll(4) == 0 => json!({ "wider_response": ["intelligence", "needle_exchange"] }),
        "drug_litter" => json!({ "wider_response": ["intelligence"] }),
        "abandoned_vehicle" if dice.roll(5) < 3 => json!({ "removed_at": when }),
        "community_cleanup" => json!({
            "actual_end": when, "weight_method": "weighed", "weight_kg": dice.roll(160) as f64 / 2.0,
            "campaign": dice.one_of(&["none", "none", "spring_clean"]),
        }),
        _ => json!({}),
    })
}

type Made = (&'static str, Value, Map<String, Value>, u64);

fn drug_litter(dice: &mut Dice) -> Made {
    let needles = dice.roll(4) + 1;
    let now = json!({ "n_syringe_needle": needles, "n_cap_plunger": dice.roll(6), "n_foil": dice.roll(3) });
    let finish = json!({
        "action": "removed", "sharps_box_no": format!("SB-{}", 1000 + dice.roll(9000)), "box_fill": "half",
        "ppe": ["gloves", "tongs"], "injury": false, "child_access": "residential", "count_method": "counted",
        "setting": dice.one_of(&["alley", "stairwell", "car_park", "park", "doorway", "bin_store"]),
    });
    let photos = u64::from(dice.roll(3) == 0);
    ("drug_litter", now, fields(finish), photos)
}

fn abandoned_vehicle(dice: &mut Dice) -> Made {
    let letter = |dice: &mut Dice| char::from(b'A' + dice.roll(8) as u8);
    let mark = format!("G{}{:02} {}{}{}", letter(dice), 51 + dice.roll(20), letter(dice), letter(dice), letter(dice));
    let now = json!({
        "vrm": mark, "plate_state": "both_present", "vehicle_type": "car", "make": dice.one_of(MAKES),
        "colour": dice.one_of(COLOURS), "condition": ["flat_tyre", "litter_beneath"],
    });
    let finish = json!({ "position": "carriageway", "is_road": true, "occupied": false, "hazards": ["none"] });
    ("abandoned_vehicle", now, fields(finish), 2)
}

fn cleanup(dice: &mut Dice, when: &str) -> Made {
    let place = dice.one_of(PLACES);
    let now = json!({
        "title": format!("{place} clean-up"), "site": place, "volunteers_public": dice.roll(20),
        "volunteers_elected_members": dice.roll(2), "sacks_black": dice.roll(30),
    });
    let finish = json!({
        "organiser": "wardens", "campaign": "none", "lead_warden": "Demo warden A", "landowner_permission": "council_land",
        "risk_assessed": true, "risk_assessed_by": "Demo warden A", "risk_assessed_at": when, "sharps_found": false,
        "injury": false,
    });
    ("community_cleanup", now, fields(finish), 1)
}

fn pact_issue(dice: &mut Dice, meeting: &str) -> Made {
    let summary = format!("{} at {}", dice.one_of(&["Speeding", "Noise", "Litter"]), dice.one_of(PLACES));
    let now = json!({ "meeting": meeting, "summary": summary, "category": "litter" });
    ("pact_issue", now, fields(json!({ "owner": "warden" })), 0)
}

fn description(dice: &mut Dice) -> String {
    let mut words = Vec::new();
    for _ in 0..(6 + dice.roll(10)) {
        // The product of two rolls falls on the early words far more often than on the late ones.
        let many = WORDS.len() as u64;
        let index = dice.roll(many) * dice.roll(many) / many;
        words.push(WORDS.get(index as usize).copied().unwrap_or_default());
    }
    words.join(" ")
}

fn fields(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
