//! The one registration of every route, and the answers to addresses and methods that are not among them.

use crate::error::Refusal;
use crate::parameters::Parameters;
use crate::{
    ApiConfig, accounts, accuracy, alerts, bridge, brief, credentials, dashboard, docs, etag, events, export,
    health, imports, insights, interactions, invoices, jobs, keys, limits, map, metrics, notifications,
    orders, parameters, paths, products, rules, scoring, search, session, settings, states, targets, tasks,
    territory, timeline, trips, users, views, weekly_diff,
};
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};
use serde_json::Value;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

/// Registers every route of the product.
pub fn register(service: &mut ServiceConfig) {
    service.service(health::health).service(health::ready).service(
        scope("/api/v1")
            .wrap(from_fn(parameters::known_only))
            .wrap(from_fn(etag::tag))
            .wrap(from_fn(credentials::authenticate))
            .wrap(from_fn(limits::within_time))
            .configure(sessions_and_settings)
            .configure(figures)
            .configure(alerting)
            .configure(daily_work)
            .configure(work_with_accounts)
            .configure(data)
            .configure(administration),
    );
}

fn sessions_and_settings(service: &mut ServiceConfig) {
    service
        .service(session::sign_in)
        .service(session::sign_out)
        .service(session::me)
        .service(session::change_password)
        .service(settings::settings)
        .service(settings::update_settings)
        .service(settings::freshness)
        .service(settings::filter_choices)
        .service(docs::openapi_document);
}

fn figures(service: &mut ServiceConfig) {
    service
        .service(dashboard::dashboard)
        .service(dashboard::segments)
        .service(metrics::explain_metrics)
        .service(bridge::bridge)
        .service(bridge::breakdown)
        .service(export::export_breakdown)
        // Before the account at an id, which would take it for one.
        .service(bridge::concentration)
        .service(territory::territory)
        .service(states::states)
        .service(export::export_states)
        .service(accounts::accounts)
        // Before the account at an id, too.
        .service(export::export_accounts)
        .service(accounts::account)
        .service(accounts::explain)
        .service(scoring::scoring_model)
        .service(accuracy::accuracy)
        .service(rules::rules)
        .service(rules::preview_rules)
        .service(rules::save_rules)
        .service(map::map)
        .service(map::map_histograms)
        .service(products::products)
        .service(export::export_products)
        .service(products::product_orders)
        .service(products::units)
        .service(products::momentum)
        .service(products::penetration);
}

fn alerting(service: &mut ServiceConfig) {
    service
        .service(alerts::for_you)
        .service(alerts::alerts)
        .service(alerts::explain_alert)
        .service(alerts::act_on_alert)
        .service(alerts::act_on_account)
        .service(alerts::closures)
        .service(alerts::close_account)
        .service(alerts::remove_closure)
        .service(notifications::notification_preferences)
        .service(notifications::update_notification_preferences)
        .service(notifications::deliveries)
        .service(notifications::resend_delivery)
        .service(notifications::webhooks)
        .service(notifications::add_webhook)
        .service(notifications::update_webhook)
        .service(notifications::remove_webhook)
        .service(notifications::test_webhook)
        .service(events::events);
}

fn daily_work(service: &mut ServiceConfig) {
    service
        .service(orders::orders)
        // Before the order at an id, which would take it for one.
        .service(export::export_orders)
        .service(orders::order)
        .service(invoices::invoices)
        .service(targets::targets)
        .service(targets::set_target)
        .service(targets::remove_target)
        .service(insights::weekly_rollup)
        .service(insights::lowest_performing)
        .service(insights::probably_lost);
}

fn work_with_accounts(service: &mut ServiceConfig) {
    service
        .service(interactions::log_interaction)
        .service(interactions::remove_interaction)
        .service(tasks::tasks)
        .service(tasks::add_task)
        .service(tasks::update_task)
        .service(tasks::remove_task)
        .service(tasks::people)
        .service(timeline::timeline)
        .service(brief::brief)
        .service(trips::plan_trip)
        .service(search::search)
        .service(views::views)
        .service(views::add_view)
        .service(views::update_view)
        .service(views::remove_view)
        .service(weekly_diff::weekly_diff);
}

fn data(service: &mut ServiceConfig) {
    service
        .service(imports::preview_import)
        .service(imports::start_import)
        .service(imports::imports)
        .service(imports::import)
        .service(imports::import_errors)
        .service(imports::undo_import)
        .service(imports::mappings)
        .service(imports::save_mapping);
}

