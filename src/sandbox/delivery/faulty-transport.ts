import { crossingOfDelivery, nameOfDelivery } from '../faults/crossings.ts';
import type { DeliverySpec, Fault } from '../faults/fault.ts';
import type { Faults } from '../faults/faults.ts';
import type { Wire } from '../wire/wire.ts';
import type { Workspace } from '../workspace.ts';
import type { Delivery, Outcome, Transport } from './transport.ts';

type Again = Extract<DeliverySpec, { kind: 'twice' }>['again'];

interface Surroundings {
  workspace: Workspace;
  faults: Faults;
  wire: Wire;
}

/** A way to the bot on which faults strike and of which the wire takes note. */
export class FaultyTransport implements Transport {
  readonly #way: Transport;
  readonly #around: Surroundings;

  constructor(way: Transport, around: Surroundings) {
    this.#way = way;
    this.#around = around;
  }

  connected(): boolean {
    return this.#way.connected();
  }

  ready(): Promise<void> {
    return this.#way.ready();
  }

  async send(delivery: Delivery): Promise<Outcome> {
    const { faults, workspace } = this.#around;
    const fault = faults.ofDelivery(() => crossingOfDelivery(workspace, delivery));
    if (!fault) return await this.#carry(delivery, null);
    switch (fault.spec.kind) {
      case 'lose-ack':
        await this.#carry(delivery, fault);
        return { acked: false, reason: 'http_timeout' };
      case 'twice':
        return await this.#carryTwice(delivery, fault, fault.spec.again);
    }
  }

  /** The first time counts: its answer is what the person sees. */
  async #carryTwice(delivery: Delivery, fault: Fault, again: Again): Promise<Outcome> {
    const secondTime = () => this.#carry(asRetry(delivery), fault);
    if (again === 'when-ended') fault.hold(() => void this.#way.ready().then(secondTime));
    const first = this.#carry(delivery, fault);
    if (again === 'afterwards') await first;
    if (again !== 'when-ended') await secondTime();
    return await first;
  }

  async #carry(delivery: Delivery, fault: Fault | null): Promise<Outcome> {
    const { payload, retry } = delivery;
    const crossed = this.#around.wire.begin(
      'to-bot',
      nameOfDelivery(delivery),
      retry ? { ...payload, retry_attempt: retry.attempt, retry_reason: retry.reason } : payload,
    );
    if (fault) crossed.struckBy(fault.spec.kind);
    const outcome = await this.#way.send(delivery);
    if (outcome.acked) crossed.end('ack', outcome.body);
    else crossed.end(outcome.reason);
    return outcome;
  }
}

/** The same payload once more; only events say that they are a retry. */
function asRetry(delivery: Delivery): Delivery {
  if (delivery.kind !== 'events_api') return delivery;
  const attempt = (delivery.retry?.attempt ?? 0) + 1;
  return { ...delivery, retry: { attempt, reason: 'http_timeout' } };
}
