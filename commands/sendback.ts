import { z } from 'zod';
import type { IsoDate } from '../src/domain/calendar.ts';
import type { Facts, Proposal, Unit } from '../src/domain/facts.ts';
import { groupBy } from '../src/domain/group-by.ts';
import { type DutyRule, sentBackClause } from '../src/domain/notice.ts';
import { correctedBy, RETURNABLE } from '../src/domain/send-back.ts';
import { readNumbers } from '../src/domain/speech.ts';
import { UserError } from '../src/errors.ts';
import { type RegistrationRow, revoke, standing } from '../src/store/registrations.ts';
import { ACTIONS } from '../templates/actions.ts';
import { plainAnswer } from '../templates/answers.ts';
import { formOffer } from '../templates/offer.ts';
import {
  readSendbackForm,
  SENDBACK_FIELD,
  SENDBACK_WHY_LIMIT,
  sendbackForm,
} from '../templates/sendback-form.ts';
import { sentBackAnswer, sentBackMessage } from '../templates/sent-back.ts';
import { numbersText, shortDate } from '../templates/wording.ts';
import type { Act, Call, Command, Outcome } from './call.ts';
import { record } from './record.ts';
import { officeOf, unitNamed } from './subject.ts';
import { peopleOf, tell } from './tell.ts';
import { tooLong } from './too-long.ts';

/** R33: the desk sends back a reply, an opinion or a summary that is not in the prescribed form. */
export const sendback: Command = {
  verb: 'sendback',
  aliases: ['退回'],
  says: '退回不合格式的答复、会办意见、总结',
  example: '/duban 退回 12　/duban 退回 区教育局',
  async run(call) {
    const { facts } = await officeOf(call);
    const rows = await returnable(call, facts);
    const { found, why } = meant(call, facts, rows);
    const long = tooLong(why, SENDBACK_WHY_LIMIT);
    if (long !== null) throw new UserError(`说明${long}。`);
    if (rows.length === 0) throw new UserError('目前没有已登记的答复、会办意见或总结可以退回。');
    if (call.inbound.kind === 'message')
      return {
        say: formOffer('请选择要退回的材料、原因和重新报送的日期。', {
          label: '退回重报',
          action: ACTIONS.sendbackOpen,
          value: call.text.slice(0, SENDBACK_WHY_LIMIT),
        }),
      };
    const holders = new Set(found.map((row) => row.assignmentId ?? row.unitId));
    return {
      open: sendbackForm({
        notice: call.office.notice,
        choices: [...found, ...rows.filter((row) => !found.includes(row))].map((row) => ({
          id: row.id,
          text: rowText(call, facts, row),
        })),
        chosen: holders.size === 1 ? found.map(({ id }) => id) : [],
        why,
        until: correctedBy(call.office.calendar, call.today),
      }),
    };
  },
};

export const openSendback: Act = { verb: 'sendback', run: sendback.run };

/** The form sent in. The facts are taken back and asked for anew by the date given; the unit hears it at once (D6). */
export const sendSendback: Act = {
  verb: 'sendback',
  async run(call): Promise<Outcome> {
    if (call.inbound.kind !== 'form') return {};
    const typed = readSendbackForm(call.inbound.values);
    if (typed.reasons.length === 0 && typed.why === '')
      return { errors: { [SENDBACK_FIELD.reasons]: '请勾选原因，或在下面写明' } };
    const long = tooLong(typed.why, SENDBACK_WHY_LIMIT);
    if (long !== null) return { errors: { [SENDBACK_FIELD.why]: long } };
    if (!z.iso.date().safeParse(typed.until).success || typed.until <= call.today)
      return { errors: { [SENDBACK_FIELD.until]: '重新报送的日期应晚于今天' } };
    if (typed.until > call.office.notice.closes)
      return { errors: { [SENDBACK_FIELD.until]: `日期应在${call.office.notice.closes}以前` } };

    const ids = typed.chosen.filter((id) => z.uuid().safeParse(id).success);
    const { facts } = await officeOf(call);
    const rows = (await returnable(call, facts)).filter(({ id }) => ids.includes(id));
    const why = [...typed.reasons, ...(typed.why === '' ? [] : [typed.why])].join('；');
    const taken = await revoke(
      call.tx,
      call.office.id,
      rows.map(({ id }) => id),
      { memberId: call.member.id, at: call.now, why },
    );
    if (taken.length === 0 || taken.length < new Set(typed.chosen).size)
      return { errors: { [SENDBACK_FIELD.what]: '其中有的已被退回或更正，请重新打开核对' } };
    return sendBack(call, facts, taken, { why, until: typed.until });
  },
};

/** What stands and concerns who still holds the proposal, the latest first. */
async function returnable(call: Call, facts: Facts): Promise<RegistrationRow[]> {
  const gone = new Set(facts.assignments.filter(({ endedOn }) => endedOn !== null).map(({ id }) => id));
  const rows = await standing(call.tx, call.office.id, { kinds: RETURNABLE });
  return rows.filter(({ assignmentId }) => assignmentId === null || !gone.has(assignmentId));
}

