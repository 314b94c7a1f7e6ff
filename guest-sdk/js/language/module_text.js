// A module's imports and exports, and its text as the body of a function: the same lines and, but for what follows an
// `export default` in its line, the same columns.

import { isMember, tokensOf, Unreadable } from "./tokens.js";

const WORDS = ["import", "export", "await"];

/**
 * Reads a module.
 *
 * @returns {{imports: {from: string, at: number, names: [string, string][], all: string | null}[], exports: [string, string][],
 *   passed: {from: string, at: number, names: [string, string][] | null, as: string | null}[], awaits: number[], text: string, isModule: boolean}}
 *   pairs of an imported name and the one that it has here, of an exported name and the one that it has here, what is
 *   exported from others, and where `await` may stand outside a function
 * @throws {Unreadable} for what cannot be read, and for what is not supported
 */
export function readModule(source) {
  // Most scripts have none of this, and need no reading.
  if (!source.startsWith("#!") && !WORDS.some((word) => source.includes(word))) return { imports: [], exports: [], passed: [], awaits: [], text: source, isModule: false };
  const module = { imports: [], exports: [], passed: [], awaits: [], isModule: false };
  const reader = new Reader(source, module);
  reader.read();
  return { ...module, text: reader.text() };
}

class Reader {
  constructor(source, module) {
    this.source = source;
    this.module = module;
    this.tokens = tokensOf(source);
    this.at = 0;
    this.edits = source.startsWith("#!") ? [[0, source.search(/[\n\r]|$/), ""]] : [];
    this.own = ["$default", "$$default", "$$$default"].find((name) => !source.includes(name)) ?? "$default$";
  }

