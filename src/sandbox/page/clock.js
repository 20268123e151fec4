import { post } from './api.js';
import { byId, h } from './dom.js';

/** The office's time: China keeps one offset all year. */
const OFFSET_MS = 8 * 3600_000;
const HOUR_MS = 3600_000;
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'];

let shown = { now: Date.now(), since: performance.now(), move: null };

/** Takes over what the sandbox says about its clock. */
export function setClock({ now, move }) {
  shown = { now: Date.parse(now), since: performance.now(), move };
  paint();
}

/** Builds the buttons and keeps the time running. */
export function startClock() {
  const date = h('input', { type: 'datetime-local', id: 'jump', 'aria-label': '推进到' });
  byId('moves').append(
    h('button', { type: 'button', onclick: () => move(current() + HOUR_MS) }, '+1小时'),
    h('button', { type: 'button', onclick: () => move(nextNine()) }, '到下一个 09:00'),
    h('button', { type: 'button', onclick: () => move(current() + 24 * HOUR_MS) }, '+1天'),
    date,
    h(
      'button',
      { type: 'button', onclick: () => date.value && move(Date.parse(`${date.value}:00+08:00`)) },
      '推进到此时',
    ),
    h('progress', { id: 'progress', max: 1, hidden: true }),
  );
  setInterval(paint, 1000);
}

function current() {
  return shown.move ? Date.parse(shown.move.at) : shown.now + performance.now() - shown.since;
}

function nextNine() {
  const local = new Date(current() + OFFSET_MS);
  const nine = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), 9) - OFFSET_MS;
  return nine > current() ? nine : nine + 24 * HOUR_MS;
}

async function move(to) {
  await post('advance', { to: new Date(to).toISOString() });
}

function paint() {
  byId('time').textContent = dateAndTime(current());
  const { move: underway } = shown;
  for (const control of byId('moves').querySelectorAll('button, input')) control.disabled = Boolean(underway);
  const progress = byId('progress');
  progress.hidden = !underway;
  if (!underway) return;
  const [from, to, at] = [underway.from, underway.to, underway.at].map((instant) => Date.parse(instant));
  progress.value = to > from ? (at - from) / (to - from) : 1;
  progress.title = `正在推进到 ${dateAndTime(to)}`;
}

/** 2022年4月6日 星期三 09:00 */
function dateAndTime(instant) {
  const local = new Date(instant + OFFSET_MS);
  return `${local.getUTCFullYear()}年${local.getUTCMonth() + 1}月${local.getUTCDate()}日 ${WEEKDAYS[local.getUTCDay()]} ${timeOf(local)}`;
}

/** 4月6日 09:00, for a message's time stamp. */
export function shortTime(ts) {
  const local = new Date(Number(ts) * 1000 + OFFSET_MS);
  return `${local.getUTCMonth() + 1}月${local.getUTCDate()}日 ${timeOf(local)}`;
}

function timeOf(local) {
  return local.toISOString().slice(11, 16);
}
