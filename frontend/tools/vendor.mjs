// Copies the map library out of node_modules and turns the shapes of the states into GeoJSON, both in
// folders named after their version: MapLibre finds its worker beside itself, so Trunk must not hash the names.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { feature } from "topojson-client";
import { CITIES } from "./cities.mjs";
import { STATE_CODES } from "./state-codes.mjs";

const frontend = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(frontend, "node_modules");
const vendor = join(frontend, "vendor");

function versionOf(name) {
  return JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8")).version;
}

function versionedFolder(name) {
  const folder = join(vendor, `${name}-${versionOf(name)}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function copyMapLibre() {
  const folder = versionedFolder("maplibre-gl");
  for (const file of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"]) {
    copyFileSync(join(modules, "maplibre-gl", "dist", file), join(folder, file));
  }
  copyFileSync(join(modules, "maplibre-gl", "LICENSE.txt"), join(folder, "LICENSE.txt"));
}

// Twice the signed area of a ring, and the centroid that weighs by it (the usual polygon formula).
function areaAndCentroid(ring) {
  let area = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
    area += cross;
    x += (ring[i][0] + ring[i + 1][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1]) * cross;
  }
  return { area: Math.abs(area), centroid: [x / (3 * area), y / (3 * area)] };
}

// A label belongs on the largest piece of a state: Michigan has two, Hawaii many.
function labelPoint(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const pieces = polygons.map((polygon) => areaAndCentroid(polygon[0]));
  const largest = pieces.reduce((best, piece) => (piece.area > best.area ? piece : best));
  return largest.centroid.map((degree) => Math.round(degree * 1e4) / 1e4);
}

// Four decimals are about ten metres: far finer than the source, and a third fewer bytes.
function rounded(value) {
  return Array.isArray(value) ? value.map(rounded) : Math.round(value * 1e4) / 1e4;
}

function writeStates() {
  const folder = versionedFolder("us-atlas");
  const topology = JSON.parse(readFileSync(join(modules, "us-atlas", "states-10m.json"), "utf8"));
  const states = feature(topology, topology.objects.states).features.map((state) => {
    const code = STATE_CODES[state.id];
    if (code === undefined) {
      throw new Error(`no postal code is known for FIPS ${state.id} (${state.properties.name})`);
    }
    const properties = { name: state.properties.name, fips: state.id, code };
    const geometry = { type: state.geometry.type, coordinates: rounded(state.geometry.coordinates) };
    return { type: "Feature", id: Number(state.id), properties, geometry };
  });
  const labels = states.map((state) => ({
    type: "Feature",
    id: state.id,
    properties: state.properties,
    geometry: { type: "Point", coordinates: labelPoint(state.geometry) },
  }));
  const collection = (features) => JSON.stringify({ type: "FeatureCollection", features });
  writeFileSync(join(folder, "states.geojson"), collection(states));
  writeFileSync(join(folder, "state-labels.geojson"), collection(labels));
}

// "ia/des moines" to [longitude, latitude].
function cityPlaces() {
  const table = readFileSync(join(frontend, "../crates/territory/data/cities.csv"), "utf8");
  const place = (line) => {
    const [name, latitude, longitude] = line.split(",");
    return [name, [Number(longitude), Number(latitude)]];
  };
  return new Map(table.trimEnd().split("\n").map(place));
}

// The rank says from how near a city is named: 1 from afar. The folder's number grows when the file changes.
function writeCities() {
  const folder = join(vendor, "us-cities-1");
  mkdirSync(folder, { recursive: true });
  const places = cityPlaces();
  const city = (spelled, rank) => {
    const [, name, state] = /^(.+) ([A-Z]{2})$/.exec(spelled);
    const coordinates = places.get(`${state}/${name}`.toLowerCase());
    if (coordinates === undefined) throw new Error(`it is not known where ${spelled} lies`);
    return { type: "Feature", properties: { name, rank }, geometry: { type: "Point", coordinates } };
  };
  const features = CITIES.flatMap((list, index) => {
    return list.split(",").map((spelled) => city(spelled.trim(), index + 1));
  });
  writeFileSync(join(folder, "cities.geojson"), JSON.stringify({ type: "FeatureCollection", features }));
}

// Old versions must not travel on into the product.
rmSync(vendor, { recursive: true, force: true });
copyMapLibre();
writeStates();
writeCities();
