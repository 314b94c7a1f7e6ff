// What a transform says of itself, from its definition.

import { Failure } from "./failure.js";
import { isPlain } from "./objects.js";
import { Schema } from "./schema.js";
import { DataType, Field, types } from "./types.js";

// What a component asks for beyond its tables; `frames.js` adds itself.
export const features = new Set();

// Kinds of types that a column may be asked for, and none that one can be made of.
const CLASSES = ["any", "integer", "number", "temporal"];

/** The `description` of the contract. */
export function describe({ name, version, summary = "", params, output, extra = {} }, inputs) {
  for (const [what, text] of Object.entries({ name, version, summary })) {
    if (typeof text !== "string") throw new Failure("bad-definition", `${what} is ${JSON.stringify(text) ?? "missing"}; it must be a string`);
  }
  return {
    name,
    version,
    summary,
    inputs: inputs.map(([name, { description = "", columns = {} }]) => ({ name, description, columns: columnSpecs(columns) })),
    params: params === undefined ? "" : JSON.stringify(paramsSchema(params)),
    output: columnSpecs(output ?? {}),
    features: [...features],
    extra: Object.entries({ language: "javascript", ...extra }),
  };
}

/** Inputs in order, as pairs: from an object of them, or from names alone. */
export function inputPairs(inputs) {
  if (Array.isArray(inputs)) return inputs.map((name) => [name, {}]);
  return Object.entries(inputs).map(([name, spec]) => [name, typeof spec === "string" ? { description: spec } : spec]);
}

function columnSpecs(columns) {
  return Object.entries(columns).map(([name, spec]) => {
    const { type, required = true, description = "" } = specOf(spec);
    return { name, type: type instanceof DataType ? type.name : type, required, description };
  });
}

const specOf = (spec) => (isPlain(spec) ? spec : { type: spec });

/** The JSON Schema of the parameters: as it is, or of an object of properties, those without a default being required. */
export function paramsSchema(params) {
  if (params.type === "object" && isPlain(params.properties)) return params;
  const properties = {};
  const required = [];
  for (const [name, { optional = false, ...schema }] of Object.entries(params)) {
    properties[name] = schema;
    if (!optional && !("default" in schema)) required.push(name);
  }
  return { type: "object", properties, required, additionalProperties: false };
}

/** The parameters of a call. The host has held them to the schema; what was not given gets its default. */
export function readParams(params, text) {
  const given = text === "" ? {} : JSON.parse(text);
  const properties = params === undefined ? {} : (paramsSchema(params).properties ?? {});
  const defaults = Object.entries(properties).filter(([, schema]) => isPlain(schema) && "default" in schema);
  return { ...Object.fromEntries(defaults.map(([name, schema]) => [name, schema.default])), ...given };
}

/** The fields of `output`, or nothing when a type of it is only a class, so that it depends on the input. */
export function outputFields(output) {
  const specs = Object.entries(output ?? {}).map(([name, spec]) => [name, specOf(spec)]);
  const isKnown = ({ type }) => type instanceof DataType || (!CLASSES.includes(type) && Object.hasOwn(types, type) && !["list", "struct", "decimal"].includes(type));
  if (specs.length === 0 || !specs.every(([, spec]) => isKnown(spec))) return undefined;
  return specs.map(([name, { type, nullable }]) => new Field(name, type, { nullable }));
}

/** As a schema. */
export function outputSchema(output) {
  const fields = outputFields(output);
  return fields && new Schema(fields);
}
