// The rules CL7 and CL8, and the plan back from the form, once more: by walking days and months one at a time, and for the
// plan by trying one day after the other. Slow, naive, and sharing nothing with the code under test.
import { dayOf, firstOfMonth, isBusinessDay, lastOfMonth, monthOf, textOf } from '../naive-days.ts';

export interface DomainCase {
  readonly fate: 'delete' | 'move';
  readonly dns: 'own-server' | 'other-company' | 'provider';
  readonly host: boolean;
  readonly abolish: boolean;
}

export interface Case {
  readonly today: string;
  readonly endMonth: string;
  readonly openedOn: string;
  readonly early: boolean;
  readonly minimum: number;
  readonly agreedOn: string | undefined;
  readonly fee: number;
  readonly margin: number;
  readonly quiet: number;
  readonly ttl: number;
  readonly lead: number;
  readonly domains: readonly DomainCase[];
  readonly arrivedOn: string | undefined;
}

export interface Expected {
  readonly window: string;
  readonly endsOn: string;
  readonly deadlines: readonly string[];
  readonly schedule: readonly string[];
  readonly costs: readonly string[];
}

const lastBusinessDay = (day: number): number => {
  let found = day;
  while (!isBusinessDay(found)) found -= 1;
  return found;
};
const firstBusinessDay = (day: number): number => {
  let found = day;
  while (!isBusinessDay(found)) found += 1;
  return found;
};
const nextMonth = (month: string): string => monthOf(lastOfMonth(dayOf(`${month}-01`)) + 1);

/** The month that the form names, or the month after the one in which it arrived. */
export function naiveEnd(arrivedOn: string, endMonth: string): string {
  let month = nextMonth(arrivedOn.slice(0, 7));
  while (month < endMonth) month = nextMonth(month);
  return textOf(lastOfMonth(dayOf(`${month}-01`)));
}

/** Count the months of the term one by one, from the month after the opening; those after the end are missing. */
export function naiveMissing(openedOn: string, months: number, endsOn: string): number {
  let [missing, month] = [0, openedOn.slice(0, 7)];
  for (let n = 0; n < months; n += 1) {
    month = nextMonth(month);
    if (month > endsOn.slice(0, 7)) missing += 1;
  }
  return missing;
}

/** The same for a term that ends on an agreed day. */
function naiveMissingUntil(agreedOn: string, endsOn: string): number {
  let [missing, month] = [0, endsOn.slice(0, 7)];
  while (month < agreedOn.slice(0, 7)) {
    month = nextMonth(month);
    missing += 1;
  }
  return missing;
}

export function naiveTerms(one: Case): Expected {
  const limit = firstOfMonth(dayOf(`${one.endMonth}-01`)) - 1;
  const latest = lastBusinessDay(limit);
  const opened = dayOf(one.openedOn);
  const from = one.early ? opened : Math.max(opened, firstOfMonth(limit));
  let best = latest;
  for (let n = 0; n < one.margin; n += 1) best = lastBusinessDay(best - 1);
  best = Math.max(best, firstBusinessDay(from));
  const wanted = textOf(lastOfMonth(dayOf(`${one.endMonth}-01`)));
  const endsOn = one.arrivedOn === undefined ? wanted : naiveEnd(one.arrivedOn, one.endMonth);
  const schedule = plan(one, latest, best);
  const verify = schedule.filter((row) => row.startsWith('verify:')).map((row) => row.split(' '));
  const least = (column: number) => verify.map((row) => row[column]!).sort()[0]!;
  return {
    window: [from, firstBusinessDay(from), best, latest, limit].map(textOf).join(' '),
    endsOn,
    deadlines:
      one.arrivedOn === undefined
        ? [
            ...(verify.length === 0 ? [] : [`CL1 ${textOf(latest)} ${least(3)} ${least(2)}`]),
            `CL7 ${[limit, latest, best].map(textOf).join(' ')}`,
          ]
        : [],
    schedule,
    costs: costsOf(one, wanted, endsOn),
  };
}

