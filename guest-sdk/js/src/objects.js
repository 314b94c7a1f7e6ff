// Objects whose keys are names of columns, which may be any text.

/** An object of these names, each with the value that `valueAt(its place)` gives. */
export function objectOf(names, valueAt) {
  const object = {};
  for (let at = 0; at < names.length; at++) {
    // Assigning to `__proto__` would not make a property.
    if (names[at] === "__proto__") Object.defineProperty(object, names[at], { value: valueAt(at), enumerable: true, configurable: true, writable: true });
    else object[names[at]] = valueAt(at);
  }
  return object;
}

/** Whether it is an object as `{}` makes it, and not an array or an instance of something. */
export function isPlain(value) {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
