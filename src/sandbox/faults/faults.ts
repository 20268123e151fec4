import type { FaultView } from '../page-server/contract.ts';
import {
  type CallSpec,
  CONNECTING,
  type Crossing,
  type DeliverySpec,
  type DisconnectNotice,
  Fault,
  type FaultInput,
  type FaultSpec,
  faultSpec,
} from './fault.ts';

export interface FaultOptions {
  /** Ends the bot's Socket Mode connections. */
  disconnect: (notice: DisconnectNotice | null) => void;
  /** Told when a fault was ordered, has struck or is over. */
  changed: () => void;
}

/** What goes wrong on purpose. The oldest fault that is aimed at a crossing strikes it, and no other. */
export class Faults {
  #active: Fault[] = [];
  #last = 0;
  readonly #options: FaultOptions;

  constructor(options: FaultOptions) {
    this.#options = options;
  }

  /** @throws ZodError when the order makes no sense */
  add(order: FaultInput): Fault {
    const spec = faultSpec.parse(order);
    this.#last += 1;
    const fault = new Fault(String(this.#last), spec, this.#options.changed);
    this.#active.push(fault);
    if (spec.kind === 'disconnect' && fault.strikes({ name: CONNECTING, channel: [], user: null }))
      this.#options.disconnect(spec.notice ?? null);
    this.#options.changed();
    return fault;
  }

  /** Those that still strike or still hold something, oldest first. */
  list(): FaultView[] {
    return this.#stillActive().map((fault) => fault.view());
  }

  /** @returns false when there is no such fault any more */
  end(id: string): boolean {
    const fault = this.#stillActive().find((one) => one.id === id);
    fault?.end();
    return fault !== undefined;
  }

  endAll(): void {
    for (const fault of [...this.#active]) fault.end();
  }

  /** The fault that strikes a call of the bot; `at` is asked only while there are faults. */
  ofCall(at: () => Crossing): Fault<CallSpec> | null {
    return this.#strike(at, (fault): fault is Fault<CallSpec> => !isOfDelivery(fault));
  }

  /** The fault that strikes what goes to the bot. */
  ofDelivery(at: () => Crossing): Fault<DeliverySpec> | null {
    return this.#strike(at, isOfDelivery);
  }

  #strike<Spec extends FaultSpec>(
    at: () => Crossing,
    isOfThisWay: (fault: Fault) => fault is Fault<Spec>,
  ): Fault<Spec> | null {
    const candidates = this.#stillActive().filter(isOfThisWay);
    if (candidates.length === 0) return null;
    const crossing = at();
    return candidates.find((fault) => fault.strikes(crossing)) ?? null;
  }

  #stillActive(): readonly Fault[] {
    if (this.#active.some((fault) => fault.isOver))
      this.#active = this.#active.filter((fault) => !fault.isOver);
    return this.#active;
  }
}

function isOfDelivery(fault: Fault): fault is Fault<DeliverySpec> {
  return fault.spec.kind === 'twice' || fault.spec.kind === 'lose-ack';
}
