// UTF-8, strictly. QuickJS has no TextEncoder and no TextDecoder, and interprets: what is native there (String.fromCharCode,
// regular expressions) does the most.

// Short enough for an argument list.
const CHUNK = 8192;
const NOT_ASCII = /[^\x00-\x7f]/;

/** Whether all characters are below U+0080. */
export const isAscii = (text) => !NOT_ASCII.test(text);

/** One character of the same number for each byte: the text itself where all bytes are ASCII. */
export function latin1(bytes) {
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(null, bytes);
  const parts = [];
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode.apply(null, bytes.subarray(at, at + CHUNK)));
  return parts.join("");
}

/**
 * The string that `bytes` (a Uint8Array) spell.
 *
 * @throws {RangeError} when they are not valid UTF-8
 */
export function decodeUtf8(bytes) {
  const quick = latin1(bytes);
  return isAscii(quick) ? quick : decodeSlowly(bytes);
}

function decodeSlowly(bytes) {
  let text = "";
  let units = [];
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at++];
    if (lead < 0x80) {
      units.push(lead);
    } else {
      const more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
      let code = lead & (0x3f >> more);
      for (let end = at + more; at < end; at++) {
        if ((bytes[at] & 0xc0) !== 0x80) throw new RangeError(`not valid UTF-8 at byte ${at}`);
        code = (code << 6) | (bytes[at] & 0x3f);
      }
      const least = [0, 0x80, 0x800, 0x10000][more];
      if (lead < 0xc0 || lead > 0xf4 || code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
        throw new RangeError(`not valid UTF-8 before byte ${at}`);
      }
      if (code < 0x10000) units.push(code);
      else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    }
    if (units.length >= CHUNK) {
      text += String.fromCharCode.apply(null, units);
      units = [];
    }
  }
  return text + String.fromCharCode.apply(null, units);
}

/** The bytes of `text`; half a surrogate pair becomes U+FFFD, as TextEncoder has it. */
export function encodeUtf8(text) {
  if (isAscii(text)) {
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
    return bytes;
  }
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  for (const character of text) {
    let code = character.codePointAt(0);
    if (code >= 0xd800 && code < 0xe000) code = 0xfffd;
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    bytes[at++] = [0, 0xc0, 0xe0, 0xf0][more] | (code >> (6 * more));
    for (let shift = 6 * (more - 1); shift >= 0; shift -= 6) bytes[at++] = 0x80 | ((code >> shift) & 0x3f);
  }
  return bytes.slice(0, at);
}

/** The text with U+FFFD for halves of surrogate pairs, which cannot cross the boundary and end the call there. */
export function wellFormed(text) {
  if (!/[\ud800-\udfff]/.test(text)) return text;
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g, (found) => (found.length === 2 ? found : "\ufffd"));
}
