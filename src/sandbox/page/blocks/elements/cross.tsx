/** The sign of taking something away. */
export function Cross() {
  return (
    <svg class="cross" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <path d="M1 1l8 8M9 1l-8 8" />
    </svg>
  );
}
