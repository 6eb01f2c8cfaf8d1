//! Which regions have room to grow, and which nobody looks after (G9, G10; rules, section 7).

use crate::amounts::ratio;
use bellwether_core::territory::Service;

/// The median of fewer accounts says little, and would tell what single ones spend.
pub const FEWEST_PEERS: usize = 10;
/// Regions with fewer active accounts are not judged.
pub const FEWEST_ACTIVE: u64 = 3;
/// Below this share of active accounts with a contact, contacts are not logged well enough to tell.
pub const LEAST_LOGGED: f64 = 0.3;
/// Below this part of the usual contacts a region is underserved.
pub const UNDERSERVED_BELOW: f64 = 0.5;
/// Least orders of a year of each size class: seldom, every quarter, every month, every week.
const SIZE_CLASSES: [i64; 4] = [1, 4, 12, 52];

/// What an active account bought in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearOf {
    /// A number for its industry, as small as there are industries; none when unknown.
    pub industry: Option<usize>,
    /// Valid orders.
    pub orders: i64,
    /// Net sales.
    pub revenue_cents: i64,
}

/// What more each account would buy if it bought what the median of its peers does: accounts of its industry if
/// there are ten, otherwise those that order about as often. 0 for those above their median, and for those with
/// fewer than ten peers of either kind.
pub fn potentials(accounts: &[YearOf]) -> Vec<i64> {
    let industries = accounts.iter().filter_map(|account| account.industry).max().map_or(0, |last| last + 1);
    let mut by_industry = vec![Vec::new(); industries];
    let mut by_size = [const { Vec::new() }; SIZE_CLASSES.len() + 1];
    for account in accounts {
        if let Some(industry) = account.industry {
            by_industry[industry].push(account.revenue_cents);
        }
        by_size[size_class(account.orders)].push(account.revenue_cents);
    }
    let industries: Vec<Option<i64>> = by_industry.into_iter().map(usual).collect();
    let sizes = by_size.map(usual);
    let median = |account: &YearOf| {
        account.industry.and_then(|industry| industries[industry]).or(sizes[size_class(account.orders)])
    };
    let potential =
        |account: &YearOf| median(account).map_or(0, |median| median - account.revenue_cents).max(0);
    accounts.iter().map(potential).collect()
}

fn size_class(orders: i64) -> usize {
    SIZE_CLASSES.iter().filter(|least| **least <= orders).count()
}

/// The median of peers; none of too few.
fn usual(mut amounts: Vec<i64>) -> Option<i64> {
    if amounts.len() < FEWEST_PEERS { None } else { median(&mut amounts) }
}

/// The middle amount, or halfway between the two in the middle, rounded down.
fn median(amounts: &mut [i64]) -> Option<i64> {
    let (low, middle) = (amounts.len().checked_sub(1)? / 2, amounts.len() / 2);
    let (below, high, _) = amounts.select_nth_unstable(middle);
    let (low, high) = if low < middle { (*below.iter().max()?, *high) } else { (*high, *high) };
    Some(low + (high - low).div_euclid(2))
}

/// How a region was looked after.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Care {
    /// Active accounts.
    pub accounts: u64,
    /// Those of them without a rep.
    pub without_rep: u64,
    /// Those of them with any contact.
    pub with_contacts: u64,
    /// Contacts with them.
    pub contacts: u64,
}

impl Care {
    /// Counts an active account.
    pub fn count(&mut self, has_rep: bool, contacts: u64) {
        self.accounts += 1;
        self.without_rep += u64::from(!has_rep);
        self.with_contacts += u64::from(contacts > 0);
        self.contacts += contacts;
    }

    /// Contacts for each active account; 0 without accounts.
    pub fn contacts_per_account(&self) -> f64 {
        share(self.contacts, self.accounts)
    }

    fn is_judged(&self) -> bool {
        self.accounts >= FEWEST_ACTIVE
    }
}

/// What a region is held against.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct UsualCare {
    /// Contacts for each active account of the median region.
    pub contacts_per_account: f64,
    /// Share of active accounts with any contact.
    pub accounts_with_contacts: f64,
}

