/** What of a screen stands in its address, so that a link leads to the same. */
import { useSearchParams } from "wouter";

/** The parts, how one is set (nothing takes it away; going back does not stop at each of them), and how all are. */
export function useAddressParts() {
  const [search, setSearch] = useSearchParams();
  const put = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  return [search, put, setSearch] as const;
}
