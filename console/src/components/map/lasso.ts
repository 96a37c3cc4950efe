/** A line drawn by hand, as the corners of an area that an address can hold. */

export type Corner = readonly [lon: number, lat: number];
type Dot = readonly [x: number, y: number];

const MAX_CORNERS = 60;

/** Douglas and Peucker: without what lies within `tolerance` of the line between its neighbours. */
export function simplified(dots: readonly Dot[], tolerance: number): Dot[] {
  const [first, last] = [dots[0], dots.at(-1)];
  if (!first || !last || dots.length < 3) return [...dots];
  let [worst, at] = [0, 0];
  dots.forEach((dot, index) => {
    const away = distance(dot, first, last);
    if (away > worst) [worst, at] = [away, index];
  });
  if (worst <= tolerance) return [first, last];
  return [...simplified(dots.slice(0, at + 1), tolerance).slice(0, -1), ...simplified(dots.slice(at), tolerance)];
}

function distance([x, y]: Dot, [ax, ay]: Dot, [bx, by]: Dot): number {
  const length = Math.hypot(bx - ax, by - ay);
  if (!length) return Math.hypot(x - ax, y - ay);
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length;
}

/** At most as many corners as the platform takes. */
export function corners(dots: readonly Dot[]): Dot[] {
  let found = simplified(dots, 2);
  for (let tolerance = 3; found.length > MAX_CORNERS; tolerance *= 1.5) found = simplified(dots, tolerance);
  return found;
}

export function lassoText(area: readonly Corner[]): string {
  return area.map(([lon, lat]) => `${lon.toFixed(5)},${lat.toFixed(5)}`).join(";");
}

export function parseLasso(text: string): Corner[] {
  const area = text.split(";").map((corner) => corner.split(",").map(Number));
  return area.every((corner) => corner.length === 2 && corner.every(Number.isFinite)) && area.length > 2 ? (area as unknown as Corner[]) : [];
}
