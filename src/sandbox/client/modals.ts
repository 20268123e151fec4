import { type JsonObject, stringAt } from '../json.ts';
import { ApiError } from '../slack-api/api-error.ts';
import { newModal, renewModal } from '../view-object.ts';
import type { Workspace } from '../workspace.ts';

const DEEPEST_STACK = 3;

/** The modals that people have open, one stack for each person. They live in the client, so a restart closes them. */
export class Modals {
  readonly #stacks = new Map<string, JsonObject[]>();
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** The stack of one person, the visible modal last. */
  of(person: string): readonly JsonObject[] {
    return this.#stacks.get(person) ?? [];
  }

  top(person: string): JsonObject | undefined {
    return this.of(person).at(-1);
  }

  /** Opens a first modal, or stacks one while another is open, as Slack does for `views.open`. */
  open(person: string, view: JsonObject): JsonObject {
    return this.#add(person, view);
  }

  /** @throws ApiError not_found when nothing is open, push_limit_reached at three */
  push(person: string, view: JsonObject): JsonObject {
    if (this.of(person).length === 0) throw new ApiError('not_found');
    return this.#add(person, view);
  }

  /** @throws ApiError not_found, hash_conflict */
  update(target: { id: string; externalId: string }, view: JsonObject, hash: string): JsonObject {
    for (const [person, stack] of this.#stacks) {
      const at = stack.findIndex((one) => isTarget(one, target));
      const before = stack[at];
      if (!before) continue;
      if (hash && before.hash !== hash) throw new ApiError('hash_conflict');
      const renewed = renewModal(this.#workspace.identity, before, view);
      this.#put(person, stack.with(at, renewed));
      return renewed;
    }
    throw new ApiError('not_found');
  }

  /** Puts back a modal with other values. */
  replace(person: string, view: JsonObject): void {
    this.#put(
      person,
      this.of(person).map((one) => (one.id === view.id ? view : one)),
    );
  }

  /** Takes away the visible modal and shows the one below. */
  pop(person: string): void {
    this.#put(person, this.of(person).slice(0, -1));
  }

  /** Takes one modal out of the stack, wherever it is. */
  remove(person: string, id: string): void {
    this.#put(
      person,
      this.of(person).filter((one) => one.id !== id),
    );
  }

  clear(person: string): void {
    this.#put(person, []);
  }

  /** Closes everybody's. */
  forget(): void {
    this.#stacks.clear();
  }

  #add(person: string, view: JsonObject): JsonObject {
    const stack = this.of(person);
    if (stack.length >= DEEPEST_STACK) throw new ApiError('push_limit_reached');
    this.#refuseTakenExternalId(view);
    const previous = stringAt(stack.at(-1), 'id') || null;
    const root = stringAt(stack[0], 'id') || null;
    const opened = newModal(this.#workspace.identity, view, { previous, root });
    this.#put(person, [...stack, opened]);
    return opened;
  }

  #refuseTakenExternalId(view: JsonObject): void {
    const externalId = stringAt(view, 'external_id');
    const taken = [...this.#stacks.values()]
      .flat()
      .some((one) => externalId && one.external_id === externalId);
    if (taken) throw new ApiError('duplicate_external_id');
  }

  #put(person: string, stack: JsonObject[]): void {
    this.#stacks.set(person, stack);
    this.#workspace.announce({ kind: 'modal', people: [person] });
  }
}

function isTarget(view: JsonObject, target: { id: string; externalId: string }): boolean {
  return target.id ? view.id === target.id : view.external_id === target.externalId;
}
