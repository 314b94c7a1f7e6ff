// The parameters: as much JSON as they need.

#ifndef ROUNDTRIP_PARAMS_H
#define ROUNDTRIP_PARAMS_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

typedef struct {
  uint32_t batch_rows;  // 0: the host decides
  bool has_fail;
  text fail;
} params;

// Reads a JSON object. Members other than `batch_rows` and `fail` may be strings, numbers, or literals. On failure
// `problem` says why.
bool params_read(table_string_t json, params *into, text *problem);

#endif
