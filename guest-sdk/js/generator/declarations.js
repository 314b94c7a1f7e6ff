// The operations as TypeScript's declarations.

import { gives } from "./code.js";
import { BY_HAND, givesFrames, givesSeveral, RESERVED } from "./operations.js";

const TYPES = {
  expr: "IntoExpr", exprs: "IntoExprs", selector: "IntoSelector", selectors: "IntoSelectors", column: "string", columns: "string | string[]",
  frame: "Frame", frames: "Frame[]", dtype: "IntoDtype", dtypes: "IntoDtype | IntoDtype[]", schema: "SchemaDefinition", int: "Integer",
  ints: "Integer | Integer[]", float: "number", floats: "number | number[]", bool: "boolean", bools: "boolean | boolean[]", str: "string",
  strs: "string | string[]", duration: "string", path: "string", mapping: "any", any: "any",
};
// What stands in several places of a call is one item of these.
const ITEMS = { exprs: "IntoExprs", selectors: "IntoSelectors", strs: "string | string[]", frames: "Frame | Frame[]" };

function typeOf({ type, values, null: orNull }) {
  const own = type === "enum" ? values.map((value) => JSON.stringify(value)).join(" | ") : TYPES[type];
  if (own === undefined) throw new Error(`the type ${type} is not known here`);
  return orNull && own !== "any" ? `${own} | null` : own;
}

const isPositional = ({ kind }) => kind === "positional" || kind === "only_positional";

/** The keyword arguments as a type, or nothing when there are none. */
function options({ params }) {
  const named = params.filter((param) => param.kind === "keyword" || (param.kind === "positional" && "default" in param));
  const rest = params.find(({ kind }) => kind === "varkwargs");
  const fields = named.map((param) => `${param.name}${"default" in param ? "?" : ""}: ${typeOf(param)}`);
  if (rest) fields.push(`[name: string]: ${named.some(({ type }) => type === "schema") || rest.type === "any" ? "any" : "IntoExpr | undefined"}`);
  return fields.length > 0 ? `{ ${fields.join("; ")} }` : undefined;
}

/** One or two signatures: arguments by position, the keyword arguments at the end. */
function signatures(operation) {
  const { params } = operation;
  const given = options(operation);
  const mustHave = params.some((param) => param.kind === "keyword" && !("default" in param));
  const parts = params.filter(isPositional).map((param) => {
    const isOptional = "default" in param;
    return { text: `${safe(param.name)}${isOptional ? "?" : ""}: ${typeOf(param)}${isOptional && given ? " | Options" : ""}`, isOptional };
  });
  const rest = params.find(({ kind }) => kind === "varargs");
  const head = parts.map(({ text }) => text);
  const all = [];
  if (rest) {
    const item = ITEMS[rest.type] ?? typeOf(rest);
    const plain = parts.map(({ text }) => text.replace(" | Options", ""));
    if (!mustHave) all.push([...plain, `...${safe(rest.name)}: (${item})[]`].join(", "));
    if (given) all.push([...plain, `...${safe(rest.name)}: [...(${item})[], Options]`].join(", "));
  } else if (given) all.push([...head, `options${mustHave ? "" : "?"}: Options`].join(", "));
  else all.push(head.join(", "));
  return all.map((text) => text.replaceAll("Options", given ?? ""));
}

const safe = (name) => (RESERVED.has(name) ? `${name}_` : name);

function method(operation, name, returns, lead = "") {
  const doc = `${operation.doc.replaceAll("*/", "* /")}${operation.deprecated ? "\n@deprecated by Polars" : ""}`.trim();
  const comment = doc.includes("\n") ? `/**\n * ${doc.replaceAll("\n", "\n * ")}\n */` : `/** ${doc} */`;
  return [...comment.split("\n"), ...signatures(operation).map((text) => `${lead}${name}(${text}): ${returns};`)];
}

