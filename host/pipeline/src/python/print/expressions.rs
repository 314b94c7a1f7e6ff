//! Values of a step: expressions as operators and method chains, everything else as literals.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::layout::Code;
use super::literals::{data, quoted};
use super::names::Names;
use super::places::{Meant, Place};
use crate::fault::{Fault, Result, quote, show};
use crate::python::words;

/// How tightly Python binds, as far as it matters here.
mod level {
    pub(super) const COMPARISON: u8 = 1;
    pub(super) const OR: u8 = 2;
    pub(super) const XOR: u8 = 3;
    pub(super) const AND: u8 = 4;
    pub(super) const SUM: u8 = 5;
    pub(super) const PRODUCT: u8 = 6;
    pub(super) const UNARY: u8 = 7;
    pub(super) const POWER: u8 = 8;
    pub(super) const ATOM: u8 = 9;
}

/// Source and how tightly it binds.
struct Piece {
    code: Code,
    level: u8,
}

impl Piece {
    fn atom(code: Code) -> Self {
        Self { code, level: level::ATOM }
    }

    /// In brackets, unless it binds at least that tightly.
    fn at_least(self, level: u8) -> Code {
        if self.level >= level { self.code } else { Code::brackets(self.code) }
    }
}

/// Writes values and remembers what the head of the module must import.
pub(super) struct Writer<'a> {
    names: &'a Names,
    /// The frames that are there by now, and whether each is a list of some.
    there: HashMap<Option<String>, bool>,
    /// Whether selectors occur.
    pub(super) selects: bool,
    /// Whether annotations say more than a type.
    pub(super) annotates: bool,
    /// Custom functions that occur by name.
    pub(super) functions: HashSet<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(names: &'a Names) -> Self {
        Self { names, there: HashMap::new(), selects: false, annotates: false, functions: HashSet::new() }
    }

    pub(super) fn names(&self) -> &'a Names {
        self.names
    }

    /// How a frame that is there by now is written; one of a list as `name[0]`.
    pub(super) fn frame(&self, frame: Option<&str>) -> Option<String> {
        if self.there.contains_key(&frame.map(str::to_owned)) {
            return Some(self.names.frame(frame).to_owned());
        }
        let (list, number) = frame?.strip_suffix(']')?.rsplit_once('[')?;
        let is_list = *self.there.get(&Some(list.to_owned()))?;
        let number: usize = number.parse().ok()?;
        is_list.then(|| format!("{}[{number}]", self.names.frame(Some(list))))
    }

    /// From here on there is this frame, or a list of frames.
    pub(super) fn set(&mut self, frame: Option<&str>, is_list: bool) {
        self.there.insert(frame.map(str::to_owned), is_list);
    }

    /// The arguments of a call, in their brackets.
    pub(super) fn call(&mut self, args: &[Value], kwargs: &Map<String, Value>, place: Place<'_>) -> Result<Code> {
        let mut items = Vec::with_capacity(args.len() + kwargs.len());
        for (number, arg) in args.iter().enumerate() {
            items.push(self.value(arg, place.positional(number)).map_err(|fault| fault.argument(format!("args[{number}]")))?.code);
        }
        // Names that Python cannot write as keywords are spread from a dict, in their place: the order is that of the columns.
        let mut spread: Vec<Code> = Vec::new();
        for (name, value) in kwargs {
            let value = self.value(value, place.keyword(name)).map_err(|fault| fault.argument(name).argument("kwargs"))?.code;
            if words::is_identifier(name) {
                close(&mut spread, &mut items);
                items.push(Code::seq(vec![Code::text(format!("{name}=")), value]));
            } else {
                spread.push(Code::seq(vec![Code::text(format!("{}: ", quoted(name))), value]));
            }
        }
        close(&mut spread, &mut items);
        Ok(Code::group("(", items, ")"))
    }

    fn value(&mut self, value: &Value, meant: Meant) -> Result<Piece> {
        Ok(match value {
            Value::String(text) => self.text(text, meant)?,
            Value::Number(number) => {
                let text = number.to_string();
                let level = if text.starts_with('-') { level::UNARY } else { level::ATOM };
                Piece { code: Code::text(text), level }
            }
            Value::Null | Value::Bool(_) => Piece::atom(data(value)),
            Value::Array(items) => {
                let items = items
                    .iter()
                    .enumerate()
                    .map(|(number, item)| Ok(self.value(item, meant).map_err(|fault| fault.argument(format!("[{number}]")))?.code))
                    .collect::<Result<_>>()?;
                Piece::atom(Code::group("[", items, "]"))
            }
            Value::Object(object) if object.contains_key("expr") => self.expression(object)?,
            Value::Object(object) => match object.get("custom_function") {
                Some(Value::String(name)) if object.len() == 1 && self.names.functions().any(|known| known == name) => {
                    self.functions.insert(name.clone());
                    Piece::atom(Code::text(name.as_str()))
                }
                _ => {
                    let meant = if meant == Meant::Schema { Meant::Type } else { meant };
                    let items = object
                        .iter()
                        .map(|(key, item)| {
                            Ok(Code::seq(vec![Code::text(format!("{}: ", quoted(key))), self.value(item, meant).map_err(|fault| fault.argument(key))?.code]))
                        })
                        .collect::<Result<_>>()?;
                    Piece::atom(Code::group("{", items, "}"))
                }
            },
        })
    }

    fn text(&self, text: &str, meant: Meant) -> Result<Piece> {
        if let Some(rest) = text.strip_prefix('$') {
            return self.dollar(text, rest);
        }
        Ok(Piece::atom(Code::text(match meant {
            Meant::Frame => self.frame(Some(text)).unwrap_or_else(|| quoted(text)),
            Meant::Type if words::is_data_type(text) => format!("pl.{text}"),
            Meant::Type | Meant::Schema | Meant::Text => quoted(text),
        })))
    }

    /// A variable, or a text whose dollar is escaped.
    fn dollar(&self, text: &str, rest: &str) -> Result<Piece> {
        let source = match self.names.variable(rest) {
            _ if rest.starts_with('$') => quoted(rest),
            Some(name) => name.to_owned(),
            None => return Err(Fault::new(format!("the document declares no variable {}", quote(rest))).given(text)),
        };
        Ok(Piece::atom(Code::text(source)))
    }

    fn expression(&mut self, object: &Map<String, Value>) -> Result<Piece> {
        let Parts { name, on, args, kwargs } = Parts::of(object)?;
        let Some(on) = on else {
            let function = match name.strip_prefix("selectors.") {
                Some(selector) if words::is_identifier(selector) => {
                    self.selects = true;
                    format!("cs.{selector}")
                }
                None if words::is_identifier(name) => format!("pl.{name}"),
                _ => return Err(Fault::new(format!("{} is no function that Python can name", quote(name))).argument("expr").given(name)),
            };
            let call = self.call(args, kwargs, Place::of_expression(name, false))?;
            return Ok(Piece::atom(Code::seq(vec![Code::text(function), call])));
        };
        let subject = Parts::of(on).map_err(|fault| fault.argument("on"))?;
        if kwargs.is_empty()
            && let Some(piece) = self.operation(name, on, &subject, args)?
        {
            return Ok(piece);
        }
        let subject = self.expression(on).map_err(|fault| fault.argument("on"))?.at_least(level::ATOM);
        let call = self.call(args, kwargs, Place::of_expression(name, true))?;
        Ok(Piece::atom(Code::seq(vec![subject, Code::text(format!(".{name}")), call])))
    }

    /// An operation written with its operator, if it has one that is read back as the same.
    fn operation(&mut self, name: &str, on: &Map<String, Value>, subject: &Parts<'_>, args: &[Value]) -> Result<Option<Piece>> {
        match args {
            [] => {
                let operator = match name {
                    "neg" => "-",
                    "not_" if !is_selector(on) => "~",
                    _ => return Ok(None),
                };
                let operand = self.expression(on).map_err(|fault| fault.argument("on"))?.at_least(level::UNARY);
                Ok(Some(Piece { code: Code::seq(vec![Code::text(operator), operand]), level: level::UNARY }))
            }
            // The columns that a selector does not take.
            [Value::Object(right)] if name == "sub" && subject.is_all_columns() && is_selector(right) => {
                let operand = self.expression(right).map_err(|fault| fault.argument("args[0]"))?.at_least(level::UNARY);
                Ok(Some(Piece { code: Code::seq(vec![Code::text("~"), operand]), level: level::UNARY }))
            }
            [right] if is_operand(right) => {
                let Some((operator, left_level, right_level, level)) = operator(name) else { return Ok(None) };
                let left = self.expression(on).map_err(|fault| fault.argument("on"))?;
                let goes_on = left.level == level && left_level == level;
                let right = self.value(right, Meant::Text).map_err(|fault| fault.argument("args[0]"))?.at_least(right_level);
                Ok(Some(Piece { code: Code::chain(left.at_least(left_level), operator, right, goes_on), level }))
            }
            _ => Ok(None),
        }
    }
}

