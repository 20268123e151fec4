import { Column, is, type Query, SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { PgDialect, type PreparedQueryConfig } from 'drizzle-orm/pg-core';
import type { Database } from './database.ts';

/** A select that has not been sent, as the query builder makes it. */
interface Select<Row> extends PromiseLike<Row[]>, SQLWrapper {
  readonly _: { readonly selectedFields: object };
}

/**
 * Several selects that are sent in one round trip: each brings the rows that it would bring alone, all of the same
 * instant. They are put into SQL once, and PostgreSQL plans them once a connection, under the name; what differs from
 * one time to the next stands in them as `sql.placeholder`. What is computed needs a name (`.as('…')`) and comes as
 * JSON has it.
 */
export function together<Rows extends Record<string, unknown>>(
  name: string,
  selectsFrom: (db: Database) => { [part in keyof Rows]: Select<Rows[part]> },
): (db: Database, values: Record<string, unknown>) => Promise<{ [part in keyof Rows]: Rows[part][] }> {
  let prepared: Prepared | null = null;
  return async (db, values) => {
    prepared ??= prepare(selectsFrom(db));
    const { query, readers } = prepared;
    const { rows } = await db._.session.prepareQuery<Answered>(query, undefined, name, false).execute(values);
    const found = readers.map(([part, read]) => [part, (rows[0]?.[part] ?? []).map(read)]);
    return Object.fromEntries(found) as { [part in keyof Rows]: Rows[part][] };
  };
}

interface Prepared {
  query: Query;
  readers: readonly (readonly [part: string, read: (row: JsonRow) => JsonRow])[];
}
interface Answered extends PreparedQueryConfig {
  execute: { rows: Record<string, JsonRow[]>[] };
}

function prepare(selects: Record<string, Select<unknown>>): Prepared {
  const parts = Object.entries(selects);
  const columns = parts.map(
    ([part, select]) =>
      sql`(select coalesce(json_agg(one), '[]') from (${select.getSQL()}) one) as ${sql.identifier(part)}`,
  );
  return {
    query: new PgDialect().sqlToQuery(sql`select ${sql.join(columns, sql`, `)}`),
    readers: parts.map(([part, select]) => [part, readerOf(select)]),
  };
}

type JsonRow = { [column: string]: unknown };

/** From a row as JSON, by the database's names, to a row as the query builder gives it. */
function readerOf(select: Select<unknown>): (row: JsonRow) => JsonRow {
  const fields = Object.entries(select._.selectedFields).map(([name, field]: [string, unknown]) => {
    if (is(field, Column)) return { name, column: field.name, decoder: field };
    if (is(field, SQL.Aliased)) return { name, column: field.fieldAlias, decoder: null };
    throw new Error(`what is selected as ${name} has no name in the database`);
  });
  return (row) => {
    const read: JsonRow = {};
    for (const { name, column, decoder } of fields) {
      const value = row[column] ?? null;
      read[name] = value === null || decoder === null ? value : decoder.mapFromDriverValue(value);
    }
    return read;
  };
}
