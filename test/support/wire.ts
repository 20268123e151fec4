import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A wire to a server: what goes over it can be lost without either end being told. */
export interface Wire extends AsyncDisposable {
  /** The server's address, by way of the wire. */
  url: string;
  /** From now on the connections that stand carry nothing, and stay open, as when a firewall forgets them. */
  forget(): void;
  /** New connections go to this address; those that stand stay where they are. */
  leadTo(address: string): void;
}

export async function openWire(to: string): Promise<Wire> {
  let target = new URL(to);
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    const pair = [near, far] as const;
    pairs.add(pair);
    near.pipe(far).pipe(near);
    for (const end of pair) {
      end.on('error', () => {});
      end.on('close', () => {
        pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(to);
  url.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url: url.href,
    forget() {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        near.resume();
        far.resume();
      }
    },
    leadTo(address) {
      target = new URL(address);
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const [near] of pairs) near.destroy();
      await once(server, 'close');
    },
  };
}
