import { t } from '../language.ts';

/** How much was not read; nothing where all was. */
export function Unread({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span class="count">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span class="ui-unseen">{t(`${count} 条未读`, `${count} unread`)}</span>
    </span>
  );
}
