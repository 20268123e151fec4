import { useId, useState } from 'preact/hooks';
import { t } from '../language.ts';

interface FileFieldProps {
  label: string;
  hint: string;
  accept: string;
  file: File | null;
  onChoose(file: File | null): void;
}

/** A field for one file: chosen from the disk or dropped here. */
export function FileField({ label, hint, accept, file, onChoose }: FileFieldProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the field inside
    <div
      class={`file-field ${file ? 'filled' : ''} ${over ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer?.files[0];
        if (dropped) onChoose(dropped);
      }}
    >
      <span class="file-words">
        <label for={id}>{label}</label>
        <small class="ui-small line">
          {file
            ? `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB`
            : `${t('拖到这里，或选择', 'Drop here, or choose')} ${hint}`}
        </small>
      </span>
      {file ? (
        <button
          type="button"
          class="ui-button"
          aria-label={t(`移除${file.name}`, `Remove ${file.name}`)}
          onClick={() => onChoose(null)}
        >
          {t('移除', 'Remove')}
        </button>
      ) : (
        <span class="ui-button file-button">
          {t('选择文件', 'Choose')}
          <input
            id={id}
            type="file"
            accept={accept}
            onChange={(event) => onChoose(event.currentTarget.files?.[0] ?? null)}
          />
        </span>
      )}
    </div>
  );
}
