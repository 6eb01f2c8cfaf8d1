//! What column headers are called. To teach the importer a header, add its words to the field below:
//! lower case, words apart; `CustomerID`, `customer_id` and `Customer Id` are all `customer id`.

use bellwether_core::import::{Field, ImportKind};

/// Headers that mean a field in any kind of file, best first.
pub(crate) fn synonyms(field: Field) -> &'static [&'static str] {
    match field {
        Field::AccountKey => &[
            "account id",
            "account number",
            "account no",
            "account key",
            "account code",
            "account",
            "customer id",
            "customer number",
            "customer no",
            "customer code",
            "cust id",
            "cust no",
            "client id",
            "client number",
            "store number",
            "store id",
            "ship to id",
            "ship to number",
            "sold to",
            "sold to number",
            "buyer id",
        ],
        Field::AccountName => &[
            "account name",
            "customer name",
            "company name",
            "company",
            "customer",
            "client name",
            "client",
            "store name",
            "business name",
            "ship to name",
            "sold to name",
            "organization",
            "organisation",
        ],
        Field::ParentKey => {
            &["parent id", "parent account", "parent account id", "parent number", "parent", "chain id"]
        }
        Field::BillToKey => {
            &["bill to", "bill to id", "bill to number", "bill to account", "payer id", "payer"]
        }
        Field::Street => {
            &["street", "address", "street address", "address 1", "address line 1", "ship to address"]
        }
        Field::City => &["city", "town", "ship to city", "ship city"],
        Field::State => &["state", "province", "state province", "ship to state", "ship state", "state code"],
        Field::PostalCode => {
            &["postal code", "zip", "zip code", "zipcode", "postcode", "postal", "ship to zip"]
        }
        Field::Country => &["country", "country code", "country name"],
        Field::Latitude => &["latitude", "lat"],
        Field::Longitude => &["longitude", "lng", "lon", "long"],
        Field::Industry => &[
            "industry",
            "segment",
            "customer segment",
            "vertical",
            "sector",
            "account type",
            "customer type",
        ],
        Field::Phone => &["phone", "telephone", "phone number", "tel", "mobile"],
        Field::Email => &["email", "e mail", "email address", "mail"],
        Field::RepKey => {
            &["rep id", "rep number", "rep code", "rep key", "sales rep id", "salesperson id", "salesman id"]
        }
        Field::RepName => &[
            "rep name",
            "rep",
            "sales rep",
            "sales rep name",
            "salesperson",
            "sales person",
            "salesman",
            "account manager",
            "sales representative",
            "regional manager",
        ],
        Field::Region => &["region", "sales region", "area", "territory", "district"],
        Field::OrderKey => &[
            "order id",
            "order number",
            "order no",
            "order key",
            "order",
            "invoice no",
            "invoice number",
            "invoice id",
            "invoice",
            "sales order",
            "so number",
            "document number",
            "transaction id",
        ],
        Field::OrderDate => &[
            "order date",
            "date ordered",
            "placed at",
            "placed on",
            "ordered at",
            "invoice date",
            "purchase date",
            "transaction date",
            "sale date",
            "document date",
            "date",
        ],
        Field::OrderStatus => &["order status", "status", "invoice status"],
        Field::LineKey => {
            &["line id", "line number", "line no", "line", "row id", "row number", "order line", "line item"]
        }
        Field::ProductKey => &[
            "product id",
            "product number",
            "product no",
            "product code",
            "product key",
            "item id",
            "item number",
            "item no",
            "item code",
            "sku",
            "stock code",
            "part number",
            "material",
            "material number",
            "article number",
            "upc",
        ],
        Field::ProductName => &[
            "product name",
            "product",
            "item name",
            "item",
            "item description",
            "product description",
            "description",
            "material description",
        ],
        Field::Category => &[
            "category",
            "product category",
            "category name",
            "item category",
            "product group",
            "product line",
        ],
        Field::Subcategory => &["sub category", "subcategory", "product subcategory"],
        Field::Quantity => &[
            "quantity",
            "qty",
            "units",
            "quantity ordered",
            "qty ordered",
            "qty shipped",
            "units sold",
            "bottles",
            "cases",
            "pieces",
        ],
        Field::UnitPrice => {
            &["unit price", "price", "price each", "price per unit", "net price", "list price"]
        }
        Field::Amount => &[
            "amount",
            "net amount",
            "revenue",
            "net sales",
            "sales",
            "line total",
            "extended price",
            "extended amount",
            "sale dollars",
            "sales amount",
            "total",
            "net revenue",
            "line amount",
            "value",
            "turnover",
        ],
        Field::Cost => &["cost", "line cost", "extended cost", "total cost", "cost dollars", "cogs"],
        Field::UnitCost => &["unit cost", "cost each", "cost per unit", "cost price", "standard cost"],
        Field::Profit => &["profit", "gross profit", "margin amount", "gross margin", "contribution"],
        Field::StartedBy => &[
            "started by",
            "ordered by",
            "placed by",
            "buyer",
            "buyer name",
            "contact",
            "contact name",
            "contact person",
            "created by",
        ],
        Field::StartedByPhone => {
            &["started by phone", "ordered by phone", "placed by phone", "buyer phone", "contact phone"]
        }
        Field::PaymentTerms => &[
            "payment terms",
            "terms",
            "terms code",
            "payment term",
            "credit terms",
            "net terms",
            "payment terms days",
            "terms days",
        ],
        Field::Availability => &[
            "availability",
            "item status",
            "product status",
            "discontinued",
            "inactive",
            "obsolete",
            "in stock",
            "stock status",
        ],
        Field::SupersedesKey => &[
            "supersedes",
            "supersedes item",
            "supersedes id",
            "replaces",
            "replaces item",
            "replacement for",
            "predecessor",
            "old item number",
            "previous item number",
        ],
        Field::InvoiceKey => &[
            "invoice no",
            "invoice number",
            "invoice num",
            "invoice id",
            "invoice",
            "inv no",
            "inv number",
            "inv num",
            "inv",
            "document number",
            "document no",
            "doc number",
            "doc no",
            "doc num",
            "transaction number",
            "transaction id",
        ],
        Field::InvoiceKind => &[
            "invoice type",
            "document type",
            "doc type",
            "transaction type",
            "trans type",
            "tran type",
            "invoice kind",
            "credit memo",
        ],
        Field::InvoiceStatus => {
            &["invoice status", "payment status", "disputed", "in dispute", "dispute", "dispute status"]
        }
        Field::InvoiceDate => &[
            "invoice date",
            "inv date",
            "issue date",
            "issued on",
            "date issued",
            "invoiced on",
            "bill date",
            "document date",
            "doc date",
            "transaction date",
            "posting date",
        ],
        Field::DueDate => &[
            "due date",
            "payment due date",
            "net due date",
            "due on",
            "date due",
            "due",
            "payment due",
            "pay by",
        ],
        Field::OpenBalance => &[
            "open balance",
            "open amount",
            "balance due",
            "amount due",
            "amount remaining",
            "remaining balance",
            "remaining amount",
            "outstanding balance",
            "outstanding amount",
            "outstanding",
            "amount outstanding",
            "amount open",
            "unpaid amount",
            "unpaid balance",
            "invoice balance",
            "invoice bal",
            "balance",
        ],
        Field::Currency => &["currency", "currency code", "iso currency", "transaction currency"],
        Field::Month => &["month", "target month", "year month", "fiscal month", "period", "month of"],
    }
}

