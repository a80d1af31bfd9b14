// Each question asked once: what one look reads is read in one pass.

/** Answers by key, for as long as the returned function is held; a failure is kept as well, since it ends the look. */
export function remember() {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const asked = ask();
    answers.set(key, asked);
    return asked;
  };
}
