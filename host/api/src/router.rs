//! The table of contents: every path, who may use it, and the file that answers it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::from_fn_with_state;
use sandtable_core::Error;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::AppState;
use crate::auth::{Access, Scope, guard};
use crate::boundary::boundary;
use crate::failure::{self, Failure};
use crate::{check, docs, health, metrics, pipelines, py, run, runner, schema, transforms};

/// Routes by who may use them. Only through here does a path get a handler, and so a description.
fn table() -> [(Access, OpenApiRouter<AppState>); 11] {
    [
        (Access::Open, OpenApiRouter::new().routes(routes!(health::healthz)).routes(routes!(docs::openapi_json))),
        (Access::Loopback, OpenApiRouter::new().routes(routes!(metrics::metrics))),
        (
            Access::Token(Scope::Read),
            OpenApiRouter::new()
                .routes(routes!(transforms::list::list))
                .routes(routes!(transforms::show::show))
                .routes(routes!(transforms::show::show_version))
                .routes(routes!(transforms::component::component))
                .routes(routes!(transforms::source::source))
                .routes(routes!(pipelines::translate::operations)),
        ),
        (
            Access::Token(Scope::Run),
            OpenApiRouter::new()
                .routes(routes!(run::run_newest))
                .routes(routes!(run::run_version))
                .routes(routes!(run::program::run_source))
                .routes(routes!(check::check)),
        ),
        (
            Access::Token(Scope::Run),
            OpenApiRouter::new()
                .routes(routes!(pipelines::check))
                .routes(routes!(pipelines::run))
                .routes(routes!(pipelines::explain))
                .routes(routes!(pipelines::sql))
                .routes(routes!(pipelines::translate::compile))
                .routes(routes!(pipelines::translate::from_python))
                .routes(routes!(pipelines::translate::to_python)),
        ),
        (
            Access::Token(Scope::Read),
            OpenApiRouter::new()
                .routes(routes!(py::health::health))
                .routes(routes!(py::jobs::list))
                .routes(routes!(py::jobs::show))
                .routes(routes!(py::jobs::download))
                .routes(routes!(py::events::events))
                .routes(routes!(py::dead::list)),
        ),
        (
            Access::Token(Scope::Run),
            OpenApiRouter::new()
                .routes(routes!(py::submit::discover))
                .routes(routes!(py::submit::infer_schema))
                .routes(routes!(py::preview::preview))
                .routes(routes!(py::submit::query))
                .routes(routes!(py::submit::analyze))
                .routes(routes!(py::submit::pipeline))
                .routes(routes!(py::submit::transform))
                .routes(routes!(py::jobs::cancel)),
        ),
        (Access::Token(Scope::Admin), OpenApiRouter::new().routes(routes!(py::dead::requeue))),
        (
            Access::Runner,
            OpenApiRouter::new()
                .routes(routes!(runner::first::execute))
                .routes(routes!(runner::first::status))
                .routes(routes!(runner::second::execute))
                .routes(routes!(runner::second::logs))
                .routes(routes!(runner::second::cancel))
                .routes(routes!(runner::second::status)),
        ),
        (Access::Token(Scope::Upload), OpenApiRouter::new().routes(routes!(transforms::upload::upload))),
        (Access::Token(Scope::Admin), OpenApiRouter::new().routes(routes!(transforms::delete::delete)).routes(routes!(transforms::delete::delete_version))),
    ]
}

/// The description of all routes, as OpenAPI 3.1.
pub fn openapi() -> OpenApi {
    table().into_iter().fold(OpenApiRouter::with_openapi(schema::document()), |all, (_, routes)| all.merge(routes)).into_openapi()
}

/// All routes, with what goes on around them.
pub(crate) fn router(app: AppState) -> Router {
    let guarded = |access: Access, routes: OpenApiRouter<AppState>| {
        let routes = Router::from(routes);
        match access {
            Access::Open => routes,
            Access::Loopback | Access::Token(_) | Access::Runner => routes.route_layer(from_fn_with_state((app.clone(), access), guard)),
        }
    };
    let all = table().into_iter().fold(docs::page(), |all, (access, routes)| all.merge(guarded(access, routes)));
    all.fallback(async || Failure(Error::not_found("no such path")))
        .method_not_allowed_fallback(async || Failure(failure::method_not_allowed()))
        // Bodies have caps of their own, by what they are: see `body`.
        .layer(DefaultBodyLimit::disable())
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(1024).and(is_json)))
        .layer(from_fn_with_state(app.clone(), boundary))
        .with_state(app)
}

