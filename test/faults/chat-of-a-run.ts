import { ChatFailure, type FailureKind, type Post, type Posted, type Slack } from '../../src/chat/slack.ts';

/** How a call to the chat ends. */
export type Ending =
  | 'done'
  | 'answer-lost'
  | 'call-lost'
  | 'too-many'
  | 'refused'
  | 'dies-before'
  | 'dies-after';

/** What is to become of the next worker's first call. */
export interface Fate {
  ending: Ending;
  /** It ends when the run says so, not at once. */
  late: boolean;
}

/** A call that has no answer yet; `over` resolves when its worker has done what follows from it. */
interface OpenCall {
  end: () => void;
  isPost: boolean;
  over: Promise<void>;
}

/** A worker's chat; `rests` resolves when it waits for an answer or is over, and `ends` is called when its job is. */
interface OneWorker {
  slack: Pick<Slack, 'post' | 'findPosted'>;
  rests: Promise<void>;
  ends: () => void;
}

/** A chat that is a list of posts, whose calls end as a run of the model test says. */
export class ChatOfARun {
  readonly posts: { channel: string; id: string }[] = [];
  readonly #open: OpenCall[] = [];

  /** The chat as one worker sees it. */
  forWorker(fate: Fate): OneWorker {
    let first = true;
    const waits = signal();
    const over = signal();
    const call = async <Result>(act: () => Result, isPost: boolean): Promise<Result> => {
      const { ending, late } = first ? fate : ({ ending: 'done', late: false } satisfies Fate);
      first = false;
      // A look-up that comes back to a process that stood still tells what was true before.
      const seen = isPost ? null : { result: act() };
      if (late) {
        const ended = signal();
        this.#open.push({ end: ended.give, isPost, over: over.given });
        waits.give();
        await ended.given;
      }
      const effect = () => (seen ?? { result: act() }).result;
      switch (ending) {
        case 'done':
          return effect();
        case 'answer-lost':
          effect();
          throw failure(isPost ? 'ambiguous' : 'transient', 'timeout');
        case 'call-lost':
          throw failure(isPost ? 'ambiguous' : 'transient', 'timeout');
        case 'too-many':
          throw failure('rate-limited', 'ratelimited', 30_000);
        case 'refused':
          throw failure('permanent', 'account_inactive');
        case 'dies-after':
          effect();
          break;
        case 'dies-before':
      }
      over.give();
      return new Promise<never>(() => {});
    };
    return {
      rests: Promise.race([waits.given, over.given]),
      ends: over.give,
      slack: {
        post: ({ channel, deliveryId = '' }: Post) => call(() => this.#record(channel, deliveryId), true),
        findPosted: ({ channel, deliveryId }) => call(() => this.#find(channel, deliveryId), false),
      },
    };
  }

  /** The oldest call under way comes to its end; resolves when its worker has done what follows from it. */
  endOldest(): Promise<void> {
    return this.#end(this.#open.slice(0, 1));
  }

  /** No post is longer under way than the client waits for it; a process may stand still for as long as it likes. */
  endPosts(): Promise<void> {
    return this.#end(this.#open.filter(({ isPost }) => isPost));
  }

  endAll(): Promise<void> {
    return this.#end([...this.#open]);
  }

  async #end(calls: readonly OpenCall[]): Promise<void> {
    for (const call of calls) {
      this.#open.splice(this.#open.indexOf(call), 1);
      call.end();
    }
    await Promise.all(calls.map(({ over }) => over));
  }

  timesPosted(deliveryId: string): number {
    return this.posts.filter(({ id }) => id === deliveryId).length;
  }

  #record(channel: string, deliveryId: string): Posted {
    this.posts.push({ channel, id: deliveryId });
    return { channel, ts: `${this.posts.length}.0` };
  }

  #find(channel: string, deliveryId: string): Posted | null {
    const at = this.posts.findIndex((post) => post.id === deliveryId && post.channel === channel);
    return at < 0 ? null : { channel, ts: `${at + 1}.0` };
  }
}

function failure(kind: FailureKind, code: string, retryAfterMs?: number): ChatFailure {
  return new ChatFailure(kind, code, { method: 'chat', ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function signal(): { given: Promise<void>; give: () => void } {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}
