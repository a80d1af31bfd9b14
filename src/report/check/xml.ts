// Text as XML 1.0 can hold it: escaped, and without the characters that no XML may have, not even escaped. Pure.

/** Everything outside of XML's `Char`: control characters, lone surrogates, U+FFFE and U+FFFF. */
const NO_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Between tags. */
export const text = (value: string): string =>
  value.replace(NO_XML, '\u{FFFD}').replace(/[&<>]/gu, (found) => ESCAPES[found]!);

/** Between double quotes; line breaks and tabs survive only as references. */
export const attribute = (value: string): string =>
  value
    .replace(NO_XML, '\u{FFFD}')
    .replace(/[&<>"]/gu, (found) => ESCAPES[found]!)
    .replace(/[\t\n\r]/gu, (found) => `&#${found.codePointAt(0)};`);
