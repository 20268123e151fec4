import type { Duty } from '../src/domain/duty.ts';
import type { ReportDraftEntry } from '../src/domain/monthly-report.ts';
import { EMPTY_ENTRY, FIELD_NAMES } from '../src/domain/monthly-report.ts';
import { mayUse } from '../src/domain/permission.ts';
import { readWish } from '../src/domain/speech/wish.ts';
import {
  type Intent,
  readNumbers,
  type SpeechContext,
  speaksOfReturn,
  understand,
} from '../src/domain/speech.ts';
import { UserError } from '../src/errors.ts';
import type { Delivery } from '../src/store/deliveries.ts';
import { unsureReport, unsureSign } from '../templates/unsure.ts';
import { numbersText, periodText } from '../templates/wording.ts';
import { type Call, type Outcome, type UnitView, unitOf } from './call.ts';
import { receiveFiles } from './import.ts';
import { help } from './index.ts';
import { leave } from './leave.ts';
import { offerLiaison } from './liaison.ts';
import { mineFor } from './mine.ts';
import { byNumberOf, report as openReport, taskFor, UNPLACED } from './report.ts';
import { giveBack } from './return.ts';
import { faultsOf, keepDraft, submitReport } from './send-report.ts';
import { signFor } from './sign.ts';
import { snoozeFor } from './snooze.ts';
import { hearStatements, isPlain, tellStatements } from './statement.ts';
import { heldIn } from './subject.ts';
import { summary } from './summary.ts';

/**
 * A plain message in the direct conversation or under a reminder. What is certain is done; what is not is asked back
 * with buttons and changes nothing, but text that was typed for a report is kept as a draft.
 */
export async function readReply(call: Call, reminder: Delivery | null): Promise<Outcome> {
  // Under a post in the work group people also talk to each other; only a clear wish is meant for the bot.
  const overheard = call.inbound.kind === 'message' && !call.inbound.direct;
  const brings = !overheard && bringsFiles(call);
  if (brings && mayUse(call.member.role, 'import')) return receiveFiles(call);
  if (brings && call.text.trim() === '')
    throw new UserError('收到文件，但没有登记。请在对应的表单里上传附件，发送“待办”可打开。');
  const about = overheard ? null : reportLine(call);
  if (about !== null) return openReport.run({ ...call, text: about });
  const isUnits = mayUse(call.member.role, 'sign');
  if (!isUnits && overheard) return {};
  const heard = await hearStatements(call, reminder);
  if (heard && (overheard ? isPlain(heard) : heard.reading.kind !== 'doubt'))
    return tellStatements(call, heard);
  if (!isUnits) return help.run(call);
  const wished = overheard ? null : await wish(call, reminder);
  if (wished) return wished;
  const view = await unitOf(call);
  const intent = understand(call.text, speechContext(view, call, reminder));
  if (overheard && intent.kind === 'unsure' && intent.guess === null) return {};
  switch (intent.kind) {
    case 'sign':
      return sign(call, view, intent);
    case 'report':
      return report(call, view, intent);
    case 'mine':
      return { say: await mineFor(call) };
    case 'help':
      return help.run(call);
    case 'thanks':
      return {}; // reading is no duty, and nobody needs an answer to 收到 (A6)
    case 'unsure':
      // What is said of a form, a reply and the like is asked back about as such.
      if (heard && !overheard && intent.guess !== 'report') return tellStatements(call, heard);
      return unsure(call, view, intent);
  }
}

/** 我5号到12号休假, 明天再提醒, 总结已报: what one command does, in the words of a sentence. */
async function wish(call: Call, reminder: Delivery | null): Promise<Outcome | null> {
  const asked = readWish(call.text);
  switch (asked?.verb) {
    case 'leave':
      return leave.run({ ...call, text: asked.text });
    case 'snooze':
      return snoozeFor({ ...call, text: asked.text }, reminder);
    case 'summary':
      return summary.run({ ...call, text: bringsFiles(call) ? '' : asked.text });
    case 'report':
      return openReport.run({ ...call, text: asked.text });
    case 'liaison':
      return offerLiaison(call.text);
    default:
      return null;
  }
}

function bringsFiles({ inbound }: Call): boolean {
  return inbound.kind === 'message' && inbound.files.length > 0;
}

/** What stands after 月报, where it asks for the records, or the desk names the unit that telephoned; else null. */
function reportLine({ text, member }: Call): string | null {
  const asked = /^月报\s*([^\n]{0,60})$/u.exec(text.trim())?.[1];
  if (asked === undefined || !mayUse(member.role, 'report')) return null;
  return member.role === 'desk' || /^(?:记录|历史)/u.test(asked) ? asked : null;
}

function speechContext(view: UnitView, call: Call, reminder: Delivery | null): SpeechContext {
  const signed = new Set(
    view.facts.registrations.filter((one) => one.kind === 'signed').map((one) => one.assignmentId),
  );
  const reporting = new Set(monthlyOpen(view.duties).map((duty) => duty.assignment?.id));
  const about = new Set(reminder?.items.map((item) => item.duty) ?? []);
  const threadProposals = view.duties
    .filter((duty) => about.has(duty.key))
    .flatMap((duty) => duty.proposal?.number ?? []);
  return {
    today: call.today,
    proposals: heldIn(view.facts).map(({ assignment, proposal }) => ({
      number: proposal.number,
      title: proposal.title,
      signed: signed.has(assignment.id),
      reporting: reporting.has(assignment.id),
    })),
    unitNames: [view.unit.name, ...(view.unit.shortName ? [view.unit.shortName] : [])],
    ...(reminder && { threadProposals: [...new Set(threadProposals)] }),
  };
}

