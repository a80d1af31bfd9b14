// The blocks of a FortiOS configuration: `config`/`edit` … `next`/`end`, counted outside quoted values, which may span
// lines (keys, HTML). Pure.

export interface Structure {
  /** Every block is closed, none is closed twice, no quote is left open. */
  readonly balanced: boolean;
  readonly globalSeen: boolean;
  /** Names under `config vdom`, in order of the file. */
  readonly vdoms: readonly string[];
  /** `hostname` of `config system global`. */
  readonly hostname: string | undefined;
  readonly systemGlobalSeen: boolean;
  /** The last line that is not empty, outside any value. */
  readonly lastLine: string;
}

interface Open {
  readonly is: 'config' | 'edit';
  readonly name: string;
}

export function readStructure(text: string): Structure {
  const open: Open[] = [];
  const vdoms = new Set<string>();
  let balanced = true;
  let globalSeen = false;
  let systemGlobalSeen = false;
  let hostname: string | undefined;
  let last = '';
  let quote: string | undefined;

  for (const line of text.split('\n')) {
    const insideValue = quote !== undefined;
    const bare = line.trim();
    if (insideValue || !bare.startsWith('#')) quote = quoteAfter(line, quote);
    if (insideValue) {
      if (bare !== '') last = bare;
      continue;
    }
    if (bare === '' || bare.startsWith('#')) continue;
    last = bare;
    const [word, ...words] = bare.split(/\s+/);
    const name = words.join(' ').replace(/^"(.*)"$/, '$1');
    const top = open.at(-1);
    if (word === 'config') {
      open.push({ is: 'config', name });
      if (name === 'global' && open.length === 1) globalSeen = true;
      if (name === 'system global') systemGlobalSeen = true;
    } else if (word === 'edit') {
      if (top?.is !== 'config') balanced = false;
      if (open.length === 1 && top?.name === 'vdom') vdoms.add(name);
      open.push({ is: 'edit', name });
    } else if (word === 'next') {
      if (top?.is === 'edit') open.pop();
      else balanced = false;
    } else if (word === 'end') {
      // Only in a VDOM's part `end` closes the entry as well.
      if (top?.is === 'edit' && open.length === 2 && open[0]!.name === 'vdom') open.pop();
      if (open.pop()?.is !== 'config') balanced = false;
    } else if (word === 'set' && words[0] === 'hostname' && top?.is === 'config' && top.name === 'system global') {
      hostname = words
        .slice(1)
        .join(' ')
        .replace(/^"(.*)"$/, '$1');
    }
  }
  return {
    balanced: balanced && open.length === 0 && quote === undefined,
    globalSeen,
    vdoms: [...vdoms],
    hostname,
    systemGlobalSeen,
    lastLine: last,
  };
}

/** The quote that is open at the end of the line. A backslash takes the next character's meaning away. */
function quoteAfter(line: string, before: string | undefined): string | undefined {
  let quote = before;
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at]!;
    if (char === '\\') at += 1;
    else if (quote !== undefined) {
      if (char === quote) quote = undefined;
    } else if (char === '"' || (char === "'" && (at === 0 || /\s/.test(line[at - 1]!)))) quote = char;
  }
  return quote;
}
