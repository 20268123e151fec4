export type {
  Answer,
  EventType,
  Handle,
  Inbound,
  InboundAction,
  InboundCommand,
  InboundEvent,
  InboundForm,
  InboundMessage,
} from './inbound.ts';
