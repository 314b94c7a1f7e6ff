//! Columns that blocks make: names that are nobody else's, and the references to them.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::path::Path;
use super::template::{InputKind, Output, OutputKind, Template};
use super::{Compiler, free_name};
use crate::fault::{Fault, Result, quote, show};
use crate::table::{Kind, Operation, Param, Pass, Table, Type};

/// What a block calls its columns.
#[derive(Debug, Default)]
pub(super) struct NewColumns<'a> {
    pub(super) columns: Vec<NewColumn<'a>>,
    /// Keywords that have another name now, by operation.
    keywords: HashMap<(usize, String), String>,
}

/// A column that a block gives.
#[derive(Debug)]
pub(super) struct NewColumn<'a> {
    pub(super) output: &'a str,
    /// The operation that makes it.
    pub(super) step: usize,
    pub(super) name: String,
}

impl NewColumns<'_> {
    /// A path, when a keyword on it was renamed.
    pub(super) fn moved(&self, path: &Path) -> Path {
        let mut path = path.clone();
        if let Some(keyword) = path.keyword()
            && let Some(new) = self.keywords.get(&(path.step, keyword.to_owned()))
        {
            path.keys[1].clone_from(new);
        }
        path
    }
}

impl<'a> Compiler<'a> {
    /// Finds the columns that the block makes and gives each a name that is free.
    pub(super) fn new_columns(&mut self, template: &'a Template, operations: &mut [Value]) -> Result<NewColumns<'a>> {
        let mut named = NewColumns::default();
        // One column may stand at several outputs.
        let mut renamed: HashMap<String, String> = HashMap::new();
        for output in template.outputs.iter().filter(|output| output.kind == OutputKind::Column) {
            let Some(path) = &output.path else { continue };
            let path = named.moved(path);
            let place = |fault: Fault| fault.argument(format!("output {}", quote(&output.name))).detail("output", output.name.as_str());
            let name = name_at(output, &path, operations).map_err(place)?;
            let is_input = template.inputs.iter().any(|input| input.kind == InputKind::Column && input.paths.iter().any(|other| other == &path));
            if is_input || name.starts_with('$') {
                // It is there already, or only the run tells its name.
                named.columns.push(NewColumn { output: &output.name, step: path.step, name });
                continue;
            }
            let new = match renamed.get(&name) {
                Some(new) => new.clone(),
                None if renamed.values().any(|new| *new == name) => name.clone(),
                None => free_name(&name, |name| self.columns.contains(name)),
            };
            self.columns.insert(new.clone());
            rename(&path, &name, &new, operations, &mut named).map_err(place)?;
            renamed.insert(name, new.clone());
            named.columns.push(NewColumn { output: &output.name, step: path.step, name: new });
        }
        Ok(named)
    }
}

/// The name of the column that an output's path tells: what stands there, or the keyword when an expression does.
fn name_at(output: &Output, path: &Path, operations: &[Value]) -> Result<String> {
    match (path.get(operations), path.keyword()) {
        (Some(Value::String(name)), _) if !name.is_empty() => Ok(name.clone()),
        (Some(Value::Object(_) | Value::Number(_) | Value::Bool(_) | Value::Null), Some(keyword)) if path.keys.len() == 2 => Ok(keyword.to_owned()),
        (Some(other), _) => {
            Err(Fault::new(format!("at its path stands {}", show(other))).given(show(other)).allowed("the name of a column, or an expression at kwargs.NAME"))
        }
        (None, _) => Err(Fault::new(format!("the path {} of {} leads nowhere", quote(path.text()), quote(&output.name))).given(path.text())),
    }
}

/// Gives a column its new name where it is made, and lets later operations follow.
fn rename(path: &Path, name: &str, new: &str, operations: &mut [Value], named: &mut NewColumns<'_>) -> Result<()> {
    let is_string = path.get(operations).is_some_and(Value::is_string);
    if is_string && path.keys.len() > 2 {
        path.set(operations, Value::from(new))?;
    }
    if let Some(keyword) = path.keyword().map(str::to_owned) {
        // A keyword names the column, whatever an alias below it says: so the keyword takes the name that the output tells.
        if (path.keys.len() == 2 || is_outermost_alias(path, operations)) && keyword != new {
            rename_keyword(operations, path.step, &keyword, new)?;
            named.keywords.insert((path.step, keyword.clone()), new.to_owned());
            if keyword != name {
                follow(&mut operations[path.step + 1..], &keyword, new);
            }
        }
    }
    if name != new {
        follow(&mut operations[path.step + 1..], name, new);
    }
    Ok(())
}

/// Whether a path ends at the name of the alias that is a keyword's whole expression.
fn is_outermost_alias(path: &Path, operations: &[Value]) -> bool {
    let [kwargs, keyword, kind, at] = path.keys.as_slice() else { return false };
    let is_name = (kind == "kwargs" && at == "name") || (kind == "args" && at == "0");
    kwargs == "kwargs" && is_name && operations[path.step]["kwargs"][keyword.as_str()]["expr"] == "alias"
}

fn rename_keyword(operations: &mut [Value], step: usize, keyword: &str, new: &str) -> Result<()> {
    let Some(kwargs) = operations[step]["kwargs"].as_object_mut() else { return Ok(()) };
    if kwargs.contains_key(new) {
        return Err(Fault::new(format!("the operation has the keywords {} and {}, which are one column", quote(keyword), quote(new))).given(keyword));
    }
    *kwargs = std::mem::take(kwargs).into_iter().map(|(key, value)| (if key == keyword { new.to_owned() } else { key }, value)).collect();
    Ok(())
}

/// Lets operations refer to a column by its new name.
fn follow(operations: &mut [Value], old: &str, new: &str) {
    const KINDS: [Kind; 6] = [Kind::LazyFrame, Kind::DataFrame, Kind::LazyGroupBy, Kind::DynamicGroupBy, Kind::RollingGroupBy, Kind::Function];
    let follower = Follower { old, new };
    for operation in operations {
        let name = operation["operation"].as_str().unwrap_or_default();
        let signature = KINDS.iter().find_map(|kind| Table::get().find(*kind, name));
        follower.call(operation, signature);
    }
}

/// Where a string is a column's name is what the signatures say.
struct Follower<'a> {
    old: &'a str,
    new: &'a str,
}

