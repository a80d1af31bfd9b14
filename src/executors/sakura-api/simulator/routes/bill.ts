// Bills (facts §6): independent evidence of what is still charged. A line whose ContractEndAt is past has ended.
import { done, listed, type Answer } from '../http/answer.ts';
import { param, type Call, type Route } from '../http/call.ts';
import { scalarText, type View } from '../http/filter.ts';
import { refuse } from '../refuse.ts';
import type { GlobalState } from '../world/file.ts';

type Bill = GlobalState['bills'][number];

const bill = (path: string, run: (call: Call) => Answer): Route => ({
  method: 'GET',
  path,
  api: 'system',
  needs: 'view',
  run,
});

function billView(call: Call, row: Bill): View {
  return {
    BillID: row.id,
    Amount: row.amount,
    Date: row.date,
    MemberID: call.state.member.code,
    Paid: row.paid,
    PayLimit: row.date,
    PaymentClassID: '999',
  };
}

function byContract(call: Call): Answer {
  if (param(call, 'account') !== call.state.account.id) throw refuse('not_found');
  const { year, month } = call.params;
  const month2 = month?.padStart(2, '0');
  const prefix = [year, month2].filter((part) => part !== undefined).join('-');
  const rows = call.state.global.bills.filter((row) => row.date.startsWith(prefix));
  return listed(
    'Bills',
    rows.map((row) => billView(call, row)),
    call.world.now(),
  );
}

function detailsOf(call: Call): Bill {
  const row = call.state.global.bills.find(({ id }) => id === param(call, 'bill'));
  if (row === undefined || param(call, 'member') !== call.state.member.code) throw refuse('not_found');
  return row;
}

function detailViews(row: Bill): View[] {
  return row.details.map((detail) => ({
    ContractID: detail.contractId,
    Amount: detail.amount,
    Description: detail.description,
    ServiceClassID: detail.serviceClassId,
    ServiceClassPath: detail.serviceClassPath,
    ServiceUsagePath: detail.serviceClassPath,
    Usage: detail.usage,
    FormattedUsage: detail.formattedUsage,
    Zone: detail.zone,
    ContractEndAt: detail.contractEndAt,
  }));
}

const csvCell = (value: unknown): string => `"${scalarText(value ?? '').replaceAll('"', '""')}"`;

function csv(call: Call): Answer {
  const rows = detailViews(detailsOf(call));
  const lines = [Object.keys(rows[0] ?? { ContractID: '' }), ...rows.map((row) => Object.values(row))];
  const body = lines.map((line) => line.map(csvCell).join(',')).join('\n');
  return done({ Count: rows.length, ResponsedAt: call.world.now(), Filename: 'billdetail.csv', Body: `${body}\n` });
}

export const billRoutes: readonly Route[] = [
  bill('bill/by-contract/:account', byContract),
  bill('bill/by-contract/:account/:year', byContract),
  bill('bill/by-contract/:account/:year/:month', byContract),
  bill('bill/id/:bill', (call) => {
    const rows = call.state.global.bills.filter(({ id }) => id === param(call, 'bill'));
    return listed(
      'Bills',
      rows.map((row) => billView(call, row)),
      call.world.now(),
    );
  }),
  bill('billdetail/:member/:bill', (call) => listed('BillDetails', detailViews(detailsOf(call)), call.world.now())),
  bill('billdetail/:member/:bill/csv', csv),
];