async function sign(call: Call, view: UnitView, intent: Extract<Intent, { kind: 'sign' }>): Promise<Outcome> {
  const numbers = intent.numbers === 'all' ? 'all' : [...intent.numbers, ...intent.unknown];
  return signFor(call, view, numbers, intent.aside);
}

async function report(
  call: Call,
  view: UnitView,
  intent: Extract<Intent, { kind: 'report' }>,
): Promise<Outcome> {
  const task = taskFor(call, view, intent.period);
  const byNumber = assignmentsByNumber(view);
  const live = new Set(task.duties.flatMap((duty) => duty.assignment?.id ?? []));
  const entries: Record<string, ReportDraftEntry> = {};
  const refused: string[] = [...intent.unknown];
  for (const entry of intent.entries) {
    const id = byNumber.get(entry.number);
    if (id && live.has(id))
      entries[id] = { ...EMPTY_ENTRY, progress: entry.progress, problems: entry.problems, plan: entry.plan };
    else refused.push(entry.number);
  }
  if (Object.keys(entries).length === 0 && intent.gaps.length === 0) {
    throw new UserError(
      `${numbersText(refused)}不在${view.unit.name}${periodText(task.period)}月报之列，未登记。请核对案号。`,
    );
  }
  const faults = await faultsOf(call, view, task, entries);
  const gaps = intent.gaps.map(
    (gap) =>
      `${gap.number ? numbersText([gap.number]) : ''}缺${gap.missing.map((field) => FIELD_NAMES[field]).join('、')}`,
  );
  const problems = [
    ...gaps,
    ...faults.sentences.filter((sentence) => !gaps.length || !sentence.includes('请填写')),
    ...(refused.length > 0 ? [`${numbersText(refused)}不在本月月报之列`] : []),
  ];
  if (problems.length > 0) {
    await keepDraft(call, task.period, entries);
    return { say: unsureReport({ period: task.period, problems, kept: Object.keys(entries).length }) };
  }
  return submitReport(call, view, task, entries);
}

async function unsure(
  call: Call,
  view: UnitView,
  intent: Extract<Intent, { kind: 'unsure' }>,
): Promise<Outcome> {
  if (intent.guess === 'report') return unsureAboutReport(call, view, intent);
  if (intent.guess === null && speaksOfReturn(call.text))
    return giveBack.run({ ...call, text: readNumbers(call.text, ownNumbers(view)).join('、') });
  const known = new Set(view.facts.proposals.map((one) => one.number));
  return {
    say: unsureSign({
      reason: REASONS[intent.reason],
      numbers: intent.numbers.filter((number) => known.has(number)),
      asked: intent.guess === 'sign',
    }),
  };
}

/** Everything typed is kept: under its proposal where that is clear, else aside until a button says which one it is about. */
async function unsureAboutReport(
  call: Call,
  view: UnitView,
  intent: Extract<Intent, { kind: 'unsure' }>,
): Promise<Outcome> {
  const task = taskFor(call, view, null);
  const byNumber = assignmentsByNumber(view);
  const live = byNumberOf(task.duties.filter((duty) => duty.state === 'open'));
  const isLive = (id: string | undefined) => live.some((duty) => duty.assignment?.id === id);
  const drafts: Record<string, ReportDraftEntry> = {};
  for (const { number, ...typed } of intent.entries) {
    const id = number === null ? undefined : byNumber.get(number);
    drafts[id !== undefined && isLive(id) ? id : UNPLACED] = { ...EMPTY_ENTRY, ...typed };
  }
  await keepDraft(call, task.period, drafts);
  return {
    say: unsureReport({
      period: task.period,
      problems: [REASONS[intent.reason]],
      kept: Object.keys(drafts).length,
      choices: UNPLACED in drafts ? live.flatMap((duty) => duty.proposal ?? []) : [],
    }),
  };
}

const REASONS: Record<Extract<Intent, { kind: 'unsure' }>['reason'], string> = {
  negated: '看起来还没有签收',
  question: '看起来是在询问',
  'which-proposal': '没有看出是哪一件',
  future: '看起来是准备办理、尚未办理',
  conditional: '看起来带有条件',
  unreadable: '没有看懂这条消息',
};

function assignmentsByNumber(view: UnitView): Map<string, string> {
  return new Map(heldIn(view.facts).map(({ assignment, proposal }) => [proposal.number, assignment.id]));
}

function ownNumbers({ facts, unit }: UnitView): string[] {
  return heldIn(facts, unit.id).map(({ proposal }) => proposal.number);
}

function monthlyOpen(duties: readonly Duty[]): Duty[] {
  return duties.filter((duty) => duty.rule.due.at === 'month-day' && duty.state === 'open');
}
