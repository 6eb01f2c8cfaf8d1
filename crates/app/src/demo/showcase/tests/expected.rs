//! What the rules are to find at each account of the showcase on the day it is made: nothing where the
//! list is empty.

use bellwether_core::alert::{AlertKind, AlertTier};

use AlertKind::{ChurnRisk, LapsedItem, LostItem, NewAccountStalled, Overdue, PatternRisk};
use AlertTier::{AtRisk, Critical, Watch};

/// What one account is to show: the kind and tier of each finding.
pub(super) type Findings = &'static [(AlertKind, Option<AlertTier>)];

/// Name, and kind and tier of each finding; the tier is left open where the rules of the kind do not name one.
pub(super) const EXPECTED: [(&str, Findings); 37] = [
    ("Stillwater Inn", &[(ChurnRisk, Some(Critical))]),
    ("Slow Creek Diner", &[(ChurnRisk, Some(AtRisk))]),
    ("Lookout Cafe", &[(ChurnRisk, Some(Watch))]),
    ("Second Helping Kitchen", &[(ChurnRisk, Some(Watch))]),
    ("Pine Season Camp", &[(ChurnRisk, Some(Watch))]),
    ("Scaffold Street Hotel", &[]),
    ("Long Pause Printing", &[(PatternRisk, None)]),
    ("Fresh Start Bakery", &[(NewAccountStalled, None)]),
    ("Refund Ridge Gardens", &[(ChurnRisk, Some(Critical))]),
    ("Round Trip Outfitters", &[(ChurnRisk, Some(Critical))]),
    ("Wrong Number Records", &[(ChurnRisk, Some(Critical))]),
    ("Tri-Valley Clinics", &[]),
    ("Tri-Valley Clinic East", &[(ChurnRisk, Some(Critical))]),
    ("Tri-Valley Clinic North", &[]),
    ("Tri-Valley Clinic South", &[]),
    ("Missing Mug Coffeehouse", &[(LostItem, None)]),
    ("Rare Bird Roastery", &[(LapsedItem, None)]),
    ("Switchback Lodge", &[(LostItem, Some(Watch))]),
    ("Old Label Laundry", &[]),
    ("Empty Shelf Books", &[]),
    ("New Number Nursery", &[]),
    ("Draft Horse Brewery", &[(LostItem, None)]),
    ("Waiting List Tearoom", &[]),
    ("Ladder Street Hardware", &[(Overdue, None)]),
    ("Half Moon Pizza", &[(Overdue, None)]),
    ("Deadline Print & Copy", &[]),
    ("Counterweight Fitness", &[(Overdue, None)]),
    ("Plus Side Pharmacy", &[]),
    ("Second Opinion Dental", &[(Overdue, None)]),
    ("Net Thirty Tackle Shop", &[(Overdue, None)]),
    ("Undated Antiques", &[]),
    ("Orchard Kitchens Central Billing", &[(Overdue, None)]),
    ("Orchard Kitchens North", &[(Overdue, None)]),
    ("Orchard Kitchens South", &[(Overdue, None)]),
    ("Pending Pines Lodge", &[]),
    ("Catch of the Day Fish House", &[]),
    ("Comeback Gym", &[]),
];
