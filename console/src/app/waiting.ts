/** What waits for this person's answer: approvals, and other agencies' requests for one's cameras. By the screen where it is answered. */
import { can, useMe } from "../api/queries";
import { useApprovals } from "../api/requests";
import { useSharesToAnswer } from "../api/shares";

export function useWaiting(): Record<string, number> {
  const me = useMe();
  const approvals = useApprovals("waiting").data?.pages[0]?.items.length ?? 0;
  const shares = useSharesToAnswer(can(me.data, "share.answer")).data ?? 0;
  return { "/requests": approvals, "/shares": shares };
}