/// How strings stand in an argument.
#[derive(Clone, Copy)]
enum Strings {
    /// They name no column.
    Other,
    /// One string, or each of a list.
    Columns,
    /// One string; in a list they are values.
    OneColumn,
    /// Keys of an object.
    Keys,
}

impl Follower<'_> {
    /// The arguments of a step or an expression.
    fn call(&self, call: &mut Value, signature: Option<&'static Operation>) {
        if let Some(args) = call.get_mut("args").and_then(Value::as_array_mut) {
            for (number, arg) in args.iter_mut().enumerate() {
                let param = signature.and_then(|signature| positional(signature, number));
                self.argument(arg, param.map_or(Strings::Other, |param| strings(signature, param)));
            }
        }
        let Some(kwargs) = call.get_mut("kwargs").and_then(Value::as_object_mut) else { return };
        let spread = signature.and_then(|signature| signature.params.iter().find(|param| param.pass == Pass::Varkwargs));
        let mut renamed = Map::new();
        for (key, mut value) in std::mem::take(kwargs) {
            let param = signature.and_then(|signature| signature.param(&key).filter(|param| param.pass != Pass::Varkwargs));
            match (param, spread) {
                (Some(param), _) => self.argument(&mut value, strings(signature, param)),
                // A keyword of with_columns and the like is the column that comes out, the same column again; one of filter
                // is a column that is compared.
                (None, Some(spread)) => {
                    self.argument(&mut value, if spread.name == "constraints" { Strings::Other } else { Strings::OneColumn });
                    renamed.insert(if key == self.old { self.new.to_owned() } else { key }, value);
                    continue;
                }
                (None, None) => self.argument(&mut value, Strings::Other),
            }
            renamed.insert(key, value);
        }
        *kwargs = renamed;
    }

    fn argument(&self, value: &mut Value, strings: Strings) {
        match value {
            Value::String(text) if text == self.old && matches!(strings, Strings::Columns | Strings::OneColumn) => *value = Value::from(self.new),
            Value::Array(items) => {
                let strings = if matches!(strings, Strings::OneColumn) { Strings::Other } else { strings };
                items.iter_mut().for_each(|item| self.argument(item, strings));
            }
            Value::Object(fields) if fields.contains_key("expr") => self.expression(value),
            Value::Object(fields) => {
                let is_keyed = matches!(strings, Strings::Keys);
                *fields = std::mem::take(fields)
                    .into_iter()
                    .map(|(key, mut item)| {
                        self.argument(&mut item, Strings::Other);
                        (if is_keyed && key == self.old { self.new.to_owned() } else { key }, item)
                    })
                    .collect();
            }
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn expression(&self, value: &mut Value) {
        const METHODS: [Kind; 5] = [Kind::Expr, Kind::When, Kind::Then, Kind::ChainedWhen, Kind::ChainedThen];
        let table = Table::get();
        let name = value["expr"].as_str().unwrap_or_default();
        let signature = match (value.get("on").is_some(), name.strip_prefix("selectors.")) {
            (true, _) => METHODS.iter().find_map(|kind| table.find(*kind, name)),
            (false, Some(selector)) => table.find(Kind::Selector, selector),
            (false, None) => table.find(Kind::Function, name),
        };
        if let Some(on) = value.get_mut("on").filter(|on| on.is_object()) {
            self.expression(on);
        }
        self.call(value, signature);
    }
}

fn positional(signature: &'static Operation, number: usize) -> Option<&'static Param> {
    signature.params.iter().enumerate().find_map(|(at, param)| match param.pass {
        Pass::Varargs if at <= number => Some(param),
        Pass::Positional | Pass::OnlyPositional if at == number => Some(param),
        _ => None,
    })
}

fn strings(signature: Option<&'static Operation>, param: &Param) -> Strings {
    let (kind, callee) = signature.map_or((Kind::Function, ""), |signature| (signature.kind, signature.name.as_str()));
    match (kind, callee, param.name.as_str()) {
        (Kind::Function, "col", _)
        | (Kind::Selector, "by_name", "names")
        | (Kind::Expr, "alias", _)
        | (Kind::Function | Kind::Expr | Kind::Selector, "exclude", _) => return Strings::Columns,
        (Kind::Function, _, "names" | "columns" | "column") if signature.is_some_and(|signature| signature.returns.contains("Expr")) => {
            return Strings::Columns;
        }
        (
            Kind::LazyFrame | Kind::DataFrame,
            "join_asof" | "update" | "set_sorted",
            "by" | "by_left" | "by_right" | "on" | "left_on" | "right_on" | "column" | "more_columns",
        ) => return Strings::Columns,
        (Kind::LazyFrame | Kind::DataFrame, "rename", "mapping") | (Kind::LazyFrame | Kind::DataFrame, "cast", "dtypes") => return Strings::Keys,
        _ => {}
    }
    if param.reads.get("str").is_some_and(|read| read != "column") {
        return Strings::Other;
    }
    match param.ty {
        Type::Exprs | Type::Selector | Type::Selectors | Type::Column | Type::Columns => Strings::Columns,
        Type::Expr if param.pass == Pass::Varargs => Strings::Columns,
        Type::Expr => Strings::OneColumn,
        _ => Strings::Other,
    }
}
