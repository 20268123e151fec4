import { byId, h } from './dom.js';

/** The list of people to act as, by group, with what each has not read. */
export function renderPeople(people, acting, choose) {
  const wanted = byId('search').value.trim().toLowerCase();
  const groups = new Map();
  for (const person of people) {
    if (!`${person.name} ${person.group} ${person.title}`.toLowerCase().includes(wanted)) continue;
    groups.set(person.group, [...(groups.get(person.group) ?? []), person]);
  }
  const list = byId('people-list');
  const { scrollTop } = list;
  list.replaceChildren(
    ...[...groups].map(([group, members]) =>
      h(
        'details',
        { open: true },
        h('summary', {}, group || '其他'),
        members.map((person) => personButton(person, acting, choose)),
      ),
    ),
  );
  if (groups.size === 0) list.replaceChildren(h('p', { class: 'empty' }, '没有找到这个人'));
  list.scrollTop = scrollTop;
}

function personButton(person, acting, choose) {
  return h(
    'button',
    {
      type: 'button',
      class: 'row',
      'aria-current': person.id === acting ? 'true' : null,
      onclick: () => choose(person.id),
      title: person.title || null,
    },
    h('span', {}, person.name),
    person.unread ? h('span', { class: 'count' }, String(person.unread)) : null,
  );
}

/** The conversations of the acting person. */
export function renderPlaces(workspace, open, choose) {
  const { conversations, dm, bot } = workspace;
  const row = (id, label, unread) =>
    h(
      'button',
      {
        type: 'button',
        class: 'row',
        'aria-current': open === id ? 'true' : null,
        onclick: () => choose(id),
      },
      h('span', {}, label),
      unread ? h('span', { class: 'count' }, String(unread)) : null,
    );
  byId('places').replaceChildren(
    h('h2', {}, '频道'),
    ...conversations.map((one) => row(one.id, `# ${one.name}`, one.unread)),
    h('h2', {}, '私信'),
    ...(dm ? [row('dm', bot.name, dm.unread)] : []),
  );
}