/// Short headers that mean a field only in one kind of file.
pub(crate) fn kind_synonyms(kind: ImportKind, field: Field) -> &'static [&'static str] {
    match (kind, field) {
        (ImportKind::Accounts, Field::AccountKey) => &["id", "number", "code", "key"],
        (ImportKind::Accounts, Field::AccountName) => &["name"],
        (ImportKind::Products, Field::ProductKey) => &["id", "number", "code", "key"],
        (ImportKind::Products, Field::ProductName) => &["name", "title"],
        (ImportKind::Products, Field::UnitCost) => &["cost"],
        (ImportKind::Reps, Field::RepKey) => &["id", "number", "code", "key", "employee id"],
        (ImportKind::Reps, Field::RepName) => &["name", "person", "employee", "full name"],
        (ImportKind::Products, Field::Availability) => &["status", "active", "available"],
        (ImportKind::Invoices, Field::InvoiceKey) => &["num", "number", "no", "reference", "id"],
        (ImportKind::Invoices, Field::AccountName) => &["name"],
        (ImportKind::Invoices, Field::InvoiceKind) => &["type", "kind"],
        (ImportKind::Invoices, Field::InvoiceStatus) => &["status"],
        (ImportKind::Invoices, Field::InvoiceDate) => &["date", "issued"],
        (ImportKind::Invoices, Field::Amount) => &[
            "invoice amount",
            "invoice amt",
            "invoice total",
            "original amount",
            "document total",
            "doc total",
            "total amount",
        ],
        (ImportKind::Invoices, Field::OrderKey) => &["so no", "sales order number", "sales order no"],
        (ImportKind::Targets, Field::Amount) => &[
            "target",
            "target amount",
            "sales target",
            "monthly target",
            "goal",
            "sales goal",
            "quota",
            "sales quota",
            "budget",
        ],
        _ => &[],
    }
}

