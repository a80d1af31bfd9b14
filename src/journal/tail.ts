// Tells a line that a crash left half-written from one that somebody damaged. Pure. When in doubt it says "damaged":
// what is called incomplete will be cut off the journal.

const NUL = 0x00;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = new Set([0x7b, 0x5b]);
const CLOSE = new Set([0x7d, 0x5d]);
/** Every line begins like this: `at` is the first name in canonical order. */
const BEGINNING = Buffer.from('{"at":"');

/**
 * Whether bytes after the last newline can only be an entry whose writing stopped: they begin as an entry does and end
 * before its last brace. Zeros at the end are a file system's way of saying that data had not arrived.
 * A whole entry followed by anything (a newline that was changed) is not incomplete.
 */
export function isIncompleteEntry(bytes: Uint8Array): boolean {
  let length = bytes.length;
  while (length > 0 && bytes[length - 1] === NUL) length -= 1;
  for (let at = 0; at < Math.min(length, BEGINNING.length); at += 1) if (bytes[at] !== BEGINNING[at]) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at]!;
    if (byte < 0x20) return false;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (OPEN.has(byte)) depth += 1;
    else if (CLOSE.has(byte) && (depth -= 1) === 0) return false;
  }
  return true;
}
