// Arrow arrays, taken apart and built again.
//
// A table crosses into a guest as Arrow's C data interface spelled in WIT: a schema is a depth-first list of fields, a
// batch the arrays of those fields in the same order. A field's format says what its buffers hold; all that C needs to
// know of it is their layout, so that dozens of formats come down to seven cases.

#ifndef ROUNDTRIP_ARROW_H
#define ROUNDTRIP_ARROW_H

#include <stdbool.h>
#include <stdint.h>

#include "bindings/table.h"
#include "text.h"

typedef sandtable_transform_types_field_t arrow_field;
typedef sandtable_transform_types_schema_t arrow_schema;
typedef sandtable_transform_types_array_t arrow_array;
typedef sandtable_transform_types_batch_t arrow_batch;

typedef enum {
  LAYOUT_NULL,        // no buffers
  LAYOUT_BITS,        // validity, one bit a value
  LAYOUT_FIXED,       // validity, `width` bytes a value
  LAYOUT_BYTES,       // validity, offsets of `width` bytes, data
  LAYOUT_LIST,        // validity, offsets of `width` bytes; one child
  LAYOUT_FIXED_LIST,  // validity; one child of `width` values a row
  LAYOUT_STRUCT,      // validity; children as long as the struct
} arrow_layout_kind;

typedef struct {
  arrow_layout_kind kind;
  uint32_t width;
  bool utf8;  // of LAYOUT_BYTES: whether the values are strings
} arrow_layout;

// The layout of `field`; false when its format, or its number of children for that format, is not known here.
bool arrow_layout_of(const arrow_field *field, arrow_layout *layout);

// Reads every value of `from` and writes it to fresh buffers in `to`, zeros where it is null. On success `to` is the
// caller's to free with `sandtable_transform_types_batch_free`; on failure `problem` says which column is wrong and
// why, and there is nothing to free.
bool arrow_rebuild(const arrow_schema *schema, const arrow_batch *from, arrow_batch *to, text *problem);

#endif