/// The fields that a kind of file can fill.
pub(crate) fn fields(kind: ImportKind) -> &'static [Field] {
    use Field::*;
    match kind {
        ImportKind::Purchases => &[
            OrderDate,
            AccountKey,
            AccountName,
            OrderKey,
            OrderStatus,
            LineKey,
            ProductKey,
            ProductName,
            Category,
            Subcategory,
            Quantity,
            UnitPrice,
            Amount,
            Cost,
            UnitCost,
            Profit,
            Street,
            City,
            State,
            PostalCode,
            Country,
            Industry,
            RepKey,
            RepName,
            Region,
            StartedBy,
            StartedByPhone,
        ],
        ImportKind::Accounts => &[
            AccountKey,
            AccountName,
            ParentKey,
            BillToKey,
            Street,
            City,
            State,
            PostalCode,
            Country,
            Latitude,
            Longitude,
            Industry,
            Phone,
            Email,
            RepKey,
            RepName,
            Region,
            PaymentTerms,
        ],
        ImportKind::Products => &[
            ProductKey,
            ProductName,
            Category,
            Subcategory,
            UnitPrice,
            UnitCost,
            Availability,
            SupersedesKey,
        ],
        ImportKind::Reps => &[RepKey, RepName, Region, Phone, Email],
        ImportKind::Invoices => &[
            InvoiceKey,
            InvoiceDate,
            AccountKey,
            AccountName,
            InvoiceKind,
            InvoiceStatus,
            DueDate,
            PaymentTerms,
            OpenBalance,
            Amount,
            Currency,
            OrderKey,
        ],
        ImportKind::Targets => {
            &[Month, Amount, RepKey, RepName, AccountKey, AccountName, Category, Subcategory]
        }
    }
}

/// What people call a field.
pub(crate) fn field_label(field: Field) -> &'static str {
    match field {
        Field::AccountKey => "account number",
        Field::AccountName => "account name",
        Field::ParentKey => "parent account",
        Field::BillToKey => "bill-to account",
        Field::Street => "street",
        Field::City => "city",
        Field::State => "state",
        Field::PostalCode => "ZIP code",
        Field::Country => "country",
        Field::Latitude => "latitude",
        Field::Longitude => "longitude",
        Field::Industry => "industry",
        Field::Phone => "phone",
        Field::Email => "e-mail",
        Field::RepKey => "rep number",
        Field::RepName => "rep name",
        Field::Region => "region",
        Field::OrderKey => "order number",
        Field::OrderDate => "order date",
        Field::OrderStatus => "order status",
        Field::LineKey => "line number",
        Field::ProductKey => "product number",
        Field::ProductName => "product name",
        Field::Category => "category",
        Field::Subcategory => "sub-category",
        Field::Quantity => "quantity",
        Field::UnitPrice => "unit price",
        Field::Amount => "amount",
        Field::Cost => "cost",
        Field::UnitCost => "unit cost",
        Field::Profit => "profit",
        Field::StartedBy => "started by",
        Field::StartedByPhone => "phone of who started it",
        Field::PaymentTerms => "payment terms",
        Field::Availability => "availability",
        Field::SupersedesKey => "number of the product replaced",
        Field::InvoiceKey => "invoice number",
        Field::InvoiceKind => "invoice or credit memo",
        Field::InvoiceStatus => "invoice status",
        Field::InvoiceDate => "invoice date",
        Field::DueDate => "due date",
        Field::OpenBalance => "open balance",
        Field::Currency => "currency",
        Field::Month => "month",
    }
}

/// A header as the words it is made of: `InvoiceNo` and `invoice_no` are both `invoice no`.
pub(crate) fn words(header: &str) -> String {
    let mut words = String::with_capacity(header.len() + 4);
    let mut before_is_lower = false;
    for letter in header.chars() {
        if letter.is_alphanumeric() {
            if letter.is_uppercase() && before_is_lower && !words.ends_with(' ') {
                words.push(' ');
            }
            words.extend(letter.to_lowercase());
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        before_is_lower = letter.is_lowercase() || letter.is_ascii_digit();
    }
    words.truncate(words.trim_end().len());
    words
}
