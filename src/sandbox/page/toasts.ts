import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
}

const SHOWN_MS = 6_000;

export const toasts = signal<readonly Toast[]>([]);
let count = 0;

/** Says a short thing at the edge of the page, for a few seconds. */
export function tell(text: string): void {
  const toast = { id: ++count, text };
  toasts.value = [...toasts.value, toast];
  setTimeout(() => dismiss(toast.id), SHOWN_MS);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
