// What the guest and its bindings need of <stdlib.h>.

#ifndef ROUNDTRIP_STDLIB_H
#define ROUNDTRIP_STDLIB_H

#include <stddef.h>

// Aligned to 8, all that WIT's canonical ABI asks for. `malloc` gives NULL when the memory limit is met.
void *malloc(size_t size);
void *realloc(void *old, size_t size);
void free(void *pointer);
_Noreturn void abort(void);

#endif
