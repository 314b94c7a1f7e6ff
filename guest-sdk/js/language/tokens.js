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
// Patterns are tried at one place, and only where the first character says that they may match: an engine that interprets
// takes a microsecond for each try. Names of other letters than ASCII's are looked at again.
const ASCII_NAME = /[A-Za-z_$#][\w$]*/y;
const NAME = /[\p{ID_Start}$_\\#][\p{ID_Continue}$\u200c\u200d\\]*(?:\{[0-9a-fA-F]+\}[\p{ID_Continue}$\u200c\u200d\\]*)*/uy;
const NUMBER = /(?:0[xXoObB][0-9a-fA-F_]+n?|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?n?)/y;
const PUNCTUATOR = />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?![0-9])|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[<>+\-*/%&|^!~?:=.@]/y;
const SPACE = /[\s\ufeff]+/y;
const NEWLINE = /[\n\r\u2028\u2029]/;
const LINE = /[^\n\r\u2028\u2029]*/y;
const STRINGS = { '"': /"(?:[^"\\\n\r]|\\(?:\r\n|[^]))*"/y, "'": /'(?:[^'\\\n\r]|\\(?:\r\n|[^]))*'/y };
const TEMPLATE = /[`}](?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)/y;
const REGEXP = /\/(?:[^\/\\[\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029]|\[(?:[^\]\\\n\r\u2028\u2029]|\\[^\n\r\u2028\u2029])*\])+\/[a-zA-Z]*/y;
const BRACKETS = "([{)]}";

/**
 * The tokens of a text: `{kind, text, at, end, newline, depth}`, where `newline` says whether a line ended before it and
 * `depth` how many brackets are open around it. Kinds are `name`, `number`, `string`, `template`, `regexp` and `mark`.
 *
 * @throws {Unreadable} for what no token can be, and for brackets that do not match
 */
export function tokensOf(source) {
  const tokens = [];
  // Brackets that are open: their mark and place, whether they hold a condition or are a value, `?` without a `:`.
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
    if (char === " ") at++;
    else if (char === "\n") {
      newline = true;
      at++;
    } else if ((char >= "a" && char <= "z") || (char >= "A" && char <= "Z") || char === "_" || char === "$" || char === "#") name(ASCII_NAME);
    else if (BRACKETS.includes(char)) {
      if (char === "}" && open.at(-1)?.mark === "${") {
        open.pop();
        template();
      } else bracket(char);
    } else if (char === "," || char === ";") push("mark", at + 1);
    else if (char === "/" && source[at + 1] === "/") at = end(LINE, at);
    else if (char === "/" && source[at + 1] === "*") {
      const close = source.indexOf("*/", at + 2);
      if (close < 0) throw new Unreadable("unterminated comment", at);
      newline ||= NEWLINE.test(source.slice(at, close));
      at = close + 2;
    } else if (char === '"' || char === "'") push("string", end(STRINGS[char], at) || fail("unterminated string"));
    else if (char === "`") template();
    else if ((char >= "0" && char <= "9") || (char === "." && source[at + 1] >= "0" && source[at + 1] <= "9")) push("number", end(NUMBER, at));
    else if (char === "/" && valueMayBegin(tokens)) push("regexp", end(REGEXP, at) || fail("unterminated regular expression"));
    else if (end(PUNCTUATOR, at)) mark(end(PUNCTUATOR, at));
    else if (end(SPACE, at)) {
      newline ||= NEWLINE.test(source.slice(at, end(SPACE, at)));
      at = end(SPACE, at);
    } else name(NAME);
  }
  if (open.length > 0) throw new Unreadable(`'${open.at(-1).mark}' is never closed`, open.at(-1).at);
  return tokens;

  /** Where the pattern's match ends that begins here, or 0. */
  function end(pattern, from) {
    pattern.lastIndex = from;
    return pattern.test(source) ? pattern.lastIndex : 0;
  }

  function fail(message) {
    throw new Unreadable(message, at);
  }

  function name(pattern) {
    let to = end(pattern, at);
    if (pattern === ASCII_NAME && (source.charCodeAt(to) > 127 || source[to] === "\\")) to = end(NAME, at);
    push("name", to || fail(`unexpected character '${source[at]}'`));
  }

  /** A template's text up to its end or to the next `${`. */
  function template() {
    push("template", end(TEMPLATE, at) || fail("unterminated template"));
    if (source[at - 1] !== "{") return;
    tokens.at(-1).opens = true;
    open.push({ mark: "${", at: at - 2, pending: 0 });
  }

  function bracket(text) {
    if ("([{".includes(text)) {
      const before = tokens.at(-1);
      const isCondition = before?.kind === "name" && BEFORE_PARENTHESES.has(before.text) && !isMember(tokens, tokens.length - 1);
      const isValue = text === "{" ? before !== undefined && valueMayBegin(tokens) && !isBlockAfter(before, open) : undefined;
      push("mark", at + 1);
      open.push({ mark: text, at: at - 1, isCondition, isValue, pending: 0 });
      return;
    }
    const opened = open.pop();
    if (opened?.mark !== { ")": "(", "]": "[", "}": "{" }[text]) fail(`unexpected '${text}'`);
    push("mark", at + 1);
    tokens.at(-1).bracket = opened;
  }

  function mark(to) {
    push("mark", to);
    const [token, top] = [tokens.at(-1), open.at(-1)];
    if (token.text === "?" && top) top.pending++;
    token.isTernary = token.text === ":" && top?.pending > 0;
    if (token.isTernary) top.pending--;
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
  if (last.text === ")") return last.bracket.isCondition;
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

function lineEnd(source, from) {
  LINE.lastIndex = from;
  LINE.test(source);
  return LINE.lastIndex;
}
