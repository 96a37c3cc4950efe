/** What the other screens say. */
import alarms from "./alarms.json";
import consumers from "./consumers.json";
import desk from "./desk.json";
import devices from "./devices.json";
import deviceSettings from "./deviceSettings.json";
import drawings from "./drawings.json";
import dossier from "./dossier.json";
import exports from "./exports.json";
import find from "./find.json";
import health from "./health.json";
import holds from "./holds.json";
import inventory from "./inventory.json";
import masks from "./masks.json";
import models from "./models.json";
import planning from "./planning.json";
import playing from "./playing.json";
import ptz from "./ptz.json";
import record from "./record.json";
import repairs from "./repairs.json";
import requests from "./requests.json";
import rules from "./rules.json";
import shares from "./shares.json";
import storage from "./storage.json";
import traffic from "./traffic.json";
import users from "./users.json";
import vision from "./vision.json";

export const rest = { ...alarms, ...consumers, ...desk, ...devices, ...deviceSettings, ...dossier, ...drawings, ...find, ...exports, ...health, ...holds, ...inventory, ...masks, ...models, ...planning, ...playing, ...ptz, ...record, ...repairs, ...requests, ...rules, ...shares, ...storage, ...traffic, ...users, ...vision };
