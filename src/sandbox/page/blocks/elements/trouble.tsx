/** Slack's small warning beside an element whose use did not reach the bot. */
export function Trouble({ problem }: { problem: string | null }) {
  return (
    <span class="trouble-place" role="alert">
      {problem && <span class="trouble">{problem}</span>}
    </span>
  );
}
