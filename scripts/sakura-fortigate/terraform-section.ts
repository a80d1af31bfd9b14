// The `terraform:` section of the contract file: which provider, which program, and where its states lie. Must never hold a
// credential, only references.
import * as z from 'zod';
import { nonEmpty, secretRef } from '../../src/contract/fields.ts';

const stateUrl = z
  .string()
  .regex(/^https?:\/\/\S*\{state\}\S*$/, 'must be a URL with {state} in it: one state for each object');

const s3 = z.strictObject({
  bucket: nonEmpty,
  prefix: z.string().default('kaiyaku/').describe('what the keys of the states begin with'),
  region: nonEmpty.default('us-east-1').describe('other stores than Amazon’s ignore it'),
  endpoint: z.url().optional().describe('of a store that is not Amazon’s: https://s3.isk01.sakurastorage.jp'),
  accessKey: secretRef,
  secretKey: secretRef,
});

const http = z.strictObject({
  address: stateUrl.describe('https://gitlab.example/api/v4/projects/1/terraform/state/{state}'),
  lockAddress: stateUrl.describe('{address}/lock where it is GitLab; without a lock two runs could meet'),
  lockMethod: z.enum(['LOCK', 'POST', 'PUT']).default('LOCK'),
  unlockMethod: z.enum(['UNLOCK', 'DELETE']).default('UNLOCK'),
  username: secretRef.optional(),
  password: secretRef.optional(),
});

const pg = z.strictObject({
  connection: secretRef.describe('postgres://user:password@host/database; a schema for each state'),
});

export const terraformSection = z.strictObject({
  providerVersion: z
    .union([z.literal(2), z.literal(3)])
    .default(2)
    .describe('2: sacloud/sakuracloud; 3: sacloud/sakura'),
  binary: nonEmpty.optional().describe('path or name of the program; default: terraform or tofu on PATH'),
  stages: z
    .enum(['one-object', 'one-kind'])
    .default('one-object')
    .describe('one-kind: what a step deletes of one kind and zone, one after the other, is one approved plan'),
  backend: z
    .union([z.strictObject({ s3 }), z.strictObject({ http }), z.strictObject({ pg })], 'must be one of s3, http and pg')
    .optional()
    .describe('where Terraform keeps its states; default: beside the journal'),
});

export type TerraformSection = z.infer<typeof terraformSection>;
export type Backend = NonNullable<TerraformSection['backend']>;