impl UsualCare {
    /// Over all regions of the organisation; those with too few accounts to be judged set no median.
    pub fn of(regions: &[Care]) -> Self {
        let mut judged: Vec<f64> =
            regions.iter().filter(|care| care.is_judged()).map(Care::contacts_per_account).collect();
        judged.sort_unstable_by(f64::total_cmp);
        let middle = judged.len().checked_sub(1).and_then(|last| judged.get(last / 2));
        let median = middle.zip(judged.get(judged.len() / 2)).map_or(0.0, |(low, high)| (low + high) / 2.0);
        let with_contacts = regions.iter().map(|care| care.with_contacts).sum();
        let accounts = regions.iter().map(|care| care.accounts).sum();
        Self { contacts_per_account: median, accounts_with_contacts: share(with_contacts, accounts) }
    }

    /// What follows for one region.
    pub fn service(&self, care: &Care) -> Service {
        if !care.is_judged() {
            Service::CannotTell
        } else if care.without_rep == care.accounts {
            Service::Underserved
        } else if self.accounts_with_contacts < LEAST_LOGGED {
            Service::CannotTell
        } else if care.contacts_per_account() < UNDERSERVED_BELOW * self.contacts_per_account {
            Service::Underserved
        } else {
            Service::Served
        }
    }
}

fn share(part: u64, whole: u64) -> f64 {
    let (part, whole) = (i64::try_from(part), i64::try_from(whole));
    part.ok().zip(whole.ok()).and_then(|(part, whole)| ratio(part, whole)).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAIRY: Option<usize> = Some(3);

    fn year(industry: Option<usize>, orders: i64, revenue_cents: i64) -> YearOf {
        YearOf { industry, orders, revenue_cents }
    }

    #[test]
    fn ten_of_an_industry_are_held_against_their_median() {
        let accounts: Vec<YearOf> = (1..=11).map(|number| year(DAIRY, number, number * 100)).collect();
        let expected: Vec<i64> = (1..=11).map(|number| (600 - number * 100).max(0)).collect();
        assert_eq!(potentials(&accounts), expected);
    }

    #[test]
    fn nine_of_an_industry_are_held_against_those_that_order_as_often() {
        let mut accounts: Vec<YearOf> = (1..=9).map(|_| year(DAIRY, 20, 100)).collect();
        accounts.extend((1..=12).map(|_| year(None, 15, 700)));
        accounts.extend((1..=12).map(|_| year(None, 60, 9_000)));
        let potentials = potentials(&accounts);
        assert!(potentials[..9].iter().all(|cents| *cents == 600), "{potentials:?}");
        assert!(potentials[9..].iter().all(|cents| *cents == 0), "{potentials:?}");
    }

    #[test]
    fn without_ten_peers_there_is_nothing_to_say() {
        let accounts: Vec<YearOf> = (1..=9).map(|number| year(DAIRY, 5, number * 100)).collect();
        assert_eq!(potentials(&accounts), [0; 9]);
    }

    #[test]
    fn the_median_of_two_in_the_middle_lies_between_them() {
        assert_eq!([median(&mut []), median(&mut [7]), median(&mut [9, 4])], [None, Some(7), Some(6)]);
    }

    fn care(accounts: u64, without_rep: u64, contacts: u64) -> Care {
        Care { accounts, without_rep, with_contacts: contacts.min(accounts), contacts }
    }

    #[test]
    fn a_region_with_less_than_half_of_the_usual_contacts_is_underserved() {
        let regions = [care(10, 0, 20), care(10, 0, 40), care(10, 2, 10), care(10, 0, 9), care(2, 0, 0)];
        let usual = UsualCare::of(&regions);
        assert!((usual.contacts_per_account - 1.5).abs() < 1e-9, "{usual:?}");
        let services = regions.map(|care| usual.service(&care));
        let (served, underserved) = (Service::Served, Service::Underserved);
        assert_eq!(services, [served, served, served, served, Service::CannotTell]);
        let usual = UsualCare { contacts_per_account: 2.0, ..usual };
        assert_eq!(usual.service(&care(10, 0, 10)), served, "exactly half is not less than half");
        assert_eq!(usual.service(&care(10, 0, 9)), underserved);
    }

    #[test]
    fn a_region_without_a_rep_is_underserved_even_where_contacts_are_not_logged() {
        let regions = [care(10, 0, 2), care(10, 10, 0), care(10, 9, 0)];
        let usual = UsualCare::of(&regions);
        assert!(usual.accounts_with_contacts < LEAST_LOGGED);
        let expected = [Service::CannotTell, Service::Underserved, Service::CannotTell];
        assert_eq!(regions.map(|care| usual.service(&care)), expected);
    }
}
