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

/**
 * The values of row objects, one array a name, null for what a row lacks; and the names beyond those, in order of appearance.
 * One loop a column and one count a row: names are looked at only where a row has others.
 */
export function valuesOf(rows, names) {
  const lacking = new Map();
  const arrays = names.map((name) => {
    const values = new Array(rows.length);
    for (let row = 0; row < rows.length; row++) {
      const value = rows[row][name];
      if (value === undefined) {
        lacking.set(row, (lacking.get(row) ?? 0) + 1);
        values[row] = null;
      } else values[row] = value;
    }
    return values;
  });
  const known = new Set(names);
  const others = new Set();
  for (let row = 0; row < rows.length; row++) {
    const found = names.length - (lacking.get(row) ?? 0);
    const own = Object.keys(rows[row]);
    if (own.length !== found) for (const name of own) if (!known.has(name)) others.add(name);
  }
  return { arrays, others: [...others] };
}
