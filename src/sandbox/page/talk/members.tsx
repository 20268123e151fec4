import { useState } from 'preact/hooks';
import { act } from '../api.ts';
import { t } from '../language.ts';
import { Dialog } from '../panels/dialog.tsx';
import { frame, here } from '../state.ts';

interface MembersProps {
  channel: { id: string; name: string; members: string[] };
  onClose(): void;
}

/** Who is in a channel, the bot included, and who could be invited. */
export function Members({ channel, onClose }: MembersProps) {
  const [wanted, want] = useState('');
  const { bot, people = [] } = frame.value ?? {};
  if (!bot) return null;
  const isIn = (id: string) => channel.members.includes(id);
  const all = [
    { id: bot.id, name: bot.name, note: t('应用', 'App') },
    ...people.map((one) => ({ id: one.id, name: one.name, note: one.group })),
  ].filter((one) => `${one.name} ${one.note}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  const row = (one: (typeof all)[number]) => {
    const member = isIn(one.id);
    return (
      <li key={one.id}>
        <span>
          {one.name} <small>{one.note}</small>
        </span>
        <button
          type="button"
          class="ui-button"
          onClick={() =>
            act('membership', { as: here.value.person, channel: channel.id, user: one.id, member: !member })
          }
        >
          {member ? t('移出', 'Remove') : t('邀请', 'Invite')}
          <span class="ui-unseen"> {one.name}</span>
        </button>
      </li>
    );
  };
  const inside = all.filter((one) => isIn(one.id));
  const outside = all.filter((one) => !isIn(one.id));
  return (
    <Dialog title={`# ${channel.name}`} onClose={onClose}>
      <input
        type="search"
        class="ui-input"
        value={wanted}
        placeholder={t('查找', 'Find')}
        aria-label={t('查找成员', 'Find a member')}
        onInput={(event) => want(event.currentTarget.value)}
      />
      <div class="members">
        {outside.length > 0 && (
          <h3>{t(`不在频道里（${outside.length}）`, `Not in the channel (${outside.length})`)}</h3>
        )}
        <ul>{outside.map(row)}</ul>
        <h3>{t(`成员（${inside.length}）`, `Members (${inside.length})`)}</h3>
        <ul>{inside.map(row)}</ul>
      </div>
    </Dialog>
  );
}
