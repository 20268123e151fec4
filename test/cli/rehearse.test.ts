import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duban-rehearse-'));
});
afterAll(() => rm(folder, { recursive: true }));

const DAYS = ['--from', '2022-04-08', '--to', '2022-04-10'];

describe('npm run rehearse', () => {
  test('--json prints one array of messages, with names, clauses and the text', async () => {
    const { code, stdout, stderr } = await runCommand('rehearse', [...DAYS, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const messages: { to: { unit?: string } }[] = JSON.parse(stdout);
    expect(messages.find(({ to }) => to.unit === '区教育局')).toEqual({
      at: '2022-04-08T09:00:00+08:00',
      to: { member: '区教育局联络员', unit: '区教育局', role: 'liaison' },
      channel: 'dm',
      kind: 'reminder',
      items: expect.arrayContaining([
        {
          duty: 'sign',
          proposal: '12',
          unit: '区教育局',
          role: 'split',
          due: '2022-04-10',
          stage: 2,
          clause: '一',
        },
      ]),
      text: expect.stringMatching(
        /^【提醒】区教育局：3项待办，最近一项4月10日（周日）截止，今天是最后1个工作日\n/,
      ),
    });
    expect(messages).toContainEqual({
      at: '2022-04-08T09:00:00+08:00',
      to: { member: null, unit: null, role: 'group' },
      channel: 'group',
      kind: 'group',
      items: [
        { duty: 'sign', proposal: null, unit: null, role: null, due: '2022-04-10', stage: 2, clause: '一' },
      ],
      text: expect.stringContaining('应办134件'),
    });
  });

  test('without --json it is for reading: by day, with the addressee, and the sum at the end', async () => {
    const { stdout } = await runCommand('rehearse', DAYS);
    expect(stdout).toMatch(/^━━ 2022年4月8日（周五）　\d+条\n/);
    expect(stdout).toContain('09:00 〔提醒〕→ 区教育局联络员（区教育局 联络员）\n    【提醒】区教育局：');
    expect(stdout).toMatch(/共1天、\d+条：.*什么都没有发送。\n$/);
  });

  test('--brief is for reading a long time: acts and messages in one order, first lines and items', async () => {
    const acts = path.join(folder, 'brief.json');
    await writeFile(
      acts,
      JSON.stringify([{ date: '2022-04-08', time: '10:00', act: 'sign', unit: ['区财政局', '区教育局'] }]),
    );
    const { stdout } = await runCommand('rehearse', [...DAYS, '--brief', '--acts', acts]);
    expect(stdout).toMatch(/^━━ 2022年4月8日（周五）\n08:40 → 建议提案股工作人员甲、建议提案股工作人员乙　/u);
    expect(stdout).toMatch(
      /\n09:00 → 区财政局联络员　【提醒】区财政局：.*\n {8}签收 第1、2.*号 4月10日前〔最后一天〕/u,
    );
    expect(stdout).toContain('\n10:00 ● 区财政局、区教育局　签收 （全部）\n');
  });

  test('the acts of a file are taken into account, from JSON as well', async () => {
    const acts = path.join(folder, 'acts.json');
    await writeFile(acts, JSON.stringify([{ date: '2022-04-07', act: 'sign', unit: '区财政局' }]));
    const { stdout } = await runCommand('rehearse', [...DAYS, '--json', '--acts', acts]);
    const messages: { to: { unit: string | null }; items: { duty: string }[] }[] = JSON.parse(stdout);
    const finance = messages.filter(({ to }) => to.unit === '区财政局');
    expect(finance.flatMap(({ items }) => items.map(({ duty }) => duty))).not.toContain('sign');
  });

  test('acts that are wrong are refused, each with line, entry, field, found and expected', async () => {
    const acts = path.join(folder, 'acts.yaml');
    await writeFile(
      acts,
      '- { date: 2022-04-07, act: sign, unit: 区财政局 }\n- { date: 2022-04-08, act: sign, unit: 区教肓局 }\n',
    );
    const { code, stderr } = await runCommand('rehearse', [...DAYS, '--acts', acts]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'acts.yaml 第 2 行 第2条 unit：填的是“区教肓局”，应为名册里的单位；您是不是要写：区教育局',
    );
  });

  test('a roster without its proposals is refused', async () => {
    const ran = await runCommand('rehearse', ['--roster', 'templates/sample-office/roster.csv']);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('--roster 和 --proposals 要一起给出');
  });

  test('dates in the wrong order are refused', async () => {
    const ran = await runCommand('rehearse', ['--from', '2022-05-01', '--to', '2022-04-01']);
    expect(ran.stderr).toContain('--from 2022-05-01 在 --to 2022-04-01 之后');
  });
});
