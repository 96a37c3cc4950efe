/** Calendar and clock of a zone, whatever the browser's zone is. Days may have 23 or 25 hours; arithmetic goes by the zone. */

export interface Zone {
  /** For Intl and for the server. */
  id: string;
  offsetMs: (ms: number) => number;
  /** GMT+7: the offset in force at that instant. */
  nameAt: (ms: number) => string;
  /** As ISO 8601 without a zone, to the second: 2026-11-22T11:24:07. */
  wall: (ms: number) => string;
  /** Of such a text: the first instant at which clocks show it; NaN if they never do. */
  instant: (wall: string) => number;
  /** 2026-11-22 */
  day: (ms: number) => string;
  /** The first instant of the day that is `later` days after. */
  dayStart: (day: string, later?: number) => number;
}

const MIN = 60_000;
const DAY_MS = 86_400_000;
const KNOWN = 5_000;

export function zoneOf(id: string): Zone {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: id, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const known = new Map<number, number>(); // Intl is slow, and offsets change at quarters of an hour
  const offsetMs = (ms: number) => {
    if (!(Math.abs(ms) < 8e15)) return 0; // no instant: shown as such, not thrown
    const quarter = Math.floor(ms / (15 * MIN));
    let offset = known.get(quarter);
    if (offset === undefined) {
      const part = Object.fromEntries(parts.formatToParts(quarter * 15 * MIN).map(({ type, value }) => [type, Number(value)]));
      offset = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second) - quarter * 15 * MIN;
      if (known.size >= KNOWN) known.clear();
      known.set(quarter, offset);
    }
    return offset;
  };
  const wall = (ms: number) => new Date(ms + offsetMs(ms)).toISOString().slice(0, 19);
  const instant = (text: string) => {
    const asUtc = Date.parse(`${text}Z`);
    if (Number.isNaN(asUtc)) return NaN;
    const candidates = [-DAY_MS, DAY_MS].map((by) => asUtc - offsetMs(asUtc + by)).sort((a, b) => a - b);
    return candidates.find((ms) => ms + offsetMs(ms) === asUtc) ?? NaN;
  };
  const dayStart = (day: string, later = 0) => {
    const asUtc = Date.parse(`${day}T00:00:00Z`) + later * DAY_MS;
    if (Number.isNaN(asUtc)) return NaN;
    const first = instant(new Date(asUtc).toISOString().slice(0, 19));
    return Number.isNaN(first) ? asUtc - offsetMs(asUtc - DAY_MS) : first; // where clocks skip midnight, the day begins as they skip
  };
  const nameAt = (ms: number) => {
    const minutes = Math.round(offsetMs(ms) / MIN);
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return minutes === 0 ? "GMT" : `GMT${minutes < 0 ? "-" : "+"}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
  };
  return { id, offsetMs, nameAt, wall, instant, day: (ms) => wall(ms).slice(0, 10), dayStart };
}

/** The site's: laws, retention and reports go by it too, so it is no setting of the browser. */
export const SITE = zoneOf("Asia/Ho_Chi_Minh");
