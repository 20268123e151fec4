import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A server seen through a gate of the test's own: what is behind it can go away, or fall silent, and come back. */
export interface Gate {
  /** The given address, through the gate. */
  url: string;
  /** Cuts every connection and refuses new ones, as a server that was stopped does. */
  shut(): Promise<void>;
  /** Takes everything and answers nothing, as a server that hangs does. */
  hold(): void;
  /** Lets everything through again. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export async function openGate(url: string): Promise<Gate> {
  const target = new URL(url);
  const lines = new Set<[Socket, Socket]>();
  let held = false;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    const line: [Socket, Socket] = [near, far];
    lines.add(line);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('data', (data) => other.write(data));
      one.on('error', () => {});
      one.on('close', () => {
        other.destroy();
        lines.delete(line);
      });
    }
    if (held) far.pause();
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const shut = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const [near] of lines) near.destroy();
    await closed;
  };
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href,
    shut,
    hold() {
      held = true;
      for (const [, far] of lines) far.pause();
    },
    async open() {
      held = false;
      for (const [, far] of lines) far.resume();
      if (!server.listening) await listen(port);
    },
    close: shut,
  };
}
