// `| grep` of FortiOS: -i -v -n -c -E and context by -A -B -C; -f prints whole blocks around a hit.

/** The filtered text, or undefined when the words are no grep that the device knows. */
export function grep(text: string, words: readonly string[]): string | undefined {
  const [command, ...rest] = words;
  if (command === undefined || command === '' || !'grep'.startsWith(command)) return undefined;
  const options = { i: false, v: false, n: false, c: false, f: false, A: 0, B: 0 };
  let pattern: string | undefined;
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? '';
    if (pattern !== undefined || !/^-[a-zA-Z]/.test(word)) {
      pattern ??= word;
      continue;
    }
    for (const letter of word.slice(1)) {
      if (letter === 'i' || letter === 'v' || letter === 'n' || letter === 'c' || letter === 'f')
        options[letter] = true;
      else if (letter === 'A' || letter === 'B' || letter === 'C') {
        const count = Number(rest[(index += 1)]);
        if (!Number.isInteger(count)) return undefined;
        if (letter !== 'B') options.A = count;
        if (letter !== 'A') options.B = count;
      } else if (letter !== 'E') return undefined;
    }
  }
  if (pattern === undefined) return undefined;
  const test = matcher(pattern, options.i);
  if (test === undefined) return undefined;
  const lines = text.replace(/\n$/, '').split('\n');
  const hits = lines.map((line) => test(line) !== options.v);
  if (options.c) return `${hits.filter(Boolean).length}\n`;
  const shown = options.f ? blocksAround(lines, hits) : widen(hits, options.A, options.B);
  return lines
    .flatMap((line, index) => (shown[index] === true ? [`${options.n ? `${index + 1}:` : ''}${line}\n`] : []))
    .join('');
}

function matcher(pattern: string, ignoreCase: boolean): ((line: string) => boolean) | undefined {
  try {
    const expression = new RegExp(pattern, ignoreCase ? 'i' : '');
    return (line) => expression.test(line);
  } catch {
    // Not an expression: the device's grep has no message for it either, it finds nothing.
    return undefined;
  }
}

function widen(hits: readonly boolean[], after: number, before: number): boolean[] {
  return hits.map((_, index) => hits.slice(Math.max(0, index - after), index + before + 1).includes(true));
}

// The enclosing top-level block of each hit.
function blocksAround(lines: readonly string[], hits: readonly boolean[]): boolean[] {
  const shown = lines.map(() => false);
  let from = 0;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('config ')) from = index;
    if (line === 'end' || index === lines.length - 1) {
      if (hits.slice(from, index + 1).includes(true)) shown.fill(true, from, index + 1);
      from = index + 1;
    }
  }
  return shown;
}
