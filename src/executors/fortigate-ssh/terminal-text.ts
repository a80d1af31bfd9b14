// What a terminal shows, as plain text. Pure. It must give the same text however the bytes were cut into packets.

const ESCAPES = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[()][0-9A-Z]|[@-Z\\^_=>])/g;
/** The unit overwrites its pager line by CR, blanks, CR. */
const PAGER_REMAINS = /--More-- *\r *\r/g;

/** Text without ANSI sequences, carriage returns, pager remains and other control characters. Lines end in LF. */
export function plainText(raw: string): string {
  return raw
    .replace(ESCAPES, '')
    .replace(PAGER_REMAINS, '')
    .replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '');
}

/** The line on which the cursor stands. */
export function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

/** Without any white space: a narrow terminal may have wrapped the text anywhere. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}
