// The grammar of nginx's configuration: words up to `;` are a directive, `{` opens a block, `#` begins a comment where a word
// could. Pure.
import { type Directive, type Mutable, Unbalanced, type Word } from './directive.ts';

/** `text` is the file as Latin-1. Throws `Unbalanced`. */
export function nginxDirectives(text: string): Directive[] {
  const found: Directive[] = [];
  const open: Mutable[] = [];
  let [words, line, firstLine]: [Word[], number, number] = [[], 1, 1];
  const finish = (end: number): Mutable | undefined => {
    const [head, ...rest] = words;
    words = [];
    if (head === undefined) return undefined;
    const directive = {
      name: head.text.toLowerCase(),
      words: rest,
      start: head.start,
      end,
      line: firstLine,
      within: [...open],
    };
    found.push(directive);
    return directive;
  };
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (char === '\n') line += 1;
    if (/\s/.test(char)) at += 1;
    else if (char === '#') at = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    else if (char === ';') finish((at += 1));
    else if (char === '{') {
      const block = finish((at += 1));
      if (block === undefined) throw new Unbalanced(line);
      open.push(block);
    } else if (char === '}') {
      const block = open.pop();
      if (block === undefined || words.length > 0) throw new Unbalanced(line);
      block.blockEnd = at += 1;
    } else {
      if (words.length === 0) firstLine = line;
      const word = char === '"' || char === "'" ? quotedWord(text, at, line) : plainWord(text, at);
      words.push(word);
      line += word.text.split('\n').length - 1;
      at = text[at] === '"' || text[at] === "'" ? word.end + 1 : word.end;
    }
  }
  if (open.length > 0 || words.length > 0) throw new Unbalanced(open.at(-1)?.line ?? firstLine);
  return found;
}

function plainWord(text: string, start: number): Word {
  let end = start;
  // `${name}` is part of a word.
  while (end < text.length && !/[\s;{}]/.test(text[end]!)) {
    if (text[end] === '$' && text[end + 1] === '{')
      end = text.indexOf('}', end) < 0 ? text.length : text.indexOf('}', end) + 1;
    else end += text[end] === '\\' ? 2 : 1;
  }
  end = Math.min(end, text.length);
  return { text: text.slice(start, end), start, end };
}

function quotedWord(text: string, open: number, line: number): Word {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[open]) return { text: text.slice(open + 1, at), start: open + 1, end: at };
  }
  throw new Unbalanced(line);
}
