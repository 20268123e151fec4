import { z } from 'zod';
import { cleanText } from './text.ts';

/** What the Web API answers, as far as it is used, each read into the shape that `Slack` promises. */

export const identityAnswer = z
  .object({
    team_id: z.string(),
    team: z.string().optional(),
    user_id: z.string(),
    response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
  })
  .transform((answer) => ({
    teamId: answer.team_id,
    team: answer.team ?? '',
    botUserId: answer.user_id,
    scopes: (answer.response_metadata?.scopes ?? []).filter((scope) => scope !== ''),
  }));

export const postedAnswer = z
  .object({ channel: z.string(), ts: z.string() })
  .transform(({ channel, ts }) => ({ channel, ts }));

const nextPage = z.object({ next_cursor: z.string().nullish() }).nullish();

const nextOf = ({ response_metadata }: { response_metadata?: z.infer<typeof nextPage> }) =>
  response_metadata?.next_cursor ?? undefined;

export const pageAnswer = z
  .object({
    messages: z.array(
      z.object({
        ts: z.string(),
        // Other apps' too: what they attach must not hide ours.
        metadata: z
          .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
          .nullish()
          .catch(null),
      }),
    ),
    response_metadata: nextPage,
  })
  .transform((answer) => ({ messages: answer.messages, next: nextOf(answer) }));

export const membersAnswer = z
  .object({ members: z.array(z.string()), response_metadata: nextPage })
  .transform((answer) => ({ members: answer.members, next: nextOf(answer) }));

export const openedAnswer = z
  .object({ channel: z.object({ id: z.string() }) })
  .transform((answer) => answer.channel.id);

export const viewAnswer = z
  .object({ view: z.object({ id: z.string() }) })
  .transform((answer) => answer.view.id);

export const homeAnswer = z
  .object({ view: z.object({ hash: z.string().default('') }) })
  .transform((answer) => answer.view.hash);

const flag = z.boolean().nullish();

export const userAnswer = z
  .object({
    user: z.object({
      id: z.string(),
      name: z.string().optional(),
      real_name: z.string().nullish(),
      deleted: flag,
      is_bot: flag,
      is_restricted: flag,
      is_ultra_restricted: flag,
      is_stranger: flag,
      profile: z.object({ real_name: z.string().nullish(), email: z.string().nullish() }).optional(),
    }),
  })
  .transform(({ user }) => ({
    id: user.id,
    name: cleanText(user.profile?.real_name || user.real_name || user.name || user.id),
    email: user.profile?.email || null,
    // Slack's own Slackbot is not marked as a bot.
    isBot: user.is_bot === true || user.id === 'USLACKBOT',
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
    isStranger: user.is_stranger === true,
    deleted: user.deleted === true,
  }));

export const channelAnswer = z
  .object({
    channel: z.object({
      id: z.string(),
      name: z.string().optional(),
      is_member: flag,
      is_archived: flag,
      is_private: flag,
      is_im: flag,
      is_mpim: flag,
      is_shared: flag,
      is_ext_shared: flag,
    }),
  })
  .transform(({ channel }) => ({
    id: channel.id,
    name: cleanText(channel.name ?? ''),
    isMember: channel.is_member === true || channel.is_im === true,
    isArchived: channel.is_archived === true,
    isPrivate: channel.is_private === true || channel.is_im === true || channel.is_mpim === true,
    isDirect: channel.is_im === true,
    isShared: channel.is_ext_shared === true || channel.is_shared === true,
  }));

export const fileAnswer = z
  .object({
    file: z.object({
      id: z.string(),
      name: z.string().nullish(),
      mimetype: z.string().nullish(),
      size: z.number().nullish(),
      user: z.string().nullish(),
      url_private_download: z.string().nullish(),
      url_private: z.string().nullish(),
    }),
  })
  .transform(({ file }) => ({
    id: file.id,
    name: cleanText(file.name ?? ''),
    mimetype: cleanText(file.mimetype ?? ''),
    size: file.size ?? 0,
    userId: file.user ?? '',
    url: file.url_private_download ?? file.url_private ?? '',
  }));

export const uploadAnswer = z
  .object({ upload_url: z.string(), file_id: z.string() })
  .transform((answer) => ({ id: answer.file_id, url: answer.upload_url }));

const places = z.record(z.string(), z.array(z.object({ ts: z.string() }))).optional();

/** The first message that shares a file, or null. */
export const sharesAnswer = z
  .object({ file: z.object({ shares: z.object({ public: places, private: places }).optional() }) })
  .transform(({ file: { shares } }) => {
    for (const [channel, [first]] of Object.entries({ ...shares?.public, ...shares?.private }))
      if (first) return { channel, ts: first.ts };
    return null;
  });
