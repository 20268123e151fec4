import type { SandboxContext } from '../context.ts';

/** From now on the person is the one at the page, and nobody lets them act by themselves. */
export function actAs({ workspace }: SandboxContext, person: string): void {
  if (workspace.people.has(person) && !workspace.actedAs.has(person))
    workspace.record({ type: 'acted-as', user: person });
}
