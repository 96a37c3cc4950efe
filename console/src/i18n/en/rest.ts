/** What the other screens say. */
import alarms from "./alarms.json";
import desk from "./desk.json";
import dossier from "./dossier.json";
import exports from "./exports.json";
import find from "./find.json";
import holds from "./holds.json";
import inventory from "./inventory.json";
import masks from "./masks.json";
import planning from "./planning.json";
import playing from "./playing.json";
import record from "./record.json";
import requests from "./requests.json";
import rules from "./rules.json";
import shares from "./shares.json";
import storage from "./storage.json";
import users from "./users.json";

export const rest = { ...alarms, ...desk, ...dossier, ...find, ...exports, ...holds, ...inventory, ...masks, ...planning, ...playing, ...record, ...requests, ...rules, ...shares, ...storage, ...users };