/// The other formats are compressed by themselves, or asked for by programs that say how.
fn is_json(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|content_type| content_type.as_bytes() == b"application/json")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn operations() -> Vec<(String, String, Value)> {
        let document = serde_json::to_value(openapi()).unwrap();
        let paths = document["paths"].as_object().unwrap().clone();
        let of_path = |(path, item): (String, Value)| {
            let item = item.as_object().unwrap().clone();
            item.into_iter().map(move |(method, operation)| (path.clone(), method, operation)).collect::<Vec<_>>()
        };
        paths.into_iter().flat_map(of_path).collect()
    }

    #[test]
    fn every_route_of_the_contract_is_there() {
        let mut there: Vec<String> = operations().into_iter().map(|(path, method, _)| format!("{method} {path}")).collect();
        there.sort();
        let wanted = [
            "delete /v1/py/jobs/{token}",
            "delete /v1/transforms/{name}",
            "delete /v1/transforms/{name}/{version}",
            "get /healthz",
            "get /metrics",
            "get /openapi.json",
            "get /status",
            "get /v1/logs",
            "get /v1/operations",
            "get /v1/py/dead",
            "get /v1/py/health",
            "get /v1/py/jobs",
            "get /v1/py/jobs/{token}",
            "get /v1/py/jobs/{token}/download",
            "get /v1/py/jobs/{token}/events",
            "get /v1/status",
            "get /v1/transforms",
            "get /v1/transforms/{name}",
            "get /v1/transforms/{name}/{version}",
            "get /v1/transforms/{name}/{version}/component",
            "get /v1/transforms/{name}/{version}/source",
            "post /execute",
            "post /v1/cancel",
            "post /v1/check",
            "post /v1/execute",
            "post /v1/pipelines/check",
            "post /v1/pipelines/compile",
            "post /v1/pipelines/explain",
            "post /v1/pipelines/from-python",
            "post /v1/pipelines/run",
            "post /v1/pipelines/sql",
            "post /v1/pipelines/to-python",
            "post /v1/py/analyze",
            "post /v1/py/dead/{token}/requeue",
            "post /v1/py/discover",
            "post /v1/py/infer_schema",
            "post /v1/py/pipeline",
            "post /v1/py/preview",
            "post /v1/py/query",
            "post /v1/py/transform",
            "post /v1/run",
            "post /v1/transforms/{name}/run",
            "post /v1/transforms/{name}/{version}/run",
            "put /v1/transforms/{name}/{version}",
        ];
        assert_eq!(there, wanted);
    }

    #[test]
    fn every_operation_says_what_it_does_and_how_it_fails() {
        for (path, method, operation) in operations() {
            let place = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{place} has no summary");
            let internal = path.starts_with(py::PREFIX);
            let tags = operation["tags"].as_array().unwrap_or_else(|| panic!("{place} has no tag"));
            assert_eq!(tags.len(), if internal { 2 } else { 1 }, "{place}: {tags:?}");
            assert_eq!(operation["x-internal"] == true, internal, "{place}");
            let responses = operation["responses"].as_object().unwrap();
            // The runner's errors are its own contract's.
            let of_runner = tags[0] == "runner";
            for status in ["400", "401", "403", "404", "409", "413", "422", "500", "503", "504"] {
                if of_runner {
                    continue;
                }
                let schema = &responses[status]["content"]["application/json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/ErrorEnvelope", "{place} {status}");
            }
            assert!(responses.keys().any(|status| status.starts_with('2')), "{place} has no success");
        }
    }

    #[test]
    fn every_reference_of_the_document_has_a_target() {
        fn check(document: &Value, value: &Value) {
            match value {
                Value::Object(fields) => {
                    if let Some(target) = fields.get("$ref").and_then(Value::as_str) {
                        let pointer = target.strip_prefix('#').unwrap();
                        assert!(document.pointer(pointer).is_some(), "{target} is not there");
                    }
                    fields.values().for_each(|value| check(document, value));
                }
                Value::Array(items) => items.iter().for_each(|item| check(document, item)),
                _ => {}
            }
        }
        let document = serde_json::to_value(openapi()).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        check(&document, &document);
    }

    #[test]
    fn what_is_open_says_so_and_all_else_asks_for_a_token() {
        let document = serde_json::to_value(openapi()).unwrap();
        assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
        assert_eq!(document["security"], serde_json::json!([{"bearer": []}]));
        for (path, method, operation) in operations() {
            let open = operation["security"] == serde_json::json!([]) || operation["security"] == serde_json::json!([{}]);
            assert_eq!(open, ["/healthz", "/openapi.json"].contains(&path.as_str()), "{method} {path}: {}", operation["security"]);
        }
    }
}