/// Ends a run of keyword arguments that are spread from a dict.
fn close(spread: &mut Vec<Code>, items: &mut Vec<Code>) {
    if !spread.is_empty() {
        items.push(Code::seq(vec![Code::text("**"), Code::group("{", std::mem::take(spread), "}")]));
    }
}

/// The fields of an expression object.
struct Parts<'v> {
    name: &'v str,
    on: Option<&'v Map<String, Value>>,
    args: &'v [Value],
    kwargs: &'v Map<String, Value>,
}

impl<'v> Parts<'v> {
    fn of(object: &'v Map<String, Value>) -> Result<Self> {
        static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
        let (mut name, mut on, mut args, mut kwargs): (_, _, &[Value], &Map<String, Value>) = (None, None, &[], &NONE);
        for (key, value) in object {
            match (key.as_str(), value) {
                ("expr", Value::String(text)) if words::is_dotted(text) => name = Some(text.as_str()),
                ("on", Value::Object(object)) => on = Some(object),
                ("args", Value::Array(items)) => args = items,
                ("kwargs", Value::Object(object)) => kwargs = object,
                ("on" | "args" | "kwargs", Value::Null) => {}
                ("expr" | "on" | "args" | "kwargs", value) => {
                    return Err(Fault::new(format!("{} cannot be written as Python", show(value))).argument(key).given(show(value)));
                }
                (key, _) => {
                    return Err(Fault::new(format!("an expression has no field {}", quote(key))).argument(key).given(key).allowed("expr, on, args, kwargs"));
                }
            }
        }
        match name {
            Some(name) => Ok(Self { name, on, args, kwargs }),
            None => Err(Fault::new("an expression object has no expr").argument("expr").allowed("a name")),
        }
    }

