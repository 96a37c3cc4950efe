/** What sign-in, wall, watching and the frame say; the first load has it. */
import cameras from "./cameras.json";
import frame from "./frame.json";
import map from "./map.json";
import tile from "./tile.json";
import wall from "./wall.json";
import watch from "./watch.json";

export const first = { ...cameras, ...frame, ...map, ...tile, ...wall, ...watch };