/** What a line names: a proposal's, or what a unit has handed in as a whole; the words that follow are the reason. */
function meant(
  call: Call,
  facts: Facts,
  rows: readonly RegistrationRow[],
): { found: RegistrationRow[]; why: string } {
  const [subject = '', ...words] = call.text.trim().split(/\s+/);
  const why = words.join(' ');
  if (subject === '') return { found: [], why };
  const [number] = readNumbers(
    subject,
    facts.proposals.map((one) => one.number),
  );
  const found = number
    ? rows.filter((row) => proposalOf(facts, row)?.number === number)
    : ofUnit(rows, unitNamed(facts, subject));
  if (found.length === 0)
    throw new UserError(
      number
        ? `${numbersText([number])}没有已登记的答复或会办意见可以退回。`
        : `${subject}没有已登记的总结可以退回；退回答复或会办意见请写案号。`,
    );
  return { found, why };
}

function ofUnit(rows: readonly RegistrationRow[], unit: Unit): RegistrationRow[] {
  return rows.filter((row) => row.assignmentId === null && row.unitId === unit.id);
}

async function sendBack(
  call: Call,
  facts: Facts,
  taken: readonly RegistrationRow[],
  { why, until }: { why: string; until: IsoDate },
): Promise<Outcome> {
  const { notice } = call.office;
  const groups = [...groupBy(taken, (row) => row.assignmentId ?? row.unitId)];
  const said: string[] = [];
  const deliver: string[] = [];
  const units = new Set<string>();
  for (const [, rows] of groups) {
    const [first] = rows;
    const assignment = facts.assignments.find(({ id }) => id === first?.assignmentId) ?? null;
    const unit = facts.units.find(({ id }) => id === (assignment?.unitId ?? first?.unitId));
    if (!first || !unit) continue;
    const proposal = proposalOf(facts, first);
    const kinds = RETURNABLE.filter((kind) => rows.some((row) => row.kind === kind));
    await record(
      call,
      [
        {
          assignment,
          unitId: unit.id,
          kind: 'sent-back',
          on: call.today,
          subject: proposal?.number ?? unit.name,
          promisedOn: until,
          text: why,
        },
      ],
      'send-back',
    );
    const rule = kinds.map((kind) => ruleFor(call, kind)).find((one) => one !== undefined);
    const message = sentBackMessage({
      notice,
      unit: unit.name,
      proposal,
      kinds,
      why,
      until,
      clause: proposal ? sentBackClause(notice) : (rule?.clause ?? ''),
      consequence: proposal ? consequenceOf(call) : null,
      again: againFor(kinds, proposal),
    });
    const about = `sent-back/${call.inbound.id}/${first.id}`;
    deliver.push(...(await tell(call, await peopleOf(call, unit.id), about, message)));
    units.add(unit.id);
    const what = kinds.map((kind) => notice.registrations[kind] ?? kind).join('、');
    said.push(sentBackAnswer(unit.name, `${proposal ? numbersText([proposal.number]) : ''}${what}`, until));
  }
  return { say: plainAnswer(said.join('\n')), deliver, refresh: [...units], replan: true };
}

function againFor(kinds: readonly string[], proposal: Proposal | null): { action: string; value: string } {
  if (!proposal) return { action: ACTIONS.summaryOpen, value: '' };
  const action = kinds.includes('opinion-uploaded') ? ACTIONS.opinionOpen : ACTIONS.replyOpen;
  return { action, value: `第${proposal.number}号` };
}

/** The notice's own words about what is sent back (R33). */
function consequenceOf({ office }: Call): string | null {
  const rule = office.notice.duties.find(
    ({ opens }) => opens.at === 'registration' && opens.kind === 'sent-back',
  );
  return rule?.consequence ?? null;
}

function ruleFor({ office }: Call, kind: string): DutyRule | undefined {
  return office.notice.duties.find(
    ({ doneWhen }) => 'registered' in doneWhen && doneWhen.registered.includes(kind),
  );
}

function proposalOf(facts: Facts, row: RegistrationRow): Proposal | null {
  const assignment = facts.assignments.find(({ id }) => id === row.assignmentId);
  return facts.proposals.find(({ id }) => id === assignment?.proposalId) ?? null;
}

/** 第12号 区教育局 答复函同步上传办理系统（8月20日，茂南教函〔2022〕12号） */
function rowText({ office }: Call, facts: Facts, row: RegistrationRow): string {
  const proposal = proposalOf(facts, row);
  const unit = facts.units.find(({ id }) => id === row.unitId)?.name ?? '';
  const what = office.notice.registrations[row.kind] ?? row.kind;
  const number = row.details.fileNumber ? `，${row.details.fileNumber}` : '';
  return `${proposal ? `第${proposal.number}号 ` : ''}${unit} ${what}（${shortDate(row.on)}${number}）`;
}
