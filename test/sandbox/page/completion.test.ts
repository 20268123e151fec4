import { describe, expect, it } from 'vitest';
import { completionsFor, type Known } from '../../../src/sandbox/page/talk/completion.ts';

const hint = { zh: '', en: '' };
const known: Known = {
  commands: [
    {
      command: '/duban',
      hint,
      verbs: [
        { verb: '签收', hint },
        { verb: '进度', hint },
      ],
    },
    { command: '/yuebao', hint, verbs: [] },
  ],
  people: [
    { name: '王老师', group: '区教育局' },
    { name: '李医生', group: '区卫生健康局' },
  ],
  bot: '督办',
};

/** The text after the first offer was taken, and all labels. */
function complete(before: string): { labels: string[]; taken: string } {
  const { from, offers } = completionsFor(before, known);
  return {
    labels: offers.map((one) => one.label),
    taken: offers[0] ? before.slice(0, from) + offers[0].insert : before,
  };
}

describe('completion', () => {
  it('offers the commands after a slash at the beginning, and nowhere else', () => {
    expect(complete('/')).toEqual({ labels: ['/duban', '/yuebao'], taken: '/duban ' });
    expect(complete(' /Y')).toEqual({ labels: ['/yuebao'], taken: ' /yuebao ' });
    expect(complete('见 /d').labels).toEqual([]);
    expect(complete('/nichts').labels).toEqual([]);
  });

  it('offers what may stand after a command, once', () => {
    expect(complete('/duban ').labels).toEqual(['签收', '进度']);
    expect(complete('/duban 进')).toEqual({ labels: ['进度'], taken: '/duban 进度 ' });
    expect(complete('/duban 签收').labels).toEqual([]);
    expect(complete('/duban 签收 1').labels).toEqual([]);
    expect(complete('/yuebao ').labels).toEqual([]);
  });

  it('offers people by name or unit after an @, the bot among them', () => {
    expect(complete('@').labels).toEqual(['督办', '王老师', '李医生']);
    expect(complete('请 @卫生')).toEqual({ labels: ['李医生'], taken: '请 @李医生 ' });
    expect(complete('好的，@督')).toEqual({ labels: ['督办'], taken: '好的，@督办 ' });
    expect(complete('a@王').labels).toEqual([]);
    expect(complete('@王老师').labels).toEqual([]);
  });
});
