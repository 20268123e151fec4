import { ChatFailure, type Slack } from '../src/chat/slack.ts';
import { UserError } from '../src/errors.ts';
import { syncGroup } from '../src/membership.ts';
import { writeAudit } from '../src/store/audit.ts';
import { setGroupChannel } from '../src/store/offices.ts';
import { plainAnswer } from '../templates/answers.ts';
import { audited, type Command } from './call.ts';

/** R70: makes this channel the work group: counts go there, and its members count as having joined. */
export const group: Command = {
  verb: 'group',
  aliases: ['本群'],
  says: '把当前群设为工作群（在群里使用）',
  example: null,
  async run(call) {
    const { inbound, context, office, tx } = call;
    const channel = inbound.kind === 'command' ? inbound.channel : '';
    if (!/^[CG]/.test(channel)) throw new UserError('请在要设为工作群的群里使用：/duban 本群');
    const info = await seenChannel(context.slack, channel);
    if (info.isDirect) throw new UserError('请在要设为工作群的群里使用：/duban 本群');
    if (info.isArchived) throw new UserError('这个群已归档，不能设为工作群。');
    if (!info.isMember) {
      if (info.isPrivate) throw new UserError(INVITE_FIRST);
      await context.slack.joinChannel(channel);
    }
    await setGroupChannel(tx, office.id, channel);
    await syncGroup(context, tx, office.id, channel);
    await writeAudit(tx, [audited(call, 'set-group', channel)]);
    return {
      say: plainAnswer('已把本群设为工作群。群里只发节点和件数，不点名；群成员已登记为入群。'),
      replan: true,
    };
  },
};

const INVITE_FIRST = '请先把机器人加入本群（/invite），再使用 /duban 本群。';

/** Slack does not admit that a private channel exists to a bot that is not in it. */
async function seenChannel(slack: Slack, channel: string) {
  try {
    return await slack.channelInfo(channel);
  } catch (error) {
    if (error instanceof ChatFailure && error.code === 'channel_not_found') throw new UserError(INVITE_FIRST);
    throw error;
  }
}
