import { act, listen, look } from './api.js';
import { setClock, startClock } from './clock.js';
import { composer, renderMessages } from './conversation.js';
import { byId, h, tell } from './dom.js';
import { renderHome, renderModal } from './modal.js';
import { names } from './mrkdwn.js';
import { renderPeople, renderPlaces } from './people.js';

/** What the page shows: who acts, which conversation and tab, and which thread beside it. */
const at = readAddress();
let workspace = null;
let stopListening = () => {};

startClock();
composer(
  byId('compose'),
  '发消息，或输入 /命令',
  () => at.tab !== 'home' && { as: at.person, channel: at.place },
);
composer(byId('thread-compose'), '回复话题', () => ({ as: at.person, channel: at.place, thread: at.thread }));
byId('search').addEventListener('input', () => renderPeople(workspace.people, at.person, choosePerson));
byId('menu').addEventListener('click', () => document.body.classList.toggle('menu-open'));
byId('main').addEventListener('click', () => document.body.classList.remove('menu-open'));
byId('troubles-button').addEventListener('click', showTroubles);
await refresh();
if (!workspace.people.some((person) => person.id === at.person)) at.person = workspace.people[0]?.id ?? '';
choosePerson(at.person);

function choosePerson(person) {
  at.person = person;
  at.thread = null;
  stopListening();
  stopListening = listen(person, onChange);
  go();
}

function choosePlace(place) {
  Object.assign(at, { place, tab: 'messages', thread: null });
  document.body.classList.remove('menu-open');
  if (place === 'dm') act('open-tab', { as: at.person, tab: 'messages' });
  go();
}

function chooseTab(tab) {
  at.tab = tab;
  act('open-tab', { as: at.person, tab });
  go();
}

function openThread(thread) {
  at.thread = thread;
  go();
}

function go() {
  writeAddress();
  refresh();
}

let isWaiting = false;

/** Many changes in a row are shown at once. */
function onChange() {
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    refresh();
  }, 120);
}

async function refresh() {
  const { person } = at;
  const seen = await look('workspace', { as: person });
  if (!seen || person !== at.person) return;
  workspace = seen;
  for (const one of workspace.people) names.set(one.id, one.name);
  for (const one of workspace.conversations) names.set(one.id, one.name);
  names.set(workspace.bot.id, workspace.bot.name);
  setClock(workspace.clock);
  paintFrame();
  if (person)
    await Promise.all([
      paintMain(person),
      look('modal', { as: person }).then(
        (modal) => modal && person === at.person && renderModal(person, modal),
      ),
    ]);
}

function paintFrame() {
  byId('team').textContent = workspace.team;
  byId('bot-state').textContent = workspace.bot.connected ? '● 机器人已连接' : '○ 机器人未连接';
  byId('bot-state').className = workspace.bot.connected ? 'on' : 'off';
  const { troubles } = workspace;
  byId('troubles-button').hidden = troubles.length === 0;
  byId('troubles-button').textContent = `⚠ ${troubles.length} 个接口问题`;
  renderPeople(workspace.people, at.person, choosePerson);
  renderPlaces(workspace, at.place, choosePlace);
}

async function paintMain(person) {
  const isHome = at.place === 'dm' && at.tab === 'home';
  byId('compose').hidden = isHome;
  paintHead();
  if (isHome) {
    const home = await look('home', { as: person });
    if (home && person === at.person) renderHome(byId('talk'), person, home);
    byId('thread').hidden = true;
    return;
  }
  const conversation = await look('conversation', { as: person, id: at.place });
  if (person !== at.person) return;
  if (!conversation) {
    byId('talk').replaceChildren(h('p', { class: 'empty' }, '这个人不在这个会话里'));
    return;
  }
  paintConversation(person, conversation);
  const unread =
    at.place === 'dm'
      ? workspace.dm?.unread
      : workspace.conversations.find((one) => one.id === at.place)?.unread;
  if (unread) act('read', { as: person, channel: conversation.id });
}

function paintConversation(person, { id, messages }) {
  const replies = (ts) => messages.filter((message) => message.threadTs === ts).length;
  const options = { person, channel: id };
  renderMessages(
    byId('talk'),
    messages.filter((message) => !message.threadTs),
    { ...options, replies, openThread },
  );
  const parent = at.thread && messages.find((message) => message.ts === at.thread);
  byId('thread').hidden = !parent;
  if (!parent) return;
  byId('thread-head').replaceChildren(
    h('strong', {}, '话题'),
    h('button', { type: 'button', onclick: () => openThread(null), 'aria-label': '关闭话题' }, '×'),
  );
  const inThread = messages.filter((message) => message === parent || message.threadTs === at.thread);
  renderMessages(byId('thread-talk'), inThread, options);
}

function paintHead() {
  const me = workspace.people.find((person) => person.id === at.person);
  const channel = workspace.conversations.find((one) => one.id === at.place);
  const title =
    at.place === 'dm' ? `${workspace.bot.name}（私信）` : channel ? `# ${channel.name}` : at.place;
  const tabs = [
    ['messages', '消息'],
    ['home', '主页'],
  ].map(([tab, label]) =>
    h(
      'button',
      {
        type: 'button',
        class: 'tab',
        'aria-current': at.tab === tab ? 'true' : null,
        onclick: () => chooseTab(tab),
      },
      label,
    ),
  );
  const botIn = channel?.members.includes(workspace.bot.id);
  const invite = () =>
    act('membership', { as: at.person, channel: at.place, user: workspace.bot.id, member: !botIn });
  byId('head').replaceChildren(
    h('strong', {}, title),
    h('span', { class: 'me' }, `你现在是：${me?.name ?? '—'}`),
    ...(at.place === 'dm' ? tabs : []),
    ...(channel
      ? [
          h('span', { class: 'me' }, `${channel.members.length} 名成员`),
          h('button', { type: 'button', onclick: invite }, botIn ? '移出机器人' : '邀请机器人'),
        ]
      : []),
  );
}

function showTroubles() {
  const dialog = byId('ask');
  dialog.onclose = null;
  dialog.replaceChildren(
    h('h2', {}, '机器人做了 Slack 不会接受的事'),
    h(
      'ul',
      { class: 'troubles' },
      workspace.troubles.map((trouble) => h('li', {}, trouble.message)),
    ),
    h('div', { class: 'buttons' }, h('button', { type: 'button', onclick: () => dialog.close() }, '关闭')),
  );
  dialog.showModal();
}

/** The address keeps the place, so that a reload and two windows with two people work. */
function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  return {
    person: query.get('as') ?? '',
    place: query.get('in') ?? 'dm',
    tab: query.get('tab') ?? 'messages',
    thread: query.get('thread'),
  };
}

function writeAddress() {
  const query = new URLSearchParams({
    as: at.person,
    in: at.place,
    tab: at.tab,
    ...(at.thread && { thread: at.thread }),
  });
  history.replaceState(null, '', `#${query}`);
}

window.addEventListener('unhandledrejection', () => tell('页面出了问题，请刷新'));
