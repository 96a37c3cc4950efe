/** What of a screen stands in its address, so that a link leads to the same. */
import { useSearchParams } from "wouter";

/** The parts, how one is set (to one value or several; nothing takes it away; going back does not stop at each of them), and how all are. */
export function useAddressParts() {
  const [search, setSearch] = useSearchParams();
  const put = (name: string, value: string | null | readonly string[]) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete(name);
        for (const one of [value].flat()) if (one) next.append(name, one);
        return next;
      },
      { replace: true },
    );
  return [search, put, setSearch] as const;
}