    fn is_all_columns(&self) -> bool {
        self.name == "selectors.all" && self.on.is_none() && self.args.is_empty() && self.kwargs.is_empty()
    }
}

/// Whether reading takes it for a selector.
fn is_selector(object: &Map<String, Value>) -> bool {
    let Ok(Parts { name, on, args, kwargs }) = Parts::of(object) else { return false };
    match (on, args) {
        (None, _) => name.starts_with("selectors."),
        (Some(on), [Value::Object(right)]) => matches!(name, "sub" | "and_" | "or_" | "xor") && kwargs.is_empty() && is_selector(on) && is_selector(right),
        _ => false,
    }
}

/// Whether a value may stand to the right of an operator.
fn is_operand(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.get("expr").and_then(Value::as_str).is_some_and(|name| object.contains_key("on") || !words::is_data_type(name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => true,
    }
}

/// The operator of a method, and how tightly its left side, its right side and the whole bind.
fn operator(method: &str) -> Option<(&'static str, u8, u8, u8)> {
    // From left to right: what stands to the right must bind more tightly.
    let left = |operator, level| Some((operator, level, level + 1, level));
    match method {
        "eq" => Some(("==", level::OR, level::OR, level::COMPARISON)),
        "ne" => Some(("!=", level::OR, level::OR, level::COMPARISON)),
        "lt" => Some(("<", level::OR, level::OR, level::COMPARISON)),
        "le" => Some(("<=", level::OR, level::OR, level::COMPARISON)),
        "gt" => Some((">", level::OR, level::OR, level::COMPARISON)),
        "ge" => Some((">=", level::OR, level::OR, level::COMPARISON)),
        "or_" => left("|", level::OR),
        "xor" => left("^", level::XOR),
        "and_" => left("&", level::AND),
        "add" => left("+", level::SUM),
        "sub" => left("-", level::SUM),
        "mul" => left("*", level::PRODUCT),
        "truediv" => left("/", level::PRODUCT),
        "floordiv" => left("//", level::PRODUCT),
        "mod" => left("%", level::PRODUCT),
        "pow" => Some(("**", level::ATOM, level::UNARY, level::POWER)),
        _ => None,
    }
}
