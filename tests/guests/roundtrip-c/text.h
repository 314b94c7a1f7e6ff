// Text that grows, for messages.

#ifndef ROUNDTRIP_TEXT_H
#define ROUNDTRIP_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "bindings/table.h"

// Starts as `{0}`; `bytes` is on the heap once there is text. Not terminated by a zero.
typedef struct {
  char *bytes;
  size_t length;
  size_t capacity;
} text;

// Never fails but by a trap: a guest without memory has no way to say so.
void text_add(text *to, const char *more);
void text_add_bytes(text *to, const void *more, size_t length);
void text_add_string(text *to, table_string_t more);
void text_add_number(text *to, uint64_t number);

// The same bytes as a string of the bindings, whose owner frees it.
table_string_t text_into_string(text *from);

#endif
