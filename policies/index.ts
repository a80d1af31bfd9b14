// Every policy, in the order of its number. Adding one: a file and a line.
import type { PlanPolicy } from '../src/teardown/plan-policy.ts';
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
import { outOfReach } from './contract/r26-out-of-reach.ts';
import { invoiceDiffers } from './contract/r27-invoice-differs.ts';
import { dnsElsewhere } from './contract/r28-dns-elsewhere.ts';
import { registryDiffers } from './contract/r29-registry-differs.ts';
import { planNotApproved } from './plan/r16-plan-not-approved.ts';
import { planNotWhole } from './plan/r30-not-whole.ts';
import { planAge } from './plan/r31-plan-age.ts';
import { examinedNothing } from './plan/r32-examined-nothing.ts';
import { planOutOfOrder } from './plan/r33-out-of-order.ts';
import { planUnlisted } from './plan/r34-unlisted.ts';
import { planMissesDue } from './plan/r35-misses-due.ts';
import { planBeyondStage } from './plan/r36-beyond-stage.ts';
import { importAmongDeletes } from './plan/r37-import-among-deletes.ts';
import { hiddenReach } from './plan/r38-hidden-reach.ts';
import { runningServer } from './plan/r39-running-server.ts';
import { planWrongObject } from './plan/r40-wrong-object.ts';
import { planNotItsOwn } from './plan/r41-not-its-own.ts';

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
  outOfReach,
  invoiceDiffers,
  dnsElsewhere,
  registryDiffers,
];

/** Every policy over a Terraform plan, in the order of its number. */
export const planPolicies: readonly PlanPolicy[] = [
  planNotApproved,
  planNotWhole,
  planAge,
  examinedNothing,
  planOutOfOrder,
  planUnlisted,
  planMissesDue,
  planBeyondStage,
  importAmongDeletes,
  hiddenReach,
  runningServer,
  planWrongObject,
  planNotItsOwn,
];
