import { useEffect, useRef, useState } from 'preact/hooks';
import { conversation } from '../live.ts';
import { here } from '../state.ts';

const LONGEST = 160;

/** Reads new messages of the open conversation to a screen reader; what was there when it was opened is not news. */
export function Announcer() {
  const last = useRef({ place: '', ts: '' });
  const [words, say] = useState('');
  const view = conversation.value;
  useEffect(() => {
    if (!view) return;
    const { person } = here.peek();
    const place = `${person}/${view.id}`;
    const newest = view.messages.reduce((ts, message) => (message.ts > ts ? message.ts : ts), '');
    const before = last.current;
    last.current = { place, ts: newest };
    if (before.place !== place) return;
    const fresh = view.messages.filter((message) => message.ts > before.ts && message.from !== person);
    if (fresh.length > 0)
      say(fresh.map((message) => `${message.name}：${message.shown.slice(0, LONGEST)}`).join('\n'));
  }, [view]);
  return (
    <div class="ui-unseen" aria-live="polite">
      {words}
    </div>
  );
}
