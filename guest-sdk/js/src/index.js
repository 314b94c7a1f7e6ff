// Write Sandtable transforms in JavaScript or TypeScript. See README.md.

export { Batch, column } from "./batch.js";
export { Column } from "./columns/column.js";
export { Decimal } from "./decimal.js";
export { context, Failure } from "./failure.js";
export { log, progress } from "./log.js";
export { Timestamp } from "./moments.js";
export { defineRows } from "./rows.js";
export { Schema } from "./schema.js";
export { defineTable } from "./table.js";
export { DataType, Field, types } from "./types.js";
