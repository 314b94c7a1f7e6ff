//! SQL: parsed first, then run by Polars over frames of the pipeline alone.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use polars::prelude::{LazyFrame, PolarsResult};
use polars::sql::{FunctionRegistry, SQLContext};
use polars_plan::dsl::UserDefinedFunction;
use serde_json::{Map, Value};
use sqlparser::ast::{ObjectName, Query, SetExpr, Statement, TableFactor, Visit, Visitor, visit_relations};
use sqlparser::dialect::GenericDialect;
use sqlparser::parser::{Parser, ParserOptions};

use crate::custom::{Function, Functions, Manner};
use crate::expr::sql_function;
use crate::fault::{Fault, Result, list, quote, through_polars};
use crate::frame::{Call, Frame, Table};
use crate::suggest;

/// How deep a query may nest.
const RECURSION: usize = 64;
/// The longest query, in bytes.
const MAX_BYTES: usize = 100_000;

/// The custom functions as functions of SQL: by their names, with `_` for `-`. Polars asks for those that it does not know.
struct Registry {
    functions: Arc<dyn Functions>,
}

impl Registry {
    fn find(&self, name: &str) -> Option<Arc<dyn Function>> {
        let find = |name: &str| self.functions.find(name, &Value::Object(Map::new())).ok().filter(|function| function.signature().manner == Manner::Rows);
        find(name).or_else(|| find(&name.replace('_', "-")))
    }
}

impl FunctionRegistry for Registry {
    fn register(&mut self, name: &str, _: UserDefinedFunction) -> PolarsResult<()> {
        Err(through_polars(Fault::new(format!("{name} cannot be registered from a query"))))
    }

    fn get_udf(&self, name: &str) -> PolarsResult<Option<UserDefinedFunction>> {
        Ok(self.find(name).map(|function| sql_function(name, function)))
    }

    fn contains(&self, name: &str) -> bool {
        self.find(name).is_some()
    }
}

/// Runs a query over tables.
fn execute(query: &str, tables: &[(String, LazyFrame)], used: &BTreeSet<String>, functions: Arc<dyn Functions>) -> Result<LazyFrame> {
    let mut context = SQLContext::new().with_function_registry(Arc::new(Registry { functions }));
    // Only what the query names: registering costs, and what is not there cannot be reached.
    for (name, plan) in tables.iter().filter(|(name, _)| used.contains(name)) {
        context.register(name, plan.clone());
    }
    Ok(context.execute(query)?)
}

/// Parses a query, refuses what reads or changes anything but the tables, and gives the tables that it names.
fn check(query: &str, tables: &[&str]) -> Result<BTreeSet<String>> {
    let mut look = Look { tables, named: Vec::new(), used: BTreeSet::new() };
    match parse(query)?.visit(&mut look) {
        ControlFlow::Break(fault) => Err(fault),
        ControlFlow::Continue(()) => Ok(look.used),
    }
}

/// Every name of one part that stands where a table would, those of `with` among them.
pub(crate) fn tables(query: &str) -> Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let _: ControlFlow<()> = visit_relations(&parse(query)?, |relation| {
        if let [part] = relation.0.as_slice()
            && let Some(name) = part.as_ident()
        {
            names.insert(name.value.clone());
        }
        ControlFlow::Continue(())
    });
    Ok(names)
}

/// Parses a query that is one select.
fn parse(query: &str) -> Result<Statement> {
    if query.len() > MAX_BYTES {
        return Err(Fault::cap("bytes of a query", query.len(), MAX_BYTES));
    }
    let mut statements = Parser::new(&GenericDialect)
        .with_options(ParserOptions { trailing_commas: true, ..Default::default() })
        .with_recursion_limit(RECURSION)
        .try_with_sql(query)
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| Fault::new(format!("the query cannot be read: {error}")).given(query))?;
    match (statements.pop(), statements.is_empty()) {
        (Some(statement @ Statement::Query(_)), true) => Ok(statement),
        (Some(_), true) => Err(Fault::new("the query is not a select").given(query).allowed("one select, with `with` in front of it if need be")),
        (last, _) => Err(Fault::new(format!("the query has {} statements", statements.len() + usize::from(last.is_some()))).allowed("one select")),
    }
}

/// Walks a query.
struct Look<'a> {
    tables: &'a [&'a str],
    /// The names that `with` brings in.
    named: Vec<String>,
    used: BTreeSet<String>,
}

