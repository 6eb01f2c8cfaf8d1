//! What counts as one item, whatever it is called: products joined by "takes the place of" and by "is a pack of"
//! (rules, section 3). Who buys the case instead of the bottle has lost nothing.

use bellwether_core::alert::Availability;
use bellwether_ledger::{BaseUnits, Dimensions, Product};

/// The item of every product.
#[derive(Debug)]
pub(super) struct Catalogue {
    /// The first of the products that are one item, by product index.
    item: Vec<u32>,
    /// Whether any of them can be had, by index of the item.
    is_obtainable: Vec<bool>,
    units: BaseUnits,
}

impl Catalogue {
    pub(super) fn of(dimensions: &Dimensions) -> Self {
        let products = dimensions.products();
        let item = joined(dimensions);
        let mut is_obtainable = vec![false; products.len()];
        for (product, item) in products.iter().zip(&item) {
            if let Some(is_obtainable) = is_obtainable.get_mut(*item as usize) {
                *is_obtainable |= can_be_had(product);
            }
        }
        Self { item, is_obtainable, units: BaseUnits::of(dimensions) }
    }

    /// The item a product belongs to: itself for one that came after the book was learnt.
    pub(super) fn item(&self, product: u32) -> u32 {
        self.item.get(product as usize).copied().unwrap_or(product)
    }

    /// Whether the item can be had at all; what is not known can.
    pub(super) fn is_obtainable(&self, item: u32) -> bool {
        self.is_obtainable.get(item as usize).copied().unwrap_or(true)
    }

    /// A quantity of a product in base units of its item.
    pub(super) fn base_milli(&self, product: u32, quantity_milli: i64) -> i64 {
        self.units.convert(product, quantity_milli)
    }
}

/// The first product of those it is joined with, by product index. A circle of links is one item like any other.
fn joined(dimensions: &Dimensions) -> Vec<u32> {
    let products = dimensions.products();
    let mut item: Vec<u32> = (0..).zip(products).map(|(index, _)| index).collect();
    for (index, product) in (0..).zip(products) {
        let links = [product.supersedes, product.pack_of];
        for other in links.into_iter().flatten().filter_map(|other| dimensions.product_index(other)) {
            let (left, right) = (first_of(&mut item, index), first_of(&mut item, other));
            item[left.max(right) as usize] = left.min(right);
        }
    }
    (0..).zip(products).map(|(index, _)| first_of(&mut item, index)).collect()
}

/// Follows a product to the first one it is joined with, and shortens the way for who comes next.
fn first_of(item: &mut [u32], mut product: u32) -> u32 {
    while item[product as usize] != product {
        let next = item[product as usize];
        item[product as usize] = item[next as usize];
        product = next;
    }
    product
}

fn can_be_had(product: &Product) -> bool {
    match product.availability {
        Availability::Available => !product.is_removed,
        Availability::OutOfStock | Availability::Discontinued => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_core::ProductId;
    use bellwether_ledger::DimensionsBuilder;

    fn catalogue(products: &[(i64, Option<i64>, Availability)]) -> Catalogue {
        let mut dimensions = DimensionsBuilder::default();
        for (id, supersedes, availability) in products {
            let mut product = Product::new(ProductId(*id), "", "", None);
            product.supersedes = supersedes.map(ProductId);
            product.availability = *availability;
            dimensions.put_product(product);
        }
        Catalogue::of(&dimensions.build())
    }

    #[test]
    fn a_chain_of_successors_is_one_item_and_can_be_had_while_one_of_them_can() {
        use Availability::{Available, Discontinued, OutOfStock};
        let catalogue = catalogue(&[
            (1, None, Discontinued),
            (2, Some(1), Discontinued),
            (3, Some(2), Available),
            (4, None, OutOfStock),
            (5, Some(99), Available),
        ]);
        assert_eq!((0..6).map(|product| catalogue.item(product)).collect::<Vec<_>>(), [0, 0, 0, 3, 4, 5]);
        assert_eq!([0, 3, 4, 5].map(|item| catalogue.is_obtainable(item)), [true, false, true, true]);
    }

    #[test]
    fn products_that_supersede_each_other_in_a_circle_are_one_item() {
        let available = Availability::Available;
        let circle = catalogue(&[(1, Some(3), available), (2, Some(1), available), (3, Some(2), available)]);
        assert_eq!([0, 1, 2].map(|product| circle.item(product)), [0, 0, 0]);
    }

    #[test]
    fn a_pack_and_what_is_in_it_are_one_item_counted_in_base_units() {
        let mut dimensions = DimensionsBuilder::default();
        for (id, supersedes, pack_of) in
            [(1, None, Some(2)), (2, None, None), (3, None, None), (4, Some(2), None)]
        {
            let mut product = Product::new(ProductId(id), "", "", None);
            product.supersedes = supersedes.map(ProductId);
            product.pack_of = pack_of.map(ProductId);
            product.pack_size_milli = pack_of.map(|_| 12_000);
            dimensions.put_product(product);
        }
        let catalogue = Catalogue::of(&dimensions.build());
        assert_eq!([0, 1, 2, 3].map(|product| catalogue.item(product)), [0, 0, 2, 0]);
        assert_eq!([0, 1].map(|product| catalogue.base_milli(product, 1_000)), [12_000, 1_000]);
    }
}
