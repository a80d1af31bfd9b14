// Content lines of an iCalendar file (RFC 5545): escaped, folded at 75 octets, ended by CR LF. Pure.

/** Octets of one line without its break (RFC 5545 §3.1). */
export const LINE_OCTETS_MAX = 75;

/** A TEXT value: backslash, semicolon, comma and line breaks escaped (§3.3.11); other control characters left out. */
export const icsText = (value: string): string =>
  value
    .replace(/[\\;,]/gu, (found) => `\\${found}`)
    .replaceAll(/\r\n|\r|\n/gu, String.raw`\n`)
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '');

/** One content line, folded: continuation lines begin with a space, and no character is cut in two. */
export function foldedLine(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    // The space that begins a continuation counts too.
    const max = parts.length === 0 ? LINE_OCTETS_MAX : LINE_OCTETS_MAX - 1;
    if (octets + size > max) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}

/** Folded lines as the text of a file. */
export const icsFile = (lines: readonly string[]): string => lines.map((line) => `${foldedLine(line)}\r\n`).join('');

/** The content lines of a text, unfolded (§3.1). */
export const unfoldedLines = (text: string): string[] =>
  text
    .replaceAll(/\r?\n[ \t]/gu, '')
    .split(/\r?\n/u)
    .filter((line) => line !== '');

function octetsOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x1_0000 ? 3 : 4;
}
