import type { Batch, Row, RowTransform, Schema, Table, TableTransform } from "./index.js";

/** What a transform gave. */
export interface Outcome {
  readonly schema: Schema | null;
  /** As they were pushed. */
  readonly batches: Batch[];
  readonly rows: Row[];
  readonly columns: Record<string, any[]>;
  readonly logs: { level: string; message: string }[];
  readonly progress: { done: number; total: number | null }[];
  /** The steps of the frames that were pushed, as pipelines have them. */
  readonly plans: Step[][];
}
export interface Step {
  operation: string;
  args: any[];
  kwargs: Record<string, any>;
  dataframe_in?: string;
  dataframe_out: string;
}

/** Runs a transform of whole tables. @throws {Failure} what the transform throws */
export function runTable(transform: Pick<TableTransform, "tableTransform">, tables: Record<string, Table | Batch[]>, params?: object): Outcome;
/** Runs a transform of rows. @throws {Failure} what the transform throws */
export function runRows(transform: Pick<RowTransform, "rowTransform">, table: Table | Batch[], params?: object): Outcome;
