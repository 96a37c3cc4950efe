/**
 * The base map that needs nobody: rivers, lakes, ring roads and main radial roads of Hà Nội, drawn by our own hand from
 * general knowledge. Good for finding one's way, wrong by up to some hundred metres: the map says so.
 */
import type { Feature, FeatureCollection } from "geojson";

import drawing from "./drawing.json";
import units from "./units.json";

type Place = readonly [number, number];

/** "lon lat" pairs; four decimals are ten metres, finer than the drawing is. */
function line(text: string): Place[] {
  const numbers = text.trim().split(/[\s,]+/).map(Number);
  return Array.from({ length: numbers.length / 2 }, (_, index) => [numbers[2 * index] ?? 0, numbers[2 * index + 1] ?? 0] as const);
}

/** A lake as an ellipse, turned clockwise from north: half axes in metres. */
function lake(lon: number, lat: number, alongM: number, acrossM: number, turnDeg = 0): Place[] {
  const turn = (turnDeg * Math.PI) / 180;
  return Array.from({ length: 25 }, (_, index) => {
    const angle = (index * Math.PI) / 12;
    const north = alongM * Math.cos(angle);
    const east = acrossM * Math.sin(angle);
    const [x, y] = [east * Math.cos(turn) + north * Math.sin(turn), north * Math.cos(turn) - east * Math.sin(turn)];
    return [lon + x / 103_800, lat + y / 111_200] as const;
  });
}

/** A ring is a course, or a lake as an ellipse. */
type Ring = string | [lon: number, lat: number, alongM: number, acrossM: number, turnDeg?: number];

interface Drawing {
  /** Width is of the river's bed in metres. */
  rivers: [name: string, widthM: number, course: string][];
  lakes: [name: string, ring: Ring][];
  parks: Ring[];
  /** Rank 1 carries the city, 2 joins its parts, 3 is a main street. */
  roads: [name: string, rank: number, course: string][];
}

const { rivers, lakes, parks, roads } = drawing as unknown as Drawing;
const ring = (drawn: Ring) => (typeof drawn === "string" ? line(drawn) : lake(...drawn));

function feature(type: "LineString" | "Polygon" | "Point", coordinates: unknown, properties: Record<string, unknown>): Feature {
  return { type: "Feature", properties, geometry: { type, coordinates } as Feature["geometry"] };
}

/** Each says what it is `of`, so that all can be one source of the map. */
const collection = (features: Feature[]): FeatureCollection => ({ type: "FeatureCollection", features });

export const schematic = {
  rivers: collection(rivers.map(([name, width, course]) => feature("LineString", line(course), { of: "river", name, width }))),
  lakes: collection(lakes.map(([name, drawn]) => feature("Polygon", [ring(drawn)], { of: "lake", name }))),
  parks: collection(parks.map((drawn) => feature("Polygon", [ring(drawn)], { of: "park" }))),
  roads: collection(roads.map(([name, rank, course]) => feature("LineString", line(course), { of: "road", name, rank }))),
  places: collection((units as [string, number, number, number][]).map(([name, lat, lon, ward]) => feature("Point", [lon, lat], { of: "place", name, ward }))),
};

export const PLACES = units as [name: string, lat: number, lon: number, ward: number][];
