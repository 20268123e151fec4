/** The two halves of a reply; it is done with both (R20). */
export const REPLY_HALVES = ['reply-delivered', 'reply-uploaded'] as const;
export type ReplyHalf = (typeof REPLY_HALVES)[number];
