import { computeFigures } from '../src/domain/figures.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { nearest } from '../src/domain/spelling.ts';
import { UserError } from '../src/errors.ts';
import { detailMessage, dutyOwner, type StatusView, statusMessage } from '../templates/status.ts';
import { proposalText } from '../templates/wording.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { officeOf } from './subject.ts';

const VIEW_WORDS: Record<string, StatusView> = {
  '': 'duty',
  事项: 'duty',
  duty: 'duty',
  单位: 'unit',
  unit: 'unit',
  提案: 'proposal',
  proposal: 'proposal',
};

/** Where things stand: by duty, by unit, by proposal, or all about one unit or one proposal. */
export const status: Command = {
  verb: 'status',
  aliases: ['进度', '情况'],
  says: '办理进度：按事项、按单位、按提案，或某单位、某案号',
  example: '/duban 进度 单位　/duban 进度 区教育局　/duban 进度 12',
  async run(call) {
    const words = call.text.trim();
    const view = VIEW_WORDS[words.replace(/^按/, '').toLowerCase()];
    return view ? statusView(call, view, 0) : detail(call, words.replace(/^(单位|提案)\s*/, ''));
  },
};

/** The buttons under a status: another view or another page. */
export const turnStatus: Act = {
  verb: 'status',
  async run(call) {
    const [view, page] = call.text.split('/');
    if (view !== 'duty' && view !== 'unit' && view !== 'proposal')
      throw new UserError('这个按钮已失效，请重新发送“进度”。');
    return { ...(await statusView(call, view, Number(page) || 0)), replace: true };
  },
};

async function statusView(call: Call, view: StatusView, page: number): Promise<Outcome> {
  const { notice, calendar } = call.office;
  const { facts, duties } = await officeOf(call);
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const figures = computeFigures(notice, facts, duties, calendar, call.today);
  return { say: statusMessage({ notice, figures, view, page, unitName: (id) => names.get(id ?? '') ?? '' }) };
}

async function detail(call: Call, words: string): Promise<Outcome> {
  const { notice } = call.office;
  const { facts, duties } = await officeOf(call);
  const names = new Map(facts.units.map((unit) => [unit.id, unit.name]));
  const unitName = (id: string | null) => names.get(id ?? '') ?? '';

  const unit = facts.units.find((one) => one.name === words || one.shortName === words);
  if (unit) {
    const own = duties.filter((duty) => duty.unitId === unit.id);
    return {
      say: detailMessage(notice, unit.name, own, call.today, (duty) =>
        duty.proposal ? proposalText(duty.proposal, 14) : '',
      ),
    };
  }
  const [number] = readNumbers(
    words,
    facts.proposals.map((one) => one.number),
  );
  const proposal = facts.proposals.find((one) => one.number === number);
  if (proposal) {
    const own = duties.filter((duty) => duty.proposal?.id === proposal.id);
    return {
      say: detailMessage(notice, `第${proposal.number}号《${proposal.title}》`, own, call.today, (duty) =>
        dutyOwner(duty, unitName),
      ),
    };
  }
  const near = nearest(
    words,
    facts.units.flatMap((one) => [one.name, ...(one.shortName ? [one.shortName] : [])]),
  );
  throw new UserError(
    `没有找到“${words.slice(0, 30)}”。${near ? `您是不是要查：${near}？` : '可以写“进度 单位”“进度 提案”、单位名称或案号。'}`,
  );
}
