import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeliveryFigures } from '../store/delivery-figures.ts';
import type { Meters } from './meters.ts';
import { recent } from './recent.ts';

/** What is asked for when somebody looks, rather than counted on the way. */
export interface Sources {
  deliveries(): Promise<DeliveryFigures>;
  /** Jobs by state. */
  queue(): Promise<Record<string, number>>;
  /** Null where nobody is heard here. */
  chatConnected: (() => boolean) | null;
  /** Whether the timetable runs here. */
  ticks: boolean;
  now(): Date;
}

export interface Metrics {
  meters: Meters;
  /** Prometheus' text format. */
  text(): Promise<string>;
  contentType: string;
}

/** Several scrapers, or one that is impatient, cost no more than one reading. */
const READING = { maxAgeMs: 5_000, patienceMs: 2_000 };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const LATENESS = [1, 5, 15, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 24 * HOUR];
/** Slack gives up after 3 s. */
const ACK = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 2.5, 3, 5, 10];
const JOB = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Memory, processor, garbage and the event loop's lag: once for the process, however often the bot is started in it. */
const ofProcess = new Registry();
collectDefaultMetrics({ register: ofProcess });

/** Labels are names from the code: no person, unit, text, channel or id. */
export function createMetrics(sources: Sources): Metrics {
  const register = new Registry();
  const registers = [register];
  const answers = new Counter({
    name: 'duban_slack_answers_total',
    help: 'Requests to Slack by method and what became of them',
    labelNames: ['method', 'class'],
    registers,
  });
  const acks = new Histogram({
    name: 'duban_ack_seconds',
    help: 'From an act of a person to its acknowledgement, by kind and how it stood by then',
    labelNames: ['kind', 'outcome'],
    buckets: ACK,
    registers,
  });
  const jobs = new Histogram({
    name: 'duban_job_seconds',
    help: 'Runs of jobs by name and result; plan-reminders is the planning of one office',
    labelNames: ['job', 'result'],
    buckets: JOB,
    registers,
  });
  const lateness = new Histogram({
    name: 'duban_planned_lateness_seconds',
    help: 'How long after its sending time a planned message went out',
    buckets: LATENESS,
    registers,
  });
  let tickedAt = performance.now();

  readAtScrape(sources, register);
  if (sources.ticks)
    new Gauge({
      name: 'duban_last_tick_age_seconds',
      help: 'Since the last successful turn of the timetable, or since the start',
      registers,
      collect() {
        this.set((performance.now() - tickedAt) / 1_000);
      },
    });

  return {
    meters: {
      slackAnswered: (method, outcome) => answers.inc({ method, class: outcome }),
      acked: (kind, outcome, seconds) => acks.observe({ kind, outcome }, seconds),
      jobRan: ({ name, succeeded, seconds }) =>
        jobs.observe({ job: name, result: succeeded ? 'ok' : 'failed' }, seconds),
      plannedSent: (secondsLate) => lateness.observe(secondsLate),
      ticked: () => {
        tickedAt = performance.now();
      },
    },
    text: async () => (await Promise.all([register.metrics(), ofProcess.metrics()])).join('\n'),
    contentType: register.contentType,
  };
}

/** What cannot be read is left out, and `duban_source_up` says so. */
function readAtScrape(sources: Sources, register: Registry): void {
  const registers = [register];
  const deliveries = recent(sources.deliveries, READING);
  const queue = recent(sources.queue, READING);
  new Gauge({
    name: 'duban_deliveries',
    help: 'Rows of the ledger by state; the same for every process on one database',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of Object.entries((await deliveries())?.byState ?? {}))
        this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'duban_oldest_owed_seconds',
    help: 'How long the oldest message that should be out has been waiting; 0 when none is',
    registers,
    async collect() {
      this.remove();
      const found = await deliveries();
      if (found === null) return;
      const since = found.owedSince?.getTime();
      this.set(since === undefined ? 0 : Math.max(0, (sources.now().getTime() - since) / 1_000));
    },
  });
  new Gauge({
    name: 'duban_queue_jobs',
    help: 'Jobs of the queue by state',
    labelNames: ['state'],
    registers,
    async collect() {
      this.reset();
      for (const [state, count] of Object.entries((await queue()) ?? {})) this.set({ state }, count);
    },
  });
  new Gauge({
    name: 'duban_source_up',
    help: '1 when the database or the queue gave its figures, else 0',
    labelNames: ['source'],
    registers,
    async collect() {
      const [database, jobs] = await Promise.all([deliveries(), queue()]);
      this.set({ source: 'database' }, database === null ? 0 : 1);
      this.set({ source: 'queue' }, jobs === null ? 0 : 1);
    },
  });
  const { chatConnected } = sources;
  if (chatConnected !== null)
    new Gauge({
      name: 'duban_chat_connected',
      help: '1 while people can be heard, else 0',
      registers,
      collect() {
        this.set(chatConnected() ? 1 : 0);
      },
    });
}
