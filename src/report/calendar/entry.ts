// One entry of the calendar as plain data: an all-day event in Japan under an id that stays when its day moves. Types only.
import type { CivilDate } from '../../calendar/civil-date.ts';

export interface CalendarEntry {
  /** Contract, rule and step: the same entry for as long as it is the same obligation. */
  readonly uid: string;
  readonly on: CivilDate;
  readonly summary: string;
  readonly description: string;
  readonly categories: readonly string[];
  /** Instants of its alarms, ms since the epoch, ascending. */
  readonly alarmsAtMs: readonly number[];
}

/** An entry as a file holds it. */
export interface WrittenEntry {
  readonly uid: string;
  readonly sequence: number;
  readonly stampMs: number;
  readonly cancelled: boolean;
  /** Digest of what the entry says; another one is another revision. */
  readonly digest: string;
  /** Its own lines between BEGIN and END, without those that are made anew in each revision. */
  readonly lines: readonly string[];
}
