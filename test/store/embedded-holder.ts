/**
 * A process that opens the embedded database and stays until it is killed or its standard input closes.
 * Arguments: data folder, `bot` or `tool`. Prints one JSON line: { url } or { error }.
 */
import { createLog } from '../../src/log.ts';
import { openEmbedded } from '../../src/store/embedded.ts';

const [dataDir = '', role] = process.argv.slice(2);
// Ctrl-C reaches the whole process group; a bot drains first, and needs its database for that.
process.on('SIGINT', () => {});
try {
  const database = await openEmbedded({ dataDir, exclusive: role === 'bot', log: createLog('silent') });
  process.stdout.write(`${JSON.stringify({ url: database.url })}\n`);
  process.stdin.resume().once('end', () => void database.stop());
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
}
