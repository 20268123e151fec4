import { type Finding, fault, fine } from './finding.ts';

const NEEDED = [20, 19] as const;

export function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isEnough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  return isEnough
    ? fine(`Node.js ${version}`)
    : fault(`Node.js ${version} 太旧`, `请安装 Node.js ${NEEDED.join('.')} 或更新的版本。`);
}
