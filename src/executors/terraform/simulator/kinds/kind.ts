// What the stand-in must know about one resource type: how it is made, read, changed and removed. Attribute names are those
// of the v2 provider; the names that v3 changed are exchanged at the edge (types.ts).
import { providerError } from '../../../../base/errors.ts';
import type { Clock } from '../../../../base/clock.ts';
import { word, type Api, type Shown } from '../api.ts';
import { POLL_MS, WAIT_LIMIT_MS } from '../limits.ts';
import { text, texts, type Value, type Values } from '../values.ts';

/** What a kind works with, for one object in one zone. */
export interface Work {
  readonly api: Api;
  readonly zone: string;
  readonly version: 'v2' | 'v3';
  /** Waits as long as the real provider would, divided by the time scale. */
  readonly wait: (ms: number) => Promise<void>;
  /** Told as soon as an object exists (or has a new id), so that a failure after it does not lose the object. */
  readonly born: (id: string) => void;
}

export interface Kind {
  /** Changes of these make a new object. */
  readonly replaceOn: readonly string[];
  /** Changes of these give the object a new id. */
  readonly renewOn?: readonly string[];
  /** What nobody knows before the change is made, by the attribute whose change does it. */
  readonly unsettles?: Readonly<Record<string, readonly string[]>>;
  /** What the provider takes for an attribute that is not configured. */
  readonly defaults?: Readonly<Record<string, Value>>;
  /** Returns the id. */
  create(work: Work, planned: Values): Promise<string>;
  /** Attributes as the API shows them, or undefined when the object is gone. Any doubt throws. */
  read(work: Work, id: string): Promise<Values | undefined>;
  /** Returns the id, which may be a new one. */
  update(work: Work, id: string, planned: Values, prior: Values): Promise<string>;
  /** Succeeds when the object is gone already. */
  remove(work: Work, id: string, prior: Values): Promise<void>;
}

/** Looks every 5 s until `done` gives something. Throws `stand-in-wait` at the limit. */
export async function until<T>(work: Work, what: string, done: () => Promise<T | undefined>): Promise<T> {
  for (let waitedMs = 0; waitedMs <= WAIT_LIMIT_MS; waitedMs += POLL_MS) {
    const result = await done();
    if (result !== undefined) return result;
    await work.wait(POLL_MS);
  }
  throw providerError('stand-in-wait', `${what}: context deadline exceeded`);
}

/** Name, description and tags as every named object is sent. */
export function labels(planned: Values): Shown {
  return {
    Name: text(planned, 'name'),
    Description: text(planned, 'description'),
    Tags: texts(planned, 'tags'),
    Icon: idOf(planned, 'icon_id'),
  };
}

/** `{"ID": …}`, or null for none. */
export function idOf(planned: Values, name: string): Shown | null {
  const id = text(planned, name);
  return id === '' ? null : { ID: id };
}

const PREVIOUS = '@previous-id=';

/** The same back as attributes. The mark of a renewed id is the provider's own and not shown. */
export function shownLabels(shown: Shown): Values {
  const tags = shown['Tags'];
  const icon = shown['Icon'];
  return {
    id: word(shown, 'ID'),
    name: word(shown, 'Name'),
    description: word(shown, 'Description'),
    tags: Array.isArray(tags) ? tags.map(String).filter((tag) => !tag.startsWith(PREVIOUS)) : [],
    icon_id: typeof icon === 'object' && icon !== null ? word(icon as Shown, 'ID') : '',
  };
}

/** Tags with the mark that leads from the old id to the new one. */
export const withPrevious = (planned: Values, id: string): string[] => [`${PREVIOUS}${id}`, ...texts(planned, 'tags')];

/** An object by id or, where it is gone, the one that says it was that before. */
export async function findRenewed(
  work: Work,
  path: string,
  key: string,
  listKey: string,
  id: string,
): Promise<Shown | undefined> {
  const shown = await work.api.find(work.zone, `${path}/${id}`, key);
  if (shown !== undefined) return shown;
  const [renewed] = await work.api.list(work.zone, path, listKey, { 'Tags.Name': [[`${PREVIOUS}${id}`]] });
  return renewed;
}

/** Deletes by path after a look; an object that is not there is deleted already. */
export async function lookAndDelete(work: Work, path: string, key: string): Promise<void> {
  if ((await work.api.find(work.zone, path, key)) === undefined) return;
  await work.api.call('DELETE', work.zone, path);
}

/** The clock's wait, scaled. */
export const scaledWait = (clock: Clock, timeScale: number) => (ms: number) => clock.sleep(ms / timeScale);
