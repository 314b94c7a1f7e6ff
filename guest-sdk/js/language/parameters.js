// What a function takes, read from its text: `function transform(orders, customers, params)`.

import { Failure } from "../src/index.js";
import { tokensOf } from "./tokens.js";

/**
 * The arguments in order: `{input: NAME}`, `{inputs: NAMES}` for a pattern that comes first, `{params: true}`, `{param: NAME}` of
 * one that has a default, `{chosen: [[NAME, isRequired]], rest}` for a pattern behind the inputs.
 *
 * @throws {Failure} `bad-signature`
 */
export function argumentsOf(given) {
  const words = listOf(given);
  const found = [];
  for (const [first, ...rest] of words) {
    if (first.text === "...") throw bad(`'...${rest[0]?.text ?? ""}' cannot be told to a caller: name each argument`);
    const hasDefault = rest.some(({ text, kind, depth }) => kind === "mark" && text === "=" && depth === first.depth);
    if (first.kind === "name") {
      if (first.text === "params") found.push({ params: true });
      else found.push(hasDefault ? { param: first.text } : { input: first.text });
    } else if (first.text === "{") found.push(pattern([first, ...rest], found.length === 0));
    else throw bad(`'${first.text}' begins an argument; allowed: a name, or names in braces`);
  }
  const inputs = found.flatMap((argument) => argument.inputs ?? (argument.input === undefined ? [] : [argument.input]));
  const twice = inputs.find((name, at) => inputs.indexOf(name) !== at);
  if (twice !== undefined) throw bad(`the input '${twice}' is named twice`);
  return { list: found, inputs };
}

/** The JSON Schema of the parameters, empty when there are none. */
export function schemaOf({ list }) {
  const properties = {};
  const required = [];
  let isOpen = false;
  for (const { params, param, chosen = [], rest } of list) {
    isOpen ||= params === true || rest === true;
    if (param !== undefined) properties[param] = {};
    for (const [name, isRequired] of chosen) {
      properties[name] = {};
      if (isRequired) required.push(name);
    }
  }
  if (!isOpen && Object.keys(properties).length === 0) return "";
  return JSON.stringify({ type: "object", properties, required, additionalProperties: isOpen });
}

/** @throws {Failure} `bad-parameter` unless the parameters are those of the schema */
export function checkParams(schema, given) {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new Failure("bad-parameter", "the parameters are no JSON object");
  const { properties = {}, required = [], additionalProperties = false } = schema === "" ? {} : JSON.parse(schema);
  const known = Object.keys(properties);
  const unknown = Object.keys(given).find((name) => !additionalProperties && !known.includes(name));
  if (unknown !== undefined) throw new Failure("bad-parameter", `there is no parameter '${unknown}'; there are: ${known.join(", ") || "none"}`);
  const missing = required.find((name) => !Object.hasOwn(given, name));
  if (missing !== undefined) throw new Failure("bad-parameter", `the parameter '${missing}' is missing`);
}

/** What goes into each argument. */
export function valuesFor({ list }, tables, params) {
  return list.map((argument) => {
    if (argument.input !== undefined) return tables[argument.input];
    if (argument.inputs !== undefined) return Object.fromEntries(argument.inputs.map((name) => [name, tables[name]]));
    return argument.param === undefined ? params : params[argument.param];
  });
}

const NATIVE = "[native code]";
const PLAIN = /^function [\w$]+\(((?:[\w$]+(?:, ?[\w$]+)*)?)\) ?\{/;

/** The tokens of each argument. */
function listOf(given) {
  const text = Function.prototype.toString.call(given);
  if (!text.includes(NATIVE)) {
    // Most are a function of plain names, and need no reading.
    const plain = PLAIN.exec(text);
    if (plain !== null) return plain[1] === "" ? [] : plain[1].split(",").map((name) => [{ kind: "name", text: name.trim(), depth: 1 }]);
  }
  let tokens;
  try {
    // A method's own text is none of a statement's, but its tokens are the same.
    tokens = tokensOf(text, true);
  } catch {
    tokens = [];
  }
  const from = tokens[0]?.text === "async" && !tokens[1]?.newline ? 1 : 0;
  if (tokens[from]?.kind === "name" && tokens[from + 1]?.text === "=>") return [[tokens[from]]];
  const open = tokens.findIndex(({ text, kind, depth }) => kind === "mark" && text === "(" && depth === 0);
  if (open < 0 || (text.includes(NATIVE) && /\{\s*\[native code\]\s*\}\s*$/.test(text))) throw bad("its arguments cannot be read: write it as a function");
  const words = [];
  let word = [];
  for (let at = open + 1; tokens[at].depth > 0; at++) {
    if (tokens[at].depth === 1 && tokens[at].text === "," && tokens[at].kind === "mark") {
      words.push(word);
      word = [];
    } else word.push(tokens[at]);
  }
  return word.length > 0 ? [...words, word] : words;
}

/** `{ a, b = 1, ...rest }`: inputs where it comes first, else parameters. */
function pattern(tokens, isFirst) {
  const inner = tokens[0].depth + 1;
  const names = [];
  let rest = false;
  for (let at = 1; tokens[at].depth >= inner; at++) {
    if (tokens[at].text === "...") {
      if (isFirst) throw bad(`'...${tokens[at + 1].text}' cannot be told to a caller: name each input`);
      rest = true;
      at++;
    } else if (tokens[at].kind !== "name" && tokens[at].kind !== "string") throw bad(`'${tokens[at].text}' in braces; allowed: names`);
    else {
      const name = tokens[at].kind === "string" ? tokens[at].text.slice(1, -1) : tokens[at].text;
      let hasDefault = false;
      while (tokens[at + 1].depth >= inner && !(tokens[at + 1].depth === inner && tokens[at + 1].text === ",")) {
        at++;
        hasDefault ||= tokens[at].depth === inner && tokens[at].text === "=";
      }
      names.push([name, !hasDefault]);
    }
    if (tokens[at + 1].text === "," && tokens[at + 1].depth === inner) at++;
  }
  return isFirst ? { inputs: names.map(([name]) => name) } : { chosen: names, rest };
}

const bad = (message) => new Failure("bad-signature", `transform: ${message}`);
