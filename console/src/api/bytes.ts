/** Part of a recording, as a playlist or a set of tracks names it: the grant stands in the address. */
import { ApiError } from "./client";

/** Without a size: all of it. */
export async function fetchBytes(url: string, offset: number, size: number | null, signal: AbortSignal): Promise<ArrayBuffer> {
  const headers = size === null ? undefined : { Range: `bytes=${offset}-${offset + size - 1}` };
  // eslint-disable-next-line no-restricted-globals -- bytes at an address that the server gave, not a question of the API
  const answer = await fetch(url, { headers, signal });
  if (!answer.ok) throw new ApiError(answer.status, "refused", "");
  return answer.arrayBuffer();
}
