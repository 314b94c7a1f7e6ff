// Functions whose arguments are of another shape here than in Python.

import { Failure } from "../failure.js";
import { kindName, typeObject } from "./dtypes.js";
import { Expr } from "./expr.js";
import { call, DataFrame, Frame, LazyFrame } from "./frame.js";
import { nodeOf } from "./node.js";
import { Signature } from "./signature.js";

/** A column by its name; several by name, by `^pattern$` or by data type. */
export function col(...names) {
  const items = names.flat();
  const types = items.filter((item) => typeObject(item) !== undefined || kindName(item) !== undefined);
  if (items.length === 0 || (types.length > 0 && types.length < items.length)) {
    throw new Failure("bad-arguments", "col() takes names of columns, or data types");
  }
  if (types.length === 0) return new Expr(nodeOf("col", undefined, { args: names, kwargs: {} }));
  // A type that has parameters and is given without stands for all of its kind, which only the selector says.
  if (types.some((type) => kindName(type) !== undefined)) return new Expr(nodeOf("selectors.by_dtype", undefined, { args: names, kwargs: {} }));
  const objects = (given) => (Array.isArray(given) ? given.map(objects) : typeObject(given));
  return new Expr(nodeOf("col", undefined, { args: names.map(objects), kwargs: {} }));
}

const query = new Signature("sql", "query eager=");

/**
 * A query over frames: in its text the first is `frame0`, the next `frame1`, and so on.
 *
 *     sql("select origin, count(*) from frame0 group by origin", [flights])
 */
export function sql(text, frames = [], options = {}) {
  if (!frames.every((frame) => frame instanceof Frame)) throw new Failure("bad-arguments", "sql() takes a query and a list of frames");
  const bound = query.bind([text, options]);
  const [handle] = call(bound, (arguments_) => Frame.host.make("sql", arguments_, frames.map((frame) => frame.handle)));
  return bound.kwargs.eager === true ? new DataFrame(handle) : new LazyFrame(handle);
}
