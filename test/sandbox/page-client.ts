import type { Sandbox } from '../../src/sandbox/sandbox.ts';

/** What the page says to the sandbox, without a browser. */
export function pageClient({ url }: Pick<Sandbox, 'url'>) {
  const answerOf = async (response: Response) => ({
    status: response.status,
    // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it says what it is
    body: (await response.json()) as any,
  });
  return {
    look: async (name: string, query: Record<string, string> = {}) =>
      answerOf(await fetch(`${url}/page/${name}?${new URLSearchParams(query)}`)),
    do: async (name: string, body: object = {}) =>
      answerOf(
        await fetch(`${url}/page/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
  };
}
