//! What a transform says of itself.

use crate::bindings::types;

/// A transform's description, checked at upload and shown to users.
///
/// Name, version and summary are taken from the crate when left out.
#[derive(Clone, Debug, Default)]
pub struct Description {
    name: Option<String>,
    version: Option<String>,
    summary: Option<String>,
    inputs: Vec<Input>,
    params: String,
    output: Vec<Column>,
    features: Vec<String>,
    extra: Vec<(String, String)>,
}

/// A table that a transform wants.
#[derive(Clone, Debug)]
pub struct Input {
    name: String,
    description: String,
    columns: Vec<Column>,
}

/// A column that a transform wants or gives.
#[derive(Clone, Debug)]
pub struct Column {
    name: String,
    kind: String,
    required: bool,
    description: String,
}

impl Description {
    /// An empty description.
    pub fn new() -> Self {
        Self::default()
    }

    /// A name other than the crate's: `[a-z][a-z0-9-]{0,62}`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// A version other than the crate's, as SemVer.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// A summary other than the crate's description.
    #[must_use]
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = Some(summary.into());
        self
    }

    /// Adds an input. Row transforms have exactly one; without any, it is called `input` and takes any columns.
    #[must_use]
    pub fn input(mut self, input: Input) -> Self {
        self.inputs.push(input);
        self
    }

    /// A JSON Schema of the parameters.
    #[must_use]
    pub fn params(mut self, schema: impl Into<String>) -> Self {
        self.params = schema.into();
        self
    }

    /// Adds a column of the output. Leave them all out when they depend on the input.
    #[must_use]
    pub fn output(mut self, column: Column) -> Self {
        self.output.push(column);
        self
    }

    /// Adds a feature code. `views`: takes string and binary columns as view arrays. `frames`: uses native
    /// [`frames`](crate::frames), which are granted when the transform is uploaded.
    #[must_use]
    pub fn feature(mut self, feature: impl Into<String>) -> Self {
        self.features.push(feature.into());
        self
    }

    /// Adds a pair for what comes later.
    #[must_use]
    pub fn extra(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra.push((key.into(), value.into()));
        self
    }

    pub(crate) fn into_wire(self, package: &Package) -> types::Description {
        types::Description {
            name: self.name.unwrap_or_else(|| package.name.to_owned()),
            version: self.version.unwrap_or_else(|| package.version.to_owned()),
            summary: self.summary.unwrap_or_else(|| package.summary.to_owned()),
            inputs: self.inputs.into_iter().map(Input::into_wire).collect(),
            params: self.params,
            output: self.output.into_iter().map(Column::into_wire).collect(),
            features: self.features,
            extra: self.extra,
        }
    }

    pub(crate) fn has_inputs(&self) -> bool {
        !self.inputs.is_empty()
    }
}

impl Input {
    /// An input of any columns.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), description: String::new(), columns: Vec::new() }
    }

    /// What it is for.
    #[must_use]
    pub fn about(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Adds a column that is read. Others may be there too.
    #[must_use]
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    fn into_wire(self) -> types::InputSpec {
        types::InputSpec { name: self.name, description: self.description, columns: self.columns.into_iter().map(Column::into_wire).collect() }
    }
}

impl Column {
    /// A required column. `kind` is a type (`int64`, `float64`, `string`, `timestamp` …), a class (`integer`,
    /// `number`, `temporal`) or `any`.
    pub fn new(name: impl Into<String>, kind: impl Into<String>) -> Self {
        Self { name: name.into(), kind: kind.into(), required: true, description: String::new() }
    }

    /// What it holds.
    #[must_use]
    pub fn about(mut self, description: impl Into<String>) -> Self {
        self.description = description.into();
        self
    }

    /// Says that it may be missing.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    fn into_wire(self) -> types::ColumnSpec {
        types::ColumnSpec { name: self.name, type_: self.kind, required: self.required, description: self.description }
    }
}

/// What Cargo knows of the author's crate. Filled in by `register!`.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// `CARGO_PKG_NAME`.
    pub name: &'static str,
    /// `CARGO_PKG_VERSION`.
    pub version: &'static str,
    /// `CARGO_PKG_DESCRIPTION`.
    pub summary: &'static str,
}
