import { t } from '../language.ts';
import { Dialog } from '../panels/dialog.tsx';

interface ConfirmProps {
  title: string;
  text: string;
  /** The button that does it. */
  label: string;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ title, text, label, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <div class="ui-actions">
        <button type="button" class="ui-button" onClick={onClose}>
          {t('取消', 'Cancel')}
        </button>
        <button
          type="button"
          class="ui-button danger"
          onClick={() => {
            onConfirm();
            onClose();
          }}
        >
          {label}
        </button>
      </div>
    </Dialog>
  );
}
