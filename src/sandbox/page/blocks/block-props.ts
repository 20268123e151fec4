import type { JsonObject } from '../../json.ts';

export interface BlockProps {
  block: JsonObject;
  /** By action id. */
  values: { [actionId: string]: JsonObject };
  error?: string | undefined;
}
