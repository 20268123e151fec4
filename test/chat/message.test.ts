import { describe, expect, test } from 'vitest';
import {
  actions,
  button,
  context,
  divider,
  fields,
  fitMessage,
  header,
  type Message,
  plainText,
  section,
} from '../../src/chat/message.ts';

function charactersIn(message: Message): number {
  return message.blocks.reduce(
    (sum, block) => sum + (block.type === 'section' ? (block.text?.text.length ?? 0) : 0),
    0,
  );
}

describe('a message', () => {
  test('is built from typed parts', () => {
    const edit = button({ text: '修改', action: 'edit', value: '7', style: 'primary' });
    expect(section('*甲*', { accessory: edit, id: 's1' })).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: '*甲*' },
      accessory: {
        type: 'button',
        text: { type: 'plain_text', text: '修改', emoji: false },
        action_id: 'edit',
        value: '7',
        style: 'primary',
      },
      block_id: 's1',
    });
    expect(section('*原文*', { plain: true }).text).toEqual({
      type: 'plain_text',
      text: '*原文*',
      emoji: false,
    });
    expect(
      button({ text: '退', action: 'x', confirm: { title: 'a', text: 'b', yes: 'c', no: 'd' } }).confirm,
    ).toEqual({
      title: { type: 'plain_text', text: 'a', emoji: false },
      text: { type: 'plain_text', text: 'b', emoji: false },
      confirm: { type: 'plain_text', text: 'c', emoji: false },
      deny: { type: 'plain_text', text: 'd', emoji: false },
    });
  });

  test('may repeat a button, which Slack would refuse under one id', () => {
    const row = actions([
      button({ text: '签收12', action: 'sign', value: '12' }),
      button({ text: '签收15', action: 'sign', value: '15' }),
      button({ text: '全部', action: 'sign-all' }),
    ]);
    expect(row.elements.map((element) => element.action_id)).toEqual(['sign', 'sign#2', 'sign-all']);
  });

  test('reads well as plain text', () => {
    const message: Message = {
      text: '提醒',
      blocks: [
        header('提醒'),
        section('*区教育局*：3项待办 &amp; 1项说明', { accessory: button({ text: '详情', action: 'd' }) }),
        divider(),
        fields(['案号', '第12号']),
        actions([button({ text: '填写月报', action: 'r' }), button({ text: '登记已办', action: 's' })]),
        context('〔2022〕3号', '咨询 2887782'),
      ],
    };
    expect(plainText(message)).toBe(
      '提醒\n区教育局：3项待办 & 1项说明\n[详情]\n案号\n第12号\n[填写月报] [登记已办]\n〔2022〕3号 咨询 2887782',
    );
    expect(plainText({ text: '*只有* 正文', blocks: [] })).toBe('只有 正文');
  });
});

describe('fitting a message into Slack', () => {
  test('changes nothing that fits', () => {
    const message: Message = {
      text: '好',
      blocks: [section('甲'), actions([button({ text: '乙', action: 'b' })])],
    };
    expect(fitMessage(message)).toEqual(message);
  });

  test('splits a long section at line ends and loses nothing', () => {
    const line = `${'字'.repeat(99)}\n`;
    const long = line.repeat(70).trimEnd();
    const { blocks } = fitMessage({ text: '', blocks: [section(long, { id: 'a' })] });
    const texts = blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : ''));
    expect(texts.every((text) => text.length <= 3_000)).toBe(true);
    expect(texts.join('\n')).toBe(long);
    expect(blocks.map((block) => block.block_id)).toEqual(['a', 'a-2', 'a-3']);
  });

  test('splits a section without line ends between characters, never inside an entity', () => {
    const { blocks } = fitMessage({ text: '', blocks: [section('字&amp;'.repeat(1_000))] });
    for (const block of blocks) {
      const text = block.type === 'section' ? (block.text?.text ?? '') : '';
      expect(text.replaceAll('字', '').replaceAll('&amp;', '')).toBe('');
    }
    expect(charactersIn({ text: '', blocks })).toBe(6_000);
  });

  test('drops the tail beyond 50 blocks, says how much, and keeps the buttons at the end', () => {
    const body = Array.from({ length: 70 }, (_, index) => section(`第${index + 1}项`));
    const ending = [actions([button({ text: '查看', action: 'v' })]), context('条款')];
    const { blocks } = fitMessage({ text: '', blocks: [...body, ...ending] });
    expect(blocks).toHaveLength(50);
    expect(blocks.slice(0, 47)).toEqual(body.slice(0, 47));
    expect(blocks[47]).toEqual(context('…还有 23 段未显示'));
    expect(blocks.slice(48)).toEqual(ending);
  });

  test('keeps all characters together below the undocumented limit', () => {
    const body = Array.from({ length: 10 }, () => section('字'.repeat(2_500)));
    const fitted = fitMessage({ text: '长'.repeat(5_000), blocks: body });
    expect(charactersIn(fitted)).toBe(10_000);
    expect(fitted.blocks.at(-1)).toEqual(context('…还有 6 段未显示'));
    expect(fitted.text).toHaveLength(4_000);
  });

  test('breaks up rows, lists of fields and small print that are too long, and cuts headings', () => {
    const { blocks } = fitMessage({
      text: '',
      blocks: [
        header('题'.repeat(200)),
        fields(Array.from({ length: 12 }, (_, index) => `${index}`)),
        actions(Array.from({ length: 30 }, (_, index) => button({ text: `${index}`, action: `a${index}` }))),
        context(...Array.from({ length: 11 }, (_, index) => `${index}`)),
      ],
    });
    expect(blocks.map((block) => block.type)).toEqual([
      'header',
      'section',
      'section',
      'actions',
      'actions',
      'context',
      'context',
    ]);
    expect(blocks[0]).toEqual(header(`${'题'.repeat(149)}…`));
  });
});
