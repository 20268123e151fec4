/**
 * Builds an element. Children are nodes or strings; a string becomes text and is never read as HTML.
 * Properties starting with `on` are listeners; null, false and undefined are left out.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (name in element && name !== 'list' && name !== 'form') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Asks before something happens. Resolves to true when the person goes on. */
export function confirmWith({ title, text, confirm, deny, style }) {
  const dialog = byId('ask');
  return new Promise((resolve) => {
    const done = (answer) => {
      dialog.onclose = null;
      dialog.close();
      resolve(answer);
    };
    dialog.replaceChildren(
      h('h2', {}, title),
      h('p', {}, text),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', onclick: () => done(false) }, deny),
        h(
          'button',
          { type: 'button', class: style === 'danger' ? 'danger' : 'primary', onclick: () => done(true) },
          confirm,
        ),
      ),
    );
    dialog.onclose = () => resolve(false);
    dialog.showModal();
  });
}

let hideNotice;

/** Shows a short line at the top for a few seconds. */
export function tell(text) {
  const notice = byId('notice');
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(hideNotice);
  hideNotice = setTimeout(() => {
    notice.hidden = true;
  }, 6000);
}
