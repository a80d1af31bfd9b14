// What of a contract has happened, as far as its dates depend on it. Types only.
import type { CivilDate } from '../../src/calendar/civil-date.ts';

/** What is known from the journal's attested entries. */
export interface TermsFacts {
  readonly appliedOn?: CivilDate | undefined;
  readonly acceptedOn?: CivilDate | undefined;
  /** End date in the licence notice: the legal one. */
  readonly noticeEndsOn?: CivilDate | undefined;
  /** Date of the mail that carried the notice's URL; adds the deadline of its download. */
  readonly noticeMailedOn?: CivilDate | undefined;
  /** Date of a mail of the provider about a breach; adds the deadline of SF10. */
  readonly warnedOn?: CivilDate | undefined;
}
