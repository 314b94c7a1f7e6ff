// The operations as data: what `src/frames/call.js` needs to tell arguments apart.

import { BY_HAND, givesFrames, givesSeveral, RESERVED } from "./operations.js";

const TAKES_OBJECT = new Set(["mapping", "schema", "any"]);
// Typed as anything, because they take lists, series and expressions; but no objects.
const NO_OBJECT = new Set(["indices", "on_columns", "column", "columns"]);

/** A signature as one line, see `src/frames/signature.js`. */
export function signature({ params, renamed = {} }) {
  const tokens = params.map((param) => {
    const { name, kind, type } = param;
    const isOptional = "default" in param;
    switch (kind) {
      case "varargs": return `*${name}`;
      case "varkwargs": return `**${name}`;
      case "keyword": return `${name}=${isOptional ? "" : "!"}`;
      default: return isOptional ? `${name}?` : TAKES_OBJECT.has(type) && !NO_OBJECT.has(name) ? `${name}{}` : name;
    }
  });
  return [...tokens, ...Object.keys(renamed).map((old) => `${old}>`)].join(" ");
}

/** What a frame's method gives, as the kind of thing that it is then. */
export function gives({ kind, name, returns }) {
  const words = returns.replace(/^pl\./, "");
  if (/^(DataFrame|LazyFrame|LazyGroupBy|GroupBy|DynamicGroupBy|RollingGroupBy)$/.test(words)) return words;
  if (kind === "lazy_frame") return name === "collect" ? "DataFrame" : "LazyFrame";
  return "DataFrame";
}

const ON_FRAMES = ["lazy_frame", "data_frame", "lazy_group_by", "group_by", "dynamic_group_by", "rolling_group_by"];

export function code(all) {
  const table = (kind, entry = (operation) => JSON.stringify(signature(operation))) => {
    const lines = all.filter((operation) => operation.kind === kind).map((operation) => `  ${JSON.stringify(operation.name)}: ${entry(operation)},\n`);
    return `{\n${lines.join("")}}`;
  };
  const withKind = (operation) => JSON.stringify([signature(operation), gives(operation)]);
  const parts = [
    "// Written by scripts/guest-js-operations from the table of operations: not by hand. See signature.js for the signatures.\n",
    ...["expr", "selector", "when", "then", "chained_when", "chained_then", "dtype", "dtype_expr"].map((kind) => `export const ${kind} = ${table(kind)};\n`),
    `// Of those, what gives a data type and not an expression.\nexport const gives_dtype = new Set(${JSON.stringify(all.filter(({ kind, returns }) => kind === "dtype_expr" && /DataTypeExpr/.test(returns)).map(({ name }) => name))});\n`,
    "// Of what takes frames or gives them: the signature, and what comes out.",
    ...ON_FRAMES.map((kind) => `export const ${kind} = ${table(kind, withKind)};\n`),
  ];
  return parts.join("\n");
}

/** The functions of the module, as what a module exports. */
export function functions(all) {
  const lines = all.filter(({ kind, name }) => kind === "function" && !BY_HAND.has(name)).map((operation) => {
    const { name, returns } = operation;
    const text = JSON.stringify(signature(operation));
    if (RESERVED.has(name)) return `const ${name}_ = ${maker(returns)}("${name}", ${text});\nexport { ${name}_ as ${name} };`;
    if (!givesFrames(operation)) return `export const ${name} = ${maker(returns)}("${name}", ${text});`;
    const what = givesSeveral(operation) ? "several" : returns === "PolarsType" ? "same" : gives(operation);
    return `export const ${name} = frames("${name}", ${text}, "${what}");`;
  });
  return [
    "// Written by scripts/guest-js-operations from the table of operations: not by hand. See signature.js for the signatures.\n",
    'import { dtype, expression, frames, when_ } from "./function.js";\n',
    ...lines,
    "",
  ].join("\n");
}

const maker = (returns) => (/DataTypeExpr/.test(returns) ? "dtype" : /When/.test(returns) ? "when_" : "expression");
