import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command as `npm run` does, in a process of its own, with these settings and no others of Duban's. */
export function runCommand(
  name: 'import' | 'export' | 'rehearse' | 'doctor' | 'migrate' | 'backup' | 'restore',
  args: string[],
  settings: Record<string, string> = {},
): Promise<Ran> {
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...settings };
  const command = ['--import', 'tsx', `src/cli/${name}.ts`, ...args];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      },
    );
  });
}
