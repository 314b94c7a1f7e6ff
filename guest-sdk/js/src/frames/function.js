// What the functions of the module are made with.

import { DataTypeExpr, Expr, When } from "./expr.js";
import { call, Frame, ofKind } from "./frame.js";
import { nodeOf } from "./node.js";
import { Signature } from "./signature.js";

function giving(Kind) {
  return (name, text) => {
    const signature = new Signature(name, text);
    return (...given) => new Kind(nodeOf(name, undefined, signature.bind(given)));
  };
}

/** A function that gives an expression. */
export const expression = giving(Expr);

/** `when`. */
export const when_ = giving(When);

/** A function that gives a data type. */
export const dtype = giving(DataTypeExpr);

/** A function that gives frames: of the kind `what`, of the `same` as the first that goes in, or `several`. */
export function frames(name, text, what) {
  const signature = new Signature(name, text);
  return (...given) => {
    const first = given.flat().find((item) => item instanceof Frame);
    const like = what === "same" || (what === "several" && name !== "collect_all") ? (first?.kind ?? "LazyFrame") : what === "several" ? "DataFrame" : what;
    const made = call(signature.bind(given), (text, handles) => Frame.host.make(name, text, handles));
    const all = made.map((handle) => ofKind(like, handle));
    return what === "several" ? all : all[0];
  };
}
