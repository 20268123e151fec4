import type { Log } from '../log.ts';
import type { FailureKind } from './failure.ts';

/** Whether Slack lets the bot in, as far as its latest answers tell. */
export interface Standing {
  /** Told what became of each request. `code` is the failure's. */
  heard(method: string, outcome: 'ok' | FailureKind, code: string | null): void;
  /** Slack's word for why the bot is shut out; null while it is not. */
  refusal(): string | null;
}

/** The token is good, and may not do this one thing. */
const ABOUT_THE_METHOD: readonly string[] = ['missing_scope', 'messages_tab_disabled'];

/** One-time addresses ask for no token. */
const isOfTheApi = (method: string) => method.includes('.');

/** Says it once, loudly, when it begins and when it is over: nobody can be told through the chat. */
export function createStanding(log: Log): Standing {
  let refused: { method: string; code: string } | null = null;
  return {
    heard(method, outcome, code) {
      if (outcome === 'shut-out' && code !== null) {
        if (refused?.code === code) return;
        refused = { method, code };
        log.error(refused, 'Slack does not let the bot in: what is owed waits; see npm run doctor');
      } else if (outcome === 'ok' && refused !== null && isOfTheApi(method)) {
        if (ABOUT_THE_METHOD.includes(refused.code) && refused.method !== method) return;
        log.warn(refused, 'Slack lets the bot in again');
        refused = null;
      }
    },
    refusal: () => refused?.code ?? null,
  };
}
