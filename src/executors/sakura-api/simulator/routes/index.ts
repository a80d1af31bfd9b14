// The written list of everything the simulator serves.
import type { Route } from '../http/call.ts';
import { accountRoutes } from './account.ts';
import { addressRoutes } from './address.ts';
import { applianceRoutes } from './appliance.ts';
import { archiveRoutes } from './archive.ts';
import { billRoutes } from './bill.ts';
import { diskRoutes } from './disk.ts';
import { internetRoutes } from './internet.ts';
import { itemRoutes } from './item.ts';
import { nicRoutes } from './nic.ts';
import { packetFilterRoutes } from './packet-filter.ts';
import { productRoutes } from './products.ts';
import { serverRoutes } from './server.ts';
import { simpleRoutes } from './simple.ts';
import { switchRoutes } from './switch.ts';

export const routes: readonly Route[] = [
  ...accountRoutes,
  ...productRoutes,
  ...billRoutes,
  ...serverRoutes,
  ...diskRoutes,
  ...archiveRoutes,
  ...nicRoutes,
  ...switchRoutes,
  ...internetRoutes,
  ...addressRoutes,
  ...packetFilterRoutes,
  ...itemRoutes,
  ...applianceRoutes,
  ...simpleRoutes,
];
