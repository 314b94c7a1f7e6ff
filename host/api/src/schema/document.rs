//! The document around the routes.

use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};

use crate::failure::ErrorEnvelope;
use crate::runner::RunnerError;

/// Sandtable's REST interface.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sandtable",
        description = "Runs other people's data transforms: upload a WebAssembly component, run it over tables, and have it held to its \
                       memory, its fuel and its time.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "transforms", description = "Upload, look at and delete transforms"),
        (name = "run", description = "Run a transform over tables"),
        (name = "pipelines", description = "Documents that say what Polars is to do"),
        (name = "runner", description = "Users' source code over their tables: the transform runner, both generations of its contract"),
        (name = "service", description = "The server itself"),
    ),
    components(schemas(ErrorEnvelope, RunnerError)),
    security(("bearer" = []))
)]
struct Document;

/// Everything but the paths.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "Signed with HS256, with an expiry. The claim `scope` holds words out of `read run upload admin`; without it \
             all are meant. A server without a secret asks for no token.",
        ))
        .build();
    document.components.get_or_insert_default().security_schemes.insert("bearer".to_owned(), SecurityScheme::Http(bearer).into());
    document
}
