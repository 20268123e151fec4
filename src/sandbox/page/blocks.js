import { h } from './dom.js';
import { interactive, text } from './elements.js';
import { mrkdwn } from './mrkdwn.js';
import { richText } from './rich-text.js';

/**
 * Blocks as nodes. `use(block, element, answer)` is called when a person uses an element; `values` is what the
 * elements hold; `errors` are shown under the inputs they name.
 */
export function renderBlocks(blocks, { values = {}, errors = {}, use }) {
  return blocks.map((block) => {
    const live = (element) =>
      interactive(element, values[block.block_id]?.[element.action_id], (answer) =>
        use(block, element, answer),
      );
    return h('div', { class: `block ${block.type}` }, renderBlock(block, live, errors[block.block_id]));
  });
}

function renderBlock(block, live, error) {
  switch (block.type) {
    case 'section':
      return section(block, live);
    case 'header':
      return h('h3', {}, block.text.text);
    case 'divider':
      return h('hr');
    case 'context':
      return block.elements.map((element) =>
        element.type === 'image' ? picture(element) : h('span', {}, text(element)),
      );
    case 'actions':
      return block.elements.map(live);
    case 'image':
      return h('figure', {}, block.title ? h('figcaption', {}, block.title.text) : null, picture(block));
    case 'input':
      return input(block, live, error);
    case 'rich_text':
      return richText(block);
    case 'markdown':
      return h('div', { class: 'rich' }, mrkdwn(block.text));
    default:
      return h('span', { class: 'unknown' }, `〔此页面不会显示 ${block.type}〕`);
  }
}

function section(block, live) {
  const { accessory } = block;
  return [
    h(
      'div',
      { class: 'words' },
      block.text ? h('div', {}, text(block.text)) : null,
      block.fields
        ? h(
            'div',
            { class: 'fields' },
            block.fields.map((field) => h('div', {}, text(field))),
          )
        : null,
    ),
    accessory
      ? h('div', { class: 'accessory' }, accessory.type === 'image' ? picture(accessory) : live(accessory))
      : null,
  ];
}

function input(block, live, error) {
  const field = live(block.element);
  const note = block.optional ? h('small', {}, '（选填）') : null;
  const label = h('div', { class: 'label' }, block.label.text, note);
  field.setAttribute('aria-label', block.label.text);
  if (error) field.setAttribute('aria-invalid', 'true');
  return [
    label,
    field,
    error ? h('div', { class: 'error', role: 'alert' }, error) : null,
    block.hint ? h('div', { class: 'hint' }, block.hint.text) : null,
  ];
}

function picture(image) {
  return h('img', { src: image.image_url, alt: image.alt_text, title: image.alt_text, loading: 'lazy' });
}
