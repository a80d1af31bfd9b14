// The grammar of Apache httpd's configuration: a directive a line, `\` joins lines, `#` begins a comment only where a line does,
// `<Name …>` opens a block. Pure.
import { type Directive, type Mutable, Unbalanced, type Word } from './directive.ts';

/** `text` is the file as Latin-1. Throws `Unbalanced`. */
export function apacheDirectives(text: string): Directive[] {
  const found: Directive[] = [];
  const open: Mutable[] = [];
  let line = 1;
  for (let at = 0; at < text.length;) {
    const end = logicalEnd(text, at);
    const [start, firstLine] = [at + /^[ \t\r]*/.exec(text.slice(at, end))![0].length, line];
    line += text.slice(at, end).split('\n').length;
    at = end + 1;
    if (start >= end || text[start] === '#') continue;
    const words = wordsOf(text, start, end);
    const [head] = words;
    if (head === undefined) continue;
    if (head.text.startsWith('</')) {
      const block = open.pop();
      if (block === undefined) throw new Unbalanced(firstLine);
      block.blockEnd = Math.min(end + 1, text.length);
      continue;
    }
    const isBlock = head.text.startsWith('<');
    const directive: Mutable = {
      name: head.text.replace(/^</, '').replace(/>$/, '').toLowerCase(),
      words: isBlock ? unclosed(words.slice(1)) : words.slice(1),
      start,
      end: lastByte(text, start, end),
      line: firstLine,
      within: [...open],
    };
    found.push(directive);
    if (isBlock) open.push(directive);
  }
  if (open.length > 0) throw new Unbalanced(open.at(-1)!.line);
  return found;
}

/** The end of the line, or of the last of those that `\` joins. */
function logicalEnd(text: string, from: number): number {
  for (let at = from; ;) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    if (!/\\\r?$/.test(text.slice(at, end))) return end;
    at = end + 1;
  }
}

const lastByte = (text: string, start: number, end: number): number => start + text.slice(start, end).trimEnd().length;

function wordsOf(text: string, start: number, end: number): Word[] {
  const words: Word[] = [];
  for (let at = start; at < end;) {
    if (/[ \t\r\n]/.test(text[at]!) || (text[at] === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3)))) {
      at += 1;
      continue;
    }
    const quote = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
    const from = quote === undefined ? at : at + 1;
    let to = from;
    if (quote === undefined) while (to < end && !/[ \t\r\n]/.test(text[to]!)) to += 1;
    else while (to < end && text[to] !== quote) to += text[to] === '\\' ? 2 : 1;
    to = Math.min(to, end);
    words.push({ text: text.slice(from, to), start: from, end: to });
    at = quote === undefined ? to : to + 1;
  }
  return words;
}

/** The words of a block's head, without the `>` that ends it. */
function unclosed(words: readonly Word[]): Word[] {
  return words.flatMap((word, at) => {
    if (at < words.length - 1 || !word.text.endsWith('>')) return [word];
    return word.text === '>' ? [] : [{ ...word, text: word.text.slice(0, -1), end: word.end - 1 }];
  });
}
