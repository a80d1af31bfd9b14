// The word by which journal and command line know a route: `disk`, or `disk:NAME,NAME` where it is for these things only. Pure.

/** A route's word, taken apart. */
export interface RouteWord {
  readonly route: string;
  /** What it is for; empty: for all that it can be for. */
  readonly names: readonly string[];
}

export const routeWord = ({ route, names }: RouteWord): string =>
  names.length === 0 ? route : `${route}:${names.join(',')}`;

export function readRouteWord(word: string): RouteWord {
  const at = word.indexOf(':');
  return at < 0
    ? { route: word, names: [] }
    : { route: word.slice(0, at), names: [...new Set(word.slice(at + 1).split(','))].filter((name) => name !== '') };
}
