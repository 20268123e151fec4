import type { IncomingMessage } from 'node:http';
import { isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { ApiError } from './api-error.ts';

const LARGEST_BODY_BYTES = 4_000_000;

/** The arguments of one Web API call, whether they came as a form or as JSON. */
export class Arguments {
  readonly #values: JsonObject;

  constructor(values: JsonObject) {
    this.#values = values;
  }

  /** A string or number argument; '' when absent. */
  text(name: string): string {
    const value = this.#values[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** @throws ApiError invalid_arguments naming the missing field */
  required(name: string): string {
    const value = this.text(name);
    if (!value) throw missing(name);
    return value;
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(String(this.#values[name] ?? ''));
  }

  /** @throws ApiError invalid_limit when it is not a whole number from 1 to `most` */
  limit(normal: number, most: number): number {
    const given = this.text('limit');
    if (!given) return normal;
    const limit = Number(given);
    if (!Number.isInteger(limit) || limit < 1) throw new ApiError('invalid_limit');
    return Math.min(limit, most);
  }

  /** A structured argument: JSON in a form field, or the value itself in a JSON body. Undefined when absent or empty. */
  json(name: string): Json | undefined {
    const value = this.#values[name];
    if (typeof value !== 'string') return value ?? undefined;
    if (value === '') return undefined;
    return parseJson(value) ?? value;
  }
}

/** Reads the body and query of a call. @throws ApiError invalid_json, invalid_form_data, request_too_large */
export async function readArguments(request: IncomingMessage): Promise<JsonObject> {
  const query = Object.fromEntries(new URL(request.url ?? '/', 'http://sandbox').searchParams);
  if (request.method === 'GET') return query;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const body = await readBody(request);
  if (type === 'application/json') {
    const parsed = body === '' ? {} : parseJson(body);
    if (!isObject(parsed)) throw new ApiError(parsed === undefined ? 'invalid_json' : 'json_not_object');
    return { ...query, ...parsed };
  }
  if (type === 'application/x-www-form-urlencoded' || body === '')
    return { ...query, ...Object.fromEntries(new URLSearchParams(body)) };
  throw new ApiError('invalid_post_type');
}

/** The whole body as text. @throws ApiError request_too_large */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY_BYTES) throw new ApiError('request_too_large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function missing(name: string): ApiError {
  const message = `[ERROR] missing required field: ${name}`;
  return new ApiError('invalid_arguments', { response_metadata: { messages: [message] } });
}