fn administration(service: &mut ServiceConfig) {
    service
        .service(jobs::jobs)
        .service(jobs::start_scoring)
        .service(jobs::start_backtest)
        .service(jobs::job)
        .service(users::users)
        .service(users::add_user)
        .service(users::update_user)
        .service(keys::keys)
        .service(keys::add_key)
        .service(keys::revoke_key);
}

/// Whatever no route took: a page of the app, a wrong method, or nothing.
pub async fn unmatched(
    request: HttpRequest,
    routes: web::Data<RouteTable>,
    config: web::Data<ApiConfig>,
) -> Result<HttpResponse, Refusal> {
    let path = request.path();
    if paths::is_api(path) {
        return Err(match routes.methods(path) {
            allowed if allowed.is_empty() => Refusal::UnknownRoute,
            allowed => Refusal::WrongMethod { allowed },
        });
    }
    if request.method() != Method::GET {
        return Err(Refusal::WrongMethod { allowed: vec![Method::GET, Method::HEAD] });
    }
    Ok((config.pages)(&request))
}

/// The answer to an address that nothing answers at, for the pages beside the API.
pub fn nothing_here() -> HttpResponse {
    Refusal::UnknownRoute.error_response()
}

/// Every documented path with its methods and what each takes after the `?`.
#[derive(Debug)]
pub struct RouteTable(Vec<Route>);

#[derive(Debug)]
struct Route {
    template: String,
    operations: Vec<(Method, Parameters)>,
}

impl RouteTable {
    /// The routes of a document.
    pub fn of(document: &OpenApi) -> Self {
        let document = serde_json::json!(document);
        let paths = document["paths"].as_object().into_iter().flatten();
        let route = |(template, item): (&String, &Value)| Route {
            template: template.clone(),
            operations: Parameters::of_path(&document, item),
        };
        Self(paths.map(route).collect())
    }

    /// The path with its ids replaced by `id`; none when no route with an id has this shape. Segments of dots
    /// are no ids: some programs would walk along them.
    pub fn with_ids_as(&self, id: &str, path: &str) -> Option<String> {
        let is_dotted = path.split('/').any(|segment| segment == "." || segment == "..");
        let templates = self.0.iter().map(|route| route.template.as_str());
        let template = templates.filter(|_| !is_dotted).find(|it| it.contains('{') && is_match(it, path))?;
        let segments = template.split('/').map(|segment| if segment.starts_with('{') { id } else { segment });
        Some(segments.collect::<Vec<_>>().join("/"))
    }

    /// What an operation takes after the `?`; none when there is no such operation.
    pub fn parameters(&self, method: &Method, path: &str) -> Option<&Parameters> {
        // A path spelled out goes before one with an id in its place, as in the registration.
        let matching = self.0.iter().filter(|route| is_match(&route.template, path));
        let operations = matching.flat_map(|route| {
            route.operations.iter().map(move |operation| (route.template.matches('{').count(), operation))
        });
        let of_method = operations.filter(|(_ids, (known, _parameters))| known == method);
        of_method.min_by_key(|(ids, _operation)| *ids).map(|(_ids, (_method, parameters))| parameters)
    }

    /// The methods of the path; none when there is no such path.
    fn methods(&self, path: &str) -> Vec<Method> {
        let matching = self.0.iter().filter(|route| is_match(&route.template, path));
        let methods = matching.flat_map(|route| route.operations.iter().map(|(method, _)| method.clone()));
        methods
            .flat_map(|method| if method == Method::GET { vec![method, Method::HEAD] } else { vec![method] })
            .collect()
    }
}

fn is_match(template: &str, path: &str) -> bool {
    let (mut wanted, mut found) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), found.next()) {
            (None, None) => return true,
            (Some(wanted), Some(found))
                if wanted == found || (wanted.starts_with('{') && !found.is_empty()) => {}
            (Some(_), _) | (None, Some(_)) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_matches_paths_of_its_shape_only() {
        assert!(is_match("/api/v1/imports/{id}/undo", "/api/v1/imports/i_1/undo"));
        assert!(!is_match("/api/v1/imports/{id}", "/api/v1/imports/i_1/undo"));
        assert!(!is_match("/api/v1/imports/{id}", "/api/v1/imports/"));
        assert!(!is_match("/api/v1/imports/{id}", "/api/v1/imports"));
    }
}
