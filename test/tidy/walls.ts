// Who may import whom. Anything that is not allowed here fails, also what nobody thought of; the message says what to do
// instead. The table is the one of ARCHITECTURE.md, with the areas as this file names them.
import { isProduct, type Problem, resolved, sourceOf, type Tree } from './tree.ts';

interface Wall {
  /** Areas whose values may be used. The own area always may. */
  readonly may: readonly string[];
  /** Areas of which only types may be used. */
  readonly types?: readonly string[];
  /** `all`, or the Node modules allowed. */
  readonly node?: 'all' | readonly string[];
  /** Package names; `all` are those of package.json that no other wall keeps to itself. */
  readonly packages?: 'all' | readonly string[];
  readonly instead: string;
}

const PURE = ['base', 'calendar', 'contract', 'teardown', 'port', 'command'];
const PURE_TYPES = [...PURE, 'journal'];
/** Kept to the command line and the report: whoever prints decides how it looks. */
const TERMINAL = ['commander', '@clack/prompts', 'picocolors'];
const INFRASTRUCTURE = ['cdktf', 'constructs'];

const ARGUMENT = 'hand it in as an argument, or move the shared type to an area that both may import';

export const WALLS: Readonly<Record<string, Wall>> = {
  base: {
    may: [],
    node: 'all',
    packages: ['canonicalize', 'execa'],
    instead: 'base stands alone: move this to the area that knows both',
  },
  calendar: { may: ['base'], packages: ['temporal-polyfill', '@holiday-jp/holiday_jp'], instead: ARGUMENT },
  contract: {
    may: ['base', 'calendar'],
    types: ['teardown', 'port'],
    node: 'all',
    packages: ['zod', 'yaml'],
    instead: ARGUMENT,
  },
  journal: {
    may: ['base'],
    types: ['calendar', 'teardown', 'port'],
    node: 'all',
    packages: ['zod', 'fs-native-extensions'],
    instead: ARGUMENT,
  },
  port: { may: [], types: ['base'], instead: 'the port knows plain data only' },
  command: { may: ['port'], types: ['base'], instead: 'a command is plain data: put what acts into executor.ts' },
  teardown: { may: ['base', 'calendar', 'contract', 'port', 'command'], instead: ARGUMENT },
  engine: {
    may: [...PURE, 'journal'],
    node: ['node:crypto'],
    instead: 'the engine gets executors, policies and providers as arguments: choose them in src/wiring.ts',
  },
  report: {
    may: ['base', 'calendar'],
    types: [...PURE_TYPES, 'engine'],
    packages: ['picocolors'],
    instead: 'a report gets everything as data and returns a string',
  },
  rehearsal: {
    may: [...PURE, 'engine', 'journal', 'report', 'wiring'],
    node: 'all',
    instead: 'take concrete parts from src/wiring.ts',
  },
  cli: {
    // The list of providers loads none of them: `explain` and `schema` need no more.
    may: [...PURE, 'engine', 'journal', 'report', 'rehearsal', 'wiring', 'scripts-list'],
    node: 'all',
    packages: [...TERMINAL, 'zod', 'yaml', 'tinyglobby'],
    instead: 'take concrete parts from src/wiring.ts',
  },
  wrappers: { may: ['base', 'port'], instead: 'a wrapper knows the port only, so that it fits every executor' },
  'executors-list': {
    may: ['base', 'port', 'command', 'wrappers', 'executor'],
    node: ['node:path'],
    instead: 'the list only lists',
  },
  /** What executors do alike: how a call is noted, what follows from what was found. */
  common: { may: ['base', 'port'], instead: 'what only one protocol needs stays in the folder of its executor' },
  /** What several executors stand on: SSH connections, and machines with files and programs. */
  machine: {
    may: ['base', 'common'],
    types: ['port'],
    node: 'all',
    packages: ['ssh2'],
    instead: 'a machine knows files and programs only: what they mean is the executor’s',
  },
  executor: {
    may: ['base', 'port', 'common', 'machine'],
    node: 'all',
    packages: 'all',
    instead:
      'an executor knows base, the port, src/executors/common, machine and ssh, and its own folder; shared code goes to base',
  },
  'scripts-list': { may: ['base', 'contract', 'teardown', 'script'], instead: 'the list only lists' },
  script: {
    may: PURE,
    types: ['journal'],
    packages: ['zod'],
    instead: 'a provider is pure: use src/teardown and src/calendar, and executors/*/command.ts for what is to be done',
  },
  policies: {
    may: [],
    types: [...PURE_TYPES, 'script'],
    instead: 'a policy is a predicate over its context: add what it needs to PolicyContext',
  },
  stacks: { may: ['contract'], types: ['journal', 'base', 'script'], packages: INFRASTRUCTURE, instead: ARGUMENT },
  /** Chooses and joins the parts; the only place that may know all of them. */
  wiring: {
    may: [
      ...PURE,
      'engine',
      'journal',
      'report',
      'rehearsal',
      'cli',
      'executors-list',
      'executor',
      'wrappers',
      'scripts-list',
      'policies',
      'stacks',
    ],
    types: ['script'],
    node: 'all',
    instead: 'use the lists (scripts/index.ts, src/executors/index.ts, policies/index.ts)',
  },
};

