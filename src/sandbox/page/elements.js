import { confirmWith, h } from './dom.js';
import { decode, link, mrkdwn } from './mrkdwn.js';

/**
 * One element of Block Kit, alive. `use(answer)` hands over what a person did with it: null for a button, else the
 * text, the date, the chosen value or the list of chosen values. `value` is what it holds now, as in state.values.
 */
export function interactive(element, value, use) {
  const sure = async (answer) => {
    if (!element.confirm || (await confirmWith(plainConfirm(element.confirm)))) use(answer);
  };
  switch (element.type) {
    case 'button':
      return button(element, sure);
    case 'static_select':
    case 'users_select':
    case 'channels_select':
      return select(element, value, sure);
    case 'multi_static_select':
      return boxes(element, value, 'checkbox', sure, 'menu');
    case 'checkboxes':
      return boxes(element, value, 'checkbox', sure);
    case 'radio_buttons':
      return boxes(element, value, 'radio', sure);
    case 'overflow':
      return overflow(element, sure);
    case 'datepicker':
      return picker('date', value?.selected_date, sure);
    case 'timepicker':
      return picker('time', value?.selected_time, sure);
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return typed(element, value, sure);
    default:
      return h('span', { class: 'unknown' }, `〔此页面不会显示 ${element.type}〕`);
  }
}

function button(element, use) {
  const label = element.text.text;
  const style = element.style ?? '';
  const go = () => {
    if (element.url) globalThis.open(element.url, '_blank', 'noopener');
    use(null);
  };
  return h(
    'button',
    { type: 'button', class: style, title: element.accessibility_label, onclick: go },
    label,
  );
}

function select(element, value, use) {
  const chosen = value?.selected_option?.value ?? '';
  const menu = h('select', { onchange: () => use(menu.value || null) });
  menu.append(h('option', { value: '' }, element.placeholder?.text ?? '请选择'));
  for (const one of element.options ?? []) menu.append(option(one, chosen));
  for (const group of element.option_groups ?? [])
    menu.append(
      h(
        'optgroup',
        { label: group.label.text },
        group.options.map((one) => option(one, chosen)),
      ),
    );
  return menu;
}

function option(one, chosen) {
  const description = one.description ? ` — ${one.description.text}` : '';
  return h('option', { value: one.value, selected: one.value === chosen }, one.text.text + description);
}

function boxes(element, value, type, use, look = '') {
  const chosen = [value?.selected_option, ...(value?.selected_options ?? [])].map((one) => one?.value);
  const name = `boxes-${crypto.randomUUID()}`;
  const group = h('div', { class: `boxes ${look}`, role: 'group' });
  const report = () => {
    const values = [...group.querySelectorAll('input:checked')].map((box) => box.value);
    use(type === 'radio' ? (values[0] ?? null) : values);
  };
  const options = element.options ?? element.option_groups.flatMap((one) => one.options);
  for (const one of options)
    group.append(
      h(
        'label',
        {},
        h('input', { type, name, value: one.value, checked: chosen.includes(one.value), onchange: report }),
        h('span', {}, text(one.text), one.description ? h('small', {}, text(one.description)) : null),
      ),
    );
  return group;
}

function overflow(element, use) {
  const menu = h('details', { class: 'overflow' }, h('summary', { 'aria-label': '更多操作' }, '⋯'));
  const close = () => {
    menu.open = false;
  };
  const items = element.options.map((one) =>
    one.url
      ? link(one.url, one.text.text)
      : h(
          'button',
          {
            type: 'button',
            onclick: () => {
              close();
              use(one.value);
            },
          },
          one.text.text,
        ),
  );
  menu.append(h('div', {}, items));
  return menu;
}

function picker(type, value, use) {
  const input = h('input', { type, value: value ?? '', onchange: () => use(input.value || null) });
  return input;
}

function typed(element, value, use) {
  const tag = element.multiline ? 'textarea' : 'input';
  const types = { email_text_input: 'email', url_text_input: 'url', number_input: 'text' };
  const input = h(tag, {
    value: value?.value ?? '',
    placeholder: element.placeholder?.text,
    maxLength: element.max_length ?? 3000,
    ...(element.multiline ? { rows: 4 } : { type: types[element.type] ?? 'text' }),
    ...(element.type === 'number_input' && { inputMode: 'decimal' }),
    onchange: () => use(input.value),
  });
  return input;
}

/** A text object as nodes. */
export function text(object) {
  return object.type === 'mrkdwn' ? mrkdwn(object.text) : [document.createTextNode(object.text)];
}

function plainConfirm(confirm) {
  return {
    title: confirm.title.text,
    text: decode(confirm.text.text),
    confirm: confirm.confirm.text,
    deny: confirm.deny.text,
    style: confirm.style,
  };
}
