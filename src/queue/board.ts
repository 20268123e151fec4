import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { openLanes, type QueueSettings } from './queue.ts';

/** Web pages that show the jobs of a queue, and let nobody change them. */
export interface Board {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/**
 * Loads bull-board, which brings Express and is worth having in memory only for those who look.
 *
 * @param path where the pages stand, such as `/queues`
 * @throws UserError when the backend cannot be reached
 */
export async function openBoard(settings: QueueSettings, path: string): Promise<Board> {
  const [{ createBullBoard }, { BullMQAdapter }, { ExpressAdapter }] = await Promise.all([
    import('@bull-board/api'),
    import('@bull-board/api/bullMQAdapter'),
    import('@bull-board/express'),
  ]);
  const log = settings.log.child({ subsystem: 'board' });
  const lanes = Object.values(await openLanes(settings, log));
  const server = new ExpressAdapter().setBasePath(path);
  // Both fit when they run. The types know queues on Redis alone, and two copies of one class that differ in nothing.
  const shown = lanes.map(({ queue }) => queue as unknown as ConstructorParameters<typeof BullMQAdapter>[0]);
  const serverAdapter = server as unknown as Parameters<typeof createBullBoard>[0]['serverAdapter'];
  createBullBoard({
    queues: shown.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter,
    options: { uiConfig: { boardTitle: settings.name, hideDocsLink: true, locale: { lng: 'zh-CN' } } },
  });
  const pages: RequestListener = server.getRouter();
  return {
    handle(request, response) {
      request.url = request.url?.slice(path.length).replace(/^(?!\/)/, '/') ?? '/';
      pages(request, response);
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}
