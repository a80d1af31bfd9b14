// Every policy, in the order of its number. Adding one: a file and a line.
import type { Policy } from '../src/teardown/policy.ts';
import { haMember, hostKeyChanged, wrongFortigate } from './contract/fortigate-identity.ts';
import { notAccepted } from './contract/r01-not-accepted.ts';
import { wrongWindow } from './contract/r02-wrong-window.ts';
import { unlisted } from './contract/r04-unlisted.ts';
import { ownedElsewhere } from './contract/r05-owned-elsewhere.ts';
import { wrongAccount } from './contract/r06-wrong-account.ts';
import { wrongObject } from './contract/r07-wrong-object.ts';
import { noBackup } from './contract/r11-no-backup.ts';
import { addressInUse } from './contract/r13-address-in-use.ts';
import { undecidedCopy } from './contract/r14-undecided-copy.ts';
import { claimedTwice } from './contract/r17-claimed-twice.ts';
import { clock } from './contract/r20-clock.ts';
import { beforeServiceEnds } from './contract/r21-before-service-ends.ts';
import { pathLost } from './contract/r22-path-lost.ts';
import { licenceCopy } from './contract/r24-licence-copy.ts';
import { openFactoryDefault } from './contract/r25-open-factory-default.ts';

export const policies: readonly Policy[] = [
  notAccepted,
  wrongWindow,
  unlisted,
  ownedElsewhere,
  wrongAccount,
  wrongObject,
  wrongFortigate,
  hostKeyChanged,
  haMember,
  noBackup,
  addressInUse,
  undecidedCopy,
  claimedTwice,
  clock,
  beforeServiceEnds,
  pathLost,
  licenceCopy,
  openFactoryDefault,
];
