/** What a phone keeps of field forms: the draft as it is typed, and the forms that wait to be sent. */
import type { FieldInput } from "./fieldForm";

export interface Draft {
  userId: string;
  input: FieldInput;
  photo: Blob | null;
}

export interface Waiting {
  formId: string;
  userId: string;
  input: FieldInput;
  photo: Blob | null;
  keptMs: number;
  /** Why the server refused it; it waits for a person then. */
  refused: string | null;
}

const NAME = "toancanh-field";
const VERSION = 1;

let opened: Promise<IDBDatabase> | null = null;

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
}

function open(): Promise<IDBDatabase> {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts", { keyPath: "userId" });
      request.result.createObjectStore("waiting", { keyPath: "formId" }).createIndex("userId", "userId");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
  return opened;
}

async function store(name: "drafts" | "waiting", mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await open()).transaction(name, mode).objectStore(name);
}

export async function loadDraft(userId: string): Promise<Draft | undefined> {
  return done<Draft | undefined>((await store("drafts", "readonly")).get(userId) as IDBRequest<Draft | undefined>);
}

export async function saveDraft(draft: Draft): Promise<void> {
  await done((await store("drafts", "readwrite")).put(draft));
}

export async function loadWaiting(userId: string): Promise<Waiting[]> {
  const found = await done<Waiting[]>((await store("waiting", "readonly")).index("userId").getAll(userId) as IDBRequest<Waiting[]>);
  return found.sort((one, other) => one.keptMs - other.keptMs);
}

/** The form enters the queue and the draft is emptied, both or neither. */
export async function keep(form: Waiting, nextDraft: Draft): Promise<void> {
  const transaction = (await open()).transaction(["drafts", "waiting"], "readwrite");
  transaction.objectStore("waiting").put(form);
  transaction.objectStore("drafts").put(nextDraft);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB"));
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}

export async function changeWaiting(form: Waiting): Promise<void> {
  await done((await store("waiting", "readwrite")).put(form));
}

export async function dropWaiting(formId: string): Promise<void> {
  await done((await store("waiting", "readwrite")).delete(formId));
}
