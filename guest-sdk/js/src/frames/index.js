// Native Polars from inside a transform. See README.md. A transform that imports this asks for the feature `frames`.

import { features } from "../describe.js";
import { writers } from "../output.js";
import { Frame } from "./frame.js";

features.add("frames");
writers.push({ takes: (given) => given instanceof Frame, write: (frame, output) => frame.push(output) });

export * from "./functions.js";
export * from "./dtypes.js";
export { col, sql } from "./by_hand.js";
export { ChainedThen, ChainedWhen, DataTypeExpr, Expr, Selector, selectors, selectors as cs, Series, Then, When } from "./expr.js";
export { DataFrame, DynamicGroupBy, Frame, GroupBy, LazyFrame, LazyGroupBy, Refusal, RollingGroupBy } from "./frame.js";
