// What the guest and its bindings need of <string.h>.

#ifndef ROUNDTRIP_STRING_H
#define ROUNDTRIP_STRING_H

#include <stddef.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
size_t strlen(const char *text);

#endif
