// Bitmaps: bit 0 of byte 0 is row 0, as Arrow has it.

/** Whether bit `at` is set. */
export const bit = (bytes, at) => ((bytes[at >> 3] >> (at & 7)) & 1) === 1;

/** A bitmap of `count` bits, each as `isSet(at)` says, and how many are not set. */
export function bitmap(count, isSet) {
  const bytes = new Uint8Array((count + 7) >> 3);
  let unset = 0;
  for (let at = 0; at < count; at++) {
    if (isSet(at)) bytes[at >> 3] |= 1 << (at & 7);
    else unset++;
  }
  return { bytes, unset };
}
