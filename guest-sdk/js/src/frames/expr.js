// Expressions: objects with the methods that Python's have, each of which gives another expression object.

import { nodeOf, Node } from "./node.js";
import * as operations from "./operations.js";
import { Signature } from "./signature.js";

/** A column, or what is calculated from columns. */
export class Expr extends Node {
  /** The expression that `build(this, …args)` returns, so that calls can be written in the order they happen. */
  pipe(build, ...args) {
    return build(this, ...args);
  }
}

/** A set of columns. `sub`, `and_`, `or_` and `xor` with another one work on the sets. */
export class Selector extends Expr {}

/** Goes on with `then`. */
export class When extends Node {}

/** Goes on with `when` or `otherwise`; as it is, the rest is null. */
export class Then extends Expr {}

/** Goes on with `then`. */
export class ChainedWhen extends Node {}

/** Goes on with `when` or `otherwise`; as it is, the rest is null. */
export class ChainedThen extends Expr {}

/** A data type that depends on a column. */
export class DataTypeExpr extends Node {}

const series = new Signature("Series", "name? values? dtype? strict=");

/** Some values that are no column of a frame: `Series("a", [1, 2])`, or the values alone. */
export const Series = (...given) => new Node(nodeOf("Series", undefined, series.bind(given)));

/** Gives `owner` the methods of a table, those with a dot in namespaces; `make(node, name)` makes what they give. */
function install(owner, table, make) {
  const spaces = new Map();
  for (const [path, text] of Object.entries(table)) {
    const signature = new Signature(path, text);
    const [space, name] = path.includes(".") ? path.split(".") : [undefined, path];
    const method = { [name ?? path](...given) {
      const on = space === undefined ? this.node : this.on;
      return make(nodeOf(path, on, signature.bind(given)), path);
    } }[name ?? path];
    if (space !== undefined && !spaces.has(space)) spaces.set(space, class { constructor(on) { this.on = on; } });
    const home = space === undefined ? owner.prototype : spaces.get(space).prototype;
    Object.defineProperty(home, name, { value: method, writable: true, configurable: true });
  }
  for (const [space, Namespace] of spaces) {
    Object.defineProperty(owner.prototype, space, { get() { return new Namespace(this.node); }, configurable: true });
  }
}

install(Expr, operations.expr, (node) => new Expr(node));
install(DataTypeExpr, operations.dtype_expr, (node, name) => (operations.gives_dtype.has(name) ? new DataTypeExpr(node) : new Expr(node)));
install(When, operations.when, (node) => new Then(node));
install(ChainedWhen, operations.chained_when, (node) => new ChainedThen(node));
install(Then, operations.then, (node, name) => (name === "when" ? new ChainedWhen(node) : new Expr(node)));
install(ChainedThen, operations.chained_then, (node, name) => (name === "when" ? new ChainedWhen(node) : new Expr(node)));

// Operators between sets of columns give sets.
const SETS = { sub: "other{}", and_: "*others", or_: "*others", xor: "other{}" };
for (const [name, text] of Object.entries(SETS)) {
  const signature = new Signature(name, text);
  const method = { [name](...given) {
    const isSet = given.every((other) => other instanceof Selector);
    return new (isSet ? Selector : Expr)(nodeOf(name, this.node, signature.bind(given)));
  } }[name];
  Object.defineProperty(Selector.prototype, name, { value: method, writable: true, configurable: true });
}
const exclude = new Signature("exclude", operations.expr.exclude);
Object.defineProperty(Selector.prototype, "exclude", { value: function (...given) { return new Selector(nodeOf("exclude", this.node, exclude.bind(given))); }, writable: true, configurable: true });

/** Functions that give sets of columns, as `polars.selectors` has them. */
export const selectors = Object.fromEntries(Object.entries(operations.selector).map(([name, text]) => {
  const signature = new Signature(`selectors.${name}`, text);
  return [name, (...given) => new Selector(nodeOf(`selectors.${name}`, undefined, signature.bind(given)))];
}));
