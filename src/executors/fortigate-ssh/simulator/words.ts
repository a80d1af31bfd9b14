// A command line as FortiOS reads it: words with quotes, a pipe into grep, words that may be shortened.

export interface ParsedLine {
  readonly words: readonly string[];
  /** What stands after the first `|` outside quotes. */
  readonly pipe: readonly string[] | undefined;
}

/** Splits a line; an open quote ends with the line. */
export function parseLine(line: string): ParsedLine {
  const words: string[] = [];
  let pipe: string[] | undefined;
  let word: string | undefined;
  let quote = '';
  let escaped = false;
  const push = (): void => {
    if (word !== undefined) (pipe ?? words).push(word);
    word = undefined;
  };
  for (const char of line) {
    if (escaped) {
      word = (word ?? '') + (quote === '' || char === quote || char === '\\' ? char : `\\${char}`);
      escaped = false;
    } else if (char === '\\' && quote !== "'") escaped = true;
    else if (quote !== '') {
      if (char === quote) quote = '';
      else word = (word ?? '') + char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '|') {
      push();
      pipe ??= [];
    } else if (char === ' ' || char === '\t') push();
    else word = (word ?? '') + char;
  }
  push();
  return { words, pipe };
}

/** The one word that this is, or is the unambiguous beginning of. */
export function complete<W extends string>(word: string | undefined, known: readonly W[]): W | undefined {
  if (word === undefined || word === '') return undefined;
  const exact = known.find((candidate) => candidate === word);
  if (exact !== undefined) return exact;
  const begun = known.filter((candidate) => candidate.startsWith(word));
  return begun.length === 1 ? begun[0] : undefined;
}

/** Whether these words are (shortened forms of) the wanted ones, in order and number. */
export function reads(words: readonly string[], wanted: readonly string[]): boolean {
  return words.length === wanted.length && wanted.every((word, index) => complete(words[index], [word]) !== undefined);
}
