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
const PARTNERS = { ")": "(", "]": "[", "}": "{" };

// What begins with each character of ASCII.
const [OTHER, SPACES, LINE_END, NAMES, OPENS, CLOSES, SINGLE, DIGITS, QUOTES, BACKTICK, SLASH, MARKS] = Array.from({ length: 12 }, (_, kind) => kind);
const CLASSES = new Uint8Array(128);
for (const [kind, characters] of [
  [SPACES, " \t"], [LINE_END, "\n\r"], [NAMES, "$_#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"], [OPENS, "([{"], [CLOSES, ")]}"], [SINGLE, ",;"],
  [DIGITS, "0123456789"], [QUOTES, "\"'"], [BACKTICK, "`"], [SLASH, "/"], [MARKS, "<>+-*%&|^!~?:=.@"],
]) {
  for (const character of characters) CLASSES[character.charCodeAt(0)] = kind;
}
const CLOSING_BRACE = 125;
const DOT = 46;

/**
 * The tokens of a text: `{kind, text, at, end, newline, depth}`, where `newline` says whether a line ended before it and
 * `depth` how many brackets are open around it. Kinds are `name`, `number`, `string`, `template`, `regexp` and `mark`. Of a
 * function `onlyHead` reads no further than its arguments go.
 *
 * @throws {Unreadable} for what no token can be, and for brackets that do not match
 */
export function tokensOf(source, onlyHead = false) {
  const tokens = [];
  // Brackets that are open: their mark and place, whether they hold a condition or are a value, `?` without a `:`.
  const open = [];
  let at = source.startsWith("#!") ? lineEnd(source, 0) : 0;
  let newline = false;
  let isOver = false;

  const push = (kind, end) => {
    tokens.push({ kind, text: source.slice(at, end), at, end, newline, depth: open.length });
    newline = false;
    at = end;
  };
  while (at < source.length && !isOver) {
    const code = source.charCodeAt(at);
    switch (code < 128 ? CLASSES[code] : OTHER) {
      case SPACES:
        at++;
        break;
      case LINE_END:
        newline = true;
        at++;
        break;
      case NAMES:
        name(ASCII_NAME);
        break;
      case OPENS:
        opened(source[at]);
        break;
      case CLOSES:
        if (code === CLOSING_BRACE && open.length > 0 && open[open.length - 1].mark === "${") {
          open.pop();
          template();
        } else closed(source[at]);
        break;
      case SINGLE:
        push("mark", at + 1);
        break;
      case DIGITS:
        push("number", end(NUMBER, at));
        break;
      case QUOTES:
        push("string", end(STRINGS[source[at]], at) || fail("unterminated string"));
        break;
      case BACKTICK:
        template();
        break;
      case SLASH:
        slash();
        break;
      case MARKS:
        if (code === DOT && end(NUMBER, at) > at) push("number", end(NUMBER, at));
        else mark(end(PUNCTUATOR, at));
        break;
      default:
        other();
    }
  }
  if (open.length > 0 && !isOver) throw new Unreadable(`'${open.at(-1).mark}' is never closed`, open.at(-1).at);
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

  function slash() {
    const next = source[at + 1];
    if (next === "/") at = end(LINE, at);
    else if (next === "*") {
      const close = source.indexOf("*/", at + 2);
      if (close < 0) fail("unterminated comment");
      newline ||= NEWLINE.test(source.slice(at, close));
      at = close + 2;
    } else if (valueMayBegin(tokens)) push("regexp", end(REGEXP, at) || fail("unterminated regular expression"));
    else mark(end(PUNCTUATOR, at));
  }

  /** Spaces of other scripts, and names in them. */
  function other() {
    const to = end(SPACE, at);
    if (to === 0) return name(NAME);
    newline ||= NEWLINE.test(source.slice(at, to));
    at = to;
    return undefined;
  }

  function opened(text) {
    const before = tokens[tokens.length - 1];
    const isCondition = before?.kind === "name" && BEFORE_PARENTHESES.has(before.text) && !isMember(tokens, tokens.length - 1);
    const isValue = text === "{" ? before !== undefined && valueMayBegin(tokens) && !isBlockAfter(before, open) : undefined;
    push("mark", at + 1);
    open.push({ mark: text, at: at - 1, isCondition, isValue, pending: 0 });
  }

  function closed(text) {
    const bracket = open.pop();
    if (bracket?.mark !== PARTNERS[text]) fail(`unexpected '${text}'`);
    push("mark", at + 1);
    tokens[tokens.length - 1].bracket = bracket;
    isOver = onlyHead && open.length === 0 && text === ")";
  }

  function mark(to) {
    push("mark", to);
    const token = tokens[tokens.length - 1];
    isOver = onlyHead && open.length === 0 && token.text === "=>";
    if (token.text !== "?" && token.text !== ":") return;
    const top = open[open.length - 1];
    token.isTernary = token.text === ":" && top?.pending > 0;
    if (token.isTernary) top.pending--;
    else if (token.text === "?" && top) top.pending++;
  }
}

/** The line, from 1, and the column, from 1, of a place. */
export function placeOf(source, at) {
  const before = source.slice(0, at).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: before.length, column: before.at(-1).length + 1 };
}

/** Whether a value may begin after these tokens: a slash there opens a regular expression, a brace an object. */
function valueMayBegin(tokens) {
  const last = tokens[tokens.length - 1];
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
