/** How much a table file may hold. An office's roster and list stay far below; a ledger of 1,000 proposals has 5 MB. */
export const limits = {
  /** Bytes of the file itself. */
  fileBytes: 10 * 1024 * 1024,
  rows: 20_000,
  columns: 100,
  /** Characters in one cell. */
  cellLength: 5_000,
  zipEntries: 1_000,
  /** Bytes of everything inflated from one file. */
  inflatedBytes: 64 * 1024 * 1024,
  /** An entry may grow to this many times its packed size; real sheets stay under 100. */
  inflateRatio: 200,
  /** An entry up to this many bytes may have any ratio. */
  smallEntryBytes: 1024 * 1024,
} as const;