function costsOf(one: Case, wanted: string, endsOn: string): string[] {
  let late = 0;
  for (let month = wanted.slice(0, 7); month < endsOn.slice(0, 7); month = nextMonth(month)) late += 1;
  const missing =
    one.agreedOn === undefined
      ? naiveMissing(one.openedOn, one.minimum, endsOn)
      : naiveMissingUntil(one.agreedOn, endsOn);
  return [
    ...(one.arrivedOn === undefined ? [`CL7 ${one.fee}`] : []),
    ...(late === 0 ? [] : [`CL7 ${late * one.fee}`]),
    ...(missing === 0 ? [] : [`CL8 ${missing * one.fee}`]),
    ...(one.arrivedOn === undefined ? [] : [`CL9 ${one.fee}`]),
  ];
}

/** One domain's steps in a line; each with the days that pass until the next one, as a test of two days. */
function lineOf({ fate, dns, host, abolish }: DomainCase, name: string, one: Case) {
  const others = dns !== 'own-server';
  const steps: { id: string; asked: boolean }[] = [{ id: `back-up:${name}`, asked: false }];
  if (fate === 'move' && !others) steps.push({ id: `lower-ttl:${name}`, asked: false });
  steps.push({ id: `${fate === 'move' ? 'change' : 'delete'}:${name}`, asked: others });
  if (!others) steps.push({ id: `secondary-zone:${name}`, asked: false });
  if (host) steps.push({ id: `host-objects:${name}`, asked: true });
  if (abolish && fate === 'delete') steps.push({ id: `abolish:${name}`, asked: false });
  if (fate === 'move') steps.push({ id: `mail-clients:${name}`, asked: false });
  const far = (id: string, last: boolean) => (day: number, next: number) => {
    if (id.startsWith('back-up')) return next >= firstBusinessDay(day + 1);
    if (id.startsWith('lower-ttl')) return next - day >= one.ttl;
    return next - day >= (last ? one.quiet : 0);
  };
  return [
    ...steps.map(({ id, asked }, at) => ({ id, asked, far: far(id, at === steps.length - 1) })),
    {
      id: `verify:${name}`,
      asked: false,
      far: (day: number, next: number) => next >= firstBusinessDay(day + 1),
    },
  ];
}

/** So many full business days lie between asking and having. */
function isGiven(lead: number, asked: number, had: number): boolean {
  let full = 0;
  for (let day = asked + 1; day < had; day += 1) if (isBusinessDay(day)) full += 1;
  return had > asked && full >= lead;
}

function plan(one: Case, latest: number, best: number): string[] {
  const today = dayOf(one.today);
  const rows: string[] = [];
  let ready = today;
  for (const [at, domain] of one.domains.entries()) {
    const line = lineOf(domain, `d${at}.jp`, one);
    const limits = line.map(() => ({ last: 0, best: 0, askLast: 0, askBest: 0 }));
    let next = { last: latest, best };
    for (let index = line.length - 1; index >= 0; index -= 1) {
      const { far, asked } = line[index]!;
      const fit = (limit: number, ok: (day: number) => boolean) => {
        let day = limit;
        while (!isBusinessDay(day) || !ok(day)) day -= 1;
        return day;
      };
      const last = fit(next.last, (day) => far(day, next.last));
      const good = fit(next.best, (day) => far(day, next.best));
      const askLast = asked ? fit(last, (day) => isGiven(one.lead, day, last)) : last;
      const askBest = asked ? fit(good, (day) => isGiven(one.lead, day, good)) : good;
      limits[index] = { last, best: good, askLast, askBest };
      next = { last: askLast, best: askBest };
    }
    let first = today;
    for (const [index, { id, asked, far }] of line.entries()) {
      const start = firstBusinessDay(first);
      const { askLast, askBest } = limits[index]!;
      rows.push(
        [id, ...[start, Math.min(askLast, Math.max(start, askBest)), askLast].map(textOf), askLast - start].join(' '),
      );
      let had = start;
      while (asked && (!isBusinessDay(had) || !isGiven(one.lead, start, had))) had += 1;
      first = had;
      while (!far(had, first)) first += 1;
    }
    ready = Math.max(ready, first);
  }
  if (one.arrivedOn !== undefined) return rows;
  const start = firstBusinessDay(ready);
  return [
    ...rows,
    ['cancellation-form', ...[start, Math.min(latest, Math.max(start, best)), latest].map(textOf), latest - start].join(
      ' ',
    ),
  ];
}
