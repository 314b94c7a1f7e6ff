#include "arrow.h"

#include <string.h>

// Formats that are told by their whole text.
static const struct {
  const char *format;
  arrow_layout layout;
} KNOWN[] = {
    {"n", {LAYOUT_NULL, 0, false}},
    {"b", {LAYOUT_BITS, 0, false}},
    {"c", {LAYOUT_FIXED, 1, false}},    {"C", {LAYOUT_FIXED, 1, false}},
    {"s", {LAYOUT_FIXED, 2, false}},    {"S", {LAYOUT_FIXED, 2, false}},
    {"i", {LAYOUT_FIXED, 4, false}},    {"I", {LAYOUT_FIXED, 4, false}},
    {"l", {LAYOUT_FIXED, 8, false}},    {"L", {LAYOUT_FIXED, 8, false}},
    {"e", {LAYOUT_FIXED, 2, false}},    {"f", {LAYOUT_FIXED, 4, false}},
    {"g", {LAYOUT_FIXED, 8, false}},
    {"tdD", {LAYOUT_FIXED, 4, false}},  {"tdm", {LAYOUT_FIXED, 8, false}},
    {"tts", {LAYOUT_FIXED, 4, false}},  {"ttm", {LAYOUT_FIXED, 4, false}},
    {"ttu", {LAYOUT_FIXED, 8, false}},  {"ttn", {LAYOUT_FIXED, 8, false}},
    {"tDs", {LAYOUT_FIXED, 8, false}},  {"tDm", {LAYOUT_FIXED, 8, false}},
    {"tDu", {LAYOUT_FIXED, 8, false}},  {"tDn", {LAYOUT_FIXED, 8, false}},
    {"u", {LAYOUT_BYTES, 4, true}},     {"U", {LAYOUT_BYTES, 8, true}},
    {"z", {LAYOUT_BYTES, 4, false}},    {"Z", {LAYOUT_BYTES, 8, false}},
    {"+l", {LAYOUT_LIST, 4, false}},    {"+L", {LAYOUT_LIST, 8, false}},
    {"+s", {LAYOUT_STRUCT, 0, false}},
};

static bool starts_with(table_string_t text, const char *start) {
  size_t length = strlen(start);
  return text.len >= length && memcmp(text.ptr, start, length) == 0;
}

// The number that `text` is from `at` on; false when it is not all digits, or beyond 32 bits.
static bool read_number(table_string_t text, size_t at, uint32_t *number) {
  if (at >= text.len) return false;
  uint64_t value = 0;
  for (; at < text.len; at++) {
    if (text.ptr[at] < '0' || text.ptr[at] > '9') return false;
    value = value * 10 + (text.ptr[at] - '0');
    if (value > UINT32_MAX) return false;
  }
  *number = (uint32_t)value;
  return true;
}

// `d:precision,scale` is 128 bits wide, `d:precision,scale,bits` as it says.
static bool read_decimal(table_string_t format, arrow_layout *layout) {
  size_t commas = 0, second = 0;
  for (size_t at = 2; at < format.len; at++) {
    if (format.ptr[at] == ',' && ++commas == 2) second = at;
  }
  uint32_t bits = 128;
  if (commas < 1 || commas > 2 || (commas == 2 && !read_number(format, second + 1, &bits))) return false;
  *layout = (arrow_layout){LAYOUT_FIXED, bits / 8, false};
  return bits == 32 || bits == 64 || bits == 128 || bits == 256;
}

static bool read_format(table_string_t format, arrow_layout *layout) {
  for (size_t known = 0; known < sizeof KNOWN / sizeof KNOWN[0]; known++) {
    if (format.len == strlen(KNOWN[known].format) && starts_with(format, KNOWN[known].format)) {
      *layout = KNOWN[known].layout;
      return true;
    }
  }
  if (starts_with(format, "tss:") || starts_with(format, "tsm:") || starts_with(format, "tsu:") ||
      starts_with(format, "tsn:")) {
    *layout = (arrow_layout){LAYOUT_FIXED, 8, false};
    return true;
  }
  if (starts_with(format, "d:")) return read_decimal(format, layout);
  *layout = (arrow_layout){LAYOUT_FIXED_LIST, 0, false};
  return starts_with(format, "+w:") && read_number(format, 3, &layout->width);
}

bool arrow_layout_of(const arrow_field *field, arrow_layout *layout) {
  if (!read_format(field->format, layout)) return false;
  if (layout->kind == LAYOUT_STRUCT) return true;
  bool parent = layout->kind == LAYOUT_LIST || layout->kind == LAYOUT_FIXED_LIST;
  return field->children == (parent ? 1 : 0);
}
