# The server and the worker, in one image.
#
#   docker build -t sandtable .
#   docker run -p 9001:9001 -e SANDTABLE_AUTH_SECRET=… -v sandtable:/data -v "$PWD/files:/files:ro" sandtable

FROM rust:1.95-bookworm AS build
WORKDIR /build
COPY . .
# All of the workspace chooses the features; one program of it is built.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/target \
    CARGO_TARGET_DIR=/target cargo build --release --locked --workspace --bin sandtable \
    && cp /target/release/sandtable /sandtable
# The languages that run source code, by tools that the script installs for itself.
# hadolint ignore=DL3008
RUN --mount=type=cache,target=/target apt-get update \
    && apt-get install -y --no-install-recommends nodejs npm python3 python3-venv \
    && CARGO_TARGET_DIR=/target scripts/build-guests-other python javascript \
    && mkdir /languages && cp /target/guests/languages/*.wasm /languages/

FROM debian:bookworm-slim
# curl asks whether the server is well.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home sandtable \
    && install -d -o sandtable -g sandtable /data /files
COPY --from=build /sandtable /usr/local/bin/sandtable
COPY --from=build /languages /usr/local/share/sandtable/languages
COPY LICENSE-MIT LICENSE-APACHE /usr/share/doc/sandtable/
USER 10001
ENV SANDTABLE_LISTEN=0.0.0.0:9001 SANDTABLE_DATA_DIR=/data SANDTABLE_BASE_PATH=/files SANDTABLE_LOG_JSON=true
VOLUME /data
EXPOSE 9001
# SIGTERM drains: running calls end, running jobs end or are given back.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:9001/healthz"]
ENTRYPOINT ["sandtable"]
CMD ["serve"]
