import { signal } from '@preact/signals';
import { t } from './language.ts';
import { tell } from './toasts.ts';

type Query = { [name: string]: string };

/** Asks the sandbox for a look of the contract; null when it may not be seen or the sandbox does not answer. */
export async function look<View>(name: string, query: Query = {}): Promise<View | null> {
  try {
    const response = await fetch(`/page/${name}?${new URLSearchParams(query)}`);
    return response.ok ? ((await response.json()) as View) : null;
  } catch {
    return null;
  }
}

/** What the bot has to answer. */
const FOR_THE_BOT: ReadonlySet<string> = new Set(['act', 'send', 'submit']);
/** How much of that has no answer yet. */
export const underway = signal(0);

let last: Promise<unknown> = Promise.resolve();

/** Does something as a person, one thing after the other. A refusal is shown on the page and gives null. */
export function act<Answer = object>(name: string, body: object): Promise<Answer | null> {
  const result = last.then(() => post<Answer>(name, body));
  last = result;
  return result;
}

/** The same without waiting for what was done before: for what takes long. */
export async function post<Answer = object>(name: string, body: object): Promise<Answer | null> {
  const isForBot = FOR_THE_BOT.has(name);
  if (isForBot) underway.value += 1;
  const answer = await send<Answer>(`/page/${name}`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (isForBot) underway.value -= 1;
  return answer;
}

/** Hands over bytes or a form's files. */
export function upload<Answer>(name: string, query: Query, body: Blob | FormData): Promise<Answer | null> {
  return send<Answer>(`/page/${name}?${new URLSearchParams(query)}`, { body });
}

async function send<Answer>(address: string, request: RequestInit): Promise<Answer | null> {
  try {
    const response = await fetch(address, { method: 'POST', ...request });
    const answer = (await response.json()) as { message?: string };
    if (response.ok) return answer as Answer;
    tell(answer.message ?? t('没有成功', 'That did not work'));
  } catch {
    tell(t('演练工作区没有应答，可能已经停止', 'The sandbox does not answer; it may have stopped'));
  }
  return null;
}

export interface PageChange {
  kind: string;
  channel?: string;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Calls back for every change, and with `reconnected` when the line is there (again). A lost line is tried anew,
 * because browsers give some losses up. Returns the way to stop.
 */
export function listen(
  person: string,
  onChange: (change: PageChange) => void,
  onLost: () => void,
): () => void {
  let source: EventSource;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let pause = FIRST_PAUSE_MS;
  const open = () => {
    source = new EventSource(`/page/changes?${new URLSearchParams({ as: person })}`);
    source.onmessage = (event: MessageEvent<string>) => onChange(JSON.parse(event.data) as PageChange);
    source.onopen = () => {
      pause = FIRST_PAUSE_MS;
      onChange({ kind: 'reconnected' });
    };
    source.onerror = () => {
      source.close();
      onLost();
      retry = setTimeout(open, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    };
  };
  open();
  return () => {
    source.close();
    clearTimeout(retry);
  };
}
