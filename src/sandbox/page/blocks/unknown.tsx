import { t } from '../language.ts';

/** Said in place of what the page cannot show, so that nothing is dropped without a word. */
export function Unknown({ type }: { type: string }) {
  return (
    <p class="unknown">
      {t(
        `演练工作区还不会显示“${type}”，Slack 里会有。`,
        `The sandbox cannot show “${type}” yet; Slack would.`,
      )}
    </p>
  );
}
