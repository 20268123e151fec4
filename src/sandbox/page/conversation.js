import { act } from './api.js';
import { renderBlocks } from './blocks.js';
import { shortTime } from './clock.js';
import { confirmWith, h, tell } from './dom.js';
import { mrkdwn } from './mrkdwn.js';

const ERRORS = {
  operation_timeout: '机器人 3 秒内没有应答',
  dispatch_failed: '机器人没有连接',
  http_service_error: '机器人应答出错',
};

/** Puts messages into a column, and stays at the end when the end was in view. */
export function renderMessages(column, messages, { person, channel, replies, openThread }) {
  const atEnd = column.scrollHeight - column.scrollTop - column.clientHeight < 60;
  const rows = messages.map((message) => row(message, { person, channel, replies, openThread }));
  column.replaceChildren(...(rows.length ? rows : [h('p', { class: 'empty' }, '这里还没有消息')]));
  if (atEnd || column.dataset.shows !== channel) column.scrollTop = column.scrollHeight;
  column.dataset.shows = channel;
}

/** Tells the person when the bot did not take a click. */
export function explain(result) {
  if (result?.ok === false) tell(ERRORS[result.error] ?? `没有成功：${result.error}`);
}

function row(message, { person, channel, replies, openThread }) {
  if (message.system) return h('p', { class: 'system' }, mrkdwn(message.text));
  const use = async (block, element, answer) => {
    const surface = { kind: 'message', channel, ts: message.ts };
    explain(
      await act('act', { as: person, surface, blockId: block.block_id, actionId: element.action_id, answer }),
    );
  };
  const count = replies?.(message.ts) ?? 0;
  const mine = message.from === person;
  return h(
    'article',
    { class: `message ${message.onlyForYou ? 'private' : ''}` },
    h(
      'div',
      { class: `face ${message.fromBot ? 'bot' : ''}`, 'aria-hidden': 'true' },
      message.name.slice(0, 1),
    ),
    h(
      'div',
      { class: 'body' },
      h(
        'div',
        { class: 'by' },
        h('strong', {}, message.name),
        message.fromBot ? h('span', { class: 'tag' }, '应用') : null,
        h('time', {}, shortTime(message.ts)),
        message.edited ? h('small', {}, '（已编辑）') : null,
        message.onlyForYou ? h('span', { class: 'tag' }, '仅你可见') : null,
      ),
      message.blocks.length
        ? renderBlocks(message.blocks, { values: message.values, use })
        : h('div', { class: 'rich' }, mrkdwn(message.text)),
      count && openThread
        ? h(
            'button',
            { type: 'button', class: 'link', onclick: () => openThread(message.ts) },
            `${count} 条回复`,
          )
        : null,
    ),
    h(
      'div',
      { class: 'tools' },
      openThread && !message.onlyForYou ? tool('回复', () => openThread(message.ts)) : null,
      mine && !message.onlyForYou ? tool('编辑', () => edit(message, person, channel)) : null,
      mine && !message.onlyForYou ? tool('删除', () => remove(message, person, channel)) : null,
    ),
  );
}

function tool(label, onclick) {
  return h('button', { type: 'button', onclick }, label);
}

function edit(message, person, channel) {
  const text = globalThis.prompt('编辑消息', message.shown);
  if (text?.trim()) act('edit', { as: person, channel, ts: message.ts, text });
}

async function remove(message, person, channel) {
  const sure = await confirmWith({
    title: '删除消息',
    text: '删除以后不能恢复。',
    confirm: '删除',
    deny: '取消',
    style: 'danger',
  });
  if (sure) act('delete', { as: person, channel, ts: message.ts });
}

/** Builds a composer once; `where()` says where its text goes. Enter sends, Shift+Enter breaks the line. */
export function composer(form, placeholder, where) {
  const box = h('textarea', { rows: 2, placeholder, 'aria-label': placeholder });
  const send = async () => {
    const text = box.value;
    const place = where();
    if (!text.trim() || !place) return;
    box.value = '';
    const result = await act('send', { ...place, text });
    if (result === null) box.value = text;
  };
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  form.append(box, h('button', { type: 'submit', class: 'primary' }, '发送'));
}
