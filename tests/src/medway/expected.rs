//! What the year's report says: the printed figures (domain rules D2 and D3), as the table says each.

/// A figure over a period, and what it comes to.
pub struct Expected {
    /// The figure.
    pub figure: &'static str,
    /// From this day to that, included.
    pub period: (&'static str, &'static str),
    /// As the report's table says it.
    pub said: &'static str,
}

/// The year of the report, the one before, since the beginning of 2018, and since July.
const P1: (&str, &str) = ("2017-11-01", "2018-10-31");
const P0: (&str, &str) = ("2016-11-01", "2017-10-31");
const P2: (&str, &str) = ("2018-01-01", "2018-10-31");
const P3: (&str, &str) = ("2018-07-01", "2018-10-31");
/// The year of the case reviews, which another report gives.
const REVIEWS: (&str, &str) = ("2018-09-01", "2019-08-31");

/// Every figure that must come out.
pub fn expected() -> Vec<Expected> {
    [
        ("PACT.ACTIVE", P1, "12"),
        ("PACT.ACTIVE", P0, "11"),
        ("PACT.MEETINGS", P1, "32"),
        ("PACT.ISSUES", P1, "143"),
        ("PACT.RESOLVED", P1, "91"),
        ("PACT.RESOLVED_PCT", P1, "91 of 143"),
        ("PACT.REFERRED", P1, "52"),
        ("SCHOOL.COUNT", P1, "9"),
        ("CLEANUP.EVENTS", P1, "41"),
        ("CLEANUP.CAMPAIGN", P1, "21"),
        ("CLEANUP.PUBLIC", P1, "165"),
        ("CLEANUP.MEMBERS", P1, "31"),
        ("CLEANUP.SACKS", P1, "285"),
        ("CLEANUP.WEIGHT", P1, "1,025 kg"),
        ("CLEANUP.NO_RESULTS", P1, "1"),
        ("LITTERPICK.EVENTS", P1, "91"),
        ("LITTER.DRUG.ITEMS", P1, "1,206"),
        ("LITTER.DRUG.ITEMS", P3, "369"),
        ("LITTER.SEX.ITEMS", P1, "271"),
        ("HOTSPOT.DAYS", P1, "365"),
        ("VEH.ABANDONED.REMOVED", P1, "91"),
        ("VEH.SURRENDERED", P1, "12"),
        ("VEH.UNTAXED.CLAMPED", P1, "1,193"),
        ("VEH.UNTAXED.REPORTED", P1, "1,443"),
        ("TASKING.ISSUES", P1, "145"),
        ("MARAC.ISSUES", P1, "83"),
        ("PAYBACK.NOMINATED", P1, "344"),
        ("PAYBACK.NOMINATED", P0, "213"),
        ("PAYBACK.CHANGE_PCT", P1, "+61.5%"),
        ("ENGAGE.EVENTS", P1, "50"),
        ("ENGAGE.PEOPLE", P1, "2,617"),
        ("BLUELIGHT.STOCK", P1, "22"),
        ("NOMINATED_NEIGHBOUR.STOCK", P1, "90"),
        ("ENCAMP.VACATED", P2, "29"),
        ("ENCAMP.MEDIAN_WD", P2, "4"),
        ("ENF.CPW", P3, "118"),
        ("ENF.CPN", P3, "22"),
        ("ENF.PROSECUTIONS", P2, "24"),
        ("ENF.FINES_COSTS", P2, "£37,403"),
        ("CASEREVIEW.COUNT", REVIEWS, "5"),
        ("TOBACCO.SEIZURES", P1, "2"),
        ("TOBACCO.VALUE", P1, "£11,500"),
        ("TESTPURCHASE.WARNINGS", P1, "2"),
        ("ROUGH.OFFERED", P1, "30"),
        ("ROUGH.RECONNECTED", P1, "8"),
        ("FRAUD.INCIDENTS", P1, "26"),
        ("FRAUD.LOSS", P1, "£240,000"),
        ("SOCIAL.FOLLOWERS", P1, "1,298"),
        ("SOCIAL.FOLLOWERS", P0, "not recorded"),
        ("CSVG.MENTAL_HEALTH_PCT", P1, "63"),
        ("YOUTH_VIOLENCE.FUNDING", P1, "£34,000"),
        ("YOUTH_VIOLENCE.SESSIONS", P1, "10"),
        ("YOUTH_VIOLENCE.ATTENDED", P1, "1,000"),
        ("YOUTH_VIOLENCE.HOURS", P1, "2,000"),
        ("YOUTH_VIOLENCE.SUPPORTED", P1, "11"),
        ("YOUTH_VIOLENCE.HELPED_PCT", P1, "96"),
        // What was never recorded then is not zero.
        ("ENF.CPW", P0, "not recorded"),
    ]
    .map(|(figure, period, said)| Expected { figure, period, said })
    .into()
}
