export function Record(_: {id?: string}) { return null; }
