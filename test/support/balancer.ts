import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';

/** What stands before the processes of a bot that listens over HTTP: each request goes to the next of them. */
export interface Balancer {
  url: string;
  add(port: number): void;
  /** A process that is gone is asked until somebody takes it out: Slack's request comes to nothing, and is repeated. */
  remove(port: number): void;
  close(): Promise<void>;
}

export async function openBalancer(): Promise<Balancer> {
  const ports: number[] = [];
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const server = createServer((asked, answers) => {
    const port = ports[turn++ % Math.max(1, ports.length)];
    if (port === undefined) return void asked.socket.destroy();
    const { method, url: path, headers } = asked;
    const passed = request({ port, host: '127.0.0.1', method, path, headers, agent }, (answered) => {
      answers.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answers);
      answered.on('error', () => answers.destroy());
    });
    passed.on('error', () => asked.socket.destroy());
    asked.pipe(passed);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `http://127.0.0.1:${address.port}/slack/events`,
    add: (port) => void ports.push(port),
    remove(port) {
      const at = ports.indexOf(port);
      if (at >= 0) ports.splice(at, 1);
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
