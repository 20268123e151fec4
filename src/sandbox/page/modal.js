import { act } from './api.js';
import { renderBlocks } from './blocks.js';
import { explain } from './conversation.js';
import { byId, h, tell } from './dom.js';

let shown = { person: '', hash: '', errors: {} };

/** Shows the modal on top, or none. What is being typed is left alone until the bot sends a new version. */
export function renderModal(person, { view, depth }) {
  const dialog = byId('modal');
  dialog.oncancel = (event) => {
    event.preventDefault();
    act('close-form', { as: person });
  };
  if (!view) {
    shown = { person, hash: '', errors: {} };
    if (dialog.open) dialog.close();
    return;
  }
  const key = `${view.id}/${view.hash}`;
  if (dialog.open && shown.person === person && shown.hash === key) return;
  shown = { person, hash: key, errors: {} };
  paint(dialog, person, view, depth);
  if (!dialog.open) dialog.showModal();
  (
    dialog.querySelector('.body input, .body textarea, .body select') ?? dialog.querySelector('footer button')
  ).focus();
}

function paint(dialog, person, view, depth) {
  const use = async (block, element, answer) => {
    const surface = { kind: 'modal' };
    explain(
      await act('act', { as: person, surface, blockId: block.block_id, actionId: element.action_id, answer }),
    );
  };
  const body = h('div', { class: 'body' }, renderBlocks(view.blocks, { values: view.state.values, use }));
  const submit = view.submit ? h('button', { type: 'submit', class: 'primary' }, view.submit.text) : null;
  const form = h(
    'form',
    { noValidate: true },
    h('header', {}, h('h2', {}, view.title.text), depth > 1 ? h('small', {}, `第 ${depth} 层`) : null),
    body,
    h(
      'footer',
      { class: 'buttons' },
      h(
        'button',
        { type: 'button', onclick: () => act('close-form', { as: person }) },
        view.close?.text ?? '取消',
      ),
      submit,
    ),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!submit) return;
    // The box being typed in has not told of its change yet.
    document.activeElement?.blur();
    submit.disabled = true;
    showErrors(body, view, await act('submit', { as: person }));
    submit.disabled = false;
  });
  dialog.replaceChildren(form);
}

function showErrors(body, view, answer) {
  for (const old of body.querySelectorAll('.error')) old.remove();
  for (const old of body.querySelectorAll('[aria-invalid]')) old.removeAttribute('aria-invalid');
  if (answer?.result === 'failed') tell('出了点问题，机器人没有收下这份表单，请再试一次');
  if (answer?.result !== 'errors') return;
  view.blocks.forEach((block, index) => {
    const problem = answer.errors[block.block_id];
    if (!problem) return;
    const field = body.children[index];
    field.querySelector('input, select, textarea, .boxes')?.setAttribute('aria-invalid', 'true');
    field.append(h('div', { class: 'error', role: 'alert' }, problem));
  });
  body.querySelector('.error')?.scrollIntoView({ block: 'center' });
}

/** The App Home of the acting person. */
export function renderHome(column, person, { view }) {
  const use = async (block, element, answer) => {
    const surface = { kind: 'home' };
    explain(
      await act('act', { as: person, surface, blockId: block.block_id, actionId: element.action_id, answer }),
    );
  };
  column.dataset.shows = 'home';
  column.replaceChildren(
    ...(view
      ? [h('div', { class: 'home' }, renderBlocks(view.blocks, { values: view.state.values, use }))]
      : [h('p', { class: 'empty' }, '机器人还没有为这个人准备主页')]),
  );
}
