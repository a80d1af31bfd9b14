// A master file cut into its entries, each word with its place in the bytes (RFC 1035 §5.1): so that an edit changes those
// bytes and no other. Knows quotes, escapes, comments and parentheses; must never rewrite anything. Pure.

export interface Word {
  /** As it stands, without the quotes of a string. */
  readonly text: string;
  readonly quoted: boolean;
  /** Of the bytes between quotes, or of the word. */
  readonly start: number;
  readonly end: number;
}

/** One record or directive: what stands on a line, and on more where parentheses join them. */
export interface Entry {
  /** The line begins with blank space: the owner is the one before. */
  readonly blankOwner: boolean;
  readonly words: readonly Word[];
  /** Of the text, counted from 1. */
  readonly line: number;
}

/** `text` is the file as Latin-1, one character a byte. Throws `Unbalanced` where quotes or parentheses do not close. */
export function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let words: Word[] = [];
  let [depth, line, startLine, blankOwner] = [0, 1, 1, false];
  const finish = () => {
    if (words.length > 0) entries.push({ blankOwner, words, line: startLine });
    words = [];
  };
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (char === '\n') {
      line += 1;
      at += 1;
      if (depth > 0) continue;
      finish();
      blankOwner = /[ \t]/.test(text[at] ?? '');
      startLine = line;
    } else if (char === ';') at = lineEnd(text, at);
    else if (char === '(') [depth, at] = [depth + 1, at + 1];
    else if (char === ')') {
      if (depth === 0) throw new Unbalanced(line);
      [depth, at] = [depth - 1, at + 1];
    } else if (/[ \t\r]/.test(char)) at += 1;
    else {
      if (at === 0) blankOwner = false;
      const word = char === '"' ? quotedWord(text, at, line) : plainWord(text, at);
      words.push(word);
      line += text.slice(at, word.end).split('\n').length - 1;
      at = word.end + (word.quoted ? 1 : 0);
    }
  }
  if (depth > 0) throw new Unbalanced(startLine);
  finish();
  return entries;
}

/** A quote or a parenthesis that is never closed. */
export class Unbalanced extends Error {
  readonly line: number;
  constructor(line: number) {
    super(`line ${line}`);
    this.line = line;
  }
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

function quotedWord(text: string, open: number, line: number): Word {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return { text: text.slice(open + 1, at), quoted: true, start: open + 1, end: at };
  }
  throw new Unbalanced(line);
}

function plainWord(text: string, start: number): Word {
  let at = start;
  while (at < text.length && !/[ \t\r\n;()"]/.test(text[at]!)) at += text[at] === '\\' ? 2 : 1;
  const end = Math.min(at, text.length);
  return { text: text.slice(start, end), quoted: false, start, end };
}
