// The tokens of JavaScript: enough to find imports, exports and parameters, and never to mistake a text for code.

/** What cannot be read: told with its place. */
export class Unreadable extends SyntaxError {
  /** @param {number} at where in the text */
  constructor(message, at) {
    super(message);
    this.name = "SyntaxError";
    this.at = at;
  }
}

// Names after which a value begins, so that a slash opens a regular expression.
const BEFORE_VALUES = new Set("await case default delete do else extends in instanceof new of return throw typeof void yield".split(" "));
const BEFORE_PARENTHESES = new Set(["if", "while", "for", "with"]);
const NAME = /[\p{ID_Start}$_\\#][\p{ID_Continue}$\u200c\u200d\\]*(?:\{[0-9a-fA-F]+\}[\p{ID_Continue}$\u200c\u200d\\]*)*/uy;
const NUMBER = /(?:0[xXoObB][0-9a-fA-F_]+n?|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?n?)/y;
const PUNCTUATOR = />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?![0-9])|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[{}()[\];,<>+\-*/%&|^!~?:=.@]/y;
const SPACE = /[\s\ufeff]+/y;
const NEWLINE = /[\n\r\u2028\u2029]/;

/**
 * The tokens of a text: `{kind, text, at, end, newline, depth}`, where `newline` says whether a line ended before it and
 * `depth` how many brackets are open around it. Kinds are `name`, `number`, `string`, `template`, `regexp` and `mark`.
 *
 * @throws {Unreadable} for what no token can be, and for brackets that do not match
 */
export function tokensOf(source) {
  const tokens = [];
  // Brackets that are open: their mark, whether a value follows their end, what stands before them, `?` without a `:`.
  const open = [];
  let at = source.startsWith("#!") ? lineEnd(source, 0) : 0;
  let newline = false;

  const push = (kind, end) => {
    tokens.push({ kind, text: source.slice(at, end), at, end, newline, depth: open.length });
    newline = false;
    at = end;
  };
  while (at < source.length) {
    const char = source[at];
    const space = match(SPACE, source, at);
    if (space) {
      newline ||= NEWLINE.test(space);
      at += space.length;
    } else if (source.startsWith("//", at)) at = lineEnd(source, at);
    else if (source.startsWith("/*", at)) {
      const end = source.indexOf("*/", at + 2);
      if (end < 0) throw new Unreadable("unterminated comment", at);
      newline ||= NEWLINE.test(source.slice(at, end));
      at = end + 2;
    } else if (char === '"' || char === "'") push("string", stringEnd(source, at));
    else if (char === "`") template(at);
    else if (char === "}" && open.at(-1)?.mark === "${") {
      open.pop();
      template(at);
    } else if (/[0-9]/.test(char) || (char === "." && /[0-9]/.test(source[at + 1] ?? ""))) push("number", at + match(NUMBER, source, at).length);
    else if (char === "/" && valueMayBegin(tokens)) push("regexp", regexpEnd(source, at));
    else {
      const name = match(NAME, source, at);
      if (name) push("name", at + name.length);
      else mark(match(PUNCTUATOR, source, at));
    }
  }
  if (open.length > 0) throw new Unreadable(`'${open.at(-1).mark}' is never closed`, open.at(-1).at);
  return tokens;

  // A template's text up to its end or to the next `${`.
  function template(from) {
    for (let end = from + 1; end < source.length; end++) {
      if (source[end] === "\\") end++;
      else if (source[end] === "`") return push("template", end + 1);
      else if (source.startsWith("${", end)) {
        push("template", end + 2);
        tokens.at(-1).opens = true;
        open.push({ mark: "${", at: end, pending: 0 });
        return undefined;
      }
    }
    throw new Unreadable("unterminated template", from);
  }

  function mark(text) {
    if (!text) throw new Unreadable(`unexpected character '${source[at]}'`, at);
    if ("([{".includes(text)) {
      const before = tokens.at(-1);
      const isValue = text === "{" ? valueMayBegin(tokens) && before !== undefined && !isBlockAfter(before, open) : undefined;
      push("mark", at + 1);
      open.push({ mark: text, at: at - 1, before, isValue, pending: 0 });
    } else if (")]}".includes(text)) {
      const bracket = open.pop();
      if (bracket?.mark !== { ")": "(", "]": "[", "}": "{" }[text]) throw new Unreadable(`unexpected '${text}'`, at);
      push("mark", at + 1);
      tokens.at(-1).bracket = bracket;
    } else {
      const top = open.at(-1);
      if (text === "?" && top) top.pending++;
      const isTernary = text === ":" && top?.pending > 0;
      if (isTernary) top.pending--;
      push("mark", at + text.length);
      tokens.at(-1).isTernary = isTernary;
    }
  }
}

/** The line, from 1, and the column, from 1, of a place. */
export function placeOf(source, at) {
  const before = source.slice(0, at).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: before.length, column: before.at(-1).length + 1 };
}

/** Whether a value may begin after these tokens: a slash there opens a regular expression, a brace an object. */
function valueMayBegin(tokens) {
  const last = tokens.at(-1);
  if (last === undefined) return true;
  if (last.kind === "template") return last.opens === true;
  if (last.kind === "name") return BEFORE_VALUES.has(last.text) && !isMember(tokens, tokens.length - 1);
  if (last.kind !== "mark") return false;
  if (last.text === ")") return BEFORE_PARENTHESES.has(last.bracket.before?.text) && last.bracket.before.kind === "name";
  if (last.text === "}") return !last.bracket.isValue;
  return !["]", "++", "--"].includes(last.text);
}

/** Whether a brace after this token opens a block, where a value could begin too. */
function isBlockAfter(before, open) {
  if (before.kind === "name") return before.text === "do" || before.text === "else";
  if (before.kind !== "mark") return false;
  if ([";", "{", "}", ")", "=>"].includes(before.text)) return true;
  return before.text === ":" && !before.isTernary && !open.at(-1)?.isValue;
}

/** Whether the token is the name of a member: `a.import`. */
export function isMember(tokens, at) {
  return tokens[at - 1]?.text === "." || tokens[at - 1]?.text === "?.";
}

function match(pattern, source, at) {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

function lineEnd(source, from) {
  let at = from;
  while (at < source.length && !NEWLINE.test(source[at])) at++;
  return at;
}

function stringEnd(source, from) {
  for (let at = from + 1; at < source.length; at++) {
    if (source[at] === "\\") at += source.startsWith("\r\n", at + 1) ? 2 : 1;
    else if (source[at] === source[from]) return at + 1;
    else if (source[at] === "\n" || source[at] === "\r") break;
  }
  throw new Unreadable("unterminated string", from);
}

function regexpEnd(source, from) {
  let inClass = false;
  for (let at = from + 1; at < source.length && !NEWLINE.test(source[at]); at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "[") inClass = true;
    else if (source[at] === "]") inClass = false;
    else if (source[at] === "/" && !inClass) return at + 1 + (match(/[a-zA-Z]*/y, source, at + 1) ?? "").length;
  }
  throw new Unreadable("unterminated regular expression", from);
}
