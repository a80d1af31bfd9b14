// The commands that texts name, with the contract's own name in them, ready to copy. Pure.

/** Every `CONTRACT` becomes the contract's name; without a name the text stays. */
export function withContract(text: string, contract: string | undefined): string {
  return contract === undefined ? text : text.replace(/\bCONTRACT\b/gu, () => shellWord(contract));
}

/** One word of a shell: as it is where that is safe, else in single quotes. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Whether a `next` is one command to copy, and not a sentence that begins with one. */
export const isCommand = (text: string): boolean => /^kaiyaku [a-z]/u.test(text) && !/[,;] /u.test(text);
