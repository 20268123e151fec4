import { Icon } from '../frame/icon.tsx';
import { t } from '../language.ts';
import { sizeOf } from './files.tsx';

interface AttachmentsProps {
  files: readonly File[];
  onRemove(at: number): void;
}

/** The files that go out with the next message. */
export function Attachments({ files, onRemove }: AttachmentsProps) {
  if (files.length === 0) return null;
  return (
    <ul class="attachments" aria-label={t('要发送的文件', 'Files to send')}>
      {files.map((file, at) => (
        <li key={`${at} ${file.name}`}>
          <Icon name="file" />
          <span>
            {file.name} <small>{sizeOf(file.size)}</small>
          </span>
          <button
            type="button"
            class="ui-icon"
            aria-label={t(`去掉 ${file.name}`, `Remove ${file.name}`)}
            onClick={() => onRemove(at)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
