import type { ComponentChildren } from 'preact';
import { t } from '../language.ts';

/** While the first look is under way: nothing that jumps. */
export function Loading() {
  return <p class="panel-missing">{t('正在读取…', 'Reading…')}</p>;
}

/** Says that the sandbox does not show this part. */
export function NotAvailable({ children }: { children?: ComponentChildren }) {
  return (
    <p class="panel-missing">
      {children ?? t('演练工作区现在没有提供这一部分。', 'The sandbox does not offer this part right now.')}
    </p>
  );
}
