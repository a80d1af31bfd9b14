// The user's own text, so that a problem is shown where it is. Columns count UTF-16 units from 1; excerpts are made safe
// to print: no control characters, no value that looks like a secret pasted where a reference belongs.

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** The line a span begins on, ready to print, with what to underline in it. */
export interface Excerpt {
  readonly text: string;
  /** UTF-16 units before the underlined part, within `text`. */
  readonly from: number;
  readonly length: number;
}

/** An excerpt is cut to about this many characters around the problem. */
export const EXCERPT_LENGTH_MAX = 110;
const SECRET_VALUE =
  /((?:^|[\s{,"'-])["']?[\w-]*(?:pas+w?|pwd|secret|token|privatekey|credential|apikey)[\w-]*["']?\s*:\s+)(?!["']?(?:env|file):|\{|[|>]?\s*$)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^,}#\s][^,}#]*)/gi;
const SECRET_LINE = /-----(?:BEGIN|END) |^\s*[A-Za-z0-9+/]{40,}={0,2}\s*$/;
const MASK = '‹hidden›';

export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lineStarts: number[] = [0];
  #hidden: readonly Span[] = [];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  /** Values that no excerpt may show; by place, where the file could be parsed. */
  hide(spans: readonly Span[]): void {
    this.#hidden = [...this.#hidden, ...spans];
  }

  positionOf(offset: number): Position {
    const line = this.#lineOf(offset);
    return { line: line + 1, column: offset - this.#lineStarts[line]! + 1 };
  }

  excerptOf({ start, end }: Span): Excerpt {
    const line = this.#lineOf(start);
    const lineStart = this.#lineStarts[line]!;
    const raw = this.text.slice(lineStart, (this.#lineStarts[line + 1] ?? this.text.length + 1) - 1).replace(/\r$/, '');
    const from = Math.min(start - lineStart, raw.length);
    const length = Math.max(1, Math.min(end, lineStart + raw.length) - start);
    const hidden = this.#hidden
      .map((span) => ({ start: Math.max(0, span.start - lineStart), end: Math.min(raw.length, span.end - lineStart) }))
      .filter((span) => span.end > span.start);
    return cut(masked({ text: raw, from, length }, hidden));
  }

  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Columns that a text takes on a terminal: East Asian wide characters take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : 1;
  return width;
}

const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

function masked({ text, from, length }: Excerpt, hidden: readonly Span[]): Excerpt {
  const plain = text.replaceAll(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g, ' ');
  const spans = [...hidden, ...secretLooking(plain)].toSorted((one, other) => one.start - other.start);
  let shown = '';
  let at = 0;
  let start = from;
  let end = from + length;
  for (const span of spans) {
    if (span.start < at) continue;
    shown += plain.slice(at, span.start);
    // What is underlined moves with the text before it, and covers the mask where it touched what is masked.
    const shift = MASK.length - (span.end - span.start);
    const masks = { start: shown.length, end: shown.length + MASK.length };
    if (from >= span.end) start += shift;
    else if (from >= span.start) start = masks.start;
    if (from + length >= span.end) end += shift;
    else if (from + length > span.start) end = masks.end;
    shown += MASK;
    at = span.end;
  }
  return { text: shown + plain.slice(at), from: start, length: Math.max(1, end - start) };
}

/** Where the text alone looks like a secret: for files that could not be parsed. */
function secretLooking(line: string): Span[] {
  if (SECRET_LINE.test(line)) return [{ start: 0, end: line.length }];
  return [...line.matchAll(SECRET_VALUE)].map(([, head = '', value = ''], at, all) => {
    const start = all[at]!.index + head.length;
    return { start, end: start + value.length };
  });
}

function cut({ text, from, length }: Excerpt): Excerpt {
  if (text.length <= EXCERPT_LENGTH_MAX) return { text, from, length };
  const first = Math.max(0, Math.min(from - 20, text.length - EXCERPT_LENGTH_MAX));
  const head = first > 0 ? '…' : '';
  const tail = first + EXCERPT_LENGTH_MAX < text.length ? '…' : '';
  const shown = text.slice(first, first + EXCERPT_LENGTH_MAX);
  const start = from - first;
  return {
    text: head + shown + tail,
    from: start + head.length,
    length: Math.max(1, Math.min(length, shown.length - start)),
  };
}
