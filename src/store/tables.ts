import { getTableName } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import * as schema from './schema.ts';

/** Names of the bot's own tables, each after those that it refers to. */
export function tableNames(): string[] {
  const waiting = Object.values<PgTable>(schema).map((table) => ({
    name: getTableName(table),
    needs: getTableConfig(table).foreignKeys.map((key) => getTableName(key.reference().foreignTable)),
  }));
  const names: string[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => needs.every((needed) => names.includes(needed)));
    const [table] = waiting.splice(next, 1);
    if (next < 0 || !table) throw new Error('the tables refer to each other in a circle');
    names.push(table.name);
  }
  return names;
}
