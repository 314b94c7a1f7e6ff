#include "params.h"

#include <string.h>

typedef struct {
  const uint8_t *at;
  const uint8_t *end;
} reader;

static void skip_blanks(reader *from) {
  while (from->at < from->end && (*from->at == ' ' || *from->at == '\t' || *from->at == '\n' || *from->at == '\r')) {
    from->at++;
  }
}

static bool take(reader *from, char byte) {
  skip_blanks(from);
  if (from->at == from->end || *from->at != byte) return false;
  from->at++;
  return true;
}

static void add_code(text *to, uint32_t code) {
  uint8_t bytes[4];
  size_t more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  static const uint8_t leads[] = {0, 0xc0, 0xe0, 0xf0};
  bytes[0] = (uint8_t)(leads[more] | code >> (6 * more));
  for (size_t at = 1; at <= more; at++) bytes[at] = (uint8_t)(0x80 | (code >> (6 * (more - at)) & 0x3f));
  text_add_bytes(to, bytes, more + 1);
}

static bool read_hex(reader *from, uint32_t *code) {
  *code = 0;
  if (from->end - from->at < 4) return false;
  for (const uint8_t *stop = from->at + 4; from->at < stop; from->at++) {
    uint8_t digit = *from->at, letter = digit | 0x20;
    if (digit >= '0' && digit <= '9') {
      *code = *code << 4 | (uint32_t)(digit - '0');
    } else if (letter >= 'a' && letter <= 'f') {
      *code = *code << 4 | (uint32_t)(letter - 'a' + 10);
    } else {
      return false;
    }
  }
  return true;
}

static bool read_escape(reader *from, text *into) {
  static const char names[] = "\"\\/bfnrt", codes[] = "\"\\/\b\f\n\r\t";
  if (from->at == from->end) return false;
  uint8_t name = *from->at++;
  for (size_t known = 0; names[known]; known++) {
    if (name == names[known]) {
      text_add_bytes(into, &codes[known], 1);
      return true;
    }
  }
  uint32_t code, low;
  if (name != 'u' || !read_hex(from, &code)) return false;
  if (code >= 0xd800 && code < 0xdc00) {
    if (from->end - from->at < 2 || from->at[0] != '\\' || from->at[1] != 'u') return false;
    from->at += 2;
    if (!read_hex(from, &low) || low < 0xdc00 || low >= 0xe000) return false;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  } else if (code >= 0xdc00 && code < 0xe000) {
    return false;
  }
  add_code(into, code);
  return true;
}

static bool read_string(reader *from, text *into) {
  if (!take(from, '"')) return false;
  while (from->at < from->end) {
    uint8_t byte = *from->at++;
    if (byte == '"') return true;
    if (byte != '\\') {
      text_add_bytes(into, &byte, 1);
    } else if (!read_escape(from, into)) {
      return false;
    }
  }
  return false;
}

static bool is_plain(uint8_t byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '+' || byte == '.' ||
         byte == 'E';
}

// A number or a literal, as it stands.
static bool read_plain(reader *from, text *into) {
  skip_blanks(from);
  while (from->at < from->end && is_plain(*from->at)) text_add_bytes(into, from->at++, 1);
  return into->length > 0;
}

static bool to_u32(const text *digits, uint32_t *number) {
  uint64_t value = 0;
  for (size_t at = 0; at < digits->length; at++) {
    if (digits->bytes[at] < '0' || digits->bytes[at] > '9') return false;
    value = value * 10 + (uint64_t)(digits->bytes[at] - '0');
    if (value > UINT32_MAX) return false;
  }
  *number = (uint32_t)value;
  return digits->length > 0;
}

static bool is(const text *name, const char *expected) {
  return name->length == strlen(expected) && memcmp(name->bytes, expected, name->length) == 0;
}

static bool read_member(reader *from, params *into, text *problem) {
  text name = {0}, value = {0};
  if (!read_string(from, &name) || !take(from, ':')) return false;
  skip_blanks(from);
  bool string = from->at < from->end && *from->at == '"';
  if (string ? !read_string(from, &value) : !read_plain(from, &value)) return false;
  if (is(&name, "batch_rows") && (string || !to_u32(&value, &into->batch_rows))) {
    text_add(problem, "batch_rows is '");
    text_add_bytes(problem, value.bytes, value.length);
    text_add(problem, "', not a whole number of 32 bits");
    return false;
  }
  if (is(&name, "fail")) {
    if (!string) {
      text_add(problem, "fail is not a string");
      return false;
    }
    into->has_fail = true;
    into->fail = value;
  }
  return true;
}

static bool read_object(reader *from, params *into, text *problem) {
  if (!take(from, '{')) return false;
  if (take(from, '}')) return true;
  do {
    if (!read_member(from, into, problem)) return false;
  } while (take(from, ','));
  return take(from, '}');
}

bool params_read(table_string_t json, params *into, text *problem) {
  *into = (params){0};
  reader from = {json.ptr, json.ptr + json.len};
  bool read = read_object(&from, into, problem);
  skip_blanks(&from);
  if (read && from.at == from.end) return true;
  if (problem->length == 0) {
    text_add(problem, "the parameters are not a JSON object of plain values, from byte ");
    text_add_number(problem, (uint64_t)(from.at - json.ptr));
    text_add(problem, " on");
  }
  return false;
}
