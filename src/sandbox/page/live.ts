import { batch, computed, effect, signal } from '@preact/signals';
import type {
  ConversationView,
  FrameView,
  HomeView,
  MessageView,
  ModalView,
} from '../page-server/contract.ts';
import { listen, look, type PageChange, post } from './api.ts';
import { freshener } from './freshener.ts';
import { changes, frame, goTo, here } from './state.ts';

/** How many messages of a conversation are shown at first, and how many more each time. */
const PAGE = 100;
/** What happens elsewhere only moves unread marks; a move through a year would otherwise keep the page busy. */
const ELSEWHERE_GAP_MS = 400;

/** The places that are tabs of the bot's own page: it is told who looks at them. */
const TABS: { [place: string]: 'messages' | 'home' } = { dm: 'messages', home: 'home' };

/** Whether the line to the sandbox is there. */
export const isLive = signal(true);
/** The form the acting person has open, and their App Home. */
export const modal = signal<ModalView>({ depth: 0, view: null });
export const home = signal<HomeView | null>(null);

interface Seen {
  person: string;
  place: string;
  /** Null where this person may not look. */
  view: ConversationView | null;
}

const seen = signal<Seen | null>(null);
const newest = signal(PAGE);

/** The conversation of the page's place; undefined until it was seen, null where this person may not look. */
export const conversation = computed(() => {
  const { person, place } = here.value;
  return seen.value?.person === person && seen.value.place === place ? seen.value.view : undefined;
});

export function showEarlier(): void {
  newest.value += PAGE;
  askConversation();
}

const askFrame = freshener(lookAtFrame);
const askFrameSlowly = freshener(lookAtFrame, ELSEWHERE_GAP_MS);
const askConversation = freshener(lookAtConversation);
const askModal = freshener(async () => {
  const { person } = here.value;
  const view = await look<ModalView>('modal', { as: person });
  if (view && person === here.value.person) modal.value = view;
});
const askHome = freshener(async () => {
  const { person } = here.value;
  const view = await look<HomeView>('home', { as: person });
  if (view && person === here.value.person) home.value = view;
});

async function lookAtFrame(): Promise<void> {
  const { person } = here.value;
  const view = await look<FrameView>('workspace', { as: person });
  if (!view || person !== here.value.person) return;
  batch(() => {
    frame.value = view;
    if (!view.people.some((one) => one.id === person)) goTo({ person: view.newcomer, thread: null });
  });
}

async function lookAtConversation(): Promise<void> {
  const { person, place, thread } = here.value;
  if (!person || place === 'home') return;
  const query = { as: person, id: place, newest: String(newest.value), ...(thread && { thread }) };
  const view = await look<ConversationView>('conversation', query);
  if (person !== here.value.person || place !== here.value.place) return;
  // Nothing was seen: that this person may not look is known only while the sandbox answers.
  if (!view && !isLive.value) return;
  const before = conversation.peek()?.messages ?? [];
  seen.value = { person, place, view: view && { ...view, messages: unchangedKept(before, view.messages) } };
}

/** Messages that are as they were stay the same objects, so that only the others are drawn again. */
export function unchangedKept(before: MessageView[], after: MessageView[]): MessageView[] {
  const known = new Map(before.map((message) => [message.ts, message]));
  return after.map((message) => {
    const old = known.get(message.ts);
    return old && JSON.stringify(old) === JSON.stringify(message) ? old : message;
  });
}

function onChange({ kind, channel }: PageChange): void {
  isLive.value = true;
  switch (kind) {
    case 'reconnected':
      askAll();
      break;
    case 'message':
      if (channel === seen.value?.view?.id || !seen.value?.view) askConversation();
      askFrame();
      break;
    case 'membership':
    case 'people':
      askConversation();
      askFrame();
      break;
    case 'modal':
      askModal();
      break;
    case 'home':
      askHome();
      break;
    case 'elsewhere':
    case 'clock':
      askFrameSlowly();
      break;
    case 'wire':
    case 'fault':
      // Only the panels show those.
      break;
    default:
      askFrame();
  }
  changes.value += 1;
}

function askAll(): void {
  askFrame();
  askConversation();
  askModal();
  askHome();
}

/** Keeps what the page shows up to date, whoever acts and wherever the page is. */
export function live(): void {
  const person = computed(() => here.value.person);
  const place = computed(() => `${here.value.place}/${here.value.thread}`);
  effect(() => {
    modal.value = { depth: 0, view: null };
    home.value = null;
    askFrame();
    return listen(person.value, onChange, () => {
      isLive.value = false;
    });
  });
  effect(() => {
    person.value;
    here.value.place;
    newest.value = PAGE;
  });
  effect(() => {
    person.value;
    place.value;
    askConversation();
  });
  const isBotThere = computed(() => frame.value?.bot.connected === true);
  const tab = computed(() => TABS[here.value.place]);
  effect(() => {
    if (person.value && tab.value && isBotThere.value)
      void post('open-tab', { as: person.value, tab: tab.value });
  });
}
