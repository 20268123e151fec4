/** What travels on the wire. Every reader of it narrows with the helpers below instead of trusting its shape. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const found = value?.[key];
  return isObject(found) ? found : undefined;
}

/** The objects of an array field; an absent field or a member of another type is left out. */
export function objectsAt(value: JsonObject | undefined, key: string): JsonObject[] {
  const found = value?.[key];
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** A string field, or '' when it is absent or of another type. */
export function stringAt(value: JsonObject | undefined, key: string): string {
  const found = value?.[key];
  return typeof found === 'string' ? found : '';
}

export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
