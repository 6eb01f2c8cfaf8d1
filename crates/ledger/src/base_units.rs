//! Packs in units of what is in them: a case of twelve is twelve bottles, so that quantities of the two can be
//! added up. A pack of which the source tells only half, the base product or the size, is never guessed: it counts
//! as it was sold and is flagged.

use crate::dimension::{Dimensions, Product};
use bellwether_core::ProductId;

/// Thousandths of one.
const ONE_MILLI: i64 = 1_000;
/// No pack of packs is deeper; one that is leads in a circle.
const DEEPEST_PACK: usize = 16;

/// Base units in one of every product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseUnits {
    /// Thousandths of a base unit in one, by product index; none for a pack that cannot be converted.
    in_one: Vec<Option<i64>>,
    has_packs: bool,
}

impl BaseUnits {
    /// What the products say.
    pub fn of(dimensions: &Dimensions) -> Self {
        let products = dimensions.products();
        let in_one = products.iter().map(|product| in_one(dimensions, product, DEEPEST_PACK)).collect();
        Self { in_one, has_packs: products.iter().any(|product| is_pack(product)) }
    }

    /// Whether there is any pack at all; without one quantities are what they are.
    pub fn has_packs(&self) -> bool {
        self.has_packs
    }

    /// A quantity of a product, in thousandths, as base units; one that cannot be converted stays as it is.
    pub fn convert(&self, product: u32, quantity_milli: i64) -> i64 {
        let in_one = self.in_one.get(product as usize).copied().flatten().unwrap_or(ONE_MILLI);
        if in_one == ONE_MILLI {
            return quantity_milli;
        }
        let converted = i128::from(quantity_milli) * i128::from(in_one) / i128::from(ONE_MILLI);
        i64::try_from(converted).unwrap_or(if converted < 0 { i64::MIN } else { i64::MAX })
    }

    /// Whether quantities of a product are in base units; false for a pack of which only half is known.
    pub fn is_converted(&self, product: u32) -> bool {
        self.in_one.get(product as usize).is_none_or(Option::is_some)
    }
}

fn is_pack(product: &Product) -> bool {
    product.pack_of.is_some() || product.pack_size_milli.is_some()
}

fn in_one(dimensions: &Dimensions, product: &Product, depth: usize) -> Option<i64> {
    if !is_pack(product) {
        return Some(ONE_MILLI);
    }
    let base = base_of(dimensions, product.pack_of?)?;
    let size = product.pack_size_milli.filter(|size| *size > 0)?;
    let in_base = in_one(dimensions, base, depth.checked_sub(1)?)?;
    i64::try_from(i128::from(size) * i128::from(in_base) / i128::from(ONE_MILLI))
        .ok()
        .filter(|size| *size > 0)
}

fn base_of(dimensions: &Dimensions, base: ProductId) -> Option<&Product> {
    let index = dimensions.product_index(base)?;
    dimensions.product(index).map(|product| &**product)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dimension::DimensionsBuilder;

    /// Products 1, 2, 3 … with their base and size.
    fn units(packs: &[(Option<i64>, Option<i64>)]) -> BaseUnits {
        let mut builder = DimensionsBuilder::default();
        for (id, (pack_of, pack_size_milli)) in (1..).zip(packs) {
            let mut product = Product::new(ProductId(id), "", "", None);
            (product.pack_of, product.pack_size_milli) = (pack_of.map(ProductId), *pack_size_milli);
            builder.put_product(product);
        }
        BaseUnits::of(&builder.build())
    }

    #[test]
    fn a_pack_of_packs_is_as_many_base_units_as_both_say() {
        let units = units(&[(None, None), (Some(1), Some(12_000)), (Some(2), Some(2_500))]);
        assert_eq!([0, 1, 2].map(|product| units.convert(product, -2_000)), [-2_000, -24_000, -60_000]);
        assert!((0..4).all(|product| units.is_converted(product)) && units.has_packs());
    }

    #[test]
    fn half_of_what_a_pack_needs_is_flagged_and_not_guessed() {
        let units = units(&[
            (None, None),
            (Some(1), None),
            (None, Some(6_000)),
            (Some(99), Some(6_000)),
            (Some(2), Some(6_000)),
        ]);
        let converted = [0, 1, 2, 3, 4].map(|product| units.is_converted(product));
        assert_eq!(converted, [true, false, false, false, false]);
        assert_eq!([1, 2, 3, 4].map(|product| units.convert(product, 7_000)), [7_000; 4]);
    }

    #[test]
    fn packs_of_each_other_are_not_converted() {
        let units = units(&[(Some(2), Some(6_000)), (Some(1), Some(6_000)), (Some(3), Some(2_000))]);
        assert!([0, 1, 2].iter().all(|product| !units.is_converted(*product)));
    }

    #[test]
    fn without_packs_nothing_is_converted() {
        assert!(!units(&[(None, None)]).has_packs());
    }
}
