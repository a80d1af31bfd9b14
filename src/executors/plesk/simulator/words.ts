// The words of a command text as a shell takes them apart: single quotes, a backslash, blanks. Written apart from the client on
// purpose. What a shell would do more with (variables, pipes, double quotes) is refused: no client of ours sends it.

/** Undefined where the text holds anything that a shell would not take as a plain word. */
export function shellWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === ' ') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return undefined;
      word = (word ?? '') + text.slice(at + 1, end);
      at = end;
    } else if (char === '\\') {
      at += 1;
      if (at >= text.length) return undefined;
      word = (word ?? '') + text[at]!;
    } else if (/[\w@%+=:,./-]/.test(char)) word = (word ?? '') + char;
    else return undefined;
  }
  return word === undefined ? words : [...words, word];
}
