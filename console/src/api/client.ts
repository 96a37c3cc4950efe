/** The one door to the API: typed by the OpenAPI description, errors as problem details (RFC 9457). */
import createClient, { type Middleware } from "openapi-fetch";

import { serverClock } from "./clock";
import type { paths } from "./schema";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    readonly detail: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(detail || kind);
  }
}

/** Whether asking again by itself may help: each refusal is on the record, and what cannot be read stays so. */
export function mayPass(error: unknown): boolean {
  return error instanceof ApiError && error.status !== 403;
}

let onSessionEnded: () => void = () => undefined;
export function whenSessionEnds(tell: () => void): void {
  onSessionEnded = tell;
}

/** The Date header counts seconds, and servers renew it once a second. */
const DATE_STEP_MS = 2500;

const sentAt = new WeakMap<Request, number>();

const watch: Middleware = {
  onRequest({ request }) {
    sentAt.set(request, Date.now());
  },
  async onResponse({ request, response, schemaPath }) {
    serverClock.observe(response.headers.get("date"), sentAt.get(request) ?? Date.now(), Date.now(), DATE_STEP_MS);
    if (response.ok) return;
    const problem = (await response
      .clone()
      .json()
      .catch(() => ({}))) as Record<string, unknown>;
    const text = (name: string) => (typeof problem[name] === "string" ? problem[name] : "");
    if (response.status === 401 && schemaPath !== "/api/v1/session" && schemaPath !== "/api/v1/session/second") onSessionEnded();
    throw new ApiError(response.status, text("kind") || "internal", text("detail") || text("title"), problem);
  },
  onError() {
    return new ApiError(0, "unreachable", "");
  },
};

export const api = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin" });
api.use(watch);

/** The body of an answer, which is there unless the middleware has thrown. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

/** A media address with its purpose, for what loads itself: pictures, playlists, sockets, downloads. */
export function mediaUrl(cameraId: string, what: string, query: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  const text = search.toString();
  return `/api/v1/cameras/${encodeURIComponent(cameraId)}/${what}${text ? `?${text}` : ""}`;
}

/** The problem in the answer of a request that a library has sent. */
export function refusalOf(answer: unknown): ApiError | null {
  const { status, responseText } = (answer ?? {}) as { status?: number; responseText?: string };
  if (!status || status < 400 || !responseText) return null;
  try {
    const problem = JSON.parse(responseText) as Record<string, unknown>;
    return new ApiError(status, String(problem.kind), String(problem.detail), problem);
  } catch {
    return null;
  }
}
