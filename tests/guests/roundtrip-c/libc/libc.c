// The part of a C library that this guest uses, so that building it takes a compiler and nothing else.
//
// Blocks have power-of-two sizes and, when freed, wait in a list of their size: a guest allocates much the same sizes
// batch after batch. A block never changes its size, so memory that was once grown serves one size for good.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 65536, SMALLEST = 4, SIZES = 32 };

// Before each block: which size it has while in use, what follows it in its list while free.
typedef union header {
  struct {
    uint32_t size_log2;
  } used;
  union header *next;
  uint64_t alignment;
} header;

extern uint8_t __heap_base;

static header *waiting[SIZES];
static uintptr_t top;

static header *carve(uint32_t size_log2) {
  uint64_t start = top ? top : ((uintptr_t)&__heap_base + 7) & ~(uintptr_t)7;
  uint64_t end = start + ((uint64_t)1 << size_log2);
  uint64_t have = (uint64_t)__builtin_wasm_memory_size(0) * PAGE;
  if (end > UINTPTR_MAX) return NULL;
  if (end > have && __builtin_wasm_memory_grow(0, (size_t)((end - have + PAGE - 1) / PAGE)) == SIZE_MAX) return NULL;
  top = (uintptr_t)end;
  return (header *)(uintptr_t)start;
}

void *malloc(size_t size) {
  if (size > ((size_t)1 << (SIZES - 1)) - sizeof(header)) return NULL;
  uint32_t size_log2 = SMALLEST;
  while (((size_t)1 << size_log2) < size + sizeof(header)) size_log2++;
  header *block = waiting[size_log2];
  if (block) {
    waiting[size_log2] = block->next;
  } else {
    block = carve(size_log2);
    if (!block) return NULL;
  }
  block->used.size_log2 = size_log2;
  return block + 1;
}

void free(void *pointer) {
  if (!pointer) return;
  header *block = (header *)pointer - 1;
  uint32_t size_log2 = block->used.size_log2;
  block->next = waiting[size_log2];
  waiting[size_log2] = block;
}

void *realloc(void *old, size_t size) {
  if (!old) return malloc(size);
  size_t room = ((size_t)1 << ((header *)old - 1)->used.size_log2) - sizeof(header);
  if (size <= room) return old;
  void *bigger = malloc(size);
  if (!bigger) return NULL;
  memcpy(bigger, old, room);
  free(old);
  return bigger;
}

void abort(void) { __builtin_trap(); }

// With bulk memory these two are one instruction each, not calls to themselves.
void *memcpy(void *restrict to, const void *restrict from, size_t size) { return __builtin_memcpy(to, from, size); }
void *memset(void *to, int byte, size_t size) { return __builtin_memset(to, byte, size); }

int memcmp(const void *left, const void *right, size_t size) {
  const uint8_t *a = left, *b = right;
  for (size_t at = 0; at < size; at++) {
    if (a[at] != b[at]) return a[at] - b[at];
  }
  return 0;
}

size_t strlen(const char *text) {
  size_t length = 0;
  while (text[length]) length++;
  return length;
}
