//! Orders, invoices and targets.

use crate::call::Method;
use crate::{Answer, Client};
use bellwether_core::invoice::{InvoiceQuery, InvoiceRow};
use bellwether_core::order::{OrderDetail, OrderSummary, OrdersQuery};
use bellwether_core::target::{Target, TargetInput, TargetQuery};
use bellwether_core::{OrderId, Page, TargetId};

impl Client {
    /// Orders, the newest first.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_cursor`.
    pub async fn orders(&self, query: &OrdersQuery) -> Answer<Page<OrderSummary>> {
        self.find("orders", query).await
    }

    /// One whole order.
    ///
    /// # Errors
    /// `not_found` when it does not exist or is not yours.
    pub async fn order(&self, id: OrderId) -> Answer<OrderDetail> {
        self.get(&format!("orders/{id}")).await
    }

    /// Invoices and credit memos, the newest first.
    ///
    /// # Errors
    /// `forbidden` without the permission to see financial data, `invalid_cursor`.
    pub async fn invoices(&self, query: &InvoiceQuery) -> Answer<Page<InvoiceRow>> {
        self.find("invoices", query).await
    }

    /// Sales targets, the latest month first.
    ///
    /// # Errors
    /// `not_signed_in`, `invalid_cursor`.
    pub async fn targets(&self, query: &TargetQuery) -> Answer<Page<Target>> {
        self.find("targets", query).await
    }

    /// Sets a target.
    ///
    /// # Errors
    /// `forbidden` for reps, `not_found`, `invalid`.
    pub async fn set_target(&self, target: &TargetInput) -> Answer<Target> {
        self.send(Method::Post, "targets", target).await
    }

    /// Removes a target.
    ///
    /// # Errors
    /// `forbidden` for reps, `not_found`.
    pub async fn remove_target(&self, id: TargetId) -> Answer<()> {
        self.exchange(self.call(Method::Delete, &format!("targets/{id}"))).await.map(drop)
    }
}
