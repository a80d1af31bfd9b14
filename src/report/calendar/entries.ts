// A contract's dates as calendar entries: each deadline on the last day to act, the day a window opens, the end. Pure.
import { addDays, instantInJapan, type CivilDate } from '../../calendar/civil-date.ts';
import type { Deadline, Terms } from '../../teardown/terms.ts';
import { withContract } from '../command-line.ts';
import { dateText, withWeekdays, yenText } from '../dates.ts';
import type { CalendarEntry } from './entry.ts';

/** One contract, as far as the calendar needs it. */
export interface CalendarContract {
  readonly name: string;
  readonly provider: string;
  readonly terms: Terms;
  /** Deadlines that are not met yet. */
  readonly deadlines: readonly {
    readonly deadline: Deadline;
    readonly actByOn: CivilDate;
    readonly costYen?: number;
    /** Tells it from the contract’s other deadlines for as long as it lives. */
    readonly key: string;
  }[];
  /** The command that goes on from here; may say CONTRACT. */
  readonly next?: string;
}

/** Alarms ring at this time of day in Japan. */
const ALARM_TIME = '09:00';

/** `uidName`: what stands for the contract in its ids; its name unless two contracts share it. */
export function calendarEntries(contract: CalendarContract, uidName = contract.name): CalendarEntry[] {
  const uid = (key: string): string => `${uidName}.${key}@kaiyaku`;
  return [
    ...contract.deadlines.flatMap((open) => [
      deadlineEntry(contract, open, uid(open.key)),
      ...opening(contract, open, uid(`${open.key}.opens`)),
    ]),
    ...teardownEntry(contract, uid('teardown.opens')),
    ...endEntry(contract, uid('end')),
  ];
}

function deadlineEntry(
  contract: CalendarContract,
  { deadline, actByOn, costYen }: CalendarContract['deadlines'][number],
  uid: string,
): CalendarEntry {
  const { rule, what, who, on, recommendedOn, stake, provisional, citation } = deadline;
  return {
    uid,
    on: actByOn,
    summary: `[${contract.name}] ${rule}: ${what}`,
    description: [
      withWeekdays(what),
      '',
      `last day to act: ${dateText(actByOn)}${on === actByOn ? '' : `; the limit is ${dateText(on)}`}`,
      ...(recommendedOn === undefined ? [] : [`recommended by: ${dateText(recommendedOn)}`]),
      `who: ${who}`,
      ...(costYen === undefined ? [] : [`cost of missing it: ${yenText(costYen)}`]),
      `at stake: ${withWeekdays(stake)}`,
      ...(provisional ? ['provisional: rests on a holiday that is not yet announced'] : []),
      ...(contract.next === undefined ? [] : [`do: ${withContract(contract.next, contract.name)}`]),
      `source: ${citation.document} § ${citation.section}`,
    ].join('\n'),
    categories: ['kaiyaku', contract.provider, 'deadline'],
    alarmsAtMs: alarms([...(recommendedOn === undefined ? [] : [recommendedOn]), addDays(actByOn, -1), actByOn]),
  };
}

/** From when it may be done, where earlier is too early. */
function opening(
  contract: CalendarContract,
  { deadline: { applyFromOn, rule, what }, actByOn }: CalendarContract['deadlines'][number],
  uid: string,
): CalendarEntry[] {
  if (applyFromOn === undefined || applyFromOn >= actByOn) return [];
  return [
    {
      uid,
      on: applyFromOn,
      summary: `[${contract.name}] ${rule}: the window opens`,
      description: `From ${dateText(applyFromOn)} to ${dateText(actByOn)}: ${withWeekdays(what)}\nEarlier is too early.`,
      categories: ['kaiyaku', contract.provider, 'window'],
      alarmsAtMs: alarms([applyFromOn]),
    },
  ];
}

function teardownEntry({ name, provider, terms }: CalendarContract, uid: string): CalendarEntry[] {
  const { fromOn, untilOn } = terms.teardownWindow ?? {};
  if (fromOn === undefined) return [];
  return [
    {
      uid,
      on: fromOn,
      summary: `[${name}] the teardown may begin`,
      description: `From ${dateText(fromOn)}${untilOn === undefined ? '' : ` to ${dateText(untilOn)}`}.\ndo: kaiyaku plan ${name}`,
      categories: ['kaiyaku', provider, 'window'],
      alarmsAtMs: alarms([fromOn]),
    },
  ];
}

const SOURCES: Readonly<Record<Terms['endsOnSource'], string>> = {
  notice: 'as the notice says',
  computed: 'computed from the day of acceptance',
  wanted: 'as wanted; acceptance decides',
  none: '',
};

function endEntry({ name, provider, terms }: CalendarContract, uid: string): CalendarEntry[] {
  const { endsOn, endsOnSource } = terms;
  if (endsOn === undefined) return [];
  return [
    {
      uid,
      on: endsOn,
      summary: `[${name}] the contract ends`,
      description: `${dateText(endsOn)}, ${SOURCES[endsOnSource]}`,
      categories: ['kaiyaku', provider, 'end'],
      alarmsAtMs: alarms([addDays(endsOn, -7), endsOn]),
    },
  ];
}

const alarms = (days: readonly CivilDate[]): number[] =>
  [...new Set(days)].sort().map((day) => instantInJapan(day, ALARM_TIME));
