import { readActsFile } from '../acts-file.ts';
import { UserError } from '../errors.ts';
import { decodeText } from '../files/text-encoding.ts';
import { rulesFrom, ZONE } from '../office.ts';
import { rehearse } from '../rehearsal.ts';
import { officeFromFiles } from '../rehearsal-office.ts';
import { readDate, readOptions, runCommand } from './command-line.ts';
import { readInputFile, readOfficeFiles } from './input-file.ts';
import { briefText } from './rehearsal-brief.ts';
import { rehearsalText } from './rehearsal-text.ts';

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  json: { type: 'boolean' },
  brief: { type: 'boolean' },
  acts: { type: 'string' },
  notice: { type: 'string' },
  roster: { type: 'string' },
  proposals: { type: 'string' },
} as const;

const USAGE = `用法：npm run rehearse -- --from 2022-03-28 --to 2022-11-30
  --from 年-月-日    从哪一天看起，默认规则文件的交办日期
  --to 年-月-日      看到哪一天，默认规则文件的结束日期
  --acts 文件        这段时间各单位办了什么（.yaml 或 .json，写法见 templates/sample-office/acts.yaml）；
                     不写则假定没有人办理
  --brief            逐日列出谁办了什么、给谁发了什么，只写每条消息的首行和事项，便于通读一年
  --json             输出一个 JSON 数组
  --notice 文件      规则文件，默认 templates/notices/maonan-2022-3.yaml
  --roster 文件      名册，与 --proposals 一起给出；默认示例单位
  --proposals 文件   提案清单
只推演，不发送，不读写数据库。`;

/** `npm run rehearse`: everything the bot would say in a stretch of time, by the live planner, without sending. */
await runCommand(async (args) => {
  const options = readOptions(args, OPTIONS, USAGE);
  if (!options) return 0;
  const from = options.from === undefined ? null : readDate('--from', options.from);
  const to = options.to === undefined ? null : readDate('--to', options.to);
  const { notice, facts, phones } = await officeFromFiles(await readOfficeFiles(options));
  const first = from ?? notice.assigned;
  const last = to ?? notice.closes;
  if (first > last) throw new UserError(`--from ${first} 在 --to ${last} 之后，请对调。`);

  const actsFile = options.acts === undefined ? null : await readInputFile(options.acts);
  const acts = actsFile
    ? readActsFile(actsFile.name, decodeText(actsFile.name, actsFile.bytes), notice, facts)
    : [];
  const policy = { ...rulesFrom(notice), zone: ZONE };
  const messages = rehearse({ policy, facts, phones, acts, from: first, to: last });
  const shown = acts.filter(({ date }) => date >= first && date <= last);
  if (options.json) console.log(JSON.stringify(messages, null, 2));
  else if (options.brief) process.stdout.write(briefText(notice, messages, shown));
  else console.log(rehearsalText(messages));
  return 0;
});
