import type { FormValues } from '../src/chat/form.ts';
import { decodeQuery, searchFrom, WHOLE_BOARD } from '../src/domain/board-query.ts';
import { SEARCH_FIELD } from '../templates/office-home.ts';
import type { Act, Call } from './call.ts';

/** Every button that leads from one view of App Home to another. What may be seen in it is decided by the role. */
export const turnHome: Act = { verb: 'mine', run: async (call) => ({ home: decodeQuery(call.text) }) };

/** Enter in the search field, or the button below it. An empty search shows everything again. */
export const searchHome: Act = {
  verb: 'mine',
  async run(call) {
    const query = decodeQuery(viewMetadata(call));
    const search = searchFrom(typedIn(call));
    if (search === '' && query === null) return { home: null };
    const from = query ?? { ...WHOLE_BOARD, side: 'proposal' };
    return { home: { ...from, search, page: 0, of: null, back: 0 } };
  },
};

function viewMetadata({ inbound }: Call): string {
  return inbound.kind === 'action' ? (inbound.viewMetadata ?? '') : '';
}

/** Enter brings the text itself; the button brings none, and the field stands among the view's values. */
function typedIn({ inbound, text }: Call): string {
  if (inbound.kind !== 'action') return '';
  return inbound.value === null ? searchIn(inbound.viewValues ?? {}) : text;
}

function searchIn(values: FormValues): string {
  const [, value] = Object.entries(values).find(([id]) => id.startsWith(SEARCH_FIELD)) ?? [];
  return typeof value === 'string' ? value : '';
}
