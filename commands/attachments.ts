import { ChatFailure } from '../src/chat/slack.ts';
import type { FileRef } from '../src/domain/facts.ts';
import { SUMMARY } from '../src/domain/summary.ts';
import { UserError } from '../src/errors.ts';
import { loadFacts } from '../src/store/facts.ts';
import { standing } from '../src/store/registrations.ts';
import { requestViews } from '../src/store/return-requests.ts';
import type { Act, Call } from './call.ts';
import { owePaper } from './owe-paper.ts';

/** More than a form takes; an act that names more is no form of Slack's. */
const MOST = 10;

/**
 * What the chat knows of attached files, in their order; null when one of them cannot be read, or is not the person's
 * own: whoever names the id of what another unit gave to the bot would else be sent it. The bytes stay there.
 */
export async function fileRefs(call: Call, ids: readonly string[]): Promise<FileRef[] | null> {
  if (ids.length > MOST) return null;
  try {
    const found = await Promise.all(ids.map((id) => call.context.slack.file(id)));
    if (found.some(({ userId }) => userId !== call.inbound.user)) return null;
    return found.map(({ userId: _, ...file }) => file);
  } catch (error) {
    if (error instanceof ChatFailure) return null;
    throw error;
  }
}

/** Files that came with a typed message. */
export function filesTyped({ inbound }: Call): readonly FileRef[] {
  return inbound.kind === 'message' ? inbound.files : [];
}

/**
 * 附件 beside a proposal or a summary: the files come as messages of the bot's, for a file that a unit gave to the bot
 * is nobody else's to open. The button's value is a proposal's number, or the id of a unit for its summary.
 */
export const sendFiles: Act = {
  verb: 'case',
  async run(call) {
    const { about, files } = await attachedTo(call);
    // The newest: what was sent in again takes the place of what went before.
    const wanted = new Map(files.slice(-MOST).map((file) => [file.id, file]));
    if (wanted.size === 0) throw new UserError('没有附件，或附件已随登记撤销。');
    const deliver: string[] = [];
    for (const file of wanted.values())
      deliver.push(...(await owePaper(call, { kind: 'attachment', file, about }, `/${file.id}`)));
    return { deliver };
  },
};

async function attachedTo(call: Call): Promise<{ about: string; files: FileRef[] }> {
  const { tx, office, member } = call;
  const ofUnit = member.unitId;
  const facts = await loadFacts(tx, office.id);
  const unit = facts.units.find((one) => one.id === call.text);
  if (unit && (ofUnit === null || ofUnit === unit.id)) {
    const summaries = await standing(tx, office.id, { unitId: unit.id, kinds: [SUMMARY] });
    return { about: `${unit.name}工作总结`, files: filesIn(summaries) };
  }
  const proposal = facts.proposals.find((one) => one.number === call.text);
  const parts = facts.assignments.filter(
    (one) => one.proposalId === proposal?.id && (ofUnit === null || one.unitId === ofUnit),
  );
  if (!proposal || parts.length === 0) throw new UserError('这个按钮已失效，请重新查看提案。');
  const recorded = await standing(tx, office.id, { assignmentIds: parts.map((one) => one.id) });
  const requests = await requestViews(tx, office.id, { proposalId: proposal.id });
  const asked = requests.filter((one) => ofUnit === null || one.assignment.unitId === ofUnit);
  return {
    about: `第${proposal.number}号`,
    files: [...asked.flatMap((one) => one.request.files), ...filesIn(recorded)],
  };
}

/** In the order in which they were sent. */
function filesIn(rows: Awaited<ReturnType<typeof standing>>): FileRef[] {
  return rows.toReversed().flatMap((row) => row.details.files ?? []);
}
