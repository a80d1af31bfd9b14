// The rules AL1, AL2, AL8 and the plan of the steps once more: by walking days one at a time, and for the plan by trying one
// day after the other. Slow, naive, and sharing nothing with the code under test.
import { dateOf, dayOf, firstOfMonth, isBusinessDay, lastOfMonth, monthOf, textOf } from '../naive-days.ts';

export interface Case {
  readonly today: string;
  readonly endOn: string;
  readonly serviceEndsOn: string | undefined;
  readonly margin: number;
  /** Also closed from 13 to 16 August. */
  readonly summer: boolean;
  readonly numbers: number;
  readonly coolDown: number;
  readonly fee: number | undefined;
  readonly plesk: boolean;
  readonly address: boolean;
  readonly server: boolean;
  readonly certificate: boolean;
  /** Next renewals of domains that end, `term-end` or so many days before. */
  readonly domains: readonly { readonly renewalOn: string; readonly daysBefore: number | undefined }[];
  readonly toldOn: readonly string[];
}

interface Days {
  readonly works: (day: number) => boolean;
  readonly before: (day: number) => number;
  readonly after: (day: number) => number;
  readonly back: (day: number, count: number) => number;
}

function daysOf({ summer }: Pick<Case, 'summer'>): Days {
  const works = (day: number) => {
    const monthDay = textOf(day).slice(5);
    return isBusinessDay(day) && !(summer && monthDay >= '08-13' && monthDay <= '08-16');
  };
  const before = (day: number) => {
    let found = day;
    while (!works(found)) found -= 1;
    return found;
  };
  const after = (day: number) => {
    let found = day;
    while (!works(found)) found += 1;
    return found;
  };
  const back = (day: number, count: number) => {
    let found = before(day);
    for (let left = count; left > 0; left -= 1) found = before(found - 1);
    return found;
  };
  return { works, before, after, back };
}

/** Walk back into the month before; its last day where there is no such day; then the earlier of that and 31 days; then one more. */
export function naiveTellBy(endOn: string): string {
  const end = dayOf(endOn);
  let sameDay = firstOfMonth(end) - 1;
  while (dateOf(sameDay) > dateOf(end)) sameDay -= 1;
  let thirtyOne = end;
  for (let n = 0; n < 31; n += 1) thirtyOne -= 1;
  return textOf((sameDay < thirtyOne ? sameDay : thirtyOne) - 1);
}

/** Try one day after the other, from the wanted one on. */
export function naiveEndToldOn(toldOn: string, wantedOn: string): string {
  let end = dayOf(wantedOn);
  while (naiveTellBy(textOf(end)) < toldOn) end += 1;
  return textOf(end);
}

interface Node {
  readonly id: string;
  readonly after: string[];
  /** Whether a day of what comes next is far enough after a day of this. */
  readonly far: (day: number, next: number) => boolean;
  readonly latest: number[];
  readonly recommended: number[];
  readonly from: number | undefined;
  readonly done: number | undefined;
}

export interface Expected {
  readonly endsOn: string;
  readonly deadlines: readonly string[];
  readonly schedule: readonly string[];
  readonly costs: readonly string[];
}

/** Everything that is compared, as text. */
export function naiveTerms(one: Case): Expected {
  const days = daysOf(one);
  const limit = dayOf(naiveTellBy(one.endOn));
  const latest = days.before(limit);
  const allTold = one.toldOn.length === one.numbers;
  const endsOn = allTold
    ? one.toldOn
        .map((on) => naiveEndToldOn(on, one.endOn))
        .sort()
        .at(-1)!
    : one.endOn;
  const row = (rule: string, on: number, last: number, best: number) =>
    [rule, textOf(on), textOf(last), textOf(best)].join(' ');
  const domainEnds = one.domains.map(({ renewalOn, daysBefore }) => dayOf(renewalOn) - (daysBefore ?? 1));
  const end = dayOf(one.endOn);
  const lastDay = days.before(end);
  return {
    endsOn,
    deadlines: [
      ...Array.from({ length: one.numbers }, (_, at) => [
        ...(one.toldOn[at] === undefined ? [row('AL1', limit, latest, days.back(latest, one.margin))] : []),
        row('AL1', limit, latest, days.back(latest, 1)),
      ]).flat(),
      ...domainEnds.map((on) => row('AL2', on, days.before(on), days.back(on, one.margin))),
      ...(one.certificate ? [row('AL3', end, lastDay, days.back(end, one.margin))] : []),
      ...(one.plesk || one.address || one.server ? [row('AL8', end, lastDay, days.back(end, one.margin))] : []),
    ],
    schedule: plan(nodesOf(one, days, domainEnds), dayOf(one.today), days),
    costs: costsOf(one, endsOn, allTold),
  };
}

