import { ApiError } from './api-error.ts';
import type { Methods } from './method.ts';
import { page } from './paging.ts';
import { wireBotUser, wireUser } from './shapes.ts';

export const userMethods: Methods = {
  'users.info': ({ context, args }) => {
    const { people, identity } = context.workspace;
    const id = args.required('user');
    if (id === identity.botUserId) return { user: wireBotUser(context) };
    const person = people.get(id);
    if (!person) throw new ApiError('user_not_found');
    return { user: wireUser(context, person) };
  },

  'users.lookupByEmail': ({ context, args }) => {
    const email = args.required('email').toLowerCase();
    const person = [...context.workspace.people.values()].find((one) => one.email?.toLowerCase() === email);
    if (!person) throw new ApiError('users_not_found');
    return { user: wireUser(context, person) };
  },

  'users.list': ({ context, args }) => {
    const users = [...context.workspace.people.values()].map((person) => wireUser(context, person));
    const all = [...users, wireBotUser(context)];
    const { items, cursor } = page(all, args, args.limit(all.length || 1, 1000));
    const cacheTs = Math.floor(context.clock.now().getTime() / 1000);
    return { members: items, cache_ts: cacheTs, response_metadata: { next_cursor: cursor } };
  },
};
