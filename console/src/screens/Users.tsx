export function Users(_: {id?: string}) { return null; }