impl Visitor for Look<'_> {
    type Break = Fault;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Fault> {
        if let Some(with) = &query.with {
            self.named.extend(with.cte_tables.iter().map(|table| table.alias.name.value.clone()));
        }
        match &*query.body {
            SetExpr::Insert(_) | SetExpr::Update(_) | SetExpr::Delete(_) | SetExpr::Merge(_) => {
                ControlFlow::Break(Fault::new("a query may not change a table").allowed("one select"))
            }
            SetExpr::Select(_) | SetExpr::Query(_) | SetExpr::SetOperation { .. } | SetExpr::Values(_) | SetExpr::Table(_) => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<Fault> {
        let refused = |what: &str| ControlFlow::Break(Fault::new(format!("{what} is not available in a query here")).allowed("tables by their names"));
        match factor {
            TableFactor::Table { name, args: Some(_), .. } => refused(&format!("the table function {name}")),
            TableFactor::Table { .. } | TableFactor::Derived { .. } | TableFactor::NestedJoin { .. } | TableFactor::UNNEST { .. } => ControlFlow::Continue(()),
            TableFactor::Function { name, .. } => refused(&format!("the table function {name}")),
            _ => refused("this kind of table"),
        }
    }

    fn pre_visit_relation(&mut self, relation: &ObjectName) -> ControlFlow<Fault> {
        let parts: Vec<&str> = relation.0.iter().filter_map(|part| part.as_ident().map(|ident| ident.value.as_str())).collect();
        let name = match parts.as_slice() {
            [name] if relation.0.len() == 1 => *name,
            _ => return ControlFlow::Break(Fault::new(format!("the table {relation} has a schema in its name")).allowed("tables by their names")),
        };
        // A name that `with` brings in may stand for a table of the same name inside its own query.
        if self.tables.contains(&name) {
            self.used.insert(name.to_owned());
            return ControlFlow::Continue(());
        }
        if self.named.iter().any(|known| known == name) {
            return ControlFlow::Continue(());
        }
        let near = suggest::closest(name, self.tables.iter().copied());
        let fault = Fault::new(format!("there is no table {}", quote(name))).given(name).did_you_mean(near);
        ControlFlow::Break(if self.tables.is_empty() { fault } else { fault.allowed(list(self.tables)) })
    }
}

/// The method of a frame: the frame is one of the tables, the pipeline's other frames are there too.
pub(crate) fn method(call: &Call<'_>) -> Result<Frame> {
    let query = call.bound.str("query")?;
    let own = match call.bound.str("table_name")? {
        "" => "self",
        name => name,
    };
    let mut tables = registered(call);
    tables.retain(|(name, _, _)| name != own);
    tables.push((own.to_owned(), call.plan(), call.input.known));
    run(call, query, tables, call.input.eager)
}

/// The function of the module: the pipeline's frames are the tables.
pub(crate) fn function(call: &Call<'_>) -> Result<Frame> {
    let query = call.bound.str("query")?;
    let eager = call.bound.bool("eager")?;
    run(call, query, registered(call), eager)
}

fn registered(call: &Call<'_>) -> Vec<(String, LazyFrame, bool)> {
    let named = call.frames.iter().filter_map(|(name, frame)| match (name, frame) {
        (Some(name), Frame::Table(table) | Frame::Written(table)) => Some((name.to_owned(), table.plan.clone(), table.known)),
        _ => None,
    });
    let mut tables: Vec<_> = named.collect();
    tables.sort_by(|a, b| a.0.cmp(&b.0));
    tables
}

fn run(call: &Call<'_>, query: &str, tables: Vec<(String, LazyFrame, bool)>, eager: bool) -> Result<Frame> {
    let names: Vec<&str> = tables.iter().map(|(name, _, _)| name.as_str()).collect();
    let used = check(query, &names).map_err(|fault| fault.argument(call.bound.place("query")))?;
    let known = tables.iter().filter(|(name, _, _)| used.contains(name)).all(|(_, _, known)| *known);
    let tables: Vec<(String, LazyFrame)> = tables.into_iter().map(|(name, plan, _)| (name, plan)).collect();
    let functions = Arc::clone(&call.context.functions) as Arc<dyn Functions>;
    let plan = execute(query, &tables, &used, functions).map_err(|fault| fault.argument(call.bound.place("query")))?;
    Ok(Frame::Table(Table { plan, eager, known }))
}
