//! What is told of an account or a product, put into its values: what changes them, and what they have already.

use crate::import_writer::dimensions::{given, missing, search_key};
use crate::import_writer::values::{AccountValues, ProductValues};
use crate::records::AccountAttributes;

/// Whether values given replace what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import_writer) enum Mode {
    /// Every value given is taken.
    Overwrite,
    /// Only what is empty is filled.
    Fill,
}

/// What a row says about an account, with keys resolved.
#[derive(Debug, Default)]
pub(in crate::import_writer) struct AccountNews<'a> {
    pub(in crate::import_writer) name: Option<&'a str>,
    pub(in crate::import_writer) attributes: Option<&'a AccountAttributes>,
    pub(in crate::import_writer) rep: Option<i64>,
    pub(in crate::import_writer) region: Option<i64>,
    pub(in crate::import_writer) parent: Option<i64>,
    pub(in crate::import_writer) bill_to: Option<i64>,
}

/// The bits of everything that the row could fill.
pub(in crate::import_writer) fn offered(name: Option<&str>, attributes: &AccountAttributes) -> u16 {
    let texts = [
        (missing::STREET, &attributes.street),
        (missing::CITY, &attributes.city),
        (missing::STATE, &attributes.state),
        (missing::POSTAL_CODE, &attributes.postal_code),
        (missing::COUNTRY, &attributes.country),
        (missing::INDUSTRY, &attributes.industry),
        (missing::PHONE, &attributes.phone),
        (missing::EMAIL, &attributes.email),
        (missing::REP, &attributes.rep_key),
        (missing::REP, &attributes.rep_name),
        (missing::REGION, &attributes.region),
    ];
    let mut bits = if name.is_some() { missing::NAME } else { 0 };
    for (bit, text) in texts {
        if given(text.as_ref()).is_some() {
            bits |= bit;
        }
    }
    if attributes.latitude.is_some() && attributes.longitude.is_some() {
        bits |= missing::COORDINATES;
    }
    bits
}

/// Whether it changed anything.
pub(super) fn put_text(stored: &mut String, text: Option<&str>, mode: Mode) -> bool {
    match text {
        Some(text) if (mode == Mode::Overwrite || stored.is_empty()) && stored != text => {
            text.clone_into(stored);
            true
        }
        _ => false,
    }
}

/// Whether it changed anything.
pub(super) fn put<T: PartialEq + Copy>(stored: &mut Option<T>, value: Option<T>, mode: Mode) -> bool {
    let takes = value.is_some() && (mode == Mode::Overwrite || stored.is_none()) && *stored != value;
    if takes {
        *stored = value;
    }
    takes
}

/// Puts news into an account's values; whether anything changed.
pub(in crate::import_writer) fn put_account(
    row: &mut AccountValues,
    news: &AccountNews<'_>,
    mode: Mode,
) -> bool {
    let mut changed = false;
    if let Some(name) = news.name
        && (mode == Mode::Overwrite || row.name == row.external_id)
        && row.name != name
    {
        name.clone_into(&mut row.name);
        row.search_key = search_key(name);
        changed = true;
    }
    if let Some(told) = news.attributes {
        changed |= put_text(&mut row.street, given(told.street.as_ref()), mode);
        changed |= put_text(&mut row.city, given(told.city.as_ref()), mode);
        changed |= put_text(&mut row.state, given(told.state.as_ref()), mode);
        changed |= put_text(&mut row.postal_code, given(told.postal_code.as_ref()), mode);
        changed |= put_text(&mut row.country, given(told.country.as_ref()), mode);
        changed |= put_text(&mut row.industry, given(told.industry.as_ref()), mode);
        changed |= put_text(&mut row.phone, given(told.phone.as_ref()), mode);
        changed |= put_text(&mut row.email, given(told.email.as_ref()), mode);
        if let (Some(_), Some(_)) = (told.latitude, told.longitude) {
            let moved =
                put(&mut row.latitude, told.latitude, mode) | put(&mut row.longitude, told.longitude, mode);
            if moved {
                "given".clone_into(&mut row.geocode_precision);
            }
            changed |= moved;
        }
    }
    changed |= put(&mut row.rep_id, news.rep, mode);
    changed |= put(&mut row.region_id, news.region, mode);
    changed |= put(&mut row.parent_id, news.parent.filter(|id| *id != row.id), mode);
    changed |= put(&mut row.bill_to_id, news.bill_to, mode);
    changed |=
        put(&mut row.payment_terms_days, news.attributes.and_then(|told| told.payment_terms_days), mode);
    changed
}

/// Puts news into a product's values; whether anything changed.
pub(super) fn put_product(
    row: &mut ProductValues,
    name: Option<&str>,
    category: Option<i64>,
    mode: Mode,
) -> bool {
    let mut changed = put(&mut row.category_id, category, mode);
    if let Some(name) = name
        && (mode == Mode::Overwrite || row.name == row.external_id)
        && row.name != name
    {
        name.clone_into(&mut row.name);
        row.search_key = search_key(name);
        changed = true;
    }
    changed
}
