/** What a process serves to those who run it. */
export interface Scrape {
  /** A sample by its name and labels as they are written, such as `duban_deliveries{state="sent"}`; undefined when there is none. */
  (sample: string): number | undefined;
  text: string;
  /** Every sample of a metric: its labels as they are written, and its value. */
  all(name: string): Record<string, number>;
}

/** Reads `/metrics` as Prometheus does. */
export async function scrape(port: number | null): Promise<Scrape> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/metrics was answered with ${response.status}: ${text}`);
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, sample, value] = /^([a-z_]+(?:\{.*\})?) (\S+)$/i.exec(line) ?? [];
    if (sample === undefined) continue;
    if (samples.has(sample)) throw new Error(`${sample} is there twice`);
    samples.set(sample, Number(value));
  }
  const all = (name: string) =>
    Object.fromEntries(
      [...samples]
        .filter(([sample]) => sample.startsWith(`${name}{`))
        .map(([sample, value]) => [sample.slice(name.length + 1, -1), value]),
    );
  return Object.assign((sample: string) => samples.get(sample), { text, all });
}

/** A page of the same port. */
export async function look(
  port: number | null,
  path: string,
  init?: RequestInit,
): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
}
