/** Whether a key belongs to an input method that is still composing; some browsers tell it by the code 229 only. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
