import { tell } from './dom.js';

/** Asks the sandbox for what one person sees; null when they may not see it. */
export async function look(what, query) {
  const response = await fetch(`/page/${what}?${new URLSearchParams(query)}`);
  return response.ok ? await response.json() : null;
}

let last = Promise.resolve();

/** Does something as a person, one thing after the other. A refusal is shown on the page and gives null. */
export function act(what, body) {
  const result = last.then(() => post(what, body));
  last = result.catch(() => {});
  return result;
}

/** The same without waiting for what was done before: for what takes long. */
export async function post(what, body) {
  try {
    const response = await fetch(`/page/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    tell(answer.message ?? '没有成功');
  } catch {
    tell('演练工作区没有应答，可能已经停止');
  }
  return null;
}

/** Calls back for every change; the browser reconnects by itself. Returns the way to stop. */
export function listen(person, onChange) {
  const source = new EventSource(`/page/changes?${new URLSearchParams({ as: person })}`);
  source.onmessage = (event) => onChange(JSON.parse(event.data));
  source.onopen = () => onChange({ kind: 'reconnected' });
  return () => source.close();
}
