import { build, stop } from 'esbuild';

const ENTRY = new URL('../page/main.tsx', import.meta.url).pathname;

export interface Bundle {
  js: Uint8Array;
  css: Uint8Array;
}

let made: Promise<Bundle> | null = null;

/** The page's scripts and styles as one file each, made once per process. Takes some 100 ms. */
export function bundle(): Promise<Bundle> {
  made ??= make();
  return made;
}

async function make(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: { app: ENTRY },
    bundle: true,
    minify: true,
    write: false,
    outdir: '/',
    format: 'esm',
    target: ['chrome123', 'firefox121', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    charset: 'utf8',
    legalComments: 'none',
  });
  // The bundler is a process of its own; it would stay and hold memory.
  await stop();
  const file = (end: string) =>
    outputFiles.find((one) => one.path.endsWith(end))?.contents ?? new Uint8Array();
  return { js: file('.js'), css: file('.css') };
}
