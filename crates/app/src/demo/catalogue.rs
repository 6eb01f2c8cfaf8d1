//! What the demo distributor sells, and to which trades.

/// A category with its products and their list prices in cents.
pub(super) struct Category {
    pub(super) name: &'static str,
    pub(super) products: &'static [(&'static str, u32)],
}

/// Everything on the shelf. Unit cost is a fixed share of the list price, see [`unit_cost_cents`].
pub(super) const CATEGORIES: [Category; 8] = [
    Category {
        name: "Paper goods",
        products: &[
            ("Multifold towels, 16 packs", 3450),
            ("Roll towels, 6 rolls", 4125),
            ("Bath tissue, 96 rolls", 5890),
            ("Facial tissue, 30 boxes", 3675),
            ("Dinner napkins, 3,000", 4480),
        ],
    },
    Category {
        name: "Cleaning chemicals",
        products: &[
            ("Neutral floor cleaner, 5 gal", 4825),
            ("Glass cleaner, 4 × 1 gal", 2990),
            ("Disinfectant wipes, 6 tubs", 5350),
            ("Degreaser, 5 gal", 6120),
            ("Hand soap refill, 4 × 1 gal", 3975),
        ],
    },
    Category {
        name: "Can liners",
        products: &[
            ("Liner 33 gal, 250", 3210),
            ("Liner 45 gal, 100", 2890),
            ("Liner 55 gal, 100", 3560),
            ("Compostable liner 13 gal, 200", 5140),
        ],
    },
    Category {
        name: "Packaging",
        products: &[
            ("Stretch film 18 in, 4 rolls", 5675),
            ("Packing tape 2 in, 36 rolls", 6240),
            ("Corrugated box 12 in, 25", 2375),
            ("Bubble roll 24 in", 4590),
            ("Kraft paper 36 in", 5125),
        ],
    },
    Category {
        name: "Safety",
        products: &[
            ("Nitrile gloves M, 10 boxes", 7990),
            ("Nitrile gloves L, 10 boxes", 7990),
            ("Safety glasses, 12", 3840),
            ("Ear plugs, 200 pairs", 2650),
            ("Hi-vis vest, 10", 6890),
        ],
    },
    Category {
        name: "Food service",
        products: &[
            ("Hot cup 12 oz, 1,000", 8275),
            ("Clamshell 9 in, 200", 4360),
            ("Foil sheet 12 in, 500", 3720),
            ("Cutlery kit, 500", 5480),
        ],
    },
    Category {
        name: "Equipment",
        products: &[
            ("Upright vacuum", 32900),
            ("Mop bucket with wringer", 8950),
            ("Towel dispenser", 4425),
            ("Janitor cart", 21500),
        ],
    },
    Category {
        name: "Office",
        products: &[
            ("Copy paper, 10 reams", 4890),
            ("Thermal rolls, 50", 5525),
            ("Shipping labels, 1,000", 2480),
            ("Toner cartridge", 9675),
        ],
    },
];

/// Trades that buy from it; with a city they make an account's name.
pub(super) const TRADES: [(&str, &str); 8] = [
    ("Hospitality Group", "Hospitality"),
    ("School District", "Education"),
    ("Medical Center", "Healthcare"),
    ("Property Services", "Building services"),
    ("Foods", "Food production"),
    ("Hardware", "Retail"),
    ("Logistics", "Transport"),
    ("Manufacturing", "Manufacturing"),
];

/// Cost of one unit: 55 to 69 % of the list price, by product.
pub(super) fn unit_cost_cents(list_price_cents: u32) -> u32 {
    list_price_cents * (55 + list_price_cents / 5 % 15) / 100
}
