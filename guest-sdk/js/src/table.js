// Transforms that see whole tables.

import { describe, inputPairs, outputSchema, readParams } from "./describe.js";
import { Failure, giving } from "./failure.js";
import { Input } from "./input.js";
import { Output } from "./output.js";

/**
 * A transform of whole tables. What it returns is what a component exports:
 *
 *     export const { metadata, tableTransform } = defineTable({ name, version, inputs, params, output, run });
 *
 * `run(inputs, params, output)` gets the inputs by name. It returns a batch, an array of row objects, an object of columns,
 * a frame, or anything that can be iterated and gives those (a generator does); or it writes to `output` and returns
 * nothing. Without a description of inputs there is one, called `table`.
 *
 * @throws {Failure} `bad-definition`, when `run` is no function; what `run` throws is told to the caller
 */
export function defineTable(definition) {
  const { inputs = ["table"], run } = definition;
  if (typeof run !== "function") throw new Failure("bad-definition", "`run` must be a function");
  const pairs = inputPairs(inputs);
  return {
    metadata: { describe: () => describe(definition, pairs) },
    tableTransform: {
      run: (tables, params, output) =>
        giving(() => {
          const byName = Object.fromEntries(tables.map(([name, table]) => [name, new Input(name, table)]));
          const out = new Output(output, outputSchema(definition.output));
          const given = run(byName, readParams(definition.params, params), out);
          if (typeof given?.then === "function") throw new Failure("bad-definition", "`run` is async: nothing here is waited for; write it without");
          if (given !== undefined && given !== null) out.write(given);
          out.finish();
        }),
    },
  };
}
