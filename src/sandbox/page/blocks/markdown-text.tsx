import { t } from '../language.ts';
import { type MarkdownItem, type MarkdownPart, parseMarkdown } from './markdown.ts';
import { Spans } from './text.tsx';

/** A `markdown` block: standard Markdown, as language models write it. */
export function Markdown({ text }: { text: string }) {
  return (
    <div class="markdown">
      {parseMarkdown(text).map((part) => (
        <Part part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: MarkdownPart }) {
  switch (part.kind) {
    case 'heading':
      return (
        <h4 class="rich heading">
          <Spans of={part.spans} />
        </h4>
      );
    case 'paragraph':
      return (
        <p class="rich">
          <Spans of={part.spans} />
        </p>
      );
    case 'quote':
      return (
        <blockquote class="rich">
          <Spans of={part.spans} />
        </blockquote>
      );
    case 'code':
      return <pre class="rich">{part.text}</pre>;
    case 'rule':
      return <hr class="block-divider" />;
    case 'list':
      return (
        <ul class="rich-list markers">
          {part.items.map((item) => (
            <li class="rich" style={{ marginInlineStart: `${item.indent * 1.5}em` }}>
              <Marker of={item.marker} />
              <Spans of={item.spans} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return <MarkdownTable {...part} />;
  }
}

function Marker({ of: marker }: { of: MarkdownItem['marker'] }) {
  switch (marker.kind) {
    case 'bullet':
      return <span class="marker">•</span>;
    case 'number':
      return <span class="marker">{marker.number}.</span>;
    case 'task':
      return (
        <span
          class="marker"
          role="img"
          aria-label={marker.isDone ? t('已完成', 'Done') : t('未完成', 'To do')}
        >
          {marker.isDone ? '☑' : '☐'}
        </span>
      );
  }
}

function MarkdownTable({ rows: [heading = [], ...rows], aligns }: MarkdownPart & { kind: 'table' }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="block-table" aria-label={t('表格', 'Table')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {heading.map((cell, column) => (
              <th scope="col" class={`${aligns[column]} rich`}>
                <Spans of={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, column) => (
                <td class={`${aligns[column]} wrapped rich`}>
                  <Spans of={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
