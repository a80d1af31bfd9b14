// The provider `sakura-fortigate`, put together. See README.md beside it.
import { lastDayOfMonth } from '../../src/calendar/civil-date.ts';
import type { Provider } from '../../src/teardown/provider.ts';
import type { SakuraFortigateContract } from './contract.ts';
import { dnsClaims, endingRecords } from './dns-records.ts';
import { explain } from './explain.ts';
import { requestText } from './request-texts.ts';
import { ending, localLicencePaths, searchTarget, serverTarget, routerTarget } from './targets.ts';
import { teardownOf } from './teardown.ts';
import { termsOf } from './terms.ts';
import { estateOfState } from './estate-of-state.ts';
import { terraformObjects } from './terraform-objects.ts';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const sakuraFortigate: Provider<SakuraFortigateContract> = {
  id: 'sakura-fortigate',
  title: 'FortiGateVM licence on Sakura Cloud',
  explain,
  termsOf: (contract, { attested }, todayOn) => {
    const application = attested['apply-for-cancellation'] ?? {};
    const notice = attested['file-licence-notice'] ?? {};
    const appliedOn = text(application['sentOn']);
    const acceptedOn = text(application['acceptedOn']) ?? text(notice['acceptedOn']);
    const noticeEndsOn = text(notice['endsOn']);
    const noticeMailedOn = text(notice['receivedOn']);
    return termsOf(
      contract,
      {
        ...(appliedOn === undefined ? {} : { appliedOn }),
        ...(acceptedOn === undefined ? {} : { acceptedOn }),
        ...(noticeEndsOn === undefined ? {} : { noticeEndsOn }),
        ...(noticeMailedOn === undefined ? {} : { noticeMailedOn }),
      },
      todayOn,
    );
  },
  // Interfaces can only be listed from the server, primary blocks from the router, files behind a glob from the disk.
  discover: (contract) => [
    ...contract.services.map((service) => serverTarget(contract, service)),
    ...ending(contract, 'router').map(routerTarget),
    ...(localLicencePaths(contract).length === 0 ? [] : [searchTarget(contract)]),
  ],
  teardownOf,
  requestText: (contract, step, form) => requestText(contract, step, form),
  whatIf: (option, on) => (option === 'acceptedOn' ? { 'apply-for-cancellation': { acceptedOn: on } } : undefined),
  claims: (contract, against) => [
    ...contract.services.flatMap(({ server, disks }) => [server.id, ...disks.map((disk) => disk.id)]),
    ...contract.estate.flatMap((item) =>
      item.usedBy.includes(against)
        ? []
        : ['id' in item ? item.id : item.ip, ...('subnets' in item ? item.subnets.map((subnet) => subnet.id) : [])],
    ),
    ...dnsClaims(contract),
  ],
  wantedEndsOn: (contract) => (contract.endMonth === undefined ? undefined : lastDayOfMonth(contract.endMonth)),
  approval: ({ approvers, approvalHours }) => ({ approvers, hours: approvalHours }),
  waivers: ({ waivers }) => waivers,
  terraformObjects,
  adopt: estateOfState,
  endingRecords,
};
