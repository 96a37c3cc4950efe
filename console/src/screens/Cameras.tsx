export function Cameras(_: {id?: string}) { return null; }
