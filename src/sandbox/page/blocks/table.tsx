import { isObject, type Json, type JsonObject, objectsAt, stringAt } from '../../json.ts';
import { t } from '../language.ts';
import { parsePlain } from './mrkdwn.ts';
import { RichText } from './rich-text.tsx';
import { Spans } from './text.tsx';

/** A table; its first row is the heading. One that is too wide scrolls by itself. */
export function Table({ block }: { block: JsonObject }) {
  const [heading = [], ...rows] = cellsOf(block);
  const looks = looksOf(block.column_settings);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="block-table" aria-label={t('表格', 'Table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heading.map((cell, column) => (
              <th scope="col" class={looks[column]}>
                <Cell cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, column) => (
                <td class={looks[column]}>
                  <Cell cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ cell }: { cell: JsonObject }) {
  if (cell.type === 'rich_text') return <RichText block={cell} />;
  return (
    <span class="rich">
      <Spans of={parsePlain(stringAt(cell, 'text'))} />
    </span>
  );
}

function cellsOf(block: JsonObject): JsonObject[][] {
  const { rows } = block;
  return Array.isArray(rows) ? rows.map((row) => objectsAt({ row }, 'row')) : [];
}

/** Style classes by column; a column without settings is on the left and does not wrap. */
function looksOf(settings: Json | undefined): string[] {
  const columns = Array.isArray(settings) ? settings : [];
  return columns.map((column) => {
    if (!isObject(column)) return '';
    return `${stringAt(column, 'align')} ${column.is_wrapped === true ? 'wrapped' : ''}`;
  });
}
