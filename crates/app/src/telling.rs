//! How much of a kind may leave the team: one rule for the page of a place, the pack for a request and the data on a page.
//!
//! Of kinds that are about people, or that are marked as sensitive, there is no more than a number, and none that is small (domain
//! rules C19); of those that are sensitive and that no figure counts, such as intelligence for the police, and of the restricted part,
//! there is nothing.

use domain::catalogue::{Kind, SENSITIVE};

/// The heading of the list of kinds under which people stand.
const PEOPLE: &str = "people";

/// How much of a kind may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Telling {
    /// Each finding: what was done, and when.
    Whole,
    /// Their number, unless that is small.
    Number,
    /// Nothing.
    Nothing,
}

/// How much of this kind may be told.
pub(crate) fn telling(kind: &Kind) -> Telling {
    let sensitive = kind.marking == SENSITIVE;
    if !kind.finding || kind.restricted || sensitive && kind.figures.is_empty() {
        Telling::Nothing
    } else if sensitive || kind.group.as_deref() == Some(PEOPLE) || kind.figures.iter().any(|figure| figure.people) {
        Telling::Number
    } else {
        Telling::Whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::catalogue::Catalogue;

    /// The kinds of the built-in catalogue of which so much is told.
    fn of(wanted: Telling) -> Vec<String> {
        let catalogue = Catalogue::built_in().unwrap();
        let told = catalogue.kinds().iter().filter(|kind| kind.finding && telling(kind) == wanted);
        let mut ids: Vec<_> = told.map(|kind| kind.id.clone()).collect();
        ids.sort();
        ids
    }

    #[test]
    fn of_people_and_of_what_is_sensitive_there_is_a_number_alone_and_of_some_nothing() {
        assert_eq!(
            of(Telling::Nothing),
            ["home_security_assessment", "intelligence_report", "person", "vulnerability_concern"]
        );
        let numbers = of(Telling::Number);
        for kind in ["asb_incident", "begging", "enforcement_action", "insecure_premises", "noise", "rough_sleeper"] {
            assert!(numbers.iter().any(|id| id == kind), "{kind} is not in {numbers:?}");
        }
        let whole = of(Telling::Whole);
        for kind in ["abandoned_vehicle", "drug_litter", "fly_tip", "community_cleanup", "pact_issue"] {
            assert!(whole.iter().any(|id| id == kind), "{kind} is not in {whole:?}");
        }
    }

    #[test]
    fn nothing_about_people_is_told_one_by_one_whichever_way_the_catalogue_says_so() {
        let catalogue = Catalogue::built_in().unwrap();
        for kind in catalogue.kinds().iter().filter(|kind| telling(kind) == Telling::Whole) {
            assert_eq!(kind.marking, "OFFICIAL", "{}", kind.id);
            assert!(kind.group.as_deref() != Some(PEOPLE), "{}", kind.id);
            assert!(!kind.figures.iter().any(|figure| figure.people), "{}", kind.id);
        }
    }
}
