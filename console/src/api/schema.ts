/** The shape of contract.md, replaced by `npm run gen`. */
interface Json<T> { content: { "application/json": T } }
interface Get<Q, R, P = never> { get: { parameters: { query?: Q; path: P }; responses: { 200: Json<R> } } }
interface GetQ<Q, R> { get: { parameters: { query?: Q }; responses: { 200: Json<R> } } }
interface Post<B, R> { post: { parameters: object; requestBody: Json<B>; responses: { 200: Json<R> } } }
interface Patch<B, R, P> { patch: { parameters: { path: P }; requestBody: Json<B>; responses: { 200: Json<R> } } }
interface Delete<P> { delete: { parameters: { path: P }; responses: { 204: { content?: never } } } }
interface Id { id: string }
interface List<T> { items: T[]; next: string | null }
interface Paging { limit?: number; after?: string; q?: string }

export interface components {
  schemas: {
    SessionIn: { username: string; password: string };
    SessionOut: { token: string };
    Me: { id: string; username: string; display_name: string; organisation_id: string; organisation_name: string; roles: { role: string; organisation_id: string; organisation_name: string }[]; actions: string[] };
    Organisation: { id: string; name: string; code: string; parent_id: string | null };
    RoleBinding: { role: string; organisation_id: string };
    User: { id: string; username: string; display_name: string; organisation_id: string; enabled: boolean; roles: { role: string; organisation_id: string }[]; last_sign_in_at?: string | null };
    UserIn: { username: string; display_name: string; organisation_id: string; password: string; roles: { role: string; organisation_id: string }[] };
    UserPatch: { display_name?: string; enabled?: boolean; password?: string; roles?: { role: string; organisation_id: string }[] };
    Stream: { role: "main" | "sub"; url: string; username: string; has_password: boolean; record: boolean | null };
    StreamIn: { role: "main" | "sub"; url: string; username?: string; password?: string; record?: boolean | null };
    Camera: { id: string; code: string; name: string; owner_id: string; site_id: string | null; lat: number; lon: number; azimuth_deg: number | null; enabled: boolean; min_days: number; max_days: number; tags: string[]; streams: components["schemas"]["Stream"][]; version: number };
    CameraIn: { code: string; name: string; owner_id: string; lat: number; lon: number; azimuth_deg?: number | null; enabled?: boolean; min_days?: number; max_days?: number; tags?: string[]; streams: components["schemas"]["StreamIn"][] };
    CameraPatch: Partial<components["schemas"]["CameraIn"]> & { version?: number };
    Status: { camera_id: string; stream: string; state: string; reason: string; since: string | null; last_frame_at: string | null; fps: number | null; bitrate_bps: number | null; width: number | null; height: number | null; codec: string | null; lost_packets: number; reconnects: number; clock_source: string | null; clock_offset_ms: number | null; recording: boolean };
    ProbeIn: { url: string; username?: string; password?: string; camera_id?: string };
    Probe: { ok: boolean; reason: string; codec: string | null; width: number | null; height: number | null; fps: number | null; server: string; picture: string | null };
    Thumbnail: { camera_id: string; url: string | null };
    AuditRow: { id: string; at: string; username: string; user_id: string | null; action: string; resource_kind: string | null; resource_id: string | null; outcome: string; purpose: string; reference: string; details: Record<string, unknown>; source: string };
    Timeline: { ranges: { start: string; end: string }[]; gaps: { start: string; end: string; cause: string }[]; marks: { start: string; end: string; kind: string; reference: string }[] };
  };
}
type S = components["schemas"];
export interface paths {
  "/api/v1/session": Post<S["SessionIn"], S["SessionOut"]> & { delete: { parameters: object; responses: { 204: { content?: never } } } };
  "/api/v1/me": GetQ<object, S["Me"]>;
  "/api/v1/organisations": GetQ<Paging, List<S["Organisation"]>>;
  "/api/v1/users": GetQ<Paging, List<S["User"]>> & Post<S["UserIn"], S["User"]>;
  "/api/v1/users/{id}": Patch<S["UserPatch"], S["User"], Id>;
  "/api/v1/cameras": GetQ<Paging, List<S["Camera"]>> & Post<S["CameraIn"], S["Camera"]>;
  "/api/v1/cameras/{id}": Get<object, S["Camera"], Id> & Patch<S["CameraPatch"], S["Camera"], Id> & Delete<Id>;
  "/api/v1/cameras/{id}/status": Get<{ stream?: string }, S["Status"], Id>;
  "/api/v1/cameras/{id}/timeline": Get<{ stream?: string; from: string; to: string; purpose?: string; reference?: string }, S["Timeline"], Id>;
  "/api/v1/cameras/{id}/snapshot.jpg": Get<{ stream?: string; at?: string; purpose?: string; reference?: string }, unknown, Id>;
  "/api/v1/cameras/{id}/video.mp4": Get<{ stream?: string; from: string; to: string; purpose?: string; reference?: string }, unknown, Id>;
  "/api/v1/camera-status": GetQ<{ ids: string }, List<S["Status"]>>;
  "/api/v1/probe": Post<S["ProbeIn"], S["Probe"]>;
  "/api/v1/thumbnails": Post<{ camera_ids: string[] }, { items: S["Thumbnail"][] }>;
  "/api/v1/audit": GetQ<Paging & { user_id?: string; action?: string; resource_id?: string; from?: string; to?: string }, List<S["AuditRow"]>>;
}
