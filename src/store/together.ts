import { Column, is, SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** A select that has not been sent, as the query builder makes it. */
interface Select<Row> extends PromiseLike<Row[]>, SQLWrapper {
  readonly _: { readonly selectedFields: object };
}

/**
 * Sends several selects in one round trip; each brings the rows that it would bring alone, all of the same instant.
 * What is computed in them needs a name (`.as('…')`) and comes as JSON has it.
 */
export async function together<Rows extends Record<string, unknown>>(
  db: Database,
  selects: { [name in keyof Rows]: Select<Rows[name]> },
): Promise<{ [name in keyof Rows]: Rows[name][] }> {
  const parts = Object.entries<Select<unknown>>(selects).map(([name, select]) => ({
    name,
    read: readerOf(select),
    column: sql`(select coalesce(json_agg(one), '[]') from (${select.getSQL()}) one) as ${sql.identifier(name)}`,
  }));
  const columns = sql.join(
    parts.map(({ column }) => column),
    sql`, `,
  );
  const { rows } = await db.execute<Record<string, JsonRow[]>>(sql`select ${columns}`);
  const found = parts.map(({ name, read }) => [name, (rows[0]?.[name] ?? []).map(read)]);
  return Object.fromEntries(found) as { [name in keyof Rows]: Rows[name][] };
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
