// Reads TypeScript just well enough to be checked: which characters are code, which are comments and text, and what is
// imported. A lexer, not a parser: it has no notion of types, and prettier has put every statement in its usual form.

export interface Source {
  /** Comments, strings and regular expressions blanked; same length and lines. */
  readonly code: string;
  /** Only comments blanked. */
  readonly withTexts: string;
  readonly imports: readonly Import[];
}

export interface Import {
  readonly specifier: string;
  /** Erased before it runs: `import type`, `export type`, only `type` names, or `import('…')` in a type. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export function readSource(text: string): Source {
  const { code, withTexts } = mask(text);
  return { code, withTexts, imports: importsOf(code, withTexts) };
}

export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** After these a slash begins a regular expression; after a name, a number or a closing bracket it divides. */
const BEFORE_REGEX = /(?:^|[=(,:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|delete|throw|await|yield))\s*$/;

function mask(text: string): { code: string; withTexts: string } {
  const code = text.split('');
  const withTexts = [...code];
  const blank = (from: number, to: number, isComment: boolean) => {
    for (let i = from; i < to; i += 1) {
      if (text[i] === '\n') continue;
      code[i] = ' ';
      if (isComment) withTexts[i] = ' ';
    }
  };
  /** Where template literals are open: the depth of braces at which each goes on. */
  const templates: number[] = [];
  let braces = 0;
  let at = 0;
  while (at < text.length) {
    const two = text.slice(at, at + 2);
    const one = text[at]!;
    if (two === '//' || two === '/*' || (at === 0 && two === '#!')) {
      const end = two === '/*' ? text.indexOf('*/', at + 2) + 2 : text.indexOf('\n', at);
      const to = end <= at ? text.length : end;
      blank(at, to, true);
      at = to;
    } else if (one === "'" || one === '"') {
      const to = endOfQuoted(text, at, one);
      blank(at + 1, to - 1, false);
      at = to;
    } else if (one === '`' || (one === '}' && templates.at(-1) === braces)) {
      if (one === '}') templates.pop();
      const { to, opens } = endOfTemplatePart(text, at + 1);
      blank(at + 1, opens ? to - 2 : to - 1, false);
      if (opens) templates.push(braces);
      at = to;
    } else if (one === '/' && BEFORE_REGEX.test(code.slice(Math.max(0, at - 40), at).join(''))) {
      const to = endOfRegex(text, at);
      blank(at + 1, to - 1, false);
      at = to;
    } else {
      if (one === '{') braces += 1;
      if (one === '}') braces -= 1;
      at += 1;
    }
  }
  return { code: code.join(''), withTexts: withTexts.join('') };
}

function endOfQuoted(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === quote || text[i] === '\n') return i + 1;
  }
  return text.length;
}

function endOfTemplatePart(text: string, from: number): { to: number; opens: boolean } {
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '`') return { to: i + 1, opens: false };
    else if (text[i] === '$' && text[i + 1] === '{') return { to: i + 2, opens: true };
  }
  return { to: text.length, opens: false };
}

function endOfRegex(text: string, at: number): number {
  let inClass = false;
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '[') inClass = true;
    else if (text[i] === ']') inClass = false;
    else if (text[i] === '/' && !inClass) return i + 1;
  }
  return at + 1;
}

const STATEMENT = /^[ \t]*(import|export)\b([^;'"]*?)(?:\bfrom\s*)?(['"])/gm;
const CALL = /(\btypeof\s+)?\bimport\s*\(\s*(['"])/g;

function importsOf(code: string, withTexts: string): Import[] {
  const found: Import[] = [];
  const add = (quoteAt: number, quote: string, typeOnly: boolean) => {
    const specifier = withTexts.slice(quoteAt + 1, withTexts.indexOf(quote, quoteAt + 1));
    found.push({ specifier, typeOnly, line: lineOf(code, quoteAt) });
  };
  for (const match of code.matchAll(STATEMENT)) {
    const [whole, keyword, clause = '', quote = "'"] = match;
    const hasFrom = /\bfrom\s*$/.test(whole.slice(0, -1));
    // `export const x = 'text'` and `import.meta` are no imports.
    if (hasFrom ? !isClause(clause) : keyword === 'export' || clause.trim() !== '') continue;
    add(match.index + whole.length - 1, quote, isTypeClause(clause));
  }
  for (const match of code.matchAll(CALL)) {
    const quoteAt = match.index + match[0].length - 1;
    const after = code.slice(code.indexOf(match[2]!, quoteAt + 1) + 1);
    // In a type it is never awaited or called: `import('./x.ts').Name`, `typeof import('./x.ts')`.
    const inType = match[1] !== undefined || /^\s*\)\s*\.\s*[A-Z]/.test(after);
    add(quoteAt, match[2]!, inType);
  }
  return found;
}

const isClause = (clause: string): boolean =>
  /^\s*(?:type\s+)?(?:[\w$*{},\s]|\bas\b)*$/.test(clause) && !/=|\(/.test(clause);

function isTypeClause(clause: string): boolean {
  if (/^\s*type\s+[{*\w]/.test(clause)) return true;
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause)?.[1];
  if (names === undefined) return false;
  const each = names.split(',').filter((name) => name.trim() !== '');
  return each.length > 0 && each.every((name) => /^\s*type\s/.test(name));
}
