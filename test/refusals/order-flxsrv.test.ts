// A change of plan, out of the provider's order: from the front door, step by step, and nothing is written.
import { describe, vi } from 'vitest';
import { inDays, personsContract } from '../helpers/persons-contract.ts';
import { refusesOutOfOrder } from './order.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const start = () =>
  personsContract('flxsrv-plan-change/yearly-to-yearly', {
    oldPlan: `{ name: アドバンスライト, billing: yearly, yearlyPrice: 17820, endsOn: ${inDays(300)} }`,
    // Dearer than what is left of the old plan, so that there is something to pay.
    newPlan: '{ name: VPS-2(Plesk), billing: yearly, yearlyPrice: 32400 }',
    dates: `{ ticketOn: ${inDays(1)}, orderOn: ${inDays(20)}, openOn: ${inDays(30)}, switchOn: ${inDays(45)} }`,
    approvers: '',
  });

describe('R03 flxsrv-plan-change', () => {
  refusesOutOfOrder(start, [
    { what: 'an order before the ticket is answered', at: 'ticket-before-order', tried: 'order' },
    { what: 'a payment before anything', at: 'ticket-before-order', tried: 'pay', names: 'check-invoice' },
    { what: 'the second ticket before the order', at: 'order', tried: 'ticket-after-order' },
    {
      what: 'an invoice that is checked before the order is reported',
      at: 'ticket-after-order',
      tried: 'check-invoice',
    },
    { what: 'a payment before the invoice is checked', at: 'check-invoice', tried: 'pay' },
    { what: 'new periods before the payment', at: 'pay', tried: 'file-new-periods' },
    { what: 'zones edited while they are still linked', at: 'unlink-zones', tried: 'switch-dns', names: 'move-data' },
    { what: 'data moved before the backup', at: 'back-up', tried: 'move-data' },
    { what: 'DNS switched before the data is there', at: 'move-data', tried: 'switch-dns' },
    { what: 'the move called verified before DNS is switched', at: 'switch-dns', tried: 'verify' },
    { what: 'the old plan given up before the move is verified', at: 'verify', tried: 'old-plan-cancelled' },
    { what: 'closed before the old plan’s cancellation is seen', at: 'old-plan-cancelled', tried: 'close' },
  ]);
});
