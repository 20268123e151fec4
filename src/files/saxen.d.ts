declare module 'saxen' {
  /** The part of saxen, which has no types of its own, that Duban uses. Names keep their prefix, values their entities. */
  export class Parser {
    on(
      event: 'openTag',
      handler: (
        name: string,
        attributes: () => Record<string, string>,
        decode: (text: string) => string,
      ) => void,
    ): this;
    on(event: 'closeTag', handler: (name: string) => void): this;
    on(event: 'text', handler: (text: string, decode: (text: string) => string) => void): this;
    on(event: 'cdata', handler: (text: string) => void): this;
    parse(xml: string): this;
    /** Ends the parse that is going on. */
    stop(): void;
  }
}
