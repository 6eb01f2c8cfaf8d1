//! Ids: integers inside, opaque text outside (`a_3k9f0…`). The text is a fixed bijection of the
//! integer, so that nobody is tempted to count, guess neighbours or mix up kinds; it is not a
//! secret, and authorisation never rests on it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use std::str::FromStr;

/// Crockford's base 32: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const MASK: u64 = 0xD6E8_FEB8_6659_FD93;

/// Why a text is not an id of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a valid id")]
pub struct InvalidId;

fn scramble(id: i64) -> u64 {
    let mixed = id.cast_unsigned().wrapping_mul(MULTIPLIER) ^ MASK;
    (mixed ^ (mixed >> 32)).wrapping_mul(MULTIPLIER)
}

fn unscramble(text: u64) -> i64 {
    let inverse = inverse_of(MULTIPLIER);
    let mixed = text.wrapping_mul(inverse);
    let mixed = mixed ^ (mixed >> 32);
    (mixed ^ MASK).wrapping_mul(inverse).cast_signed()
}

/// Inverse of an odd number modulo 2^64 by Newton's iteration; each step doubles the right bits.
const fn inverse_of(odd: u64) -> u64 {
    let mut inverse = odd;
    let mut step = 0;
    while step < 5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(inverse)));
        step += 1;
    }
    inverse
}

fn encode(prefix: char, id: i64) -> String {
    let mut rest = scramble(id);
    let mut text = [b'0'; 13];
    for place in text.iter_mut().rev() {
        *place = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    let mut out = String::with_capacity(15);
    out.push(prefix);
    out.push('_');
    out.extend(text.iter().map(|byte| char::from(*byte)));
    out
}

fn decode(prefix: char, text: &str) -> Result<i64, InvalidId> {
    let digits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).ok_or(InvalidId)?;
    if digits.len() != 13 {
        return Err(InvalidId);
    }
    let mut value: u64 = 0;
    for (place, byte) in digits.bytes().enumerate() {
        let digit = ALPHABET.iter().position(|known| *known == byte).ok_or(InvalidId)? as u64;
        // 13 digits hold 65 bits, one too many: the first stays below 16, so each id has one spelling.
        if place == 0 && digit > 15 {
            return Err(InvalidId);
        }
        value = (value << 5) | digit;
    }
    Ok(unscramble(value))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode($prefix, self.0))
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                decode($prefix, text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(concat!("^", $prefix, "_[0-9a-hjkmnp-tv-z]{13}$")))
                    .build()
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    )*};
}

ids! {
    /// An account: by default one ship-to.
    AccountId = 'a';
    /// A sales representative.
    RepId = 'r';
    /// A sales region.
    RegionId = 'g';
    /// A product.
    ProductId = 'p';
    /// A product category.
    CategoryId = 'c';
    /// An order.
    OrderId = 'o';
    /// An order line.
    OrderLineId = 'l';
    /// A person who signs in.
    UserId = 'u';
    /// An API key.
    KeyId = 'k';
    /// One import of one file.
    ImportId = 'i';
    /// A background job.
    JobId = 'j';
    /// An alert.
    AlertId = 't';
    /// A time in which an account is closed.
    ClosureId = 'x';
    /// An invoice or credit memo.
    InvoiceId = 'v';
    /// A sales target.
    TargetId = 'y';
    /// A message to a person or a program.
    DeliveryId = 'd';
    /// A program's address.
    WebhookId = 'h';
    /// A person at an account.
    ContactId = 'n';
    /// A call, visit, meeting, e-mail or note.
    InteractionId = 'q';
    /// A task.
    TaskId = 's';
    /// A saved view.
    ViewId = 'w';
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_id_survives_the_round_trip(id in any::<i64>()) {
            let text = AccountId(id).to_string();
            prop_assert_eq!(text.parse::<AccountId>(), Ok(AccountId(id)));
        }

        #[test]
        fn any_text_is_refused_or_has_exactly_one_spelling(text in "a_[0-9a-z]{13}") {
            if let Ok(id) = text.parse::<AccountId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let account = AccountId(1).to_string();
        assert_eq!(account.parse::<OrderId>(), Err(InvalidId));
    }

    #[test]
    fn an_external_number_is_never_an_id() {
        assert_eq!("1".parse::<AccountId>(), Err(InvalidId));
    }
}
