// What the journal has attested of a transfer, by name; everything else is planned or unknown. Sent, received and accepted are
// three different days. Pure.
import type { CivilDate } from '../../src/calendar/civil-date.ts';
import { attestedText } from '../../src/teardown/attested.ts';
import type { History } from '../../src/teardown/provider.ts';

export interface TermsFacts {
  /** The preparation of the new server began. */
  readonly preparingFromOn?: CivilDate | undefined;
  readonly readyOn?: CivilDate | undefined;
  /** The withdrawal form was posted. */
  readonly sentOn?: CivilDate | undefined;
  /** It arrived, as the tracking says; this meets no deadline. */
  readonly receivedOn?: CivilDate | undefined;
  /** 受理: the day that JM1 counts. */
  readonly acceptedOn?: CivilDate | undefined;
  /** The end in the provider’s own words. */
  readonly providerEndsOn?: CivilDate | undefined;
  readonly groupwareSentOn?: CivilDate | undefined;
  readonly groupwareAcceptedOn?: CivilDate | undefined;
  /** Zone data, AuthCode, or both came, whichever this contract needs. */
  readonly issuedOn?: CivilDate | undefined;
  /** The AuthCode came; it lives from this day. */
  readonly authCodeOn?: CivilDate | undefined;
  readonly handedOn?: CivilDate | undefined;
  readonly transferStartedOn?: CivilDate | undefined;
  readonly transferredOn?: CivilDate | undefined;
  readonly backedUpOn?: CivilDate | undefined;
  readonly copiedOn?: CivilDate | undefined;
  readonly bookedOn?: CivilDate | undefined;
  /** The day that was booked. */
  readonly bookedSwitchOn?: CivilDate | undefined;
  readonly switchedOn?: CivilDate | undefined;
  /** Last day on which anything reached the old server. */
  readonly lastUsedOn?: CivilDate | undefined;
  readonly parallelEndedOn?: CivilDate | undefined;
  readonly verifiedOn?: CivilDate | undefined;
}

export function factsOf({ attested }: Pick<History, 'attested'>): TermsFacts {
  const of = (step: string, field: string) => attestedText(attested, step, field);
  return {
    preparingFromOn: of('prepare-new-server', 'startedOn'),
    readyOn: of('prepare-new-server', 'readyOn'),
    sentOn: of('withdrawal-form', 'sentOn'),
    receivedOn: of('withdrawal-form', 'receivedOn'),
    acceptedOn: of('withdrawal-form', 'acceptedOn'),
    providerEndsOn: of('withdrawal-form', 'endsOn'),
    groupwareSentOn: of('groupware-form', 'sentOn'),
    groupwareAcceptedOn: of('groupware-form', 'acceptedOn'),
    issuedOn: of('receive-zone-and-authcode', 'authCodeOn') ?? of('receive-zone-and-authcode', 'zoneOn'),
    authCodeOn: of('receive-zone-and-authcode', 'authCodeOn'),
    handedOn: of('hand-over-to-new-host', 'handedOn'),
    transferStartedOn: of('transfer-domain', 'startedOn'),
    transferredOn: of('transfer-domain', 'completedOn'),
    backedUpOn: of('back-up', 'backedUpOn'),
    copiedOn: of('copy-data', 'copiedOn'),
    bookedOn: of('book-switch', 'bookedOn'),
    bookedSwitchOn: of('book-switch', 'switchOn'),
    switchedOn: of('switch-dns', 'switchedOn'),
    lastUsedOn: of('parallel-running', 'lastUsedOn'),
    parallelEndedOn: of('parallel-running', 'endedOn'),
    verifiedOn: of('verify', 'verifiedOn'),
  };
}
