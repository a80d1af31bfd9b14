// The product lists that clients look plans up in. A small, made-up but consistent catalogue.
import { found, one } from '../http/answer.ts';
import { param, route, type Route } from '../http/call.ts';
import type { View } from '../http/filter.ts';
import { refuse } from '../refuse.ts';
import { serverPlanView } from '../views/compute.ts';

const GIB = 1024;
const CORES = [1, 2, 4, 6, 8, 10, 12] as const;
const MEMORY_GIB = [1, 2, 3, 4, 5, 8, 12, 16, 24, 32, 48] as const;
const BANDWIDTHS = [100, 250, 500, 1000, 1500, 2000, 2500, 3000, 5000] as const;
const DISK_GIB = [20, 40, 60, 80, 100, 250, 500, 750, 1024] as const;

const serverPlans: View[] = [100, 200].flatMap((generation) =>
  CORES.flatMap((cpu) =>
    MEMORY_GIB.map((gib) =>
      serverPlanView({
        cpu,
        memoryMB: gib * GIB,
        gpu: 0,
        gpuModel: '',
        cpuModel: 'uncategorized',
        commitment: 'standard',
        generation,
        confidentialVM: false,
      }),
    ),
  ),
);

const internetPlans: View[] = BANDWIDTHS.map((mbps) => ({
  ID: String(mbps),
  Name: `${mbps}Mbps共有`,
  BandWidthMbps: mbps,
  ServiceClass: `cloud/internet/router/${mbps}m`,
  Availability: 'available',
}));

const diskPlans: View[] = [['4', 'SSDプラン', 'ssd'] as const, ['2', '標準プラン', 'hdd'] as const].map(
  ([id, name, word]) => ({
    ID: id,
    Name: name,
    StorageClass: 'iscsi1204',
    Availability: 'available',
    Size: DISK_GIB.map((gib) => ({
      SizeMB: gib * GIB,
      DisplaySize: gib,
      DisplaySuffix: 'GB',
      Availability: 'available',
      ServiceClass: `cloud/disk/${word}/${gib}g`,
    })),
  }),
);

/** Facts §6.1: every licence the API knows is a Microsoft one; a FortiGate licence is not among them. */
export const licenseInfos: View[] = [
  {
    ID: '10001',
    Name: 'Windows RDS SAL',
    ServiceClass: 'cloud/os/windows/rds-sal',
    TermsOfUse: '1ライセンスにつき、1人のユーザが利用できます。',
  },
  {
    ID: '10011',
    Name: 'Windows RDS SAL + Office SAL',
    ServiceClass: 'cloud/os/windows/rds-sal+office-sal',
    TermsOfUse: '1ライセンスにつき、1人のユーザが利用できます。',
  },
];

const privateHostPlans: View[] = [
  {
    ID: '112900526366',
    Name: '200Core 224GB 標準',
    Class: 'dynamic',
    CPU: 200,
    MemoryMB: 224 * GIB,
    ServiceClass: 'cloud/private-host/small',
    Availability: 'available',
  },
];

function catalogue(path: string, plural: string, single: string, rows: View[]): Route[] {
  return [
    route('GET', path, ({ query, world }) => found(plural, rows, query, world.now())),
    route('GET', `${path}/:id`, (call) => {
      const row = rows.find((view) => view['ID'] === param(call, 'id'));
      if (row === undefined) throw refuse('not_found');
      return one(single, row);
    }),
  ];
}

export const productRoutes: readonly Route[] = [
  ...catalogue('product/server', 'ServerPlans', 'ServerPlan', serverPlans),
  ...catalogue('product/disk', 'DiskPlans', 'DiskPlan', diskPlans),
  ...catalogue('product/internet', 'InternetPlans', 'InternetPlan', internetPlans),
  ...catalogue('product/license', 'LicenseInfo', 'LicenseInfo', licenseInfos),
  ...catalogue('product/privatehost', 'PrivateHostPlans', 'PrivateHostPlan', privateHostPlans),
  route('GET', 'public/price', ({ query, world }) => found('ServiceClasses', [], query, world.now())),
];
