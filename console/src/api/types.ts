/** Short names for the generated schemas. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Organisation = Schemas["Organisation"];
export type User = Schemas["User"];
export type UserIn = Schemas["UserIn"];
export type UserPatch = Schemas["UserPatch"];
export type RoleBinding = Schemas["RoleBinding"];
export type Camera = Schemas["Camera"];
export type CameraIn = Schemas["CameraIn"];
export type CameraPatch = Schemas["CameraPatch"];
export type CameraStatus = Schemas["Status"];
export type Probe = Schemas["Probe"];
export type ProbeIn = Schemas["ProbeIn"];
export type Thumbnail = Schemas["Thumbnail"];
export type AuditRow = Schemas["AuditRow"];
export type Timeline = Schemas["Timeline"];
export type StreamRole = "main" | "sub";
