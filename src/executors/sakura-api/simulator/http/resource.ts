// The routes that nearly every resource has: find and read, create, change and delete.
import { found, one, type Answer } from './answer.ts';
import { route, target, type Call, type Route } from './call.ts';
import type { View } from './filter.ts';

type Row = Parameters<typeof target>[1][number];

interface Readable<T extends Row> {
  readonly rows: (call: Call) => readonly T[];
  readonly view: (call: Call, row: T) => View;
}

interface Resource<T extends Row> extends Readable<T> {
  readonly create: (call: Call) => Answer;
  readonly update: (call: Call) => Answer;
  readonly remove: (call: Call) => Answer;
}

/** `disk`, and the keys of one and of a list: `Disk`, `Disks`. */
export function readable<T extends Row>(
  path: string,
  single: string,
  plural: string,
  { rows, view }: Readable<T>,
): Route[] {
  return [
    route('GET', path, (call) => {
      const views = rows(call).map((row) => view(call, row));
      return found(plural, views, call.query, call.world.now());
    }),
    route('GET', `${path}/:id`, (call) => one(single, view(call, target(call, rows(call))))),
  ];
}

export function resource<T extends Row>(path: string, single: string, plural: string, kind: Resource<T>): Route[] {
  return [
    ...readable(path, single, plural, kind),
    route('POST', path, kind.create),
    route('PUT', `${path}/:id`, kind.update),
    route('DELETE', `${path}/:id`, kind.remove),
  ];
}
