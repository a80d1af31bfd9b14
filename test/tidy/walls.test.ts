// The check is checked: every wall is run into once, by value and by type, with what it lets through beside it.
import { describe, expect, test } from 'vitest';
import { paths, treeOf } from './made-up-tree.ts';
import { printed } from './tree.ts';
import { areaOf, checkAlias, checkWalls, WALLS } from './walls.ts';

describe('walls', () => {
  const TARGETS: Record<string, string> = {
    'src/base/errors.ts': '',
    'src/calendar/civil-date.ts': '',
    'src/contract/fields.ts': '',
    'src/journal/store.ts': '',
    'src/teardown/step.ts': '',
    'src/engine/decide.ts': '',
    'src/report/text.ts': '',
    'src/rehearsal/world.ts': '',
    'src/cli/main.ts': '',
    'src/wiring.ts': '',
    'src/executors/port.ts': '',
    'src/executors/index.ts': '',
    'src/executors/wrappers/fault.ts': '',
    'src/executors/common/found.ts': '',
    'src/executors/machine/local.ts': '',
    'src/executors/ssh/connection.ts': '',
    'src/executors/one/command.ts': '',
    'src/executors/one/executor.ts': '',
    'src/executors/one/simulator/server.ts': '',
    'src/executors/two/command.ts': '',
    'src/executors/two/executor.ts': '',
    'scripts/index.ts': '',
    'scripts/one/contract.ts': '',
    'scripts/two/contract.ts': '',
    'policies/contract/r01-x.ts': '',
    'stacks/one.ts': '',
    'test/contexts.ts': '',
  };
  const up = (from: string, to: string) => `${'../'.repeat(from.split('/').length - 1)}${to}`;
  /** What importing `to` (a file or a package) in `from` is answered with. */
  const importing = (from: string, to: string, kind: 'value' | 'type' = 'value') => {
    const specifier = TARGETS[to] === undefined ? to : up(from, to);
    const text = `import ${kind === 'type' ? 'type ' : ''}{ x } from '${specifier}';`;
    return checkWalls(treeOf({ ...TARGETS, [from]: text }));
  };

  test.each<[string, string[], string[], string[]]>([
    // from, values allowed, only types allowed, nothing allowed
    ['src/base/errors.ts', ['node:fs', 'execa'], [], ['src/calendar/civil-date.ts', 'src/executors/port.ts', 'zod']],
    [
      'src/calendar/civil-date.ts',
      ['src/base/errors.ts', 'temporal-polyfill/fns/Instant'],
      ['node:fs'],
      ['src/contract/fields.ts', 'zod'],
    ],
    [
      'src/contract/fields.ts',
      ['src/base/errors.ts', 'zod', 'yaml', 'node:fs'],
      ['src/teardown/step.ts'],
      ['src/journal/store.ts', 'scripts/one/contract.ts', 'execa'],
    ],
    [
      'src/journal/store.ts',
      ['src/base/errors.ts', 'node:fs'],
      ['src/executors/port.ts', 'src/teardown/step.ts'],
      ['src/contract/fields.ts', 'src/engine/decide.ts', 'yaml'],
    ],
    [
      'src/teardown/step.ts',
      ['src/executors/port.ts', 'src/executors/one/command.ts', 'src/contract/fields.ts'],
      ['node:fs'],
      ['src/executors/one/executor.ts', 'src/journal/store.ts', 'src/engine/decide.ts', 'zod'],
    ],
    [
      'src/engine/decide.ts',
      ['src/journal/store.ts', 'src/executors/port.ts', 'node:crypto'],
      ['node:fs'],
      [
        'src/executors/one/executor.ts',
        'src/executors/index.ts',
        'src/wiring.ts',
        'policies/contract/r01-x.ts',
        'scripts/index.ts',
        'src/report/text.ts',
      ],
    ],
    [
      'src/report/text.ts',
      ['picocolors'],
      ['src/engine/decide.ts', 'src/journal/store.ts'],
      ['src/wiring.ts', 'src/cli/main.ts', 'commander'],
    ],
    [
      'src/rehearsal/world.ts',
      ['src/engine/decide.ts', 'src/wiring.ts'],
      [],
      ['src/executors/one/executor.ts', 'src/executors/one/simulator/server.ts', 'src/cli/main.ts', 'commander'],
    ],
    [
      'src/cli/main.ts',
      ['src/wiring.ts', 'src/report/text.ts', 'commander', 'scripts/index.ts'],
      [],
      [
        'src/executors/index.ts',
        'src/executors/one/executor.ts',
        'scripts/one/contract.ts',
        'policies/contract/r01-x.ts',
        'ssh2',
      ],
    ],
    [
      'src/wiring.ts',
      [
        'src/executors/index.ts',
        'policies/contract/r01-x.ts',
        'scripts/index.ts',
        'src/executors/one/simulator/server.ts',
      ],
      ['scripts/one/contract.ts'],
      ['test/contexts.ts', 'ssh2'],
    ],
    ['src/executors/port.ts', [], ['src/base/errors.ts'], ['src/executors/one/command.ts', 'src/teardown/step.ts']],
    [
      'src/executors/wrappers/fault.ts',
      ['src/base/errors.ts', 'src/executors/port.ts'],
      [],
      ['src/executors/one/executor.ts', 'src/engine/decide.ts'],
    ],
    [
      'src/executors/common/found.ts',
      ['src/base/errors.ts', 'src/executors/port.ts'],
      [],
      ['src/executors/one/executor.ts', 'src/executors/machine/local.ts', 'src/engine/decide.ts'],
    ],
    [
      'src/executors/machine/local.ts',
      ['src/base/errors.ts', 'src/executors/common/found.ts', 'src/executors/ssh/connection.ts', 'node:fs', 'ssh2'],
      ['src/executors/port.ts'],
      ['src/executors/one/executor.ts', 'src/executors/one/command.ts', 'src/teardown/step.ts', 'dns-packet'],
    ],
    [
      'src/executors/index.ts',
      ['src/executors/one/executor.ts', 'src/executors/wrappers/fault.ts'],
      [],
      ['src/engine/decide.ts', 'src/wiring.ts'],
    ],
    [
      'src/executors/one/command.ts',
      ['src/executors/port.ts'],
      ['src/base/errors.ts'],
      ['src/executors/one/executor.ts', 'src/executors/two/command.ts', 'zod'],
    ],
    [
      'src/executors/one/executor.ts',
      [
        'src/executors/one/command.ts',
        'src/executors/port.ts',
        'src/executors/common/found.ts',
        'src/executors/machine/local.ts',
        'src/executors/ssh/connection.ts',
        'src/base/errors.ts',
        'node:net',
        'ssh2',
      ],
      ['src/executors/one/simulator/server.ts'],
      [
        'src/executors/two/command.ts',
        'src/executors/two/executor.ts',
        'src/teardown/step.ts',
        'src/executors/wrappers/fault.ts',
        'commander',
        'cdktf',
      ],
    ],
    [
      'src/executors/one/simulator/server.ts',
      ['src/executors/one/executor.ts', 'src/executors/port.ts'],
      [],
      ['src/executors/two/executor.ts', 'src/rehearsal/world.ts'],
    ],
    [
      'scripts/index.ts',
      ['scripts/one/contract.ts', 'scripts/two/contract.ts'],
      [],
      ['src/engine/decide.ts', 'src/wiring.ts'],
    ],
    [
      'scripts/one/contract.ts',
      ['src/teardown/step.ts', 'src/executors/one/command.ts', 'src/executors/port.ts', 'zod'],
      ['src/journal/store.ts'],
      [
        'scripts/two/contract.ts',
        'src/executors/one/executor.ts',
        'src/engine/decide.ts',
        'policies/contract/r01-x.ts',
        'yaml',
      ],
    ],
    [
      'policies/contract/r01-x.ts',
      [],
      ['src/teardown/step.ts', 'scripts/one/contract.ts', 'src/journal/store.ts'],
      ['src/engine/decide.ts', 'src/executors/one/executor.ts', 'zod'],
    ],
    [
      'stacks/one.ts',
      ['src/contract/fields.ts', 'cdktf', '@cdktf/provider-sakura/lib/server'],
      ['src/journal/store.ts'],
      ['src/engine/decide.ts', 'scripts/index.ts', 'zod'],
    ],
  ])('%s', (from, values, types, nothing) => {
    for (const to of values) expect(printed(importing(from, to))).toEqual([]);
    for (const to of types) {
      expect(printed(importing(from, to, 'type'))).toEqual([]);
      expect(importing(from, to), `${from} uses values of ${to}`).toHaveLength(1);
    }
    for (const to of nothing) {
      expect(importing(from, to), `${from} imports ${to}`).toHaveLength(1);
      if (TARGETS[to] !== undefined)
        expect(importing(from, to, 'type'), `${from} imports types of ${to}`).toHaveLength(1);
    }
  });

  test('every wall is tried above, and each says what to do instead', () => {
    const tried = new Set(Object.keys(TARGETS).map((path) => areaOf(path)?.area));
    expect(Object.keys(WALLS).filter((area) => !tried.has(area))).toEqual([]);
    expect(Object.values(WALLS).every(({ instead }) => instead.length > 10)).toBe(true);
  });

  test('Node is closed to a provider, also for one module', () => {
    expect(printed(importing('scripts/one/contract.ts', 'node:path'))).toEqual([
      expect.stringMatching(/^scripts\/one\/contract\.ts:1: imports node:path — a provider is pure/),
    ]);
  });

  test('an own simulator, a missing file, a new folder, package.json', () => {
    expect(importing('src/executors/one/executor.ts', 'src/executors/one/simulator/server.ts')[0]?.instead).toContain(
      'wiring',
    );
    expect(importing('src/engine/decide.ts', './gone.ts')[0]?.what).toContain('not there');
    expect(paths(checkWalls(treeOf({ 'src/fleet/main.ts': '' })))).toEqual(['src/fleet/main.ts']);
    const tree = treeOf({ 'package.json': '{}', 'src/cli/main.ts': "import p from '../../package.json';" });
    expect(checkWalls(tree)[0]?.instead).toContain('version.ts');
  });

  test('cdktn is imported nowhere, not even by tests and tools', () => {
    const tree = treeOf({
      'test/a.test.ts': "import { App } from 'cdktn';",
      'tools/b.mjs': "await import('cdktn/lib/x');",
      'stacks/c.ts': "import { App } from 'cdktf';",
    });
    expect(paths(checkAlias(tree))).toEqual(['test/a.test.ts', 'tools/b.mjs']);
  });
});
