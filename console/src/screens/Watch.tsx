export function Watch(_: {id?: string}) { return null; }
