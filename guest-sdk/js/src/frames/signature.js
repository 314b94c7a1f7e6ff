// Signatures of Python's methods, as one line each:
//
//     by *more_by descending= nulls_last=     `by` by position or by name, then any number, then two by name alone
//     n? every=! **named old>                 `n` may be left out; `every` must be given, by name; any name; a former name
//     mapping{}                               takes a plain object, which elsewhere is the keyword arguments
//
// The keyword arguments are a plain object at the end. It is an argument by position where one must be given that takes
// objects, or where one must be given and a key of it is no parameter's name.
//
// The host has the last word on arguments. What is told apart here is told at once, in the words that Python has for it.

import { Failure } from "../failure.js";
import { isPlain } from "../objects.js";

/** One signature. It is read at the first call: there are a thousand, and few of them are called. */
export class Signature {
  #text;

  constructor(name, text) {
    this.name = name;
    this.#text = text;
  }

  #read() {
    this.positional = [];
    this.names = new Set();
    this.required = [];
    for (const token of this.#text.split(" ").filter(Boolean)) this.#add(token);
    this.#text = undefined;
  }

  #add(token) {
    if (token.startsWith("**")) return void (this.varkwargs = true);
    if (token.startsWith("*")) return void (this.varargs = true);
    const [, name, mark] = /^(\w+)(.*)$/.exec(token);
    this.names.add(name);
    if (mark === "" || mark === "{}" || mark === "?") this.positional.push({ name, takesObject: mark === "{}" });
    if (mark === "" || mark === "{}" || mark === "=!") this.required.push(name);
  }

  /**
   * The arguments of a call: those by position, and the keyword arguments, which are a plain object at the end.
   *
   * @throws {Failure} `bad-arguments`
   */
  bind(given) {
    if (this.#text !== undefined) this.#read();
    let end = given.length;
    while (end > 0 && given[end - 1] === undefined) end--;
    const args = given.slice(0, end);
    const kwargs = {};
    if (end > 0 && isPlain(args[end - 1]) && !this.#takesAsValue(end - 1, args[end - 1])) {
      for (const [name, value] of Object.entries(args.pop())) if (value !== undefined) kwargs[name] = value;
    }
    if (args.includes(undefined)) throw this.#fault(`got undefined as argument ${args.indexOf(undefined) + 1}; null is none`);
    if (args.length > this.positional.length && !this.varargs) {
      throw this.#fault(`takes ${this.positional.length} positional argument${this.positional.length === 1 ? "" : "s"} but ${args.length} were given`);
    }
    const byPosition = this.positional.slice(0, args.length).map(({ name }) => name);
    for (const name of Object.keys(kwargs)) {
      if (byPosition.includes(name)) throw this.#fault(`got multiple values for argument '${name}'`);
      if (!this.names.has(name) && !this.varkwargs) {
        throw this.#fault(`got an unexpected keyword argument '${name}'; allowed: ${[...this.names].join(", ") || "none"}`);
      }
    }
    const missing = this.required.find((name) => !byPosition.includes(name) && !(name in kwargs));
    // A former name may stand for it.
    if (missing !== undefined && Object.keys(kwargs).length === 0) throw this.#fault(`is missing the argument '${missing}'`);
    return { args, kwargs };
  }

  /** Whether an object at that place is the argument there: one that must be given, and takes objects or is no set of names. */
  #takesAsValue(place, object) {
    const param = this.positional[place];
    if (param === undefined || !this.required.includes(param.name)) return false;
    return param.takesObject || (!this.varkwargs && Object.keys(object).some((name) => !this.names.has(name)));
  }

  #fault(text) {
    return new Failure("bad-arguments", `${this.name}() ${text}`);
  }
}
