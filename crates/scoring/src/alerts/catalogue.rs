//! What counts as one item: products joined by "takes the place of", whatever they are called (rules, section 3).

use bellwether_core::alert::Availability;
use bellwether_ledger::{Dimensions, Product};

/// No chain of successors is longer; one that is leads in a circle.
const LONGEST_CHAIN: usize = 64;

/// The item of every product.
#[derive(Debug)]
pub(super) struct Catalogue {
    /// The oldest product of the chain, by product index.
    item: Vec<u32>,
    /// Whether any product of the chain can be had, by index of the item.
    is_obtainable: Vec<bool>,
}

impl Catalogue {
    pub(super) fn of(dimensions: &Dimensions) -> Self {
        let products = dimensions.products();
        let item: Vec<u32> = (0..).zip(products).map(|(index, _)| oldest(dimensions, index)).collect();
        let mut is_obtainable = vec![false; products.len()];
        for (product, item) in products.iter().zip(&item) {
            if let Some(is_obtainable) = is_obtainable.get_mut(*item as usize) {
                *is_obtainable |= can_be_had(product);
            }
        }
        Self { item, is_obtainable }
    }

    /// The item a product belongs to: itself for one that came after the book was learnt.
    pub(super) fn item(&self, product: u32) -> u32 {
        self.item.get(product as usize).copied().unwrap_or(product)
    }

    /// Whether the item can be had at all; what is not known can.
    pub(super) fn is_obtainable(&self, item: u32) -> bool {
        self.is_obtainable.get(item as usize).copied().unwrap_or(true)
    }
}

fn oldest(dimensions: &Dimensions, product: u32) -> u32 {
    let before = |product: &u32| {
        let superseded = dimensions.product(*product)?.supersedes?;
        dimensions.product_index(superseded)
    };
    let chain = || std::iter::successors(Some(product), before);
    match chain().nth(LONGEST_CHAIN) {
        // A circle: its smallest member is the same whoever asks.
        Some(_) => chain().skip(LONGEST_CHAIN).take(LONGEST_CHAIN).min().unwrap_or(product),
        None => chain().last().unwrap_or(product),
    }
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
}
