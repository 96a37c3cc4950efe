import cameras from "./cameras.json";
import dossier from "./dossier.json";
import frame from "./frame.json";
import inventory from "./inventory.json";
import map from "./map.json";
import planning from "./planning.json";
import record from "./record.json";
import tile from "./tile.json";
import users from "./users.json";
import wall from "./wall.json";
import watch from "./watch.json";

export const vi = { ...frame, ...tile, ...wall, ...watch, ...cameras, ...dossier, ...users, ...record, ...map, ...inventory, ...planning };
export type TextKey = keyof typeof vi;