/** Bindings that the build writes for Terraform providers. */
const BINDING = /^@cdktf\/provider-/;

/** The area of a product file; areas with folders of their own (`executor`, `script`) are walls between these too. */
export function areaOf(path: string): { area: string; folder?: string } | undefined {
  const [top, second = '', third = '', ...deeper] = path.split('/');
  if (top === 'policies' || top === 'stacks') return { area: top };
  if (top === 'scripts') return third === '' ? { area: 'scripts-list' } : { area: 'script', folder: second };
  if (top !== 'src') return undefined;
  if (third === '') return { area: 'wiring' };
  if (second !== 'executors') return WALLS[second] === undefined ? undefined : { area: second };
  if (third === 'port.ts') return { area: 'port' };
  if (deeper.length === 0) return { area: 'executors-list' };
  if (third === 'wrappers' || third === 'common') return { area: third };
  if (third === 'machine' || third === 'ssh') return { area: 'machine' };
  if (deeper.join('/') === 'command.ts') return { area: 'command', folder: third };
  return { area: 'executor', folder: third };
}

export function checkWalls(tree: Tree): Problem[] {
  return [...tree.keys()].filter(isProduct).flatMap((path) => {
    const here = areaOf(path);
    if (here === undefined)
      return [
        {
          path,
          what: 'lies in a folder that has no wall',
          instead: 'add the folder to test/tidy/walls.ts and ARCHITECTURE.md',
        },
      ];
    return sourceOf(tree, path).imports.flatMap(({ specifier, typeOnly, line }) => {
      const problem = (what: string, instead = WALLS[here.area]!.instead) => [{ path, line, what, instead }];
      const to = resolved(path, specifier);
      if (to !== undefined) {
        if (!tree.has(to)) return problem(`imports ${specifier}, which is not there`, 'name the file with its ending');
        return problemWithFile(path, here, to, typeOnly).flatMap(({ what, instead }) => problem(what, instead));
      }
      return problemWithPackage(here.area, specifier, typeOnly).flatMap((what) => problem(what));
    });
  });
}

type Area = { readonly area: string; readonly folder?: string };
type Found = { readonly what: string; readonly instead?: string };

function problemWithFile(path: string, here: Area, to: string, typeOnly: boolean): Found[] {
  const there = areaOf(to);
  if (there === undefined) {
    if (to === 'package.json')
      return [{ what: 'imports package.json', instead: 'use src/version.ts; the build puts the version in' }];
    return [{ what: `imports ${to}, which is no part of the product` }];
  }
  const sameFolder = here.folder === there.folder;
  if (sameFolder && there.area === 'executor' && /\/simulator\//.test(to) && !/\/simulator\//.test(path) && !typeOnly)
    return [
      {
        what: `imports its own simulator ${to}`,
        instead: 'a simulator is chosen in src/wiring.ts; what both need goes beside command.ts',
      },
    ];
  if (here.area === there.area && sameFolder) return [];
  if (here.area === 'executor' && there.area === 'command' && sameFolder) return [];
  const wall = WALLS[here.area]!;
  // Two folders of one area never see each other: providers, executors.
  const ownKind = here.area === there.area || (here.area === 'executor' && there.area === 'command');
  if (!ownKind && wall.may.includes(there.area)) return [];
  if (!ownKind && typeOnly && wall.types?.includes(there.area)) return [];
  if (!typeOnly && wall.types?.includes(there.area))
    return [{ what: `imports values of ${to}`, instead: 'import only its types (`import type`)' }];
  return [{ what: `imports ${to}` }];
}

function problemWithPackage(area: string, specifier: string, typeOnly: boolean): string[] {
  const { node = [], packages = [] } = WALLS[area]!;
  if (specifier.startsWith('node:')) {
    if (node === 'all' || node.includes(specifier)) return [];
    // Types of Node's own objects (Buffer, AbortSignal) carry no access.
    return typeOnly ? [] : [`imports ${specifier}`];
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (packages === 'all')
    return [...TERMINAL, ...INFRASTRUCTURE].includes(name) || BINDING.test(name) ? [`imports the package ${name}`] : [];
  if (packages.includes(name) || (area === 'stacks' && BINDING.test(name))) return [];
  return [`imports the package ${name}`];
}

/** One continuation of an archived library must not be named in code: its alias is what everything imports. */
export function checkAlias(tree: Tree): Problem[] {
  return [...tree.keys()]
    .filter((path) => /\.(?:ts|mjs)$/.test(path))
    .flatMap((path) =>
      sourceOf(tree, path)
        .imports.filter(({ specifier }) => /^@?cdktn(?:\/|$)/.test(specifier))
        .map(({ line }) => ({
          path,
          line,
          what: 'imports cdktn',
          instead: 'import from cdktf, its alias in package.json',
        })),
    );
}
