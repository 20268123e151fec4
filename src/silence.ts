import { Socket } from 'node:net';

/**
 * Makes sockets that end when nothing has come or gone for so long, in milliseconds. A connection that something on the
 * way has forgotten says nothing for ever, and whoever asked over it would wait as long.
 */
export function socketsEndingAfter(silenceMs: number): () => Socket {
  return () => {
    const socket = new Socket();
    socket.setTimeout(silenceMs, () => socket.destroy(new Error(`no word for ${silenceMs} ms`)));
    return socket;
  };
}
