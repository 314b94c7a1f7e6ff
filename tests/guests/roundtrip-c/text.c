#include "text.h"

#include <stdlib.h>
#include <string.h>

void text_add_bytes(text *to, const void *more, size_t length) {
  if (length > to->capacity - to->length) {
    size_t capacity = (to->length + length) * 2;
    to->bytes = realloc(to->bytes, capacity);
    if (!to->bytes) abort();
    to->capacity = capacity;
  }
  if (length > 0) memcpy(to->bytes + to->length, more, length);
  to->length += length;
}

void text_add(text *to, const char *more) { text_add_bytes(to, more, strlen(more)); }

void text_add_string(text *to, table_string_t more) { text_add_bytes(to, more.ptr, more.len); }

void text_add_number(text *to, uint64_t number) {
  char digits[20];  // of 2^64 - 1
  size_t start = sizeof digits;
  do {
    digits[--start] = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  text_add_bytes(to, digits + start, sizeof digits - start);
}

table_string_t text_into_string(text *from) {
  table_string_t string = {(uint8_t *)from->bytes, from->length};
  *from = (text){0};
  return string;
}
