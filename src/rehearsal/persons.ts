// What the customer and the provider do in a rehearsal: approve, request, attest, take a reference away, choose route D,
// look by hand and settle. Each is told, so that nobody takes it for kaiyaku's own doing.
import { draftApproval, recordApproval } from '../engine/approve.ts';
import { attest, request } from '../engine/person.ts';
import { settledEntry } from '../engine/settle-by-hand.ts';
import type { ApplyResult } from '../engine/advance.ts';
import type { StepVerdict } from '../engine/verdict.ts';
import { addDays, civilDateInJapan, instantInJapan, lastDayOfMonth, monthOf } from '../calendar/civil-date.ts';
import type { Opened } from '../wiring.ts';
import type { RehearsalWorld } from './world.ts';

type Tell = (who: 'kaiyaku' | 'customer' | 'provider' | 'clock', text: string) => void;

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
    tell('customer', `approves ${step.id}: ${draft.effects.length} that cannot be undone (${id})`);
    return true;
  }
  if (verdict === 'waiting-for-person') return await personsStep(world, run, current, tell);
  if (reasons.some((reason) => reason.code === 'R13')) return removeReferences(world, tell);
  if (
    verdict === 'unreadable' &&
    reasons.some((reason) => reason.code === 'route') &&
    world.fortigate.device().power === 'off' &&
    world.cloud.serverPower('is1b', serverId(world)) === 'up'
  ) {
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
    const as = lookByHand(world, open.intended.body.verb);
    await run.journal.append(settledEntry(run, open.intended.seq, as, 'looked at the console of the simulator'));
    tell('customer', `looks by hand and settles ${open.intended.body.effect} as ${as}`);
    return true;
  }
  return false;
}

const serverId = (world: RehearsalWorld): string =>
  world.cloud.world().zones.is1b.servers.find((one) => one.name === 'fgt-prod-01')?.id ?? '';

function lookByHand(world: RehearsalWorld, verb: string): 'done' | 'not-done' {
  if (verb !== 'factory-reset') return 'not-done';
  return world.fortigate.transitions.some((one) => one.call.startsWith('execute factoryreset')) ? 'done' : 'not-done';
}

async function personsStep(
  world: RehearsalWorld,
  run: Opened['run'],
  { step }: StepVerdict,
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
    const acceptedOn = addDays(todayOn, 1);
    const receivedOn = addDays(todayOn, 3);
    world.clock.moveTo(instantInJapan(receivedOn, '10:00'));
    const endsOn = lastDayOfMonth(
      acceptedOn.slice(8) <= '20' ? monthOf(acceptedOn) : monthOf(addDays(lastDayOfMonth(monthOf(acceptedOn)), 1)),
    );
    tell('provider', `accepts on ${acceptedOn}; the licence notice of ${receivedOn} ends the contract on ${endsOn}`);
    const notice = await run.journal.put('licence-notice.txt', `ライセンス通知書\n解約日: ${endsOn}\n`);
    await attest(run, step.id, { facts: { endsOn, receivedOn, acceptedOn }, evidence: [notice] });
    tell('customer', 'files the notice');
    return true;
  }
  return false;
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
