import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/**
 * Puts a program of this repository into one JavaScript file in a folder of its own below node_modules, where its
 * packages are found, for the caller to remove. A process that runs it starts in a third of the time that it takes to read our sources one by one.
 */
export async function bundle(entry: string): Promise<string> {
  const folder = path.join(REPOSITORY, 'node_modules', '.cache', 'duban-test');
  const outfile = path.join(folder, `${path.basename(entry, '.ts')}-${randomUUID()}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [eachInItsPlace],
    logLevel: 'error',
  });
  return outfile;
}

/** Files find what lies beside them as if they had stayed where they are. */
const eachInItsPlace: Plugin = {
  name: 'each-in-its-place',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      return {
        contents: source
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
          .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
        loader: 'ts',
      };
    });
  },
};