function nodesOf(one: Case, days: Days, domainEnds: readonly number[]): Node[] {
  const latest = days.before(dayOf(naiveTellBy(one.endOn)));
  const end = days.before(dayOf(one.endOn));
  const service = one.serviceEndsOn === undefined ? undefined : dayOf(one.serviceEndsOn);
  const sameDay = (day: number, next: number) => next >= day;
  const nextBusinessDay = (day: number, next: number) => next >= days.after(day + 1);
  const node = (id: string, after: string[], more: Partial<Node> = {}): Node => ({
    id,
    after,
    far: sameDay,
    latest: [end],
    recommended: [days.back(end, one.margin)],
    from: undefined,
    done: undefined,
    ...more,
  });
  const ids = (of: string) =>
    Array.from({ length: one.numbers }, (_, at) => (one.numbers === 1 ? of : `${of}:N${at + 1}`));
  const holdsServices = one.plesk || one.server;
  const saved = holdsServices || one.domains.length > 0 ? ['back-up'] : [];
  const nodes = ids('notify-sales').map((id, at) =>
    node(id, [], {
      latest: [latest],
      recommended: [days.back(latest, one.margin)],
      done: one.toldOn[at] === undefined ? undefined : dayOf(one.toldOn[at]),
    }),
  );
  if (saved.length > 0) nodes.push(node('back-up', [], { far: nextBusinessDay, latest: [], recommended: [] }));
  for (const [at, id] of ids('return-notice').entries())
    nodes.push(
      node(id, [ids('notify-sales')[at]!, ...saved], { latest: [latest], recommended: [days.back(latest, 1)] }),
    );
  let before = ids('return-notice');
  if (one.domains.length > 0) {
    const first = Math.min(...domainEnds, dayOf(one.endOn));
    nodes.push(
      node('cancel-domains', [...ids('notify-sales'), ...saved], {
        latest: [days.before(first)],
        recommended: [days.back(first, one.margin)],
      }),
    );
    before = [...before, 'cancel-domains'];
  }
  const add = (id: string, more: Partial<Node> = {}) => {
    nodes.push(node(id, before, more));
    before = [id];
  };
  if (one.certificate) add('settle-certificates');
  if (holdsServices) add('final-back-up', { far: nextBusinessDay });
  if (one.plesk) add('delete-plesk-licences', { from: service });
  if (one.address) add('release-addresses', { from: service });
  if (one.server) add('destroy-servers', { from: service, far: (day, next) => next - day >= one.coolDown });
  if (one.server) add('expunge-servers', { from: service });
  return nodes;
}

/** The last day of each step from which every later step can still keep its own, found by trying one day after the other. */
function plan(nodes: readonly Node[], today: number, days: Days): string[] {
  const limits = { latest: new Map<string, number>(), recommended: new Map<string, number>() };
  for (const node of [...nodes].reverse())
    for (const day of ['latest', 'recommended'] as const) {
      const next = nodes.filter(({ after }) => after.includes(node.id)).map(({ id }) => limits[day].get(id)!);
      // Limits at the end of all are also those of every step before it; only the last one names it in the plan.
      const own = next.length > 0 && !hasOwnLimit(node) ? [] : node[day];
      let found = Math.min(...own, ...next);
      while (!days.works(found) || !next.every((one) => node.far(found, one))) found -= 1;
      limits[day].set(node.id, found);
    }
  const earliest = new Map<string, number>();
  for (const node of nodes) {
    const previous = nodes.filter(({ id }) => node.after.includes(id));
    const ready = (day: number) =>
      previous.every((one) => one.far(one.done ?? earliest.get(one.id)!, day)) && day >= (node.from ?? 0);
    let found = today;
    while (!days.works(found) || !ready(found)) found += 1;
    earliest.set(node.id, found);
  }
  return nodes
    .filter(({ done }) => done === undefined)
    .map(({ id }) => {
      const [first, last] = [earliest.get(id)!, limits.latest.get(id)!];
      const best = Math.min(last, Math.max(first, limits.recommended.get(id)!));
      return [id, textOf(first), textOf(best), textOf(last), last - first].join(' ');
    });
}

const hasOwnLimit = ({ id }: Node): boolean => /^(notify-sales|return-notice|cancel-domains)/.test(id);

function costsOf(one: Case, endsOn: string, allTold: boolean): string[] {
  if (one.fee === undefined) return [];
  let months = 0;
  for (let day = dayOf(one.endOn); monthOf(day) < endsOn.slice(0, 7); day = lastOfMonth(day) + 1) months += 1;
  return [
    ...(allTold ? [] : [`AL1 ${one.fee}`]),
    ...(months === 0 ? [] : [`AL1 ${months * one.fee}`]),
    `AL8 ${one.fee}`,
  ];
}
