// What the customer and the provider do in a rehearsal: approve, request, attest, take a reference away, choose route D,
// look by hand and settle. Each is told, so that nobody takes it for kaiyaku's own doing.
import { draftApproval, recordApproval } from '../engine/approve.ts';
import { attest, request } from '../engine/person.ts';
import { settledEntry } from '../engine/settle-by-hand.ts';
import type { ApplyResult } from '../engine/advance.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import { nextOrSame } from '../calendar/business-days.ts';
import { addDays, civilDateInJapan, instantInJapan } from '../calendar/civil-date.ts';
import type { Terms } from '../teardown/terms.ts';
import type { Opened } from '../wiring.ts';
import { fortigateEstateOf } from './fortigate-estate.ts';
import { ownersTurn } from './other-owner.ts';
import { answersTo } from './paper-answers.ts';
import type { RehearsalWorld } from './world.ts';

export type Tell = (who: 'kaiyaku' | 'customer' | 'provider' | 'third-party' | 'clock', text: string) => void;

/** False: nobody can do anything about it but wait. */
export async function answerPerson(
  world: RehearsalWorld,
  { run }: Opened,
  result: ApplyResult,
  current: StepVerdict,
  tell: Tell,
): Promise<boolean> {
  const { step, verdict, reasons } = current;
  if (result.error !== undefined && verdict === 'ready') return false;
  if (verdict === 'needs-approval') {
    const draft = await draftApproval(run, { steps: [step.id] });
    const id = await recordApproval(run, draft);
    const what = draft.effects.length === 0 ? 'which' : `${draft.effects.length} that`;
    tell('customer', `approves ${step.id}: ${what} cannot be undone (${id})`);
    return true;
  }
  if (verdict === 'waiting-for-person') return await personsStep(world, run, current, result.survey.terms, tell);
  const refused = (number: string) => reasons.some((reason) => reason.code === number);
  const contract = fortigateEstateOf(run.contract.content)!;
  if (refused('R05')) return ownersTurn(world, contract, tell);
  if (refused('R13')) return removeReferences(world, tell);
  const lost = contract.services.some(
    ({ server }, at) =>
      world.fortigates[at]!.device().power === 'off' &&
      world.cloud.serverPower(server.zone as Parameters<typeof world.cloud.serverPower>[0], server.id) === 'up',
  );
  if (verdict === 'unreadable' && refused('route') && lost) {
    const draft = await draftApproval(run, { steps: [], route: 'disk' });
    const id = await recordApproval(run, draft);
    tell('customer', `approves route D (${id}): ${draft.shown.slice(0, 2).join('; ')}`);
    return true;
  }
  if (verdict === 'in-doubt') {
    const open = [...run.journal.state.effects.values()].find(
      (effect) => effect.status === 'intended' || effect.status === 'done',
    );
    if (open?.intended === undefined) return false;
    const { verb, target, effect } = open.intended.body;
    const at = contract.services.findIndex(({ fortigate }) => target.endsWith(`:${fortigate.serial}`));
    const as = verb === 'factory-reset' && wasReset(world, at) ? 'done' : 'not-done';
    await run.journal.append(settledEntry(run, open.intended.seq, as, 'looked at the console of the simulator'));
    tell('customer', `looks by hand and settles ${effect} as ${as}`);
    return true;
  }
  return false;
}

const wasReset = (world: RehearsalWorld, at: number): boolean =>
  world.fortigates[at]?.transitions.some((one) => one.call.startsWith('execute factoryreset')) === true;

async function personsStep(
  world: RehearsalWorld,
  run: Opened['run'],
  { step }: StepVerdict,
  terms: Terms,
  tell: Tell,
): Promise<boolean> {
  const todayOn = civilDateInJapan(world.clock.nowMs());
  if (!run.journal.state.requests.has(step.id)) {
    const text = await request(run, step.id);
    tell('kaiyaku', `request ${step.id}: the text for “${text.title}” is printed`);
  }
  if (step.id === 'apply-for-cancellation') {
    await attest(run, step.id, { facts: { sentOn: todayOn }, evidence: [] });
    tell('customer', `sends the application on ${todayOn}`);
    return true;
  }
  if (step.id === 'file-licence-notice') {
    const { acceptByOn, endsOn } = terms.applicationWindow!;
    const nextDayOn = nextOrSame(addDays(todayOn, 1), []);
    const acceptedOn = nextDayOn <= acceptByOn ? nextDayOn : todayOn;
    const receivedOn = addDays(acceptedOn, 2);
    world.clock.moveTo(instantInJapan(receivedOn, '10:00'));
    tell('provider', `accepts on ${acceptedOn}; the licence notice of ${receivedOn} ends the contract on ${endsOn}`);
    const notice = await run.journal.put('licence-notice.txt', `ライセンス通知書\n解約日: ${endsOn}\n`);
    await attest(run, step.id, { facts: { endsOn, receivedOn, acceptedOn }, evidence: [notice] });
    tell('customer', 'files the notice');
    return true;
  }
  if (step.id === 'reset-fortigate-by-person') resetByHand(world, run, tell);
  const facts = answersTo(step, { todayOn, terms, content: run.contract.content });
  const needsFile = step.evidence.some(({ kind, required }) => kind === 'file' && required);
  const evidence = needsFile ? [await run.journal.put(`${step.id}.txt`, `REHEARSAL: evidence of ${step.id}\n`)] : [];
  await attest(run, step.id, { facts, evidence });
  const filed = [...Object.entries(facts).map(([name, value]) => `${name} ${value}`), ...(needsFile ? ['a file'] : [])];
  tell(
    step.actor === 'provider' || step.actor === 'third-party' ? step.actor : 'customer',
    `files for ${step.id}: ${filed.join(', ')}`,
  );
  return true;
}

/** At the console: the unit goes down, and its server with it. */
function resetByHand(world: RehearsalWorld, run: Opened['run'], tell: Tell): void {
  fortigateEstateOf(run.contract.content)!.services.forEach(({ fortigate, server }, at) => {
    if (fortigate.reset !== 'by-person') return;
    world.fortigates[at]!.setPower('down');
    world.cloud.setServerPower(server.zone as Parameters<typeof world.cloud.setServerPower>[0], server.id, 'down');
    tell('customer', `resets ${fortigate.hostname} at its console, and it powers off`);
  });
}

/** The customer takes the record and the monitor away that still name the address (R13). */
function removeReferences(world: RehearsalWorld, tell: Tell): boolean {
  const { items } = world.cloud.world().global;
  const dns = items.find((item) => item.class === 'dns');
  const monitor = items.find((item) => item.class === 'simplemon');
  if (monitor === undefined) return false;
  world.cloud.change((state) => {
    state.global.items = state.global.items.filter((item) => item.class !== 'simplemon');
    for (const item of state.global.items) {
      const records = (item.settings as { DNS?: { ResourceRecordSets: { Name: string }[] } }).DNS;
      if (records !== undefined)
        records.ResourceRecordSets = records.ResourceRecordSets.filter((record) => record.Name !== 'vpn');
    }
  });
  tell('customer', `removes what still names the address: vpn.${dns?.name ?? ''} and monitor ${monitor.name}`);
  return true;
}