/** An interface whose methods may stand in namespaces, each an interface of its own. */
function interfaces(name, operations, returns, { parent = "", nested = (space) => `${space[0].toUpperCase()}${space.slice(1)}Namespace` } = {}) {
  const spaces = new Map();
  const own = [];
  for (const operation of operations) {
    const [space, rest] = operation.name.split(".");
    if (rest === undefined) own.push(...method(operation, space, returns(operation)));
    else spaces.set(space, [...(spaces.get(space) ?? []), ...method(operation, rest, returns(operation))]);
  }
  for (const space of spaces.keys()) own.push(`readonly ${space}: ${nested(space)};`);
  const body = (lines) => lines.map((line) => `  ${line}\n`).join("");
  const texts = [`export interface ${name}${parent} {\n${body(own)}}\n`];
  for (const [space, lines] of spaces) texts.push(`export interface ${nested(space)} {\n${body(lines)}}\n`);
  return texts.join("\n");
}

export function declarations(all) {
  const of = (kind) => all.filter((operation) => operation.kind === kind);
  const parts = [
    "// Written by scripts/guest-js-operations from the table of operations: not by hand.\n",
    'import type { ChainedThen, ChainedWhen, DataFrame, DataTypeExpr, DynamicGroupBy, Expr, Frame, GroupBy, Integer, IntoDtype, IntoExpr, IntoExprs, IntoSelector, IntoSelectors, LazyFrame, LazyGroupBy, RollingGroupBy, SchemaDefinition, Selector, Then } from "./index.js";\n',
    interfaces("ExprMethods", of("expr"), () => "Expr"),
    interfaces("WhenMethods", of("when"), () => "Then"),
    interfaces("ThenMethods", of("then"), ({ name }) => (name === "when" ? "ChainedWhen" : "Expr")),
    interfaces("ChainedWhenMethods", of("chained_when"), () => "ChainedThen"),
    interfaces("ChainedThenMethods", of("chained_then"), ({ name }) => (name === "when" ? "ChainedWhen" : "Expr")),
    interfaces("DataTypeExprMethods", of("dtype_expr"), ({ returns }) => (/DataTypeExpr/.test(returns) ? "DataTypeExpr" : "Expr"), {
      nested: (space) => `Dtype${space[0].toUpperCase()}${space.slice(1)}Namespace`,
    }),
    interfaces("LazyFrameMethods", of("lazy_frame"), gives),
    interfaces("DataFrameMethods", of("data_frame"), gives),
    interfaces("LazyGroupByMethods", of("lazy_group_by"), () => "LazyFrame"),
    interfaces("GroupByMethods", of("group_by"), () => "DataFrame"),
    interfaces("DynamicGroupByMethods", of("dynamic_group_by"), () => "DataFrame"),
    interfaces("RollingGroupByMethods", of("rolling_group_by"), () => "DataFrame"),
    interfaces("Selectors", of("selector"), () => "Selector"),
    "",
  ];
  return parts.join("\n");
}

/** The functions of the module. */
export function functionDeclarations(all) {
  const some = all.filter(({ kind, name }) => kind === "function" && !BY_HAND.has(name));
  const typed = (operation) => (/DataTypeExpr/.test(operation.returns) ? "DataTypeExpr" : /When/.test(operation.returns) ? "When" : "Expr");
  const made = (operation) => (givesSeveral(operation) ? "Frame[]" : operation.returns === "PolarsType" ? "F" : gives(operation));
  const lines = some.flatMap((operation) => {
    const isFrames = givesFrames(operation);
    const isSame = isFrames && operation.returns === "PolarsType";
    const isReserved = RESERVED.has(operation.name);
    const lead = isReserved ? "declare function " : "export declare function ";
    const declared = method(operation, `${safe(operation.name)}${isSame ? "<F extends Frame>" : ""}`, (isFrames ? made : typed)(operation), lead);
    if (isReserved) declared.push(`export { ${safe(operation.name)} as ${operation.name} };`);
    return isSame ? declared.map((line) => line.replace(/Frame\[\]/g, "F[]")) : declared;
  });
  return [
    "// Written by scripts/guest-js-operations from the table of operations: not by hand.\n",
    'import type { DataFrame, DataTypeExpr, Expr, Frame, Integer, IntoDtype, IntoExpr, IntoExprs, IntoSelectors, SchemaDefinition, When } from "./index.js";\n',
    ...lines,
    "",
  ].join("\n");
}
