#include "arrow.h"

#include <stdlib.h>
#include <string.h>

typedef table_list_u8_t buffer;

// Where the walk through schema and batch stands; fields and arrays go hand in hand.
typedef struct {
  const arrow_schema *schema;
  const arrow_batch *from;
  arrow_batch *to;
  size_t next;
  text *problem;
} walk;

static const uint64_t ANY_LENGTH = UINT64_MAX;

static bool wrong(walk *at, const arrow_field *field, const char *what) {
  text_add(at->problem, "column '");
  text_add_string(at->problem, field->name);
  text_add(at->problem, "' ");
  text_add(at->problem, what);
  return false;
}

static bool expect(walk *at, const arrow_field *field, const char *what, uint64_t given, uint64_t expected) {
  if (given == expected) return true;
  wrong(at, field, "has ");
  text_add_number(at->problem, given);
  text_add(at->problem, " ");
  text_add(at->problem, what);
  text_add(at->problem, " instead of ");
  text_add_number(at->problem, expected);
  return false;
}

static buffer new_buffer(size_t size) {
  if (size == 0) return (buffer){NULL, 0};
  uint8_t *bytes = malloc(size);
  if (!bytes) abort();
  memset(bytes, 0, size);
  return (buffer){bytes, size};
}

static bool get_bit(buffer bits, size_t index) { return bits.ptr[index / 8] >> (index % 8) & 1; }

static void set_bit(buffer bits, size_t index) { bits.ptr[index / 8] |= (uint8_t)(1u << (index % 8)); }

static bool is_valid(buffer validity, size_t row) { return validity.len == 0 || get_bit(validity, row); }

// Offsets have 4 or 8 bytes, at any alignment.
static uint64_t get_offset(buffer offsets, uint32_t width, size_t index) {
  uint64_t offset = 0;
  memcpy(&offset, offsets.ptr + index * width, width);
  return offset;
}

static void set_offset(buffer offsets, uint32_t width, size_t index, uint64_t offset) {
  memcpy(offsets.ptr + index * width, &offset, width);
}

