// FortiGates, servers and disks of a contract file: each named once, each reset possible. Pure.
import type { ContractProblem } from '../../src/contract/provider-schema.ts';
import type { PartialContract } from './contract.ts';

export function checkServices(contract: PartialContract): ContractProblem[] {
  const { services, api } = contract;
  if (services === undefined) return [];
  const problems: ContractProblem[] = [];
  services.forEach(({ server, fortigate }, at) => {
    const path = ['services', at] as const;
    if (fortigate.reset === 'ssh' && fortigate.password === undefined && fortigate.privateKey === undefined)
      problems.push({
        code: 'no-credential',
        path: [...path, 'fortigate'],
        at: 'key',
        what: `the reset of ${fortigate.hostname} over SSH needs a credential`,
        next: 'add\npassword: env:NAME   # or privateKey: file:PATH\nor set reset: by-person, or reset: none for route D',
      });
    if (api !== undefined && !api.zones.includes(server.zone))
      problems.push(zoneNotListed([...path, 'server', 'zone'], server.zone));
    const twin = services.findIndex(({ fortigate: other }) => other.serial === fortigate.serial);
    if (twin < at)
      problems.push(
        twice([...path, 'fortigate', 'serial'], `serial ${fortigate.serial}`, `services[${twin}] has it already`),
      );
    const sameDoor = services.findIndex(
      ({ fortigate: other }) => other.host === fortigate.host && other.port === fortigate.port,
    );
    if (sameDoor < at)
      problems.push(
        twice(
          [...path, 'fortigate', 'host'],
          `${fortigate.host}:${fortigate.port}`,
          `services[${sameDoor}] has it already`,
        ),
      );
  });
  return [...problems, ...checkResource(contract)];
}

/** The licence service that is applied for is one of those that are torn down. */
function checkResource({ resourceId, services = [] }: PartialContract): ContractProblem[] {
  const problems: ContractProblem[] = [];
  services.forEach((service, at) => {
    const twin = services.findIndex((other) => other.resourceId === service.resourceId);
    if (twin < at)
      problems.push(
        twice(['services', at, 'resourceId'], `service ${service.resourceId}`, `services[${twin}] has it already`),
      );
  });
  if (resourceId !== undefined && services.every((service) => service.resourceId !== resourceId))
    problems.push({
      code: 'resource-not-a-service',
      severity: 'warning',
      path: ['resourceId'],
      what: `no service of this contract has the resource id ${resourceId}`,
      why: 'the application would name it besides the services, and cannot be withdrawn (SF4)',
      next: 'use the resourceId of the FortiGateVM service as the control panel shows it',
    });
  return problems;
}

export function zoneNotListed(path: ContractProblem['path'], zone: string): ContractProblem {
  return {
    code: 'zone-not-listed',
    path,
    what: `zone ${zone} is not among api.zones`,
    why: 'what lies in a zone that is not read can never be proven gone',
    next: `add ${zone} to api.zones`,
  };
}

export function twice(path: ContractProblem['path'], what: string, why?: string): ContractProblem {
  return {
    code: 'listed-twice',
    path,
    what: `${what} is listed a second time`,
    ...(why === undefined ? {} : { why }),
    next: 'list it once',
  };
}
