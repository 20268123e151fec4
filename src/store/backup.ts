import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from './database.ts';
import { tableNames } from './tables.ts';

/** The first line of a backup. After it comes one line for each row: the table's name, and the row. */
export const backupHead = z.object({
  format: z.literal('duban-backup'),
  version: z.literal(1),
  takenAt: z.iso.datetime(),
  /** The last step of the schema that the database had seen: the `when` of the migrations' journal. */
  schema: z.int(),
  /** Rows by table, each table after those that it refers to. */
  tables: z.array(z.object({ name: z.string().regex(/^[a-z_]+$/), rows: z.int().nonnegative() })),
});
export type BackupHead = z.infer<typeof backupHead>;

export const backupRow = z.tuple([z.string(), z.record(z.string(), z.unknown())]);

const BATCH = 500;

/**
 * Everything the bot keeps, as of one instant, line by line: what is written meanwhile is not in it. The queue is not
 * either: it is made anew from the ledger.
 */
export async function writeBackup(
  db: Database,
  takenAt: Date,
  write: (line: string) => Promise<void>,
): Promise<BackupHead> {
  return db.transaction(
    async (tx) => {
      const head = await headOf(tx, takenAt);
      await write(JSON.stringify(head));
      for (const { name } of head.tables) {
        const line = sql`json_build_array(${sql.raw(`'${name}'`)}, row_to_json(one))::text`;
        await tx.execute(
          sql`declare lines cursor for select ${line} as line from ${sql.identifier(name)} one`,
        );
        for (;;) {
          const { rows } = await tx.execute<{ line: string }>(sql.raw(`fetch ${BATCH} from lines`));
          for (const row of rows) await write(row.line);
          if (rows.length < BATCH) break;
        }
        await tx.execute(sql`close lines`);
      }
      return head;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** A database that is behind the program has fewer tables. */
async function headOf(tx: Database, takenAt: Date): Promise<BackupHead> {
  const { rows: steps } = await tx.execute<{ last: string }>(
    sql`select max(created_at) as last from drizzle.__drizzle_migrations`,
  );
  const tables: BackupHead['tables'] = [];
  for (const name of tableNames()) {
    const { rows: found } = await tx.execute<{ there: boolean }>(
      sql`select to_regclass(${name}) is not null as there`,
    );
    if (!found[0]?.there) continue;
    const { rows } = await tx.execute<{ count: number }>(
      sql`select count(*)::int as count from ${sql.identifier(name)}`,
    );
    tables.push({ name, rows: rows[0]?.count ?? 0 });
  }
  const schema = Number(steps[0]?.last ?? 0);
  return { format: 'duban-backup', version: 1, takenAt: takenAt.toISOString(), schema, tables };
}