static bool is_utf8(const uint8_t *bytes, size_t length) {
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  for (size_t at = 0; at < length;) {
    uint8_t lead = bytes[at++];
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    uint32_t code = lead & (0x3fu >> more);
    if (more > length - at) return false;
    for (size_t end = at + more; at < end; at++) {
      if ((bytes[at] & 0xc0) != 0x80) return false;
      code = code << 6 | (bytes[at] & 0x3fu);
    }
    if (code < least[more] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
  }
  return true;
}

// Counts what the validity of `from` says and writes it again, only where there are nulls.
static bool rebuild_validity(walk *at, const arrow_field *field, const arrow_array *from, arrow_array *to) {
  buffer validity = from->buffers.ptr[0];
  if (validity.len == 0) return true;
  if (!expect(at, field, "bytes of validity", validity.len, from->length / 8 + (from->length % 8 > 0))) return false;
  buffer fresh = new_buffer(validity.len);
  to->buffers.ptr[0] = fresh;
  for (size_t row = 0; row < from->length; row++) {
    if (get_bit(validity, row)) {
      set_bit(fresh, row);
    } else {
      to->null_count++;
    }
  }
  if (!expect(at, field, "nulls", to->null_count, from->null_count)) return false;
  if (to->null_count > 0 && !field->nullable) return wrong(at, field, "takes no nulls and has some");
  return true;
}

static bool rebuild_bits(walk *at, const arrow_field *field, const arrow_array *from, arrow_array *to) {
  buffer validity = from->buffers.ptr[0], bits = from->buffers.ptr[1];
  if (!expect(at, field, "bytes of bits", bits.len, from->length / 8 + (from->length % 8 > 0))) return false;
  to->buffers.ptr[1] = new_buffer(bits.len);
  for (size_t row = 0; row < from->length; row++) {
    if (is_valid(validity, row) && get_bit(bits, row)) set_bit(to->buffers.ptr[1], row);
  }
  return true;
}

static bool rebuild_fixed(walk *at, const arrow_field *field, uint32_t width, const arrow_array *from, arrow_array *to) {
  buffer validity = from->buffers.ptr[0], values = from->buffers.ptr[1];
  if (values.len % width != 0) return wrong(at, field, "ends within a value");
  if (!expect(at, field, "values", values.len / width, from->length)) return false;
  to->buffers.ptr[1] = new_buffer(values.len);
  for (size_t row = 0; row < from->length; row++) {
    if (is_valid(validity, row)) memcpy(to->buffers.ptr[1].ptr + row * width, values.ptr + row * width, width);
  }
  return true;
}

// Offsets start at 0 and never fall; `end` gets the last one. An array of no rows may leave them out.
static bool check_offsets(walk *at, const arrow_field *field, uint32_t width, const arrow_array *from, uint64_t *end) {
  buffer offsets = from->buffers.ptr[1];
  *end = 0;
  if (from->length == 0 && offsets.len == 0) return true;
  if (offsets.len % width != 0) return wrong(at, field, "ends within an offset");
  if (!expect(at, field, "offsets", offsets.len / width, (uint64_t)from->length + 1)) return false;
  for (size_t index = 0; index <= from->length; index++) {
    uint64_t offset = get_offset(offsets, width, index);
    if (index == 0 ? offset != 0 : offset < *end) return wrong(at, field, "has offsets that do not start at 0, or fall");
    *end = offset;
  }
  return true;
}

static bool rebuild_bytes(walk *at, const arrow_field *field, arrow_layout layout, const arrow_array *from,
                          arrow_array *to) {
  uint64_t end;
  if (!check_offsets(at, field, layout.width, from, &end)) return false;
  buffer validity = from->buffers.ptr[0], offsets = from->buffers.ptr[1], data = from->buffers.ptr[2];
  if (end > data.len) return wrong(at, field, "has offsets that pass its data");
  buffer fresh = new_buffer((size_t)end);
  to->buffers.ptr[1] = new_buffer(((size_t)from->length + 1) * layout.width);
  to->buffers.ptr[2] = fresh;
  size_t written = 0;
  for (size_t row = 0; row < from->length; row++) {
    if (is_valid(validity, row)) {
      size_t start = (size_t)get_offset(offsets, layout.width, row);
      size_t length = (size_t)get_offset(offsets, layout.width, row + 1) - start;
      if (layout.utf8 && !is_utf8(data.ptr + start, length)) return wrong(at, field, "is not valid UTF-8");
      if (length > 0) memcpy(fresh.ptr + written, data.ptr + start, length);
      written += length;
    }
    set_offset(to->buffers.ptr[1], layout.width, row + 1, written);
  }
  // Bytes under nulls were left out.
  to->buffers.ptr[2].len = written;
  if (written == 0) free(fresh.ptr);
  return true;
}

static bool rebuild_array(walk *at, uint64_t length);

// The items stay where they are, those under null rows too: the offsets are copied as they were checked.
static bool rebuild_list(walk *at, const arrow_field *field, uint32_t width, const arrow_array *from, arrow_array *to) {
  uint64_t end;
  if (!check_offsets(at, field, width, from, &end)) return false;
  to->buffers.ptr[1] = new_buffer(((size_t)from->length + 1) * width);
  for (size_t index = 0; index <= from->length && end > 0; index++) {
    set_offset(to->buffers.ptr[1], width, index, get_offset(from->buffers.ptr[1], width, index));
  }
  size_t child = at->next;
  if (!rebuild_array(at, ANY_LENGTH)) return false;
  if (end > at->from->arrays.ptr[child].length) return wrong(at, field, "has offsets that pass its items");
  return true;
}

static bool rebuild_values(walk *at, const arrow_field *field, arrow_layout layout, const arrow_array *from,
                           arrow_array *to) {
  switch (layout.kind) {
    case LAYOUT_NULL:
      to->null_count = from->length;
      return expect(at, field, "nulls", from->null_count, from->length);
    case LAYOUT_BITS:
      return rebuild_bits(at, field, from, to);
    case LAYOUT_FIXED:
      return rebuild_fixed(at, field, layout.width, from, to);
    case LAYOUT_BYTES:
      return rebuild_bytes(at, field, layout, from, to);
    case LAYOUT_LIST:
      return rebuild_list(at, field, layout.width, from, to);
    case LAYOUT_FIXED_LIST:
      return rebuild_array(at, (uint64_t)from->length * layout.width);
    case LAYOUT_STRUCT:
      for (uint32_t child = 0; child < field->children; child++) {
        if (!rebuild_array(at, from->length)) return false;
      }
      return true;
  }
}

static size_t buffers_of(arrow_layout layout) {
  switch (layout.kind) {
    case LAYOUT_NULL:
      return 0;
    case LAYOUT_FIXED_LIST:
    case LAYOUT_STRUCT:
      return 1;
    case LAYOUT_BITS:
    case LAYOUT_FIXED:
    case LAYOUT_LIST:
      return 2;
    case LAYOUT_BYTES:
      return 3;
  }
}

// The next array and, after it, its children. `length` is what its parent says, if it says anything.
static bool rebuild_array(walk *at, uint64_t length) {
  size_t index = at->next++;
  if (index >= at->schema->len) {
    text_add(at->problem, "the schema ends before all children are there");
    return false;
  }
  const arrow_field *field = &at->schema->ptr[index];
  const arrow_array *from = &at->from->arrays.ptr[index];
  arrow_array *to = &at->to->arrays.ptr[index];
  arrow_layout layout;
  if (!arrow_layout_of(field, &layout)) {
    wrong(at, field, "has a format that is not known here: ");
    text_add_string(at->problem, field->format);
    return false;
  }
  size_t buffers = buffers_of(layout);
  if (length != ANY_LENGTH && !expect(at, field, "values", from->length, length)) return false;
  if (!expect(at, field, "buffers", from->buffers.len, buffers)) return false;
  to->length = from->length;
  if (buffers > 0) {
    to->buffers = (table_list_list_u8_t){(buffer *)new_buffer(buffers * sizeof(buffer)).ptr, buffers};
    if (!rebuild_validity(at, field, from, to)) return false;
  }
  return rebuild_values(at, field, layout, from, to);
}

bool arrow_rebuild(const arrow_schema *schema, const arrow_batch *from, arrow_batch *to, text *problem) {
  walk at = {schema, from, to, 0, problem};
  if (from->arrays.len != schema->len) {
    text_add(problem, "the batch has ");
    text_add_number(problem, from->arrays.len);
    text_add(problem, " arrays, its schema ");
    text_add_number(problem, schema->len);
    text_add(problem, " fields");
    return false;
  }
  *to = (arrow_batch){from->rows, {NULL, schema->len}};
  to->arrays.ptr = (arrow_array *)new_buffer(schema->len * sizeof(arrow_array)).ptr;
  while (at.next < schema->len) {
    if (!rebuild_array(&at, from->rows)) {
      sandtable_transform_types_batch_free(to);
      return false;
    }
  }
  return true;
}
