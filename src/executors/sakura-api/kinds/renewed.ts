// Whether an id is the renewed id of another one: then the object that carries it is the same object.
import type { Look } from '../look.ts';
import { readTags } from '../shapes.ts';
import { previousIdTag } from './kind.ts';

/** Reads the object under its present id; false also when that one is gone. */
export async function isRenewed(
  { path, key }: { path: string; key: string },
  zone: string,
  presentId: string,
  formerId: string,
  look: Look,
): Promise<boolean> {
  const row = await look.read(zone, `${path}/${presentId}`, key);
  return row !== null && readTags(row).includes(previousIdTag(formerId));
}
