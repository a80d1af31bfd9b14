// netmiko's own FortiOS driver against the simulator, where Python has it. It finds the prompt, detects VDOMs, switches the
// pager off and on again: a reader of the CLI that was written against real devices and not by us.
import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { DeviceFileInput } from '../../../src/executors/fortigate-ssh/simulator/index.ts';
import { start } from './client.ts';

const has = spawnSync('python3', ['-c', 'import netmiko']).status === 0;
if (!has) console.log('skipped: netmiko interoperation, as python3 cannot import netmiko');

const SCRIPT = `
import json, os, sys
from netmiko import ConnectHandler
c = ConnectHandler(device_type="fortinet", host="127.0.0.1", port=int(sys.argv[1]), username="admin",
                   password=os.environ["SIMULATOR_PASSWORD"], conn_timeout=20, banner_timeout=20)
answer = {"prompt": c.find_prompt(), "vdoms": c._vdoms, "mode": c._original_output_mode}
answer["status"] = c.send_command("get system status", read_timeout=20)
if sys.argv[2] == "reset":
    answer["question"] = c.send_command_timing("execute factoryreset2")
    answer["after"] = c.send_command_timing("y", strip_prompt=False, strip_command=False)
else:
    c.disconnect()
print(json.dumps(answer))
`;

interface Answer {
  readonly prompt: string;
  readonly vdoms: boolean;
  readonly mode: string;
  readonly status: string;
  readonly question?: string;
  readonly after?: string;
}

function netmiko(port: number, password: string, what: 'read' | 'reset'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', ['-', String(port), what], {
      env: { ...process.env, SIMULATOR_PASSWORD: password },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Answer);
      else reject(new Error(`python3 ended with ${code}: ${err}`));
    });
    child.stdin.end(SCRIPT);
  });
}

describe.skipIf(!has)('netmiko', () => {
  test.each<[DeviceFileInput, Omit<Answer, 'status'>]>([
    [{ profile: '6.4' }, { prompt: 'FGT64 #', vdoms: false, mode: 'more' }],
    [
      { profile: '7.2', postLoginBanner: 'AUTHORISED USE ONLY' },
      { prompt: 'FGT72 #', vdoms: true, mode: 'standard' },
    ],
    [
      { profile: '7.4', console: 'more' },
      { prompt: 'FGT-PROD-01 #', vdoms: false, mode: 'more' },
    ],
    [{ profile: '7.6' }, { prompt: 'FGT-PROD-01(Primary) #', vdoms: false, mode: 'standard' }],
  ])(
    'reads %o',
    async (device, wanted) => {
      const { sim } = await start({ device });
      const answer = await netmiko(sim.port, sim.password, 'read');
      expect(answer).toMatchObject(wanted);
      expect(answer.status).toMatch(/^Version: FortiGate-VM64-KVM[^]*^Serial-Number: FGVM02TM24001234$/m);
      // It puts the pager back as it was.
      expect(sim.device().console).toBe(wanted.mode);
      expect(sim.transitions.map(({ call }) => call)).toEqual(
        wanted.mode === 'more' ? ['set output standard', 'set output more'] : [],
      );
    },
    60_000,
  );

  test('resets by question and answer', async () => {
    const { sim } = await start();
    const answer = await netmiko(sim.port, sim.password, 'reset');
    expect(answer.question).toContain('Do you want to continue? (y/n)');
    expect(answer.after).toContain('The system is going down NOW !!');
    expect(sim.transitions.map(({ call }) => call)).toEqual(['execute factoryreset2 y']);
  }, 60_000);
});
