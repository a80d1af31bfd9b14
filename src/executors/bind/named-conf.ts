// named.conf as far as taking a zone out of it needs: where each `zone` and `include` statement begins and ends, in whatever block it
// stands. Knows its comments, strings and braces; must never rewrite anything. Pure.

export interface Statement {
  readonly kind: 'zone' | 'include';
  /** Of a zone in small letters, without the last dot. */
  readonly name: string;
  readonly start: number;
  /** Behind the `;`. */
  readonly end: number;
}

/** A comment, a string or a block that is never closed. */
export class Unclosed extends Error {}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `text` is the file as Latin-1. Throws `Unclosed`. */
export function statementsOf(text: string): Statement[] {
  const found: Statement[] = [];
  /** The words before each open brace, outermost first. */
  const open: Word[][] = [];
  let words: Word[] = [];
  for (let at = 0; at < text.length;) {
    const next = skipped(text, at);
    if (next > at) at = next;
    else if (text[at] === '{') {
      open.push(words);
      words = [];
      at += 1;
    } else if (text[at] === '}') {
      const head = open.pop();
      if (head === undefined) throw new Unclosed();
      words = head;
      at += 1;
    } else if (text[at] === ';') {
      at += 1;
      found.push(...statementOf(words, at));
      words = [];
    } else {
      const word = wordAt(text, at);
      words.push(word);
      at = word.end;
    }
  }
  if (open.length > 0) throw new Unclosed();
  return found;
}

function statementOf([head, name]: readonly Word[], end: number): Statement[] {
  if (head === undefined || name === undefined) return [];
  const kind = head.text;
  if (kind === 'include') return [{ kind, name: name.text, start: head.start, end }];
  if (kind !== 'zone') return [];
  return [{ kind, name: name.text.toLowerCase().replace(/\.$/, ''), start: head.start, end }];
}

/** Behind blank space and comments. */
function skipped(text: string, at: number): number {
  if (/\s/.test(text[at]!)) return at + 1;
  const two = text.slice(at, at + 2);
  if (two === '/*') {
    const end = text.indexOf('*/', at + 2);
    if (end < 0) throw new Unclosed();
    return end + 2;
  }
  if (two !== '//' && text[at] !== '#') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function wordAt(text: string, start: number): Word {
  if (text[start] === '"') {
    let end = start + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
    if (end >= text.length) throw new Unclosed();
    return { text: text.slice(start + 1, end), start, end: end + 1 };
  }
  let end = start;
  while (end < text.length && !/[\s{};"]/.test(text[end]!)) end += 1;
  return { text: text.slice(start, end), start, end };
}
