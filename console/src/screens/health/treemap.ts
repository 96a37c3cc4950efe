/** A tree map: each thing a rectangle as large as its number (squarified: Bruls, Huizing, van Wijk 2000). Pure. */

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Boxes for these sizes, the largest first, which fill `width` x `height`. */
export function squarified(sizes: readonly number[], width: number, height: number): Box[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const boxes: Box[] = sizes.map(() => ({ x: 0, y: 0, width: 0, height: 0 }));
  if (!total || width <= 0 || height <= 0) return boxes;
  const scale = (width * height) / total;
  const free = { x: 0, y: 0, width, height };
  let row: number[] = [];
  const areaOf = (index: number) => (sizes[index] ?? 0) * scale;
  const lay = () => {
    const sum = row.reduce((area, index) => area + areaOf(index), 0);
    const upright = free.width >= free.height;
    const side = upright ? free.height : free.width;
    const depth = side > 0 ? sum / side : 0;
    let at = 0;
    for (const index of row) {
      const length = depth > 0 ? areaOf(index) / depth : 0;
      boxes[index] = upright ? { x: free.x, y: free.y + at, width: depth, height: length } : { x: free.x + at, y: free.y, width: length, height: depth };
      at += length;
    }
    if (upright) {
      free.x += depth;
      free.width -= depth;
    } else {
      free.y += depth;
      free.height -= depth;
    }
    row = [];
  };
  for (const index of sizes.keys()) {
    const side = Math.min(free.width, free.height);
    if (row.length && worst([...row, index].map(areaOf), side) > worst(row.map(areaOf), side)) lay();
    row.push(index);
  }
  lay();
  return boxes;
}

/** The longest side by the shortest, of the most stretched of a row along `side`. */
function worst(areas: readonly number[], side: number): number {
  const sum = areas.reduce((total, area) => total + area, 0);
  const square = side * side;
  return Math.max(...areas.map((area) => (area ? Math.max((square * area) / (sum * sum), (sum * sum) / (square * area)) : Infinity)));
}

export type Way = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The box that one comes to from another by an arrow: the nearest that lies that way, what is straight ahead first. */
export function nextBox(boxes: readonly Box[], from: number, way: Way): number {
  const here = boxes[from];
  if (!here) return 0;
  const along = way === "ArrowLeft" || way === "ArrowRight";
  const sign = way === "ArrowRight" || way === "ArrowDown" ? 1 : -1;
  const middle = (box: Box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const at = middle(here);
  let best = from;
  let least = Infinity;
  boxes.forEach((box, index) => {
    if (index === from || !box.width || !box.height) return;
    const to = middle(box);
    const ahead = sign * (along ? to.x - at.x : to.y - at.y);
    const edge = along ? (sign > 0 ? box.x >= here.x + here.width - 1 : box.x + box.width <= here.x + 1) : sign > 0 ? box.y >= here.y + here.height - 1 : box.y + box.height <= here.y + 1;
    if (!edge || ahead <= 0) return;
    const aside = along ? Math.max(0, box.y - at.y, at.y - box.y - box.height) : Math.max(0, box.x - at.x, at.x - box.x - box.width);
    const away = ahead + 3 * aside;
    if (away < least) {
      least = away;
      best = index;
    }
  });
  return best;
}
