import './files.css';
import type { FileView } from '../../page-server/contract.ts';
import { Icon } from '../frame/icon.tsx';
import { t } from '../language.ts';

/** The files of a message: pictures as pictures, everything else as a card to download. */
export function Files({ files }: { files: FileView[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="message-files">
      {files.map((file) => (
        <li key={file.id}>{file.isDeleted ? <Gone /> : <Shared file={file} />}</li>
      ))}
    </ul>
  );
}

function Shared({ file }: { file: FileView }) {
  return (
    <>
      {file.isImage && (
        <a href={file.url} target="_blank" rel="noreferrer">
          <img src={file.url} alt={file.name} />
        </a>
      )}
      <a class="file-card" href={`${file.url}&save`} download={file.name}>
        <Icon name={file.isImage ? 'download' : 'file'} />
        <span>
          <strong>{file.name}</strong>
          <small>
            {sizeOf(file.size)} · {t('下载', 'Download')}
          </small>
        </span>
      </a>
    </>
  );
}

function Gone() {
  return <span class="file-card gone">{t('这个文件已经删除', 'This file was deleted')}</span>;
}

/** `12 KB` */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
