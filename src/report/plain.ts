// What every JSON document shares. Pure.

/** The same object without the keys that hold nothing, so that equal data is equal text. */
export function plain<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T;
}
