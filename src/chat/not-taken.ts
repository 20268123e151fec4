/**
 * An inbound payload that is not acknowledged. Thrown through Bolt to the receiver: over HTTP it becomes `status`;
 * over Socket Mode Slack gets no acknowledgement, or an empty one when sending it again would not help.
 */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  /** Bolt wraps errors without a code. */
  readonly code = 'not_taken';
  readonly status: 400 | 500 | 503;

  constructor(status: 400 | 500 | 503, message: string) {
    super(message);
    this.status = status;
  }

  /** Whether the same payload may be taken later, so that Slack should send it again. */
  get worthRetrying(): boolean {
    return this.status !== 400;
  }
}