  read() {
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at];
      if (token.kind !== "name" || isMember(this.tokens, this.at)) continue;
      if (token.text === "import") this.import(token);
      else if (token.text === "export" && token.depth === 0) this.export(token);
      else if (token.text === "await" && token.depth === 0) this.module.awaits.push(token.at);
    }
  }

  import(token) {
    const next = this.peek(1);
    if (next?.text === "(") {
      if (!this.isMethod()) throw new Unreadable("import(…) is not supported: write `import … from` at the top", token.at);
      return;
    }
    if (next?.text === ".") throw new Unreadable("import.meta is not supported", token.at);
    if (token.depth > 0 || [":", ",", "="].includes(next?.text)) return;
    this.module.isModule = true;
    const found = { from: "", at: token.at, names: [], all: null };
    this.at++;
    if (this.now()?.kind !== "string") {
      if (this.now()?.kind === "name") {
        found.names.push(["default", this.name()]);
        if (!this.take(",")) return this.from(found, token);
      }
      if (this.take("*")) {
        this.word("as");
        found.all = this.name();
      } else found.names.push(...this.list());
      return this.from(found, token);
    }
    this.specifier(found);
    this.end(token);
    this.module.imports.push(found);
  }

  from(found, token) {
    this.word("from");
    this.specifier(found);
    this.end(token);
    this.module.imports.push(found);
  }

  export(token) {
    this.module.isModule = true;
    const { exports, passed } = this.module;
    this.at++;
    const word = this.now()?.text;
    if (word === "*") {
      this.at++;
      const found = { from: "", at: token.at, names: null, as: this.isWord("as") ? this.after(() => this.exported()) : null };
      this.word("from");
      this.specifier(found);
      this.end(token);
      passed.push(found);
    } else if (word === "{") {
      const names = this.list().map(([here, there]) => [there, here]);
      if (this.isWord("from")) {
        const found = { from: "", at: token.at, names, as: null };
        this.word("from");
        this.specifier(found);
        passed.push(found);
      } else exports.push(...names);
      this.end(token);
    } else if (word === "default") this.default(token);
    else if (["const", "let", "var"].includes(word)) {
      this.blank(token.at, this.now().at);
      this.ahead(() => this.declared());
    } else if (["function", "class", "async"].includes(word)) {
      this.blank(token.at, this.now().at);
      const name = this.declaration();
      exports.push([name, name]);
      this.at--;
    } else throw new Unreadable(`unexpected ${said(this.now())} after export`, this.now()?.at ?? token.end);
  }

  default(token) {
    const word = this.now();
    this.at++;
    const start = this.now();
    const isDeclared = start?.text === "class" || start?.text === "function" || (start?.text === "async" && this.peek(1)?.text === "function" && !this.peek(1).newline);
    const name = isDeclared ? this.declaration(true) : null;
    if (name !== null) {
      this.blank(token.at, start.at);
      this.module.exports.push(["default", name]);
    } else {
      const text = `var ${this.own} =`;
      this.edits.push([token.at, word.end, text.padEnd(word.end - token.at)]);
      this.module.exports.push(["default", this.own]);
      if (isDeclared) {
        this.ahead(() => {
          const end = this.body();
          this.edits.push([end, end, ";"]);
        });
      }
    }
    this.at--;
  }

  /** Behind `function`, `class` or `async`: the name, or null where it may be left out and is. */
  declaration(mayBeNameless = false) {
    if (this.now().text === "async") this.at++;
    this.at++;
    this.take("*");
    const isName = this.now()?.kind === "name" && this.now().text !== "extends";
    if (!isName && mayBeNameless) return null;
    return this.name();
  }

  /** Where the body of the function or the class ends whose name would be here. */
  body() {
    const { depth } = this.now();
    while (this.now() && !(this.now().text === "{" && this.now().depth === depth && !this.isHeritage())) this.at++;
    this.skip();
    return this.tokens[this.at - 1].end;
  }

  /** Whether a brace is part of `extends {…}`. */
  isHeritage() {
    return this.tokens[this.at - 1]?.text === "extends";
  }

  /** The names that `const`, `let` or `var` declares, to the end of the statement. */
  declared() {
    this.at++;
    do {
      for (const name of this.pattern()) this.module.exports.push([name, name]);
      if (this.take("=")) this.value();
    } while (this.take(","));
  }

  /** The names of a binding: a name, or those inside a pattern. */
  pattern() {
    const open = this.now();
    if (open?.kind === "name") return [this.name()];
    if (open?.text !== "{" && open?.text !== "[") throw new Unreadable(`unexpected ${said(open)} in a declaration`, open?.at ?? this.source.length);
    const names = [];
    const inner = open.depth + 1;
    this.at++;
    while (this.now() && this.now().depth >= inner) {
      if (this.take(",")) continue;
      this.take("...");
      if (open.text === "{" && this.isKey()) this.key();
      names.push(...this.pattern());
      if (this.take("=")) this.value(inner);
    }
    this.at++;
    return names;
  }

  /** Whether a property has a key and then its own pattern. */
  isKey() {
    if (this.now().text === "[") return true;
    return this.peek(1)?.text === ":";
  }

  key() {
    if (this.now().text === "[") this.skip();
    else this.at++;
    if (!this.take(":")) throw new Unreadable(`unexpected ${said(this.now())} in a pattern`, this.now()?.at ?? this.source.length);
  }

  /** Skips an expression: to the comma or the bracket behind it or, at the top, to the end of the statement. */
  value(depth = 0) {
    for (let first = true; this.now(); first = false) {
      const token = this.now();
      if (token.depth < depth || (token.depth === depth && [",", ";"].includes(token.text) && token.kind === "mark")) return;
      if (depth === 0 && !first && token.depth === 0 && token.newline && this.isNewStatement(token)) return;
      this.skip();
    }
  }

  /** Whether a line begins a statement of its own. */
  isNewStatement(token) {
    const before = this.tokens[this.at - 1];
    const ended = before.kind !== "mark" || [")", "]", "}", "++", "--"].includes(before.text);
    if (!ended || (before.kind === "name" && !isMember(this.tokens, this.at - 1) && ["typeof", "void", "delete", "new", "await", "yield", "in", "instanceof"].includes(before.text))) return false;
    if (token.kind === "template") return false;
    if (token.kind === "mark") return ["{", "++", "--", "!", "~", "@"].includes(token.text);
    return !["in", "instanceof"].includes(token.text);
  }

  /** `{ a, b as c, "d" as e }`, as pairs. */
  list() {
    const pairs = [];
    this.mark("{");
    while (!this.take("}")) {
      const first = this.exported();
      pairs.push([first, this.isWord("as") ? this.after(() => this.exported()) : first]);
      if (this.now()?.text !== "}") this.mark(",");
    }
    return pairs;
  }

  specifier(found) {
    const token = this.now();
    if (token?.kind !== "string") throw new Unreadable(`unexpected ${said(token)} where a module's name is wanted`, token?.at ?? this.source.length);
    found.from = unquoted(token);
    found.at = token.at;
    this.at++;
    if (this.isWord("with") && !this.now().newline) throw new Unreadable("import attributes are not supported", this.now().at);
  }

  /** Reads on, and comes back: what is there is gone through again for what is not supported. */
  ahead(read) {
    const { at } = this;
    read();
    this.at = at;
  }

  /** Takes the whole statement out of the text. */
  end(token) {
    if (this.now() && this.now().text !== ";" && !this.now().newline) throw new Unreadable(`unexpected ${said(this.now())} behind an import or export`, this.now().at);
    this.take(";");
    this.at--;
    this.blank(token.at, this.tokens[this.at].end);
  }

  blank(from, to) {
    this.edits.push([from, to, this.source.slice(from, to).replace(/[^\n\r\u2028\u2029]/g, " ")]);
  }

  text() {
    let [text, done] = ["", 0];
    for (const [from, to, put] of this.edits.sort(([a], [b]) => a - b)) {
      text += this.source.slice(done, from) + put;
      done = to;
    }
    return text + this.source.slice(done);
  }

  now() {
    return this.tokens[this.at];
  }

  peek(count) {
    return this.tokens[this.at + count];
  }

  /** Goes behind a token, or behind the bracket that it opens. */
  skip() {
    const { depth, text, kind, opens } = this.now();
    this.at++;
    if (!(kind === "mark" && ["(", "[", "{"].includes(text)) && !opens) return;
    while (this.now() && this.now().depth > depth) this.at++;
    if (opens) {
      // The rest of the template, which may open again.
      if (this.now()) this.skip();
    } else this.at++;
  }

  /** Whether `import (…) {` defines a method of that name. */
  isMethod() {
    let at = this.at + 2;
    while (this.tokens[at] && this.tokens[at].depth > this.tokens[this.at].depth) at++;
    return this.tokens[at + 1]?.text === "{";
  }

  take(mark) {
    if (this.now()?.kind !== "mark" || this.now().text !== mark) return false;
    this.at++;
    return true;
  }

  mark(text) {
    if (!this.take(text)) throw new Unreadable(`unexpected ${said(this.now())}; '${text}' is wanted`, this.now()?.at ?? this.source.length);
  }

  isWord(word) {
    return this.now()?.kind === "name" && this.now().text === word;
  }

  word(word) {
    if (!this.isWord(word)) throw new Unreadable(`unexpected ${said(this.now())}; '${word}' is wanted`, this.now()?.at ?? this.source.length);
    this.at++;
  }

  after(read) {
    this.at++;
    return read();
  }

  name() {
    const token = this.now();
    if (token?.kind !== "name") throw new Unreadable(`unexpected ${said(token)} where a name is wanted`, token?.at ?? this.source.length);
    this.at++;
    return token.text;
  }

  /** A name as it is imported or exported: also a text. */
  exported() {
    if (this.now()?.kind !== "string") return this.name();
    this.at++;
    return unquoted(this.tokens[this.at - 1]);
  }
}

const said = (token) => (token === undefined ? "end" : `'${token.text}'`);

function unquoted(token) {
  const inner = token.text.slice(1, -1);
  if (inner.includes("\\")) throw new Unreadable("escapes in the name of a module are not supported", token.at);
  return inner;
}
