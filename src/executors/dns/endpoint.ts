// An address with a port, as contracts spell it. Never a host name: resolving one would be taking a resolver's word.
import { isIP } from 'node:net';
import { userError } from '../../base/errors.ts';

const DNS_PORT = 53;
const PORT_MAX = 65_535;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** What reports call it: `secondary 192.0.2.2:53`. */
  readonly label: string;
}

/** Throws the user's error `bad-name-server` for whatever is no address. */
export function endpointOf(at: string, role: string): Endpoint {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(at) ?? [];
  const host = bracketed ?? plain ?? at;
  const port = digits === undefined ? DNS_PORT : Number(digits);
  const family = isIP(host);
  if (family === 0 || port < 1 || port > PORT_MAX)
    throw userError('bad-name-server', `${at} is no address of a name server`, {
      next: 'write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353',
    });
  return { host, port, label: `${role} ${family === 6 ? `[${host}]` : host}:${port}` };
}
