import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import packageJson from '../../package.json' with { type: 'json' };

const version = packageJson.devDependencies['@sparticuz/chromium'];
const HOME = path.join(tmpdir(), `duban-chromium-${version}-${process.getuid?.() ?? 0}`);

/**
 * Starts the Chromium that comes as an npm package: nothing has to be installed on the machine. The libraries that a
 * bare Debian lacks come with it, too.
 */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(HOME)) await unpack();
  const libraries = [path.join(HOME, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean);
  const fonts = existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: path.join(HOME, 'fonts') };
  return await chromium.launch({
    executablePath: path.join(HOME, 'chromium'),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--lang=zh-CN'],
    env: { ...process.env, ...fonts, LD_LIBRARY_PATH: libraries.join(':') },
  });
}

/** Unpacks beside its place and moves there in one step: two test files may want it at once, and a run may be stopped. */
async function unpack(): Promise<void> {
  const place = await mkdtemp(`${HOME}-`);
  // The package decides by environment variables, once at import, where and what it unpacks: hence a process of its own.
  const script = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  await promisify(execFile)(process.execPath, ['-e', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: place, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  await rename(place, HOME).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    await rm(place, { recursive: true, force: true });
  });
}
