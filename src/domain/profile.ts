import type { Unit } from './facts.ts';

/** 单位资料: what the notice wants on record about every unit, and what each part is called (R31). */
export const PROFILE_FIELDS = {
  phone: '联系电话',
  functions: '单位职能',
  address: '单位地址',
} as const;

export type ProfileField = keyof typeof PROFILE_FIELDS;

/** What is still empty, by name. */
export function lacksOfProfile(unit: Pick<Unit, ProfileField>): string[] {
  return Object.entries(PROFILE_FIELDS).flatMap(([field, name]) =>
    unit[field as ProfileField]?.trim() ? [] : [name],
  );
}
