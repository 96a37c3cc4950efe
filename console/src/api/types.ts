/** Short names for the generated schemas. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Me = Schemas["Me"];
export type Organisation = Schemas["OrganisationOut"];
export type Role = Schemas["Role"];
export type User = Schemas["UserOut"];
export type UserNew = Schemas["UserNew"];
export type UserPatch = Schemas["UserPatch"];
export type Camera = Schemas["CameraOut"];
export type CameraNew = Schemas["CameraNew"];
export type CameraPatch = Schemas["CameraPatch"];
export type CameraStatus = Schemas["CameraStatusOut"];
export type Stream = Schemas["StreamOut"];
export type StreamIn = Schemas["StreamIn"];
export type Probe = Schemas["ProbeOut"];
export type ProbeIn = Schemas["ProbeIn"];
export type AuditRow = Schemas["ActOut"];
export type StreamRole = Schemas["StreamRole"];
export type Action = Schemas["Action"];
export type StateReason = Schemas["StateReason"];
export type GapCause = Schemas["GapCause"];
export type BaseMap = Schemas["BaseMapOut"];
export type MapSummary = Schemas["MapSummaryOut"];
export type Spot = Schemas["MapCameraOut"];
