import { useRef, useState } from 'preact/hooks';
import { type JsonObject, objectsAt, stringAt } from '../../../json.ts';
import { t } from '../../language.ts';
import { useHand } from '../surface.ts';
import { Cross } from './cross.tsx';
import { type ElementProps, tied, useHeld, useSending } from './element.ts';
import { Trouble } from './trouble.tsx';

interface Held {
  id: string;
  name: string;
  size: number;
}

const MOST_FILES = 10;

/** A field for files, which lie in the workspace as soon as they are put in. */
export function Files({ place, value, control }: ElementProps) {
  const { element } = place;
  const hand = useHand();
  const { waiting, problem, send } = useSending(place);
  const [under, setUnder] = useState<string[]>([]);
  const [held, setHeld] = useHeld(filesIn(value), waiting || under.length > 0);
  const [refused, setRefused] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const most = typeof element.max_files === 'number' ? element.max_files : MOST_FILES;
  const endings = Array.isArray(element.filetypes) ? element.filetypes.map(String) : [];

  const add = async (chosen: File[]) => {
    const isTooMany = held.length + chosen.length > most;
    setRefused(isTooMany ? t(`最多放 ${most} 个文件`, `At most ${most} files`) : null);
    const taken = chosen.slice(0, Math.max(0, most - held.length));
    setUnder(taken.map((file) => file.name));
    let files = held;
    for (const file of taken) {
      const answer = await hand.addFile(place, file);
      if (answer) files = [...files, { id: answer.file.id, name: answer.file.name, size: answer.file.size }];
      else setRefused(t(`“${file.name}”没有放进来`, `“${file.name}” was not taken`));
      setHeld(files);
      setUnder((names) => names.slice(1));
    }
  };
  const remove = (id: string) => {
    const rest = held.filter((file) => file.id !== id);
    setRefused(null);
    setHeld(rest);
    send(rest.map((file) => file.id));
    input.current?.focus();
  };

  return (
    <span class="element wide">
      <label
        class={`button file-add ${control.invalid ? 'invalid' : ''}`}
        aria-disabled={held.length >= most}
      >
        <input
          ref={input}
          {...tied(control)}
          type="file"
          multiple={most > 1}
          accept={endings.map((ending) => `.${ending}`).join(',') || undefined}
          disabled={held.length >= most}
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            add(chosen);
          }}
        />
        {t('添加文件', 'Add files')}
      </label>
      <span class="below">
        <span>{endings.length > 0 && t(`可放 ${endings.join('、')}`, `Takes ${endings.join(', ')}`)}</span>
        <span>
          {held.length} / {most}
        </span>
      </span>
      {(held.length > 0 || under.length > 0) && (
        <ul class="files">
          {held.map((file) => (
            <li key={file.id}>
              <span class="file-name">{file.name}</span>
              <small>{sizeOf(file.size)}</small>
              <button
                type="button"
                class="clear"
                aria-label={t(`移除 ${file.name}`, `Remove ${file.name}`)}
                onClick={() => remove(file.id)}
              >
                <Cross />
              </button>
            </li>
          ))}
          {under.map((name) => (
            <li key={name} aria-busy="true">
              <span class="file-name">{name}</span>
              <small>{t('正在上传…', 'Uploading…')}</small>
              <span class="spinner" aria-hidden="true" />
            </li>
          ))}
        </ul>
      )}
      <Trouble problem={refused ?? problem} />
    </span>
  );
}

function filesIn(value: JsonObject | undefined): Held[] {
  return objectsAt(value, 'files').map((file) => ({
    id: stringAt(file, 'id'),
    name: stringAt(file, 'name'),
    size: Number(file.size ?? 0),
  }));
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
