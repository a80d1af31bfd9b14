// The event stream of `apply -json`, in lines that Terraform 1.11 printed.
import { expect, test } from 'vitest';
import { applyEvents } from '../../../src/executors/terraform/stage/events.ts';

const LINES = [
  '{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","terraform":"1.11.4","type":"version","ui":"1.2"}',
  '{"@level":"info","@message":"sakuracloud_disk.x: Destroying... [id=113000000111]","type":"apply_start","hook":{"action":"delete"}}',
  'a plug-in’s own line',
  '{"@level":"info","@message":"sakuracloud_disk.x: Still destroying... [10s elapsed]","type":"apply_progress","hook":{"elapsed_seconds":10}}',
  '{"@level":"error","@message":"sakuracloud_disk.x: Destruction errored after 12s","type":"apply_errored","hook":{"action":"delete"}}',
  '{"@level":"error","@message":"Error: deleting Disk","type":"diagnostic","diagnostic":{"severity":"error","summary":"deleting Disk","detail":"disk is locked"}}',
  '{"@level":"warn","@message":"Warning: old","type":"diagnostic","diagnostic":{"severity":"warning","summary":"old","detail":""}}',
  '{"cut',
];

test('tells how the object comes along, and keeps the errors in their own words', () => {
  const told: string[] = [];
  const events = applyEvents((text) => told.push(text));
  for (const line of LINES) events.onLine(line);
  expect(told).toEqual([
    'terraform: sakuracloud_disk.x: Destroying... [id=113000000111]',
    'terraform: sakuracloud_disk.x: Still destroying... [10s elapsed]',
    'terraform: sakuracloud_disk.x: Destruction errored after 12s',
  ]);
  expect(events.errors()).toBe('deleting Disk: disk is locked');
});
